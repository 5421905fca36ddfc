//! Commands about pay runs. What is heavy was calculated beforehand: here its basis is compared
//! with what the company has now.

use domain::PayRunId;
use domain::text as rules;
use jiff::civil::Date;
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, text};
use super::error::DecideError;
use super::pay::{check_form, optional};
use super::pay_fault::PayFault;
use crate::command::{FinaliseRun, LockPeriod, TimesheetCommand};
use crate::payroll;
use crate::rows::{self, PayRunRow, PayRunState};
use crate::timesheet::{company_calendar, lock_over};
use crate::view::Snapshot;

/// The most pay runs of a company.
const RUNS_MAX: usize = 10_000;
/// How many workweeks one op names: it must stay far below the largest op.
const WEEKS_PER_OP: usize = 250;

type Ops = Result<Vec<Op>, DecideError>;

fn run<S: Snapshot>(desk: &Desk<'_, S>, id: PayRunId) -> Result<PayRunRow, DecideError> {
    rows::get(desk.view, &id.to_bytes())?.ok_or_else(|| PayFault::Missing.into())
}

fn open_run<S: Snapshot>(desk: &Desk<'_, S>, id: PayRunId) -> Result<PayRunRow, DecideError> {
    let row = run(desk, id)?;
    if row.is_open() {
        Ok(row)
    } else {
        Err(PayFault::Closed.into())
    }
}

pub(super) fn draft<S: Snapshot>(desk: &Desk<'_, S>, first: Date) -> Ops {
    let calendar = company_calendar(desk.view)?.ok_or(PayFault::Dates)?;
    let period = calendar.period_of(first);
    if period.first != first {
        return Err(PayFault::Dates.into());
    }
    let today = calendar.date_of(desk.now());
    if period.last >= today {
        return Err(PayFault::NotOver.into());
    }
    let runs = rows::all::<PayRunRow>(desk.view, &[], RUNS_MAX)?;
    let mut number = 0_u32;
    for (_, other) in &runs {
        number = number.max(other.number);
        if other.state == PayRunState::Discarded {
            continue;
        }
        if other.first <= period.last && other.last >= period.first {
            return Err(PayFault::Overlaps.into());
        }
        if other.is_open() && other.last < period.first {
            return Err(PayFault::EarlierOpen.into());
        }
    }
    let payload = p::PayRunDrafted {
        number: number.saturating_add(1),
        first: period.first,
        last: period.last,
    };
    Ok(vec![desk.op(desk.id::<PayRunId>(), payload)])
}

pub(super) fn review<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: PayRunId,
    basis: [u8; 32],
    note: &str,
) -> Ops {
    let row = open_run(desk, id)?;
    if payroll::basis(desk.view, &row)? != basis {
        return Err(PayFault::Changed.into());
    }
    let note = optional("note", rules::note, note)?;
    Ok(vec![desk.op(id, p::PayRunReviewed { basis, note })])
}

/// Several ops, of which the last says that the run is final: what it pays, then that, then that
/// its period is locked.
pub(super) fn finalise<S: Snapshot>(desk: &Desk<'_, S>, wanted: &FinaliseRun) -> Ops {
    let row = open_run(desk, wanted.run)?;
    let calculated = &wanted.calculated;
    match row.state {
        PayRunState::Reviewed(basis) if basis == calculated.basis => {}
        PayRunState::Reviewed(_) => return Err(PayFault::Changed.into()),
        PayRunState::Draft | PayRunState::Final | PayRunState::Discarded => {
            return Err(PayFault::NotReviewed.into());
        }
    }
    if calculated.is_blocked() {
        return Err(PayFault::Blocked.into());
    }
    if payroll::basis(desk.view, &row)? != calculated.basis {
        return Err(PayFault::Changed.into());
    }
    let mut ops = vec![desk.op(
        wanted.run,
        p::PayRunFinalised {
            basis: calculated.basis,
            result: wanted.result,
            totals: calculated.totals,
        },
    )];
    for weeks in calculated.paid.chunks(WEEKS_PER_OP) {
        let weeks = weeks.to_vec();
        ops.push(desk.op(wanted.run, p::PayRunPaid { weeks }));
    }
    if lock_over(desk.view, row.dates())?.is_none() {
        let lock = TimesheetCommand::LockPeriod(LockPeriod {
            first: row.first,
            pay_run: Some(wanted.run),
            note: String::new(),
        });
        ops.extend(super::timesheet::draft(desk, &lock)?);
    }
    Ok(ops)
}

pub(super) fn discard<S: Snapshot>(desk: &Desk<'_, S>, id: PayRunId, reason: &str) -> Ops {
    open_run(desk, id)?;
    let reason = text("reason", rules::reason(reason))?;
    Ok(vec![desk.op(id, p::PayRunDiscarded { reason })])
}

pub(super) fn note_export<S: Snapshot>(
    desk: &Desk<'_, S>,
    id: PayRunId,
    form: &str,
    file: [u8; 32],
) -> Ops {
    check_form(form)?;
    let row = run(desk, id)?;
    if row.state != PayRunState::Final {
        return Err(PayFault::NotFinal.into());
    }
    let is_noted = row
        .files
        .iter()
        .any(|made| made.form == form && made.file == file);
    if is_noted {
        return Err(DecideError::NothingChanged);
    }
    let form = form.to_owned();
    Ok(vec![desk.op(id, p::PayRunExported { form, file })])
}
