//! Commands about imports. What the parts hold was planned in [`crate::import`]; here it is only
//! made sure that they fit into an op and that the import can take them.

use std::collections::BTreeSet;

use domain::{ImportId, text as rules};
use oplog::Op;
use oplog::op::Payload;
use oplog::v1::PAYLOAD_BYTES_MAX;
use oplog::v1::payload as p;

use super::desk::{Desk, text};
use super::error::{DecideError, ImportFault, Missing};
use super::people::PEOPLE_MAX;
use super::work::WORK_MAX;
use crate::rows::{
    self, EmployeeRow, ImportDetailRow, ImportNameRow, ImportRow, ImportState, JobRow,
};
use crate::view::Snapshot;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn stage_names<S: Snapshot>(
    desk: &Desk<'_, S>,
    import: ImportId,
    names: &p::ImportNames,
) -> Ops {
    stage(desk, import, names.clone().into())
}

pub(super) fn stage_entries<S: Snapshot>(
    desk: &Desk<'_, S>,
    import: ImportId,
    entries: &p::ImportEntries,
) -> Ops {
    stage(desk, import, entries.clone().into())
}

fn stage<S: Snapshot>(desk: &Desk<'_, S>, import: ImportId, payload: Payload) -> Ops {
    match state(desk, import)? {
        None | Some(ImportState::Staged) => small(desk.op(import, payload)),
        Some(ImportState::Committed) => Err(ImportFault::Finished.into()),
        Some(ImportState::Undone) => Err(ImportFault::Undone.into()),
    }
}

pub(super) fn commit<S: Snapshot>(
    desk: &Desk<'_, S>,
    import: ImportId,
    stated: &p::ImportCommitted,
) -> Ops {
    match state(desk, import)? {
        None => return Err(Missing::Import.into()),
        Some(ImportState::Staged) => {}
        Some(ImportState::Committed) => return Err(ImportFault::Finished.into()),
        Some(ImportState::Undone) => return Err(ImportFault::Undone.into()),
    }
    let detail: ImportDetailRow = desk.row(import, Missing::Import)?;
    if detail.parts != stated.parts {
        return Err(ImportFault::Incomplete.into());
    }
    names_are_free(desk, import)?;
    small(desk.op(import, stated.clone()))
}

pub(super) fn undo<S: Snapshot>(desk: &Desk<'_, S>, import: ImportId, reason: &str) -> Ops {
    match state(desk, import)? {
        None => return Err(Missing::Import.into()),
        Some(ImportState::Staged) => return Err(ImportFault::Unfinished.into()),
        Some(ImportState::Committed) => {}
        Some(ImportState::Undone) => return Err(DecideError::NothingChanged),
    }
    let reason = text("reason", rules::note(reason))?;
    Ok(vec![desk.op(import, p::ImportUndone { reason })])
}

/// Whoever was added since the import was planned may have an address or a code that it brings.
fn names_are_free<S: Snapshot>(desk: &Desk<'_, S>, import: ImportId) -> Result<(), DecideError> {
    let brought = rows::all::<ImportNameRow>(desk.view, &import.to_bytes(), usize::MAX)?;
    if brought.is_empty() {
        return Ok(());
    }
    let people = rows::all::<EmployeeRow>(desk.view, &[], PEOPLE_MAX)?;
    let emails: BTreeSet<String> = people.into_iter().map(|(_, row)| row.email).collect();
    let jobs = rows::all::<JobRow>(desk.view, &[], WORK_MAX)?;
    let codes: BTreeSet<String> = jobs
        .into_iter()
        .map(|(_, row)| row.code.to_lowercase())
        .collect();
    for (_, row) in brought {
        match row {
            ImportNameRow::Employee(added)
                if !added.email.is_empty() && emails.contains(&added.email) =>
            {
                return Err(DecideError::EmailTaken);
            }
            ImportNameRow::Job(added)
                if !added.code.is_empty() && codes.contains(&added.code.to_lowercase()) =>
            {
                return Err(DecideError::CodeTaken);
            }
            ImportNameRow::Employee(_) | ImportNameRow::Job(_) | ImportNameRow::CostCode(_) => {}
        }
    }
    Ok(())
}

fn state<S: Snapshot>(
    desk: &Desk<'_, S>,
    import: ImportId,
) -> Result<Option<ImportState>, DecideError> {
    let row: Option<ImportRow> = rows::get(desk.view, &import.to_bytes())?;
    Ok(row.map(|row| row.state))
}

fn small(op: Op) -> Ops {
    if op.envelope.payload.len() > PAYLOAD_BYTES_MAX {
        return Err(ImportFault::TooLarge.into());
    }
    Ok(vec![op])
}
