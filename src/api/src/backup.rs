//! What the office knows of the server's backups.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The answer of `GET backup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BackupStatus {
    /// Whether the server makes backups by itself.
    pub scheduled: bool,
    /// Whether one is being made now.
    pub making: bool,
    /// When the last one was begun: it holds what was written until then.
    pub made_at: Option<Timestamp>,
    /// How many bytes it has.
    pub bytes: Option<u64>,
    /// When one was to be made and could not, since then. The server's log says why.
    pub failed_at: Option<Timestamp>,
    /// Whether there should be a newer one, so that someone must do something.
    pub overdue: bool,
    /// When the server was restored, if it was, and from a backup of when.
    pub restored: Option<RestoredFrom>,
    /// Whether whoever asks may make and download one.
    pub may_take: bool,
}

/// A server that was restored: what the office did between the two is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RestoredFrom {
    /// When it was restored.
    pub restored_at: Timestamp,
    /// When the backup was made.
    pub backup_made_at: Timestamp,
}

/// The body of `POST backup/file`. A backup has everything in it, so the password is asked again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BackupFileRequest {
    /// The password of whoever asks.
    pub password: String,
}

impl std::fmt::Debug for BackupFileRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupFileRequest(..)")
    }
}
