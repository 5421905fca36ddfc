//! Today: who is on the clock, on what, since when.

use domain::time::{Zone, day_span, work_date};
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;

use super::time::{FoundException, day_totals_of, entries_of, exceptions_of};
use crate::rows::{CompanyRow, EmployeeRow, EntryRow};
use crate::view::{Snapshot, ViewError};

/// One employee today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The employee.
    pub employee: EmployeeId,
    /// The record.
    pub record: EmployeeRow,
    /// The entry that runs, if one does.
    pub running: Option<(TimeEntryId, EntryRow)>,
    /// Worked seconds today, up to now.
    pub worked_seconds: i64,
    /// When the first entry of today began.
    pub first_start: Option<Timestamp>,
    /// When the last entry of today ended, if none runs.
    pub last_end: Option<Timestamp>,
    /// Exceptions of today's and running entries that nobody settled.
    pub exceptions: Vec<FoundException>,
}

/// Everyone who is employed, or on the clock though archived, sorted by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// The company's local date at `now`.
    pub date: jiff::civil::Date,
    /// The people.
    pub people: Vec<Presence>,
}

/// Today in the company's zone.
///
/// # Errors
/// When rows cannot be read.
pub fn today(view: &impl Snapshot, now: Timestamp) -> Result<Today, ViewError> {
    let company: Option<CompanyRow> = super::company(view)?;
    let zone = company
        .and_then(|row| Zone::named(&row.zone).ok())
        .unwrap_or_else(Zone::utc);
    let date = work_date(now, &zone);
    let Some(day) = day_span(date, &zone) else {
        return Ok(Today {
            date,
            people: Vec::new(),
        });
    };
    let mut people = Vec::new();
    for (employee, record, _) in super::people(view)? {
        let entries = entries_of(view, employee, day.start(), day.end())?;
        let counted = || entries.iter().filter(|(_, row)| !row.voided);
        let running = counted()
            .rfind(|(_, row)| row.values.end.is_none())
            .cloned();
        if record.archived_at.is_some() && running.is_none() {
            continue;
        }
        let worked_seconds = day_totals_of(&entries, &zone, now)
            .into_iter()
            .find(|total| total.date == date)
            .map_or(0, |total| total.worked_seconds);
        let first_start = counted().map(|(_, row)| row.values.start).min();
        let last_end = counted()
            .filter_map(|(_, row)| row.values.end)
            .max()
            .filter(|_| running.is_none());
        let exceptions = exceptions_of(&entries, now)
            .into_iter()
            .filter(|found| !found.settled)
            .collect();
        people.push(Presence {
            employee,
            record,
            running,
            worked_seconds,
            first_start,
            last_end,
            exceptions,
        });
    }
    Ok(Today { date, people })
}
