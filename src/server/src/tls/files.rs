//! A certificate and key in files of the firm's own: reads them, checks them, says plainly what is
//! wrong, and takes up new ones while the server runs.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustls::InconsistentKeys;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::keeper::{Keeper, Woken};
use crate::config::CertificateFiles;

/// The largest certificate or key file that is read.
const PEM_BYTES_MAX: u64 = 1024 * 1024;
/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A file is not there.
    #[error("{setting}: there is no file {}", path.display())]
    Missing {
        /// The setting that names it.
        setting: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read.
    #[error("{setting}: {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The setting that names it.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is too large to be one.
    #[error("{setting}: {} is larger than {PEM_BYTES_MAX} bytes, so it is not a PEM file", path.display())]
    TooLarge {
        /// The setting that names it.
        setting: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The file has no certificate.
    #[error("tls.certificate: {} has no certificate; it should have a block BEGIN CERTIFICATE", .0.display())]
    NoCertificate(PathBuf),
    /// The file has no key.
    #[error("tls.key: {} has no private key that can be used; it should have a block BEGIN PRIVATE KEY, without a password", .0.display())]
    NoKey(PathBuf),
    /// The key belongs to another certificate.
    #[error("tls.key: {} is not the key of the certificate in {}", key.display(), certificate.display())]
    Mismatch {
        /// The key's file.
        key: PathBuf,
        /// The certificate's file.
        certificate: PathBuf,
    },
    /// The certificate or key is of a kind that cannot be used.
    #[error("the certificate in {} cannot be used: {source}", path.display())]
    Unusable {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

/// The certificate with its key.
///
/// # Errors
/// When a file is missing, unreadable or not what it should be, or key and certificate do not
/// belong together.
pub(super) fn load(files: &CertificateFiles) -> Result<CertifiedKey, FilesError> {
    let certificate_pem = read("tls.certificate", &files.certificate)?;
    let key_pem = read("tls.key", &files.key)?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&certificate_pem)
        .collect::<Result<_, _>>()
        .map_err(|_| FilesError::NoCertificate(files.certificate.clone()))?;
    if chain.is_empty() {
        return Err(FilesError::NoCertificate(files.certificate.clone()));
    }
    let key = PrivateKeyDer::from_pem_slice(&key_pem)
        .map_err(|_| FilesError::NoKey(files.key.clone()))?;
    let certified = CertifiedKey::from_der(chain, key, &default_provider());
    certified.map_err(|source| match source {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => FilesError::Mismatch {
            key: files.key.clone(),
            certificate: files.certificate.clone(),
        },
        source => FilesError::Unusable {
            path: files.certificate.clone(),
            source,
        },
    })
}

/// Takes up new files while the server runs. Files that cannot be used are refused, and what is
/// in use stays.
pub(super) async fn keep(files: CertificateFiles, mut seen: Stamps, mut keeper: Keeper) {
    loop {
        let woken = keeper.pause(LOOK_EVERY).await;
        if woken == Woken::Stopping {
            return;
        }
        let look = {
            let files = files.clone();
            move || {
                let now = stamps(&files);
                let is_new = now != seen || woken == Woken::Asked;
                (is_new.then(|| load(&files)), now)
            }
        };
        let Ok((loaded, now)) = tokio::task::spawn_blocking(look).await else {
            continue;
        };
        seen = now;
        match loaded {
            Some(Ok(key)) => {
                keeper.take(key);
            }
            Some(Err(error)) => keeper.problem(&error),
            None => {}
        }
    }
}

/// When each file was written, and how long it is.
pub(super) type Stamps = [Option<(SystemTime, u64)>; 2];

/// As the files are now.
pub(super) fn stamps(files: &CertificateFiles) -> Stamps {
    [&files.certificate, &files.key].map(|path| {
        let meta = std::fs::metadata(path).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    })
}

fn read(setting: &'static str, path: &Path) -> Result<Vec<u8>, FilesError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => FilesError::Missing {
            setting,
            path: path.to_owned(),
        },
        _ => FilesError::Unreadable {
            setting,
            path: path.to_owned(),
            source,
        },
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > PEM_BYTES_MAX {
        return Err(FilesError::TooLarge {
            setting,
            path: path.to_owned(),
        });
    }
    std::fs::read(path).map_err(unreadable)
}

/// Warns when others than the owner can read the key.
#[cfg(unix)]
pub(super) fn warn_of_open_key(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o004 != 0) {
        tracing::warn!(path = %path.display(), "every user of this machine can read the private key");
    }
}

#[cfg(not(unix))]
pub(super) fn warn_of_open_key(_path: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Files {
        folder: tempfile::TempDir,
    }

    impl Files {
        fn new() -> Self {
            crate::tls::install_provider();
            Self {
                folder: tempfile::tempdir().unwrap(),
            }
        }

        fn put(&self, name: &str, text: &str) -> PathBuf {
            let path = self.folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        }
    }

    fn certificate() -> (String, String) {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[track_caller]
    fn refused(certificate: PathBuf, key: PathBuf, says: &str) {
        let said = load(&CertificateFiles { certificate, key })
            .unwrap_err()
            .to_string();
        assert!(said.contains(says), "{said}");
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said() {
        let (files, (one, one_key), (_, other_key)) = (Files::new(), certificate(), certificate());
        let certificate = files.put("c.pem", &one);
        let key = files.put("k.pem", &one_key);
        refused(
            files.folder.path().join("none.pem"),
            key.clone(),
            "tls.certificate: there is no file",
        );
        refused(
            certificate.clone(),
            files.folder.path().join("none.pem"),
            "tls.key: there is no file",
        );
        refused(
            files.folder.path().to_owned(),
            key.clone(),
            "cannot be read",
        );
        refused(key.clone(), key.clone(), "has no certificate");
        refused(
            certificate.clone(),
            certificate.clone(),
            "has no private key",
        );
        refused(
            certificate.clone(),
            files.put("other.pem", &other_key),
            "is not the key of the certificate",
        );
        refused(files.put("text.pem", "hello"), key, "has no certificate");
    }
}
