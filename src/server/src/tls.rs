//! TLS with a certificate of the firm's own: reads it, checks it and says plainly what is wrong.
//!
//! Owns the choice of the cryptography provider and of the protocols offered. Does not listen;
//! whoever listens takes the [`ServerConfig`] from here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{InconsistentKeys, ServerConfig};

use crate::config::TlsConfig;

/// The protocols offered, the best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];
/// The largest certificate or key file that is read.
const PEM_BYTES_MAX: u64 = 1024 * 1024;

/// Why the certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
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

/// Makes aws-lc-rs the one provider of this process. Call it first in `main` and in tests; a
/// second call changes nothing.
pub fn install_provider() {
    // An error means that it is installed already.
    let _installed = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// What a listener needs to speak TLS with the configured certificate.
///
/// # Errors
/// When a file is missing, unreadable or not what it should be, or key and certificate do not
/// belong together.
pub fn server_config(config: &TlsConfig) -> Result<Arc<ServerConfig>, TlsError> {
    let certificate_pem = read("tls.certificate", &config.certificate)?;
    let key_pem = read("tls.key", &config.key)?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&certificate_pem)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsError::NoCertificate(config.certificate.clone()))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(config.certificate.clone()));
    }
    let key =
        PrivateKeyDer::from_pem_slice(&key_pem).map_err(|_| TlsError::NoKey(config.key.clone()))?;
    let mut server = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|source| match source {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError::Mismatch {
                key: config.key.clone(),
                certificate: config.certificate.clone(),
            },
            source => TlsError::Unusable {
                path: config.certificate.clone(),
                source,
            },
        })?;
    server.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
    warn_of_open_key(&config.key);
    Ok(Arc::new(server))
}

fn read(setting: &'static str, path: &Path) -> Result<Vec<u8>, TlsError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => TlsError::Missing {
            setting,
            path: path.to_owned(),
        },
        _ => TlsError::Unreadable {
            setting,
            path: path.to_owned(),
            source,
        },
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > PEM_BYTES_MAX {
        return Err(TlsError::TooLarge {
            setting,
            path: path.to_owned(),
        });
    }
    std::fs::read(path).map_err(unreadable)
}

#[cfg(unix)]
fn warn_of_open_key(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o004 != 0) {
        tracing::warn!(path = %path.display(), "every user of this machine can read the private key");
    }
}

#[cfg(not(unix))]
fn warn_of_open_key(_path: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Files {
        folder: tempfile::TempDir,
    }

    impl Files {
        fn new() -> Self {
            install_provider();
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
        let said = server_config(&TlsConfig { certificate, key })
            .unwrap_err()
            .to_string();
        assert!(said.contains(says), "{said}");
    }

    #[test]
    fn a_certificate_and_its_key_speak_http_2_first() {
        let (files, (certificate, key)) = (Files::new(), certificate());
        let config = TlsConfig {
            certificate: files.put("c.pem", &certificate),
            key: files.put("k.pem", &key),
        };
        assert_eq!(
            server_config(&config).unwrap().alpn_protocols,
            PROTOCOLS.map(<[u8]>::to_vec)
        );
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
