//! `timetrakr recover-space`: gives up the reserve when the disk is full.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use server::config::Config;

use crate::cli::{ConfigOption, DataSetting};
use crate::progress::size;
use crate::sources;

pub(crate) const EXAMPLES: &str = "\
The server keeps a file in its data folder that only takes space. Giving it up leaves enough for a
restart and for whoever makes room. The server makes it again once there is room for it twice.

Example:
  timetrakr recover-space --data /var/lib/timetrakr
  systemctl restart timetrakr";

/// What `timetrakr recover-space` is told.
#[derive(Debug, Args)]
pub(crate) struct RecoverSpaceOptions {
    #[command(flatten)]
    config: ConfigOption,
    #[command(flatten)]
    data: DataSetting,
}

pub(crate) fn run(options: &RecoverSpaceOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.data.0)?;
    let data = Config::load_data(&sources)?;
    ensure!(data.is_dir(), "there is no data folder {}", data.display());
    let given_up = store::release_reserve(&data)
        .with_context(|| format!("the reserve in {} cannot be removed", data.display()))?;
    let free = store::free_bytes(&data).context("how much space is free is not known")?;
    let mut out = std::io::stdout();
    if given_up == 0 {
        writeln!(
            out,
            "There is no reserve to give up; {} are free.",
            size(free)
        )?;
        return Ok(ExitCode::FAILURE);
    }
    writeln!(
        out,
        "{} were given up, {} are free. Make more room on this disk, then restart the server.",
        size(given_up),
        size(free)
    )?;
    Ok(ExitCode::SUCCESS)
}
