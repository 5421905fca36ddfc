//! What the tests of the whole share: the real server as a process, real Chromium, and a page as a
//! person meets it.
//!
//! Knows nothing of the product's pages; journeys say what to press. Ends only the processes that
//! it started.

pub mod browser;
mod cdp;
pub mod page;
pub mod process;
pub mod server;
mod storage;
mod trust;

pub use browser::{Browser, Look, Profile};
pub use page::Page;
pub use server::Server;

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// How long a journey waits for what must happen. Long, because a busy machine is slow; a journey
/// that passes never waits it out.
pub const WAIT: Duration = Duration::from_secs(20);

const POLL: Duration = Duration::from_millis(50);

/// Asks again and again until there is an answer, for [`WAIT`] at most.
pub async fn until<T, F>(mut probe: impl FnMut() -> F) -> Option<T>
where
    F: Future<Output = Option<T>>,
{
    let start = Instant::now();
    loop {
        if let Some(answer) = probe().await {
            return Some(answer);
        }
        if start.elapsed() > WAIT {
            return None;
        }
        tokio::time::sleep(POLL).await;
    }
}
