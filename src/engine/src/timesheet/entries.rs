//! The entries of one timesheet, what is taken off them by rule, and the hash of both: what a
//! submission and an approval name. Their order does not matter to it, and any change of an entry
//! or of what is taken off does.

use domain::order::put_in_order;
use domain::payroll::Dates;
use domain::timesheet::{
    AttestedEntry, Calendar, MealDeduction, MissedBreak, meal_deductions, missed_breaks,
};
use domain::{EmployeeId, TimeEntryId};
use oplog::codec;
use serde::Serialize;

use super::calendar::{calendar, settings};
use crate::query;
use crate::rows::{EntriesHash, EntryRow, EntryValues};
use crate::view::{Snapshot, ViewError};

/// The entries of one timesheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntries {
    /// Whose.
    pub employee: EmployeeId,
    /// The period.
    pub dates: Dates,
    /// When its days begin.
    pub calendar: Calendar,
    /// Every entry that shares time with the period, voided ones too, in order of their start.
    pub entries: Vec<(TimeEntryId, EntryRow)>,
    /// What is taken off by rule.
    pub deductions: Vec<MealDeduction>,
    /// Meal and rest periods that were not provided.
    pub missed: Vec<MissedBreak>,
    /// The hash of all that counts.
    pub hash: EntriesHash,
}

impl SheetEntries {
    /// Whether an entry that counts has no end.
    pub fn is_open(&self) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(_, row)| !row.voided && row.values.end.is_none())
    }
}

/// The entries of an employee's period; `None` before the company is founded and at the ends of
/// the calendar.
///
/// # Errors
/// When rows cannot be read.
pub fn sheet_entries(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
) -> Result<Option<SheetEntries>, ViewError> {
    let Some(calendar) = calendar(view, employee)? else {
        return Ok(None);
    };
    let Some(span) = calendar.span(dates) else {
        return Ok(None);
    };
    let settings = settings(view)?;
    let entries = query::entries_of(view, employee, span.start(), span.end())?;
    let attested: Vec<AttestedEntry> = entries.iter().map(attested).collect();
    let rule = |date| settings.policy_on(date).meal.map(Into::into);
    let mut deductions = meal_deductions(&attested, &calendar, rule);
    deductions.retain(|deduction| dates.contains(deduction.date));
    let mut missed = missed_breaks(&attested, &calendar);
    missed.retain(|missed| dates.contains(missed.date));
    let hash = entries_hash(employee, dates, &entries, &deductions);
    Ok(Some(SheetEntries {
        employee,
        dates,
        calendar,
        entries,
        deductions,
        missed,
        hash,
    }))
}

fn attested((id, row): &(TimeEntryId, EntryRow)) -> AttestedEntry {
    let answers = row.attested.answers.iter();
    AttestedEntry {
        entry: row.entry(*id),
        meal_worked: row.attested.meal_worked,
        answers: answers
            .map(|one| (one.question.into(), one.answer.into()))
            .collect(),
    }
}

/// One entry as it is hashed.
#[derive(Serialize)]
struct Hashed<'a> {
    id: [u8; 16],
    values: &'a EntryValues,
    attested: &'a crate::rows::Attested,
}

/// The hash of entries that count, whatever their order, and of what is taken off them.
pub fn entries_hash(
    employee: EmployeeId,
    dates: Dates,
    entries: &[(TimeEntryId, EntryRow)],
    deductions: &[MealDeduction],
) -> EntriesHash {
    let mut counted: Vec<_> = entries.iter().filter(|(_, row)| !row.voided).collect();
    put_in_order(&mut counted, |(id, _)| *id);
    let mut hasher = blake3::Hasher::new();
    let day = domain::time::day_number;
    let head = (employee.to_bytes(), day(dates.first), day(dates.last));
    hasher.update(b"timesheet entries 1");
    hasher.update(&codec::encode(&(head, counted.len() as u64)));
    for (id, row) in counted {
        let hashed = Hashed {
            id: id.to_bytes(),
            values: &row.values,
            attested: &row.attested,
        };
        hasher.update(&codec::encode(&hashed));
    }
    for deduction in deductions {
        let taken = (day(deduction.date), deduction.entry.to_bytes());
        hasher.update(&codec::encode(&(taken, deduction.seconds)));
    }
    *hasher.finalize().as_bytes()
}
