//! What the server remembers of its backups: the last that was made, and the last that was not.

use domain::CompanyId;
use jiff::Timestamp;
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::BackupInfo;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::Store;
use crate::plain::Plain;
use crate::room::Room;
use crate::writer::reply::Reply;

const MADE: &[u8] = b"made";
const FAILED: &[u8] = b"failed";

/// A backup that was made and found whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRecord {
    /// When it was begun: it holds what was written until then.
    #[serde(with = "wire::instant")]
    pub made_at: Timestamp,
    /// Which life of the journals.
    pub epoch: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// Each company's last journal position in it.
    positions: Vec<([u8; 16], u64)>,
}

impl BackupRecord {
    /// The record of a backup of so many bytes.
    pub fn new(info: &BackupInfo, bytes: u64) -> Self {
        let positions = info.positions.iter();
        Self {
            made_at: info.made_at,
            epoch: info.epoch,
            bytes,
            positions: positions
                .map(|(company, position)| (company.to_bytes(), *position))
                .collect(),
        }
    }

    /// A company's last journal position in it.
    pub fn position(&self, company: CompanyId) -> Option<u64> {
        let found = self
            .positions
            .iter()
            .find(|(other, _)| *other == company.to_bytes());
        found.map(|(_, position)| *position)
    }
}

/// A backup that the server should have made and could not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFailure {
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// What is known of backups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupState {
    /// The last one made.
    pub made: Option<BackupRecord>,
    /// The last failure since then.
    pub failed: Option<BackupFailure>,
}

impl Store {
    /// What is known of backups.
    ///
    /// # Errors
    /// When the database fails.
    pub fn backups(&self) -> Result<BackupState, ReadError> {
        let rows = self.read()?;
        Ok(BackupState {
            made: rows.row(Room::Backup, MADE)?,
            failed: rows.row(Room::Backup, FAILED)?,
        })
    }

    /// Remembers a backup that was made, unless a later one is known.
    pub fn backup_made(&self, record: BackupRecord) -> Reply<(), WriteError> {
        self.submit(None, 1, move |unit| {
            let known: Option<BackupRecord> = unit.row(Room::Backup, MADE)?;
            if known.is_none_or(|known| known.made_at <= record.made_at) {
                unit.put_row(Room::Backup, MADE, &record);
                unit.remove(Room::Backup, FAILED);
            }
            Ok::<_, Failure<WriteError>>(())
        })
    }

    /// Remembers that a backup could not be made.
    pub fn backup_failed(&self, failure: BackupFailure) -> Reply<(), WriteError> {
        self.submit(None, 1, move |unit| {
            unit.put_row(Room::Backup, FAILED, &failure);
            Ok::<_, Failure<WriteError>>(())
        })
    }
}
