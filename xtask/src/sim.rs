//! `cargo xtask sim`: whole runs from seeds, with a disk, a network and clocks that fail.

use anyhow::Result;

use crate::{
    say,
    workspace::{Workspace, must},
};

/// Which runs.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// How many seeds, one run each.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1_000)]
    seed: u64,
    /// How many runs at once: each takes a core.
    #[arg(long, default_value_t = 1)]
    jobs: u64,
    /// Build as for a release: slow to build, and many runs a second.
    #[arg(long)]
    release: bool,
}

/// Runs the seeds; a run that fails says its seed, and the fewest steps that still fail.
///
/// # Errors
/// At the first run that fails.
pub fn sim(workspace: &Workspace, options: Options) -> Result<()> {
    let mut command = workspace.cargo(["test", "--package", "tests", "--test", "sim"]);
    if options.release {
        command.arg("--release");
    }
    command
        .args(["--", "--nocapture", "fresh_runs_lose_nothing"])
        .env("SIM_SEEDS", options.seeds.to_string())
        .env("SIM_JOBS", options.jobs.to_string())
        .env("SIM_SEED", options.seed.to_string());
    say::step("sim", || must(&mut command))
}
