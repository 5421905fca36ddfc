//! Where log lines go: to standard error, as text or JSON. Standard output is for what a person
//! or a script asked to be told.

use anyhow::{Context, Result};
use server::config::{LogConfig, LogFormat};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Starts the log. Call it once.
pub(crate) fn start(config: &LogConfig) -> Result<()> {
    let filter: Targets = config.filter.parse().context("log.filter cannot be used")?;
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = match config.format {
        LogFormat::Text => fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(colours)
            .boxed(),
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(std::io::stderr)
            .boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .try_init()
        .context("the log cannot be started")
}
