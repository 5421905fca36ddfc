//! What the server does without being asked: it empties the outbox, reminds of timesheets, makes
//! backups, judges again what was held back, and tidies what has expired.
//!
//! Owns when things are tried again and when it gives up. Every job is idempotent and starts
//! from what the store says, so a restart loses nothing. What the world outside is told is
//! elsewhere (see [`crate::mail`]).

mod again;
mod back_off;
mod backup;
mod housekeeping;
mod invitation;
#[cfg(test)]
mod kit;
mod outbox;
mod reminders;
mod reserve;

use std::sync::Arc;
use std::time::Duration;

use store::{Reserve, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::backups::Backups;
use crate::config::PublicUrl;
use crate::mail::Mailer;
use crate::state::Clock;

/// What jobs work with.
#[derive(Clone)]
pub struct JobContext {
    /// The store.
    pub store: Store,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// The address that links are made from.
    pub public_url: PublicUrl,
    /// The mail server, if there is one.
    pub mailer: Option<Arc<Mailer>>,
}

/// The jobs of a running server.
#[derive(Debug)]
pub struct Jobs {
    stopping: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Jobs {
    /// Starts every job.
    pub fn start(context: &JobContext, backups: &Arc<Backups>, kept: Reserve) -> Self {
        let stopping = watch::Sender::new(false);
        let mut running = JoinSet::new();
        running.spawn(outbox::run(context.clone(), stopping.subscribe()));
        running.spawn(again::run(context.clone(), stopping.subscribe()));
        running.spawn(housekeeping::run(context.clone(), stopping.subscribe()));
        running.spawn(reminders::run(context.clone(), stopping.subscribe()));
        let store = context.store.clone();
        running.spawn(reserve::run(store, kept, stopping.subscribe()));
        let backups = Arc::clone(backups);
        running.spawn(backup::run(context.clone(), backups, stopping.subscribe()));
        Self { stopping, running }
    }

    /// Lets each job end what it is doing, for at most so long.
    pub async fn stop(mut self, at_most: Duration) {
        self.stopping.send_replace(true);
        let all = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(at_most, all).await.is_err() {
            tracing::warn!(
                "jobs were stopped in the middle; they are done again after the next start"
            );
            self.running.shutdown().await;
        }
    }
}

/// Returns when the server stops.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error means that nobody can stop it any more, which is a stop as well.
    let _seen = stopping.wait_for(|stop| *stop).await;
}

/// Sleeps; `true` when it was woken because the server stops.
async fn stopped_within(stopping: &mut watch::Receiver<bool>, time: Duration) -> bool {
    tokio::time::timeout(time, stopped(stopping)).await.is_ok()
}
