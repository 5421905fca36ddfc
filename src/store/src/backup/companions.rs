//! Small files that other rooms keep in the data folder, sealed with this store's secret: without
//! them a restored server would be another one to the phones that trust it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use super::form::SmallFile;

/// The folder in the data folder that such files are in.
pub(crate) const FOLDER_NAME: &str = "tls";
/// The largest of them.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Every such file.
pub(super) fn read(data: &Path) -> io::Result<Vec<SmallFile>> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(data.join(FOLDER_NAME)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        // A name that is not Unicode is not one of ours.
        let name = entry.file_name().into_string().unwrap_or_default();
        if !name.ends_with(".sealed") {
            continue;
        }
        let mut content = Vec::new();
        let file = File::open(entry.path())?;
        let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut content)?;
        if read as u64 > FILE_BYTES_MAX {
            let name = entry.path().display().to_string();
            return Err(io::Error::other(format!("{name} is too large to be ours")));
        }
        files.push(SmallFile { name, content });
    }
    Ok(files)
}

/// Puts such a file back; `false` when it is none.
pub(crate) fn write(data: &Path, file: &SmallFile) -> io::Result<bool> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if file.name.starts_with('.') || !file.name.bytes().all(plain) {
        return Ok(false);
    }
    let folder = data.join(FOLDER_NAME);
    fs::create_dir_all(&folder)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(folder.join(&file.name))?;
    written.write_all(&file.content)?;
    written.sync_all()?;
    File::open(folder)?.sync_all()?;
    Ok(true)
}
