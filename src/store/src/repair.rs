//! Mending a damaged database from a backup of the same server.
//!
//! Owns the order of it: every row and file that still is what was sealed is kept, newer ones
//! than the backup's too; what is damaged or gone comes from the backup, or from what the rest
//! says of it; views are folded again. All of that is done in a copy, which must verify before it
//! takes the database's place in one step, so that an end in the middle harms nothing. The
//! damaged database is kept aside. A backup that does not cover the damage changes nothing.

mod blobs;
mod derive;
mod foundation;
mod rows;
mod told;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use domain::CompanyId;
use redb::{Database, ReadableDatabase};

use crate::backup::{self, BackupFileError, BackupInfo};
use crate::blob::BlobId;
use crate::error::ReadError;
use crate::open::{self, FILE_NAME, OpenError, OpenOptions, Store, master};
use crate::seal::MasterKey;
use crate::tables::storage;
use crate::verify::{VerifyProblem, VerifyReport};
use foundation::Foundation;
pub use told::{Damage, Mended, Uncovered};

/// The folder in the data folder where the copy is put together.
const PARTIAL: &str = "repair.partial";
/// What the damaged database is called afterwards.
const ASIDE: &str = "timetrakr.redb.damaged";

/// Nothing was repaired. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// A server or another command has it open.
    #[error("the database is in use by another TimeTrakr; stop that one first")]
    InUse,
    /// There is none.
    #[error("there is no database in {path}", path = .0.display())]
    Missing(PathBuf),
    /// The backup cannot be used.
    #[error(transparent)]
    Backup(#[from] BackupFileError),
    /// It is of another server.
    #[error("the backup is of another server; take one of this server")]
    OtherServer,
    /// It is from before a restore, or from after it.
    #[error(
        "the backup is of another life of this server, from before it was restored or from after; take one of this life"
    )]
    OtherLife,
    /// Its database has another format.
    #[error(
        "the backup's database has format {backup}, this one has {here}; take a backup of the same format"
    )]
    OtherFormat {
        /// The backup's.
        backup: u32,
        /// The database's.
        here: u32,
    },
    /// The key or the folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The pages of the file are damaged, so that rows cannot be told apart.
    #[error(
        "the database file itself cannot be read ({0}); keep it aside, restore the backup into a new folder (`timetrakr restore`), and let the phones send again what they hold"
    )]
    Unreadable(String),
    /// The damage is newer than the backup.
    #[error(
        "the backup does not cover all of the damage:{}\nNothing was changed. Take a newer backup, or restore this one into a new folder (`timetrakr restore`): phones then send again what they hold, and what the office did since is gone.",
        told::lines(.0)
    )]
    NotCovered(Vec<Uncovered>),
    /// What was put together does not verify.
    #[error(
        "with what the backup has the database still does not verify, so nothing was changed:{}",
        told::lines(.0)
    )]
    StillDamaged(Vec<VerifyProblem>),
    /// The disk failed or is full: the copy needs as much space as the database.
    #[error("{path} cannot be written: {source}", path = path.display())]
    Disk {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The copy cannot be written or read.
    #[error("the copy cannot be made: {0}")]
    Copy(#[from] ReadError),
}

/// What was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The backup.
    pub info: BackupInfo,
    /// What was damaged, and how it was mended.
    pub damage: Vec<Damage>,
    /// Where the damaged database is now, where the file system could keep it.
    pub aside: Option<PathBuf>,
    /// What verifying everything found afterwards.
    pub report: VerifyReport,
}

/// How far a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepairStep {
    /// So many bytes of the backup were checked.
    Backup(u64),
    /// So many of so many rows were looked at.
    Rows(u64, u64),
    /// Everything is folded and verified.
    Verify,
}

/// Mends the database of a data folder, which nothing may have open.
///
/// # Errors
/// When the backup is not one of this server or does not cover the damage, or the disk fails; the
/// database is as it was then.
pub fn repair(
    data: &Path,
    backup: &Path,
    options: OpenOptions,
    mut on_progress: impl FnMut(RepairStep),
) -> Result<Repaired, RepairError> {
    let disk = |source| RepairError::Disk {
        path: data.to_owned(),
        source,
    };
    let path = data.join(FILE_NAME);
    if !path.try_exists().map_err(disk)? {
        return Err(RepairError::Missing(data.to_owned()));
    }
    let info = backup::check(opened(backup)?, |bytes| {
        on_progress(RepairStep::Backup(bytes));
    })?;
    let database = readable(|| open_database(&path))??;
    let master_key = master::master_key(data, options, false)?;
    let partial = data.join(PARTIAL);
    remove_if_there(&partial).map_err(disk)?;
    master::make_folder(&partial)?;
    let places = Places {
        data,
        backup,
        partial: &partial,
    };
    let mended = mend(&places, &database, &master_key, &info, &mut on_progress);
    let (damage, report) = mended.inspect_err(|_| {
        // What cannot be removed now is removed by the next repair.
        let _gone = fs::remove_dir_all(&partial);
    })?;
    // The damaged one is held open until here, so that no server begins on it meanwhile.
    let aside = take_over(&places).map_err(disk)?;
    drop(database);
    Ok(Repaired {
        info,
        damage,
        aside,
        report,
    })
}

/// Where everything is.
struct Places<'a> {
    data: &'a Path,
    backup: &'a Path,
    partial: &'a Path,
}

/// Puts the copy and the blobs together; nothing has taken the database's place yet.
fn mend(
    places: &Places<'_>,
    database: &Database,
    master_key: &MasterKey,
    info: &BackupInfo,
    on_progress: &mut impl FnMut(RepairStep),
) -> Result<(Vec<Damage>, VerifyReport), RepairError> {
    let draft = places.partial.join(FILE_NAME);
    let found = readable(|| -> Result<_, RepairError> {
        let from = database.begin_read().map_err(|error| storage(&error))?;
        let foundation = Foundation::lay(&from, places.backup, master_key, info)?;
        let damaged = rows::copy_sound(&from, &foundation, &draft, |done, all| {
            on_progress(RepairStep::Rows(done, all));
        });
        Ok((foundation, damaged))
    })??;
    let (foundation, damaged) = found;
    let damaged = damaged.map_err(|error| match error {
        ReadError::Storage(reason) => RepairError::Unreadable(reason),
        other => other.into(),
    })?;
    let copy = open::builder()
        .open(&draft)
        .map_err(|error| storage(&error))?;
    let mut damage = rows::take_from_backup(&copy, &foundation, opened(places.backup)?, damaged)?;
    derive::complete(&copy, &foundation, &mut damage)?;
    drop(copy);
    on_progress(RepairStep::Verify);
    let options = OpenOptions {
        master_key: Some(master_key.clone()),
    };
    let store = Store::open(places.partial, options)?;
    let mut report = store.verify_rows()?;
    let referenced = store.referenced_blobs()?;
    let still: Vec<VerifyProblem> = report
        .problems
        .iter()
        .filter(|problem| !damage.explains(problem))
        .cloned()
        .collect();
    if !still.is_empty() {
        return Err(RepairError::StillDamaged(still));
    }
    let mut told = damage.told();
    told.extend(mend_blobs(places, &foundation, &referenced, &mut report)?);
    Ok((told, report))
}

fn mend_blobs(
    places: &Places<'_>,
    foundation: &Foundation,
    referenced: &BTreeSet<(CompanyId, BlobId)>,
    report: &mut VerifyReport,
) -> Result<Vec<Damage>, RepairError> {
    let disk = |source| RepairError::Disk {
        path: places.data.to_owned(),
        source,
    };
    let found = blobs::look(places.data, foundation.keys(), referenced).map_err(disk)?;
    report.blobs = found.sound;
    let mended = blobs::mend(
        places.data,
        foundation.keys(),
        &found,
        opened(places.backup)?,
    )?;
    let (mended, missing): (Vec<_>, Vec<_>) = found
        .damaged
        .into_iter()
        .partition(|blob| mended.contains(blob));
    if !missing.is_empty() {
        return Err(RepairError::NotCovered(told::uncovered_blobs(&missing)));
    }
    report.blobs = report.blobs.saturating_add(mended.len() as u64);
    Ok(told::blobs(&mended))
}

/// Runs what reads the damaged file: redb may panic over pages that are not what it wrote.
fn readable<T>(read: impl FnOnce() -> T) -> Result<T, RepairError> {
    catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| RepairError::Unreadable("its pages are damaged".to_owned()))
}

fn open_database(path: &Path) -> Result<Database, RepairError> {
    open::builder().open(path).map_err(|error| match error {
        redb::DatabaseError::DatabaseAlreadyOpen => RepairError::InUse,
        other => RepairError::Unreadable(other.to_string()),
    })
}

fn opened(backup: &Path) -> Result<BufReader<File>, RepairError> {
    let file = File::open(backup).map_err(|source| RepairError::Disk {
        path: backup.to_owned(),
        source,
    })?;
    Ok(BufReader::new(file))
}

/// Puts the copy in the database's place. The damaged one gets a second name first, where the
/// file system gives one.
fn take_over(places: &Places<'_>) -> io::Result<Option<PathBuf>> {
    let path = places.data.join(FILE_NAME);
    let draft = places.partial.join(FILE_NAME);
    let aside = (1..)
        .map(|n: u32| match n {
            1 => places.data.join(ASIDE),
            n => places.data.join(format!("{ASIDE}-{n}")),
        })
        .find(|path| !path.exists());
    let aside = aside.filter(|aside| fs::hard_link(&path, aside).is_ok());
    if master::owner_only(&draft).is_err() {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    File::open(&draft)?.sync_all()?;
    fs::rename(&draft, &path)?;
    File::open(places.data)?.sync_all()?;
    fs::remove_dir_all(places.partial)?;
    Ok(aside)
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
