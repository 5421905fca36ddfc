//! What the office knows of a server that was set back and waits for what phones bring again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, EmployeeId};

/// The answer of `GET recovery`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryStatus {
    /// What is waited for; `null` where nothing is.
    pub recovering: Option<Recovering>,
    /// Whether whoever asks may have the company go on without it.
    pub may_end: bool,
}

/// The company waits: phones showed receipts for what is not on this server any more. What they
/// send is kept, and counts once the wait has ended; nothing else can be changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recovering {
    /// Since when.
    pub since: Timestamp,
    /// Whether it has ended, and what waited is just being counted.
    pub ending: bool,
    /// About how much has arrived and does not count yet.
    pub waiting: u64,
    /// The phones that something is missing of.
    pub awaited: Vec<AwaitedPhone>,
    /// How many of the office's and phones' changes are gone at least, where a phone told.
    pub gone: Option<u64>,
}

/// A phone that something is missing of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwaitedPhone {
    /// The device.
    pub device: DeviceId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub employee: EmployeeId,
    /// Their name.
    pub employee_name: String,
    /// How many of its records are missing.
    pub missing: u64,
}
