//! TLS: which certificate is shown, where it comes from, and how it is replaced while the server
//! runs.
//!
//! Owns the choice of the cryptography provider and of the protocols offered. Three ways lead to
//! a certificate: files of the firm's own, a local CA that the server makes, and a public one by
//! ACME. Each puts its certificate into `served`, from which every new connection takes it. Does
//! not listen; whoever listens takes the [`ServerConfig`] and the plain routes from here.

mod acme;
mod facts;
mod files;
mod keeper;
mod local_ca;
mod mdns;
mod served;
mod standing;
mod trust;
mod vault;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use rustls::ServerConfig;
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use files::FilesError;
pub use keeper::Reload;
pub use local_ca::LocalCaError;
pub use standing::{Mode, Standing};
pub use trust::TrustPage;
pub use vault::VaultError;

use crate::config::{AcmeConfig, CertificateFiles, LocalCaConfig, PublicUrl, TlsConfig};
use crate::state::Clock;
use acme::{Acme, Answers};
use keeper::Keeper;
use local_ca::LocalCa;
use served::{ACME_PROTOCOL, Served};
use standing::Reporter;
use vault::Vault;

/// The protocols offered, the best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];
/// What whoever keeps the certificate gets to end what it is doing.
const STOP_MAX: Duration = Duration::from_secs(5);

/// Why the server cannot speak TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The files cannot be used.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// There is no local CA.
    #[error(transparent)]
    LocalCa(#[from] LocalCaError),
}

/// Makes aws-lc-rs the one provider of this process. Call it first in `main` and in tests; a
/// second call changes nothing.
pub fn install_provider() {
    // An error means that it is installed already.
    let _installed = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// What TLS needs to know of the server.
pub(crate) struct TlsContext {
    pub(crate) data: PathBuf,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) public_url: PublicUrl,
    /// Where the server listens.
    pub(crate) listen: Vec<SocketAddr>,
    /// Where plain http is answered, with the port that it was given.
    pub(crate) http_listen: Option<SocketAddr>,
}

/// TLS of a running server.
pub(crate) struct Tls {
    /// What listeners speak TLS with; nothing without a certificate of our own.
    pub(crate) server_config: Option<Arc<ServerConfig>>,
    /// What is answered over plain http.
    pub(crate) plain: Option<Router>,
    /// The page that walks a phone through trusting the local CA.
    pub(crate) trust_page: Option<TrustPage>,
    /// Asks for the certificate to be looked at.
    pub(crate) reload: Reload,
    stopping: watch::Sender<bool>,
    keeping: JoinSet<()>,
    _announced: Option<mdns::Announcement>,
}

/// Starts what the configuration asks for.
///
/// # Errors
/// When the certificate in files or the local CA cannot be used. A public certificate that cannot
/// be had is asked for again.
pub(crate) fn start(config: Option<&TlsConfig>, context: &TlsContext) -> Result<Tls, TlsError> {
    let Some(config) = config else {
        Standing::clear(&context.data);
        return Ok(Tls::off());
    };
    let served = Arc::new(Served::default());
    let mut tls = Tls::off();
    let keeper = Keeper {
        served: Arc::clone(&served),
        reporter: Reporter::new(&context.data, mode(config)),
        clock: Arc::clone(&context.clock),
        reload: tls.reload.clone(),
        stopping: tls.stopping.subscribe(),
    };
    match config {
        TlsConfig::Files(files) => tls.serve_files(files, keeper)?,
        TlsConfig::LocalCa(config) => tls.serve_local_ca(config, context, keeper)?,
        TlsConfig::Acme(config) => tls.serve_acme(config, context, keeper),
    }
    tls.server_config = Some(server_config(served));
    Ok(tls)
}

fn mode(config: &TlsConfig) -> Mode {
    match config {
        TlsConfig::Files(_) => Mode::Files,
        TlsConfig::LocalCa(_) => Mode::LocalCa,
        TlsConfig::Acme(_) => Mode::Acme,
    }
}

fn server_config(served: Arc<Served>) -> Arc<ServerConfig> {
    let mut server = ServerConfig::builder()
        .with_no_client_auth()
        .with_cert_resolver(served);
    let protocols = PROTOCOLS.into_iter().chain([ACME_PROTOCOL]);
    server.alpn_protocols = protocols.map(<[u8]>::to_vec).collect();
    Arc::new(server)
}

impl Tls {
    fn off() -> Self {
        Self {
            server_config: None,
            plain: None,
            trust_page: None,
            reload: Reload::default(),
            stopping: watch::Sender::new(false),
            keeping: JoinSet::new(),
            _announced: None,
        }
    }

    fn serve_files(&mut self, files: &CertificateFiles, keeper: Keeper) -> Result<(), TlsError> {
        let seen = files::stamps(files);
        keeper.take(files::load(files)?);
        files::warn_of_open_key(&files.key);
        self.keeping.spawn(files::keep(files.clone(), seen, keeper));
        Ok(())
    }

    fn serve_local_ca(
        &mut self,
        config: &LocalCaConfig,
        context: &TlsContext,
        keeper: Keeper,
    ) -> Result<(), TlsError> {
        let url = &context.public_url;
        let vault = Vault::new(&context.data, &context.store);
        let ca = LocalCa::open(&vault, url, keeper.now())?;
        keeper.reporter.vouched_by(ca.certificate());
        let port = context.http_listen.unwrap_or(config.http_listen).port();
        let page = TrustPage::new(&ca, url, port);
        self.plain = Some(trust::router(page.clone(), &ca, url));
        self.trust_page = Some(page);
        let issued = local_ca::issue_now(&ca, url, &keeper)?;
        self.keeping
            .spawn(local_ca::keep(ca, url.clone(), issued, keeper));
        if config.mdns {
            self._announced = mdns::announce(&context.listen);
        }
        Ok(())
    }

    fn serve_acme(&mut self, config: &AcmeConfig, context: &TlsContext, keeper: Keeper) {
        let answers = Answers::default();
        if config.challenge.is_over_http() {
            self.plain = Some(acme_routes(answers.clone(), &context.public_url));
        }
        let acme = Acme {
            config: config.clone(),
            host: context.public_url.host().to_owned(),
            vault: Vault::new(&context.data, &context.store),
            answers,
            keeper,
        };
        self.keeping.spawn(acme.keep());
    }

    /// Stops whoever keeps the certificate.
    pub(crate) async fn stop(mut self) {
        self.stopping.send_replace(true);
        let all = async { while self.keeping.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_MAX, all).await.is_err() {
            self.keeping.shutdown().await;
        }
    }
}

/// The answers that an ACME server looks for; everyone else is sent to the server itself.
fn acme_routes(answers: Answers, public_url: &PublicUrl) -> Router {
    let answer = move |Path(token): Path<String>| {
        let answer = answers.get(&token);
        std::future::ready(answer.ok_or(axum::http::StatusCode::NOT_FOUND))
    };
    let home = Redirect::temporary(public_url.as_str());
    Router::new()
        .route("/.well-known/acme-challenge/{token}", get(answer))
        .fallback(move || std::future::ready(home.clone()))
}

#[cfg(test)]
mod tests;
