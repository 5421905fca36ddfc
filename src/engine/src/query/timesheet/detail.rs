//! One timesheet in full: its days and weeks, its entries, what others changed since it was
//! submitted, and everything that was said about it.

use domain::payroll::Dates;
use domain::timesheet::{MealDeduction, dates_in, worked_within};
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::late::{Late, late_of};
use super::{Period, SheetSummary, changes_since, summary};
use crate::query::{FoundException, exceptions_of};
use crate::rows::{
    self, EmployeeRow, EntryRow, HistoryRow, TimesheetEventRow, TimesheetRow, date_key,
};
use crate::table::Table;
use crate::timesheet::{SheetEntries, calendar, sheet_entries};
use crate::view::{Snapshot, ViewError};

/// The most that was said about one timesheet.
const EVENTS_MAX: usize = 10_000;

/// One day of a timesheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDay {
    /// The workday.
    pub date: Date,
    /// Seconds worked on it up to now, less what is taken off by rule.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Seconds taken off by rule.
    pub deducted_seconds: i64,
    /// Entries that begin on it, or before the period on its first day.
    pub entries: Vec<TimeEntryId>,
}

/// A workweek, or the part of one that lies in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetWeek {
    /// Its dates in the period.
    pub dates: Dates,
    /// Seconds worked in them, less what is taken off by rule.
    pub worked_seconds: i64,
}

/// What somebody else did to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetChange {
    /// The entry.
    pub entry: TimeEntryId,
    /// The journal position.
    pub position: u64,
    /// What happened.
    pub line: HistoryRow,
}

/// One timesheet in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetDetail {
    /// The period.
    pub period: Period,
    /// What the overview says.
    pub summary: SheetSummary,
    /// The zone that the period's first day is in.
    pub zone: domain::time::Zone,
    /// Its days in order.
    pub days: Vec<SheetDay>,
    /// Its workweeks in order.
    pub weeks: Vec<SheetWeek>,
    /// Its entries, voided ones too, in order of their start.
    pub entries: Vec<(TimeEntryId, EntryRow)>,
    /// What is taken off by rule.
    pub deductions: Vec<MealDeduction>,
    /// Its exceptions, settled ones too.
    pub exceptions: Vec<FoundException>,
    /// What others changed since it was submitted.
    pub changes: Vec<SheetChange>,
    /// Everything that was said about it, with journal positions, in order.
    pub events: Vec<(u64, TimesheetEventRow)>,
    /// The employee's late corrections that await an approver, of whatever period.
    pub late: Vec<Late>,
}

/// An employee's timesheet of the period that a date is in; `None` when there is no such employee.
/// On a phone this is one's own timesheet, with what the phone has not sent yet.
///
/// # Errors
/// When rows cannot be read.
pub fn timesheet(
    view: &impl Snapshot,
    employee: EmployeeId,
    date: Date,
    now: Timestamp,
) -> Result<Option<SheetDetail>, ViewError> {
    let record: Option<EmployeeRow> = rows::get(view, &employee.to_bytes())?;
    let (Some(record), Some(calendar)) = (record, calendar(view, employee)?) else {
        return Ok(None);
    };
    let dates = calendar.period_of(date);
    let Some(sheet) = sheet_entries(view, employee, dates)? else {
        return Ok(None);
    };
    let own = record.member;
    let summary = summary(view, record, &sheet, now)?;
    let since = summary.said.submitted.as_ref().map(|said| said.position);
    let changes = match since {
        Some(since) => changes_since(view, &sheet, own, since)?,
        None => Vec::new(),
    };
    let days = days(&sheet, now);
    let period = Period {
        dates,
        lock: rows::get(view, &date_key(dates.first))?,
        ended: calendar.span(dates).is_some_and(|span| span.end() <= now),
    };
    Ok(Some(SheetDetail {
        period,
        zone: calendar.zones.on(dates.first).clone(),
        weeks: weeks(&sheet, &days),
        days,
        exceptions: exceptions_of(&sheet.entries, now),
        changes,
        events: events(view, employee, dates)?,
        late: late_of(view, employee)?,
        entries: sheet.entries,
        deductions: sheet.deductions,
        summary,
    }))
}

fn days(sheet: &SheetEntries, now: Timestamp) -> Vec<SheetDay> {
    let entries: Vec<_> = sheet
        .entries
        .iter()
        .map(|(id, row)| (row.entry(*id), sheet.calendar.date_of(row.values.start)))
        .collect();
    let day = |date: Date| {
        let span = sheet.calendar.day_span(date);
        let worked = entries.iter().map(|(entry, _)| match span {
            Some(span) => worked_within(entry, span, now),
            None => (0, 0),
        });
        let (worked, breaks) = worked.fold((0_i64, 0_i64), |sum, one| {
            (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
        });
        let taken = sheet.deductions.iter().filter(|one| one.date == date);
        let deducted = taken.fold(0_i64, |sum, one| sum.saturating_add(one.seconds));
        let begun = entries
            .iter()
            .filter(|(_, on)| (*on).max(sheet.dates.first) == date);
        SheetDay {
            date,
            worked_seconds: worked.saturating_sub(deducted),
            break_seconds: breaks,
            deducted_seconds: deducted,
            entries: begun.map(|(entry, _)| entry.id).collect(),
        }
    };
    dates_in(sheet.dates).map(day).collect()
}

fn weeks(sheet: &SheetEntries, days: &[SheetDay]) -> Vec<SheetWeek> {
    let weeks = sheet.calendar.weeks_in(sheet.dates).into_iter();
    let of = |dates: Dates| {
        let days = days.iter().filter(|day| dates.contains(day.date));
        SheetWeek {
            dates,
            worked_seconds: days.fold(0_i64, |sum, day| sum.saturating_add(day.worked_seconds)),
        }
    };
    weeks.map(of).collect()
}

fn events(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
) -> Result<Vec<(u64, TimesheetEventRow)>, ViewError> {
    let key = TimesheetRow::key_of(employee, dates.first);
    let found = rows::all::<TimesheetEventRow>(view, &key, EVENTS_MAX)?;
    let read = |(key, row): (Vec<u8>, TimesheetEventRow)| {
        let position = key.get(20..).and_then(|bytes| bytes.try_into().ok());
        let position = position.ok_or(ViewError::Corrupt {
            table: Table::TimesheetEvent,
        })?;
        Ok((u64::from_be_bytes(position), row))
    };
    found.into_iter().map(read).collect()
}
