//! What happened to an entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::EntryValues;
use crate::company::Role;
use crate::id;

/// What an op did to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// Work began.
    ClockedIn,
    /// Work ended.
    ClockedOut,
    /// A break began.
    BreakStarted,
    /// A break ended.
    BreakEnded,
    /// One entry ended and another began.
    JobSwitched,
    /// Written by hand.
    EntryAdded,
    /// Fields changed.
    EntryEdited,
    /// Counts no more.
    EntryVoided,
    /// Counts again.
    EntryRestored,
    /// Exceptions were looked at and let stand.
    ExceptionsSettled,
    /// Something a later version knows.
    Other,
}

/// How the journal judged an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It counts.
    Applied,
    /// It lost to another edit; it stays visible.
    Superseded,
    /// Kept until this version understands it.
    Parked,
    /// Kept apart until someone settles it.
    Quarantined,
}

/// A field of an entry that edits can conflict on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryField {
    /// When work began.
    Start,
    /// When it ended.
    End,
    /// The breaks.
    Breaks,
    /// The job.
    Job,
    /// The cost code.
    CostCode,
    /// The note.
    Note,
    /// Whether it counts.
    Voided,
}

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryItem {
    /// Its place in the journal.
    pub position: u64,
    /// What it did.
    pub kind: HistoryKind,
    /// The name of who did it.
    pub actor: String,
    /// Who did it.
    pub actor_employee: Option<id::EmployeeId>,
    /// The actor's role then.
    pub role: Role,
    /// The name of the device; none for the office.
    pub device: Option<String>,
    /// When it happened by the author's clock.
    pub at: Timestamp,
    /// When the server received it.
    pub received_at: Timestamp,
    /// How it was judged.
    pub judgement: Judgement,
    /// The reason given, or empty.
    pub reason: String,
    /// The values before it, where there were any.
    pub before: Option<EntryValues>,
    /// The values after it.
    pub after: EntryValues,
    /// Fields that it set and lost to another edit.
    pub lost: Vec<EntryField>,
}
