//! `cargo xtask gates`: what a change must pass beside its tests.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{
    package, say, tidy, tools, ui,
    workspace::{Workspace, must},
};

/// Crates that must never come in: OpenSSL, and a second crypto provider for rustls.
const BANNED_CRATES: [&str; 2] = ["openssl-sys", "ring"];

/// Runs every gate, and only then says which failed.
///
/// # Errors
/// When one failed.
pub fn gates(workspace: &Workspace) -> Result<()> {
    let mut failed = Vec::new();
    let mut skipped = Vec::new();
    let mut gate = |name: &'static str, work: &dyn Fn() -> Result<()>| {
        if let Err(error) = say::step(name, work) {
            say::line(format!("{error:#}"));
            failed.push(name);
        }
    };
    gate("tidy", &|| tidy::report(workspace));
    gate("banned crates", &|| no_banned_crates(workspace));
    match tools::on_path("cargo-deny") {
        Some(program) => gate("cargo-deny", &|| deny(workspace, &program)),
        None => skipped.push("cargo-deny (licences, bans, sources): cargo install cargo-deny"),
    }
    match tools::on_path("typos") {
        Some(program) => gate("typos", &|| {
            must(Command::new(&program).current_dir(&workspace.root))
        }),
        None => skipped.push("typos (spelling): cargo install typos-cli"),
    }
    if clippy_installed(workspace) {
        // The server embeds the web app, so that must be there to lint it.
        gate("web app", &|| {
            ui::build(workspace, ui::Options { fast: false }).map(drop)
        });
        gate("clippy", &|| clippy(workspace));
        gate("clippy of the web app", &|| clippy_wasm(workspace));
    } else {
        skipped.push("clippy (lints): rustup component add clippy");
    }
    match package::obstacle() {
        None => gate("a life of the package", &|| {
            package::package(workspace, package::Options { try_it: true })
        }),
        Some(obstacle) => say::line(format!("SKIPPED, a life of the package: {obstacle}")),
    }
    for tool in skipped {
        say::line(format!("SKIPPED, not installed: {tool}"));
    }
    if failed.is_empty() {
        say::line("\nall gates that could run passed");
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "));
}

fn clippy_installed(workspace: &Workspace) -> bool {
    workspace
        .cargo(["clippy", "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo(["clippy", "--workspace", "--all-targets"]);
    must(command.args(["--exclude", "ui", "--", "--deny", "warnings"]))
}

fn clippy_wasm(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo(["clippy", "--package", "ui", "--lib", "--bins"]);
    must(command.args(["--target", tools::WASM_TARGET, "--", "--deny", "warnings"]))
}

/// Advisories need a database from the network and are checked where releases are made.
fn deny(workspace: &Workspace, program: &PathBuf) -> Result<()> {
    must(
        Command::new(program)
            .args(["check", "bans", "licenses", "sources"])
            .current_dir(&workspace.root),
    )
}

/// `cargo tree -i` finds nothing, whatever the platform and the features.
fn no_banned_crates(workspace: &Workspace) -> Result<()> {
    for name in BANNED_CRATES {
        let output = workspace
            .cargo([
                "tree",
                "--workspace",
                "--target",
                "all",
                "--edges",
                "normal,build,dev",
            ])
            .args(["--prefix", "none", "--format", "{p}"])
            .output()?;
        if !output.status.success() {
            bail!(
                "cargo tree failed:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let text = String::from_utf8_lossy(&output.stdout);
        if text
            .lines()
            .any(|line| line.split_whitespace().next() == Some(name))
        {
            bail!("{name} has come in; see: cargo tree --workspace --target all -i {name}");
        }
    }
    Ok(())
}
