//! Folding a journal again: recorded verdicts, `apply` alone. What comes out must equal the
//! stored views; when a newer engine applies differently, it replaces them.

use std::collections::{BTreeMap, BTreeSet};

use domain::CompanyId;
use engine::{Arrival, MemoryView, Overlay, Table, View as _, ViewError};
use oplog::receipt::Verdict;
use oplog::{Op, codec};

use super::VerifyReport;
use crate::company::entries;
use crate::error::ReadError;
use crate::open::Shared;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::rowmap::RowMap;
use crate::shapes::ChangeRow;
use crate::system::read::companies;
use crate::tables::{WriteTables, storage};
use crate::view::keyed;
use crate::writer;

/// Where the version of the stored views is kept.
pub(crate) const VIEW_VERSION_KEY: &[u8] = b"view_version";

/// The views of a company, folded from its journal.
pub(crate) fn refold(
    rows: &(impl Plain + Sync),
    company: CompanyId,
) -> Result<MemoryView, ReadError> {
    replay(rows, company, |view, op, arrival, verdict| {
        engine::apply(view, op, arrival, verdict)
    })
}

/// Which rows some positions of a journal changed.
pub(crate) fn changes_at(
    rows: &(impl Plain + Sync),
    company: CompanyId,
    positions: &BTreeSet<u64>,
) -> Result<BTreeMap<u64, ChangeRow>, ReadError> {
    let mut found = BTreeMap::new();
    replay(rows, company, |view, op, arrival, verdict| {
        if !positions.contains(&arrival.position) {
            return engine::apply(view, op, arrival, verdict);
        }
        let mut overlay = Overlay::new(&*view);
        engine::apply(&mut overlay, op, arrival, verdict)?;
        let mut changed = ChangeRow {
            first: arrival.position,
            rows: Vec::new(),
        };
        for change in overlay.into_changes() {
            changed.rows.push((change.table.tag(), change.key.clone()));
            match change.value {
                Some(value) => view.put(change.table, &change.key, value),
                None => view.remove(change.table, &change.key),
            }
        }
        found.insert(arrival.position, changed);
        Ok(())
    })?;
    Ok(found)
}

/// Goes through a journal again, with what is done at each entry.
fn replay(
    rows: &(impl Plain + Sync),
    company: CompanyId,
    mut apply: impl FnMut(&mut MemoryView, &Op, &Arrival, Verdict) -> Result<(), ViewError>,
) -> Result<MemoryView, ReadError> {
    let mut view = MemoryView::default();
    entries::each(rows, company, |entry| {
        let arrival = Arrival {
            position: entry.position,
            log: entry.row.log,
            seq: entry.row.seq,
            received_at: entry.row.received_at,
            skew_ms: entry.raw.skew_ms,
        };
        Ok(apply(&mut view, &entry.op, &arrival, entry.row.verdict)?)
    })?;
    Ok(view)
}

/// What has to change in the stored views of a company to equal the folded ones.
fn difference(
    rows: &impl Plain,
    company: CompanyId,
    folded: &MemoryView,
) -> Result<RowMap, ReadError> {
    let mut by_table: BTreeMap<Table, BTreeMap<&[u8], &[u8]>> = BTreeMap::new();
    for (table, key, value) in folded.rows() {
        by_table.entry(table).or_default().insert(key, value);
    }
    let mut changes = RowMap::default();
    for table in Table::ALL.iter().copied() {
        let room = Room::View(table);
        let mut wanted = by_table.remove(&table).unwrap_or_default();
        plain::scan(rows, room, &company.to_bytes(), |key, value| {
            match wanted.remove(key.get(16..).unwrap_or_default()) {
                Some(folded) if folded == value => {}
                other => {
                    changes.set(room, key.to_vec(), other.map(<[u8]>::to_vec));
                }
            }
            Ok(())
        })?;
        for (key, value) in wanted {
            changes.set(room, keyed(company, key), Some(value.to_vec()));
        }
    }
    Ok(changes)
}

/// Compares the stored views of a company with its journal.
pub(super) fn check(
    rows: &(impl Plain + Sync),
    company: CompanyId,
    report: &mut VerifyReport,
) -> Result<(), ReadError> {
    let folded = refold(rows, company)?;
    report.view_rows = report.view_rows.saturating_add(folded.len() as u64);
    let mut wrong: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (room, _, _) in difference(rows, company, &folded)?.rows() {
        let count = wrong.entry(room.name()).or_default();
        *count = count.saturating_add(1);
    }
    for (table, count) in wrong {
        let what = format!("{count} rows differ from what the journal gives");
        report.problem(Some(company), table, what);
    }
    Ok(())
}

/// Rebuilds the views when another version of the engine made them.
pub(crate) fn rebuild_views(shared: &Shared) -> Result<(), ReadError> {
    let begin = || writer::begin(shared).map_err(ReadError::Storage);
    let rows = shared.read()?;
    if rows.row(Room::Setting, VIEW_VERSION_KEY)? == Some(engine::VIEW_VERSION) {
        return Ok(());
    }
    // One transaction a company; the version is set last, so that a crash begins again.
    for (company, _) in companies(&rows)? {
        let folded = refold(&rows, company)?;
        let changes = difference(&rows, company, &folded)?;
        let transaction = begin()?;
        let mut tables = WriteTables::new(&transaction, &shared.keys);
        tracing::info!(%company, rows = folded.len(), changed = changes.rows().count(), "views rebuilt");
        tables.merge(&changes)?;
        drop(tables);
        transaction.commit().map_err(|error| storage(&error))?;
    }
    let transaction = begin()?;
    let mut tables = WriteTables::new(&transaction, &shared.keys);
    let version = codec::encode(&engine::VIEW_VERSION);
    let mut changes = RowMap::default();
    changes.set(Room::Setting, VIEW_VERSION_KEY.to_vec(), Some(version));
    tables.merge(&changes)?;
    drop(tables);
    transaction.commit().map_err(|error| storage(&error))?;
    Ok(())
}
