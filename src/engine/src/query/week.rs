//! The week grid: employees by days, with totals and what stands out.

use std::collections::BTreeMap;

use domain::time::{Zone, day_span, work_date, workweek_dates, workweek_start};
use domain::timesheet::Exception;
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use super::time::{day_totals_of, entries_of, exceptions_of};
use crate::rows::{EmployeeRow, EntryRow};
use crate::timesheet::company_calendar;
use crate::view::{Snapshot, ViewError};

/// One employee's day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeekCell {
    /// Worked seconds, up to now.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
    /// Entries that begin on this day, in order of their start.
    pub entries: Vec<TimeEntryId>,
    /// Whether an entry that counts is still open.
    pub open: bool,
    /// Kinds of exceptions of these entries that nobody settled.
    pub exceptions: Vec<Exception>,
}

/// One employee's week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekRow {
    /// The employee.
    pub employee: EmployeeId,
    /// The record.
    pub record: EmployeeRow,
    /// Seven cells, one a day.
    pub days: Vec<WeekCell>,
    /// Worked seconds of the week.
    pub worked_seconds: i64,
}

/// The grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// The first day of the workweek.
    pub first: Date,
    /// The seven dates.
    pub dates: Vec<Date>,
    /// The company's zone, in which days begin.
    pub zone: Zone,
    /// Everyone who is employed or has hours in this week, sorted by name.
    pub rows: Vec<WeekRow>,
}

/// The workweek that `date` is in; `None` before the company is founded.
///
/// # Errors
/// When rows cannot be read.
pub fn week(view: &impl Snapshot, date: Date, now: Timestamp) -> Result<Option<Week>, ViewError> {
    let Some(company) = super::company(view)? else {
        return Ok(None);
    };
    let starts = company_calendar(view)?.map(|calendar| calendar.workweeks.on(date).starts);
    let zone = Zone::named(&company.zone).unwrap_or_else(|_| Zone::utc());
    let first = workweek_start(date, starts.unwrap_or(Weekday::Monday));
    let dates = workweek_dates(first);
    let (Some(from), Some(to)) = (
        dates.first().and_then(|day| day_span(*day, &zone)),
        dates.last().and_then(|day| day_span(*day, &zone)),
    ) else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for (employee, record, _) in super::people(view)? {
        let entries = entries_of(view, employee, from.start(), to.end())?;
        if record.archived_at.is_some() && entries.is_empty() {
            continue;
        }
        let days = cells(&entries, &dates, &zone, now);
        let worked_seconds = days.iter().map(|day| day.worked_seconds).sum();
        rows.push(WeekRow {
            employee,
            record,
            days,
            worked_seconds,
        });
    }
    Ok(Some(Week {
        first,
        dates,
        zone,
        rows,
    }))
}

fn cells(
    entries: &[(TimeEntryId, EntryRow)],
    dates: &[Date],
    zone: &Zone,
    now: Timestamp,
) -> Vec<WeekCell> {
    let mut days: BTreeMap<Date, WeekCell> = dates
        .iter()
        .map(|date| (*date, WeekCell::default()))
        .collect();
    let mut begun_on = BTreeMap::new();
    for (id, row) in entries {
        let date = work_date(row.values.start, zone);
        let Some(day) = days.get_mut(&date) else {
            continue;
        };
        day.entries.push(*id);
        day.open |= !row.voided && row.values.end.is_none();
        begun_on.insert(*id, date);
    }
    for total in day_totals_of(entries, zone, now) {
        if let Some(day) = days.get_mut(&total.date) {
            day.worked_seconds = total.worked_seconds;
            day.break_seconds = total.break_seconds;
        }
    }
    for found in exceptions_of(entries, now)
        .into_iter()
        .filter(|found| !found.settled)
    {
        if let Some(day) = begun_on
            .get(&found.entry)
            .and_then(|date| days.get_mut(date))
        {
            day.exceptions.push(found.kind);
        }
    }
    for day in days.values_mut() {
        day.exceptions.sort();
        day.exceptions.dedup();
    }
    days.into_values().collect()
}
