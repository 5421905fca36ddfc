//! Files of this room: readable by their owner alone, replaced whole, and sealed where they hold
//! a key. The sealing key comes from the store's secret, so that a copy of these files alone
//! tells nobody anything.
//!
//! Form of a sealed file: version byte 1 · nonce (12) · ciphertext and tag, AES-256 in GCM-SIV
//! mode, bound to the file's name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Store;

use super::standing::FOLDER_NAME;

const VERSION: u8 = 1;
const SUFFIX: &str = "sealed";

/// Why a sealed file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file system does not let us.
    #[error("{} cannot be used: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is damaged, or of another data folder.
    #[error("{} was not sealed by this data folder, or is damaged; restore it from a backup, or move it away to begin anew", .0.display())]
    Foreign(PathBuf),
}

/// The sealed files of one data folder.
pub(super) struct Vault {
    folder: PathBuf,
    key: LessSafeKey,
}

impl Vault {
    /// The sealed files of a data folder, whose store is open.
    pub(super) fn new(data: &Path, store: &Store) -> Self {
        let key = store.keyed_hash("tls files", &[]);
        let key = UnboundKey::new(&AES_256_GCM_SIV, &key).expect("invariant: the key has 32 bytes");
        Self {
            folder: data.join(FOLDER_NAME),
            key: LessSafeKey::new(key),
        }
    }

    /// What was put under a name, if anything was.
    ///
    /// # Errors
    /// When it cannot be read or is not as it was put.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, VaultError> {
        let path = self.path(name);
        let sealed = match fs::read(&path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(VaultError::Io { path, source }),
        };
        let value = self
            .unseal(name, &sealed)
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        value.map(Some).ok_or(VaultError::Foreign(path))
    }

    /// Puts a value under a name, in place of what was there.
    ///
    /// # Errors
    /// When it cannot be written; what was there is still there then.
    pub(super) fn put<T: Serialize>(&self, name: &str, value: &T) -> Result<(), VaultError> {
        let path = self.path(name);
        let written = serde_json::to_vec(value)
            .map_err(io::Error::from)
            .and_then(|bytes| write(&path, &self.seal(name, bytes)));
        written.map_err(|source| VaultError::Io { path, source })
    }

    /// Forgets what is under a name.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub(super) fn remove(&self, name: &str) -> Result<(), VaultError> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(VaultError::Io { path, source }),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{SUFFIX}"))
    }

    fn seal(&self, name: &str, mut body: Vec<u8>) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        aws_lc_rs::rand::fill(&mut nonce)
            .expect("invariant: the operating system gives random bytes");
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(name.as_bytes()),
                &mut body,
            )
            .expect("invariant: a key file is shorter than the cipher's limit");
        [&[VERSION], nonce.as_slice(), &body].concat()
    }

    fn unseal(&self, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (version, rest) = sealed.split_first()?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>()?;
        if *version != VERSION {
            return None;
        }
        let mut body = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self
            .key
            .open_in_place(nonce, Aad::from(name.as_bytes()), &mut body);
        let length = opened.ok()?.len();
        body.truncate(length);
        Some(body)
    }
}

/// Writes a file whole or not at all, for its owner only; its folder is made when it is missing.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use store::OpenOptions;

    use super::*;

    #[test]
    fn a_sealed_file_is_its_owners_and_opens_only_in_its_own_data_folder() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let open = |data: &Path| {
            let store = Store::open(data, OpenOptions::default()).unwrap();
            Vault::new(data, &store)
        };
        let vault = open(here.path());
        assert_eq!(vault.get::<String>("key").unwrap(), None);
        vault.put("key", &"a plain secret").unwrap();
        assert_eq!(vault.get("key").unwrap(), Some("a plain secret".to_owned()));

        let path = here.path().join("tls/key.sealed");
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(5).any(|part| part == b"plain"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);

        let other = open(there.path());
        other.put("key", &"another").unwrap();
        fs::copy(&path, there.path().join("tls/key.sealed")).unwrap();
        assert!(matches!(
            other.get::<String>("key"),
            Err(VaultError::Foreign(_))
        ));
        fs::copy(&path, here.path().join("tls/elsewhere.sealed")).unwrap();
        let moved = vault.get::<String>("elsewhere").unwrap_err().to_string();
        assert!(
            moved.contains("was not sealed by this data folder"),
            "{moved}"
        );
        vault.remove("key").unwrap();
        vault.remove("key").unwrap();
        assert_eq!(vault.get::<String>("key").unwrap(), None);
    }
}
