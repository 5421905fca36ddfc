//! Rows of ops that do not count, and of their being judged again.

use oplog::Op;
use oplog::receipt::Verdict;
use oplog::v1::payload as p;

use crate::again::{self, KEPT_MAX};
use crate::judge::Arrival;
use crate::rows::{self, JudgedAgain, QuarantineRow};
use crate::table::Table;
use crate::view::{View, ViewError};

/// Keeps an op that does not count.
pub(super) fn hold(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    verdict: Verdict,
) -> Result<(), ViewError> {
    let mut row = QuarantineRow {
        op_id: op.envelope.op_id,
        kind: op.envelope.kind,
        actor: op.envelope.actor,
        log: arrival.log,
        at: op.envelope.at,
        received_at: arrival.received_at,
        seq: arrival.seq,
        skew_ms: arrival.skew_ms,
        bytes: op.bytes().to_vec(),
        first: verdict,
        verdict,
        waits_for: Vec::new(),
        again: Vec::new(),
    };
    let waits_for = again::waits_for(view, op, arrival, verdict)?;
    wait(view, arrival.position, &mut row, waits_for);
    rows::put(view, &arrival.position.to_be_bytes(), &row);
    Ok(())
}

/// Gives a held op its new verdict, and gives it back with how it came where it takes effect now.
pub(super) fn rejudged(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    again: &p::Rejudged,
) -> Result<Option<(Op, Arrival)>, ViewError> {
    let Some(mut row) = again::held(view, again.position)? else {
        return Ok(None);
    };
    let Ok(held) = Op::decode(&row.bytes) else {
        return Ok(None);
    };
    let arrived = again::arrival(&row, arrival.position);
    row.verdict = again.verdict;
    row.again.push(JudgedAgain {
        position: arrival.position,
        at: op.envelope.at,
        by: op.envelope.actor,
        verdict: again.verdict,
        reason: again.reason.clone(),
    });
    let older = row.again.len().saturating_sub(KEPT_MAX);
    row.again.drain(..older);
    let waits_for = again::waits_for(view, &held, &arrived, again.verdict)?;
    wait(view, again.position, &mut row, waits_for);
    rows::put(view, &again.position.to_be_bytes(), &row);
    Ok(Some((held, arrived)))
}

/// Has an op wait for something else than before.
fn wait(view: &mut impl View, position: u64, row: &mut QuarantineRow, waits_for: Vec<u8>) {
    let key = |cause: &[u8]| rows::key(&[cause, &position.to_be_bytes()]);
    if !row.waits_for.is_empty() {
        view.remove(Table::Waiting, &key(&row.waits_for));
    }
    if !waits_for.is_empty() {
        view.put(Table::Waiting, &key(&waits_for), Vec::new());
    }
    row.waits_for = waits_for;
}
