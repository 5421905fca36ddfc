//! Rows held in memory, by table and key, and reading through them: what a unit of work or a
//! batch changed and is not yet on disk.

use std::collections::BTreeMap;
use std::ops::Bound;

use zeroize::Zeroize;

use crate::error::ReadError;
use crate::plain::{Pair, Plain};
use crate::room::{Owner, Room};

/// Rows as plaintext; `None` for one that is known not to be there.
#[derive(Debug, Default)]
pub(crate) struct RowMap {
    rooms: BTreeMap<Room, BTreeMap<Vec<u8>, Option<Vec<u8>>>>,
}

impl RowMap {
    /// Sets a row; `None` removes it.
    pub(crate) fn set(&mut self, room: Room, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.rooms.entry(room).or_default().insert(key, value);
    }

    /// What is known of a row.
    pub(crate) fn get(&self, room: Room, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        self.rooms.get(&room)?.get(key)
    }

    /// Takes over what was changed later.
    pub(crate) fn absorb(&mut self, mut later: Self) {
        for (room, rows) in std::mem::take(&mut later.rooms) {
            let ours = self.rooms.entry(room).or_default();
            if ours.is_empty() {
                *ours = rows;
            } else {
                ours.extend(rows);
            }
        }
    }

    /// Every row, table by table in order of key.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Room, &[u8], Option<&[u8]>)> {
        self.rooms.iter().flat_map(|(room, rows)| {
            rows.iter()
                .map(|(key, value)| (*room, key.as_slice(), value.as_deref()))
        })
    }

    /// Whether it holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rooms.values().all(BTreeMap::is_empty)
    }

    /// Those with `from <= key < to`; an empty `to` means the end.
    fn range<'s>(
        &'s self,
        room: Room,
        from: &[u8],
        to: &[u8],
    ) -> impl DoubleEndedIterator<Item = (&'s [u8], Option<&'s [u8]>)> + use<'s> {
        let end = match to {
            [] => Bound::Unbounded,
            to => Bound::Excluded(to.max(from)),
        };
        let rows = self.rooms.get(&room);
        rows.map(|rows| rows.range::<[u8], _>((Bound::Included(from), end)))
            .into_iter()
            .flatten()
            .map(|(key, value)| (key.as_slice(), value.as_deref()))
    }
}

impl Drop for RowMap {
    fn drop(&mut self) {
        // A new data key passes through here as plaintext.
        let ours = self.rooms.iter_mut();
        for (_, rows) in ours.filter(|(room, _)| room.owner() == Owner::Master) {
            rows.values_mut().flatten().for_each(Zeroize::zeroize);
        }
    }
}

/// Rows as they are with changes over them.
pub(crate) struct Over<'a, P> {
    pub(crate) changes: &'a RowMap,
    pub(crate) below: &'a P,
}

impl<P: Plain> Plain for Over<'_, P> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        match self.changes.get(room, key) {
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
        let changed: Vec<_> = self.changes.range(room, from, to).collect();
        // Removed rows take a place in the answer from below, so ask for that many more.
        let removed = changed.iter().filter(|(_, value)| value.is_none()).count();
        let below = self
            .below
            .range(room, from, to, limit.saturating_add(removed))?;
        if changed.is_empty() {
            return Ok(below);
        }
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = below.into_iter().collect();
        for (key, value) in changed {
            match value {
                Some(value) => rows.insert(key.to_vec(), value.to_vec()),
                None => rows.remove(key),
            };
        }
        Ok(rows.into_iter().take(limit).collect())
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        let mut changed = self.changes.range(room, from, to).rev().peekable();
        let mut end = to.to_vec();
        loop {
            let below = self.below.last(room, from, &end)?;
            let is_newer = |(key, _): &(&[u8], _)| {
                below
                    .as_ref()
                    .is_none_or(|(below, _)| below.as_slice() <= *key)
            };
            match changed.next_if(is_newer) {
                None => return Ok(below),
                Some((key, Some(value))) => return Ok(Some((key.to_vec(), value.to_vec()))),
                Some((key, None)) => end = key.to_vec(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room::RawOp;

    /// Rows of one table below, as the bottom of a pile.
    struct Below(Vec<Pair>);

    impl Plain for Below {
        fn get(&self, _: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
            let row = self.0.iter().find(|(other, _)| other == key);
            Ok(row.map(|(_, value)| value.clone()))
        }
        fn range(
            &self,
            _: Room,
            from: &[u8],
            to: &[u8],
            limit: usize,
        ) -> Result<Vec<Pair>, ReadError> {
            let inside =
                |(key, _): &&Pair| key.as_slice() >= from && (to.is_empty() || key.as_slice() < to);
            Ok(self.0.iter().filter(inside).take(limit).cloned().collect())
        }
        fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
            Ok(self.range(room, from, to, usize::MAX)?.pop())
        }
    }

    fn pair(key: u8, value: u8) -> Pair {
        (vec![key], vec![value])
    }

    #[test]
    fn changes_hide_what_is_below_and_removed_rows_take_no_place() {
        let below = Below((1..=5).map(|key| pair(key, key)).collect());
        let mut changes = RowMap::default();
        changes.set(ROOM, vec![1], None);
        changes.set(ROOM, vec![3], Some(vec![30]));
        changes.set(ROOM, vec![5], None);
        changes.set(Room::Journal, vec![4], None);
        let rows = Over {
            changes: &changes,
            below: &below,
        };
        assert_eq!(rows.get(ROOM, &[3]).unwrap(), Some(vec![30]));
        assert_eq!(rows.get(ROOM, &[1]).unwrap(), None);
        assert_eq!(
            rows.range(ROOM, &[], &[], 2).unwrap(),
            [pair(2, 2), pair(3, 30)]
        );
        assert_eq!(rows.last(ROOM, &[], &[]).unwrap(), Some(pair(4, 4)));
        assert_eq!(rows.last(ROOM, &[], &[4]).unwrap(), Some(pair(3, 30)));
        assert_eq!(rows.last(ROOM, &[5], &[]).unwrap(), None);
        assert_eq!(rows.last(ROOM, &[1], &[2]).unwrap(), None);
    }

    #[test]
    fn what_was_changed_later_counts() {
        let (mut first, mut later) = (RowMap::default(), RowMap::default());
        first.set(ROOM, vec![1], Some(vec![1]));
        first.set(ROOM, vec![2], Some(vec![2]));
        later.set(ROOM, vec![2], None);
        later.set(Room::Journal, vec![9], Some(vec![9]));
        first.absorb(later);
        let rows: Vec<_> = first.rows().collect();
        assert_eq!(
            rows,
            [
                (ROOM, [1].as_slice(), Some([1].as_slice())),
                (ROOM, [2].as_slice(), None),
                (Room::Journal, [9].as_slice(), Some([9].as_slice())),
            ]
        );
    }
}
