//! Files of a company (what was imported, what was attached), kept by what they hold in the data
//! folder beside the database.
//!
//! Owns the folder `blobs`: one folder a company, one file a blob. A blob's name is a keyed hash
//! of its plaintext and its company, so that names tell nothing to whoever lacks the store's
//! secret, and nothing across companies. What is in a file is sealed (see [`sealed`]). Does not
//! know what refers to a blob: whoever removes says which ones are still needed.

mod sealed;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use domain::CompanyId;

use crate::error::ReadError;
use crate::keys::Keyring;
use crate::open::Store;
use crate::seal;
pub use sealed::BlobReader;

/// The largest blob: 256 MiB.
pub const BLOB_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The folder's name in the data folder.
pub(crate) const FOLDER_NAME: &str = "blobs";
/// What the name of a file that is not yet whole begins with.
const DRAFT: &str = "draft-";

/// Which blob: a keyed hash of its company and of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId([u8; 32]);

impl BlobId {
    /// The id of its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// The id of its name: what it displays as.
    pub fn parse(name: &str) -> Option<Self> {
        let hash = blake3::Hash::from_hex(name).ok()?;
        // One id has one name.
        (hash.to_hex().as_str() == name).then(|| Self(*hash.as_bytes()))
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

/// A blob could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such company.
    #[error("there is no such company")]
    UnknownCompany,
    /// There is no such blob.
    #[error("there is no such file")]
    Missing,
    /// It is larger than [`BLOB_BYTES_MAX`]. Nothing was kept.
    #[error("the file is larger than {} MiB", BLOB_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// It is not what was kept.
    #[error("the stored file {0} is damaged")]
    Damaged(BlobId),
    /// The store has no folder, as it is in memory.
    #[error("this store keeps no files")]
    NoFolder,
    /// What was to be kept could not be read, or the disk failed. Nothing was kept.
    #[error("the file could not be kept or read: {0}")]
    Disk(#[from] io::Error),
}

/// The blobs' folder.
pub(crate) struct BlobFolder {
    path: PathBuf,
    /// Held shared by whoever adds or copies blobs, alone by whoever removes some.
    gate: RwLock<()>,
}

impl BlobFolder {
    pub(crate) fn new(data: &Path) -> Self {
        Self {
            path: data.join(FOLDER_NAME),
            gate: RwLock::new(()),
        }
    }

    /// While this is held, no blob is removed.
    pub(crate) fn keep_all(&self) -> RwLockReadGuard<'_, ()> {
        self.gate.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every blob there is, in order.
    pub(crate) fn list(&self) -> io::Result<Vec<(CompanyId, BlobId)>> {
        let mut found = Vec::new();
        for name in names(&self.path)? {
            let Some(company) = company_of(&name) else {
                continue;
            };
            let blobs = names(&self.path.join(&name))?;
            found.extend(
                blobs
                    .iter()
                    .filter_map(|name| Some((company, BlobId::parse(name)?))),
            );
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Where a blob's file is.
    pub(crate) fn file(&self, company: CompanyId, blob: BlobId) -> PathBuf {
        self.of(company).join(blob.to_string())
    }

    /// Where what is to become a blob of this name is written first.
    pub(crate) fn draft(&self, company: CompanyId, blob: BlobId) -> PathBuf {
        self.of(company).join(format!("{DRAFT}{blob}"))
    }

    fn of(&self, company: CompanyId) -> PathBuf {
        self.path.join(hex(&company.to_bytes()))
    }
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    // A name that is not Unicode is not one of ours.
    entries
        .map(|entry| Ok(entry?.file_name().into_string().ok()))
        .filter_map(Result::transpose)
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn company_of(name: &str) -> Option<CompanyId> {
    let digits = name.as_bytes();
    let mut bytes = [0; 16];
    if digits.len() != 32 || hex_is_upper(name) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(CompanyId::from_bytes(bytes))
}

fn hex_is_upper(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The blobs of a store.
pub struct Blobs<'a> {
    folder: Option<&'a BlobFolder>,
    keys: &'a Keyring,
}

impl Store {
    /// The files that are kept beside the database.
    pub fn blobs(&self) -> Blobs<'_> {
        let shared = self.shared();
        Blobs {
            folder: shared.blobs.as_ref(),
            keys: &shared.keys,
        }
    }
}

impl<'a> Blobs<'a> {
    pub(crate) const fn new(folder: &'a BlobFolder, keys: &'a Keyring) -> Self {
        Self {
            folder: Some(folder),
            keys,
        }
    }

    /// Keeps what a reader gives; on disk when this returns. The same content is kept once.
    ///
    /// # Errors
    /// When it cannot be read or kept; nothing is kept then.
    pub fn put(&self, company: CompanyId, content: &mut impl Read) -> Result<BlobId, BlobError> {
        let folder = self.folder()?;
        let home = folder.of(company);
        make_folder(&folder.path)?;
        make_folder(&home)?;
        let draft = home.join(format!("{DRAFT}{}", hex(&seal::random::<16>())));
        let kept = self.write(company, &draft, content).and_then(|blob| {
            let _kept = folder.keep_all();
            // Also over one of the same name: that makes it new, and heals it if it was damaged.
            fs::rename(&draft, folder.file(company, blob))?;
            File::open(&home)?.sync_all()?;
            Ok(blob)
        });
        if kept.is_err() {
            // What is left of a draft is removed with the unreferenced ones.
            let _gone = fs::remove_file(&draft);
        }
        kept
    }

    fn write(
        &self,
        company: CompanyId,
        draft: &Path,
        content: &mut impl Read,
    ) -> Result<BlobId, BlobError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = io::BufWriter::new(options.open(draft)?);
        let blob = sealed::write(self.keys, company, content, &mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(blob)
    }

    /// Reads a blob, a part at a time. Each part is what was sealed there when it is given; that
    /// the blob is the one of this name is known at its end, which fails otherwise.
    ///
    /// # Errors
    /// When there is no such blob, or the disk fails.
    pub fn open(&self, company: CompanyId, blob: BlobId) -> Result<BlobReader<'a>, BlobError> {
        let file = match File::open(self.folder()?.file(company, blob)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BlobError::Missing);
            }
            Err(error) => return Err(error.into()),
        };
        Ok(BlobReader::new(self.keys, company, blob, file))
    }

    /// All of a blob.
    ///
    /// # Errors
    /// When there is no such blob, it is damaged, or the disk fails.
    pub fn get(&self, company: CompanyId, blob: BlobId) -> Result<Vec<u8>, BlobError> {
        let mut content = Vec::new();
        match self.open(company, blob)?.read_to_end(&mut content) {
            Ok(_) => Ok(content),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(BlobError::Damaged(blob))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the blobs of a company that nothing refers to, and drafts that a crash left, as
    /// far as they are from before a moment: a blob is kept before what refers to it is. Gives
    /// how many.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn remove_unreferenced(
        &self,
        company: CompanyId,
        referenced: &BTreeSet<BlobId>,
        before: SystemTime,
    ) -> Result<usize, BlobError> {
        let folder = self.folder()?;
        let home = folder.of(company);
        let _alone = folder.gate.write().unwrap_or_else(PoisonError::into_inner);
        let mut removed = 0_usize;
        for name in names(&home)? {
            let needed = match BlobId::parse(&name) {
                Some(blob) => referenced.contains(&blob),
                None => !name.starts_with(DRAFT),
            };
            let path = home.join(&name);
            if !needed && fs::metadata(&path)?.modified()? < before {
                fs::remove_file(&path)?;
                removed = removed.saturating_add(1);
            }
        }
        Ok(removed)
    }

    /// How many bytes the files have that nothing refers to, drafts among them.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn unreferenced_bytes(
        &self,
        company: CompanyId,
        referenced: &BTreeSet<BlobId>,
    ) -> Result<u64, BlobError> {
        let home = self.folder()?.of(company);
        let mut bytes = 0_u64;
        for name in names(&home)? {
            if BlobId::parse(&name).is_some_and(|blob| referenced.contains(&blob)) {
                continue;
            }
            match fs::metadata(home.join(&name)) {
                Ok(metadata) => bytes = bytes.saturating_add(metadata.len()),
                // Removed or renamed since it was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(bytes)
    }

    /// Whether a blob is what was kept; `None` when it is gone.
    pub(crate) fn check(&self, company: CompanyId, blob: BlobId) -> io::Result<Option<bool>> {
        let mut reader = match self.open(company, blob) {
            Ok(reader) => reader,
            Err(BlobError::Missing) => return Ok(None),
            Err(BlobError::Disk(error)) => return Err(error),
            Err(error) => return Err(io::Error::other(error)),
        };
        match io::copy(&mut reader, &mut io::sink()) {
            Ok(_) => Ok(Some(true)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(false)),
            Err(error) => Err(error),
        }
    }

    /// Puts a draft in its place if it is the blob of that name; else it goes, and gives `false`.
    pub(crate) fn adopt(&self, company: CompanyId, blob: BlobId, draft: &Path) -> io::Result<bool> {
        let folder = self.folder().map_err(io::Error::other)?;
        let mut reader = BlobReader::new(self.keys, company, blob, File::open(draft)?);
        match io::copy(&mut reader, &mut io::sink()) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                fs::remove_file(draft)?;
                return Ok(false);
            }
            Err(error) => return Err(error),
        }
        fs::rename(draft, folder.file(company, blob))?;
        File::open(folder.of(company))?.sync_all()?;
        Ok(true)
    }

    fn folder(&self) -> Result<&'a BlobFolder, BlobError> {
        self.folder.ok_or(BlobError::NoFolder)
    }
}

/// Makes a folder whose name is on disk when this returns.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => path
            .parent()
            .map_or(Ok(()), |parent| File::open(parent)?.sync_all()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

impl From<ReadError> for BlobError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::UnknownCompany => Self::UnknownCompany,
            error @ (ReadError::Unsealed { .. }
            | ReadError::Corrupt { .. }
            | ReadError::Storage(_)
            | ReadError::View(_)) => Self::Disk(io::Error::other(error)),
        }
    }
}
