//! Rows of imports: parts are staged where no query sees them, and count together.

use domain::{ImportId, OpId, TimeEntryId};
use jiff::{SignedDuration, Timestamp};
use oplog::Op;
use oplog::v1::payload as p;

use super::entry::index;
use crate::import::usage::Usage;
use crate::judge::{Arrival, edit_of};
use crate::rows::{
    self, Attested, CostCodeRow, EmployeeRow, EntryFlagsRow, EntryRow, EntryValues, ImportCommit,
    ImportDaysRow, ImportDetailRow, ImportKeyRow, ImportNameRow, ImportRow, ImportState,
    ImportUndo, JobRow, MemberRow, Origin, Stamps,
};
use crate::table::Table;
use crate::timesheet::import_days;
use crate::view::{Snapshot, View, ViewError};

pub(super) fn names(
    view: &mut impl View,
    op: &Op,
    names: &p::ImportNames,
) -> Result<(), ViewError> {
    let import: ImportId = op.subject();
    let employees = names.employees.iter().cloned();
    let jobs = names.jobs.iter().cloned();
    let cost_codes = names.cost_codes.iter().cloned();
    let all = employees
        .map(ImportNameRow::Employee)
        .chain(jobs.map(ImportNameRow::Job))
        .chain(cost_codes.map(ImportNameRow::CostCode));
    for row in all {
        rows::put(view, &row.key(import), &row);
    }
    count_part(view, import)
}

pub(super) fn entries(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    entries: &p::ImportEntries,
) -> Result<(), ViewError> {
    let import: ImportId = op.subject();
    let stamp = edit_of(view, op, arrival)?.stamp;
    let mut days: ImportDaysRow = rows::get(view, &import.to_bytes())?.unwrap_or_default();
    days.days.extend(import_days(view, entries)?);
    rows::put(view, &import.to_bytes(), &days);
    for (place, entry) in (0..).zip(&entries.entries) {
        let id = entry_id(op.envelope.op_id, place);
        let row = EntryRow {
            employee: entry.employee,
            values: values(entry),
            voided: false,
            origin: Origin::Import {
                import,
                hours_only: entry.hours_only,
            },
            attested: Attested::default(),
            flags: EntryFlagsRow::default(),
            settled: Vec::new(),
            stamps: Stamps::all(stamp),
        };
        rows::put(view, &id.to_bytes(), &row);
        index(view, id, None, &row);
        rows::put(view, &entry.content, &ImportKeyRow { import });
    }
    count_part(view, import)
}

/// An entry is named after the op that brought it and its place there.
fn entry_id(op: OpId, place: u32) -> TimeEntryId {
    let bytes = [op.to_bytes().as_slice(), &place.to_be_bytes()].concat();
    TimeEntryId::from_bytes(rows::first_half(&blake3::hash(&bytes)))
}

fn values(entry: &p::ImportedEntry) -> EntryValues {
    EntryValues {
        start: entry.start,
        end: Some(entry.end),
        breaks: middle_break(entry.start, entry.end, entry.break_seconds)
            .into_iter()
            .collect(),
        job: entry.job,
        cost_code: entry.cost_code,
        note: entry.note.clone(),
    }
}

/// When the break was is not known: it stands in the middle.
fn middle_break(start: Timestamp, end: Timestamp, seconds: u32) -> Option<p::BreakTimes> {
    let length = i64::from(seconds);
    let around = end.as_second().saturating_sub(start.as_second());
    let before = around.saturating_sub(length).checked_div(2)?.max(0);
    let begin = start.checked_add(SignedDuration::from_secs(before)).ok()?;
    let stop = begin.checked_add(SignedDuration::from_secs(length)).ok()?;
    (seconds > 0).then_some(p::BreakTimes {
        start: begin,
        end: Some(stop.min(end)),
        paid: false,
    })
}

pub(super) fn committed(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    stated: &p::ImportCommitted,
) -> Result<(), ViewError> {
    let import: ImportId = op.subject();
    for (_, row) in rows::all::<ImportNameRow>(view, &import.to_bytes(), usize::MAX)? {
        add(view, row);
    }
    let mut detail = detail(view, import)?;
    detail.committed = Some(ImportCommit {
        by: op.envelope.actor,
        at: op.envelope.at,
        position: arrival.position,
        stated: stated.clone(),
    });
    rows::put(view, &import.to_bytes(), &detail);
    stand(view, import, ImportState::Committed);
    Ok(())
}

/// What was staged is there from now on.
fn add(view: &mut impl View, row: ImportNameRow) {
    match row {
        ImportNameRow::Employee(added) => {
            let member = MemberRow {
                employee: added.employee,
                role: p::RoleTag::Worker,
                account: None,
            };
            rows::put(view, &added.member.to_bytes(), &member);
            let record = EmployeeRow {
                name: added.name,
                email: added.email,
                number: String::new(),
                member: Some(added.member),
                archived_at: None,
            };
            rows::put(view, &added.employee.to_bytes(), &record);
        }
        ImportNameRow::Job(added) => {
            let job = JobRow {
                code: added.code,
                name: added.name,
                customer: added.customer,
                archived: false,
            };
            rows::put(view, &added.job.to_bytes(), &job);
        }
        ImportNameRow::CostCode(added) => {
            let code = CostCodeRow {
                code: added.code,
                name: added.name,
                job: None,
                archived: false,
            };
            rows::put(view, &added.cost_code.to_bytes(), &code);
        }
    }
}

pub(super) fn undone(
    view: &mut impl View,
    op: &Op,
    undone: &p::ImportUndone,
) -> Result<(), ViewError> {
    let import: ImportId = op.subject();
    let brought = rows::all::<ImportNameRow>(view, &import.to_bytes(), usize::MAX)?;
    if !brought.is_empty() {
        let usage = Usage::without(view, import)?;
        for (key, row) in brought {
            if !usage.includes(&row) {
                take_away(view, &row);
                view.remove(Table::ImportName, &key);
            }
        }
    }
    let mut detail = detail(view, import)?;
    detail.undone = Some(ImportUndo {
        by: op.envelope.actor,
        at: op.envelope.at,
        reason: undone.reason.clone(),
    });
    rows::put(view, &import.to_bytes(), &detail);
    stand(view, import, ImportState::Undone);
    Ok(())
}

fn take_away(view: &mut impl View, row: &ImportNameRow) {
    match row {
        ImportNameRow::Employee(added) => {
            view.remove(Table::Member, &added.member.to_bytes());
            view.remove(Table::Employee, &added.employee.to_bytes());
        }
        ImportNameRow::Job(added) => view.remove(Table::Job, &added.job.to_bytes()),
        ImportNameRow::CostCode(added) => {
            view.remove(Table::CostCode, &added.cost_code.to_bytes());
        }
    }
}

/// One more part of the import is there.
fn count_part(view: &mut impl View, import: ImportId) -> Result<(), ViewError> {
    let mut detail = detail(view, import)?;
    if detail.parts == 0 {
        stand(view, import, ImportState::Staged);
    }
    detail.parts = detail.parts.saturating_add(1);
    rows::put(view, &import.to_bytes(), &detail);
    Ok(())
}

fn detail(view: &impl Snapshot, import: ImportId) -> Result<ImportDetailRow, ViewError> {
    Ok(
        rows::get(view, &import.to_bytes())?.unwrap_or(ImportDetailRow {
            parts: 0,
            committed: None,
            undone: None,
        }),
    )
}

fn stand(view: &mut impl View, import: ImportId, state: ImportState) {
    rows::put(view, &import.to_bytes(), &ImportRow { state });
}
