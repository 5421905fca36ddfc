//! The changes of one unit of work over the open transaction: merged whole on success, dropped
//! on failure.

use std::collections::BTreeMap;
use std::ops::Bound;

use domain::CompanyId;
use oplog::codec;
use serde::Serialize;

use crate::error::ReadError;
use crate::keys::{FreshKey, Keyring};
use crate::open::Committed;
use crate::plain::{Pair, Plain};
use crate::room::Room;
use crate::tables::{Changes, WriteTables};

/// One unit of work.
pub(crate) struct Unit<'a, 't> {
    below: &'a WriteTables<'t>,
    keys: &'a Keyring,
    changes: Changes,
    fresh: Option<FreshKey>,
    committed: Option<Committed>,
}

/// What a unit leaves behind when it succeeds.
pub(crate) struct UnitResult {
    pub(crate) changes: Changes,
    pub(crate) fresh: Option<FreshKey>,
    pub(crate) committed: Option<Committed>,
}

impl<'a, 't> Unit<'a, 't> {
    pub(crate) fn new(below: &'a WriteTables<'t>, keys: &'a Keyring) -> Self {
        Self {
            below,
            keys,
            changes: BTreeMap::new(),
            fresh: None,
            committed: None,
        }
    }

    pub(crate) const fn keys(&self) -> &'a Keyring {
        self.keys
    }

    pub(crate) fn put(&mut self, room: Room, key: &[u8], value: Vec<u8>) {
        self.changes.insert((room, key.to_vec()), Some(value));
    }

    pub(crate) fn put_row(&mut self, room: Room, key: &[u8], row: &impl Serialize) {
        self.put(room, key, codec::encode(row));
    }

    pub(crate) fn remove(&mut self, room: Room, key: &[u8]) {
        self.changes.insert((room, key.to_vec()), None);
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

    pub(crate) fn finish(self) -> UnitResult {
        UnitResult {
            changes: self.changes,
            fresh: self.fresh,
            committed: self.committed,
        }
    }

    fn changed<'s>(
        &'s self,
        room: Room,
        from: &[u8],
        to: &'s [u8],
    ) -> impl Iterator<Item = (&'s [u8], Option<&'s Vec<u8>>)> {
        self.changes
            .range((Bound::Included((room, from.to_vec())), Bound::Unbounded))
            .take_while(move |((other, key), _)| {
                *other == room && (to.is_empty() || key.as_slice() < to)
            })
            .map(|((_, key), value)| (key.as_slice(), value.as_ref()))
    }
}

impl Plain for Unit<'_, '_> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        match self.changes.get(&(room, key.to_vec())) {
            Some(change) => Ok(change.clone()),
            None => self.below.get(room, key),
        }
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        // Removed rows take a place in the answer from below, so ask for that many more.
        let removed = self
            .changed(room, from, to)
            .filter(|(_, value)| value.is_none())
            .count();
        let below = self
            .below
            .range(room, from, to, limit.saturating_add(removed))?;
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = below.into_iter().collect();
        for (key, value) in self.changed(room, from, to) {
            match value {
                Some(value) => rows.insert(key.to_vec(), value.clone()),
                None => rows.remove(key),
            };
        }
        Ok(rows.into_iter().take(limit).collect())
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        let mut changed: Vec<_> = self.changed(room, from, to).collect();
        let mut end = to.to_vec();
        loop {
            let below = self.below.last(room, from, &end)?;
            match (below, changed.pop()) {
                (below, None) => return Ok(below),
                (Some((key, value)), Some((newer, change))) if key.as_slice() > newer => {
                    changed.push((newer, change));
                    return Ok(Some((key, value)));
                }
                (_, Some((newer, Some(value)))) => {
                    return Ok(Some((newer.to_vec(), value.clone())));
                }
                (_, Some((newer, None))) => end = newer.to_vec(),
            }
        }
    }
}
