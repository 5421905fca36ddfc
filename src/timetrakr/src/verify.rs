//! `timetrakr verify`: checks everything that is stored and prints what it counted.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use server::config::Config;
use server::control::{self, VerifySummary};
use store::{OpenOptions, RepairStep, Store};

use crate::cli::VerifyOptions;
use crate::progress::Progress;
use crate::sources;

pub(crate) const EXAMPLES: &str = "\
Examples:
  timetrakr verify --data /var/lib/timetrakr

  Mend what is damaged from a backup, with the server stopped:
    systemctl stop timetrakr
    timetrakr verify --data /var/lib/timetrakr --repair-from backup-of-this-server.backup";

pub(crate) fn run(options: &VerifyOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let folder = Config::load_data(&sources)?;
    ensure!(
        folder.is_dir(),
        "there is no data folder {}",
        folder.display()
    );
    if let Some(backup) = &options.repair_from {
        return repair(&folder, backup, options.json);
    }
    let summary = match control::verify_running(&folder, say_progress)? {
        Some(summary) => summary,
        None => verify_file(&folder)?,
    };
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string(&summary)?)?;
    } else {
        print(&mut out, &summary)?;
    }
    Ok(if summary.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Mends what is damaged; nothing is changed where nothing is.
fn repair(folder: &Path, backup: &Path, json: bool) -> Result<ExitCode> {
    if let Ok(store) = Store::open(folder, OpenOptions::default())
        && let Ok(report) = store.verify()
        && report.is_sound()
    {
        writeln!(
            std::io::stdout(),
            "Everything is sound; nothing was changed."
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut progress = Progress::new("repairing");
    let repaired = store::repair(folder, backup, OpenOptions::default(), |step| match step {
        RepairStep::Backup(bytes) => progress.bytes(bytes),
        RepairStep::Rows(done, all) => progress.part(done, all),
        RepairStep::Verify => progress.say("verifying"),
    });
    drop(progress);
    let repaired = repaired?;
    let summary = VerifySummary::from(repaired.report);
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(&summary)?)?;
    } else {
        for damage in &repaired.damage {
            writeln!(out, "mended: {damage}")?;
        }
        if let Some(aside) = &repaired.aside {
            writeln!(
                out,
                "The damaged database is kept as {}; remove it when you are content.",
                aside.display()
            )?;
        }
        print(&mut out, &summary)?;
    }
    Ok(if summary.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn verify_file(folder: &Path) -> Result<VerifySummary> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    ensure!(
        entries.count() > 0,
        "the data folder {} is empty",
        folder.display()
    );
    let store = Store::open(folder, OpenOptions::default())
        .with_context(|| format!("the data folder {} cannot be opened", folder.display()))?;
    Ok(store.verify().context("the data cannot be read")?.into())
}

fn say_progress(seconds: u64) {
    let mut err = std::io::stderr();
    if seconds > 0 && err.is_terminal() {
        let _unheard = write!(err, "\rthe running server is checking, {seconds} s so far ");
    }
}

fn print(out: &mut impl Write, summary: &VerifySummary) -> std::io::Result<()> {
    for (count, what) in [
        (summary.companies, "companies"),
        (summary.logs, "logs"),
        (summary.ops, "ops"),
        (summary.journal_entries, "journal entries"),
        (summary.view_rows, "view rows"),
        (summary.values, "stored values"),
        (summary.blobs, "stored files"),
    ] {
        writeln!(out, "{count:>12}  {what}")?;
    }
    for problem in &summary.problems {
        writeln!(out, "problem: {problem}")?;
    }
    match summary.problems.len() {
        0 => writeln!(out, "Everything is sound."),
        1 => writeln!(out, "There is 1 problem."),
        count => writeln!(out, "There are {count} problems."),
    }
}
