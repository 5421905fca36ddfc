//! Reading a journal: entries with the ops that they are of.

use std::sync::mpsc;
use std::thread;

use domain::CompanyId;
use oplog::Op;

use crate::error::ReadError;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::{JournalRow, RawOp};
use crate::view::{number_of, numbered};

/// How many entries are read at once.
const PAGE_ENTRIES: usize = 512;
/// How many pages are read ahead.
const PAGES_AHEAD: usize = 4;

/// A journal entry and its op.
pub(crate) struct Entry {
    pub(crate) position: u64,
    pub(crate) row: JournalRow,
    pub(crate) raw: RawOp,
    pub(crate) op: Op,
}

/// The entries after a position, at most `limit`.
pub(crate) fn after(
    rows: &impl Plain,
    company: CompanyId,
    position: u64,
    limit: usize,
) -> Result<Vec<Entry>, ReadError> {
    let from = numbered(company, position.saturating_add(1));
    let to = engine::rows::after(&company.to_bytes());
    let mut entries: Vec<(u64, JournalRow)> = Vec::new();
    for (key, bytes) in rows.range(Room::Journal, &from, &to, limit)? {
        entries.push((number_of(&key), plain::decode(Room::Journal, &bytes)?));
    }
    let raws = raws_of(rows, company, &entries)?;
    let entry = |((position, row), raw): ((u64, JournalRow), RawOp)| {
        let op = Op::decode(&raw.bytes).map_err(|_| corrupt())?;
        Ok(Entry {
            position,
            row,
            raw,
            op,
        })
    };
    entries.into_iter().zip(raws).map(entry).collect()
}

/// The ops of entries: as a rule they arrived in the order of the journal, and are read in one go.
fn raws_of(
    rows: &impl Plain,
    company: CompanyId,
    entries: &[(u64, JournalRow)],
) -> Result<Vec<RawOp>, ReadError> {
    let Some((_, first)) = entries.first() else {
        return Ok(Vec::new());
    };
    let in_order = (first.arrival..)
        .zip(entries)
        .all(|(arrival, (_, entry))| arrival == entry.arrival);
    if !in_order {
        return entries
            .iter()
            .map(|(_, entry)| rows.needed(Room::RawOp, &numbered(company, entry.arrival)))
            .collect();
    }
    let from = numbered(company, first.arrival);
    let to = engine::rows::after(&company.to_bytes());
    let found = rows.range(Room::RawOp, &from, &to, entries.len())?;
    let raws = found.iter().zip(entries).map(|((key, bytes), (_, entry))| {
        if number_of(key) != entry.arrival {
            return Err(corrupt());
        }
        plain::decode(Room::RawOp, bytes)
    });
    let raws: Vec<RawOp> = raws.collect::<Result<_, _>>()?;
    if raws.len() == entries.len() {
        Ok(raws)
    } else {
        Err(corrupt())
    }
}

/// Calls `each` for every entry of a journal. Another thread reads ahead.
pub(crate) fn each(
    rows: &(impl Plain + Sync),
    company: CompanyId,
    mut each: impl FnMut(Entry) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    thread::scope(|scope| {
        let (sender, pages) = mpsc::sync_channel(PAGES_AHEAD);
        scope.spawn(move || {
            let mut position = 0;
            loop {
                let page = after(rows, company, position, PAGE_ENTRIES);
                let last = page.as_ref().ok().and_then(|page| page.last());
                let goes_on = last.map(|last| last.position);
                // Whoever reads ends early when something is wrong.
                if sender.send(page).is_err() {
                    return;
                }
                match goes_on {
                    Some(last) => position = last,
                    None => return,
                }
            }
        });
        for page in pages {
            page?.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
    })
}

fn corrupt() -> ReadError {
    ReadError::Corrupt {
        table: Room::RawOp.name(),
    }
}
