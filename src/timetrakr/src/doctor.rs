//! `timetrakr doctor`: looks at everything around the server and prints what it found.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use server::config::Config;
use server::doctor::{Finding, Level, examine};
use server::state::Clock;

use crate::cli::DoctorOptions;
use crate::clock::SystemClock;
use crate::sources;

/// The width of the column that names what was looked at.
const PART_WIDTH: usize = 15;

pub(crate) fn run(options: &DoctorOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.settings.0)?;
    let config = Config::load(&sources)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let findings = runtime.block_on(examine(&config, SystemClock.now()));
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&findings)?)?;
    } else {
        print(&mut out, &findings)?;
    }
    let worst = findings.iter().map(|finding| finding.level).max();
    Ok(if worst == Some(Level::Wrong) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn print(out: &mut impl Write, findings: &[Finding]) -> std::io::Result<()> {
    for finding in findings {
        let mark = match finding.level {
            Level::Fine => "ok   ",
            Level::Note => "note ",
            Level::Wrong => "WRONG",
        };
        let (part, found) = (finding.part, &finding.found);
        writeln!(out, "{mark}  {part:<PART_WIDTH$}  {found}")?;
        if !finding.advice.is_empty() {
            writeln!(
                out,
                "{:indent$}{}",
                "",
                finding.advice,
                indent = PART_WIDTH + 9
            )?;
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| finding.level == Level::Wrong)
        .count();
    match wrong {
        0 => writeln!(out, "\nNothing is wrong."),
        1 => writeln!(out, "\n1 thing is wrong."),
        count => writeln!(out, "\n{count} things are wrong."),
    }
}
