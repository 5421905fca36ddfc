//! `cargo xtask crash`: the built server under a load of phones, killed and started again, and
//! the same on a file system of too little space.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    dist, say, tools,
    workspace::{Workspace, must},
};

/// How large the small file system is: the ballast, the first file of the database, and some work.
const SMALL_DISK: &str = "size=24m";

/// How to break the server.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// How many times the server is killed.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// The seed of what the phones do and when the server is killed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take the release build, with the web app inside.
    #[arg(long)]
    release: bool,
    /// Fill a small file system instead of killing; takes root, to mount it.
    #[arg(long)]
    small_disk: bool,
}

/// Builds server and load, and runs them.
///
/// # Errors
/// When an op that was receipted is missing, or something does not build.
pub fn crash(workspace: &Workspace, options: Options) -> Result<()> {
    let binary = say::step("server", || build_server(workspace, options.release))?;
    let load = say::step("load", || {
        must(&mut workspace.cargo(["build", "--package", "tests", "--example", "crash_load"]))?;
        Ok(workspace.target.join("debug/examples/crash_load"))
    })?;
    let mut command = Command::new(load);
    command
        .arg(options.rounds.to_string())
        .arg(options.seed.to_string())
        .env("TIMETRAKR_BIN", binary);
    if !options.small_disk {
        return say::step("crash", || must(&mut command));
    }
    let Some(disk) = SmallDisk::mount(&workspace.target.join("small-disk"))? else {
        say::line("skipped: a small file system takes root and mount(8), which are not here");
        return Ok(());
    };
    command.arg("--small-disk").env("TMPDIR", &disk.0);
    say::step("full disk", || must(&mut command))
}

fn build_server(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    if release {
        return dist::dist(workspace);
    }
    must(&mut workspace.cargo(["build", "--package", "timetrakr"]))?;
    Ok(workspace.binary("debug"))
}

/// A file system in memory, gone when it goes out of scope.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one; nothing where that is not allowed.
    fn mount(folder: &Path) -> Result<Option<Self>> {
        if !tools::is_root() {
            return Ok(None);
        }
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SMALL_DISK, "tmpfs"])
            .arg(folder)
            .status();
        Ok(mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(folder.to_owned())))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            say::line(format!("{} is still mounted", self.0.display()));
        }
    }
}
