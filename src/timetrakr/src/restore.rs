//! `timetrakr restore`: brings a backup back and says what may be gone.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use server::Clock as _;
use server::config::Config;
use store::{MasterKey, Restored, restore};

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::SystemClock;
use crate::progress::Progress;
use crate::{backup, sources};

pub(crate) const EXAMPLES: &str = "\
The data folder must be empty or not there. Stop the server that the backup is of, if it still
runs: from now on this one is the firm's. Phones send again what this server does not know.

Examples:
  timetrakr restore friday.backup --data /var/lib/timetrakr
  timetrakr restore friday.backup --data /var/lib/timetrakr --key master.key";

/// What `timetrakr restore` is told.
#[derive(Debug, Args)]
pub(crate) struct RestoreOptions {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// A copy of the server's master.key, for a backup that was made without it.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

pub(crate) fn run(options: &RestoreOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let data = Config::load_data(&sources)?;
    let key = options.key.as_ref().map(read_key).transpose()?;
    let path = options.file.display();
    let file = File::open(&options.file).with_context(|| format!("{path} cannot be opened"))?;
    let bytes = file.metadata()?.len();
    let mut progress = Progress::new("restoring");
    let restored = restore(
        BufReader::new(file),
        &data,
        key,
        SystemClock.now(),
        |done| {
            progress.part(done, bytes);
        },
    );
    drop(progress);
    let restored = restored.with_context(|| format!("{path} was not restored"))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Restored into {}", data.display())?;
    backup::tell(&mut out, &restored.info, bytes)?;
    tell(&mut out, &restored, &data.display().to_string())?;
    Ok(if restored.report.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read_key(path: &PathBuf) -> Result<MasterKey> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    MasterKey::from_hex(&text).with_context(|| {
        let path = path.display();
        format!("{path} is not a master key: it holds 64 hexadecimal digits")
    })
}

fn tell(out: &mut impl Write, restored: &Restored, data: &str) -> std::io::Result<()> {
    for company in &restored.companies {
        let (name, position) = (&company.name, company.position);
        writeln!(
            out,
            "{name}: back up to journal position {position}; later ones are gone"
        )?;
    }
    writeln!(
        out,
        "How many those are shows when phones come back: timetrakr recover --data {data}"
    )?;
    writeln!(
        out,
        "What the office did after {:.0} is gone. Phones send their hours again.",
        restored.info.made_at
    )?;
    writeln!(
        out,
        "Phones that were enrolled after that are not known here: enrol them again."
    )?;
    if restored.held > 0 {
        writeln!(
            out,
            "{} messages wait, as they may have been sent already. To send them:",
            restored.held
        )?;
        writeln!(out, "  timetrakr outbox release --data {data}")?;
    }
    for problem in &restored.report.problems {
        writeln!(out, "problem: {problem}")?;
    }
    match restored.report.problems.len() {
        0 => writeln!(out, "Everything is sound. Start the server now."),
        count => writeln!(
            out,
            "There are {count} problems, which the backup had already."
        ),
    }
}
