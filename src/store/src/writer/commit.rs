//! The thread that commits: seals and writes what a batch changed, makes it durable, and only
//! then answers it.

use std::sync::mpsc::Receiver;
use std::time::Instant;

use super::batch::{Closed, Finished};
use super::queue::Queue;
use crate::error::WriteError;
use crate::open::Shared;
use crate::rowmap::RowMap;
use crate::tables::WriteTables;

/// Tells the queue that nothing is being committed, however that ended.
struct Ended<'a>(&'a Queue);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.end_commit();
    }
}

/// Commits what comes, until nothing more does.
pub(super) fn run(shared: &Shared, queue: &Queue, batches: &Receiver<Closed>) {
    for Closed { changes, finished } in batches {
        let ended = Ended(queue);
        let result = if changes.is_empty() {
            Ok(())
        } else {
            commit(shared, &changes, finished.len())
        };
        if result.is_ok() {
            for committed in finished.iter().filter_map(|done| done.committed) {
                // Nobody listening is no failure.
                let _ = shared.commits.send(committed);
            }
        }
        drop(ended);
        answer(finished, result.err().as_ref());
    }
}

fn commit(shared: &Shared, changes: &RowMap, units: usize) -> Result<(), WriteError> {
    let failed = |reason: String| {
        shared.fail(&reason);
        reason
    };
    // Until the commit is asked for, nothing is written; what an abort fails with changes nothing
    // about that.
    let unwritten = |reason| WriteError::ReadOnly {
        reason: failed(reason),
    };
    let transaction = super::begin(shared).map_err(unwritten)?;
    let written = WriteTables::new(&transaction, &shared.keys).merge(changes);
    if let Err(error) = written {
        let _ = transaction.abort();
        return Err(unwritten(error.to_string()));
    }
    let began = Instant::now();
    transaction
        .commit()
        .map_err(|error| WriteError::CommitFailed {
            reason: failed(error.to_string()),
        })?;
    shared.disk.committed();
    shared.counters.committed(began.elapsed(), units);
    Ok(())
}

fn answer(finished: Vec<Finished>, instead: Option<&WriteError>) {
    for done in finished {
        match done.failure.or_else(|| instead.cloned()) {
            Some(error) => done.work.fail(error),
            None => done.work.answer(),
        }
    }
}
