//! Commands about time: clocking, and writing or correcting entries by hand.

use domain::timesheet::{BREAKS_MAX, Break, BreakError, EntryError, Exception, check_entry};
use domain::{CostCodeId, EmployeeId, JobId, OpId, TimeEntryId, text as rules};
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, break_times, milliseconds, text};
use super::error::{DecideError, Missing};
use crate::command::{AddEntry, Booking, EditEntry};
use crate::judge::open_break;
use crate::merge::rank;
use crate::query;
use crate::rows::{self, CostCodeRow, EmployeeRow, EntryRow, JobRow, MemberRow};
use crate::view::Snapshot;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn clock_in<S: Snapshot>(desk: &Desk<'_, S>, booking: &Booking) -> Ops {
    let employee = desk.own_employee()?;
    if on_the_clock(desk, employee)?.is_some() {
        return Err(DecideError::OnTheClock);
    }
    check_booking(desk, booking.job, booking.cost_code)?;
    let payload = p::ClockedIn {
        employee,
        job: booking.job,
        cost_code: booking.cost_code,
        note: text("note", rules::note(&booking.note))?,
    };
    Ok(vec![beginning(desk, payload)])
}

pub(super) fn clock_out<S: Snapshot>(desk: &Desk<'_, S>) -> Ops {
    let (entry, _) = current(desk)?;
    Ok(vec![desk.op(entry, p::ClockedOut {})])
}

pub(super) fn start_break<S: Snapshot>(desk: &Desk<'_, S>, paid: bool) -> Ops {
    let (entry, row) = current(desk)?;
    if open_break(&row) {
        return Err(DecideError::OnBreak);
    }
    if row.values.breaks.len() >= BREAKS_MAX {
        return Err(EntryError::from(BreakError::TooMany).into());
    }
    Ok(vec![desk.op(entry, p::BreakStarted { paid })])
}

pub(super) fn end_break<S: Snapshot>(desk: &Desk<'_, S>) -> Ops {
    let (entry, row) = current(desk)?;
    if !open_break(&row) {
        return Err(DecideError::NotOnBreak);
    }
    Ok(vec![desk.op(entry, p::BreakEnded {})])
}

pub(super) fn switch_job<S: Snapshot>(desk: &Desk<'_, S>, booking: &Booking) -> Ops {
    let (from, row) = current(desk)?;
    if row.values.job == booking.job && row.values.cost_code == booking.cost_code {
        return Err(DecideError::NothingChanged);
    }
    check_booking(desk, booking.job, booking.cost_code)?;
    let payload = p::JobSwitched {
        from,
        employee: row.employee,
        job: booking.job,
        cost_code: booking.cost_code,
        note: text("note", rules::note(&booking.note))?,
    };
    Ok(vec![beginning(desk, payload)])
}

pub(super) fn add_entry<S: Snapshot>(desk: &Desk<'_, S>, add: &AddEntry) -> Ops {
    let _employee: EmployeeRow = desk.row(add.employee, Missing::Employee)?;
    let (start, end) = (milliseconds(add.start), milliseconds(add.end));
    let breaks = break_times(&add.breaks);
    check_entry(start, Some(end), &to_breaks(&breaks), desk.ctx.now)?;
    check_booking(desk, add.booking.job, add.booking.cost_code)?;
    let payload = p::EntryAdded {
        employee: add.employee,
        start,
        end,
        breaks,
        job: add.booking.job,
        cost_code: add.booking.cost_code,
        note: text("note", rules::note(&add.booking.note))?,
        reason: text("reason", rules::reason(&add.reason))?,
    };
    Ok(vec![beginning(desk, payload)])
}

pub(super) fn edit_entry<S: Snapshot>(desk: &Desk<'_, S>, edit: &EditEntry) -> Ops {
    let (row, base): (EntryRow, _) =
        desk.seen_row(edit.entry, Missing::TimeEntry, edit.expected)?;
    if row.voided {
        return Err(DecideError::Voided);
    }
    let breaks = edit.breaks.as_ref().map(|breaks| break_times(breaks));
    let note = edit
        .note
        .as_ref()
        .map(|note| text("note", rules::note(note)))
        .transpose()?;
    let mut payload = p::EntryEdited {
        start: edit
            .start
            .map(milliseconds)
            .filter(|start| *start != row.values.start),
        end: edit
            .end
            .map(milliseconds)
            .filter(|end| Some(*end) != row.values.end),
        breaks: breaks.filter(|breaks| *breaks != row.values.breaks),
        job: edit.job.filter(|job| *job != row.values.job),
        cost_code: edit.cost_code.filter(|code| *code != row.values.cost_code),
        note: note.filter(|note| *note != row.values.note),
        reason: text("reason", rules::note(&edit.reason))?,
    };
    if changes_times(&payload) || changes_booking(&payload) {
        payload.reason = text("reason", rules::reason(&edit.reason))?;
    }
    check_edit(desk, &row, &payload)?;
    Ok(vec![desk.edit(edit.entry, base, payload)])
}

const fn changes_times(edit: &p::EntryEdited) -> bool {
    edit.start.is_some() || edit.end.is_some() || edit.breaks.is_some()
}

const fn changes_booking(edit: &p::EntryEdited) -> bool {
    edit.job.is_some() || edit.cost_code.is_some()
}

fn check_edit<S: Snapshot>(
    desk: &Desk<'_, S>,
    row: &EntryRow,
    edit: &p::EntryEdited,
) -> Result<(), DecideError> {
    let (times, booking) = (changes_times(edit), changes_booking(edit));
    if !times && !booking && edit.note.is_none() {
        return Err(DecideError::NothingChanged);
    }
    if times {
        let end = edit.end.or(row.values.end);
        let mut breaks = to_breaks(edit.breaks.as_ref().unwrap_or(&row.values.breaks));
        // Ending an entry ends its open break with it.
        if let Some(end) = end {
            breaks
                .iter_mut()
                .for_each(|pause| pause.end = pause.end.or(Some(end)));
        }
        check_entry(
            edit.start.unwrap_or(row.values.start),
            end,
            &breaks,
            desk.ctx.now,
        )?;
    }
    if booking {
        let job = edit.job.unwrap_or(row.values.job);
        check_booking(desk, job, edit.cost_code.unwrap_or(row.values.cost_code))?;
    }
    Ok(())
}

pub(super) fn void_entry<S: Snapshot>(desk: &Desk<'_, S>, entry: TimeEntryId, reason: &str) -> Ops {
    let (row, base): (EntryRow, _) = desk.seen_row(entry, Missing::TimeEntry, None)?;
    if row.voided {
        return Err(DecideError::Voided);
    }
    let payload = p::EntryVoided {
        reason: text("reason", rules::reason(reason))?,
    };
    Ok(vec![desk.edit(entry, base, payload)])
}

pub(super) fn restore_entry<S: Snapshot>(
    desk: &Desk<'_, S>,
    entry: TimeEntryId,
    reason: &str,
) -> Ops {
    let (row, base): (EntryRow, _) = desk.seen_row(entry, Missing::TimeEntry, None)?;
    if !row.voided {
        return Err(DecideError::NotVoided);
    }
    let actor: Option<MemberRow> = rows::get(desk.view, &desk.ctx.actor.to_bytes())?;
    if actor.is_none_or(|actor| rank(actor.role) < rank(row.stamps.voided.role)) {
        return Err(DecideError::VoidedByManager);
    }
    let payload = p::EntryRestored {
        reason: text("reason", rules::note(reason))?,
    };
    Ok(vec![desk.edit(entry, base, payload)])
}

pub(super) fn settle<S: Snapshot>(
    desk: &Desk<'_, S>,
    entry: TimeEntryId,
    kinds: &[Exception],
    note: &str,
) -> Ops {
    let (_, base): (EntryRow, _) = desk.seen_row(entry, Missing::TimeEntry, None)?;
    // Only what is there can be settled: an exception that comes later wants a look of its own.
    let there = query::entry(desk.view, entry, desk.now())?
        .map_or_else(Vec::new, |detail| detail.exceptions);
    let fresh: Vec<String> = Exception::ALL
        .into_iter()
        .filter(|kind| kinds.contains(kind))
        .filter(|kind| {
            there
                .iter()
                .any(|found| found.kind == *kind && !found.settled)
        })
        .map(|kind| kind.name().to_owned())
        .collect();
    if fresh.is_empty() {
        return Err(DecideError::NothingChanged);
    }
    let payload = p::ExceptionsSettled {
        exceptions: fresh,
        note: text("note", rules::note(note))?,
    };
    Ok(vec![desk.edit(entry, base, payload)])
}

/// An op that begins an entry: the entry has the op's id.
fn beginning<S: Snapshot>(desk: &Desk<'_, S>, payload: impl oplog::Statement) -> Op {
    let op_id: OpId = desk.id();
    desk.op_with(op_id, TimeEntryId::from(op_id), None, payload)
}

fn current<S: Snapshot>(desk: &Desk<'_, S>) -> Result<(TimeEntryId, EntryRow), DecideError> {
    let employee = desk.own_employee()?;
    on_the_clock(desk, employee)?.ok_or(DecideError::OffTheClock)
}

/// The entry that is running: the latest one that is open and counts.
fn on_the_clock<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
) -> Result<Option<(TimeEntryId, EntryRow)>, DecideError> {
    let mut open = query::open_entries(desk.view, employee)?;
    // What was stated late runs on for its author, whatever will be decided about it.
    let late = query::late_of(desk.view, employee)?.into_iter();
    let late = late.map(|late| (late.entry, late.row.proposed));
    open.retain(|(id, _)| late.clone().all(|(entry, _)| entry != *id));
    open.extend(late.filter(|(_, row)| row.values.end.is_none()));
    Ok(open
        .into_iter()
        .filter(|(_, row)| !row.voided)
        .max_by_key(|(id, row)| (row.values.start, *id)))
}

fn check_booking<S: Snapshot>(
    desk: &Desk<'_, S>,
    job: Option<JobId>,
    cost_code: Option<CostCodeId>,
) -> Result<(), DecideError> {
    if let Some(job) = job {
        let row: JobRow = desk.row(job, Missing::Job)?;
        if row.archived {
            return Err(DecideError::JobArchived);
        }
    }
    if let Some(cost_code) = cost_code {
        let row: CostCodeRow = desk.row(cost_code, Missing::CostCode)?;
        if row.archived {
            return Err(DecideError::CostCodeArchived);
        }
        if row.job.is_some() && row.job != job {
            return Err(DecideError::CostCodeOfOtherJob);
        }
    }
    Ok(())
}

fn to_breaks(times: &[p::BreakTimes]) -> Vec<Break> {
    times.iter().map(|pause| (*pause).into()).collect()
}
