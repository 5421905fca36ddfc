//! Cutting a plan into commands, each of which becomes one op.

use domain::ImportId;
use oplog::v1::PAYLOAD_BYTES_MAX;
use oplog::v1::payload as p;

use super::plan::NewNames;
use crate::command::Command;

/// The most entries in one part: work for the writer between which others have their turn.
const ENTRIES_MAX: usize = 100;
/// What the fixed fields of an entry or a name take at most, in bytes.
const FIXED_BYTES: usize = 128;

/// The commands that bring names and entries, in order; entries come after what they name.
pub fn parts(
    import: ImportId,
    names: NewNames,
    entries: Vec<p::ImportedEntry>,
) -> impl Iterator<Item = Command> {
    let employees = cut(names.employees, |added| {
        together(&[&added.name, &added.email])
    });
    let jobs = cut(names.jobs, |added| {
        together(&[&added.code, &added.name, &added.customer])
    });
    let cost_codes = cut(names.cost_codes, |added| {
        together(&[&added.code, &added.name])
    });
    let employees = employees.map(|employees| p::ImportNames {
        employees,
        jobs: Vec::new(),
        cost_codes: Vec::new(),
    });
    let jobs = jobs.map(|jobs| p::ImportNames {
        employees: Vec::new(),
        jobs,
        cost_codes: Vec::new(),
    });
    let cost_codes = cost_codes.map(|cost_codes| p::ImportNames {
        employees: Vec::new(),
        jobs: Vec::new(),
        cost_codes,
    });
    let names = employees.chain(jobs).chain(cost_codes);
    let entries = cut(entries, |entry| entry.note.len());
    names
        .map(move |names| Command::StageImportNames(import, names))
        .chain(
            entries.map(move |entries| {
                Command::StageImportEntries(import, p::ImportEntries { entries })
            }),
        )
}

fn together(texts: &[&str]) -> usize {
    texts
        .iter()
        .fold(0, |sum: usize, text| sum.saturating_add(text.len()))
}

/// Runs of items that fit into a payload each, by how long their texts are.
fn cut<T>(items: Vec<T>, text_bytes: fn(&T) -> usize) -> impl Iterator<Item = Vec<T>> {
    let mut items = items.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut room = PAYLOAD_BYTES_MAX;
        let mut run = Vec::new();
        while let Some(item) = items.next_if(|item| {
            let size = FIXED_BYTES.saturating_add(text_bytes(item));
            let fits = size <= room && run.len() < ENTRIES_MAX;
            if fits {
                room = room.saturating_sub(size);
            }
            fits
        }) {
            run.push(item);
        }
        (!run.is_empty()).then_some(run)
    })
}
