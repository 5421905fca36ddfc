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

use store::{OpenError, OpenOptions, Reserve, Store};
use tokio::net::TcpListener;

use crate::auth::setup_code::{self, PrepareError};
use crate::config::{Config, PublicUrl, TlsConfig};
use crate::control::{ControlSocket, Desk};
use crate::http::routes;
use crate::jobs::{JobContext, Jobs};
use crate::mail::{Mailer, MailerError};
use crate::metrics::{self, MetricsPage};
use crate::state::{AppState, Clock, Settings};
use crate::tls::{self, Reload, Tls, TlsContext, TlsError, TrustPage};
pub use listeners::ListenError;
use listeners::{Doors, Listeners};

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
    /// The page that walks a phone through trusting the local CA, while there is one.
    pub trust_page: Option<TrustPage>,
    /// Asks for the certificate to be looked at: its files are read again.
    pub reload: Reload,
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
    let mailer = config
        .smtp
        .clone()
        .map(Mailer::new)
        .transpose()?
        .map(Arc::new);
    let http_listen = config.tls.as_ref().and_then(TlsConfig::http_listen);
    let listeners = Listeners::bind(&config.network.listen, http_listen)?;
    let metrics = config.metrics.map(metrics_listener).transpose()?;
    let store = open(&config.data).await?;
    let tls = start_tls(&config, &listeners, &store, &clock)?;
    let setup_code = setup_code::prepare(&store)
        .await?
        .map(|code| code.to_string());
    let settings = Settings {
        network: config.network.clone(),
        limits: config.limits,
        mail_configured: mailer.is_some(),
        backup: config.backup.clone(),
        trust_page: tls.trust_page.clone(),
    };
    let state = AppState::new(store.clone(), settings, Arc::clone(&clock));
    let desk = Desk {
        store: store.clone(),
        clock: Arc::clone(&clock),
        imports: state.imports().clone(),
        public_url: config.network.public_url.clone(),
    };
    let control = ControlSocket::bind(&config.data, desk)
        .inspect_err(|error| tracing::warn!(%error, "command lines cannot reach this server"))
        .ok();
    let public_url = config.network.public_url.clone();
    let context = JobContext {
        store,
        clock,
        public_url: public_url.clone(),
        mailer,
    };
    let reserve = Reserve::new(&config.data, config.reserve_bytes);
    let jobs = Jobs::start(&context, state.backups(), reserve);
    if let Some(listener) = metrics {
        let page = MetricsPage {
            state: state.clone(),
            folder: Arc::new(config.data.clone()),
        };
        tokio::spawn(metrics::serve(listener, page));
    }
    let addresses = listeners.addresses();
    let doors = Doors {
        main: routes::router(state.clone()),
        tls: tls.server_config.clone(),
        plain: tls.plain.clone(),
    };
    let running = listeners.serve(&doors);
    tracing::info!(?addresses, %public_url, tls = config.tls.is_some(), "serving");
    started(&Started {
        public_url,
        addresses,
        setup_code,
        trust_page: tls.trust_page.clone(),
        reload: tls.reload.clone(),
    });

    let failed = running.failed_before(stop).await;
    tracing::info!("stopping");
    state.stop();
    let finished = running.finish(config.limits.shutdown).await;
    tls.stop().await;
    jobs.stop(config.limits.shutdown.max(JOBS_STOP_LEAST)).await;
    if let Some(control) = control {
        control.close().await;
    }
    drop(state);
    tracing::info!("stopped");
    failed.and(finished).map_err(ServeError::from)
}

fn start_tls(
    config: &Config,
    listeners: &Listeners,
    store: &Store,
    clock: &Arc<dyn Clock>,
) -> Result<Tls, TlsError> {
    let context = TlsContext {
        data: config.data.clone(),
        store: store.clone(),
        clock: Arc::clone(clock),
        public_url: config.network.public_url.clone(),
        listen: listeners.addresses(),
        http_listen: listeners.http_address(),
    };
    tls::start(config.tls.as_ref(), &context)
}

fn metrics_listener(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let bound = std::net::TcpListener::bind(address)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .and_then(TcpListener::from_std);
    bound.map_err(|source| ListenError { address, source })
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
