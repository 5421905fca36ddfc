//! Statements that did not count when they arrived: why, what they say, what became of them, and
//! what can be done about them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::entry::EntryField;
use crate::id;
use crate::job::{CostCodeBrief, JobBrief};
use crate::page::list_query;

/// The most statements that one request settles.
pub const HELD_SETTLED_MAX: usize = 256;

/// Where a statement stands that did not count when it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldState {
    /// It does not count until what it waits for happens, or someone settles it.
    Held,
    /// Someone decided that it shall not count.
    SetAside,
    /// It counts now.
    Counted,
    /// Its period is locked: it awaits an approver as a late correction.
    Late,
    /// It would count now, had not another edit of the same gone before.
    Superseded,
}

/// A statement that did not count when it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// Its place in the journal: what names it.
    pub position: u64,
    /// The kind of statement, such as `EntryEdited`; `Unknown` for one of a later version.
    pub kind: String,
    /// The name of who stated it.
    pub actor: String,
    /// The employee record of who stated it.
    pub actor_employee: Option<id::EmployeeId>,
    /// The name of the device; none for the office.
    pub device: Option<String>,
    /// The device.
    pub device_id: Option<id::DeviceId>,
    /// When it happened by the author's clock.
    pub at: Timestamp,
    /// When the server received it.
    pub received_at: Timestamp,
    /// Where it stands.
    pub state: HeldState,
    /// The stable code of why it does not count, or last did not; `parked` for a kind that this
    /// version does not know.
    pub reason: String,
    /// What it says.
    pub said: Said,
    /// What has happened since, the earliest first.
    pub since: Vec<HeldEvent>,
    /// Whether you can let it count.
    pub can_release: bool,
    /// Whether you can set it aside.
    pub can_set_aside: bool,
    /// Whether you can take back that it was set aside.
    pub can_take_back: bool,
    /// The state, to name in `If-Match`.
    pub hash: String,
}

/// What a statement says, as far as its kind says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// Whom it is about, where that is known.
    pub employee: Option<EmployeeBrief>,
    /// The time entry that it begins or changes.
    pub entry: Option<id::TimeEntryId>,
    /// The start that it gives.
    pub start: Option<Timestamp>,
    /// The end that it gives.
    pub end: Option<Timestamp>,
    /// The job that it names.
    pub job: Option<JobBrief>,
    /// The cost code that it names.
    pub cost_code: Option<CostCodeBrief>,
    /// The fields that it changes.
    pub fields: Vec<EntryField>,
    /// The name or note that it gives, or the reason.
    pub text: String,
}

/// One time that a statement was judged again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldEvent {
    /// Its place in the journal.
    pub position: u64,
    /// When.
    pub at: Timestamp,
    /// The name of who settled it; none for the server, which judges by the rules.
    pub by: Option<String>,
    /// Where it stood from then on.
    pub state: HeldState,
    /// The stable code of why it did not count then.
    pub reason: Option<String>,
    /// What was given as the reason, or empty.
    pub note: String,
}

list_query! {
    /// Which statements to list.
    HeldQuery {
        /// Only what has this text in its kind, its device or the name of who stated it.
        q,
        /// The order: `-position` when left out, `at` or `received_at`; `-` turns it round.
        sort,
        /// Where they stand: `held` when left out.
        state: Option<HeldState>,
        /// Only those of this device.
        device: Option<id::DeviceId>,
        /// Only those of this employee.
        employee: Option<id::EmployeeId>,
        /// Only those that this is the reason of.
        reason: Option<String>,
    }
}

/// What to do about held statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldAct {
    /// They shall count: you vouch for them.
    Release,
    /// They shall not count.
    SetAside,
    /// What was set aside waits again.
    TakeBack,
}

/// Held statements, and what to do about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleHeld {
    /// What to do.
    pub act: HeldAct,
    /// Which, by position: at most 256.
    #[serde(default)]
    pub positions: Vec<u64>,
    /// Instead of positions: all that are held of this device, the earliest 256 at a time.
    #[serde(default)]
    pub device: Option<id::DeviceId>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldSettled {
    /// How many were settled so.
    pub settled: u32,
    /// How many of those that were named were not.
    pub left: u32,
    /// Whether the device has more that was not tried.
    pub more: bool,
}
