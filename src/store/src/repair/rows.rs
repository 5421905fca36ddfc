//! Rows: which ones are whole, and what the backup has for the others.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use redb::{Database, ReadTransaction, ReadableTable};

use super::RepairError;
use super::foundation::Foundation;
use super::told::{Found, Mended};
use crate::backup::form::{FormReader, Item};
use crate::backup::{count_rows, definition, table_names};
use crate::bulk::BulkWriter;
use crate::compact::pages;
use crate::error::ReadError;
use crate::migrate;
use crate::room::Room;
use crate::tables::storage;
use crate::verify::refold::VIEW_VERSION_KEY;

/// Where a damaged row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// It is kept for ever and never changed: the backup has it, even where nothing is left of it
    /// here.
    Fact,
    /// It changes: the backup has it as it was then, which is better than nothing.
    AsOfBackup,
    /// The backup's may be one that was ended since: it goes, and is made anew when it is needed.
    Nowhere,
    /// The journal gives it.
    Journal,
}

const fn source(room: Room) -> Source {
    match room {
        Room::RawOp
        | Room::LogRun
        | Room::LogHead
        | Room::Journal
        | Room::JournalHead
        | Room::Change
        | Room::Again
        | Room::CompanyEntry
        | Room::Epoch => Source::Fact,
        Room::Account
        | Room::AccountByEmail
        | Room::Membership
        | Room::InvitationCode
        | Room::TokenKey
        | Room::SecurityEvent
        | Room::Setup
        | Room::Outbox
        | Room::OutboxHeld
        | Room::Recovery
        | Room::Awaited
        | Room::Request => Source::AsOfBackup,
        // The foundation has its keys already.
        Room::DataKey
        | Room::ServerKey
        | Room::Setting
        | Room::Session
        | Room::SessionByAccount
        | Room::PasswordReset
        | Room::CalendarFeed
        | Room::CalendarFeedByMember
        | Room::AccessToken
        | Room::AccessTokenByHash
        | Room::Backup
        | Room::KeptAnswer => Source::Nowhere,
        Room::View(_) => Source::Journal,
    }
}

/// Copies every row that is what was sealed there; gives the others' keys.
pub(super) fn copy_sound(
    from: &ReadTransaction,
    foundation: &Foundation,
    draft: &Path,
    mut on_progress: impl FnMut(u64, u64),
) -> Result<BTreeSet<(Room, Vec<u8>)>, ReadError> {
    let mut damaged = BTreeSet::new();
    let mut writer = BulkWriter::create(draft)?;
    let (count, mut done) = (count_rows(from)?, 0_u64);
    for name in &table_names(from)? {
        let room = Room::named(name);
        if matches!(room, Some(Room::DataKey | Room::ServerKey)) || name == META_NAME {
            continue;
        }
        writer.put(name, [])?;
        pages(from, name, |page| {
            let whole = page.iter().filter(|(key, value)| {
                let Some(room) = room else { return true };
                // The views are folded again when the copy is opened.
                if room == Room::Setting && key == VIEW_VERSION_KEY {
                    return false;
                }
                let whole = foundation.keys().unseal(room, key, value).is_ok();
                if !whole {
                    damaged.insert((room, key.clone()));
                }
                whole
            });
            let whole: Vec<_> = whole.collect();
            let rows = whole.iter().map(|(key, value)| (&key[..], &value[..]));
            writer.put(name, rows)?;
            done = done.saturating_add(page.len() as u64);
            on_progress(done, count);
            Ok(())
        })?;
    }
    let keys = foundation.data_keys.iter();
    writer.put(
        Room::DataKey.name(),
        keys.map(|(key, value)| (&key[..], &value[..])),
    )?;
    let server_key: [(&[u8], &[u8]); 1] = [(&[], &foundation.server_key)];
    writer.put(Room::ServerKey.name(), server_key)?;
    let format = migrate::format_of(migrate::STEPS).to_be_bytes();
    writer.put(META_NAME, [(migrate::FORMAT_KEY, format.as_slice())])?;
    drop(writer.finish()?);
    Ok(damaged)
}

const META_NAME: &str = "meta-1";

/// Puts into the copy what the backup has of the damaged rows, and of those that are gone.
pub(super) fn take_from_backup(
    copy: &Database,
    foundation: &Foundation,
    backup: impl Read,
    damaged: BTreeSet<(Room, Vec<u8>)>,
) -> Result<Found, RepairError> {
    let mut found = Found::new(foundation.data_keys_taken, foundation.server_key_taken);
    let mut left = damaged;
    let mut reader = FormReader::begin(backup)?;
    let mut room = None;
    let transaction = copy.begin_write().map_err(|error| storage(&error))?;
    while let Some(item) = reader.next()? {
        let rows = match item {
            Item::Table(name) => {
                room = Room::named(&name);
                continue;
            }
            Item::Rows(rows) => rows,
            Item::File(_) | Item::Key(_) | Item::Blob(_) | Item::BlobPart(_) => continue,
        };
        let Some(room) = room else { continue };
        let is_fact = match source(room) {
            Source::Fact => true,
            Source::AsOfBackup => false,
            Source::Nowhere | Source::Journal => continue,
        };
        let mut table = transaction
            .open_table(definition(room.name()))
            .map_err(|error| storage(&error))?;
        for (key, sealed) in rows {
            let place = (room, key);
            let is_damaged = left.contains(&place);
            let is_gone = || {
                let here = table.get(place.1.as_slice());
                here.map(|row| row.is_none())
                    .map_err(|error| storage(&error))
            };
            if !(is_damaged || is_fact && is_gone()?) {
                continue;
            }
            if foundation.keys().unseal(room, &place.1, &sealed).is_err() {
                continue;
            }
            table
                .insert(place.1.as_slice(), sealed.as_slice())
                .map_err(|error| storage(&error))?;
            left.remove(&place);
            let how = if is_fact {
                Mended::FromBackup
            } else {
                Mended::AsOfBackup
            };
            found.add(place, how);
        }
    }
    transaction.commit().map_err(|error| storage(&error))?;
    for place in left {
        let how = match source(place.0) {
            Source::Journal | Source::Fact => Mended::FromJournal,
            Source::Nowhere | Source::AsOfBackup => Mended::Dropped,
        };
        found.add(place, how);
    }
    Ok(found)
}
