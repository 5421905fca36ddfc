//! What people ask for about timesheets and pay periods. A period is named by its first date.

use domain::payroll::Workweek;
use domain::timesheet::{BreakAnswer, BreakQuestion, PeriodRule};
use domain::{EmployeeId, PayRunId, TimeEntryId};
use jiff::civil::Date;
use oplog::v1::payload::{ReminderStep, TimesheetPolicy};

use super::Command;
use crate::rows::{EntriesHash, RowHash};

/// A wish about timesheets. See [`Command::Timesheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimesheetCommand {
    /// Let days, workweeks or pay periods lie otherwise from a date on.
    ChangePayCalendar(ChangePayCalendar),
    /// Let an employee's days be in another zone from a date on; `None` is the company's.
    ChangeEmployeeZone(EmployeeId, Date, Option<String>),
    /// Want other things of timesheets from a date on.
    ChangePolicy(Date, TimesheetPolicy),
    /// Say that one's own hours of a period are true and complete.
    Submit(SubmitTimesheet),
    /// Disagree with one's own timesheet.
    Object(Date, String),
    /// Approve timesheets, the entries that were seen and no others.
    Approve(ApproveTimesheets),
    /// Approve every submitted timesheet of a period that has no open questions.
    ApproveSubmitted(Date),
    /// Send a timesheet back to the employee, with a reason.
    Return(EmployeeId, Date, String),
    /// Open a timesheet again, with a reason.
    Reopen(EmployeeId, Date, String),
    /// Lock a period: its time changes no more.
    LockPeriod(LockPeriod),
    /// Unlock a period, with a reason.
    UnlockPeriod(Date, String),
    /// Let a late correction count; the hash is that of the proposal that was seen.
    AcceptLate(TimeEntryId, RowHash, String),
    /// Do not let it count, with a reason.
    DeclineLate(TimeEntryId, RowHash, String),
    /// State locked time, knowing that it awaits an approver and pays in a later run.
    StateLate(Box<Command>),
    /// Say how one's own breaks were.
    AttestBreaks(TimeEntryId, Vec<(BreakQuestion, BreakAnswer)>),
    /// Say whether the meal that is taken off by rule was worked.
    SayMealWorked(TimeEntryId, bool, String),
    /// The server reminded somebody. Only the server itself does.
    NoteReminded(EmployeeId, Date, ReminderStep),
}

/// See [`TimesheetCommand::ChangePayCalendar`]; `None` leaves as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePayCalendar {
    /// The first date that it holds for.
    pub from: Date,
    /// The IANA zone of days.
    pub zone: Option<String>,
    /// When workweeks and workdays begin.
    pub workweek: Option<Workweek>,
    /// How often the firm pays.
    pub periods: Option<PeriodRule>,
}

/// See [`TimesheetCommand::Submit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmitTimesheet {
    /// The first date of the period.
    pub first: Date,
    /// The hash of the entries that were seen; others by now are refused as changed meanwhile.
    pub seen: Option<EntriesHash>,
    /// The version of the words that were agreed to.
    pub statement: u16,
    /// The language in which they were read.
    pub language: String,
}

/// See [`TimesheetCommand::Approve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveTimesheets {
    /// The first date of the period.
    pub first: Date,
    /// Whose, with the hash of the entries that were seen.
    pub sheets: Vec<(EmployeeId, EntriesHash)>,
    /// A note, or empty.
    pub note: String,
}

/// See [`TimesheetCommand::LockPeriod`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockPeriod {
    /// The first date of the period.
    pub first: Date,
    /// The pay run that locks it, unless a person does.
    pub pay_run: Option<PayRunId>,
    /// A note, or empty.
    pub note: String,
}
