//! The data folder, readable by its owner alone, and the master key's file in it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::{OpenError, OpenOptions};
use crate::seal::{self, MasterKey};

/// The master key's file name in the data folder.
pub(crate) const KEY_FILE_NAME: &str = "master.key";

/// Makes the data folder, for its owner only, if it is not there.
pub(crate) fn make_folder(dir: &Path) -> Result<(), OpenError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| OpenError::Folder {
        path: dir.to_owned(),
        source,
    })
}

/// Takes a file away from everyone but its owner.
pub(crate) fn owner_only(path: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(path, mode).map_err(|source| OpenError::Folder {
            path: path.to_owned(),
            source,
        })?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The master key: the one given, or the file's; a new database without either gets a new file.
pub(crate) fn master_key(
    dir: &Path,
    options: OpenOptions,
    is_new: bool,
) -> Result<MasterKey, OpenError> {
    if let Some(key) = options.master_key {
        return Ok(key);
    }
    let path = dir.join(KEY_FILE_NAME);
    match fs::read_to_string(&path) {
        Ok(text) => MasterKey::from_hex(&text).ok_or(OpenError::BadMasterKeyFile { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_new => {
            let key = MasterKey::from_bytes(seal::random());
            write_key(dir, &path, &key).map_err(|source| OpenError::Folder { path, source })?;
            Ok(key)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(OpenError::MasterKeyMissing { path })
        }
        Err(source) => Err(OpenError::Folder { path, source }),
    }
}

/// Writes the key so that a crash leaves either no file or a whole one.
pub(crate) fn write_key(dir: &Path, path: &Path, key: &MasterKey) -> io::Result<()> {
    let draft = path.with_extension("key.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(format!("{}\n", key.to_hex()).as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    // The name itself has to reach the disk before the database that needs the key.
    File::open(dir)?.sync_all()
}
