//! The narrow traits between the state machine and wherever rows are kept, and the overlay that
//! collects changes so that they can be written together or dropped together.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::table::Table;

/// Reading or understanding a row failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// The row's bytes are not of its form.
    #[error("a row of {} cannot be read", table.name())]
    Corrupt {
        /// The table.
        table: Table,
    },
    /// The storage below failed; the text is for the log.
    #[error("storage failed: {0}")]
    Storage(String),
}

/// Key and value of a row.
pub type RowBytes = (Vec<u8>, Vec<u8>);

/// Rows as they are at one moment.
pub trait Snapshot {
    /// The row of a key.
    ///
    /// # Errors
    /// When the storage fails.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError>;

    /// Rows with `from <= key < to` in order of key, at most `limit`. An empty `to` means the end.
    ///
    /// # Errors
    /// When the storage fails.
    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<RowBytes>, ViewError>;
}

/// Rows that can be changed.
pub trait View: Snapshot {
    /// Sets a row.
    fn put(&mut self, table: Table, key: &[u8], value: Vec<u8>);
    /// Removes a row.
    fn remove(&mut self, table: Table, key: &[u8]);
}

impl<S: Snapshot + ?Sized> Snapshot for &S {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        (**self).get(table, key)
    }

    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<RowBytes>, ViewError> {
        (**self).range(table, from, to, limit)
    }
}

/// One change of a row: its new value, or its removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The table.
    pub table: Table,
    /// The key.
    pub key: Vec<u8>,
    /// The new value; `None` removes the row.
    pub value: Option<Vec<u8>>,
}

/// What there is by table and key. A table without anything is not there.
type ByTable<V> = BTreeMap<Table, BTreeMap<Vec<u8>, V>>;

/// Changes over a snapshot that is left as it is.
#[derive(Debug)]
pub struct Overlay<S> {
    below: S,
    changes: ByTable<Option<Vec<u8>>>,
}

impl<S: Snapshot> Overlay<S> {
    /// An overlay without changes.
    pub const fn new(below: S) -> Self {
        Self {
            below,
            changes: BTreeMap::new(),
        }
    }

    /// The changes so far, in order of table and key, leaving none.
    pub fn take_changes(&mut self) -> Vec<RowChange> {
        let changes = std::mem::take(&mut self.changes).into_iter();
        changes
            .flat_map(|(table, rows)| {
                rows.into_iter()
                    .map(move |(key, value)| RowChange { table, key, value })
            })
            .collect()
    }

    /// The changes, giving up the overlay.
    pub fn into_changes(mut self) -> Vec<RowChange> {
        self.take_changes()
    }
}

impl<S: Snapshot> Snapshot for Overlay<S> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        match self.changes.get(&table).and_then(|rows| rows.get(key)) {
            Some(change) => Ok(change.clone()),
            None => self.below.get(table, key),
        }
    }

    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<RowBytes>, ViewError> {
        let changed: Vec<_> = keys(&self.changes, table, from, to).collect();
        if changed.is_empty() {
            return self.below.range(table, from, to, limit);
        }
        // Removed rows take a place in the answer from below, so ask for that many more.
        let removed = changed.iter().filter(|(_, value)| value.is_none()).count();
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = self
            .below
            .range(table, from, to, limit.saturating_add(removed))?
            .into_iter()
            .collect();
        for (key, value) in changed {
            match value {
                Some(value) => rows.insert(key.to_vec(), value.clone()),
                None => rows.remove(key),
            };
        }
        Ok(rows.into_iter().take(limit).collect())
    }
}

impl<S: Snapshot> View for Overlay<S> {
    fn put(&mut self, table: Table, key: &[u8], value: Vec<u8>) {
        let rows = self.changes.entry(table).or_default();
        rows.insert(key.to_vec(), Some(value));
    }

    fn remove(&mut self, table: Table, key: &[u8]) {
        let rows = self.changes.entry(table).or_default();
        rows.insert(key.to_vec(), None);
    }
}

/// Rows in memory: the phone's base, a refold, a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryView {
    rows: ByTable<Vec<u8>>,
}

impl MemoryView {
    /// Takes over changes.
    pub fn absorb(&mut self, changes: Vec<RowChange>) {
        for change in changes {
            match change.value {
                Some(value) => self.put(change.table, &change.key, value),
                None => self.remove(change.table, &change.key),
            }
        }
    }

    /// Every row, in order of table and key.
    pub fn rows(&self) -> impl Iterator<Item = (Table, &[u8], &[u8])> {
        self.rows.iter().flat_map(|(table, rows)| {
            rows.iter()
                .map(|(key, value)| (*table, key.as_slice(), value.as_slice()))
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.values().map(BTreeMap::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Snapshot for MemoryView {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        let rows = self.rows.get(&table);
        Ok(rows.and_then(|rows| rows.get(key)).cloned())
    }

    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<RowBytes>, ViewError> {
        Ok(keys(&self.rows, table, from, to)
            .take(limit)
            .map(|(key, value)| (key.to_vec(), value.clone()))
            .collect())
    }
}

impl View for MemoryView {
    fn put(&mut self, table: Table, key: &[u8], value: Vec<u8>) {
        let rows = self.rows.entry(table).or_default();
        rows.insert(key.to_vec(), value);
    }

    fn remove(&mut self, table: Table, key: &[u8]) {
        if let Some(rows) = self.rows.get_mut(&table) {
            rows.remove(key);
            if rows.is_empty() {
                self.rows.remove(&table);
            }
        }
    }
}

fn keys<'a, V>(
    rows: &'a ByTable<V>,
    table: Table,
    from: &[u8],
    to: &[u8],
) -> impl Iterator<Item = (&'a [u8], &'a V)> + use<'a, V> {
    let end = match to {
        [] => Bound::Unbounded,
        to => Bound::Excluded(to.max(from)),
    };
    let rows = rows.get(&table);
    rows.map(|rows| rows.range::<[u8], _>((Bound::Included(from), end)))
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_slice(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_shows_its_changes_and_leaves_what_is_below() {
        let mut below = MemoryView::default();
        for key in 1..=4 {
            below.put(Table::Job, &[key], vec![key]);
        }
        let mut overlay = Overlay::new(&below);
        overlay.remove(Table::Job, &[1]);
        overlay.put(Table::Job, &[3], vec![30]);
        overlay.put(Table::CostCode, &[2], vec![0]);
        let rows = overlay.range(Table::Job, &[], &[], 2).unwrap();
        assert_eq!(rows, [(vec![2], vec![2]), (vec![3], vec![30])]);
        assert_eq!(overlay.range(Table::Job, &[2], &[4], 9).unwrap().len(), 2);
        assert_eq!(overlay.into_changes().len(), 3);
        assert_eq!(below.get(Table::Job, &[1]), Ok(Some(vec![1])));
    }
}
