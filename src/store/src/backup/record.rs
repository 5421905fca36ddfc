//! What the server remembers of its backups: the last that was made, and the last that was not.

use std::path::Path;

use domain::{CompanyId, LogId};
use jiff::Timestamp;
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::BackupInfo;
use crate::company::ingest::raw_op;
use crate::company::snapshot::CompanySnapshot;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::Store;
use crate::plain::Plain;
use crate::room::Room;
use crate::writer::reply::Reply;

const MADE: &[u8] = b"made";
const KEPT: &[u8] = b"kept";
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
    /// The file, where the server knows it: then it was read back whole from there.
    place: Option<String>,
    /// Each company's last journal position in it.
    positions: Vec<([u8; 16], u64)>,
}

impl BackupRecord {
    /// The record of a backup of so many bytes that somebody took away.
    pub fn sent(info: &BackupInfo, bytes: u64) -> Self {
        let positions = info.positions.iter();
        Self {
            made_at: info.made_at,
            epoch: info.epoch,
            bytes,
            place: None,
            positions: positions
                .map(|(company, position)| (company.to_bytes(), *position))
                .collect(),
        }
    }

    /// The record of a backup of so many bytes that was read back whole from a file.
    pub fn kept(info: &BackupInfo, bytes: u64, file: &Path) -> Self {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        Self {
            // Under a name that is no text it is not found again, and so not relied on.
            place: file.to_str().map(str::to_owned),
            ..Self::sent(info, bytes)
        }
    }

    /// Whether it still is where it was read back, as large as it was.
    pub fn is_in_place(&self) -> bool {
        let place = self.place.as_deref().map(std::fs::metadata);
        place.is_some_and(|file| file.is_ok_and(|file| file.len() == self.bytes))
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

impl CompanySnapshot {
    /// Below which sequence a backup holds a log; 0 where it holds nothing of it, or is of
    /// another life of the journals.
    ///
    /// # Errors
    /// When the database fails.
    pub fn backed_up(&self, log: LogId, backup: &BackupRecord) -> Result<u64, ReadError> {
        let position = backup.position(self.company());
        let (Some(position), Some(state)) = (position, self.log(log)?) else {
            return Ok(0);
        };
        if backup.epoch != self.epoch() {
            return Ok(0);
        }
        // A log's ops have their positions in order, and a backup has all up to its own.
        let covers = |below: u64| match below.checked_sub(1) {
            None => Ok(true),
            Some(seq) => {
                let raw = raw_op(self.rows(), self.company(), log, seq)?;
                Ok::<_, ReadError>(raw.is_some_and(|raw| (1..=position).contains(&raw.position)))
            }
        };
        // Few ops came since, so it looks from the end in growing steps, and then between two.
        let (mut not, mut step) = (state.head.next_seq, 1_u64);
        if covers(not)? {
            return Ok(not);
        }
        let mut yes = loop {
            let lower = not.saturating_sub(step);
            if covers(lower)? {
                break lower;
            }
            (not, step) = (lower, step.saturating_mul(2));
        };
        while not.saturating_sub(yes) > 1 {
            let middle = yes.midpoint(not);
            if covers(middle)? {
                yes = middle;
            } else {
                not = middle;
            }
        }
        Ok(yes)
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
    /// The last one that was read back whole from its file.
    pub kept: Option<BackupRecord>,
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
            kept: rows.row(Room::Backup, KEPT)?,
            failed: rows.row(Room::Backup, FAILED)?,
        })
    }

    /// Remembers a backup that was made, unless a later one is known.
    pub fn backup_made(&self, record: BackupRecord) -> Reply<(), WriteError> {
        self.submit(None, 1, move |unit| {
            let known: Option<BackupRecord> = unit.row(Room::Backup, MADE)?;
            if known.is_none_or(|known| known.made_at <= record.made_at) {
                unit.put_row(Room::Backup, MADE, &record);
                if record.place.is_some() {
                    unit.put_row(Room::Backup, KEPT, &record);
                }
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
