//! Late corrections: those that await an approver, and those that count, by the period in which
//! they pay.

use domain::order::put_in_order;
use domain::payroll::Dates;
use domain::{EmployeeId, TimeEntryId};

use super::LATE_MAX;
use crate::rows::{self, LateCorrectionRow, LateEntryRow, Row, RowHash, after, date_key};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// A late correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The entry that it changes or begins.
    pub entry: TimeEntryId,
    /// What was stated and what became of it.
    pub row: LateEntryRow,
    /// The hash of the proposal, to be named by a decision.
    pub hash: RowHash,
}

/// Every late correction that awaits an approver, the oldest first.
///
/// # Errors
/// When rows cannot be read.
pub fn late_pending(view: &impl Snapshot) -> Result<Vec<Late>, ViewError> {
    pending(view, &[])
}

/// Those of one employee.
///
/// # Errors
/// When rows cannot be read.
pub fn late_of(view: &impl Snapshot, employee: EmployeeId) -> Result<Vec<Late>, ViewError> {
    pending(view, &employee.to_bytes())
}

fn pending(view: &impl Snapshot, prefix: &[u8]) -> Result<Vec<Late>, ViewError> {
    let corrupt = || ViewError::Corrupt {
        table: Table::LatePending,
    };
    let mut found = Vec::new();
    for (key, _) in view.range(Table::LatePending, prefix, &after(prefix), LATE_MAX)? {
        let entry = key.get(16..).and_then(|id| id.try_into().ok());
        let entry = TimeEntryId::from_bytes(entry.ok_or_else(corrupt)?);
        let row: LateEntryRow = rows::get(view, &entry.to_bytes())?.ok_or_else(corrupt)?;
        found.push(Late {
            entry,
            hash: row.proposed.hash(),
            row,
        });
    }
    put_in_order(&mut found, |late| late.row.position);
    Ok(found)
}

/// The corrections that count and pay in a period, in the order in which they were accepted.
///
/// # Errors
/// When rows cannot be read.
pub fn late_corrections(
    view: &impl Snapshot,
    pays: Dates,
) -> Result<Vec<LateCorrectionRow>, ViewError> {
    let from = date_key(pays.first);
    let to = after(&date_key(pays.last));
    let found = view.range(Table::LateCorrection, &from, &to, LATE_MAX)?;
    let rows = found.into_iter().map(|(_, row)| Row::decode(&row));
    rows.collect()
}
