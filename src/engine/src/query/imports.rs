//! Imports that count or once did, and what is left of one that was undone.

use std::collections::BTreeSet;

use domain::ImportId;

use super::listed;
use crate::rows::{self, ImportCommit, ImportDetailRow, ImportNameRow, ImportUndo, PayRunRow};
use crate::view::{Snapshot, ViewError};

/// The most imports that a list reads.
const IMPORTS_MAX: usize = 10_000;

/// An import that was finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// What it brought, by whom and when.
    pub committed: ImportCommit,
    /// Set once it was taken back.
    pub undone: Option<ImportUndo>,
}

/// Every import that was finished, the newest first.
///
/// # Errors
/// When rows cannot be read.
pub fn imports(view: &impl Snapshot) -> Result<Vec<Import>, ViewError> {
    let mut imports: Vec<Import> = listed::<ImportId, ImportDetailRow>(view, IMPORTS_MAX)?
        .into_iter()
        .filter_map(|(id, row)| finished(id, row))
        .collect();
    imports.sort_by_key(|import| std::cmp::Reverse(import.committed.position));
    Ok(imports)
}

/// The files that something refers to, by their hash: what imports brought and what they left
/// out, and what final pay runs came to. Whatever else comes to keep files names them here too.
///
/// # Errors
/// When rows cannot be read.
pub fn kept_files(view: &impl Snapshot) -> Result<BTreeSet<[u8; 32]>, ViewError> {
    let imports = imports(view)?.into_iter();
    let stated = imports.map(|import| import.committed.stated);
    let of_imports = stated.flat_map(|stated| [Some(stated.file), stated.report]);
    let runs = rows::all::<PayRunRow>(view, &[], usize::MAX)?;
    let of_runs = runs.into_iter().map(|(_, run)| run.result);
    Ok(of_imports.chain(of_runs).flatten().collect())
}

/// One import; `None` when none of this id was finished.
///
/// # Errors
/// When rows cannot be read.
pub fn import(view: &impl Snapshot, id: ImportId) -> Result<Option<Import>, ViewError> {
    let row: Option<ImportDetailRow> = rows::get(view, &id.to_bytes())?;
    Ok(row.and_then(|row| finished(id, row)))
}

/// The names of what an import brought and that is still here, in no order.
///
/// # Errors
/// When rows cannot be read.
pub fn names_of_import(view: &impl Snapshot, id: ImportId) -> Result<Vec<String>, ViewError> {
    let names = rows::all::<ImportNameRow>(view, &id.to_bytes(), usize::MAX)?;
    Ok(names
        .into_iter()
        .map(|(_, row)| match row {
            ImportNameRow::Employee(added) => added.name,
            ImportNameRow::Job(added) => added.name,
            ImportNameRow::CostCode(added) => added.name,
        })
        .collect())
}

fn finished(id: ImportId, row: ImportDetailRow) -> Option<Import> {
    Some(Import {
        id,
        committed: row.committed?,
        undone: row.undone,
    })
}
