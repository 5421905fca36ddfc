//! Making backups into the folder that the configuration names, one at a time.
//!
//! Owns names, what is removed and what is remembered. When one is due is for
//! [`crate::jobs`], what is in one for `store`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use store::{
    BackupError, BackupFailure, BackupOptions, BackupRecord, BackupState, KeepError, Leftover,
    ReadError, ResumePoint, Store, WriteError, backup_name, is_backup_of, keep_backup_from,
};
use tokio::sync::{Mutex, Semaphore};

use crate::config::BackupConfig;

/// How many backups are downloaded at once: each holds on to the data as it was.
const DOWNLOADS_MAX: usize = 1;
/// How often it is looked whether the newest backup still is in its place.
const LOOK_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// A backup was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// No folder is configured.
    #[error("backup.folder is not set")]
    NoFolder,
    /// The folder cannot be used.
    #[error("{folder} cannot be used: {source}", folder = folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be written.
    #[error(transparent)]
    Keep(#[from] KeepError<BackupError>),
    /// It was made, but that is not remembered.
    #[error("the backup was made, which could not be noted: {0}")]
    Note(#[from] WriteError),
    /// The work was cut off.
    #[error("the backup was interrupted")]
    Interrupted,
}

/// The backups of a running server.
#[derive(Debug)]
pub struct Backups {
    store: Store,
    config: Option<BackupConfig>,
    making: Mutex<()>,
    downloads: Arc<Semaphore>,
    stopping: Arc<AtomicBool>,
    /// When it was last looked which backup is in place, and what was found.
    looked: std::sync::Mutex<Option<(Timestamp, Option<BackupRecord>)>>,
}

impl Backups {
    /// The backups of a store.
    pub fn new(store: Store, config: Option<BackupConfig>) -> Self {
        Self {
            store,
            config,
            making: Mutex::new(()),
            downloads: Arc::new(Semaphore::new(DOWNLOADS_MAX)),
            stopping: Arc::default(),
            looked: std::sync::Mutex::default(),
        }
    }

    /// What the configuration says.
    pub fn config(&self) -> Option<&BackupConfig> {
        self.config.as_ref()
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether one is being made.
    pub fn is_making(&self) -> bool {
        self.making.try_lock().is_err()
    }

    /// A permit for each download.
    pub(crate) fn downloads(&self) -> &Arc<Semaphore> {
        &self.downloads
    }

    /// Breaks off what is being made: the server stops.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// What is known of backups.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn state(&self) -> Result<BackupState, ReadError> {
        self.store.backups()
    }

    /// The newest backup that was read back whole and still is in its place, looked at about once
    /// a minute; `None` also while somebody else looks. Not for async code.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn in_place(&self, now: Timestamp) -> Result<Option<BackupRecord>, ReadError> {
        // A disk that does not answer holds up whoever looks, and nobody else.
        let Ok(mut looked) = self.looked.try_lock() else {
            return Ok(None);
        };
        if let Some((at, found)) = &*looked
            && now.duration_since(*at).abs() < LOOK_EVERY
        {
            return Ok(found.clone());
        }
        let found = self.store.backups()?.kept;
        let found = found.filter(BackupRecord::is_in_place);
        *looked = Some((now, found.clone()));
        Ok(found)
    }

    /// Makes a backup in the configured folder, once the one that is being made is done, and
    /// then removes the oldest ones that are too many.
    ///
    /// # Errors
    /// When there is no new backup; the old ones are all there then. It is remembered.
    pub async fn make(self: &Arc<Self>, now: Timestamp) -> Result<BackupRecord, MakeError> {
        let config = self.config.clone().ok_or(MakeError::NoFolder)?;
        let _making = self.making.lock().await;
        let (store, stopping) = (self.store.clone(), Arc::clone(&self.stopping));
        let work = tokio::task::spawn_blocking(move || write(&store, &config, now, &stopping));
        let made = work.await.unwrap_or(Err(MakeError::Interrupted));
        match made {
            Ok(record) => {
                tracing::info!(bytes = record.bytes, "a backup was made");
                self.store.backup_made(record.clone()).await?;
                Ok(record)
            }
            Err(_) if self.stopping.load(Ordering::Relaxed) => Err(MakeError::Interrupted),
            Err(error) => {
                tracing::error!(%error, "a backup could not be made");
                let failure = BackupFailure {
                    at: now,
                    reason: error.to_string(),
                };
                if let Err(error) = self.store.backup_failed(failure).await {
                    tracing::warn!(%error, "that a backup failed could not be noted");
                }
                Err(error)
            }
        }
    }
}

fn write(
    store: &Store,
    config: &BackupConfig,
    now: Timestamp,
    stopping: &AtomicBool,
) -> Result<BackupRecord, MakeError> {
    let folder = |source| MakeError::Folder {
        folder: config.folder.clone(),
        source,
    };
    make_folder(&config.folder).map_err(folder)?;
    let server = store.server_id();
    let options = BackupOptions {
        with_key: config.with_key,
        now,
    };
    let path = config.folder.join(backup_name(server, now));
    let fits = |point: &ResumePoint| store.can_resume(point, config.with_key);
    let leftover = Leftover::find(&config.folder, fits);
    let (info, bytes) = keep_backup_from(&path, leftover.as_ref(), |out| {
        let point = leftover.as_ref().map(Leftover::point);
        store
            .backup_from(options, point, &mut Stoppable { out, stopping })
            .map(drop)
    })?;
    prune(&config.folder, server, config.keep).map_err(folder)?;
    Ok(BackupRecord::kept(&info, bytes, &path))
}

/// Writes until the server stops.
struct Stoppable<'a> {
    out: &'a mut dyn Write,
    stopping: &'a AtomicBool,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err(io::Error::other("the server stops"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes this server's oldest backups above a number, and what an interruption left unfinished.
fn prune(folder: &Path, server: [u8; 16], keep: usize) -> io::Result<()> {
    let (mut whole, mut unfinished) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        // A name that is not Unicode is not one of ours.
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        match name.strip_suffix(".partial") {
            Some(rest) if is_backup_of(server, rest) => unfinished.push(name),
            None if is_backup_of(server, &name) => whole.push(name),
            Some(_) | None => {}
        }
    }
    whole.sort_unstable();
    let too_many = whole.len().saturating_sub(keep);
    for name in whole.drain(..too_many).chain(unfinished) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::BackupSchedule;
    use store::{OpenOptions, check_backup};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }

    fn backups(data: &Path, folder: &Path, keep: usize) -> Arc<Backups> {
        let store = Store::open(data, OpenOptions::default()).unwrap();
        let config = BackupConfig {
            folder: folder.to_owned(),
            schedule: BackupSchedule::Every(SignedDuration::from_hours(24)),
            keep,
            with_key: true,
        };
        Arc::new(Backups::new(store, Some(config)))
    }

    #[tokio::test]
    async fn as_many_as_configured_are_kept_and_nothing_of_others_is_touched() {
        let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = parent.path().join("backups");
        let backups = backups(data.path(), &folder, 3);
        let server = backups.store().server_id();
        let first: Timestamp = "2026-03-01T02:00:00Z".parse().unwrap();
        let day = |n: i64| first + SignedDuration::from_hours(24 * n);
        fs::create_dir(&folder).unwrap();
        let others = [backup_name([9; 16], first), "notes.txt".to_owned()];
        for name in &others {
            fs::write(folder.join(name), b"theirs").unwrap();
        }
        let unfinished = format!("{}.partial", backup_name(server, first));
        fs::write(folder.join(unfinished), b"half").unwrap();
        for n in 0..5 {
            backups.make(day(n)).await.unwrap();
        }
        let mut expected: Vec<_> = (2..5).map(|n| backup_name(server, day(n))).collect();
        expected.extend(others);
        expected.sort_unstable();
        assert_eq!(names(&folder), expected);
        let last = fs::File::open(folder.join(backup_name(server, day(4)))).unwrap();
        assert_eq!(check_backup(last, |_| {}).unwrap().made_at, day(4));
        let state = backups.state().unwrap();
        assert_eq!(state.made.map(|made| made.made_at), Some(day(4)));
        assert_eq!(state.failed, None);
    }

    #[tokio::test]
    async fn a_backup_that_fails_removes_none_and_is_remembered() {
        let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = parent.path().join("backups");
        let backups = backups(data.path(), &folder, 1);
        let at: Timestamp = "2026-03-01T02:00:00Z".parse().unwrap();
        backups.make(at).await.unwrap();
        let before = names(&folder);
        // The same name again.
        assert!(matches!(backups.make(at).await, Err(MakeError::Keep(_))));
        assert_eq!(names(&folder), before);
        let state = backups.state().unwrap();
        assert_eq!(state.failed.map(|failed| failed.at), Some(at));
        assert!(state.made.is_some());
        backups
            .make(at + SignedDuration::from_secs(1))
            .await
            .unwrap();
        assert_eq!(backups.state().unwrap().failed, None);
    }
}
