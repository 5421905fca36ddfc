//! The tables of one redb transaction, opened once when first needed. Values are sealed here and
//! nowhere else.

use std::cell::OnceCell;
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableError, WriteTransaction};

use crate::error::ReadError;
use crate::keys::Keyring;
use crate::plain::{Pair, Plain};
use crate::room::{ROOMS, Room};
use crate::rowmap::RowMap;

type ReadRows = ReadOnlyTable<&'static [u8], &'static [u8]>;
type WriteRows<'t> = Table<'t, &'static [u8], &'static [u8]>;

/// The tables of a read transaction: one moment, whatever is written meanwhile.
pub(crate) struct ReadTables {
    keys: Arc<Keyring>,
    tables: [OnceLock<Option<ReadRows>>; ROOMS],
    transaction: ReadTransaction,
}

impl ReadTables {
    pub(crate) fn new(transaction: ReadTransaction, keys: Arc<Keyring>) -> Self {
        Self {
            keys,
            tables: std::array::from_fn(|_| OnceLock::new()),
            transaction,
        }
    }

    pub(crate) fn keys(&self) -> &Keyring {
        &self.keys
    }

    fn table(&self, room: Room) -> Result<Option<&ReadRows>, ReadError> {
        let cell = &self.tables[room.index()];
        if cell.get().is_none() {
            let table = match self.transaction.open_table(room.definition()) {
                Ok(table) => Some(table),
                Err(TableError::TableDoesNotExist(_)) => None,
                Err(error) => return Err(storage(&error)),
            };
            // Another reader may have been first; both opened the same table.
            let _ = cell.set(table);
        }
        Ok(cell.get().and_then(Option::as_ref))
    }
}

impl Plain for ReadTables {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(table) = self.table(room)? else {
            return Ok(None);
        };
        get(table, &self.keys, room, key)
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        let Some(table) = self.table(room)? else {
            return Ok(Vec::new());
        };
        range(table, &self.keys, room, from, to, limit)
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        let Some(table) = self.table(room)? else {
            return Ok(None);
        };
        last(table, &self.keys, room, from, to)
    }
}

/// The tables of the open write transaction.
pub(crate) struct WriteTables<'t> {
    keys: &'t Keyring,
    tables: [OnceCell<WriteRows<'t>>; ROOMS],
    transaction: &'t WriteTransaction,
}

impl<'t> WriteTables<'t> {
    pub(crate) fn new(transaction: &'t WriteTransaction, keys: &'t Keyring) -> Self {
        let tables = std::array::from_fn(|_| OnceCell::new());
        Self {
            keys,
            tables,
            transaction,
        }
    }

    /// Seals and writes changes. After an error nothing of the transaction may be committed.
    pub(crate) fn merge(&mut self, changes: &RowMap) -> Result<(), ReadError> {
        for (room, key, value) in changes.rows() {
            let sealed = value
                .map(|value| self.keys.seal(room, key, value))
                .transpose()?;
            self.open(room)?;
            let Some(table) = self.tables[room.index()].get_mut() else {
                continue;
            };
            let written = match sealed {
                Some(sealed) => table.insert(key, sealed.as_slice()).map(drop),
                None => table.remove(key).map(drop),
            };
            written.map_err(|error| storage(&error))?;
        }
        Ok(())
    }

    fn open(&self, room: Room) -> Result<&WriteRows<'t>, ReadError> {
        let cell = &self.tables[room.index()];
        if cell.get().is_none() {
            let table = self
                .transaction
                .open_table(room.definition())
                .map_err(|error| storage(&error))?;
            // One thread writes: nobody else can have set it.
            let _ = cell.set(table);
        }
        cell.get()
            .ok_or_else(|| ReadError::Storage(format!("{} did not open", room.name())))
    }
}

impl Plain for WriteTables<'_> {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        get(self.open(room)?, self.keys, room, key)
    }

    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError> {
        range(self.open(room)?, self.keys, room, from, to, limit)
    }

    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError> {
        last(self.open(room)?, self.keys, room, from, to)
    }
}

fn get(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    keys: &Keyring,
    room: Room,
    key: &[u8],
) -> Result<Option<Vec<u8>>, ReadError> {
    let sealed = table.get(key).map_err(|error| storage(&error))?;
    sealed
        .map(|sealed| keys.unseal(room, key, sealed.value()))
        .transpose()
}

fn range(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    keys: &Keyring,
    room: Room,
    from: &[u8],
    to: &[u8],
    limit: usize,
) -> Result<Vec<Pair>, ReadError> {
    let mut rows = Vec::new();
    for found in table
        .range::<&[u8]>(bounds(from, to))
        .map_err(|error| storage(&error))?
        .take(limit)
    {
        let (key, sealed) = found.map_err(|error| storage(&error))?;
        let key = key.value().to_vec();
        let value = keys.unseal(room, &key, sealed.value())?;
        rows.push((key, value));
    }
    Ok(rows)
}

fn last(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    keys: &Keyring,
    room: Room,
    from: &[u8],
    to: &[u8],
) -> Result<Option<Pair>, ReadError> {
    let mut found = table
        .range::<&[u8]>(bounds(from, to))
        .map_err(|error| storage(&error))?;
    let Some(found) = found.next_back() else {
        return Ok(None);
    };
    let (key, sealed) = found.map_err(|error| storage(&error))?;
    let key = key.value().to_vec();
    let value = keys.unseal(room, &key, sealed.value())?;
    Ok(Some((key, value)))
}

fn bounds<'a>(from: &'a [u8], to: &'a [u8]) -> (Bound<&'a [u8]>, Bound<&'a [u8]>) {
    let to = if to.is_empty() {
        Bound::Unbounded
    } else {
        Bound::Excluded(to)
    };
    (Bound::Included(from), to)
}

/// A failure of the database as text for the log.
pub(crate) fn storage(error: &impl std::fmt::Display) -> ReadError {
    ReadError::Storage(error.to_string())
}
