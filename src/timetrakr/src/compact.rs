//! `timetrakr compact`: gives the database's dead space back.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use server::config::Config;

use crate::cli::{ConfigOption, DataSetting};
use crate::progress::{Progress, size};
use crate::sources;

/// What `timetrakr compact` is told.
#[derive(Debug, Args)]
pub(crate) struct CompactOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
}

pub(crate) fn run(options: &CompactOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let data = Config::load_data(&sources)?;
    let mut progress = Progress::new("compacting");
    let done = store::compact(&data, |done, all| progress.part(done, all));
    drop(progress);
    let done = done?;
    writeln!(
        std::io::stdout(),
        "{} before, {} now, {} rows.",
        size(done.bytes_before),
        size(done.bytes_after),
        done.rows
    )?;
    Ok(ExitCode::SUCCESS)
}
