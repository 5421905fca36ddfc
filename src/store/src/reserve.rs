//! A file that only takes space, so that there is some to give up when the disk is full: a
//! restart and a person who makes room need a little.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file's name in the data folder.
const FILE_NAME: &str = "reserve";
/// Its name until it is whole.
const DRAFT_NAME: &str = "reserve.new";
const PIECE_BYTES: usize = 1024 * 1024;

/// The reserve of a data folder.
#[derive(Debug, Clone)]
pub struct Reserve {
    folder: PathBuf,
    bytes: u64,
}

impl Reserve {
    /// A reserve of so many bytes; 0 for none.
    pub fn new(folder: &Path, bytes: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            bytes,
        }
    }

    /// Makes the file if it is not there and the disk has room for it twice; gives whether it is
    /// there now. One of another size is made anew.
    ///
    /// # Errors
    /// When the folder cannot be used; nothing of a new file stays then.
    pub fn make(&self) -> io::Result<bool> {
        let path = self.folder.join(FILE_NAME);
        let there = size(&path)?;
        if there == Some(self.bytes) {
            return Ok(true);
        }
        if there.is_some() {
            fs::remove_file(&path)?;
        }
        // With less, taking it would bring about what it is there for.
        if self.bytes == 0 || free_bytes(&self.folder)? < self.bytes.saturating_mul(2) {
            return Ok(false);
        }
        let draft = self.folder.join(DRAFT_NAME);
        let written = fill(&draft, self.bytes).and_then(|()| fs::rename(&draft, &path));
        if let Err(error) = written {
            let _gone = fs::remove_file(&draft);
            return Err(error);
        }
        File::open(&self.folder)?.sync_all()?;
        Ok(true)
    }
}

/// Gives up a folder's reserve: how many bytes there are more now; 0 when there was none.
///
/// # Errors
/// When it cannot be removed.
pub fn release_reserve(folder: &Path) -> io::Result<u64> {
    let path = folder.join(FILE_NAME);
    let Some(bytes) = size(&path)? else {
        return Ok(0);
    };
    fs::remove_file(path)?;
    Ok(bytes)
}

/// Whether a folder has its reserve.
pub fn has_reserve(folder: &Path) -> bool {
    folder.join(FILE_NAME).exists()
}

/// How many bytes the disk of a folder has left for whoever is not its administrator.
///
/// # Errors
/// When the system does not tell.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let space = rustix::fs::statvfs(folder)?;
    Ok(space.f_bavail.saturating_mul(space.f_frsize))
}

fn size(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes what no file system makes smaller.
fn fill(path: &Path, bytes: u64) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut noise = blake3::Hasher::new().update(b"reserve").finalize_xof();
    let mut piece = vec![0; PIECE_BYTES];
    let mut left = bytes;
    while left > 0 {
        noise.fill(&mut piece);
        let now = usize::try_from(left).unwrap_or(usize::MAX).min(PIECE_BYTES);
        file.write_all(piece.get(..now).unwrap_or_default())?;
        left = left.saturating_sub(now as u64);
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_made_given_up_and_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Reserve::new(dir.path(), 3 * 1024 * 1024 + 5);
        assert!(reserve.make().unwrap());
        assert!(has_reserve(dir.path()));
        assert!(reserve.make().unwrap(), "it is there already");
        assert_eq!(release_reserve(dir.path()).unwrap(), 3 * 1024 * 1024 + 5);
        assert!(!has_reserve(dir.path()));
        assert_eq!(release_reserve(dir.path()).unwrap(), 0);
        assert!(reserve.make().unwrap());
        // Another size, or none.
        assert!(Reserve::new(dir.path(), 1_000).make().unwrap());
        assert_eq!(size(&dir.path().join(FILE_NAME)).unwrap(), Some(1_000));
        assert!(!Reserve::new(dir.path(), 0).make().unwrap());
        assert!(!has_reserve(dir.path()));
    }

    #[test]
    fn a_disk_without_room_for_it_twice_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let all = free_bytes(dir.path()).unwrap();
        assert!(!Reserve::new(dir.path(), all).make().unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
