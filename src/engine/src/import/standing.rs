//! Which entries count as there: those of an import do once it is committed, until it is undone.
//! Queries and judging read entries through here and nowhere else.

use domain::{ImportId, TimeEntryId};

use crate::rows::{self, EntryRow, ImportRow, ImportState, Origin};
use crate::view::{Snapshot, ViewError};

/// The entry of an id; `None` when there is none, or when its import does not count.
///
/// # Errors
/// When rows cannot be read.
pub fn entry(view: &impl Snapshot, id: TimeEntryId) -> Result<Option<EntryRow>, ViewError> {
    let Some(row) = rows::get::<EntryRow>(view, &id.to_bytes())? else {
        return Ok(None);
    };
    Ok(match row.origin {
        Origin::Clock | Origin::Hand => Some(row),
        Origin::Import { import, .. } => counts(view, import)?.then_some(row),
    })
}

/// Whether what an import brought counts.
///
/// # Errors
/// When rows cannot be read.
pub fn counts(view: &impl Snapshot, import: ImportId) -> Result<bool, ViewError> {
    let row: Option<ImportRow> = rows::get(view, &import.to_bytes())?;
    Ok(row.is_some_and(|row| row.state == ImportState::Committed))
}
