//! Rows of time entries: facts are kept as stated, edits merge by field, and everything leaves a
//! line in the entry's history.

use domain::order::put_in_order;
use domain::timesheet::Exception;
use domain::{CostCodeId, EmployeeId, JobId, TimeEntryId};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use crate::judge::{Arrival, edit_of, fields_set};
use crate::merge::Edit;
use crate::rows::{
    self, Attested, CostCodeRow, EmployeeRow, EntryFlagsRow, EntryRow, EntryValues, Field,
    HistoryRow, JobRow, LogRow, Origin, Stamps, Writer, key,
};
use crate::table::Table;
use crate::view::{Snapshot, View, ViewError};

/// A clock that is off by more than this is doubtful: 2 minutes.
const CLOCK_OFF_MS_MAX: i64 = 120_000;
/// What reaches the server later than this after it happened is late: 24 hours.
const LATE_MS_MIN: i64 = 24 * 3_600_000;
/// The length of the buckets that entries are indexed by: 7 days.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

/// The number of the bucket that an instant falls into.
pub(crate) fn week_number(at: Timestamp) -> u32 {
    u32::try_from(at.as_millisecond().div_euclid(WEEK_MS)).unwrap_or(0)
}

pub(super) fn clocked_in(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    clocked: &p::ClockedIn,
) -> Result<(), ViewError> {
    let values = EntryValues {
        start: op.envelope.at,
        end: None,
        breaks: Vec::new(),
        job: clocked.job,
        cost_code: clocked.cost_code,
        note: clocked.note.clone(),
    };
    begin(view, op, arrival, clocked.employee, Origin::Clock, values)
}

pub(super) fn job_switched(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    switched: &p::JobSwitched,
) -> Result<(), ViewError> {
    let from: Option<EntryRow> = rows::get(view, &switched.from.to_bytes())?;
    if let Some(mut row) =
        from.filter(|row| row.employee == switched.employee && row.values.end.is_none())
    {
        let edit = edit_of(view, op, arrival)?;
        let before = row.values.clone();
        if !edit.loses(row.stamps.end) {
            close(&mut row, op.envelope.at, edit);
        }
        flag(view, op, arrival, &mut row, false)?;
        reopen(&mut row, &before);
        store(
            view,
            switched.from,
            &before,
            &row,
            op,
            arrival,
            Change {
                verdict: Verdict::Applied,
                lost: Vec::new(),
            },
        )?;
    }
    let values = EntryValues {
        start: op.envelope.at,
        end: None,
        breaks: Vec::new(),
        job: switched.job,
        cost_code: switched.cost_code,
        note: switched.note.clone(),
    };
    begin(view, op, arrival, switched.employee, Origin::Clock, values)
}

pub(super) fn added(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    added: &p::EntryAdded,
) -> Result<(), ViewError> {
    let values = EntryValues {
        start: added.start,
        end: Some(added.end),
        breaks: added.breaks.clone(),
        job: added.job,
        cost_code: added.cost_code,
        note: added.note.clone(),
    };
    begin(view, op, arrival, added.employee, Origin::Hand, values)
}

/// An op that counts changes an entry that is there.
pub(super) fn changed(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<(), ViewError> {
    let id: TimeEntryId = op.subject();
    let Some(mut row) = rows::get::<EntryRow>(view, &id.to_bytes())? else {
        return Ok(());
    };
    let before = row.values.clone();
    let edit = edit_of(view, op, arrival)?;
    let lost = edit.lost(&row.stamps, &fields_set(&op.payload));
    match &op.payload {
        Payload::ClockedOut(_) => close(&mut row, op.envelope.at, edit),
        Payload::BreakStarted(started) => {
            row.values.breaks.push(p::BreakTimes {
                start: op.envelope.at,
                end: None,
                paid: started.paid,
            });
            put_in_order(&mut row.values.breaks, |pause| pause.start);
            row.stamps.set(Field::Breaks, edit.stamp);
        }
        Payload::BreakEnded(_) => {
            end_breaks(&mut row, op.envelope.at);
            row.stamps.set(Field::Breaks, edit.stamp);
        }
        Payload::EntryEdited(change) => edit_fields(&mut row, change, edit, &lost),
        Payload::EntryVoided(_) | Payload::EntryRestored(_) => {
            row.voided = matches!(op.payload, Payload::EntryVoided(_));
            row.stamps.set(Field::Voided, edit.stamp);
        }
        Payload::ExceptionsSettled(settled) => {
            let known = settled
                .exceptions
                .iter()
                .filter(|name| Exception::from_name(name).is_some());
            for name in known {
                if let Err(at) = row.settled.binary_search(name) {
                    row.settled.insert(at, name.clone());
                }
            }
        }
        Payload::BreaksAttested(attested) => {
            row.attested.answers = attested.answers.clone();
            put_in_order(&mut row.attested.answers, |answer| *answer);
            row.attested.answers.dedup_by_key(|one| one.question);
        }
        Payload::MealWorked(said) => row.attested.meal_worked = said.worked,
        _other => {}
    }
    flag(view, op, arrival, &mut row, sets_booking(&op.payload))?;
    reopen(&mut row, &before);
    know_times(&mut row, &before);
    store(
        view,
        id,
        &before,
        &row,
        op,
        arrival,
        Change {
            verdict: Verdict::Applied,
            lost,
        },
    )
}

/// An op that lost leaves a line in the history of its entry.
pub(super) fn note_superseded(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
) -> Result<(), ViewError> {
    let lost = fields_set(&op.payload);
    let id: TimeEntryId = op.subject();
    if lost.is_empty() {
        return Ok(());
    }
    let Some(row) = rows::get::<EntryRow>(view, &id.to_bytes())? else {
        return Ok(());
    };
    let change = Change {
        verdict: Verdict::Superseded,
        lost,
    };
    note(
        view,
        id,
        op,
        arrival,
        &row,
        Some(row.values.clone()),
        change,
    )
}

/// An entry becomes what was proposed for it, or begins as that.
pub(super) fn replaced(
    view: &mut impl View,
    id: TimeEntryId,
    before: Option<&EntryRow>,
    after: &EntryRow,
    op: &Op,
    arrival: &Arrival,
) -> Result<(), ViewError> {
    let before = before.map(|row| &row.values);
    rows::put(view, &id.to_bytes(), after);
    index(view, id, before, after);
    let change = Change {
        verdict: Verdict::Applied,
        lost: Vec::new(),
    };
    note(view, id, op, arrival, after, before.cloned(), change)
}

struct Change {
    verdict: Verdict,
    lost: Vec<Field>,
}

fn begin(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    employee: EmployeeId,
    origin: Origin,
    values: EntryValues,
) -> Result<(), ViewError> {
    let id: TimeEntryId = op.subject();
    let edit = edit_of(view, op, arrival)?;
    let mut row = EntryRow {
        employee,
        values,
        voided: false,
        origin,
        attested: Attested::default(),
        flags: EntryFlagsRow::default(),
        settled: Vec::new(),
        stamps: Stamps::all(edit.stamp),
    };
    flag(view, op, arrival, &mut row, true)?;
    rows::put(view, &id.to_bytes(), &row);
    index(view, id, None, &row);
    note(
        view,
        id,
        op,
        arrival,
        &row,
        None,
        Change {
            verdict: Verdict::Applied,
            lost: Vec::new(),
        },
    )
}

fn store(
    view: &mut impl View,
    id: TimeEntryId,
    before: &EntryValues,
    row: &EntryRow,
    op: &Op,
    arrival: &Arrival,
    change: Change,
) -> Result<(), ViewError> {
    rows::put(view, &id.to_bytes(), row);
    index(view, id, Some(before), row);
    note(view, id, op, arrival, row, Some(before.clone()), change)
}

/// Ends an entry and whatever break is open.
fn close(row: &mut EntryRow, at: Timestamp, edit: Edit) {
    row.values.end = Some(at);
    row.stamps.set(Field::End, edit.stamp);
    end_breaks(row, at);
}

fn end_breaks(row: &mut EntryRow, at: Timestamp) {
    for pause in row
        .values
        .breaks
        .iter_mut()
        .filter(|pause| pause.end.is_none())
    {
        pause.end = Some(at.max(pause.start));
    }
}

fn edit_fields(row: &mut EntryRow, change: &p::EntryEdited, edit: Edit, lost: &[Field]) {
    for field in [
        Field::Start,
        Field::End,
        Field::Breaks,
        Field::Job,
        Field::CostCode,
        Field::Note,
    ] {
        if lost.contains(&field) {
            continue;
        }
        let values = &mut row.values;
        let set = match field {
            Field::Start => replace(&mut values.start, change.start),
            Field::End => replace(&mut values.end, change.end.map(Some)),
            Field::Breaks => replace(&mut values.breaks, change.breaks.clone()),
            Field::Job => replace(&mut values.job, change.job),
            Field::CostCode => replace(&mut values.cost_code, change.cost_code),
            Field::Note => replace(&mut values.note, change.note.clone()),
            Field::Voided => false,
        };
        if set {
            row.stamps.set(field, edit.stamp);
        }
    }
    put_in_order(&mut row.values.breaks, |pause| pause.start);
    if let Some(end) = row.values.end {
        end_breaks(row, end);
    }
}

/// Times that somebody gave are times that are known.
fn know_times(row: &mut EntryRow, before: &EntryValues) {
    let moved = row.values.start != before.start || row.values.end != before.end;
    if let Origin::Import { hours_only, .. } = &mut row.origin {
        *hours_only &= !moved;
    }
}

fn replace<T>(field: &mut T, change: Option<T>) -> bool {
    change.map(|value| *field = value).is_some()
}

/// What was settled about times is looked at again once they change.
fn reopen(row: &mut EntryRow, before: &EntryValues) {
    if row.values.start == before.start && row.values.end == before.end {
        return;
    }
    let of_times = [
        Exception::Overlap,
        Exception::MissingClockOut,
        Exception::TooLong,
        Exception::EndsBeforeStart,
    ];
    row.settled
        .retain(|name| of_times.iter().all(|kind| kind.name() != name));
}

/// Raises the flags that this op gives reason for. Only the archived job is taken back, once the
/// entry is booked elsewhere.
fn flag(
    view: &impl Snapshot,
    op: &Op,
    arrival: &Arrival,
    row: &mut EntryRow,
    books: bool,
) -> Result<(), ViewError> {
    let log: Option<LogRow> = rows::get(view, &arrival.log.to_bytes())?;
    let by_device = log
        .as_ref()
        .is_some_and(|log| matches!(log.writer, Writer::Device(_)));
    let stated = !matches!(op.payload, Payload::ExceptionsSettled(_));
    let delay = arrival
        .received_at
        .as_millisecond()
        .saturating_sub(op.envelope.at.as_millisecond());
    if by_device && stated {
        row.flags.late |= delay > LATE_MS_MIN;
        row.flags.clock_suspect |= delay < CLOCK_OFF_MS_MAX.saturating_neg()
            || arrival.skew_ms.saturating_abs() > CLOCK_OFF_MS_MAX
            || log.is_some_and(|log| clock_set_back(&log, op));
    }
    let employee: Option<EmployeeRow> = rows::get(view, &row.employee.to_bytes())?;
    row.flags.former_employee |=
        stated && employee.is_some_and(|employee| employee.archived_at.is_some());
    row.flags.archived_job = booked_on_archived(view, row.values.job, row.values.cost_code)?
        && (row.flags.archived_job || books);
    Ok(())
}

fn sets_booking(payload: &Payload) -> bool {
    match payload {
        Payload::EntryEdited(edit) => edit.job.is_some() || edit.cost_code.is_some(),
        _other => false,
    }
}

fn booked_on_archived(
    view: &impl Snapshot,
    job: Option<JobId>,
    cost_code: Option<CostCodeId>,
) -> Result<bool, ViewError> {
    let job = match job {
        Some(job) => rows::get::<JobRow>(view, &job.to_bytes())?.is_some_and(|job| job.archived),
        None => false,
    };
    let cost_code = match cost_code {
        Some(code) => {
            rows::get::<CostCodeRow>(view, &code.to_bytes())?.is_some_and(|code| code.archived)
        }
        None => false,
    };
    Ok(job || cost_code)
}

/// Whether the wall clock went back, within one start of the app, against the monotonic clock.
fn clock_set_back(log: &LogRow, op: &Op) -> bool {
    let comparable = log.boot_id != 0 && log.boot_id == op.envelope.boot_id;
    // What was held back and is judged again comes after what its log has stated since.
    if !comparable || op.envelope.monotonic_ms < log.monotonic_ms {
        return false;
    }
    let elapsed = op.envelope.monotonic_ms.saturating_sub(log.monotonic_ms);
    let expected = log
        .at
        .as_millisecond()
        .saturating_add(i64::try_from(elapsed).unwrap_or(i64::MAX));
    expected.saturating_sub(op.envelope.at.as_millisecond()) > CLOCK_OFF_MS_MAX
}

pub(super) fn index(
    view: &mut impl View,
    id: TimeEntryId,
    before: Option<&EntryValues>,
    row: &EntryRow,
) {
    let week = |start: Timestamp| {
        key(&[
            &row.employee.to_bytes(),
            &week_number(start).to_be_bytes(),
            &id.to_bytes(),
        ])
    };
    if let Some(before) = before
        && week_number(before.start) != week_number(row.values.start)
    {
        view.remove(Table::EntryWeek, &week(before.start));
    }
    let moved =
        before.is_none_or(|before| week_number(before.start) != week_number(row.values.start));
    if moved {
        view.put(Table::EntryWeek, &week(row.values.start), Vec::new());
    }
    let open = key(&[&row.employee.to_bytes(), &id.to_bytes()]);
    let was_open = before.is_some_and(|before| before.end.is_none());
    match (was_open, row.values.end.is_none()) {
        (false, true) => view.put(Table::OpenEntry, &open, Vec::new()),
        (true, false) => view.remove(Table::OpenEntry, &open),
        (false, false) | (true, true) => {}
    }
}

fn note(
    view: &mut impl View,
    id: TimeEntryId,
    op: &Op,
    arrival: &Arrival,
    row: &EntryRow,
    before: Option<EntryValues>,
    change: Change,
) -> Result<(), ViewError> {
    let role = edit_of(view, op, arrival)?.stamp.role;
    let line = HistoryRow {
        employee: row.employee,
        op_id: op.envelope.op_id,
        kind: op.envelope.kind,
        actor: op.envelope.actor,
        role,
        log: arrival.log,
        at: op.envelope.at,
        received_at: arrival.received_at,
        verdict: change.verdict,
        reason: reason(&op.payload).to_owned(),
        before,
        after: row.values.clone(),
        lost: change.lost,
    };
    rows::put(
        view,
        &key(&[&id.to_bytes(), &arrival.position.to_be_bytes()]),
        &line,
    );
    Ok(())
}

pub(super) fn reason(payload: &Payload) -> &str {
    match payload {
        Payload::EntryAdded(added) => &added.reason,
        Payload::EntryEdited(edited) => &edited.reason,
        Payload::EntryVoided(voided) => &voided.reason,
        Payload::EntryRestored(restored) => &restored.reason,
        Payload::ExceptionsSettled(settled) => &settled.note,
        Payload::MealWorked(said) => &said.note,
        Payload::LateCorrectionAccepted(accepted) => &accepted.note,
        _other => "",
    }
}
