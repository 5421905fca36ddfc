//! The `timetrakr` binary: reads the command line and the environment, and hands over.
//!
//! Owns the real clock, signals, the log's set-up and what is printed. Everything that it does is
//! done by `server` and `store`; this crate decides nothing.

mod backup;
mod cli;
mod clock;
mod compact;
mod demo;
mod doctor;
mod evidence;
mod export;
mod folder;
mod import;
mod logging;
mod outbox;
mod owner;
mod payroll;
mod progress;
mod recover;
mod recover_space;
mod restore;
mod serve;
mod sources;
mod verify;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use cli::{Arguments, Command};

fn main() -> ExitCode {
    server::tls::install_provider();
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Serve(options) => serve::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Demo(options) => demo::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Restore(options) => restore::run(&options),
        Command::Recover(options) => recover::run(&options),
        Command::Outbox(arguments) => outbox::run(&arguments),
        Command::RecoverSpace(options) => recover_space::run(&options),
        Command::Compact(options) => compact::run(&options),
        Command::Owner(arguments) => owner::run(&arguments),
        Command::Payroll(arguments) => payroll::run(&arguments),
        Command::Evidence(arguments) => evidence::run(&arguments),
        Command::Doctor(options) => doctor::run(&options),
        Command::Openapi => openapi(),
    };
    result.unwrap_or_else(|error| {
        // Whoever read our output has read enough.
        let left = error
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind);
        if left == Some(std::io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        // The message with its causes; a backtrace would help nobody at this place.
        let _unheard = writeln!(std::io::stderr(), "timetrakr: {error:#}");
        ExitCode::from(2)
    })
}

fn openapi() -> anyhow::Result<ExitCode> {
    writeln!(std::io::stdout(), "{}", server::openapi_document())?;
    Ok(ExitCode::SUCCESS)
}
