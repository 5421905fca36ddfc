//! Devices: phones that clock in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::id;
use crate::page::list_query;

/// The cookie that each answered sync sets for the phone's pages: the seconds since 1970 of the
/// answer. It stays where a browser removes all that scripts have written, and so tells the phone
/// of that loss. Nothing is authenticated by it.
pub const PHONE_COOKIE: &str = "tt-phone";

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// The device.
    pub id: id::DeviceId,
    /// Who uses it.
    pub employee: EmployeeBrief,
    /// What it calls itself, such as `Chrome on Android`.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// When the server last heard from it, if it has since it started.
    pub last_seen_at: Option<Timestamp>,
    /// Set once it may write no more.
    pub revoked: Option<DeviceRevocation>,
    /// When it was found that its storage had been copied, or set back to an earlier copy, the
    /// oldest first. What every copy wrote is kept.
    pub copied: Vec<Timestamp>,
    /// The state, to name in `If-Match`.
    pub hash: String,
}

list_query! {
    /// Which devices to list.
    DevicesQuery {
        /// Only those with this text in their name or the employee's.
        q,
        /// The order: `-enrolled_at` when left out, or `name`; with `-` before it the other way round.
        sort,
        /// `true`: only those that were revoked; `false`: only those that were not.
        revoked: Option<bool>,
    }
}

/// Why and when a device was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRevocation {
    /// When.
    pub at: Timestamp,
    /// The name of who did it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Why a device shall write no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokeDevice {
    /// The reason.
    pub reason: String,
}
