//! The one thread that writes. Whatever queued during the last fsync goes into the next
//! transaction; each unit of work is merged whole or dropped, and is answered after the commit.

pub(crate) mod queue;
pub(crate) mod reply;
pub(crate) mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::CompanyId;
use redb::WriteTransaction;

use crate::error::WriteError;
use crate::open::{Committed, Shared};
use crate::plain::Plain;
use crate::room::Room;
use crate::system::rows::CompanyEntry;
use crate::tables::WriteTables;
use crate::unit::{Unit, UnitResult};
use queue::Queue;
use work::{Ran, Work};

/// The most units of work in one transaction.
const WORK_PER_BATCH_MAX: usize = 256;
/// The most ops, about, in one transaction.
const OPS_PER_BATCH_MAX: u64 = 8_192;
/// How long a batch takes up more work before it commits.
const BATCH_TIME_MAX: Duration = Duration::from_millis(50);

/// A unit of work that ran, and how it is to be answered.
struct Finished {
    work: Box<dyn Work>,
    failure: Option<WriteError>,
    committed: Option<Committed>,
}

/// Writes until the queue is closed and empty.
pub(crate) fn run(shared: &Shared, queue: &Arc<Queue>) {
    while let Some(first) = queue.wait() {
        if let Some(reason) = shared.failure() {
            first.fail(WriteError::ReadOnly { reason });
            continue;
        }
        batch(shared, queue, first);
    }
}

/// One transaction, with as much work as its limits allow.
fn batch(shared: &Shared, queue: &Queue, first: Box<dyn Work>) {
    let transaction = match begin(shared) {
        Ok(transaction) => transaction,
        Err(reason) => {
            shared.fail(&reason);
            first.fail(WriteError::ReadOnly { reason });
            return;
        }
    };
    let mut tables = WriteTables::new(&transaction, &shared.keys);
    let started = Instant::now();
    let mut finished = Vec::new();
    let mut ops: u64 = 0;
    let mut dirty = false;
    let mut next = Some(first);
    while let Some(work) = next.take() {
        ops = ops.saturating_add(work.cost());
        let (done, wrote) = one(shared, &mut tables, work);
        finished.push(done);
        dirty |= wrote;
        let room = finished.len() < WORK_PER_BATCH_MAX && ops < OPS_PER_BATCH_MAX;
        if room && started.elapsed() < BATCH_TIME_MAX && tables.failure().is_none() {
            next = queue.try_next();
        }
    }
    let storage_failed = tables.failure();
    drop(tables);
    match (storage_failed, dirty) {
        (Some(reason), _) => {
            shared.fail(&reason);
            // Nothing was committed; what an abort fails with changes nothing about that.
            let _ = transaction.abort();
            answer_all(finished, Some(&WriteError::ReadOnly { reason }));
        }
        (None, false) => {
            let _ = transaction.abort();
            answer_all(finished, None);
        }
        (None, true) => commit(shared, transaction, finished),
    }
}

/// Makes a batch durable, and only then answers it.
fn commit(shared: &Shared, transaction: WriteTransaction, finished: Vec<Finished>) {
    let began = Instant::now();
    if let Err(error) = transaction.commit() {
        let reason = error.to_string();
        shared.fail(&reason);
        answer_all(finished, Some(&WriteError::CommitFailed { reason }));
        return;
    }
    shared.counters.committed(began.elapsed(), finished.len());
    for committed in finished.iter().filter_map(|done| done.committed) {
        // Nobody listening is no failure.
        let _ = shared.commits.send(committed);
    }
    answer_all(finished, None);
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

/// Runs one unit; the second value says whether it changed anything.
fn one(shared: &Shared, tables: &mut WriteTables<'_>, mut work: Box<dyn Work>) -> (Finished, bool) {
    let mut unit = Unit::new(tables, &shared.keys);
    let ran = catch_unwind(AssertUnwindSafe(|| work.run(&mut unit)));
    let fault = match ran {
        Ok(Ran::Done) => {
            let result = unit.finish();
            let committed = result.committed;
            return match merge(shared, tables, result) {
                Ok(wrote) => (
                    Finished {
                        work,
                        failure: None,
                        committed,
                    },
                    wrote,
                ),
                Err(reason) => {
                    let failure = Some(WriteError::Storage(reason));
                    (
                        Finished {
                            work,
                            failure,
                            committed: None,
                        },
                        false,
                    )
                }
            };
        }
        Ok(Ran::Refused) => {
            return (
                Finished {
                    work,
                    failure: None,
                    committed: None,
                },
                false,
            );
        }
        Ok(Ran::Fault(error)) => error.to_string(),
        Err(panic) => panic_text(panic.as_ref()),
    };
    drop(unit);
    let Some(company) = work.company().filter(|_| tables.failure().is_none()) else {
        tracing::error!(fault, "a change of system data failed");
        return (
            Finished {
                work,
                failure: Some(WriteError::Storage(fault)),
                committed: None,
            },
            false,
        );
    };
    let stopped = stop(shared, tables, company, &fault);
    let failure = if stopped {
        WriteError::Stopped
    } else {
        WriteError::Storage(fault)
    };
    (
        Finished {
            work,
            failure: Some(failure),
            committed: None,
        },
        stopped,
    )
}

fn merge(
    shared: &Shared,
    tables: &mut WriteTables<'_>,
    result: UnitResult,
) -> Result<bool, String> {
    if let Some(fresh) = &result.fresh {
        shared.keys.adopt(fresh);
    }
    let wrote = !result.changes.is_empty();
    tables
        .merge(result.changes)
        .map_err(|error| error.to_string())?;
    Ok(wrote)
}

/// Marks a company as stopped, so that nothing more is written for it until an operator looks.
fn stop(shared: &Shared, tables: &mut WriteTables<'_>, company: CompanyId, fault: &str) -> bool {
    tracing::error!(%company, fault, "a company was stopped; nothing of the failed work was written");
    let mut unit = Unit::new(tables, &shared.keys);
    let key = company.to_bytes();
    let Ok(Some(entry)) = unit.row::<CompanyEntry>(Room::CompanyEntry, &key) else {
        return false;
    };
    unit.put_row(
        Room::CompanyEntry,
        &key,
        &CompanyEntry {
            stopped: Some(fault.to_owned()),
            ..entry
        },
    );
    let result = unit.finish();
    merge(shared, tables, result).unwrap_or(false)
}

fn answer_all(finished: Vec<Finished>, instead: Option<&WriteError>) {
    for done in finished {
        match done.failure.or_else(|| instead.cloned()) {
            Some(error) => done.work.fail(error),
            None => done.work.answer(),
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!(
        "panic: {}",
        text.unwrap_or_else(|| "without a message".to_owned())
    )
}
