//! `cargo xtask test`: every test there is, with stable cargo and Chromium alone.

use anyhow::{Context, Result};

use crate::{
    say,
    tools::{self, Browser},
    ui,
    workspace::{Workspace, must},
};

/// The crates that the phone, the browser and the server share, and so compile everywhere.
const PORTABLE_CRATES: [&str; 6] = ["domain", "oplog", "engine", "sync", "interchange", "api"];

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Options {
    /// Run only the tests whose name contains this, and only build what they need.
    filter: Option<String>,
}

/// Builds and runs the tests, the slow ones last.
///
/// # Errors
/// At the first step that fails.
pub fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    let browser = say::step("tools", || {
        tools::ensure_wasm_target(workspace)?;
        tools::ensure_certificate_tools()?;
        tools::ensure_browser()
    })?;
    if options.filter.is_none() {
        say::step("format", || {
            let mut check = workspace.cargo(["fmt", "--all", "--check"]);
            must(check.args(["--", "--files-with-diff"]))
                .context("the files above are not formatted; run: cargo fmt --all")
        })?;
    }
    // Compressed as for a release: the budgets count what a phone downloads.
    say::step("web app", || {
        ui::build(workspace, ui::Options { fast: false })
    })?;
    // Built as the tests build it, so that nothing is compiled twice; the server's binary is the
    // one that the journeys start. xtask is built already, with features of its own.
    say::step("server and tests", || {
        let mut build = workspace.cargo(["build", "--workspace", "--all-targets"]);
        must(build.args(["--exclude", "xtask"]))
    })?;
    say::step("tests", || {
        run(
            workspace,
            &browser,
            options,
            &["--workspace", "--exclude", "xtask"],
        )
    })?;
    say::step("tests of xtask", || {
        run(workspace, &browser, options, &["--package", "xtask"])
    })?;
    if options.filter.is_none() {
        say::step("examples in the documentation", || {
            let mut doc = workspace.cargo(["test", "--doc", "--workspace"]);
            must(doc.args([
                "--exclude",
                "ui",
                "--exclude",
                "xtask",
                "--exclude",
                "tests",
            ]))
        })?;
        say::step("shared crates for the browser", || {
            check_portable(workspace)
        })?;
    }
    say::line("\nall tests passed");
    Ok(())
}

/// Runs the tests of some packages: by cargo-nextest where it is installed, else by cargo.
fn run(
    workspace: &Workspace,
    browser: &Browser,
    options: &Options,
    packages: &[&str],
) -> Result<()> {
    let mut command = if tools::on_path("cargo-nextest").is_some() {
        let mut command = workspace.cargo(["nextest", "run", "--no-tests=pass"]);
        command.args(packages).args(&options.filter);
        command
    } else {
        let mut command = workspace.cargo(["test", "--tests"]);
        command.args(packages).args(&options.filter);
        command
    };
    command
        .env("TIMETRAKR_BIN", workspace.binary("debug"))
        .env("CHROMIUM", &browser.chromium)
        .env("CHROMEDRIVER", &browser.chromedriver);
    must(&mut command)
}

fn check_portable(workspace: &Workspace) -> Result<()> {
    let mut check = workspace.cargo(["check", "--target", tools::WASM_TARGET]);
    for name in PORTABLE_CRATES {
        check.args(["--package", name]);
    }
    must(&mut check)
}
