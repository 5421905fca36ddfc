//! Ops that did not count when they were judged, and what became of them.

use std::collections::VecDeque;

use super::With;
use crate::rows::{self, QuarantineRow, Row};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// How many rows are read at once on the way to the newest.
const PAGE: usize = 1_000;

/// Ops that were not counted at first and of which `wanted` holds, the newest first, at most
/// `limit`, with the journal positions at which they were first judged.
///
/// # Errors
/// When rows cannot be read.
pub fn quarantine(
    view: &impl Snapshot,
    limit: usize,
    mut wanted: impl FnMut(&QuarantineRow) -> bool,
) -> Result<Vec<With<u64, QuarantineRow>>, ViewError> {
    // Rows are in order of position and can only be read forwards, so the last ones are kept.
    let mut newest = VecDeque::new();
    let mut from = Vec::new();
    loop {
        let page = view.range(Table::Quarantine, &from, &[], PAGE)?;
        let Some((last, _)) = page.last() else { break };
        from = rows::key(&[last, &[0]]);
        for (key, bytes) in page {
            let row = QuarantineRow::decode(&bytes)?;
            if wanted(&row) {
                newest.push_back((position(&key)?, row));
            }
        }
        newest.drain(..newest.len().saturating_sub(limit));
    }
    Ok(newest.into_iter().rev().collect())
}

/// How many ops are held back, counted up to `limit`.
///
/// # Errors
/// When rows cannot be read.
pub fn held_count(view: &impl Snapshot, limit: usize) -> Result<usize, ViewError> {
    Ok(view.range(Table::Waiting, &[], &[], limit)?.len())
}

fn position(key: &[u8]) -> Result<u64, ViewError> {
    let position = key.try_into().map(u64::from_be_bytes);
    position.map_err(|_| ViewError::Corrupt {
        table: Table::Quarantine,
    })
}
