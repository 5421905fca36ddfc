//! `timetrakr owner reset`: a way back in for an owner who is locked out.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use server::Clock as _;
use server::auth::reset::{ResetLink, reset_owner};
use server::config::Config;
use server::control;

use crate::cli::{ConfigOption, DataSetting};
use crate::clock::SystemClock;
use crate::{folder, sources};

pub(crate) const EXAMPLES: &str = "\
The link is good once, for an hour. Whoever opens it chooses a new password, and every place where
this owner was signed in is signed out. Give the configuration file that the server uses, so that
the link has the right address.

Examples:
  timetrakr owner reset --config /etc/timetrakr/timetrakr.toml --company \"Reyes Framing\"
  timetrakr owner reset --data data --company \"Reyes Framing\" --email rosa@example.com";

/// What `timetrakr owner` is told.
#[derive(Debug, Args)]
pub(crate) struct OwnerArguments {
    #[command(subcommand)]
    command: OwnerCommand,
}

#[derive(Debug, Subcommand)]
enum OwnerCommand {
    /// Print a one-time link by which an owner chooses a new password.
    ///
    /// Asks the server that runs on the folder, and opens the folder itself when none runs.
    #[command(after_help = EXAMPLES)]
    Reset(ResetOptions),
}

#[derive(Debug, Args)]
struct ResetOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
    /// The company, by its name.
    #[arg(long, value_name = "NAME")]
    company: String,
    /// Which owner, where there are several.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

pub(crate) fn run(arguments: &OwnerArguments) -> Result<ExitCode> {
    let OwnerCommand::Reset(options) = &arguments.command;
    let config = Config::load(&sources::gather(&options.config, &options.data.0)?)?;
    let (company, email) = (&options.company, options.email.as_deref());
    let running =
        control::reset_owner_by_running(&config.data, company.clone(), email.map(str::to_owned))?;
    let ResetLink { email, link } = match running {
        Some(made) => made,
        None => {
            let store = folder::open(&config.data)?;
            let url = &config.network.public_url;
            reset_owner(&store, url, company, email, SystemClock.now())?
        }
    };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{email} chooses a new password at this address, once, within the hour:"
    )?;
    writeln!(out, "{link}")?;
    Ok(ExitCode::SUCCESS)
}
