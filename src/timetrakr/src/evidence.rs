//! `timetrakr evidence`: checks an evidence pack with nothing but the file.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use domain::time::Zone;
use jiff::Timestamp;
use oplog::evidence::{Checked, Evidence, Stated};
use oplog::receipt::Verdict;

pub(crate) const EXAMPLES: &str = "\
An evidence pack holds what was stated about one employee's hours: the signed statements, the chains
they stand in, the server's receipts, edits and approvals. It is downloaded in the office, or by the
employee. Checking it takes no server and no network. What others stated is in it only as digests.

The key that signed it is printed: compare it with the one that the firm gives as its server's.
Exits 1 when anything does not hold.

Examples:
  timetrakr evidence verify evidence-2026-03-02-2026-03-08.ttevidence
  timetrakr evidence verify --json pack.ttevidence";

/// What `timetrakr evidence` is told.
#[derive(Debug, Args)]
pub(crate) struct EvidenceArguments {
    #[command(subcommand)]
    command: EvidenceCommand,
}

#[derive(Debug, Subcommand)]
enum EvidenceCommand {
    /// Check every chain, signature and receipt of a pack, and print what was stated.
    #[command(after_help = EXAMPLES)]
    Verify(VerifyOptions),
}

#[derive(Debug, Args)]
struct VerifyOptions {
    /// The pack.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// One statement, as it is printed.
#[derive(serde::Serialize)]
struct Line {
    position: Option<u64>,
    at: String,
    what: String,
    by: String,
    through: String,
    verdict: String,
    received_at: Option<Timestamp>,
}

/// What a check came to, as JSON.
#[derive(serde::Serialize)]
struct Told<'a> {
    company: &'a str,
    employee: &'a str,
    first: String,
    last: String,
    made_at: Timestamp,
    server_key: String,
    sound: bool,
    statements: Vec<Line>,
    kept_as_digests: u64,
    journal_links: u64,
    signatures: u64,
    problems: &'a [String],
}

pub(crate) fn run(arguments: &EvidenceArguments) -> Result<ExitCode> {
    let EvidenceCommand::Verify(options) = &arguments.command;
    let file = std::fs::read(&options.file)
        .with_context(|| format!("{} cannot be read", options.file.display()))?;
    let (evidence, is_signed) = Evidence::open(&file)?;
    let mut checked = evidence.check();
    if !is_signed {
        let what = "the file is not as the server signed it: names or dates may be changed";
        checked.problems.push(what.to_owned());
    }
    let told = told(&evidence, &checked);
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string(&told)?)?;
    } else {
        print(&mut out, &told)?;
    }
    Ok(if told.sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn told<'a>(evidence: &'a Evidence, checked: &'a Checked) -> Told<'a> {
    let zone = Zone::named(&evidence.zone).unwrap_or_else(|_| Zone::utc());
    let lines = checked.stated.iter();
    Told {
        company: &evidence.company_name,
        employee: &evidence.employee_name,
        first: evidence.first.to_string(),
        last: evidence.last.to_string(),
        made_at: evidence.made_at,
        server_key: hex(&evidence.server.0),
        sound: checked.problems.is_empty(),
        statements: lines.map(|stated| line(evidence, stated, &zone)).collect(),
        kept_as_digests: checked.digests,
        journal_links: checked.links,
        signatures: checked.signatures,
        problems: &checked.problems,
    }
}

fn line(evidence: &Evidence, stated: &Stated, zone: &Zone) -> Line {
    let op = &stated.op;
    let log = evidence.logs.get(stated.log);
    let by = evidence.name_of(op.envelope.actor.to_bytes());
    let verdict = match stated.verdict {
        Some(Verdict::Applied) => "counts".to_owned(),
        Some(Verdict::Superseded) => "lost to another statement".to_owned(),
        Some(Verdict::Parked) => "not understood yet".to_owned(),
        Some(Verdict::Quarantined(reason)) => {
            format!("held back: {}", words(&format!("{reason:?}")))
        }
        None => "not in the journal".to_owned(),
    };
    Line {
        position: stated.position,
        at: local(op.envelope.at, zone),
        what: words(op.payload.name()),
        by: by.unwrap_or("the server").to_owned(),
        through: log.map_or_else(String::new, |log| log.writer.clone()),
        verdict,
        received_at: stated.received_at,
    }
}

/// `ClockedIn` as `clocked in`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for char in name.chars() {
        if char.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(char.to_lowercase());
    }
    words
}

fn local(at: Timestamp, zone: &Zone) -> String {
    let local = zone.local(at);
    format!(
        "{} {:02}:{:02}:{:02}",
        local.date(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn print(out: &mut impl Write, told: &Told<'_>) -> std::io::Result<()> {
    writeln!(out, "{}, {}", told.employee, told.company)?;
    writeln!(
        out,
        "{} to {}, made {}",
        told.first, told.last, told.made_at
    )?;
    writeln!(out, "signed by the server with the key {}", told.server_key)?;
    writeln!(out)?;
    for line in &told.statements {
        let position = line
            .position
            .map_or_else(|| "-".to_owned(), |at| at.to_string());
        writeln!(
            out,
            "{position:>8}  {}  {}, by {} through {}: {}",
            line.at, line.what, line.by, line.through, line.verdict
        )?;
    }
    writeln!(out)?;
    for (count, what) in [
        (told.statements.len() as u64, "statements"),
        (told.kept_as_digests, "statements of others, as digests"),
        (told.journal_links, "links of the journal"),
        (told.signatures, "signatures that hold"),
    ] {
        writeln!(out, "{count:>8}  {what}")?;
    }
    for problem in told.problems {
        writeln!(out, "PROBLEM: {problem}")?;
    }
    if told.sound {
        writeln!(out, "Everything holds.")?;
    }
    Ok(())
}
