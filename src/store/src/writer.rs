//! The writer: one thread decides, another commits. Whatever queued during the last fsync goes
//! into the next transaction; each unit of work is merged whole or dropped, and is answered after
//! the commit that holds it and everything that it saw.

pub(crate) mod batch;
mod commit;
pub(crate) mod queue;
pub(crate) mod reply;
pub(crate) mod work;

use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread;
use std::time::Instant;

use redb::WriteTransaction;

use crate::company::recovery;
use crate::error::WriteError;
use crate::open::Shared;
use crate::rowmap::RowMap;
use batch::{Batch, Closed, Finished};
use queue::Queue;
use work::Work;

/// Writes until the queue is closed and empty.
pub(crate) fn run(shared: &Shared, queue: &Queue) {
    thread::scope(|scope| {
        // The queue holds a batch back until nothing is being committed: there is never one here.
        let (sender, receiver) = mpsc::sync_channel(1);
        let committing = thread::Builder::new()
            .name("store-commit".to_owned())
            .spawn_scoped(scope, move || commit::run(shared, queue, &receiver));
        if let Err(error) = committing {
            shared.fail(&error.to_string());
        }
        decide(shared, queue, &sender);
    });
}

/// Runs what waits, batch after batch.
fn decide(shared: &Shared, queue: &Queue, sender: &SyncSender<Closed>) {
    let mut under_way = Arc::default();
    let next = || match shared.take_unjudged() {
        Some(company) => Some(recovery::going_on(company)),
        None => queue.wait(),
    };
    while let Some(first) = next() {
        match fill(shared, queue, first, &under_way) {
            Ok(closed) => {
                under_way = Arc::clone(&closed.changes);
                if let Err(mpsc::SendError(closed)) = sender.send(closed) {
                    // It ended in a panic, in the middle of a commit.
                    shared.fail("the thread that commits has ended");
                    refuse(shared, closed.finished);
                }
            }
            Err(finished) => refuse(shared, finished),
        }
    }
}

/// A batch of what waits, from the first on, once nothing is being committed any more. What would
/// be built on something that was not committed comes back to be refused.
fn fill(
    shared: &Shared,
    queue: &Queue,
    first: Box<dyn Work>,
    under_way: &Arc<RowMap>,
) -> Result<Closed, Vec<Finished>> {
    let mut batch = match Batch::open(shared, Arc::clone(under_way)) {
        Ok(batch) if shared.failure().is_none() => batch,
        Ok(_) => return Err(vec![Finished::refused(first)]),
        Err(error) => {
            shared.fail(&error.to_string());
            return Err(vec![Finished::refused(first)]);
        }
    };
    let mut next = Some(first);
    while let Some(work) = next {
        let (lane, cost, began) = (work.company(), work.cost(), Instant::now());
        batch.run(work);
        queue.took(lane, cost, began.elapsed());
        next = if batch.is_full() {
            None
        } else {
            queue.next_or_commit()
        };
    }
    queue.begin_commit();
    let closed = batch.close().map_err(|(reason, finished)| {
        shared.fail(&reason);
        finished
    });
    match closed {
        Ok(closed) if shared.failure().is_none() => Ok(closed),
        Ok(Closed { finished, .. }) | Err(finished) => {
            queue.end_commit();
            Err(finished)
        }
    }
}

/// Answers that nothing was written.
fn refuse(shared: &Shared, finished: Vec<Finished>) {
    let reason = shared.failure().unwrap_or_default();
    for done in finished {
        done.work.fail(WriteError::ReadOnly {
            reason: reason.clone(),
        });
    }
}

/// A transaction that is durable when its commit returns, and quickly repaired after a crash.
pub(crate) fn begin(shared: &Shared) -> Result<WriteTransaction, String> {
    let mut transaction = shared
        .database
        .begin_write()
        .map_err(|error| error.to_string())?;
    transaction
        .set_durability(redb::Durability::Immediate)
        .map_err(|error| error.to_string())?;
    transaction.set_two_phase_commit(true);
    transaction.set_quick_repair(true);
    Ok(transaction)
}
