//! Which journal positions say something about one employee's hours of some days.

use std::collections::BTreeSet;

use domain::EmployeeId;
use domain::payroll::Dates;

use super::entries_of;
use crate::rows::{self, HistoryRow, LateEntryRow, TimesheetEventRow};
use crate::timesheet::calendar;
use crate::view::{Snapshot, ViewError};

/// The most events of one employee that are read.
const EVENTS_MAX: usize = 100_000;

/// The positions of every statement about the entries that share time with these days, voided
/// ones too, and about the timesheets of their pay periods.
///
/// # Errors
/// When rows cannot be read.
pub fn evidence(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
) -> Result<BTreeSet<u64>, ViewError> {
    let mut positions = BTreeSet::new();
    let Some(calendar) = calendar(view, employee)? else {
        return Ok(positions);
    };
    let Some(span) = calendar.span(dates) else {
        return Ok(positions);
    };
    for (entry, _) in entries_of(view, employee, span.start(), span.end())? {
        for (key, _) in rows::all::<HistoryRow>(view, &entry.to_bytes(), EVENTS_MAX)? {
            positions.extend(position_at(&key, 16));
        }
        if let Some(late) = rows::get::<LateEntryRow>(view, &entry.to_bytes())? {
            positions.insert(late.position);
        }
    }
    let first = calendar.period_of(dates.first).first;
    let last = calendar.period_of(dates.last).last;
    let own = employee.to_bytes();
    for (key, _) in rows::all::<TimesheetEventRow>(view, &own, EVENTS_MAX)? {
        let period = key.get(16..20).and_then(|date| date.try_into().ok());
        let period = period.and_then(rows::date_of_key);
        if period.is_some_and(|period| first <= period && period <= last) {
            positions.extend(position_at(&key, 20));
        }
    }
    Ok(positions)
}

fn position_at(key: &[u8], from: usize) -> Option<u64> {
    let bytes = key.get(from..)?.try_into().ok()?;
    Some(u64::from_be_bytes(bytes)).filter(|position| *position > 0)
}
