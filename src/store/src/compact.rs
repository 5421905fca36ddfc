//! Giving back dead space: the live rows are copied to a new file, compared with what they were
//! copied from, and the new file takes the place of the old one in one step.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};
use redb::{DatabaseError, ReadOnlyTable};

use crate::backup::{count_rows, definition, table_names};
use crate::bulk::BulkWriter;
use crate::error::ReadError;
use crate::open::{self, FILE_NAME, master};
use crate::tables::storage;

/// The new file's name until it is whole.
const DRAFT_NAME: &str = "timetrakr.redb.compact";
/// How many rows are copied at a time.
const PAGE_ROWS: usize = 1_024;

/// The database was not made smaller. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    /// A server or another command has it open.
    #[error("the database is in use by another TimeTrakr; stop that one first")]
    InUse,
    /// There is none.
    #[error("there is no database in {path}", path = .0.display())]
    Missing(PathBuf),
    /// The folder cannot be used.
    #[error("{path} cannot be used: {source}", path = path.display())]
    Disk {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database failed, such as when the disk has no space for the copy.
    #[error("the database could not be copied: {0}")]
    Read(#[from] ReadError),
    /// The copy is not what was copied: the disk cannot be trusted.
    #[error("the copy is not what was copied; nothing was changed, and the disk may be failing")]
    Differs,
}

/// What making a database smaller came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// How many bytes the file had.
    pub bytes_before: u64,
    /// How many it has.
    pub bytes_after: u64,
    /// How many rows there are.
    pub rows: u64,
}

/// Copies the live rows of a data folder's database to a new file that takes its place. Nothing
/// may have the database open. `on_progress` hears how many of how many rows are done; each is
/// written and read again.
///
/// # Errors
/// When the database is in use or the disk fails; the database is as it was then.
pub fn compact(
    data: &Path,
    mut on_progress: impl FnMut(u64, u64),
) -> Result<Compacted, CompactError> {
    let disk = |source| CompactError::Disk {
        path: data.to_owned(),
        source,
    };
    let (path, draft) = (data.join(FILE_NAME), data.join(DRAFT_NAME));
    if !path.try_exists().map_err(disk)? {
        return Err(CompactError::Missing(data.to_owned()));
    }
    let database = open::builder().open(&path).map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => CompactError::InUse,
        other => CompactError::Read(storage(&other)),
    })?;
    remove_if_there(&draft).map_err(disk)?;
    let copied = copy(&database, &draft, &mut on_progress);
    let rows = copied.inspect_err(|_| {
        // What cannot be removed now is removed by the next run.
        let _gone = remove_if_there(&draft);
    })?;
    let bytes = |path: &Path| fs::metadata(path).map(|meta| meta.len());
    let compacted = Compacted {
        bytes_before: bytes(&path).map_err(disk)?,
        bytes_after: bytes(&draft).map_err(disk)?,
        rows,
    };
    master::owner_only(&draft).map_err(|_| CompactError::Differs)?;
    // The old file is held open until here, so that no server begins on it meanwhile.
    fs::rename(&draft, &path).map_err(disk)?;
    drop(database);
    File::open(data)
        .and_then(|folder| folder.sync_all())
        .map_err(disk)?;
    Ok(compacted)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn copy(
    database: &Database,
    draft: &Path,
    on_progress: &mut impl FnMut(u64, u64),
) -> Result<u64, CompactError> {
    let from = begin(database)?;
    let count = count_rows(&from)?;
    let steps = count.saturating_mul(2);
    let mut done = 0_u64;
    let mut advance = |rows: usize| {
        done = done.saturating_add(rows as u64);
        on_progress(done, steps);
    };
    let mut writer = BulkWriter::create(draft)?;
    let names = table_names(&from)?;
    let mut copied = blake3::Hasher::new();
    for name in &names {
        writer.put(name, [])?;
        pages(&from, name, |page| {
            hash(&mut copied, name, page);
            writer.put(name, page.iter().map(|(key, value)| (&key[..], &value[..])))?;
            advance(page.len());
            Ok(())
        })?;
    }
    // A file that grew has room to grow on, which is what is to be given back.
    let mut filled = writer.finish()?;
    filled.compact().map_err(|error| storage(&error))?;
    // Read again from the file, through a database that was opened anew.
    drop(filled);
    let written = open::builder()
        .open(draft)
        .map_err(|error| storage(&error))?;
    let to = begin(&written)?;
    let mut read = blake3::Hasher::new();
    for name in &table_names(&to)? {
        pages(&to, name, |page| {
            hash(&mut read, name, page);
            advance(page.len());
            Ok(())
        })?;
    }
    let same = names == table_names(&to)? && copied.finalize() == read.finalize();
    same.then_some(count).ok_or(CompactError::Differs)
}

fn begin(database: &Database) -> Result<ReadTransaction, ReadError> {
    database.begin_read().map_err(|error| storage(&error))
}

fn hash(hasher: &mut blake3::Hasher, table: &str, page: &[(Vec<u8>, Vec<u8>)]) {
    for (key, value) in page {
        for part in [table.as_bytes(), key, value] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
    }
}

/// Gives the rows of a table, some at a time.
pub(crate) fn pages(
    rows: &ReadTransaction,
    name: &str,
    mut each: impl FnMut(&[(Vec<u8>, Vec<u8>)]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let table: ReadOnlyTable<&[u8], &[u8]> = rows
        .open_table(definition(name))
        .map_err(|error| storage(&error))?;
    let mut page = Vec::with_capacity(PAGE_ROWS);
    for found in table.iter().map_err(|error| storage(&error))? {
        let (key, value) = found.map_err(|error| storage(&error))?;
        page.push((key.value().to_vec(), value.value().to_vec()));
        if page.len() == PAGE_ROWS {
            each(&page)?;
            page.clear();
        }
    }
    if page.is_empty() { Ok(()) } else { each(&page) }
}
