//! `cargo xtask bench`: what the log costs, beside what the disk and raw redb cost in the same run.

use anyhow::Result;

use crate::say;
use crate::workspace::{Workspace, must};

/// How much. What takes long is small unless it is asked for.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// How many phones come back with 200 ops each.
    #[arg(long, default_value_t = 1_000)]
    phones: usize,
    /// How many pushes of one op each of 64 phones makes.
    #[arg(long, default_value_t = 200)]
    pushes: usize,
    /// How many MiB the file has that is opened after a crash.
    #[arg(long, default_value_t = 2_048)]
    file_mib: usize,
    /// As many phones as the goals are set for: 10,000. Takes some minutes and 10 GB.
    #[arg(long)]
    full: bool,
}

/// As many phones as the goals are set for.
const FULL_PHONES: usize = 10_000;

/// Builds the benchmark as a release is built, and prints its table.
///
/// # Errors
/// When it does not build, or the disk fails.
pub fn bench(workspace: &Workspace, options: Options) -> Result<()> {
    let mut command = workspace.cargo(["run", "--release", "--package", "tests"]);
    command.args(["--example", "bench", "--"]);
    let phones = if options.full {
        FULL_PHONES
    } else {
        options.phones
    };
    for number in [phones, options.pushes, options.file_mib] {
        command.arg(number.to_string());
    }
    must(&mut command)?;
    say::line("Single steps, and whether they became slower: cargo bench --package tests");
    Ok(())
}
