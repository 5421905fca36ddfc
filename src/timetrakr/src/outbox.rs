//! `timetrakr outbox`: what a restore holds back, and letting it go.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use server::config::Config;
use server::control::{self, HeldEffect};

use crate::cli::{ConfigOption, DataSetting};
use crate::{folder, sources};

pub(crate) const EXAMPLES: &str = "\
After a restore, mail that waited when the backup was made is held back: the old server may have
sent it since. What is new is not held.

Examples:
  timetrakr outbox show --data /var/lib/timetrakr
  timetrakr outbox release --data /var/lib/timetrakr";

/// What `timetrakr outbox` is told.
#[derive(Debug, Args)]
pub(crate) struct OutboxArguments {
    #[command(subcommand)]
    command: OutboxCommand,
}

#[derive(Debug, Subcommand)]
enum OutboxCommand {
    /// Show what is held back.
    Show(OutboxOptions),
    /// Let it be sent.
    Release(OutboxOptions),
}

#[derive(Debug, Args)]
struct OutboxOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
}

pub(crate) fn run(arguments: &OutboxArguments) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    match &arguments.command {
        OutboxCommand::Show(options) => {
            let data = data(options)?;
            let held = match control::held_by_running(&data)? {
                Some(held) => held,
                None => {
                    let held = folder::open(&data)?.outbox_held()?;
                    held.into_iter().map(HeldEffect::from).collect()
                }
            };
            for effect in &held {
                let HeldEffect {
                    company,
                    since,
                    what,
                } = effect;
                writeln!(out, "{since:.0}  company {company}  {what}")?;
            }
            writeln!(out, "{} held back.", held.len())?;
        }
        OutboxCommand::Release(options) => {
            let data = data(options)?;
            let count = match control::release_by_running(&data)? {
                Some(count) => count,
                None => folder::open(&data)?.release_outbox().wait()?,
            };
            writeln!(out, "{count} released.")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn data(options: &OutboxOptions) -> Result<PathBuf> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    Ok(Config::load_data(&sources)?)
}
