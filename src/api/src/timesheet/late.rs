//! Late corrections: what is stated about locked time, until somebody who approves decides.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::entry::{EntryPatch, EntryValues, NewEntry};
use crate::id;
use crate::page::list_query;

list_query! {
    /// Which late corrections to list: those that await an approver.
    LateCorrectionsQuery {
        /// Only those with this text in the employee's name or number or in the reason.
        q,
        /// The order: `at` when left out, or `employee`; with `-` before it the other way round.
        sort,
        /// Only those of this employee.
        employee: Option<id::EmployeeId>,
    }
}

/// A late correction that awaits an approver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateCorrection {
    /// The time entry that it changes or begins, which names it.
    pub entry: id::TimeEntryId,
    /// Whose time it is.
    pub employee: EmployeeBrief,
    /// The entry as it counts; none where it would be a new one.
    pub before: Option<EntryValues>,
    /// Whether it is voided, as it counts.
    pub voided_before: bool,
    /// The entry as it would be.
    pub proposed: EntryValues,
    /// Whether it would be voided.
    pub voided: bool,
    /// The name of who stated it last.
    pub by: String,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// Why, or empty.
    pub reason: String,
    /// The hash of the proposal, to name in a decision.
    pub hash: String,
    /// Whether you may decide about it.
    pub can_decide: bool,
}

/// A change of an entry in locked time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LateEdit {
    /// The entry.
    pub entry: id::TimeEntryId,
    /// What changes.
    pub change: EntryPatch,
}

/// That an entry in locked time shall not count, or count again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LateVoid {
    /// The entry.
    pub entry: id::TimeEntryId,
    /// Why.
    pub reason: String,
}

/// A statement about locked time. It awaits an approver, and pays in a later period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NewLateCorrection {
    /// An entry that was forgotten.
    Add(NewEntry),
    /// A change of an entry.
    Edit(LateEdit),
    /// An entry shall not count.
    Void(LateVoid),
    /// A voided entry shall count again.
    Restore(LateVoid),
}

/// Let a late correction count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptLateCorrection {
    /// The hash of the proposal that was seen.
    pub proposed: String,
    /// A note, or empty.
    #[serde(default)]
    pub note: String,
}

/// Do not let it count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclineLateCorrection {
    /// The hash of the proposal that was seen.
    pub proposed: String,
    /// Why.
    pub reason: String,
}
