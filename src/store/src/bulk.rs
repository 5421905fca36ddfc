//! Writing many rows into a new database file, as they are and whatever their table, in
//! transactions of bounded size. For what copies a database: restore and compact.

use std::path::Path;

use redb::{Database, WriteTransaction};

use crate::backup::definition;
use crate::error::ReadError;
use crate::open;
use crate::tables::storage;

/// About how many bytes of rows go into a transaction.
const TRANSACTION_BYTES: usize = 32 * 1024 * 1024;

/// A database that is being filled.
pub(crate) struct BulkWriter {
    // Dropped before the database that it belongs to.
    transaction: Option<WriteTransaction>,
    database: Database,
    bytes: usize,
}

impl BulkWriter {
    /// A new database file.
    pub(crate) fn create(path: &Path) -> Result<Self, ReadError> {
        let database = open::builder()
            .create(path)
            .map_err(|error| storage(&error))?;
        Ok(Self {
            transaction: None,
            database,
            bytes: 0,
        })
    }

    /// Puts rows into a table, which is made if it is not there.
    pub(crate) fn put<'r>(
        &mut self,
        table: &str,
        rows: impl IntoIterator<Item = (&'r [u8], &'r [u8])>,
    ) -> Result<(), ReadError> {
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.begin()?,
        };
        {
            let mut table = transaction
                .open_table(definition(table))
                .map_err(|error| storage(&error))?;
            for (key, value) in rows {
                table.insert(key, value).map_err(|error| storage(&error))?;
                self.bytes = self.bytes.saturating_add(key.len() + value.len());
            }
        }
        if self.bytes < TRANSACTION_BYTES {
            self.transaction = Some(transaction);
            return Ok(());
        }
        self.bytes = 0;
        transaction.commit().map_err(|error| storage(&error))
    }

    /// The database, with everything on disk.
    pub(crate) fn finish(mut self) -> Result<Database, ReadError> {
        // Also when it is empty: the last commit is the one that is safe in every way.
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.begin()?,
        };
        transaction.commit().map_err(|error| storage(&error))?;
        Ok(self.database)
    }

    fn begin(&self) -> Result<WriteTransaction, ReadError> {
        let mut transaction = self
            .database
            .begin_write()
            .map_err(|error| storage(&error))?;
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        Ok(transaction)
    }
}
