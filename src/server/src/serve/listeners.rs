//! The sockets: bound before anything else starts, served over http or TLS, and closed in order.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use rustls::ServerConfig;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

use super::held::Bounded;

/// How long a client may take to send a request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How many connections are open at once.
const CONNECTIONS_MAX: usize = 4_096;
/// How many of the plain ones are.
const HTTP_CONNECTIONS_MAX: usize = 256;
/// How often a silent HTTP/2 client is asked whether it is still there.
const PING_EVERY: Duration = Duration::from_secs(30);
/// How long it may take to answer.
const PING_TIME: Duration = Duration::from_secs(15);
/// How many requests one HTTP/2 connection may have under way.
const STREAMS_MAX: u32 = 64;
/// The largest head of a request, in bytes.
const HEAD_BYTES_MAX: u32 = 16 * 1024;

/// An address cannot be listened on, or not any more.
#[derive(Debug, thiserror::Error)]
#[error("{address} cannot be listened on: {source}")]
pub struct ListenError {
    /// The address.
    pub address: SocketAddr,
    /// Why.
    pub source: io::Error,
}

/// Sockets that are bound and wait for a router.
#[derive(Debug)]
pub(super) struct Listeners {
    bound: Vec<(SocketAddr, TcpListener)>,
    /// What is answered over plain http beside them.
    http: Option<(SocketAddr, TcpListener)>,
}

/// What is behind the sockets.
pub(super) struct Doors {
    /// The whole of what the server answers.
    pub(super) main: Router,
    /// What it speaks TLS with, if it does.
    pub(super) tls: Option<Arc<ServerConfig>>,
    /// The little that is answered over plain http.
    pub(super) plain: Option<Router>,
}

/// Sockets that are served.
pub(super) struct Running {
    handle: Handle<SocketAddr>,
    serving: tokio::sync::Mutex<JoinSet<Result<(), ListenError>>>,
}

impl Listeners {
    pub(super) fn bind(
        addresses: &[SocketAddr],
        http: Option<SocketAddr>,
    ) -> Result<Self, ListenError> {
        let bind = |address: &SocketAddr| {
            bind(*address).map_err(|source| ListenError {
                address: *address,
                source,
            })
        };
        Ok(Self {
            bound: addresses.iter().map(bind).collect::<Result<_, _>>()?,
            http: http.as_ref().map(bind).transpose()?,
        })
    }

    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        self.bound.iter().map(|(address, _)| *address).collect()
    }

    pub(super) fn http_address(&self) -> Option<SocketAddr> {
        self.http.as_ref().map(|(address, _)| *address)
    }

    pub(super) fn serve(self, doors: &Doors) -> Running {
        let handle = Handle::new();
        let mut serving = JoinSet::new();
        let room = |connections| Arc::new(Semaphore::new(connections));
        let (main_room, http_room) = (room(CONNECTIONS_MAX), room(HTTP_CONNECTIONS_MAX));
        let main = |bound| {
            (
                bound,
                doors.tls.clone(),
                doors.main.clone(),
                main_room.clone(),
            )
        };
        let plain = self.http.zip(doors.plain.clone());
        let plain = plain.map(|(bound, router)| (bound, None, router, http_room));
        let all = self.bound.into_iter().map(main).chain(plain);
        for ((address, listener), tls, router, open) in all {
            let handle = handle.clone();
            let tls = tls.map(RustlsConfig::from_config);
            serving.spawn(async move {
                let served = serve_one(listener, tls, handle, router, open).await;
                served.map_err(|source| ListenError { address, source })
            });
        }
        Running {
            handle,
            serving: tokio::sync::Mutex::new(serving),
        }
    }
}

impl Running {
    /// Waits for `stop`, or for the first socket that fails.
    pub(super) async fn failed_before(
        &self,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ListenError> {
        let mut serving = self.serving.lock().await;
        tokio::select! {
            () = stop => Ok(()),
            Some(ended) = serving.join_next() => flatten(ended),
        }
    }

    /// Accepts no more, and waits for requests under way, at most so long.
    pub(super) async fn finish(self, at_most: Duration) -> Result<(), ListenError> {
        self.handle.graceful_shutdown(Some(at_most));
        let mut serving = self.serving.into_inner();
        let mut result = Ok(());
        while let Some(ended) = serving.join_next().await {
            result = result.and(flatten(ended));
        }
        result
    }
}

fn bind(address: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok((listener.local_addr()?, listener))
}

async fn serve_one(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    router: Router,
    open: Arc<Semaphore>,
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum_server::from_tcp(listener)?
        .handle(handle)
        .acceptor(NoDelayAcceptor::new());
    match tls {
        Some(tls) => {
            let mut server =
                server.map(|plain| held(RustlsAcceptor::new(tls).acceptor(plain), open));
            bound(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = server.map(|plain| held(plain, open));
            bound(server.http_builder());
            server.serve(service).await
        }
    }
}

fn held<A>(inner: A, open: Arc<Semaphore>) -> Bounded<A> {
    Bounded {
        inner,
        open,
        first: HEAD_TIME,
    }
}

/// The limits of every connection: slow and silent clients do not hold it for ever.
fn bound(builder: &mut Builder<TokioExecutor>) {
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_TIME)
        .max_concurrent_streams(STREAMS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX);
}

/// A panic in a socket's task is a programmer's error and goes on.
fn flatten(ended: Result<Result<(), ListenError>, JoinError>) -> Result<(), ListenError> {
    match ended {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_cancelled) => Ok(()),
    }
}
