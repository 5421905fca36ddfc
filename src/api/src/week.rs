//! The week grid: employees by days.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::entry::ExceptionKind;
use crate::id;
use crate::page::list_query;

list_query! {
    /// Which week to show.
    WeekQuery {
        /// Only employees with this text in their name or number.
        q,
        /// The order of the rows: `name` when left out, or `number`; with `-` before it the other way round.
        sort,
        /// A date in it; today when left out. The week begins on the company's first day of it.
        start: Option<Date>,
    }
}

/// A workweek. A worker sees only the own row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Week {
    /// Its first date.
    pub start: Date,
    /// Its seven dates.
    pub dates: Vec<Date>,
    /// The company's IANA zone, in which the dates are.
    pub zone: String,
    /// The server's clock: what open entries are counted up to.
    pub now: Timestamp,
    /// How far the journal had come.
    pub position: u64,
    /// A row for each employee who is in use or has hours, by name.
    pub rows: Vec<WeekRow>,
    /// Worked seconds of the rows shown, by day.
    pub day_totals: Vec<i64>,
    /// Worked seconds of the rows shown.
    pub total_seconds: i64,
    /// What to pass as `after` for the next rows; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An employee's week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeekRow {
    /// Who.
    pub employee: EmployeeBrief,
    /// Whether the employee is archived.
    pub archived: bool,
    /// The seven days.
    pub days: Vec<WeekCell>,
    /// Worked seconds.
    pub total_seconds: i64,
}

/// An employee's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeekCell {
    /// Worked seconds: elapsed less unpaid breaks; entries are split at local midnight.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// The entries that begin on this day, in order of their start; voided ones too.
    pub entries: Vec<id::TimeEntryId>,
    /// Whether one of them is open.
    pub open: bool,
    /// The kinds of their exceptions that no one has settled.
    pub exceptions: Vec<ExceptionKind>,
}
