//! Time entries: what people read, write, correct and settle.

mod history;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::job::{CostCodeBrief, JobBrief};
use crate::page::list_query;
use crate::{change, id};

pub use history::{EntryField, HistoryItem, HistoryKind, Judgement};

/// A reason to look at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// Shares time with another entry of the same employee.
    Overlap,
    /// Open for longer than 16 hours.
    MissingClockOut,
    /// Ended, and longer than 16 hours.
    TooLong,
    /// Ends before it starts.
    EndsBeforeStart,
    /// The phone's clock was doubtful.
    ClockSuspect,
    /// Reached the server more than a day after it happened.
    Late,
    /// Booked on a job or cost code that was already archived.
    ArchivedJob,
    /// Stated after the employee was archived.
    FormerEmployee,
}

macro_rules! same_names {
    ($($name:ident)*) => {
        impl From<domain::timesheet::Exception> for ExceptionKind {
            fn from(kind: domain::timesheet::Exception) -> Self {
                match kind { $(domain::timesheet::Exception::$name => Self::$name,)* }
            }
        }

        impl From<ExceptionKind> for domain::timesheet::Exception {
            fn from(kind: ExceptionKind) -> Self {
                match kind { $(ExceptionKind::$name => Self::$name,)* }
            }
        }
    };
}

same_names! {
    Overlap MissingClockOut TooLong EndsBeforeStart ClockSuspect Late ArchivedJob FormerEmployee
}

/// An exception of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryException {
    /// What it is.
    pub kind: ExceptionKind,
    /// Whether someone looked at it and let it stand.
    pub settled: bool,
}

/// How an entry came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// By clocking in.
    Clock,
    /// By hand.
    Hand,
    /// Out of a file.
    Import,
}

/// A break inside an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// When it began.
    pub start: Timestamp,
    /// When it ended, if it has.
    pub end: Option<Timestamp>,
    /// Paid breaks count as worked time.
    pub paid: bool,
}

impl From<domain::timesheet::Break> for Break {
    fn from(pause: domain::timesheet::Break) -> Self {
        Self {
            start: pause.start,
            end: pause.end,
            paid: pause.paid,
        }
    }
}

impl From<Break> for domain::timesheet::Break {
    fn from(pause: Break) -> Self {
        Self {
            start: pause.start,
            end: pause.end,
            paid: pause.paid,
        }
    }
}

/// The values of an entry that people see and change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryValues {
    /// When work began.
    pub start: Timestamp,
    /// When it ended; none while it lasts.
    pub end: Option<Timestamp>,
    /// Its breaks in order of their start.
    pub breaks: Vec<Break>,
    /// The job.
    pub job: Option<JobBrief>,
    /// The cost code.
    pub cost_code: Option<CostCodeBrief>,
    /// The note, or empty.
    pub note: String,
}

/// An entry as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The entry.
    pub id: id::TimeEntryId,
    /// Whose time it is.
    pub employee: EmployeeBrief,
    /// What people see and change.
    #[serde(flatten)]
    pub values: EntryValues,
    /// The local date on which it began, in the company's zone.
    pub work_date: Date,
    /// Worked seconds: elapsed less unpaid breaks, up to now while it lasts; 0 when voided.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Voided entries stay visible and count for nothing.
    pub voided: bool,
    /// How it came to be.
    pub origin: Origin,
    /// Only its length and its work date are known: `start` and `end` stand for them and are not
    /// to be shown as times of day.
    #[serde(default)]
    pub hours_only: bool,
    /// Its exceptions, in the order they are shown.
    pub exceptions: Vec<EntryException>,
    /// The state, to name in `expected` of a change.
    pub hash: String,
}

/// An entry with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryDetail {
    /// The entry.
    pub entry: Entry,
    /// What happened, oldest first.
    pub history: Vec<HistoryItem>,
    /// The import that it came from, for those who may see imports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<EntryImport>,
}

/// The import that an entry came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryImport {
    /// The import.
    pub id: id::ImportId,
    /// What the file was called.
    pub file_name: String,
    /// Who brought it; none for the command line.
    pub by: Option<EmployeeBrief>,
    /// When.
    pub at: Timestamp,
}

list_query! {
    /// Which entries to list.
    EntriesQuery {
        /// Only those with this text in the employee's name or number or in the note.
        q,
        /// The order: `employee` and then start when left out, or `start`; with `-` before it the other way round.
        sort,
        /// Only this employee's; everyone's when left out.
        employee: Option<id::EmployeeId>,
        /// Only those on this job.
        job: Option<id::JobId>,
        /// The first local date.
        from: Date,
        /// The last local date; at most 92 days after the first.
        to: Date,
    }
}

/// An entry written by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    /// Whose time it is.
    pub employee: id::EmployeeId,
    /// When work began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// Its breaks in order.
    #[serde(default)]
    pub breaks: Vec<Break>,
    /// The job.
    #[serde(default)]
    pub job: Option<id::JobId>,
    /// The cost code.
    #[serde(default)]
    pub cost_code: Option<id::CostCodeId>,
    /// The note, or empty.
    #[serde(default)]
    pub note: String,
    /// Why it is written by hand.
    pub reason: String,
}

/// A change of an entry; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryPatch {
    /// The `hash` of the state that was seen; another one by now is `changed_meanwhile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// When work began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// All its breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<Vec<Break>>,
    /// The job; `null` for none.
    #[serde(
        default,
        deserialize_with = "change::clearable",
        skip_serializing_if = "Option::is_none"
    )]
    pub job: Option<Option<id::JobId>>,
    /// The cost code; `null` for none.
    #[serde(
        default,
        deserialize_with = "change::clearable",
        skip_serializing_if = "Option::is_none"
    )]
    pub cost_code: Option<Option<id::CostCodeId>>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why; needed unless only the note changes.
    #[serde(default)]
    pub reason: String,
}

/// Why an entry shall count no more, or count again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    /// The reason.
    pub reason: String,
}

/// Exceptions that were looked at and may stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleExceptions {
    /// Which.
    pub exceptions: Vec<ExceptionKind>,
    /// What was found.
    pub note: String,
}

list_query! {
    /// Exceptions of which days.
    ExceptionsQuery {
        /// Only those with this text in the employee's name or number or in the note.
        q,
        /// The order: `-start` when left out, or `employee`; with `-` before it the other way round.
        sort,
        /// Only this employee's; everyone's when left out.
        employee: Option<id::EmployeeId>,
        /// The first local date; 30 days ago when left out.
        from: Option<Date>,
        /// The last local date; today when left out.
        to: Option<Date>,
        /// `true`: the settled ones too.
        settled: Option<bool>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_tells_leaving_alone_from_clearing() {
        let patch: EntryPatch = serde_json::from_str(r#"{"reason":"x"}"#).unwrap();
        assert_eq!(patch.job, None);
        let patch: EntryPatch = serde_json::from_str(r#"{"job":null,"reason":"x"}"#).unwrap();
        assert_eq!(patch.job, Some(None));
        assert_eq!(
            serde_json::to_string(&patch).unwrap(),
            r#"{"job":null,"reason":"x"}"#
        );
    }

    #[test]
    fn a_field_that_is_not_known_is_refused() {
        assert!(serde_json::from_str::<EntryPatch>(r#"{"resaon":"x"}"#).is_err());
    }

    #[test]
    fn exceptions_have_the_names_of_the_trade() {
        for kind in domain::timesheet::Exception::ALL {
            let json = serde_json::to_value(ExceptionKind::from(kind)).unwrap();
            assert_eq!(json, kind.name());
            assert_eq!(
                domain::timesheet::Exception::from(ExceptionKind::from(kind)),
                kind
            );
        }
    }
}
