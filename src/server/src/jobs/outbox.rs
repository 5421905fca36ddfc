//! Empties the outbox: takes what is due, does it, and records how it went.

use std::time::Duration;

use engine::Effect;
use store::{Committed, OutboxItem, OutboxResult};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::{JobContext, back_off, invitation, reminders, stopped, stopped_within};

/// How many items one round takes.
const ROUND_ITEMS_MAX: usize = 32;
/// How often it looks even when nothing was written: items become due by time alone.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// How long it waits after a write, so that what is written together is seen together.
const SETTLE: Duration = Duration::from_millis(200);
/// After so many failures mail is given up.
pub(super) const ATTEMPTS_MAX: u32 = 12;

pub(super) async fn run(context: JobContext, mut stopping: watch::Receiver<bool>) {
    let mut written = context.store.subscribe();
    loop {
        round(&context, &stopping).await;
        tokio::select! {
            () = stopped(&mut stopping) => return,
            () = next_write(&mut written) => {}
            () = tokio::time::sleep(LOOK_EVERY) => continue,
        }
        if stopped_within(&mut stopping, SETTLE).await {
            return;
        }
    }
}

/// Everything that is due now, one at a time: mail servers dislike many connections.
pub(super) async fn round(context: &JobContext, stopping: &watch::Receiver<bool>) {
    let due = match context
        .store
        .outbox_due(context.clock.now(), ROUND_ITEMS_MAX)
    {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read");
            return;
        }
    };
    for item in due {
        if *stopping.borrow() {
            return;
        }
        perform(context, item).await;
    }
}

async fn perform(context: &JobContext, item: OutboxItem) {
    match item.effect {
        Effect::MailInvitation { invitation } => invitation::mail(context, &item, invitation).await,
        Effect::MailReminder {
            employee,
            first,
            step,
        } => reminders::mail(context, &item, (employee, first, step)).await,
    }
}

/// What makes the Message-ID of a mail, the same at every try.
pub(super) fn identity(item: &OutboxItem) -> String {
    blake3::hash(&item.key.bytes()).to_hex()[..32].to_owned()
}

/// Nothing is to be done any more.
pub(super) async fn drop_item(context: &JobContext, item: &OutboxItem) {
    settle(context, item, OutboxResult::Done).await;
}

/// It is tried again later.
pub(super) async fn retry(context: &JobContext, item: &OutboxItem, error: &str) {
    let wait = back_off::wait(&item.key, item.attempts);
    let Ok(next_at) = context.clock.now().checked_add(wait) else {
        return;
    };
    let result = OutboxResult::Retry {
        next_at,
        error: error.to_owned(),
    };
    settle(context, item, result).await;
}

/// If this fails too, the item stays due and the mail goes out again: at least once.
pub(super) async fn settle(context: &JobContext, item: &OutboxItem, result: OutboxResult) {
    if let Err(error) = context.store.outbox_settled(item.key, result).await {
        tracing::error!(%error, company = %item.key.company, "an outbox item could not be settled");
    }
}

/// Returns when something was written, or when nothing will be any more (then never).
pub(super) async fn next_write(written: &mut Receiver<Committed>) {
    match written.recv().await {
        Ok(_) | Err(RecvError::Lagged(_)) => {}
        Err(RecvError::Closed) => std::future::pending().await,
    }
}
