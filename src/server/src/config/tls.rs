//! Where the certificate and its key are. Whether they are usable is for [`crate::tls`].

use std::path::PathBuf;

use super::reader::Reader;

/// See the settings `tls.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsConfig {
    /// The certificate chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub key: PathBuf,
}

pub(super) fn read(reader: &mut Reader) -> Option<TlsConfig> {
    let certificate = reader.one("tls.certificate", path);
    let key = reader.one("tls.key", path);
    match (certificate, key) {
        (Some(certificate), Some(key)) => Some(TlsConfig { certificate, key }),
        (Some(_), None) if !reader.is_given("tls.key") => {
            reader.refuse("tls.key", "it must be set when tls.certificate is");
            None
        }
        (None, Some(_)) if !reader.is_given("tls.certificate") => {
            reader.refuse("tls.certificate", "it must be set when tls.key is");
            None
        }
        (Some(_) | None, None) | (None, Some(_)) => None,
    }
}

/// A path that is not empty.
pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() {
        Err("it is empty".to_owned())
    } else {
        Ok(PathBuf::from(text))
    }
}
