//! The answer to a write: comes after the commit is on disk, for async and plain callers alike.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::error::WriteError;

/// What a write will have come to.
#[must_use = "the work is queued, but only the reply says whether it was saved"]
#[derive(Debug)]
pub struct Reply<T, E> {
    receiver: oneshot::Receiver<Result<T, E>>,
}

impl<T, E: From<WriteError>> Reply<T, E> {
    pub(crate) fn new() -> (oneshot::Sender<Result<T, E>>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self { receiver })
    }

    /// A reply that is known already.
    pub(crate) fn known(result: Result<T, E>) -> Self {
        let (sender, reply) = Self::new();
        // The receiver is in hand, so sending cannot fail.
        let _ = sender.send(result);
        reply
    }

    /// Waits on this thread; never call it from async code.
    ///
    /// # Errors
    /// When nothing was written, or it is not certain that it was.
    pub fn wait(self) -> Result<T, E> {
        self.receiver
            .blocking_recv()
            .unwrap_or_else(|_| Err(gone()))
    }
}

impl<T, E: From<WriteError>> Future for Reply<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.receiver)
            .poll(context)
            .map(|sent| sent.unwrap_or_else(|_| Err(gone())))
    }
}

fn gone<E: From<WriteError>>() -> E {
    WriteError::CommitFailed {
        reason: "the writer ended before it answered".to_owned(),
    }
    .into()
}
