//! Who is on the clock now.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::entry::EntryException;
use crate::id;
use crate::job::{CostCodeBrief, JobBrief};

/// The company at this moment. A worker sees only the own line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Today {
    /// The server's clock: what `worked_seconds` is counted up to.
    pub now: Timestamp,
    /// The local date in the company's zone.
    pub date: Date,
    /// How far the journal had come.
    pub position: u64,
    /// Those on the clock, longest first.
    pub on_clock: Vec<OnClock>,
    /// Those who worked today and are off the clock, by name.
    pub done: Vec<DoneToday>,
    /// How many employees in use are neither.
    pub absent: u32,
    /// How many entries of the last 30 days have an exception that no one has settled.
    pub unsettled: u32,
    /// How many ops wait in quarantine.
    pub quarantined: u32,
}

/// Someone on the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnClock {
    /// Who.
    pub employee: EmployeeBrief,
    /// The open entry.
    pub entry: id::TimeEntryId,
    /// Since when.
    pub since: Timestamp,
    /// The job.
    pub job: Option<JobBrief>,
    /// The cost code.
    pub cost_code: Option<CostCodeBrief>,
    /// The note, or empty.
    pub note: String,
    /// Since when on a break, if on one.
    pub break_since: Option<Timestamp>,
    /// Worked seconds today, this entry's part included.
    pub worked_seconds: i64,
    /// The entry's exceptions.
    pub exceptions: Vec<EntryException>,
}

/// Someone who worked today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DoneToday {
    /// Who.
    pub employee: EmployeeBrief,
    /// The first start today.
    pub first_start: Timestamp,
    /// The last end today.
    pub last_end: Timestamp,
    /// Worked seconds today.
    pub worked_seconds: i64,
}
