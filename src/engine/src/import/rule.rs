//! What an import keeps to wherever it is judged: parts before the end, nothing begun twice, and
//! only entries that a person could have written by hand.

use std::collections::BTreeSet;

use domain::ImportId;
use domain::time::elapsed_seconds;
use domain::timesheet::ENTRY_SECONDS_MAX;
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use crate::rows::{self, ImportDetailRow, ImportNameRow, ImportRow, ImportState};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// Whether an op about an import breaks a rule.
pub(crate) fn breaks(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    let import: ImportId = op.subject();
    let row: Option<ImportRow> = rows::get(view, &import.to_bytes())?;
    let state = row.map(|row| row.state);
    let open = matches!(state, None | Some(ImportState::Staged));
    Ok(match &op.payload {
        Payload::ImportNames(names) => !open || takes_ids(view, names)?,
        Payload::ImportEntries(entries) => {
            !open
                || entries.entries.iter().any(|entry| !is_sound(entry))
                || names_nothing(view, import, entries)?
        }
        Payload::ImportCommitted(stated) => {
            let detail: Option<ImportDetailRow> = rows::get(view, &import.to_bytes())?;
            let parts = detail.map_or(0, |detail| detail.parts);
            state != Some(ImportState::Staged) || parts != stated.parts
        }
        Payload::ImportUndone(_) => state != Some(ImportState::Committed),
        _other => false,
    })
}

/// Whether an id among the names is in use.
fn takes_ids(view: &impl Snapshot, names: &p::ImportNames) -> Result<bool, ViewError> {
    let employees = names.employees.iter().flat_map(|added| {
        [
            (Table::Employee, added.employee.to_bytes()),
            (Table::Member, added.member.to_bytes()),
        ]
    });
    let jobs = names
        .jobs
        .iter()
        .map(|added| (Table::Job, added.job.to_bytes()));
    let codes = names
        .cost_codes
        .iter()
        .map(|added| (Table::CostCode, added.cost_code.to_bytes()));
    for (table, id) in employees.chain(jobs).chain(codes) {
        if view.get(table, &id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_sound(entry: &p::ImportedEntry) -> bool {
    let elapsed = elapsed_seconds(entry.start, entry.end);
    entry.start <= entry.end
        && elapsed <= ENTRY_SECONDS_MAX
        && i64::from(entry.break_seconds) <= elapsed
}

/// Whether an entry names what is neither there nor brought by the same import.
fn names_nothing(
    view: &impl Snapshot,
    import: ImportId,
    entries: &p::ImportEntries,
) -> Result<bool, ViewError> {
    let mut named = BTreeSet::new();
    for entry in &entries.entries {
        named.insert((Table::Employee, 1, entry.employee.to_bytes()));
        named.extend(entry.job.map(|job| (Table::Job, 2, job.to_bytes())));
        named.extend(
            entry
                .cost_code
                .map(|code| (Table::CostCode, 3, code.to_bytes())),
        );
    }
    for (table, kind, id) in named {
        let staged = ImportNameRow::key_of(import, kind, id);
        if view.get(table, &id)?.is_none() && view.get(Table::ImportName, &staged)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
