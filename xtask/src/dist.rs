//! `cargo xtask dist`: the one file that a firm runs.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{
    say, ui,
    workspace::{Workspace, must},
};

/// Builds the release binary with the web app inside; prints its path and size.
///
/// # Errors
/// When something does not build.
pub fn dist(workspace: &Workspace) -> Result<PathBuf> {
    say::step("web app", || {
        ui::build(workspace, ui::Options { fast: false })
    })?;
    say::step("server", || {
        must(&mut workspace.cargo(["build", "--release", "--package", "timetrakr"]))
    })?;
    let binary = workspace.binary("release");
    let bytes = fs::metadata(&binary)?.len();
    say::line(format!("{} ({})", binary.display(), say::size(bytes)));
    Ok(binary)
}
