//! How it stands with the certificate, in a file of the data folder that other commands read
//! (`timetrakr doctor`). It holds nothing secret.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::Facts;

/// The folder of this room in the data folder.
pub(super) const FOLDER_NAME: &str = "tls";
const FILE_NAME: &str = "standing.json";

/// Where the certificate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// From files.
    Files,
    /// From the local CA.
    LocalCa,
    /// By ACME.
    Acme,
}

/// How it stands with the certificate of the server that runs, or ran last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Where the certificate comes from.
    pub mode: Mode,
    /// The names it is for; none while there is no certificate.
    pub names: Vec<String>,
    /// Until when it is good; nothing while there is no certificate.
    pub not_after: Option<Timestamp>,
    /// Why there is no newer one, if getting it failed.
    pub last_error: Option<String>,
    /// The certificate of the local CA that vouches for it: DER in base 64.
    #[serde(default)]
    pub authority: Option<String>,
}

impl Standing {
    /// What the server of a data folder wrote last; nothing when it never served TLS.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(data: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(path(data)) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(io::Error::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The certificate of the local CA in DER, when there is one.
    pub fn authority_der(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.authority.as_deref()?).ok()
    }

    /// Forgets what was written, for a server that does not speak TLS itself.
    pub(super) fn clear(data: &Path) {
        match std::fs::remove_file(path(data)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => unwritten(&error),
        }
    }
}

fn path(data: &Path) -> PathBuf {
    data.join(FOLDER_NAME).join(FILE_NAME)
}

fn unwritten(error: &io::Error) {
    tracing::warn!(%error, "how it stands with the certificate could not be written");
}

/// Writes how it stands, each time that it changes.
#[derive(Debug)]
pub(super) struct Reporter {
    path: PathBuf,
    standing: Mutex<Standing>,
}

impl Reporter {
    pub(super) fn new(data: &Path, mode: Mode) -> Self {
        let reporter = Self {
            path: path(data),
            standing: Mutex::new(Standing {
                mode,
                names: Vec::new(),
                not_after: None,
                last_error: None,
                authority: None,
            }),
        };
        reporter.change(|_| {});
        reporter
    }

    /// Another certificate is in use, so there is no problem any more.
    pub(super) fn in_use(&self, facts: &Facts) {
        self.change(|standing| {
            standing.names.clone_from(&facts.names);
            standing.not_after = Some(facts.not_after);
            standing.last_error = None;
        });
    }

    /// Who vouches for the certificates: the local CA's own, in DER.
    pub(super) fn vouched_by(&self, authority: &[u8]) {
        let authority = STANDARD.encode(authority);
        self.change(|standing| standing.authority = Some(authority));
    }

    /// There is no newer certificate, and why.
    pub(super) fn problem(&self, error: &str) {
        self.change(|standing| standing.last_error = Some(error.to_owned()));
    }

    fn change(&self, change: impl FnOnce(&mut Standing)) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut standing);
        let written = serde_json::to_vec_pretty(&*standing)
            .map_err(io::Error::from)
            .and_then(|bytes| super::vault::write(&self.path, &bytes));
        if let Err(error) = written {
            unwritten(&error);
        }
    }
}
