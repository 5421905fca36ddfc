//! Bringing a backup back into an empty data folder.
//!
//! Owns the order of it: everything is written and checked in a folder of its own inside the data
//! folder, and moved to its place at the end, the database last; an interrupted restore is begun
//! anew and never taken for data. A restored server begins a new life (see [`life`]).

mod life;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use domain::CompanyId;
use engine::rows::{self, CompanyRow};
use engine::{Command, access};
use jiff::Timestamp;

use crate::backup::companions;
use crate::backup::form::{BlobHead, FormReader, Item};
use crate::backup::{BackupFileError, BackupInfo};
use crate::blob::{self, BlobFolder, BlobId};
use crate::bulk::BulkWriter;
use crate::company::execute::{Execute, ExecuteError};
use crate::error::{Failure, ReadError, WriteError};
use crate::migrate;
use crate::open::{FILE_NAME, OpenError, OpenOptions, Store, master};
use crate::seal::MasterKey;
use crate::verify::VerifyReport;
use crate::writer::reply::Reply;
pub use life::RestoreRecord;

/// The folder in the data folder where a restore is put together.
pub(crate) const PARTIAL: &str = "restore.partial";
/// What is moved to its place before the database is.
const BEFORE_THE_DATABASE: [&str; 3] = [
    companions::FOLDER_NAME,
    blob::FOLDER_NAME,
    master::KEY_FILE_NAME,
];

/// A backup was not restored. The data folder holds nothing that a server takes for data.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The folder has something in it.
    #[error("{path} is not empty; restore into a new folder", path = .0.display())]
    NotEmpty(PathBuf),
    /// The backup cannot be used.
    #[error(transparent)]
    File(#[from] BackupFileError),
    /// The backup has no key, and none was given.
    #[error(
        "this backup was made without its key; give the master.key of the server that it is of"
    )]
    KeyMissing,
    /// The backup's database has a format that this version does not know.
    #[error(
        "the backup's database has format {found}, this version knows {known}; use TimeTrakr {version} or a newer one"
    )]
    NewerFormat {
        /// The format found.
        found: u32,
        /// The format that this version writes.
        known: u32,
        /// The version that made the backup.
        version: String,
    },
    /// The disk failed.
    #[error("{path} cannot be written: {source}", path = path.display())]
    Disk {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The restored database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The restored database cannot be read or written.
    #[error("the restored database cannot be used: {0}")]
    Storage(String),
}

impl From<ReadError> for RestoreError {
    fn from(error: ReadError) -> Self {
        Self::Storage(error.to_string())
    }
}

impl From<ExecuteError> for RestoreError {
    fn from(error: ExecuteError) -> Self {
        Self::Storage(error.to_string())
    }
}

impl From<WriteError> for RestoreError {
    fn from(error: WriteError) -> Self {
        Self::Storage(error.to_string())
    }
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup.
    pub info: BackupInfo,
    /// The new life of the journals.
    pub epoch: u64,
    /// The companies.
    pub companies: Vec<RestoredCompany>,
    /// How many effects wait for an operator.
    pub held: usize,
    /// What verifying everything found.
    pub report: VerifyReport,
}

/// How far a company is back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredCompany {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The last journal position that is back. What had a later one may be gone.
    pub position: u64,
}

/// Restores a backup into an empty folder, which is made if it is not there. `on_progress` hears
/// how many bytes of the backup were read.
///
/// # Errors
/// When the folder is in use, the backup is not whole or its key is not there. Damage that the
/// database had before it was backed up is no error but a problem in the report.
pub fn restore(
    backup: impl Read,
    data: &Path,
    key: Option<MasterKey>,
    now: Timestamp,
    on_progress: impl FnMut(u64),
) -> Result<Restored, RestoreError> {
    let disk = |source| RestoreError::Disk {
        path: data.to_owned(),
        source,
    };
    let reader = FormReader::begin(backup)?;
    refuse_early(&reader, key.is_some())?;
    master::make_folder(data)?;
    clear(data)
        .map_err(disk)?
        .then_some(())
        .ok_or_else(|| RestoreError::NotEmpty(data.to_owned()))?;
    let partial = data.join(PARTIAL);
    master::make_folder(&partial)?;
    let restored = fill(reader, &partial, key, on_progress)
        .and_then(|(info, key)| begin_life(&partial, &key, info, now));
    let restored = restored.inspect_err(|_| {
        // What cannot be removed now is removed by the next restore.
        let _gone = fs::remove_dir_all(&partial);
    })?;
    take_over(&partial, data).map_err(disk)?;
    Ok(restored)
}

/// What can be refused before anything is written.
fn refuse_early<R: Read>(reader: &FormReader<R>, key_given: bool) -> Result<(), RestoreError> {
    let header = reader.header();
    let known = migrate::format_of(migrate::STEPS);
    if header.format > known {
        return Err(RestoreError::NewerFormat {
            found: header.format,
            known,
            version: header.version.clone(),
        });
    }
    if header.with_key || key_given {
        Ok(())
    } else {
        Err(RestoreError::KeyMissing)
    }
}

/// Whether the folder is empty, after what an interrupted restore left there was removed.
fn clear(data: &Path) -> io::Result<bool> {
    let names: Vec<OsString> = fs::read_dir(data)?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<io::Result<_>>()?;
    if !names.iter().any(|name| name == PARTIAL) {
        return Ok(names.is_empty());
    }
    // The database is moved last, so that without it nothing here was ever served.
    let ours =
        |name: &OsString| name == PARTIAL || BEFORE_THE_DATABASE.iter().any(|ours| name == ours);
    if !names.iter().all(ours) {
        return Ok(false);
    }
    for name in names {
        let path = data.join(name);
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    Ok(true)
}

/// Writes everything that is in the backup; gives the key to it.
fn fill<R: Read>(
    mut reader: FormReader<R>,
    partial: &Path,
    given: Option<MasterKey>,
    mut on_progress: impl FnMut(u64),
) -> Result<(BackupInfo, MasterKey), RestoreError> {
    let disk = |source| RestoreError::Disk {
        path: partial.to_owned(),
        source,
    };
    let mut rows = BulkWriter::create(&partial.join(FILE_NAME))?;
    let blobs = BlobFolder::new(partial);
    let (mut key, mut table, mut blob) = (given, String::new(), None::<BlobFile>);
    while let Some(item) = reader.next()? {
        match item {
            // A key that was given is one that the operator wants to be used.
            Item::Key(found) => key = key.or(Some(MasterKey::from_bytes(*found))),
            Item::Table(name) => {
                rows.put(&name, [])?;
                table = name;
            }
            Item::Rows(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| (&key[..], &value[..]));
                rows.put(&table, pairs)?;
            }
            Item::File(file) => {
                if !companions::write(partial, &file).map_err(disk)? {
                    return Err(damaged(&reader).into());
                }
            }
            Item::Blob(head) => blob = BlobFile::create(&blobs, head).map_err(disk)?,
            Item::BlobPart(part) => {
                let file = blob.take().ok_or_else(|| damaged(&reader))?;
                blob = file.add(&part).map_err(disk)?;
            }
        }
        on_progress(reader.offset());
    }
    drop(rows.finish()?);
    let key = key.ok_or(RestoreError::KeyMissing)?;
    master::write_key(partial, &partial.join(master::KEY_FILE_NAME), &key).map_err(disk)?;
    Ok((BackupInfo::new(reader.header(), reader.totals()), key))
}

fn damaged<R: Read>(reader: &FormReader<R>) -> BackupFileError {
    BackupFileError::Damaged {
        offset: reader.offset(),
    }
}

/// A blob's file that is being written.
struct BlobFile {
    file: File,
    left: u64,
}

impl BlobFile {
    /// `None` when it is whole already, being empty.
    fn create(blobs: &BlobFolder, head: BlobHead) -> io::Result<Option<Self>> {
        let company = CompanyId::from_bytes(head.company);
        let path = blobs.file(company, BlobId::from_bytes(head.blob));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let new = Self {
            file: File::create_new(&path)?,
            left: head.bytes,
        };
        Ok((head.bytes > 0).then_some(new))
    }

    /// `None` when it is whole after this part.
    fn add(mut self, part: &[u8]) -> io::Result<Option<Self>> {
        self.file.write_all(part)?;
        self.left = self.left.saturating_sub(part.len() as u64);
        if self.left > 0 {
            return Ok(Some(self));
        }
        self.file.sync_all()?;
        Ok(None)
    }
}

/// Opens what was written, begins its new life and verifies it.
fn begin_life(
    partial: &Path,
    key: &MasterKey,
    info: BackupInfo,
    now: Timestamp,
) -> Result<Restored, RestoreError> {
    let open = || {
        let master_key = Some(key.clone());
        Store::open(partial, OpenOptions { master_key })
    };
    let store = open()?;
    let made_at = info.made_at;
    let begun: Reply<usize, WriteError> = store.submit(None, 1, move |unit| {
        life::begin(unit, made_at, now).map_err(Failure::from)
    });
    let held = begun.wait()?;
    drop(store);
    let store = open()?;
    let mut companies = Vec::new();
    for (company, _) in store.system()?.companies()? {
        let note = Command::NoteServerRestored {
            backup_made_at: made_at,
            epoch: store.epoch(),
        };
        store
            .execute(Execute::new(company, access::SYSTEM, note, now))
            .wait()?;
        let snapshot = store.snapshot(company)?;
        let row: Option<CompanyRow> =
            rows::get(&snapshot, &[]).map_err(|error| RestoreError::Storage(error.to_string()))?;
        companies.push(RestoredCompany {
            company,
            name: row.map(|row| row.name).unwrap_or_default(),
            // The note is the first of the new life.
            position: snapshot.position().saturating_sub(1),
        });
    }
    Ok(Restored {
        info,
        epoch: store.epoch(),
        companies,
        held,
        report: store.verify()?,
    })
}

/// Moves everything to its place, the database last.
fn take_over(partial: &Path, data: &Path) -> io::Result<()> {
    let blobs = partial.join(blob::FOLDER_NAME);
    if blobs.is_dir() {
        sync_folders(&blobs)?;
    }
    for name in BEFORE_THE_DATABASE.iter().chain(&[FILE_NAME]) {
        let from = partial.join(name);
        if from.try_exists()? {
            fs::rename(from, data.join(name))?;
        }
        File::open(data)?.sync_all()?;
    }
    fs::remove_dir_all(partial)
}

/// Puts the names of a folder's folders, and of what is in them, on disk.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        File::open(entry?.path())?.sync_all()?;
    }
    File::open(folder)?.sync_all()
}
