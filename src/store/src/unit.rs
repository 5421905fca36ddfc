//! The changes of one unit of work over the open batch: merged whole on success, dropped on
//! failure.

use std::cell::RefCell;

use domain::CompanyId;
use oplog::codec;
use serde::Serialize;

use crate::error::ReadError;
use crate::keys::{FreshKey, Keyring};
use crate::open::Committed;
use crate::plain::{Pair, Plain};
use crate::room::Room;
use crate::rowmap::{Over, RowMap};
use crate::writer::batch::Batch;

/// One unit of work.
pub(crate) struct Unit<'a, 't> {
    below: &'a Batch<'t>,
    keys: &'a Keyring,
    changes: RowMap,
    /// What was read of the batch.
    seen: RefCell<RowMap>,
    fresh: Option<FreshKey>,
    committed: Option<Committed>,
    goes_on: Option<CompanyId>,
}

/// What a unit leaves behind when it succeeds.
pub(crate) struct UnitResult {
    pub(crate) changes: RowMap,
    pub(crate) fresh: Option<FreshKey>,
    pub(crate) committed: Option<Committed>,
    pub(crate) goes_on: Option<CompanyId>,
}

impl<'a, 't> Unit<'a, 't> {
    pub(crate) fn new(below: &'a Batch<'t>, keys: &'a Keyring) -> Self {
        Self {
            below,
            keys,
            changes: RowMap::default(),
            seen: RefCell::default(),
            fresh: None,
            committed: None,
            goes_on: None,
        }
    }

    pub(crate) const fn keys(&self) -> &'a Keyring {
        self.keys
    }

    pub(crate) fn put(&mut self, room: Room, key: &[u8], value: Vec<u8>) {
        self.changes.set(room, key.to_vec(), Some(value));
    }

    pub(crate) fn put_row(&mut self, room: Room, key: &[u8], row: &impl Serialize) {
        self.put(room, key, codec::encode(row));
    }

    pub(crate) fn remove(&mut self, room: Room, key: &[u8]) {
        self.changes.set(room, key.to_vec(), None);
    }

    /// Gives a new company its data key.
    pub(crate) fn make_key(&mut self, company: CompanyId) {
        let fresh = self.keys.fresh(company);
        let (key, row) = fresh.row();
        let row = row.to_vec();
        self.put(Room::DataKey, &key, row);
        self.fresh = Some(fresh);
    }

    /// Says where a company's journal is after this unit.
    pub(crate) const fn reached(&mut self, committed: Committed) {
        self.committed = Some(committed);
    }

    /// Has what a company's recovery left to judge go on in a unit of its own.
    pub(crate) const fn go_on(&mut self, company: CompanyId) {
        self.goes_on = Some(company);
    }

    pub(crate) fn finish(self) -> UnitResult {
        UnitResult {
            changes: self.changes,
            fresh: self.fresh,
            committed: self.committed,
            goes_on: self.goes_on,
        }
    }
}

/// What a unit reads of what was there before it: the same rows again and again.
struct Before<'u, 'a, 't>(&'u Unit<'a, 't>);

impl Plain for Before<'_, '_, '_> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        if let Some(row) = self.0.seen.borrow().get(room, key) {
            return Ok(row.clone());
        }
        let row = self.0.below.get(room, key)?;
        let mut seen = self.0.seen.borrow_mut();
        seen.set(room, key.to_vec(), row.clone());
        Ok(row)
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        self.0.below.range(room, from, to, limit)
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        self.0.below.last(room, from, to)
    }
}

impl Plain for Unit<'_, '_> {
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
