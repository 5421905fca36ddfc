//! The project's own commands, started as `cargo xtask NAME`.
//!
//! Owns the command line alone; each command is a module. Must not know how any of them works.

mod bench;
mod crash;
mod dist;
mod gates;
mod measure;
mod package;
mod run;
mod say;
mod served;
mod sim;
mod test;
mod tidy;
mod tools;
mod ui;
mod workspace;
mod zones;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds, runs and checks TimeTrakr.",
    version
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the web app and the server, and serve on http://localhost:8080.
    Run(run::Options),
    /// Run every test, the browser's included, with stable cargo and Chromium alone.
    Test(test::Options),
    /// Lints, licences, spelling and the house rules; what is not installed is named and skipped.
    Gates,
    /// Build the web app into ui/dist.
    Ui(ui::Options),
    /// Take the time zones of crate `domain` from the time-zone database in Cargo.lock.
    Zones,
    /// Hold the code against the house rules of docs/ARCHITECTURE.md.
    Tidy,
    /// Build the release binary with the web app inside.
    Dist,
    /// Build the Debian package; with --try, as root, live through a year of one here.
    Package(package::Options),
    /// Measure what the log costs beside raw redb and the disk's fsync, and print the table.
    Bench(bench::Options),
    /// Kill the built server under a load of phones, and see that no receipted op is missing.
    Crash(crash::Options),
    /// Run whole simulations from seeds: a server on a failing disk, phones, tabs, a bad network.
    Sim(sim::Options),
    /// Measure the release build and print the README's table.
    Measure,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match Workspace::find().and_then(|workspace| dispatch(&workspace, arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(workspace: &Workspace, command: Command) -> Result<()> {
    match command {
        Command::Run(options) => run::run(workspace, &options),
        Command::Test(options) => test::test(workspace, &options),
        Command::Gates => gates::gates(workspace),
        Command::Ui(options) => ui::build(workspace, options).map(drop),
        Command::Zones => zones::write(workspace),
        Command::Tidy => tidy::report(workspace),
        Command::Dist => dist::dist(workspace).map(drop),
        Command::Package(options) => package::package(workspace, options),
        Command::Bench(options) => bench::bench(workspace, options),
        Command::Crash(options) => crash::crash(workspace, options),
        Command::Sim(options) => sim::sim(workspace, options),
        Command::Measure => measure::measure(workspace),
    }
}
