//! A batch: what its units of work changed, over the batch that is being committed, over what is
//! on disk. Units see what came before them, whether or not it is on disk already.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::CompanyId;
use oplog::codec;

use super::work::{Ran, Work};
use crate::company::journal;
use crate::error::{ReadError, WriteError};
use crate::open::{Committed, Shared};
use crate::plain::{Pair, Plain};
use crate::room::Room;
use crate::rowmap::{Over, RowMap};
use crate::system::rows::CompanyEntry;
use crate::tables::ReadTables;
use crate::unit::{Unit, UnitResult};

/// The most units of work in one transaction.
const WORK_PER_BATCH_MAX: usize = 256;
/// The most ops, about, in one transaction.
const OPS_PER_BATCH_MAX: u64 = 8_192;
/// How long a batch takes up more work.
const BATCH_TIME_MAX: Duration = Duration::from_millis(50);

/// A unit of work that ran, and how it is to be answered.
pub(super) struct Finished {
    pub(super) work: Box<dyn Work>,
    pub(super) failure: Option<WriteError>,
    pub(super) committed: Option<Committed>,
}

impl Finished {
    /// Work that will not be run.
    pub(super) fn refused(work: Box<dyn Work>) -> Self {
        Self {
            work,
            failure: None,
            committed: None,
        }
    }
}

/// What a batch leaves to be committed.
pub(super) struct Closed {
    pub(super) changes: Arc<RowMap>,
    pub(super) finished: Vec<Finished>,
}

/// A batch that takes up work.
pub(crate) struct Batch<'t> {
    shared: &'t Shared,
    disk: ReadTables,
    /// Of the batch before, which may not be on disk yet.
    under_way: Arc<RowMap>,
    changes: RowMap,
    finished: Vec<Finished>,
    ops: u64,
    began: Instant,
    /// The first failure of the storage itself: nothing of this batch may be committed.
    failed: RefCell<Option<String>>,
}

impl<'t> Batch<'t> {
    /// A batch without work.
    ///
    /// # Errors
    /// When the storage fails.
    pub(super) fn open(shared: &'t Shared, under_way: Arc<RowMap>) -> Result<Self, ReadError> {
        Ok(Self {
            shared,
            disk: shared.read()?,
            under_way,
            changes: RowMap::default(),
            finished: Vec::new(),
            ops: 0,
            began: Instant::now(),
            failed: RefCell::new(None),
        })
    }

    /// Whether it takes up no more work.
    pub(super) fn is_full(&self) -> bool {
        self.finished.len() >= WORK_PER_BATCH_MAX
            || self.ops >= OPS_PER_BATCH_MAX
            || self.began.elapsed() >= BATCH_TIME_MAX
            || self.failed.borrow().is_some()
    }

    /// Runs a unit of work: its changes are merged whole, or dropped.
    pub(super) fn run(&mut self, mut work: Box<dyn Work>) {
        self.ops = self.ops.saturating_add(work.cost());
        let mut unit = Unit::new(self, &self.shared.keys);
        let ran = catch_unwind(AssertUnwindSafe(|| work.run(&mut unit)));
        let result = unit.finish();
        let (failure, committed) = match ran {
            Ok(Ran::Done) => {
                let committed = result.committed;
                self.merge(result);
                (None, committed)
            }
            Ok(Ran::Refused) => (None, None),
            Ok(Ran::Fault(error)) => (Some(self.fault(work.company(), &error.to_string())), None),
            Err(panic) => {
                let fault = panic_text(panic.as_ref());
                (Some(self.fault(work.company(), &fault)), None)
            }
        };
        self.finished.push(Finished {
            work,
            failure,
            committed,
        });
    }

    /// Takes up no more work, and signs where the journals are now.
    ///
    /// # Errors
    /// When the storage failed: nothing may be committed. What is to be answered comes with it.
    pub(super) fn close(mut self) -> Result<Closed, (String, Vec<Finished>)> {
        let reached = self.finished.iter().filter_map(|done| done.committed);
        let companies: BTreeSet<CompanyId> = reached.map(|reached| reached.company).collect();
        for company in companies {
            match journal::signed_head(&self, company, &self.shared.identity.key) {
                Ok(head) => {
                    let key = company.to_bytes().to_vec();
                    let head = codec::encode(&head);
                    self.changes.set(Room::JournalHead, key, Some(head));
                }
                Err(error) => return Err((error.to_string(), self.finished)),
            }
        }
        match self.failed.into_inner() {
            Some(reason) => Err((reason, self.finished)),
            None => Ok(Closed {
                changes: Arc::new(self.changes),
                finished: self.finished,
            }),
        }
    }

    fn merge(&mut self, result: UnitResult) {
        if let Some(fresh) = &result.fresh {
            self.shared.keys.adopt(fresh);
        }
        if let Some(company) = result.goes_on {
            self.shared.judge_next(company);
        }
        self.changes.absorb(result.changes);
    }

    /// What a unit that failed is answered. Its company stops; nothing else does.
    fn fault(&mut self, company: Option<CompanyId>, fault: &str) -> WriteError {
        let storage_works = self.failed.borrow().is_none();
        let Some(company) = company.filter(|_| storage_works) else {
            tracing::error!(fault, "a change of system data failed");
            return WriteError::Storage(fault.to_owned());
        };
        match self.stop(company, fault) {
            Ok(true) => WriteError::Stopped,
            Ok(false) | Err(_) => WriteError::Storage(fault.to_owned()),
        }
    }

    /// Marks a company as stopped, so that nothing more is written for it until an operator looks.
    fn stop(&mut self, company: CompanyId, fault: &str) -> Result<bool, ReadError> {
        tracing::error!(%company, fault, "a company was stopped; nothing of the failed work was written");
        let key = company.to_bytes();
        let Some(entry) = self.row::<CompanyEntry>(Room::CompanyEntry, &key)? else {
            return Ok(false);
        };
        let mut unit = Unit::new(self, &self.shared.keys);
        unit.put_row(
            Room::CompanyEntry,
            &key,
            &CompanyEntry {
                stopped: Some(fault.to_owned()),
                ..entry
            },
        );
        let result = unit.finish();
        self.merge(result);
        Ok(true)
    }

    /// Reads what was there before this batch, and notes when the storage fails.
    fn before<T>(
        &self,
        read: impl FnOnce(&Over<'_, ReadTables>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let before = Over {
            changes: &self.under_way,
            below: &self.disk,
        };
        read(&before).inspect_err(|error| {
            if let ReadError::Storage(reason) = error {
                let mut failed = self.failed.borrow_mut();
                failed.get_or_insert_with(|| reason.clone());
            }
        })
    }
}

/// What was there before a batch.
struct Before<'a, 't>(&'a Batch<'t>);

impl Plain for Before<'_, '_> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        self.0.before(|rows| rows.get(room, key))
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        self.0.before(|rows| rows.range(room, from, to, limit))
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        self.0.before(|rows| rows.last(room, from, to))
    }
}

impl Plain for Batch<'_> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let changes = &self.changes;
        let below = &Before(self);
        Over { changes, below }.get(room, key)
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        let changes = &self.changes;
        let below = &Before(self);
        Over { changes, below }.range(room, from, to, limit)
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        let changes = &self.changes;
        let below = &Before(self);
        Over { changes, below }.last(room, from, to)
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
