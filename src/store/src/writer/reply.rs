//! The answer to a write: comes after the commit is on disk, for async and plain callers alike.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::sync::oneshot;

use crate::error::WriteError;

type Answer<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// What a write will have come to.
#[must_use = "the work is queued, but only the reply says whether it was saved"]
pub struct Reply<T, E> {
    answer: Answer<T, E>,
}

impl<T, E> fmt::Debug for Reply<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}

impl<T, E> Reply<T, E>
where
    T: Send + 'static,
    E: From<WriteError> + Send + 'static,
{
    pub(crate) fn new() -> (oneshot::Sender<Result<T, E>>, Self) {
        let (sender, receiver) = oneshot::channel();
        let answer = async { receiver.await.unwrap_or_else(|_| Err(gone())) };
        let answer = Box::pin(answer);
        (sender, Self { answer })
    }

    /// A reply that is known already.
    pub(crate) fn known(result: Result<T, E>) -> Self {
        let answer = Box::pin(std::future::ready(result));
        Self { answer }
    }

    /// The reply with something done to it by whoever waits for it, not by the writer.
    pub(crate) fn map<U>(self, finish: impl FnOnce(T) -> U + Send + 'static) -> Reply<U, E> {
        let answer = Box::pin(async { self.answer.await.map(finish) });
        Reply { answer }
    }

    /// Waits on this thread; never call it from async code.
    ///
    /// # Errors
    /// When nothing was written, or it is not certain that it was.
    pub fn wait(self) -> Result<T, E> {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut answer = pin!(self.answer);
        loop {
            match answer.as_mut().poll(&mut context) {
                Poll::Ready(result) => return result,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl<T, E> Future for Reply<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(context)
    }
}

/// Wakes a thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn gone<E: From<WriteError>>() -> E {
    WriteError::CommitFailed {
        reason: "the writer ended before it answered".to_owned(),
    }
    .into()
}
