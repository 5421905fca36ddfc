//! `cargo xtask bench`: what the log costs, beside what the disk and raw redb cost in the same run.

use anyhow::Result;

use crate::workspace::{Workspace, must};

/// How much.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// How many phones come back with 200 ops each.
    #[arg(long, default_value_t = 1_000)]
    phones: usize,
}

/// Builds the benchmark as a release is built, and prints its table.
///
/// # Errors
/// When it does not build, or the disk fails.
pub fn bench(workspace: &Workspace, options: Options) -> Result<()> {
    let mut command = workspace.cargo(["run", "--release", "--package", "tests"]);
    command.args(["--example", "bench", "--"]);
    must(command.arg(options.phones.to_string()))
}
