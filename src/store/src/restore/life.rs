//! The new life that a restored server begins: what it did after the backup was made may be
//! known abroad and is not known here, so nothing it says from now on may be taken for that.
//!
//! - a new epoch: positions of the old one mean nothing any more, and phones ask for everything;
//! - a new server log for each company: the old one may have gone on with other ops;
//! - effects that waited are held, as they may have been delivered since;
//! - sessions, access tokens, calendar links and password resets end, as one that was ended or
//!   spent since would be good again.

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use jiff::Timestamp;
use oplog::{SigningKey, wire};
use serde::{Deserialize, Serialize};

use crate::error::ReadError;
use crate::open::Store;
use crate::outbox::held;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::{JournalHead, LogHeadRow, ServerKeyRow};
use crate::unit::Unit;
use crate::view::keyed;

/// How a life of the journals began that is not the first. Key: its epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreRecord {
    /// The epoch of the backup.
    pub epoch_before: u64,
    /// When it was restored.
    #[serde(with = "wire::instant")]
    pub restored_at: Timestamp,
    /// When the backup was made.
    #[serde(with = "wire::instant")]
    pub backup_made_at: Timestamp,
    positions: Vec<([u8; 16], u64)>,
}

impl RestoreRecord {
    /// The last journal position of a company that is back; later ones of earlier epochs are
    /// gone.
    pub fn position(&self, company: CompanyId) -> Option<u64> {
        let mut positions = self.positions.iter();
        positions
            .find(|(other, _)| *other == company.to_bytes())
            .map(|(_, position)| *position)
    }
}

impl Store {
    /// How this life of the journals began, when the server was restored.
    ///
    /// # Errors
    /// When the database fails.
    pub fn restored(&self) -> Result<Option<RestoreRecord>, ReadError> {
        self.read()?.row(Room::Epoch, &self.epoch().to_be_bytes())
    }
}

/// Begins a new life; gives how many effects are held.
pub(super) fn begin(
    unit: &mut Unit<'_, '_>,
    backup_made_at: Timestamp,
    now: Timestamp,
) -> Result<usize, ReadError> {
    let mut server: ServerKeyRow = unit.needed(Room::ServerKey, &[])?;
    let before = server.epoch;
    server.epoch = epoch_after(before, now);
    unit.put_row(Room::ServerKey, &[], &server);
    let key = SigningKey::from_seed(server.seed);
    let mut positions = Vec::new();
    for (company_key, mut head) in
        unit.rows_under::<JournalHead>(Room::JournalHead, &[], usize::MAX)?
    {
        let Some(company) = crate::keys::company_of(&company_key) else {
            continue;
        };
        positions.push((company.to_bytes(), head.positions));
        head.server_log = open_log(unit, company, &key);
        unit.put_row(Room::JournalHead, &company_key, &head);
    }
    let row = RestoreRecord {
        epoch_before: before,
        restored_at: now,
        backup_made_at,
        positions,
    };
    unit.put_row(Room::Epoch, &server.epoch.to_be_bytes(), &row);
    end_sessions(unit)?;
    held::hold_all(unit)
}

/// Two restores of one backup are two lives: the epoch tells of when it began, in milliseconds.
fn epoch_after(before: u64, now: Timestamp) -> u64 {
    let now = u64::try_from(now.as_millisecond()).unwrap_or_default();
    now.max(before.saturating_add(1))
}

fn open_log(unit: &mut Unit<'_, '_>, company: CompanyId, key: &SigningKey) -> LogId {
    let log = LogId::from_bytes(unit.keys().random());
    let row = LogHeadRow::empty(Writer::Server, key.public(), unit.keys().random());
    unit.put_row(Room::LogHead, &keyed(company, &log.to_bytes()), &row);
    log
}

fn end_sessions(unit: &mut Unit<'_, '_>) -> Result<(), ReadError> {
    let sessions = [Room::Session, Room::SessionByAccount];
    let tokens = [Room::AccessToken, Room::AccessTokenByHash];
    let links = [
        Room::CalendarFeed,
        Room::CalendarFeedByMember,
        Room::PasswordReset,
    ];
    for room in sessions.into_iter().chain(tokens).chain(links) {
        let mut keys = Vec::new();
        plain::scan(unit, room, &[], |key, _| {
            keys.push(key.to_vec());
            Ok(())
        })?;
        for key in keys {
            unit.remove(room, &key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_never_had_twice() {
        let now: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let first = epoch_after(1, now);
        assert_eq!(epoch_after(first, now), first + 1);
        assert!(epoch_after(1, now + jiff::SignedDuration::from_millis(1)) > first);
    }
}
