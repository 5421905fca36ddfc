//! Timesheets: one employee's time of one pay period. A period is named by its first date.

mod late;
mod settings;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::entry::{Entry, ExceptionKind, HistoryItem};
use crate::id;
use crate::page::list_query;

pub use late::{
    AcceptLateCorrection, DeclineLateCorrection, LateCorrection, LateCorrectionsQuery, LateEdit,
    LateVoid, NewLateCorrection,
};
pub use settings::{
    AttestBreaks, BreakAnswer, BreakAttestation, BreakQuestion, ChangePayCalendar, ChangePolicy,
    ChangeZone, DatedPeriods, DatedPolicy, DatedWorkweek, DatedZone, MealRule, MealWorked,
    PayPeriodRule, TimesheetPolicy, TimesheetSettings, Workweek,
};

/// The most timesheets that one request approves.
pub const TIMESHEETS_APPROVED_MAX: usize = 500;

/// Where a timesheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SheetStatus {
    /// Nobody has said that it is right.
    Open,
    /// The employee said that it is right, and nothing changed since.
    Submitted,
    /// The employee said so, and then something changed.
    ChangedSinceSubmitted,
    /// It went back to the employee, with a reason.
    Returned,
    /// It is approved, and nothing changed since.
    Approved,
    /// It was approved, and then something changed.
    ChangedSinceApproved,
}

impl From<domain::timesheet::SheetStatus> for SheetStatus {
    fn from(status: domain::timesheet::SheetStatus) -> Self {
        use domain::timesheet::SheetStatus as Status;
        match status {
            Status::Open => Self::Open,
            Status::Submitted => Self::Submitted,
            Status::ChangedSinceSubmitted => Self::ChangedSinceSubmitted,
            Status::Returned => Self::Returned,
            Status::Approved => Self::Approved,
            Status::ChangedSinceApproved => Self::ChangedSinceApproved,
        }
    }
}

list_query! {
    /// Which pay periods to list: the last sixty.
    PayPeriodsQuery {
        /// Only periods with this text in their first date.
        q,
        /// The order: `-first` when left out, `first`, or `last`; with `-` before it the other way round.
        sort,
    }
}

/// A pay period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayPeriod {
    /// Its first date, which names it.
    pub first: Date,
    /// Its last date.
    pub last: Date,
    /// Whether its last day is over.
    pub ended: bool,
    /// Whether its time changes no more.
    pub locked: bool,
    /// Who locked it, when and why, where it is locked or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<PeriodLock>,
}

/// Who locked a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodLock {
    /// The name of who locked it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// A note, or empty.
    pub note: String,
    /// Whether a pay run did.
    pub by_pay_run: bool,
    /// Who unlocked it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlocked: Option<PeriodUnlock>,
}

/// Who unlocked a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodUnlock {
    /// The name of who unlocked it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Lock a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LockPeriod {
    /// The first date of the period.
    pub first: Date,
    /// A note, or empty.
    #[serde(default)]
    pub note: String,
}

/// Something about a period, with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PeriodWithReason {
    /// The first date of the period.
    pub first: Date,
    /// Why.
    pub reason: String,
}

list_query! {
    /// Which timesheets to show.
    TimesheetsQuery {
        /// Only employees with this text in their name or number.
        q,
        /// The order of the rows: `name` when left out, `number`, or `status`; with `-` before it the other way round.
        sort,
        /// A date in the period; today when left out.
        date: Option<Date>,
        /// Only those that stand so.
        status: Option<SheetStatus>,
    }
}

/// Everyone's timesheets of a period. A worker sees only the own one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodSheets {
    /// The period.
    pub period: PayPeriod,
    /// The server's clock: what open entries are counted up to.
    pub now: Timestamp,
    /// How far the journal had come.
    pub position: u64,
    /// How many timesheets stand how, of all that were asked for.
    pub counts: Vec<StatusCount>,
    /// A row for each employee who is in use or has hours, by name.
    pub rows: Vec<SheetSummary>,
    /// What to pass as `after` for the next rows; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How many timesheets stand so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusCount {
    /// How.
    pub status: SheetStatus,
    /// How many.
    pub count: usize,
}

/// A timesheet in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetSummary {
    /// Whose.
    pub employee: EmployeeBrief,
    /// Whether the employee is archived.
    pub archived: bool,
    /// Where it stands.
    pub status: SheetStatus,
    /// The hash of its entries: what an approval or a submission names.
    pub entries_hash: String,
    /// Seconds worked in the period, less what is taken off by rule.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Seconds that are taken off by rule.
    pub deducted_seconds: i64,
    /// How many entries count.
    pub entries: usize,
    /// Whether one of them has no end.
    pub open: bool,
    /// The kinds of exceptions that no one has settled.
    pub exceptions: Vec<ExceptionKind>,
    /// Whether the employee objects, and nobody decided since.
    pub objected: bool,
    /// How often others changed it since it was submitted.
    pub changes: usize,
    /// How many late corrections of the employee await an approver.
    pub late: usize,
    /// Meal and rest periods that were not provided.
    pub missed: Vec<MissedBreak>,
    /// When it was last submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// Whether you may approve it.
    pub can_approve: bool,
}

/// A period that was not provided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissedBreak {
    /// The workday.
    pub date: Date,
    /// Which kind.
    pub question: BreakQuestion,
}

/// Which period of an employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TimesheetQuery {
    /// A date in the period; today when left out.
    pub date: Option<Date>,
}

/// A timesheet in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timesheet {
    /// The period.
    pub period: PayPeriod,
    /// What the overview says.
    pub summary: SheetSummary,
    /// The IANA zone of the employee's days.
    pub zone: String,
    /// Its days in order.
    pub days: Vec<SheetDay>,
    /// Its workweeks, or their parts in the period, in order.
    pub weeks: Vec<SheetWeek>,
    /// Its entries, voided ones too, in order of their start.
    pub entries: Vec<Entry>,
    /// Those of which the employee says that the meal that a rule takes off was worked.
    pub meals_worked: Vec<id::TimeEntryId>,
    /// What others changed since it was submitted, in order.
    pub changes: Vec<SheetChange>,
    /// Everything that was said about it, in order.
    pub events: Vec<SheetEvent>,
    /// The employee's late corrections that await an approver, of whatever period.
    pub late: Vec<LateCorrection>,
    /// The version of the words that a submission agrees to.
    pub statement: u16,
}

/// A day of a timesheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetDay {
    /// The workday.
    pub date: Date,
    /// Seconds worked on it, less what is taken off by rule.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Seconds that are taken off by rule.
    pub deducted_seconds: i64,
    /// Entries that begin on it.
    pub entries: Vec<id::TimeEntryId>,
}

/// A workweek of a timesheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetWeek {
    /// Its first date in the period.
    pub first: Date,
    /// Its last date in the period.
    pub last: Date,
    /// Seconds worked, less what is taken off by rule.
    pub worked_seconds: i64,
}

/// What somebody else did to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetChange {
    /// The entry.
    pub entry: id::TimeEntryId,
    /// What happened.
    pub item: HistoryItem,
}

/// What was said about a timesheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SheetEventKind {
    /// The employee submitted it.
    Submitted,
    /// The employee does not agree.
    Objected,
    /// It was approved.
    Approved,
    /// It went back to the employee.
    Returned,
    /// It was opened again.
    Reopened,
    /// Something a later version knows.
    Other,
}

/// Something that was said about a timesheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetEvent {
    /// Its place in the journal.
    pub position: u64,
    /// What.
    pub kind: SheetEventKind,
    /// The name of who said it.
    pub actor: String,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// When the server received it.
    pub received_at: Timestamp,
    /// A reason, a note or an objection; or empty.
    pub words: String,
    /// Whether the entries were then what they are now, where it names any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_these_entries: Option<bool>,
}

/// Submit one's own timesheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitTimesheet {
    /// The first date of the period.
    pub first: Date,
    /// The hash of the entries that were seen.
    pub entries_hash: String,
    /// The version of the words that were agreed to.
    pub statement: u16,
    /// The language in which they were read: `en` or `es`.
    pub language: String,
}

/// Disagree with one's own timesheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObjectToTimesheet {
    /// The first date of the period.
    pub first: Date,
    /// With what.
    pub words: String,
}

/// A timesheet to approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SheetToApprove {
    /// Whose.
    pub employee: id::EmployeeId,
    /// The hash of the entries that were seen, and of no others.
    pub entries_hash: String,
}

/// Approve timesheets: all of them, or none where one cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveTimesheets {
    /// The first date of the period.
    pub first: Date,
    /// Which.
    pub sheets: Vec<SheetToApprove>,
    /// A note, or empty.
    #[serde(default)]
    pub note: String,
}

/// Approve what was submitted and needs no look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveSubmitted {
    /// The first date of the period.
    pub first: Date,
}

/// Whose timesheets were approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimesheetsApproved {
    /// Whose.
    pub employees: Vec<id::EmployeeId>,
}
