//! Rows of timesheets, settings with dates, and locks.

use domain::EmployeeId;
use domain::payroll::Dates;
use oplog::Op;
use oplog::v1::payload as p;

use crate::judge::Arrival;
use crate::rows::{
    self, Decided, Decision, EmployeeZoneRow, EntriesHash, Objection, PeriodLockRow,
    SheetSettingsRow, Submission, TimesheetEventRow, TimesheetRow, Unlock, date_key, key,
    set_since,
};
use crate::view::{Snapshot, View, ViewError};

pub(super) fn calendar_changed(
    view: &mut impl View,
    change: &p::PayCalendarChanged,
) -> Result<(), ViewError> {
    let mut row = settings(view)?;
    if let Some(zone) = &change.zone {
        set_since(&mut row.zones, change.from, zone.clone());
    }
    if let Some(workweek) = change.workweek {
        set_since(&mut row.workweeks, change.from, workweek);
    }
    if let Some(periods) = change.periods {
        set_since(&mut row.periods, change.from, periods);
    }
    rows::put(view, &[], &row);
    Ok(())
}

pub(super) fn policy_changed(
    view: &mut impl View,
    change: &p::TimesheetPolicyChanged,
) -> Result<(), ViewError> {
    let mut row = settings(view)?;
    set_since(&mut row.policies, change.from, change.policy);
    rows::put(view, &[], &row);
    Ok(())
}

fn settings(view: &impl Snapshot) -> Result<SheetSettingsRow, ViewError> {
    crate::timesheet::settings(view)
}

pub(super) fn zone_changed(
    view: &mut impl View,
    op: &Op,
    change: &p::EmployeeZoneChanged,
) -> Result<(), ViewError> {
    let employee = op.subject::<EmployeeId>().to_bytes();
    let mut row: EmployeeZoneRow = rows::get(view, &employee)?.unwrap_or_default();
    set_since(&mut row.zones, change.from, change.zone.clone());
    rows::put(view, &employee, &row);
    Ok(())
}

pub(super) fn submitted(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::TimesheetSubmitted,
) -> Result<(), ViewError> {
    let dates = dates(said.first, said.last);
    note(view, op, arrival, dates, Some(said.entries), "");
    change(view, op, dates, |row| {
        row.submitted = Some(Submission {
            position: arrival.position,
            at: op.envelope.at,
            entries: said.entries,
            statement: said.statement,
            language: said.language.clone(),
        });
    })
}

pub(super) fn objected(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::TimesheetObjected,
) -> Result<(), ViewError> {
    let dates = dates(said.first, said.last);
    note(view, op, arrival, dates, Some(said.entries), &said.words);
    change(view, op, dates, |row| {
        row.objection = Some(Objection {
            position: arrival.position,
            at: op.envelope.at,
            words: said.words.clone(),
        });
    })
}

pub(super) fn approved(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::TimesheetApproved,
) -> Result<(), ViewError> {
    let dates = dates(said.first, said.last);
    note(view, op, arrival, dates, Some(said.entries), &said.note);
    decide(
        view,
        op,
        arrival,
        dates,
        Decided::Approved(said.entries),
        &said.note,
    )
}

pub(super) fn returned(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::TimesheetReturned,
) -> Result<(), ViewError> {
    let dates = dates(said.first, said.last);
    note(view, op, arrival, dates, None, &said.reason);
    decide(view, op, arrival, dates, Decided::Returned, &said.reason)
}

pub(super) fn reopened(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    said: &p::TimesheetReopened,
) -> Result<(), ViewError> {
    let dates = dates(said.first, said.last);
    note(view, op, arrival, dates, None, &said.reason);
    decide(view, op, arrival, dates, Decided::Reopened, &said.reason)
}

pub(super) fn reminded(
    view: &mut impl View,
    op: &Op,
    said: &p::TimesheetReminded,
) -> Result<(), ViewError> {
    change(view, op, dates(said.first, said.last), |row| {
        row.reminded.push(said.step);
        row.reminded.sort();
        row.reminded.dedup();
    })
}

pub(super) fn locked(view: &mut impl View, op: &Op, said: &p::PeriodLocked) {
    let row = PeriodLockRow {
        first: said.first,
        last: said.last,
        by: op.envelope.actor,
        at: op.envelope.at,
        pay_run: said.pay_run,
        note: said.note.clone(),
        unlocked: None,
    };
    rows::put(view, &date_key(said.first), &row);
}

pub(super) fn unlocked(
    view: &mut impl View,
    op: &Op,
    said: &p::PeriodUnlocked,
) -> Result<(), ViewError> {
    let key = date_key(said.first);
    if let Some(mut row) = rows::get::<PeriodLockRow>(view, &key)? {
        row.unlocked = Some(Unlock {
            by: op.envelope.actor,
            at: op.envelope.at,
            reason: said.reason.clone(),
        });
        rows::put(view, &key, &row);
    }
    Ok(())
}

const fn dates(first: jiff::civil::Date, last: jiff::civil::Date) -> Dates {
    Dates { first, last }
}

fn decide(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    dates: Dates,
    decided: Decided,
    words: &str,
) -> Result<(), ViewError> {
    change(view, op, dates, |row| {
        row.decision = Some(Decision {
            position: arrival.position,
            by: op.envelope.actor,
            at: op.envelope.at,
            decided,
            words: words.to_owned(),
        });
    })
}

fn change(
    view: &mut impl View,
    op: &Op,
    dates: Dates,
    set: impl FnOnce(&mut TimesheetRow),
) -> Result<(), ViewError> {
    let key = TimesheetRow::key_of(op.subject(), dates.first);
    let row: Option<TimesheetRow> = rows::get(view, &key)?;
    let mut row = row.unwrap_or(TimesheetRow::blank(dates));
    row.last = dates.last;
    set(&mut row);
    rows::put(view, &key, &row);
    Ok(())
}

/// A line in the timesheet's history.
fn note(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    dates: Dates,
    entries: Option<EntriesHash>,
    words: &str,
) {
    let row = TimesheetEventRow {
        op_id: op.envelope.op_id,
        kind: op.envelope.kind,
        actor: op.envelope.actor,
        at: op.envelope.at,
        received_at: arrival.received_at,
        entries,
        words: words.to_owned(),
    };
    let sheet = TimesheetRow::key_of(op.subject(), dates.first);
    rows::put(view, &key(&[&sheet, &arrival.position.to_be_bytes()]), &row);
}
