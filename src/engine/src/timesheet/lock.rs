//! Which time is locked, and what an op would do to it. The one place that says so: `decide` asks
//! it beforehand, `judge` at the op's place in the journal, whoever wrote the op and however it
//! came.

use std::collections::BTreeSet;

use domain::payroll::Dates;
use domain::time::{Zone, days_after};
use domain::timesheet::{Calendar, PERIOD_DAYS_MAX, dates_in};
use domain::{EmployeeId, TimeEntryId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use super::calendar::calendar;
use crate::import::standing;
use crate::rows::{
    self, EntryRow, ImportDaysRow, LateEntryRow, LateState, PeriodLockRow, date_key,
};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// Why an op may not change what is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It states time that is locked: a late correction, which awaits an approver.
    Late,
    /// It brings or takes back an import with time that is locked.
    Import,
    /// It would move days or periods under time that is locked.
    Settings,
}

/// What stands against an op at its place in the journal; `None` lets it through.
pub(crate) fn gate(view: &impl Snapshot, op: &Op) -> Result<Option<Gate>, ViewError> {
    if is_late(view, op)? {
        return Ok(Some(Gate::Late));
    }
    if is_locked_import(view, op)? {
        return Ok(Some(Gate::Import));
    }
    Ok(moves_locked_days(view, op)?.then_some(Gate::Settings))
}

/// As [`gate`], for ops about time alone, which is all that a phone states.
pub(crate) fn gate_time(view: &impl Snapshot, op: &Op) -> Result<Option<Gate>, ViewError> {
    Ok(is_late(view, op)?.then_some(Gate::Late))
}

/// Every period that is locked or was, in order, from the one that `from` may be in.
///
/// # Errors
/// When rows cannot be read.
pub fn locks(view: &impl Snapshot, from: Date) -> Result<Vec<PeriodLockRow>, ViewError> {
    locks_between(view, from, Date::MAX)
}

/// The locked period that shares a date with these.
///
/// # Errors
/// When rows cannot be read.
pub fn lock_over(view: &impl Snapshot, dates: Dates) -> Result<Option<PeriodLockRow>, ViewError> {
    let mut found = locks_between(view, dates.first, dates.last)?.into_iter();
    Ok(found.find(|lock| lock.is_locked() && lock.first <= dates.last && lock.last >= dates.first))
}

fn locks_between(
    view: &impl Snapshot,
    from: Date,
    to: Date,
) -> Result<Vec<PeriodLockRow>, ViewError> {
    let from = date_key(days_after(from, PERIOD_DAYS_MAX.saturating_neg()));
    let to = rows::after(&date_key(to));
    let found = view.range(Table::PeriodLock, &from, &to, usize::MAX)?;
    let decode = |(_, row): (Vec<u8>, Vec<u8>)| rows::Row::decode(&row);
    found.into_iter().map(decode).collect()
}

/// The entry as its author sees it: with what was stated late and awaits an approver.
///
/// # Errors
/// When rows cannot be read.
pub fn standing_or_pending(
    view: &impl Snapshot,
    id: TimeEntryId,
) -> Result<Option<EntryRow>, ViewError> {
    match pending(view, id)? {
        Some(late) => Ok(Some(late.proposed)),
        None => standing::entry(view, id),
    }
}

fn pending(view: &impl Snapshot, id: TimeEntryId) -> Result<Option<LateEntryRow>, ViewError> {
    let row: Option<LateEntryRow> = rows::get(view, &id.to_bytes())?;
    Ok(row.filter(|row| row.state == LateState::Pending))
}

/// Whether an op says something about time, and so can be a late correction.
pub(crate) const fn is_late_statement(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::ClockedIn(_)
            | Payload::ClockedOut(_)
            | Payload::BreakStarted(_)
            | Payload::BreakEnded(_)
            | Payload::JobSwitched(_)
            | Payload::EntryAdded(_)
            | Payload::EntryEdited(_)
            | Payload::EntryVoided(_)
            | Payload::EntryRestored(_)
            | Payload::BreaksAttested(_)
            | Payload::MealWorked(_)
    )
}

/// Whether an op states locked time, or goes on with what was stated late.
fn is_late(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    let at = op.envelope.at;
    match &op.payload {
        P::ClockedIn(clocked) => is_locked(view, clocked.employee, at, at),
        P::EntryAdded(added) => is_locked(view, added.employee, added.start, added.end),
        P::JobSwitched(switched) => Ok(is_locked(view, switched.employee, at, at)?
            || is_late_change(view, switched.from, None, Some(at))?),
        P::ClockedOut(_) => is_late_change(view, op.subject(), None, Some(at)),
        P::EntryEdited(edit) => is_late_change(view, op.subject(), edit.start, edit.end),
        P::BreakStarted(_)
        | P::BreakEnded(_)
        | P::EntryVoided(_)
        | P::EntryRestored(_)
        | P::BreaksAttested(_)
        | P::MealWorked(_) => is_late_change(view, op.subject(), None, None),
        _not_about_time => Ok(false),
    }
}

/// Whether changing an entry, and its times to these, changes locked time.
fn is_late_change(
    view: &impl Snapshot,
    id: TimeEntryId,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
) -> Result<bool, ViewError> {
    if pending(view, id)?.is_some() {
        return Ok(true);
    }
    let Some(row) = standing::entry(view, id)? else {
        return Ok(false);
    };
    let before = (row.values.start, row.values.end);
    let after = (start.unwrap_or(before.0), end.or(before.1));
    for (start, end) in [before, after] {
        if is_locked(view, row.employee, start, end.unwrap_or(start))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether time of an employee's is locked.
///
/// # Errors
/// When rows cannot be read.
pub fn is_locked(
    view: &impl Snapshot,
    employee: EmployeeId,
    start: Timestamp,
    end: Timestamp,
) -> Result<bool, ViewError> {
    let utc = |at| Zone::utc().local(at).date();
    // Without an employee's zone a day may be the one before or after, and begin in its course.
    let around = Dates {
        first: days_after(utc(start), -2),
        last: days_after(utc(end.max(start)), 2),
    };
    if lock_over(view, around)?.is_none() {
        return Ok(false);
    }
    let Some(calendar) = calendar(view, employee)? else {
        return Ok(false);
    };
    Ok(lock_over(view, dates_touched(&calendar, start, end))?.is_some())
}

/// The workdays that time from `start` to `end` is in.
fn dates_touched(calendar: &Calendar, start: Timestamp, end: Timestamp) -> Dates {
    // An end on the first instant of a day is the end of the day before.
    let instant = SignedDuration::from_millis(1);
    let last = end.checked_sub(instant).unwrap_or(end).max(start);
    Dates {
        first: calendar.date_of(start),
        last: calendar.date_of(last),
    }
}

/// The days on which a part of an import has entries.
pub(crate) fn import_days(
    view: &impl Snapshot,
    entries: &p::ImportEntries,
) -> Result<BTreeSet<i32>, ViewError> {
    let mut calendars = std::collections::BTreeMap::new();
    let mut days = BTreeSet::new();
    for entry in &entries.entries {
        if let std::collections::btree_map::Entry::Vacant(vacant) = calendars.entry(entry.employee)
        {
            vacant.insert(calendar(view, entry.employee)?);
        }
        let Some(Some(calendar)) = calendars.get(&entry.employee) else {
            continue;
        };
        let dates = dates_touched(calendar, entry.start, entry.end);
        days.extend(dates_in(dates).map(domain::time::day_number));
    }
    Ok(days)
}

fn is_locked_import(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    let days = match &op.payload {
        Payload::ImportEntries(_) | Payload::ImportCommitted(_) | Payload::ImportUndone(_)
            if view.range(Table::PeriodLock, &[], &[], 1)?.is_empty() =>
        {
            return Ok(false);
        }
        Payload::ImportEntries(entries) => import_days(view, entries)?,
        Payload::ImportCommitted(_) | Payload::ImportUndone(_) => {
            let row: Option<ImportDaysRow> = rows::get(view, &op.envelope.subject)?;
            row.unwrap_or_default().days
        }
        _no_import => return Ok(false),
    };
    any_locked(view, &days)
}

fn any_locked(view: &impl Snapshot, days: &BTreeSet<i32>) -> Result<bool, ViewError> {
    let date = |day: Option<&i32>| day.copied().and_then(domain::time::date_of_day);
    let (Some(first), Some(last)) = (date(days.first()), date(days.last())) else {
        return Ok(false);
    };
    let locked = locks_between(view, first, last)?;
    Ok(locked.iter().filter(|lock| lock.is_locked()).any(|lock| {
        let day = domain::time::day_number;
        days.range(day(lock.first)..=day(lock.last))
            .next()
            .is_some()
    }))
}

/// Whether an op would move days, weeks, periods or what is taken off of them, where time is
/// locked.
fn moves_locked_days(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    let from = match &op.payload {
        // Settings without a date hold for all time.
        Payload::CompanyChanged(change)
            if change.zone.is_some() || change.workweek_starts.is_some() =>
        {
            Date::MIN
        }
        Payload::PayCalendarChanged(change) => change.from,
        Payload::EmployeeZoneChanged(change) => change.from,
        Payload::TimesheetPolicyChanged(change) => change.from,
        _leaves_days => return Ok(false),
    };
    let dates = Dates {
        first: from,
        last: Date::MAX,
    };
    Ok(lock_over(view, dates)?.is_some())
}
