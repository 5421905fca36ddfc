//! A backup as a file: its name, and how it comes to be under that name only when it is whole.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{BackupFileError, BackupInfo, Leftover, check};

const ENDING: &str = ".backup";
const PARTIAL: &str = ".partial";

/// What a backup of a server that was begun at a moment is called. Names of one server sort by
/// time.
pub fn backup_name(server_id: [u8; 16], at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    let at = at.strftime("%Y-%m-%dT%H-%M-%SZ");
    format!("{}{at}{ENDING}", prefix(server_id))
}

/// Whether a file's name is one that [`backup_name`] gives for this server.
pub fn is_backup_of(server_id: [u8; 16], name: &str) -> bool {
    name.strip_prefix(&prefix(server_id))
        .and_then(|rest| rest.strip_suffix(ENDING))
        .is_some_and(|at| at.len() == "2026-01-01T00-00-00Z".len() && at.ends_with('Z'))
}

/// Whether a file's name is one of a backup, of whatever server.
pub fn is_backup(name: &str) -> bool {
    name.starts_with("timetrakr-") && name.ends_with(ENDING)
}

fn prefix(server_id: [u8; 16]) -> String {
    let [a, b, c, d, ..] = server_id;
    format!("timetrakr-{a:02x}{b:02x}{c:02x}{d:02x}-")
}

/// A backup was not kept. Nothing is under its name.
#[derive(Debug, thiserror::Error)]
pub enum KeepError<E> {
    /// There is a file of this name.
    #[error("{path} exists already", path = .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{path} cannot be written: {source}", path = path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was to be written could not be.
    #[error(transparent)]
    Fill(E),
    /// What was written reads back as something else.
    #[error("what was written cannot be used: {0}")]
    Check(BackupFileError),
}

/// Whether a file's name is one of a backup that is being written or broke off; then the name
/// that it is to have.
pub(super) fn is_partial(name: &str) -> Option<&str> {
    name.strip_suffix(PARTIAL)
}

/// Where a backup is until it is whole.
pub(super) fn partial_of(path: &Path) -> PathBuf {
    let mut partial = path.as_os_str().to_owned();
    partial.push(PARTIAL);
    PathBuf::from(partial)
}

/// Keeps a backup under its name, once it is on disk and reads back whole. Until then it is
/// beside it with `.partial` at the end of its name; one that an interruption left there is
/// written anew.
///
/// # Errors
/// When it cannot be written or is not whole. A partial file may stay behind.
pub fn keep<E>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(BackupInfo, u64), KeepError<E>> {
    keep_from(path, None, fill)
}

/// As [`keep`], where what is written continues what an interruption left.
///
/// # Errors
/// As [`keep`].
pub fn keep_from<E>(
    path: &Path,
    leftover: Option<&Leftover>,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(BackupInfo, u64), KeepError<E>> {
    let disk = |source| KeepError::Disk {
        path: path.to_owned(),
        source,
    };
    if path.try_exists().map_err(disk)? {
        return Err(KeepError::Exists(path.to_owned()));
    }
    let partial = partial_of(path);
    let mut standing = 0;
    if let Some(leftover) = leftover {
        fs::rename(&leftover.file, &partial).map_err(disk)?;
        standing = leftover.point().bytes;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(standing == 0);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial).map_err(disk)?;
    file.set_len(standing).map_err(disk)?;
    file.seek(SeekFrom::Start(standing)).map_err(disk)?;
    let mut file = BufWriter::new(file);
    fill(&mut file).map_err(KeepError::Fill)?;
    file.flush().map_err(disk)?;
    file.get_ref().sync_all().map_err(disk)?;
    let bytes = file.get_ref().metadata().map_err(disk)?.len();
    let written = File::open(&partial).map_err(disk)?;
    let info = check(BufReader::new(written), |_| {}).map_err(KeepError::Check)?;
    fs::rename(&partial, path).map_err(disk)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(disk)?;
    Ok((info, bytes))
}
