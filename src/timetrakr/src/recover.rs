//! `timetrakr recover`: what companies wait for after a restore, and going on without it.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use server::Clock as _;
use server::config::Config;
use server::control::{self, WaitingCompany, go_on, waiting_companies};

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::SystemClock;
use crate::{folder, sources};

pub(crate) const EXAMPLES: &str = "\
After a restore, a phone may show the server's own receipt for hours that the backup does not
have. Its company then waits until such phones have sent everything again, which they do by
themselves: what arrives is kept and receipted, and counts when the wait is over. Until then the
office can read and changes nothing.

A phone that was lost or broken meanwhile never sends. `recover --go-on` ends the wait without it;
should it turn up after all, what it sends counts then.

Examples:
  timetrakr recover --data /var/lib/timetrakr
  timetrakr recover --data /var/lib/timetrakr --go-on
  timetrakr recover --data /var/lib/timetrakr --go-on --company \"Reed Framing\"";

/// What `timetrakr recover` is told.
#[derive(Debug, Args)]
pub(crate) struct RecoverOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// Go on without what is still missing.
    #[arg(long)]
    go_on: bool,
    /// The one company that is to go on, by its name [default: every one that waits].
    #[arg(long, value_name = "NAME", requires = "go_on")]
    company: Option<String>,
}

pub(crate) fn run(options: &RecoverOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let data = Config::load_data(&sources)?;
    let mut out = std::io::stdout().lock();
    let found = if options.go_on {
        end(&mut out, &data, options.company.as_deref())?
    } else {
        show(&mut out, &data)?
    };
    if !found {
        writeln!(out, "No company waits for its phones.")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show(out: &mut impl Write, data: &Path) -> Result<bool> {
    let waiting = match control::waiting_by_running(data)? {
        Some(waiting) => waiting,
        None => waiting_companies(&folder::open(data)?)?,
    };
    for company in &waiting {
        tell(out, company)?;
    }
    Ok(!waiting.is_empty())
}

fn end(out: &mut impl Write, data: &Path, company: Option<&str>) -> Result<bool> {
    let went_on = match control::go_on_by_running(data, company.map(str::to_owned))? {
        Some(went_on) => went_on,
        None => go_on(&folder::open(data)?, company, SystemClock.now())?,
    };
    for company in &went_on {
        let (name, missing) = (&company.name, company.missing);
        writeln!(
            out,
            "{name} goes on; {missing} records of phones are missing."
        )?;
    }
    Ok(!went_on.is_empty())
}

fn tell(out: &mut impl Write, waiting: &WaitingCompany) -> std::io::Result<()> {
    let (name, since) = (&waiting.company.name, waiting.since);
    writeln!(out, "{name}: waits since {since:.0}")?;
    if let Some(back) = waiting.back_to {
        write!(out, "  back up to journal position {back}")?;
        match waiting.seen.saturating_sub(back) {
            0 => writeln!(out)?,
            gone => writeln!(
                out,
                "; a phone has seen {}, so {gone} or more are gone",
                waiting.seen
            )?,
        }
    }
    let count = waiting.waiting;
    writeln!(out, "  {count} records have arrived and do not count yet")?;
    for phone in &waiting.awaited {
        let (employee, name, missing) = (&phone.employee, &phone.name, phone.missing);
        writeln!(out, "  missing: {missing} records of {employee}, {name}")?;
    }
    Ok(())
}
