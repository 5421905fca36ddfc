//! Time entries of an employee, one entry in full, and exceptions.

use domain::order::put_in_order;
use std::collections::BTreeMap;

use domain::time::Zone;
use domain::timesheet::{self, DayTotal, Exception};
use domain::{EmployeeId, TimeEntryId};
use jiff::{SignedDuration, Timestamp};

use crate::apply::week_number;
use crate::import::standing;
use crate::rows::{self, EntryRow, HistoryRow, Row, RowHash, after, key};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// The most entries read of one employee at once.
const ENTRIES_MAX: usize = 100_000;

/// One entry in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryDetail {
    /// The entry.
    pub row: EntryRow,
    /// The hash of the row, to be named by an edit.
    pub hash: RowHash,
    /// What happened to it, with journal positions, in order.
    pub history: Vec<(u64, HistoryRow)>,
    /// Its exceptions at `now`.
    pub exceptions: Vec<FoundException>,
}

/// An exception of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundException {
    /// The entry.
    pub entry: TimeEntryId,
    /// The kind.
    pub kind: Exception,
    /// Whether someone looked at it and let it stand.
    pub settled: bool,
}

/// The entries of an employee that touch the time from `from` to `to`, in order of their start;
/// an open one reaches to the end of time. Entries longer than a week are found by their start.
///
/// # Errors
/// When rows cannot be read.
pub fn entries_of(
    view: &impl Snapshot,
    employee: EmployeeId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(TimeEntryId, EntryRow)>, ViewError> {
    // One bucket earlier: an entry that began there can reach into this one.
    let first = week_number(from).saturating_sub(1);
    let last = week_number(to);
    let start = key(&[&employee.to_bytes(), &first.to_be_bytes()]);
    let end = after(&key(&[&employee.to_bytes(), &last.to_be_bytes()]));
    let mut found = Vec::new();
    for (index, _) in view.range(Table::EntryWeek, &start, &end, ENTRIES_MAX)? {
        push(view, &index, 20, &mut found)?;
    }
    // An entry left open weeks ago still runs.
    found.extend(open_entries(view, employee)?);
    found.retain(|(_, row)| {
        let (start, end) = (row.values.start, row.values.end.unwrap_or(Timestamp::MAX));
        start < to && (start >= from || end > from)
    });
    put_in_order(&mut found, |(id, row)| (row.values.start, *id));
    found.dedup_by_key(|(id, _)| *id);
    Ok(found)
}

/// The entries of an employee that have no end.
///
/// # Errors
/// When rows cannot be read.
pub fn open_entries(
    view: &impl Snapshot,
    employee: EmployeeId,
) -> Result<Vec<(TimeEntryId, EntryRow)>, ViewError> {
    let own = employee.to_bytes();
    let mut found = Vec::new();
    for (index, _) in view.range(Table::OpenEntry, &own, &after(&own), ENTRIES_MAX)? {
        push(view, &index, 16, &mut found)?;
    }
    Ok(found)
}

fn push(
    view: &impl Snapshot,
    index: &[u8],
    id_at: usize,
    found: &mut Vec<(TimeEntryId, EntryRow)>,
) -> Result<(), ViewError> {
    let id: [u8; 16] =
        index
            .get(id_at..)
            .and_then(|id| id.try_into().ok())
            .ok_or(ViewError::Corrupt {
                table: Table::EntryWeek,
            })?;
    let id = TimeEntryId::from_bytes(id);
    if let Some(row) = standing::entry(view, id)? {
        found.push((id, row));
    }
    Ok(())
}

/// One entry in full; `None` when there is none of this id.
///
/// # Errors
/// When rows cannot be read.
pub fn entry(
    view: &impl Snapshot,
    id: TimeEntryId,
    now: Timestamp,
) -> Result<Option<EntryDetail>, ViewError> {
    let Some(row) = standing::entry(view, id)? else {
        return Ok(None);
    };
    let history = rows::all::<HistoryRow>(view, &id.to_bytes(), ENTRIES_MAX)?
        .into_iter()
        .map(|(key, line)| {
            let position = key.get(16..).and_then(|position| position.try_into().ok());
            let position = position.ok_or(ViewError::Corrupt {
                table: Table::EntryHistory,
            })?;
            Ok((u64::from_be_bytes(position), line))
        })
        .collect::<Result<_, ViewError>>()?;
    // An entry that ends when or before it starts is inside, too.
    let start = row.values.start;
    let until = start
        .checked_add(SignedDuration::from_millis(1))
        .unwrap_or(start);
    let around = entries_of(
        view,
        row.employee,
        start,
        row.values.end.unwrap_or(now).max(until),
    )?;
    let mut exceptions = exceptions_of(&around, now);
    exceptions.retain(|found| found.entry == id);
    Ok(Some(EntryDetail {
        hash: row.hash(),
        row,
        history,
        exceptions,
    }))
}

/// The exceptions of one employee's entries, settled ones too.
pub fn exceptions_of(entries: &[(TimeEntryId, EntryRow)], now: Timestamp) -> Vec<FoundException> {
    let judged: Vec<_> = entries
        .iter()
        .map(|(id, row)| (row.entry(*id), row.flags()))
        .collect();
    let mut by_id: Vec<&(TimeEntryId, EntryRow)> = entries.iter().collect();
    put_in_order(&mut by_id, |(id, _)| *id);
    timesheet::exceptions(&judged, now)
        .into_iter()
        .map(|(entry, kind)| {
            let row = by_id.binary_search_by_key(&entry, |(id, _)| *id);
            let row = row.ok().and_then(|at| by_id.get(at));
            let settled =
                row.is_some_and(|(_, row)| row.settled.iter().any(|name| name == kind.name()));
            FoundException {
                entry,
                kind,
                settled,
            }
        })
        .collect()
}

/// Worked time by work date of one employee's entries.
pub fn day_totals_of(
    entries: &[(TimeEntryId, EntryRow)],
    zone: &Zone,
    now: Timestamp,
) -> Vec<DayTotal> {
    let entries: Vec<_> = entries.iter().map(|(id, row)| row.entry(*id)).collect();
    timesheet::day_totals(&entries, zone, now)
}

/// An entry, whose it is, and one of its exceptions.
pub type EmployeeException = (EmployeeId, EntryRow, FoundException);

/// The exceptions of everyone's entries between two instants that nobody settled yet, by
/// employee name and start of the entry.
///
/// # Errors
/// When rows cannot be read.
pub fn exceptions(
    view: &impl Snapshot,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
) -> Result<Vec<EmployeeException>, ViewError> {
    let mut found = Vec::new();
    for (employee, _, _) in super::people(view)? {
        let entries = entries_of(view, employee, from, to)?;
        let by_id: BTreeMap<TimeEntryId, &EntryRow> =
            entries.iter().map(|(id, row)| (*id, row)).collect();
        for exception in exceptions_of(&entries, now)
            .into_iter()
            .filter(|found| !found.settled)
        {
            if let Some(row) = by_id.get(&exception.entry) {
                found.push((employee, (*row).clone(), exception));
            }
        }
    }
    Ok(found)
}
