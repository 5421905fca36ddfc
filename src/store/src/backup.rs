//! Backups: one file with every row and blob as of one moment, made while the store goes on
//! writing, and checked wholly without restoring it.
//!
//! Owns what is in a backup and when it counts as whole; how it is laid out is [`form`]'s. Values
//! stay sealed as they are in the database. Rows are copied by table name, whatever this version
//! knows of them. Does not know schedules nor where backups are kept (see `server`).

pub(crate) mod companions;
mod file;
pub(crate) mod form;
mod record;
mod resume;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use domain::CompanyId;
use jiff::Timestamp;
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, ReadableTableMetadata};
use redb::{TableDefinition, TableHandle};
use zeroize::Zeroizing;

use crate::blob::BlobFolder;
use crate::error::ReadError;
use crate::keys::{Keyring, company_of};
use crate::open::Store;
use crate::plain;
use crate::room::Room;
use crate::shapes::JournalHead;
use crate::tables::storage;
pub use file::{KeepError, backup_name, is_backup, is_backup_of, keep, keep_from};
use form::{BlobHead, FormReader, FormWriter, Header};
pub use record::{BackupFailure, BackupRecord, BackupState};
pub use resume::{Leftover, ResumePoint};

/// What to put into a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupOptions {
    /// Whether the master key goes in: with it the file alone can be restored, and read by
    /// whoever has it.
    pub with_key: bool,
    /// Now.
    pub now: Timestamp,
}

/// What a backup is of and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupInfo {
    /// When it was begun: it holds what was written until then.
    pub made_at: Timestamp,
    /// The version of TimeTrakr that made it.
    pub version: String,
    /// The server that it is of.
    pub server_id: [u8; 16],
    /// Which life of the journals.
    pub epoch: u64,
    /// The format of the database.
    pub format: u32,
    /// Whether the master key is in it.
    pub with_key: bool,
    /// Each company's last journal position.
    pub positions: Vec<(CompanyId, u64)>,
    /// How many rows.
    pub rows: u64,
    /// How many blobs.
    pub blobs: u64,
    /// How many bytes their files have.
    pub blob_bytes: u64,
}

impl BackupInfo {
    pub(crate) fn new(header: &Header, totals: form::Totals) -> Self {
        let positions = header
            .positions
            .iter()
            .map(|(company, position)| (CompanyId::from_bytes(*company), *position));
        Self {
            made_at: header.made_at,
            version: header.version.clone(),
            server_id: header.server_id,
            epoch: header.epoch,
            format: header.format,
            with_key: header.with_key,
            positions: positions.collect(),
            rows: totals.rows,
            blobs: totals.blobs,
            blob_bytes: totals.blob_bytes,
        }
    }
}

/// A backup was not made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database cannot be read.
    #[error("the database cannot be read: {0}")]
    Read(#[from] ReadError),
    /// The backup cannot be written, or a blob cannot be read.
    #[error("the backup cannot be written: {0}")]
    Disk(#[from] io::Error),
    /// What it is to go on from is of another server or form.
    #[error("what is there of a backup is of something else; remove it")]
    OtherPoint,
}

/// A file is not a backup that can be used.
#[derive(Debug, thiserror::Error)]
pub enum BackupFileError {
    /// It is something else.
    #[error("it is not a TimeTrakr backup")]
    NotABackup,
    /// A newer version made it.
    #[error("a newer TimeTrakr made this backup; use that version or a newer one")]
    NewerForm,
    /// It ends before its end.
    #[error("the backup is not whole: it ends too early")]
    Incomplete,
    /// It is not what was written.
    #[error("the backup is damaged near byte {offset}; use another one")]
    Damaged {
        /// About where.
        offset: u64,
    },
    /// It cannot be read.
    #[error("the backup cannot be read: {0}")]
    Disk(#[from] io::Error),
}

/// What a backup is made of: a database and what else belongs to it.
pub(crate) struct Source<'a> {
    pub(crate) database: &'a Database,
    pub(crate) keys: &'a Keyring,
    pub(crate) blobs: Option<&'a BlobFolder>,
    /// The data folder, if it has one.
    pub(crate) folder: Option<&'a Path>,
    pub(crate) server_id: [u8; 16],
    pub(crate) epoch: u64,
    pub(crate) format: u32,
}

impl Store {
    /// Writes a backup of everything as it is now; nobody waits for it, and it holds little in
    /// memory. It takes long on a large database: call it from a thread that may block.
    ///
    /// # Errors
    /// When the database cannot be read or `out` cannot be written; what was written then is not
    /// a backup, and no check takes it for one.
    pub fn backup(
        &self,
        options: BackupOptions,
        out: &mut impl Write,
    ) -> Result<BackupInfo, BackupError> {
        self.backup_from(options, None, out)
    }

    /// As [`Store::backup`], going on after what stands of one that broke off: `out` continues
    /// it. The point must be one that [`Store::can_resume`].
    ///
    /// # Errors
    /// As [`Store::backup`], and when the point is of something else.
    pub fn backup_from(
        &self,
        options: BackupOptions,
        point: Option<&ResumePoint>,
        out: &mut impl Write,
    ) -> Result<BackupInfo, BackupError> {
        let shared = self.shared();
        let source = Source {
            database: shared.readable(),
            keys: &shared.keys,
            blobs: shared.blobs.as_ref(),
            folder: shared.folder.as_deref(),
            server_id: shared.identity.server_id,
            epoch: shared.identity.epoch,
            format: shared.format,
        };
        write(&source, options, point, out)
    }
}

/// Writes a backup.
pub(crate) fn write(
    source: &Source<'_>,
    options: BackupOptions,
    point: Option<&ResumePoint>,
    out: &mut impl Write,
) -> Result<BackupInfo, BackupError> {
    // What a row refers to was kept before the row: every blob is there that the rows need.
    let _kept = source.blobs.map(BlobFolder::keep_all);
    let rows = source
        .database
        .begin_read()
        .map_err(|error| storage(&error))?;
    let header = Header {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: options.now,
        server_id: source.server_id,
        epoch: source.epoch,
        format: source.format,
        with_key: options.with_key,
        rows: count_rows(&rows)?,
        positions: positions(&rows, source.keys)?,
    };
    let mut form = match point {
        Some(point) if point.leads_to(&header) => FormWriter::resume(out, point, &header)?,
        Some(_) => return Err(BackupError::OtherPoint),
        None => FormWriter::begin(out, &header)?,
    };
    if let Some(blobs) = source.blobs {
        write_blobs(blobs, point, &mut form)?;
    }
    if options.with_key {
        let key = Zeroizing::new(source.keys.master_key().to_bytes());
        form.key(&key)?;
    }
    for name in table_names(&rows)? {
        write_table(&rows, &name, &mut form)?;
    }
    if let Some(folder) = source.folder {
        for file in companions::read(folder)? {
            form.file(&file)?;
        }
    }
    Ok(BackupInfo::new(&header, form.end()?))
}

/// The definition of a table by its name: keys and values are bytes everywhere.
pub(crate) const fn definition(name: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(name)
}

/// Every table there is, in the order of their names.
pub(crate) fn table_names(rows: &ReadTransaction) -> Result<Vec<String>, ReadError> {
    let tables = rows.list_tables().map_err(|error| storage(&error))?;
    let mut names: Vec<String> = tables.map(|table| table.name().to_owned()).collect();
    names.sort_unstable();
    Ok(names)
}

/// How many rows all tables have.
pub(crate) fn count_rows(rows: &ReadTransaction) -> Result<u64, ReadError> {
    let mut count = 0_u64;
    for name in table_names(rows)? {
        let table = rows
            .open_table(definition(&name))
            .map_err(|error| storage(&error))?;
        count = count.saturating_add(table.len().map_err(|error| storage(&error))?);
    }
    Ok(count)
}

fn positions(rows: &ReadTransaction, keys: &Keyring) -> Result<Vec<([u8; 16], u64)>, ReadError> {
    let room = Room::JournalHead;
    let table = match rows.open_table(room.definition()) {
        Ok(table) => table,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        Err(error) => return Err(storage(&error)),
    };
    let mut positions = Vec::new();
    for found in table.iter().map_err(|error| storage(&error))? {
        let (key, sealed) = found.map_err(|error| storage(&error))?;
        let company = company_of(key.value()).ok_or(ReadError::Corrupt { table: room.name() })?;
        // A damaged head is for `verify` to tell of; the rows are worth keeping all the same.
        let head = keys
            .unseal(room, key.value(), sealed.value())
            .and_then(|bytes| plain::decode::<JournalHead>(room, &bytes));
        positions.extend(head.ok().map(|head| (company.to_bytes(), head.positions)));
    }
    Ok(positions)
}

fn write_table<W: Write>(
    rows: &ReadTransaction,
    name: &str,
    form: &mut FormWriter<W>,
) -> Result<(), BackupError> {
    form.table(name)?;
    let table = rows
        .open_table(definition(name))
        .map_err(|error| storage(&error))?;
    let (mut packed, mut count) = (Vec::new(), 0_u64);
    for found in table.iter().map_err(|error| storage(&error))? {
        let (key, value) = found.map_err(|error| storage(&error))?;
        form::pack(&mut packed, key.value(), value.value());
        count = count.saturating_add(1);
        if packed.len() >= form::ROWS_BYTES {
            form.rows(&packed, count)?;
            packed.clear();
            count = 0;
        }
    }
    if count > 0 {
        form.rows(&packed, count)?;
    }
    Ok(())
}

fn write_blobs<W: Write>(
    blobs: &BlobFolder,
    point: Option<&ResumePoint>,
    form: &mut FormWriter<W>,
) -> Result<(), BackupError> {
    let mut part = Vec::new();
    for (company, blob) in blobs.list()? {
        if point.is_some_and(|point| point.has(company, blob)) {
            continue;
        }
        let mut file = File::open(blobs.file(company, blob))?;
        let bytes = file.metadata()?.len();
        form.blob(&BlobHead {
            company: company.to_bytes(),
            blob: blob.to_bytes(),
            bytes,
        })?;
        let mut left = bytes;
        while left > 0 {
            part.clear();
            let wanted = left.min(form::BLOB_PART_BYTES as u64);
            let read = (&mut file).take(wanted).read_to_end(&mut part)?;
            if read == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            form.blob_part(&part)?;
            left = left.saturating_sub(read as u64);
        }
    }
    Ok(())
}

/// Reads a backup to its end and says what it is, when every byte of it is what was written.
/// `on_progress` hears how many bytes were read.
///
/// # Errors
/// When it is not a whole backup, or cannot be read.
pub fn check(
    backup: impl Read,
    mut on_progress: impl FnMut(u64),
) -> Result<BackupInfo, BackupFileError> {
    let mut reader = FormReader::begin(backup)?;
    while reader.next()?.is_some() {
        on_progress(reader.offset());
    }
    Ok(BackupInfo::new(reader.header(), reader.totals()))
}
