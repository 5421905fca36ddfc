//! A connection as it is served: one of a bounded number, closed when nothing comes of it soon.
//! Knows nothing of what is said on it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;

/// Accepts as `inner` does, as long as there is room.
#[derive(Debug, Clone)]
pub(super) struct Bounded<A> {
    pub(super) inner: A,
    /// A permit for each open connection.
    pub(super) open: Arc<Semaphore>,
    /// How long the first byte may take.
    pub(super) first: Duration,
}

type Accepting<I, S> = Pin<Box<dyn Future<Output = io::Result<(I, S)>> + Send>>;

impl<A, S> Accept<TcpStream, S> for Bounded<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
{
    type Stream = Held<A::Stream>;
    type Service = A::Service;
    type Future = Accepting<Self::Stream, Self::Service>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(permit) = Arc::clone(&self.open).try_acquire_owned() else {
            return Box::pin(async { Err(io::Error::other("too many connections are open")) });
        };
        let accepting = self.inner.accept(stream, service);
        let first = self.first;
        Box::pin(async move {
            let (stream, service) = accepting.await?;
            Ok((Held::new(stream, permit, first), service))
        })
    }
}

/// A connection that has its permit until it is closed.
#[derive(Debug)]
pub(super) struct Held<I> {
    inner: I,
    /// Until when the first byte must have come; nothing once it has.
    first: Option<Pin<Box<Sleep>>>,
    _permit: OwnedSemaphorePermit,
}

impl<I> Held<I> {
    fn new(inner: I, permit: OwnedSemaphorePermit, first: Duration) -> Self {
        Self {
            inner,
            first: Some(Box::pin(tokio::time::sleep(first))),
            _permit: permit,
        }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Held<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.first = None;
        }
        let late = |first: &mut Pin<Box<Sleep>>| first.as_mut().poll(cx).is_ready();
        if read.is_pending() && self.first.as_mut().is_some_and(late) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Held<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use axum_server::accept::DefaultAcceptor;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_silent_connection_ends_and_their_number_is_bounded() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bounded = Bounded {
            inner: DefaultAcceptor::new(),
            open: Arc::new(Semaphore::new(1)),
            first: Duration::from_millis(50),
        };
        let connect = || async {
            let client = TcpStream::connect(address).await.unwrap();
            let (server, _) = listener.accept().await.unwrap();
            (client, bounded.accept(server, ()).await)
        };
        let (_silent, held) = connect().await;
        let (mut held, ()) = held.unwrap();
        let (_second, refused) = connect().await;
        assert!(refused.is_err());
        let mut byte = [0];
        let read = tokio::time::timeout(Duration::from_secs(30), held.read(&mut byte));
        let error = read.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(held);
        // One that has said something may be silent after that.
        let (mut client, held) = connect().await;
        let (mut held, ()) = held.unwrap();
        client.write_all(b"G").await.unwrap();
        held.read_exact(&mut byte).await.unwrap();
        let read = tokio::time::timeout(Duration::from_millis(200), held.read(&mut byte));
        assert!(read.await.is_err());
    }
}
