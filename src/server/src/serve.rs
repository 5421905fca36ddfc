//! A running server, from its configuration to its end.
//!
//! Owns the order in which things start and stop: what can be wrong is found before the first
//! request is answered, and at the end the store is closed last. Knows nothing of routes (see
//! [`crate::http`]) nor of signals (see the binary).

mod held;
mod listeners;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use store::{OpenError, OpenOptions, Store};

use crate::auth::setup_code::{self, PrepareError};
use crate::config::{Config, PublicUrl};
use crate::control::ControlSocket;
use crate::http::routes;
use crate::jobs::{JobContext, Jobs};
use crate::mail::{Mailer, MailerError};
use crate::state::{AppState, Clock, Settings};
use crate::tls::{self, TlsError};
pub use listeners::ListenError;
use listeners::Listeners;

/// What jobs get at least to end what they are doing.
const JOBS_STOP_LEAST: Duration = Duration::from_secs(2);

/// What the operator is told once the server answers.
#[derive(Debug)]
pub struct Started {
    /// The address that people use.
    pub public_url: PublicUrl,
    /// The addresses it listens on, with the ports it was given.
    pub addresses: Vec<SocketAddr>,
    /// The one-time code for setting up the company, while there is none.
    pub setup_code: Option<String>,
}

/// Why the server did not start or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An address cannot be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The data folder cannot be opened.
    #[error("the data folder {folder} cannot be opened: {source}")]
    Open {
        /// The folder.
        folder: String,
        /// Why.
        source: OpenError,
    },
    /// The mail server's TLS cannot be set up.
    #[error(transparent)]
    Mailer(#[from] MailerError),
    /// The set-up code cannot be made.
    #[error(transparent)]
    SetUp(#[from] PrepareError),
    /// Reading the folder was interrupted.
    #[error("opening the data folder was interrupted")]
    Interrupted,
}

/// Serves until `stop` is done, then lets requests under way finish and closes the store.
///
/// # Errors
/// When something that is needed cannot be used; nothing is served then.
pub async fn serve(
    config: Config,
    clock: Arc<dyn Clock>,
    started: impl FnOnce(&Started),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let tls = config.tls.as_ref().map(tls::server_config).transpose()?;
    let mailer = config
        .smtp
        .clone()
        .map(Mailer::new)
        .transpose()?
        .map(Arc::new);
    let listeners = Listeners::bind(&config.network.listen, tls)?;
    let store = open(&config.data).await?;
    let control = ControlSocket::bind(&config.data, store.clone())
        .inspect_err(|error| tracing::warn!(%error, "command lines cannot reach this server"))
        .ok();
    let setup_code = setup_code::prepare(&store)
        .await?
        .map(|code| code.to_string());
    let settings = Settings {
        network: config.network.clone(),
        limits: config.limits,
        mail_configured: mailer.is_some(),
    };
    let state = AppState::new(store.clone(), settings, Arc::clone(&clock));
    let public_url = config.network.public_url.clone();
    let jobs = Jobs::start(&JobContext {
        store,
        clock,
        public_url: public_url.clone(),
        mailer,
    });
    let addresses = listeners.addresses();
    let running = listeners.serve(&routes::router(state.clone()));
    tracing::info!(?addresses, %public_url, tls = config.tls.is_some(), "serving");
    started(&Started {
        public_url,
        addresses,
        setup_code,
    });

    let failed = running.failed_before(stop).await;
    tracing::info!("stopping");
    state.stop();
    let finished = running.finish(config.limits.shutdown).await;
    jobs.stop(config.limits.shutdown.max(JOBS_STOP_LEAST)).await;
    if let Some(control) = control {
        control.close().await;
    }
    drop(state);
    tracing::info!("stopped");
    failed.and(finished).map_err(ServeError::from)
}

/// Opens the store off the runtime's threads: recovery after a crash can take a while.
///
/// # Errors
/// When the folder cannot be used or another process has it.
pub async fn open(folder: &Path) -> Result<Store, ServeError> {
    let path = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || Store::open(&path, OpenOptions::default()));
    opened
        .await
        .map_err(|_| ServeError::Interrupted)?
        .map_err(|source| ServeError::Open {
            folder: folder.display().to_string(),
            source,
        })
}

#[cfg(test)]
mod tests;
