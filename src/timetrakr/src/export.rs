//! `timetrakr export`: timesheets as a file.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;

use anyhow::{Context, Result, bail, ensure};
use interchange::export::{Column, Form, Language, PaperSize};
use server::Clock as _;
use server::config::Config;
use server::control;
use server::export::{self, NamedExport};
use store::{OpenOptions, Store};

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::SystemClock;
use crate::sources;

pub(crate) const EXAMPLES: &str = "\
An entry belongs to the day on which it began. Running entries are counted up to now.

Examples:
  timetrakr export --data data --company \"Reyes Framing\" --format xlsx \\
    --from 2026-03-01 --to 2026-03-31 -o march.xlsx
  timetrakr export --data data --company \"Reyes Framing\" --format csv \\
    --from 2026-03-09 --to 2026-03-15 --employee \"Wanda Ortiz\" --columns employee,work_date,hours";

/// What `timetrakr export` is told.
#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// The company, by its name.
    #[arg(long, value_name = "NAME")]
    company: String,
    /// The form of the file.
    #[arg(long, value_parser = PossibleValuesParser::new(Form::ALL.map(Form::name)))]
    format: String,
    /// The first work date, such as 2026-03-09.
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The last work date.
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// Only this employee, by name or number; may be given several times.
    #[arg(long = "employee", value_name = "NAME")]
    employees: Vec<String>,
    /// Only this job, by name or code; may be given several times.
    #[arg(long = "job", value_name = "NAME")]
    jobs: Vec<String>,
    /// The columns of a spreadsheet in their order, with commas between them [default: all].
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        value_parser = PossibleValuesParser::new(Column::ALL.map(Column::name))
    )]
    columns: Vec<String>,
    /// The language of headers and pages [default: the company's].
    #[arg(long, value_parser = PossibleValuesParser::new(Language::ALL.map(Language::code)))]
    language: Option<String>,
    /// What pages are cut to [default: letter in America, a4 elsewhere].
    #[arg(long, value_parser = PossibleValuesParser::new(PaperSize::ALL.map(PaperSize::name)))]
    paper: Option<String>,
    /// Begin a text file with a byte-order mark, as Excel wants it.
    #[arg(long)]
    bom: bool,
    /// The file to write; CSV and TSV go to standard output without it.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(options: &ExportOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let folder = Config::load_data(&sources)?;
    ensure!(
        folder.is_dir(),
        "there is no data folder {}",
        folder.display()
    );
    let is_text = matches!(options.format.as_str(), "csv" | "tsv");
    if options.output.is_none() && !is_text && std::io::stdout().is_terminal() {
        bail!(
            "a {} file is not for a terminal: name a file with -o",
            options.format
        );
    }
    let asked = asked(options);
    let (lines, bytes) = match control::export_running(&folder, asked.clone(), |_| {})? {
        Some(made) => (made.lines, made.bytes),
        None => made_here(&folder, &asked)?,
    };
    match &options.output {
        Some(path) => {
            write_whole(path, &bytes)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            say(lines, path);
        }
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(&bytes)?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn asked(options: &ExportOptions) -> NamedExport {
    NamedExport {
        company: options.company.clone(),
        format: options.format.clone(),
        from: options.from,
        to: options.to,
        employees: options.employees.clone(),
        jobs: options.jobs.clone(),
        columns: options.columns.clone(),
        language: options.language.clone(),
        paper: options.paper.clone(),
        byte_order_mark: options.bom,
        now: SystemClock.now(),
    }
}

/// Opens the folder, since no server does.
fn made_here(folder: &Path, asked: &NamedExport) -> Result<(u64, Vec<u8>)> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    ensure!(
        entries.count() > 0,
        "the data folder {} is empty",
        folder.display()
    );
    let store = Store::open(folder, OpenOptions::default())
        .with_context(|| format!("the data folder {} cannot be opened", folder.display()))?;
    let made = export::run(&store, asked)?;
    Ok((u64::try_from(made.lines)?, made.bytes))
}

/// What is in its place is either whole or as it was.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

fn say(lines: u64, path: &Path) {
    let mut err = std::io::stderr();
    let entries = if lines == 1 { "entry" } else { "entries" };
    // Whoever reads nothing needs nothing.
    let _unheard = writeln!(err, "{lines} {entries} written to {}", path.display());
}
