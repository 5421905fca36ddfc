//! Whether the server can keep what it is told, as the office sees it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The answer of `GET server`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerStanding {
    /// Why nothing new is kept; `null` while it is.
    pub read_only: Option<ReadOnly>,
    /// How many bytes the disk has left, when they are few; owners alone are told.
    pub space_left: Option<u64>,
}

/// The server keeps nothing new until somebody has looked after it. What is there can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadOnly {
    /// What happened.
    pub cause: ReadOnlyCause,
    /// Since when, where it is known.
    pub since: Option<Timestamp>,
}

/// What makes a server, or a company on it, keep nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadOnlyCause {
    /// Its disk has no space left.
    DiskFull,
    /// Its disk or its database failed in another way.
    DiskFailed,
    /// This company was stopped after a fault; others on the server go on.
    CompanyStopped,
}
