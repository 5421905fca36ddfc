//! What the writer did since the store was opened, in numbers. Counting never waits for anything.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::open::{FILE_NAME, Store};

/// Counted by the writer thread.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    commits: AtomicU64,
    commit_micros: AtomicU64,
    units: AtomicU64,
}

impl Counters {
    /// A commit that is on disk, the time it took and how many units of work were in it.
    pub(crate) fn committed(&self, took: Duration, units: usize) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.commit_micros.fetch_add(micros, Ordering::Relaxed);
        self.units
            .fetch_add(u64::try_from(units).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// See [`Store::figures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Commits that are on disk.
    pub commits: u64,
    /// The time they took together.
    pub commit_time: Duration,
    /// Units of work in them.
    pub units: u64,
    /// Units of work that wait for the writer now.
    pub waiting: usize,
}

impl Store {
    /// The size of the database file in the data folder, with its dead space.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn file_bytes(&self, folder: &Path) -> std::io::Result<u64> {
        Ok(std::fs::metadata(folder.join(FILE_NAME))?.len())
    }

    /// How many bytes the disk under the data folder has left, where there is one that tells.
    pub fn free_bytes(&self) -> Option<u64> {
        let folder = self.shared().folder.as_deref()?;
        crate::reserve::free_bytes(folder).ok()
    }

    /// What the writer did since the store was opened.
    pub fn figures(&self) -> Figures {
        let counters = &self.shared().counters;
        Figures {
            commits: counters.commits.load(Ordering::Relaxed),
            commit_time: Duration::from_micros(counters.commit_micros.load(Ordering::Relaxed)),
            units: counters.units.load(Ordering::Relaxed),
            waiting: self.waiting(),
        }
    }
}
