//! The disk under the database: what it failed with, and how things stood at the last commit that
//! it kept.
//!
//! redb answers nothing more from its file once a write has failed. So that reads go on all the
//! same, the database is opened a second time, over what the last good commit left: its header is
//! remembered here, its pages are not written over by the one that failed, and what opening itself
//! would write stays in memory. What may or may not have reached the disk is not seen by it.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use redb::{BackendError, Database, DatabaseError, StorageBackend};

/// What is remembered of the file's begin, and the unit in which a later view keeps its changes.
const BLOCK_BYTES: u64 = 4_096;

type Block = Vec<u8>;

/// Why the store takes nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureCause {
    /// There is no space left.
    DiskFull,
    /// The disk or the database failed in another way.
    DiskFailed,
}

impl FailureCause {
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull,
            _other => Self::DiskFailed,
        }
    }
}

/// The first bytes of the file and how long it is.
#[derive(Debug, Clone, Default)]
struct Place {
    begin: Block,
    len: u64,
}

#[derive(Debug, Default)]
struct Places {
    now: Place,
    /// As the last good commit left it.
    kept: Place,
}

/// A disk that is watched.
#[derive(Debug)]
pub(crate) struct Disk {
    below: Box<dyn StorageBackend>,
    places: Mutex<Places>,
    failed: OnceLock<FailureCause>,
}

impl Disk {
    /// Watches what is below.
    pub(crate) fn new(below: impl StorageBackend) -> io::Result<Arc<Self>> {
        let len = below.len()?;
        let mut begin = vec![0; usize::try_from(BLOCK_BYTES.min(len)).unwrap_or_default()];
        below.read(0, &mut begin)?;
        begin.resize(BLOCK_BYTES as usize, 0);
        let now = Place { begin, len };
        let kept = now.clone();
        Ok(Arc::new(Self {
            below: Box::new(below),
            places: Mutex::new(Places { now, kept }),
            failed: OnceLock::new(),
        }))
    }

    /// Says that a commit is on disk.
    pub(crate) fn committed(&self) {
        let mut places = self.places();
        places.kept = places.now.clone();
    }

    /// What it failed with first.
    pub(crate) fn cause(&self) -> FailureCause {
        self.failed
            .get()
            .copied()
            .unwrap_or(FailureCause::DiskFailed)
    }

    /// The database as the last good commit left it, to be read alone.
    pub(crate) fn reopened(
        self: &Arc<Self>,
        builder: &redb::Builder,
    ) -> Result<Database, DatabaseError> {
        let Place { begin, len } = self.places().kept.clone();
        let past = Past {
            disk: Arc::clone(self),
            state: Mutex::new(PastState {
                blocks: BTreeMap::from([(0, begin)]),
                len,
            }),
        };
        builder.create_with_backend(past)
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what something failed with, if it did.
    fn noted<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| {
            // The first failure is the one to tell.
            let _ = self.failed.set(FailureCause::of(error));
        })
    }
}

/// What the database writes to.
#[derive(Debug)]
pub(crate) struct Watched(pub(crate) Arc<Disk>);

impl StorageBackend for Watched {
    fn len(&self) -> io::Result<u64> {
        self.0.below.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.below.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.noted(self.0.below.set_len(len))?;
        self.0.places().now.len = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.noted(self.0.below.sync_data())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.noted(self.0.below.write(offset, data))?;
        if offset < BLOCK_BYTES {
            let mut places = self.0.places();
            let from = usize::try_from(offset).unwrap_or_default();
            for (kept, new) in places.now.begin.iter_mut().skip(from).zip(data) {
                *kept = *new;
            }
        }
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.0.below.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.below.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.0.below.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.below.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.below.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.below.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.below.query_lock_range(start, end)
    }
}

/// The file as it was, with changes that stay in memory.
#[derive(Debug)]
struct Past {
    disk: Arc<Disk>,
    state: Mutex<PastState>,
}

#[derive(Debug)]
struct PastState {
    /// By number: blocks that are not as the disk has them.
    blocks: BTreeMap<u64, Block>,
    len: u64,
}

impl Past {
    fn state(&self) -> MutexGuard<'_, PastState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads from the disk; what is past its end is zeros.
    fn below(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = self.disk.below.len()?.saturating_sub(offset);
        let there = usize::try_from(there).unwrap_or(usize::MAX).min(out.len());
        let (known, beyond) = out.split_at_mut(there);
        beyond.fill(0);
        if known.is_empty() {
            return Ok(());
        }
        self.disk.below.read(offset, known)
    }
}

impl StorageBackend for Past {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.below(offset, out)?;
        let end = offset.saturating_add(out.len() as u64);
        let state = self.state();
        let blocks = state
            .blocks
            .range(offset / BLOCK_BYTES..end.div_ceil(BLOCK_BYTES));
        for (number, block) in blocks {
            let begins = number.saturating_mul(BLOCK_BYTES);
            let skip = usize::try_from(offset.saturating_sub(begins)).unwrap_or(usize::MAX);
            let into = usize::try_from(begins.saturating_sub(offset)).unwrap_or(usize::MAX);
            for (read, changed) in out.iter_mut().skip(into).zip(block.iter().skip(skip)) {
                *read = *changed;
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.state().len = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let end = offset.saturating_add(data.len() as u64);
        for number in offset / BLOCK_BYTES..end.div_ceil(BLOCK_BYTES) {
            let begins = number.saturating_mul(BLOCK_BYTES);
            let mut block = vec![0; BLOCK_BYTES as usize];
            self.read(begins, &mut block)?;
            let into = usize::try_from(offset.saturating_sub(begins)).unwrap_or(usize::MAX);
            let skip = usize::try_from(begins.saturating_sub(offset)).unwrap_or(usize::MAX);
            for (kept, new) in block.iter_mut().skip(into).zip(data.iter().skip(skip)) {
                *kept = *new;
            }
            self.state().blocks.insert(number, block);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redb::backends::InMemoryBackend;

    #[test]
    fn a_view_of_the_past_sees_its_own_writes_and_the_disk_sees_none_of_them() {
        let below = InMemoryBackend::new();
        below.set_len(10_000).unwrap();
        below.write(0, &[1; 10_000]).unwrap();
        let disk = Disk::new(below).unwrap();
        let past = Past {
            disk: Arc::clone(&disk),
            state: Mutex::new(PastState {
                blocks: BTreeMap::from([(0, vec![9; BLOCK_BYTES as usize])]),
                len: 12_000,
            }),
        };
        let read = |offset, length| {
            let mut out = vec![0; length];
            past.read(offset, &mut out).unwrap();
            out
        };
        assert_eq!(read(4_094, 4), [9, 9, 1, 1]);
        assert_eq!(read(9_998, 4), [1, 1, 0, 0]);
        past.write(8_190, &[7; 4]).unwrap();
        assert_eq!(read(8_188, 8), [1, 1, 7, 7, 7, 7, 1, 1]);
        let mut out = [0; 4];
        disk.below.read(8_190, &mut out).unwrap();
        assert_eq!(out, [1; 4]);
    }

    #[test]
    fn a_full_disk_is_told_from_a_broken_one() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(FailureCause::of(&full), FailureCause::DiskFull);
        let broken = io::Error::other("input/output error");
        assert_eq!(FailureCause::of(&broken), FailureCause::DiskFailed);
    }
}
