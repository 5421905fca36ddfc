//! `timetrakr serve`: starts the server, says where it is, and stops it when told to.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use server::config::Config;
use server::serve::Started;
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::ServeOptions;
use crate::clock::SystemClock;
use crate::{logging, sources};

pub(crate) fn run(options: &ServeOptions) -> Result<ExitCode> {
    let sources = sources::gather(&options.config, &options.settings.0)?;
    let config = Config::load(&sources)?;
    logging::start(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let stop = stop_signal()?;
        let mut hang_up = signal(SignalKind::hangup()).context("signals cannot be caught")?;
        let started = |started: &Started| {
            announce(started);
            let reload = started.reload.clone();
            tokio::spawn(async move {
                while hang_up.recv().await.is_some() {
                    reload.now();
                }
            });
        };
        server::serve::serve(config, Arc::new(SystemClock), started, stop).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// What the operator needs to know. Scripts read these lines: one fact a line, in this wording.
fn announce(started: &Started) {
    let mut out = std::io::stdout().lock();
    // Nobody may be listening, and the server serves all the same.
    let _unheard = write_facts(&mut out, started);
}

fn write_facts(out: &mut impl Write, started: &Started) -> std::io::Result<()> {
    if let Some(code) = &started.setup_code {
        writeln!(
            out,
            "This server has no owner yet. Open the address below and type this code once."
        )?;
        writeln!(out, "Set-up code: {code}")?;
    }
    writeln!(out, "TimeTrakr is at {}", started.public_url)?;
    if let Some(page) = &started.trust_page {
        writeln!(out, "Phones learn to trust it at {}", page.url)?;
        writeln!(out, "Local CA, SHA-256: {}", page.fingerprint)?;
    }
    out.flush()
}

/// Done when the process is told to end: Ctrl-C or SIGTERM.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be caught")?;
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be caught")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
