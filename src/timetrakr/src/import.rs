//! `timetrakr import`: hours out of a file, into a company.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::Args;
use clap::builder::PossibleValuesParser;
use interchange::import::table::BYTES_MAX;
use interchange::import::{DateOrder, Preset};
use serde_json::{Value, json};
use server::Clock as _;
use server::config::Config;
use server::control::{self, ImportRequest};
use server::imports::{self, Imports, Outcome, Progress, Table};
use store::{OpenOptions, Store};

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::{self, SystemClock};
use crate::sources;

pub(crate) const EXAMPLES: &str = "\
The company, and the employees, jobs and cost codes that it lacks, are made. Rows that are there
already add nothing, and rows that cannot be taken stop no other. The exit code is 0 when at least
one entry was imported, or would be, and 1 otherwise.

Examples:
  timetrakr import toggl.csv --data data --company \"Reyes Framing\" --dry-run
  timetrakr import toggl.csv --data data --company \"Reyes Framing\"
  timetrakr import old-hours.xlsx --data data --company \"Reyes Framing\" \\
    --zone America/Denver --dates month-first --json";

/// How many rejected rows are printed for a person.
const REJECTED_SHOWN: usize = 20;
const AUTO: &str = "auto";
const DATES: [(&str, DateOrder); 2] = [
    ("day-first", DateOrder::DayFirst),
    ("month-first", DateOrder::MonthFirst),
];

/// What `timetrakr import` is told.
#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// The file: CSV, TSV or XLSX.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// The company, by its name.
    #[arg(long, value_name = "NAME")]
    company: String,
    /// Whose export the file is [default: auto, by its headers].
    #[arg(
        long,
        value_parser = PossibleValuesParser::new(
            [AUTO].into_iter().chain(Preset::ALL.map(Preset::name))
        )
    )]
    preset: Option<String>,
    /// The zone of local times in the file [default: the company's; for a new one this machine's].
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Which figure of a date such as 3/4/2026 comes first [default: as all rows say].
    #[arg(long, value_parser = PossibleValuesParser::new(DATES.map(|(name, _)| name)))]
    dates: Option<String>,
    /// Only say what would come of it, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print the result as one JSON object.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &ImportOptions) -> Result<ExitCode> {
    let done = import(options);
    let mut out = std::io::stdout().lock();
    let came = match &done {
        Ok(outcome) if options.json => {
            // Every row may be rejected: that is too long for a text of its own.
            let mut buffered = BufWriter::new(&mut out);
            serde_json::to_writer(&mut buffered, outcome)?;
            writeln!(buffered)?;
            buffered.flush()?;
            outcome.entries > 0
        }
        Ok(outcome) => {
            print(&mut out, options, outcome)?;
            outcome.entries > 0
        }
        Err(error) => {
            if options.json {
                writeln!(out, "{}", nothing(&format!("{error:#}"))?)?;
            }
            let _unheard = writeln!(std::io::stderr(), "timetrakr: {error:#}");
            false
        }
    };
    out.flush()?;
    Ok(if came {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The result of an import that came to nothing.
fn nothing(error: &str) -> Result<Value> {
    let mut result = serde_json::to_value(Outcome::default())?;
    if let Value::Object(fields) = &mut result {
        fields.insert("error".to_owned(), json!(error));
    }
    Ok(result)
}

fn import(options: &ImportOptions) -> Result<Outcome> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let folder = Config::load_data(&sources)?;
    let bytes = read(&options.file)?;
    let request = request(options, bytes.len());
    // What is wrong with the file is found before anything is made.
    let table = Table::read(&bytes, request.reading())
        .with_context(|| format!("{} cannot be imported", options.file.display()))?;
    if let Some(outcome) = control::import_running(&folder, request.clone(), &bytes, say_progress)?
    {
        return Ok(outcome);
    }
    let brought = request.brought()?;
    if !Store::is_in(&folder) {
        let now = SystemClock.now();
        let outcome = imports::would_found(&brought, &table, now, &mut |_| {})?;
        if options.dry_run || outcome.entries == 0 {
            return Ok(outcome);
        }
    }
    let store = Store::open(&folder, OpenOptions::default())
        .with_context(|| format!("the data folder {} cannot be opened", folder.display()))?;
    let imports = Imports::new(store, Arc::new(SystemClock));
    let outcome = imports.bring(&brought, table, &bytes, &mut say_progress)?;
    Ok(outcome)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let unreadable = || format!("{} cannot be read", path.display());
    let size = std::fs::metadata(path).with_context(unreadable)?.len();
    ensure!(
        usize::try_from(size).is_ok_and(|size| size <= BYTES_MAX),
        "{} is larger than {} MiB; split it by year or by employee",
        path.display(),
        BYTES_MAX / 1024 / 1024
    );
    std::fs::read(path).with_context(unreadable)
}

fn request(options: &ImportOptions, size: usize) -> ImportRequest {
    let named = |wanted: &String| {
        let found = DATES.iter().find(|(name, _)| name == wanted);
        found.map(|(_, order)| *order)
    };
    let file_name = options.file.file_name().unwrap_or_default();
    ImportRequest {
        company: options.company.clone(),
        file_name: file_name.to_string_lossy().into_owned(),
        size,
        preset: options.preset.as_deref().and_then(Preset::from_name),
        dates: options.dates.as_ref().and_then(named),
        zone: options.zone.clone(),
        machine_zone: clock::zone_name(),
        dry_run: options.dry_run,
    }
}

fn say_progress(progress: Progress) {
    let mut err = std::io::stderr();
    if !err.is_terminal() {
        return;
    }
    // Whoever reads nothing needs nothing.
    let _unheard = if progress.entries == 0 {
        write!(
            err,
            "\r{} of {} rows read ",
            progress.rows_read, progress.rows
        )
    } else {
        let (stored, entries) = (progress.entries_stored, progress.entries);
        write!(err, "\r{stored} of {entries} entries stored   ")
    };
}

fn print(out: &mut impl Write, options: &ImportOptions, outcome: &Outcome) -> std::io::Result<()> {
    if std::io::stderr().is_terminal() {
        let _unheard = writeln!(std::io::stderr());
    }
    let rejected = u64::try_from(outcome.rejected.len()).unwrap_or(u64::MAX);
    for (count, what) in [
        (outcome.rows, "rows"),
        (outcome.entries, "time entries"),
        (outcome.duplicates, "rows that were there already"),
        (rejected, "rows that cannot be taken"),
        (outcome.employees, "new employees"),
        (outcome.jobs, "new jobs"),
        (outcome.cost_codes, "new cost codes"),
    ] {
        writeln!(out, "{count:>12}  {what}")?;
    }
    let (hours, minutes) = (outcome.seconds / 3600, outcome.seconds % 3600 / 60);
    writeln!(out, "{:>12}  hours worked", format!("{hours}:{minutes:02}"))?;
    writeln!(
        out,
        "Read as {}, local times in {}.",
        outcome.preset, outcome.zone
    )?;
    for warning in &outcome.warnings {
        writeln!(out, "Look at this: {warning}.")?;
    }
    for row in outcome.rejected.iter().take(REJECTED_SHOWN) {
        writeln!(out, "line {}: {}", row.line, row.reason)?;
    }
    let more = outcome.rejected.len().saturating_sub(REJECTED_SHOWN);
    if more > 0 {
        writeln!(out, "and {more} more; --json lists all of them")?;
    }
    let said = match (options.dry_run, outcome.entries) {
        (true, _) => "Nothing was written: this was a dry run.",
        (false, 0) => "There was nothing to import.",
        (false, _) => "Imported.",
    };
    writeln!(out, "{said}")
}
