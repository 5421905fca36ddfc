//! Timesheets: a period's overview, one timesheet in full, late corrections, and who is due.

mod detail;
mod due;
mod late;

use domain::order::put_in_order;
use domain::payroll::Dates;
use domain::timesheet::{Exception, MissedBreak, SheetStatus, worked_within};
use domain::{EmployeeId, MemberId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::exceptions_of;
use crate::rows::{
    self, EmployeeRow, EntriesHash, HistoryRow, PeriodLockRow, TimesheetRow, after, date_key,
};
use crate::table::Table;
use crate::timesheet::{SheetEntries, company_calendar, locks, sheet_entries};
use crate::view::{Snapshot, ViewError};

pub use detail::{SheetChange, SheetDay, SheetDetail, SheetWeek, timesheet};
pub use due::{Due, due, due_at};
pub use late::{Late, late_corrections, late_of, late_pending};

/// The most late corrections of one employee that are counted.
const LATE_MAX: usize = 10_000;

/// A pay period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its dates.
    pub dates: Dates,
    /// Its lock, where it is locked or was.
    pub lock: Option<PeriodLockRow>,
    /// Whether its last day is over, in the company's zone.
    pub ended: bool,
}

impl Period {
    /// Whether its time changes no more.
    pub fn is_locked(&self) -> bool {
        self.lock.as_ref().is_some_and(PeriodLockRow::is_locked)
    }
}

/// One line of a period's overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSummary {
    /// The employee.
    pub employee: EmployeeId,
    /// The record.
    pub record: EmployeeRow,
    /// Where the timesheet stands.
    pub status: SheetStatus,
    /// The hash of its entries, to be named by an approval.
    pub hash: EntriesHash,
    /// Seconds worked in the period up to now, less what is taken off by rule.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Seconds taken off by rule.
    pub deducted_seconds: i64,
    /// How many entries count.
    pub entries: usize,
    /// Whether an entry has no end.
    pub open: bool,
    /// Kinds of exceptions that nobody settled.
    pub exceptions: Vec<Exception>,
    /// Whether the employee objects, and nobody decided since.
    pub objected: bool,
    /// Changes by others since the employee submitted it.
    pub changes: usize,
    /// Late corrections that await an approver.
    pub late: usize,
    /// Meal and rest periods that were not provided.
    pub missed: Vec<MissedBreak>,
    /// What was said about it.
    pub said: TimesheetRow,
}

/// A period with everyone's timesheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodSheets {
    /// The period.
    pub period: Period,
    /// Everyone who is employed or has hours in it, sorted by name.
    pub sheets: Vec<SheetSummary>,
}

/// The period that a date is in, by the company's settings; `None` before the company is founded.
///
/// # Errors
/// When rows cannot be read.
pub fn period(
    view: &impl Snapshot,
    date: Date,
    now: Timestamp,
) -> Result<Option<Period>, ViewError> {
    let Some(calendar) = company_calendar(view)? else {
        return Ok(None);
    };
    let dates = calendar.period_of(date);
    Ok(Some(Period {
        dates,
        lock: rows::get(view, &date_key(dates.first))?,
        ended: calendar.span(dates).is_some_and(|span| span.end() <= now),
    }))
}

/// The period of now and those before it, the newest first.
///
/// # Errors
/// When rows cannot be read.
pub fn periods(
    view: &impl Snapshot,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Period>, ViewError> {
    let Some(calendar) = company_calendar(view)? else {
        return Ok(Vec::new());
    };
    let mut found: Vec<Period> = Vec::new();
    let mut next = calendar.period_of(calendar.date_of(now));
    while found.len() < limit {
        let Some(period) = period(view, next.first, now)? else {
            break;
        };
        found.push(period);
        let before = calendar.period_before(next.first);
        if before.first >= next.first {
            break;
        }
        next = before;
    }
    Ok(found)
}

/// Every period that is locked now, in order.
///
/// # Errors
/// When rows cannot be read.
pub fn locked_periods(view: &impl Snapshot) -> Result<Vec<PeriodLockRow>, ViewError> {
    let mut locks = locks(view, Date::MIN)?;
    locks.retain(PeriodLockRow::is_locked);
    Ok(locks)
}

/// Everyone's timesheets of the period that a date is in; `None` before the company is founded.
///
/// # Errors
/// When rows cannot be read.
pub fn timesheets(
    view: &impl Snapshot,
    date: Date,
    now: Timestamp,
) -> Result<Option<PeriodSheets>, ViewError> {
    let Some(period) = period(view, date, now)? else {
        return Ok(None);
    };
    let mut sheets = Vec::new();
    for (employee, record, _) in super::people(view)? {
        let Some(entries) = sheet_entries(view, employee, period.dates)? else {
            continue;
        };
        if record.archived_at.is_some() && entries.entries.is_empty() {
            continue;
        }
        sheets.push(summary(view, record, &entries, now)?);
    }
    Ok(Some(PeriodSheets { period, sheets }))
}

/// One line of the overview.
fn summary(
    view: &impl Snapshot,
    record: EmployeeRow,
    sheet: &SheetEntries,
    now: Timestamp,
) -> Result<SheetSummary, ViewError> {
    let key = TimesheetRow::key_of(sheet.employee, sheet.dates.first);
    let said: Option<TimesheetRow> = rows::get(view, &key)?;
    let said = said.unwrap_or(TimesheetRow::blank(sheet.dates));
    let mut exceptions: Vec<Exception> = exceptions_of(&sheet.entries, now)
        .into_iter()
        .filter(|found| !found.settled)
        .map(|found| found.kind)
        .collect();
    put_in_order(&mut exceptions, |kind| *kind);
    exceptions.dedup();
    let (worked, breaks) = worked_in_period(sheet, now);
    let taken = sheet.deductions.iter().map(|one| one.seconds);
    let deducted_seconds = taken.fold(0_i64, i64::saturating_add);
    let counted = sheet.entries.iter().filter(|(_, row)| !row.voided);
    let own = sheet.employee.to_bytes();
    let late = view.range(Table::LatePending, &own, &after(&own), LATE_MAX)?;
    let since = said.submitted.as_ref().map(|submitted| submitted.position);
    let changes = match since {
        Some(since) => changes_since(view, sheet, record.member, since)?.len(),
        None => 0,
    };
    Ok(SheetSummary {
        employee: sheet.employee,
        status: said.status(&sheet.hash),
        hash: sheet.hash,
        worked_seconds: worked.saturating_sub(deducted_seconds),
        break_seconds: breaks,
        deducted_seconds,
        entries: counted.count(),
        open: sheet.is_open(),
        exceptions,
        objected: said.open_objection().is_some(),
        changes,
        late: late.len(),
        missed: sheet.missed.clone(),
        record,
        said,
    })
}

/// Seconds worked inside the period, and of unpaid breaks.
fn worked_in_period(sheet: &SheetEntries, now: Timestamp) -> (i64, i64) {
    let Some(span) = sheet.calendar.span(sheet.dates) else {
        return (0, 0);
    };
    let each = sheet
        .entries
        .iter()
        .map(|(id, row)| worked_within(&row.entry(*id), span, now));
    each.fold((0, 0), |sum: (i64, i64), one| {
        (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
    })
}

/// What happened to a timesheet's entries after a journal position by others than the employee,
/// in order.
fn changes_since(
    view: &impl Snapshot,
    sheet: &SheetEntries,
    own: Option<MemberId>,
    since: u64,
) -> Result<Vec<SheetChange>, ViewError> {
    let mut found = Vec::new();
    for (entry, _) in &sheet.entries {
        let from = rows::key(&[&entry.to_bytes(), &since.saturating_add(1).to_be_bytes()]);
        let to = after(&entry.to_bytes());
        for (key, line) in view.range(Table::EntryHistory, &from, &to, LATE_MAX)? {
            let line: HistoryRow = rows::Row::decode(&line)?;
            let position = key.get(16..).and_then(|bytes| bytes.try_into().ok());
            let position = u64::from_be_bytes(position.ok_or(ViewError::Corrupt {
                table: Table::EntryHistory,
            })?);
            if Some(line.actor) != own {
                found.push(SheetChange {
                    entry: *entry,
                    position,
                    line,
                });
            }
        }
    }
    put_in_order(&mut found, |change| change.position);
    Ok(found)
}
