//! What a database is given at its first start, and what every later start reads first: the
//! format, the keys, the server's identity.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use oplog::SigningKey;
use oplog::codec;
use redb::{Database, ReadableDatabase, ReadableTable, TableError};
use zeroize::Zeroizing;

use super::{Identity, OpenError, Shared};
use crate::ambient::Ambient;
use crate::backup::{self, BackupOptions, Source};
use crate::blob::BlobFolder;
use crate::company::recovery;
use crate::error::ReadError;
use crate::keys::Keyring;
use crate::migrate::{self, FORMAT_KEY, Step};
use crate::plain::{self, Plain};
use crate::room::{META, Room};
use crate::seal::MasterKey;
use crate::shapes::ServerKeyRow;
use crate::tables::{ReadTables, storage};
use crate::verify::refold;

/// The keys and the identity of a database, made if it is new.
pub(super) fn keys_of(
    database: &Database,
    folder: Option<&Path>,
    steps: &[Step],
    ambient: &Arc<dyn Ambient>,
    master_key: impl FnOnce(bool) -> Result<MasterKey, OpenError>,
) -> Result<(Keyring, Identity), OpenError> {
    let known = migrate::format_of(steps);
    match format(database)? {
        Some(found) if found > known => Err(OpenError::NewerFormat { found, known }),
        Some(found) if found < known => {
            let master = master_key(false)?;
            let (keys, identity) = load(database, &master, ambient)?;
            if let Some(folder) = folder {
                copy_first(database, &keys, &identity, found, folder)?;
            }
            migrate::run(database, &keys, found, steps)?;
            load(database, &master, ambient)
        }
        Some(_) => load(database, &master_key(false)?, ambient),
        None => make(database, known, &master_key(true)?, ambient),
    }
}

/// Makes a backup beside the database before it is migrated, unless one was made already.
fn copy_first(
    database: &Database,
    keys: &Keyring,
    identity: &Identity,
    format: u32,
    folder: &Path,
) -> Result<(), OpenError> {
    let path = folder.join(format!("before-format-{}.backup", format.saturating_add(1)));
    if path.exists() {
        return Ok(());
    }
    let blobs = BlobFolder::new(folder);
    let source = Source {
        database,
        keys,
        blobs: Some(&blobs),
        folder: Some(folder),
        server_id: identity.server_id,
        epoch: identity.epoch,
        format,
    };
    let options = BackupOptions {
        with_key: true,
        now: Timestamp::UNIX_EPOCH,
    };
    backup::keep(&path, |mut out| {
        backup::write(&source, options, None, &mut out).map(drop)
    })
    .map_err(|error| OpenError::NoCopy(error.to_string()))?;
    tracing::info!(path = %path.display(), "a backup was made before the database is migrated");
    Ok(())
}

/// Refuses a database whose views a newer engine made: its journal may hold what this one cannot
/// read.
pub(super) fn refuse_newer_views(shared: &Arc<Shared>) -> Result<(), OpenError> {
    let transaction = shared
        .database
        .begin_read()
        .map_err(|error| storage(&error))?;
    let rows = ReadTables::new(transaction, Arc::clone(&shared.keys));
    let known = engine::VIEW_VERSION;
    match rows.row::<u32>(Room::Setting, refold::VIEW_VERSION_KEY)? {
        Some(found) if found > known => Err(OpenError::NewerViews { found, known }),
        Some(_) | None => Ok(()),
    }
}

/// Finds the companies of whose recovery ops are left to be judged.
pub(super) fn find_unjudged(shared: &Arc<Shared>) -> Result<(), OpenError> {
    let transaction = shared
        .database
        .begin_read()
        .map_err(|error| storage(&error))?;
    let rows = ReadTables::new(transaction, Arc::clone(&shared.keys));
    for company in recovery::unfinished(&rows)? {
        shared.judge_next(company);
    }
    Ok(())
}

fn format(database: &Database) -> Result<Option<u32>, OpenError> {
    let transaction = database.begin_read().map_err(|error| storage(&error))?;
    let table = match transaction.open_table(META) {
        Ok(table) => table,
        Err(TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(storage(&error).into()),
    };
    let Some(value) = table.get(FORMAT_KEY).map_err(|error| storage(&error))? else {
        return Ok(None);
    };
    let bytes = value
        .value()
        .try_into()
        .map_err(|_| ReadError::Corrupt { table: "meta-1" })?;
    Ok(Some(u32::from_be_bytes(bytes)))
}

fn make(
    database: &Database,
    format: u32,
    master: &MasterKey,
    ambient: &Arc<dyn Ambient>,
) -> Result<(Keyring, Identity), OpenError> {
    let (keys, fresh) = Keyring::first(master, Arc::clone(ambient));
    let row = ServerKeyRow {
        seed: keys.random(),
        server_id: keys.random(),
        epoch: 1,
    };
    let (key, value) = fresh.row();
    let server_key = Zeroizing::new(codec::encode(&row));
    let view_version = codec::encode(&engine::VIEW_VERSION);
    let rows = [
        (Room::DataKey, key.as_slice(), value),
        (Room::ServerKey, &[], server_key.as_slice()),
        (
            Room::Setting,
            refold::VIEW_VERSION_KEY,
            view_version.as_slice(),
        ),
    ];
    let mut transaction = database.begin_write().map_err(|error| storage(&error))?;
    transaction.set_two_phase_commit(true);
    transaction.set_quick_repair(true);
    for (room, key, value) in rows {
        let sealed = keys.seal(room, key, value)?;
        let mut table = transaction
            .open_table(room.definition())
            .map_err(|error| storage(&error))?;
        table
            .insert(key, sealed.as_slice())
            .map_err(|error| storage(&error))?;
    }
    migrate::write_format(&transaction, format)?;
    transaction.commit().map_err(|error| storage(&error))?;
    let identity = identity(&row, &keys);
    Ok((keys, identity))
}

fn load(
    database: &Database,
    master: &MasterKey,
    ambient: &Arc<dyn Ambient>,
) -> Result<(Keyring, Identity), OpenError> {
    let transaction = database.begin_read().map_err(|error| storage(&error))?;
    let table = transaction
        .open_table(Room::DataKey.definition())
        .map_err(|error| storage(&error))?;
    let mut rows = Vec::new();
    for found in table.iter().map_err(|error| storage(&error))? {
        let (key, sealed) = found.map_err(|error| storage(&error))?;
        rows.push((key.value().to_vec(), sealed.value().to_vec()));
    }
    let keys = Keyring::load(master, rows, Arc::clone(ambient)).ok_or(OpenError::WrongMasterKey)?;
    let table = transaction
        .open_table(Room::ServerKey.definition())
        .map_err(|error| storage(&error))?;
    let none: &[u8] = &[];
    let sealed = table.get(none).map_err(|error| storage(&error))?;
    let sealed = sealed.ok_or(ReadError::Corrupt {
        table: Room::ServerKey.name(),
    })?;
    let bytes = Zeroizing::new(keys.unseal(Room::ServerKey, none, sealed.value())?);
    let row: ServerKeyRow = plain::decode(Room::ServerKey, &bytes)?;
    let identity = identity(&row, &keys);
    Ok((keys, identity))
}

fn identity(row: &ServerKeyRow, keys: &Keyring) -> Identity {
    Identity {
        key: SigningKey::from_seed(row.seed),
        server_id: row.server_id,
        epoch: row.epoch,
        boot_id: u64::from_be_bytes(keys.random()),
    }
}
