//! What is stated about locked time: kept beside the entry that counts, by the same rules as any
//! statement, until somebody who approves accepts it or declines it.

use domain::payroll::Dates;
use domain::time::day_number;
use domain::{EmployeeId, TimeEntryId};
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use super::entry;
use crate::judge::Arrival;
use crate::rows::{
    self, EntryRow, HistoryRow, LateCorrectionRow, LateDecision, LateEntryRow, LateState, Row,
    date_key, key,
};
use crate::table::Table;
use crate::timesheet::{calendar, lock_over};
use crate::view::{Overlay, RowChange, Snapshot, View, ViewError};

/// Keeps a statement about locked time: what the entry would become is worked out over what
/// counts, and only that is written.
pub(super) fn keep(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<(), ViewError> {
    let mut proposal = Overlay::new(&*view);
    for id in entries_named(op) {
        let late: Option<LateEntryRow> = rows::get(&proposal, &id.to_bytes())?;
        if let Some(late) = late.filter(|late| late.state == LateState::Pending) {
            rows::put(&mut proposal, &id.to_bytes(), &late.proposed);
        }
    }
    super::apply_counted_time(&mut proposal, op, arrival)?;
    for RowChange { table, key, value } in proposal.into_changes() {
        match (table, value) {
            (Table::TimeEntry, Some(value)) => {
                propose(view, op, arrival, &key, EntryRow::decode(&value)?)?;
            }
            (Table::EntryHistory, Some(value)) => {
                let mut line = HistoryRow::decode(&value)?;
                line.verdict = Verdict::Quarantined(QuarantineReason::PeriodLocked);
                rows::put(view, &key, &line);
            }
            _index => {}
        }
    }
    Ok(())
}

/// The entries that an op changes or begins.
fn entries_named(op: &Op) -> Vec<TimeEntryId> {
    match &op.payload {
        Payload::JobSwitched(switched) => vec![switched.from, op.subject()],
        _about_one => vec![op.subject()],
    }
}

fn propose(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    key: &[u8],
    proposed: EntryRow,
) -> Result<(), ViewError> {
    let before: Option<EntryRow> = rows::get(view, key)?;
    if before.as_ref() == Some(&proposed) {
        return Ok(());
    }
    let earlier: Option<LateEntryRow> = rows::get(view, key)?;
    let id = TimeEntryId::from_bytes(key.try_into().map_err(|_| ViewError::Corrupt {
        table: Table::TimeEntry,
    })?);
    let row = LateEntryRow {
        employee: proposed.employee,
        state: LateState::Pending,
        before,
        proposed,
        position: arrival.position,
        by: op.envelope.actor,
        at: op.envelope.at,
        reason: entry::reason(&op.payload).to_owned(),
        decision: earlier.and_then(|earlier| earlier.decision),
    };
    let pending = LateEntryRow::pending_key(row.employee, id);
    view.put(Table::LatePending, &pending, Vec::new());
    rows::put(view, key, &row);
    Ok(())
}

/// The entry is what was proposed from now on; it pays in the next period that is open.
pub(super) fn accepted(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::LateCorrectionAccepted,
) -> Result<(), ViewError> {
    let Some((id, late, decision)) = decide(view, op, LateState::Accepted, &said.note)? else {
        return Ok(());
    };
    let mut after = late.proposed;
    // Whoever accepts it has looked at how it came.
    let flags = [
        (after.flags.late, domain::timesheet::Exception::Late),
        (
            after.flags.clock_suspect,
            domain::timesheet::Exception::ClockSuspect,
        ),
        (
            after.flags.former_employee,
            domain::timesheet::Exception::FormerEmployee,
        ),
    ];
    let looked_at = flags.into_iter().filter(|(raised, _)| *raised);
    after
        .settled
        .extend(looked_at.map(|(_, kind)| kind.name().to_owned()));
    after.settled.sort();
    after.settled.dedup();
    // What counts now, not what counted when it was proposed: settling goes on meanwhile.
    let before: Option<EntryRow> = rows::get(view, &id.to_bytes())?;
    entry::replaced(view, id, before.as_ref(), &after, op, arrival)?;
    if let Some((of, pays)) = periods(view, late.employee, before.as_ref(), &after)? {
        let row = LateCorrectionRow {
            entry: id,
            employee: late.employee,
            first: of.first,
            last: of.last,
            pays_first: pays.first,
            pays_last: pays.last,
            before,
            after,
            decision,
        };
        let position = arrival.position.to_be_bytes();
        rows::put(view, &key(&[&date_key(pays.first), &position]), &row);
    }
    Ok(())
}

pub(super) fn declined(
    view: &mut impl View,
    op: &Op,
    said: &p::LateCorrectionDeclined,
) -> Result<(), ViewError> {
    decide(view, op, LateState::Declined, &said.reason).map(|_decided| ())
}

fn decide(
    view: &mut impl View,
    op: &Op,
    state: LateState,
    words: &str,
) -> Result<Option<(TimeEntryId, LateEntryRow, LateDecision)>, ViewError> {
    let id: TimeEntryId = op.subject();
    let Some(mut row) = rows::get::<LateEntryRow>(view, &id.to_bytes())? else {
        return Ok(None);
    };
    let decision = LateDecision {
        by: op.envelope.actor,
        at: op.envelope.at,
        words: words.to_owned(),
    };
    row.state = state;
    row.decision = Some(decision.clone());
    view.remove(
        Table::LatePending,
        &LateEntryRow::pending_key(row.employee, id),
    );
    rows::put(view, &id.to_bytes(), &row);
    Ok(Some((id, row, decision)))
}

/// The period that a correction is time of, the earliest locked one that it changes, and the one
/// in which it pays: the same, or the next that is not locked.
fn periods(
    view: &impl Snapshot,
    employee: EmployeeId,
    before: Option<&EntryRow>,
    after: &EntryRow,
) -> Result<Option<(Dates, Dates)>, ViewError> {
    let Some(calendar) = calendar(view, employee)? else {
        return Ok(None);
    };
    let starts = before.into_iter().chain([after]);
    let dates = starts.map(|row| calendar.date_of(row.values.start));
    let Some(of) = dates.min().map(|date| calendar.period_of(date)) else {
        return Ok(None);
    };
    let mut pays = of;
    while lock_over(view, pays)?.is_some() {
        let next = calendar.period_after(pays.last);
        if day_number(next.first) <= day_number(pays.first) {
            break;
        }
        pays = next;
    }
    Ok(Some((of, pays)))
}
