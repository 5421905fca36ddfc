//! Files beside the database: which ones are damaged or gone, and the backup's in their place.
//! Each is put in place by itself, whole and checked.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use domain::CompanyId;

use super::RepairError;
use crate::backup::form::{BlobHead, FormReader, Item};
use crate::blob::{BlobFolder, BlobId, Blobs};
use crate::keys::Keyring;

/// How the files stand.
pub(super) struct Looked {
    /// How many are what they were.
    pub(super) sound: u64,
    pub(super) damaged: BTreeSet<(CompanyId, BlobId)>,
}

/// Looks at every file, and for those that something refers to.
pub(super) fn look(
    data: &Path,
    keys: &Keyring,
    referenced: &BTreeSet<(CompanyId, BlobId)>,
) -> io::Result<Looked> {
    let folder = BlobFolder::new(data);
    let blobs = Blobs::new(&folder, keys);
    let listed: BTreeSet<_> = folder.list()?.into_iter().collect();
    let mut looked = Looked {
        sound: 0,
        damaged: referenced.difference(&listed).copied().collect(),
    };
    for (company, blob) in listed {
        // What the disk does not give is as good as damaged.
        if matches!(blobs.check(company, blob), Ok(Some(true))) {
            looked.sound = looked.sound.saturating_add(1);
        } else {
            looked.damaged.insert((company, blob));
        }
    }
    Ok(looked)
}

/// Puts in place what the backup has of the damaged ones; gives which.
pub(super) fn mend(
    data: &Path,
    keys: &Keyring,
    looked: &Looked,
    backup: impl Read,
) -> Result<BTreeSet<(CompanyId, BlobId)>, RepairError> {
    let mut mended = BTreeSet::new();
    if looked.damaged.is_empty() {
        return Ok(mended);
    }
    let disk = |source| RepairError::Disk {
        path: data.to_owned(),
        source,
    };
    let folder = BlobFolder::new(data);
    let blobs = Blobs::new(&folder, keys);
    let mut reader = FormReader::begin(backup)?;
    let mut draft: Option<Draft> = None;
    loop {
        let item = reader.next()?;
        if let Some(Item::BlobPart(part)) = &item {
            if let Some(draft) = &mut draft {
                draft.file.write_all(part).map_err(disk)?;
            }
            continue;
        }
        // Anything else is the end of the file before it.
        if let Some(done) = draft.take() {
            done.file.sync_all().map_err(disk)?;
            let (company, blob) = done.place;
            if blobs.adopt(company, blob, &done.path).map_err(disk)? {
                mended.insert(done.place);
            }
        }
        match item {
            Some(Item::Blob(head)) if looked.damaged.contains(&place(head)) => {
                draft = Some(Draft::create(&folder, place(head)).map_err(disk)?);
            }
            Some(_) => {}
            None => return Ok(mended),
        }
    }
}

fn place(head: BlobHead) -> (CompanyId, BlobId) {
    (
        CompanyId::from_bytes(head.company),
        BlobId::from_bytes(head.blob),
    )
}

/// A file that is being written.
struct Draft {
    place: (CompanyId, BlobId),
    path: PathBuf,
    file: File,
}

impl Draft {
    fn create(folder: &BlobFolder, place: (CompanyId, BlobId)) -> io::Result<Self> {
        let (company, blob) = place;
        let path = folder.draft(company, blob);
        if let Some(home) = path.parent() {
            fs::create_dir_all(home)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Self { place, path, file })
    }
}
