//! What everything else stands on: the format, the keys and the server's identity, from the
//! database where they are whole, else from the backup.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use oplog::SigningKey;
use redb::{ReadTransaction, TableError};
use zeroize::Zeroizing;

use super::{RepairError, opened};
use crate::ambient::Machine;
use crate::backup::BackupInfo;
use crate::backup::form::{FormReader, Item};
use crate::error::ReadError;
use crate::keys::Keyring;
use crate::migrate::{self, FORMAT_KEY};
use crate::open::OpenError;
use crate::plain::{self, Pair};
use crate::room::{META, Room};
use crate::seal::MasterKey;
use crate::shapes::ServerKeyRow;
use crate::tables::storage;

/// The keys and the identity, and their rows as they are to be.
pub(super) struct Foundation {
    keys: Arc<Keyring>,
    /// The rows of the data keys, sealed.
    pub(super) data_keys: BTreeMap<Vec<u8>, Vec<u8>>,
    /// The one row of the server's key, sealed.
    pub(super) server_key: Vec<u8>,
    /// Data keys that the database had no more.
    pub(super) data_keys_taken: u64,
    /// Whether the server's key is the backup's.
    pub(super) server_key_taken: bool,
    pub(super) signing: SigningKey,
}

impl Foundation {
    /// Finds it.
    ///
    /// # Errors
    /// When the backup is not of this server and of this life, or the master key is not theirs.
    pub(super) fn lay(
        from: &ReadTransaction,
        backup: &Path,
        master: &MasterKey,
        info: &BackupInfo,
    ) -> Result<Self, RepairError> {
        let here = format(from)?.unwrap_or(info.format);
        let known = migrate::format_of(migrate::STEPS);
        if here > known {
            return Err(OpenError::NewerFormat { found: here, known }.into());
        }
        if info.format != here || here != known {
            return Err(RepairError::OtherFormat {
                backup: info.format,
                here,
            });
        }
        let theirs = of_backup(backup)?;
        let (data_keys, data_keys_taken) = data_keys(rows(from, Room::DataKey)?, &theirs, master);
        let ring = Keyring::load(
            master,
            data_keys.clone().into_iter().collect(),
            Arc::new(Machine::from_now()),
        );
        let keys = ring.ok_or(OpenError::WrongMasterKey)?;
        let own = rows(from, Room::ServerKey)?
            .into_iter()
            .find(|(key, _)| key.is_empty());
        let own = own.map(|(_, sealed)| sealed);
        let whole = own.filter(|sealed| server_key(&keys, sealed).is_ok());
        let server_key_taken = whole.is_none();
        let sealed = whole.or_else(|| theirs.server_key.clone());
        let sealed = sealed.ok_or(ReadError::Corrupt {
            table: Room::ServerKey.name(),
        })?;
        let row = server_key(&keys, &sealed).map_err(|_| RepairError::OtherServer)?;
        if row.server_id != info.server_id {
            return Err(RepairError::OtherServer);
        }
        if row.epoch != info.epoch {
            return Err(RepairError::OtherLife);
        }
        Ok(Self {
            keys: Arc::new(keys),
            data_keys,
            server_key: sealed,
            data_keys_taken,
            server_key_taken,
            signing: SigningKey::from_seed(row.seed),
        })
    }

    pub(super) const fn keys(&self) -> &Arc<Keyring> {
        &self.keys
    }
}

fn server_key(keys: &Keyring, sealed: &[u8]) -> Result<ServerKeyRow, ReadError> {
    let bytes = Zeroizing::new(keys.unseal(Room::ServerKey, &[], sealed)?);
    plain::decode(Room::ServerKey, &bytes)
}

/// The format that the database says, if it says one.
fn format(from: &ReadTransaction) -> Result<Option<u32>, ReadError> {
    let table = match from.open_table(META) {
        Ok(table) => table,
        Err(TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(storage(&error)),
    };
    let value = table.get(FORMAT_KEY).map_err(|error| storage(&error))?;
    Ok(value
        .and_then(|value| value.value().try_into().ok())
        .map(u32::from_be_bytes))
}

/// Every row of a small table, sealed.
fn rows(from: &ReadTransaction, room: Room) -> Result<Vec<Pair>, ReadError> {
    use redb::ReadableTable;
    let table = match from.open_table(room.definition()) {
        Ok(table) => table,
        Err(TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        Err(error) => return Err(storage(&error)),
    };
    let mut rows = Vec::new();
    for found in table.iter().map_err(|error| storage(&error))? {
        let (key, value) = found.map_err(|error| storage(&error))?;
        rows.push((key.value().to_vec(), value.value().to_vec()));
    }
    Ok(rows)
}

/// What a backup has of it.
#[derive(Default)]
struct Theirs {
    data_keys: Vec<Pair>,
    server_key: Option<Vec<u8>>,
}

fn of_backup(backup: &Path) -> Result<Theirs, RepairError> {
    let mut reader = FormReader::begin(opened(backup)?)?;
    let (mut theirs, mut table) = (Theirs::default(), String::new());
    while let Some(item) = reader.next()? {
        match item {
            Item::Table(name) => table = name,
            Item::Rows(rows) if table == Room::DataKey.name() => theirs.data_keys.extend(rows),
            Item::Rows(rows) if table == Room::ServerKey.name() => {
                theirs.server_key = rows.into_iter().next().map(|(_, value)| value);
            }
            Item::Rows(_) | Item::File(_) | Item::Key(_) | Item::Blob(_) | Item::BlobPart(_) => {}
        }
    }
    Ok(theirs)
}

/// Own keys where they are whole, the backup's for the others.
fn data_keys(
    own: Vec<Pair>,
    theirs: &Theirs,
    master: &MasterKey,
) -> (BTreeMap<Vec<u8>, Vec<u8>>, u64) {
    let master = master.sealing();
    let whole = |(key, sealed): &Pair| master.unseal(Room::DataKey, key, sealed).is_ok();
    let mut keys: BTreeMap<_, _> = own.into_iter().filter(whole).collect();
    let mut taken = 0_u64;
    for (key, sealed) in theirs.data_keys.iter().filter(|pair| whole(pair)) {
        if !keys.contains_key(key) {
            keys.insert(key.clone(), sealed.clone());
            taken = taken.saturating_add(1);
        }
    }
    (keys, taken)
}
