//! Commands about timesheets that only an office gives: settings with dates, approvals, locks,
//! and what becomes of late corrections.

use domain::payroll::Dates;
use domain::timesheet::{PeriodRule, SheetStatus};
use domain::{CompanyId, EmployeeId, TimeEntryId, text as rules};
use jiff::civil::Date;
use oplog::Op;
use oplog::v1::payload as p;

use super::desk::{Desk, text};
use super::error::{DecideError, Missing};
use super::own_timesheet::{draft_own, hours_of, period};
use super::sheet_fault::SheetFault;
use crate::access;
use crate::command::{ApproveTimesheets, ChangePayCalendar, LockPeriod, TimesheetCommand};
use crate::query;
use crate::rows::{
    self, EmployeeRow, LateEntryRow, LateState, PeriodLockRow, Row, RowHash, TimesheetRow, date_key,
};
use crate::timesheet::{SheetEntries, TIMESHEETS_MAX, company_calendar, lock_over, rule};
use crate::view::Snapshot;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn draft<S: Snapshot>(desk: &Desk<'_, S>, command: &TimesheetCommand) -> Ops {
    use TimesheetCommand as C;
    match command {
        C::ChangePayCalendar(change) => change_calendar(desk, change),
        C::ChangeEmployeeZone(employee, from, zone) => {
            change_zone(desk, *employee, *from, zone.as_deref())
        }
        C::ChangePolicy(from, policy) => change_policy(desk, *from, policy),
        C::Approve(approve) => approve_named(desk, approve),
        C::ApproveSubmitted(first) => approve_submitted(desk, *first),
        C::Return(employee, first, reason) => {
            let dates = open_period(desk, *employee, *first)?;
            let payload = p::TimesheetReturned {
                first: dates.first,
                last: dates.last,
                reason: text("reason", rules::reason(reason))?,
            };
            Ok(vec![desk.op(*employee, payload)])
        }
        C::Reopen(employee, first, reason) => {
            let dates = open_period(desk, *employee, *first)?;
            let payload = p::TimesheetReopened {
                first: dates.first,
                last: dates.last,
                reason: text("reason", rules::reason(reason))?,
            };
            Ok(vec![desk.op(*employee, payload)])
        }
        C::LockPeriod(lock) => lock_period(desk, lock),
        C::UnlockPeriod(first, reason) => unlock_period(desk, *first, reason),
        C::AcceptLate(entry, proposed, note) => {
            let payload = p::LateCorrectionAccepted {
                proposed: late(desk, *entry, *proposed)?,
                note: text("note", rules::note(note))?,
            };
            Ok(vec![desk.op(*entry, payload)])
        }
        C::DeclineLate(entry, proposed, reason) => {
            let payload = p::LateCorrectionDeclined {
                proposed: late(desk, *entry, *proposed)?,
                reason: text("reason", rules::reason(reason))?,
            };
            Ok(vec![desk.op(*entry, payload)])
        }
        C::NoteReminded(employee, first, step) => {
            let dates = period(desk, *employee, *first)?;
            let payload = p::TimesheetReminded {
                first: dates.first,
                last: dates.last,
                step: *step,
            };
            Ok(vec![desk.op(*employee, payload)])
        }
        C::StateLate(command) => super::draft(desk, command),
        C::Submit(_) | C::Object(..) | C::AttestBreaks(..) | C::SayMealWorked(..) => {
            draft_own(desk, command)
        }
    }
}

fn change_calendar<S: Snapshot>(desk: &Desk<'_, S>, change: &ChangePayCalendar) -> Ops {
    if change.zone.is_none() && change.workweek.is_none() && change.periods.is_none() {
        return Err(DecideError::NothingChanged);
    }
    let workweek = change.workweek.map(|week| p::WorkweekTag {
        starts: week.starts.to_monday_one_offset().unsigned_abs(),
        starts_at_minutes: u16::from(week.starts_at.hour().unsigned_abs())
            .saturating_mul(60)
            .saturating_add(week.starts_at.minute().unsigned_abs().into()),
    });
    let payload = p::PayCalendarChanged {
        from: change.from,
        zone: change.zone.as_deref().map(zone_name).transpose()?,
        workweek,
        periods: change.periods.map(period_tag),
    };
    if !rule::is_sound_calendar(&payload) {
        return Err(SheetFault::SettingsInvalid.into());
    }
    if rule::is_full(desk.view)? {
        return Err(SheetFault::TooMany.into());
    }
    Ok(vec![desk.op(company(desk)?, payload)])
}

fn zone_name(name: &str) -> Result<String, DecideError> {
    Ok(domain::time::Zone::named(name)?.name().to_owned())
}

fn period_tag(rule: PeriodRule) -> p::PeriodRuleTag {
    let day = |day: i8| u8::try_from(day).unwrap_or_default();
    match rule {
        PeriodRule::Workweek => p::PeriodRuleTag::Workweek,
        PeriodRule::Weekly { anchor } => p::PeriodRuleTag::Weekly { anchor },
        PeriodRule::TwoWeeks { anchor } => p::PeriodRuleTag::TwoWeeks { anchor },
        PeriodRule::TwiceMonthly {
            first_day,
            second_day,
        } => p::PeriodRuleTag::TwiceMonthly {
            first_day: day(first_day),
            second_day: day(second_day),
        },
        PeriodRule::Monthly { first_day } => p::PeriodRuleTag::Monthly {
            first_day: day(first_day),
        },
    }
}

fn change_zone<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    from: Date,
    zone: Option<&str>,
) -> Ops {
    let _employee: EmployeeRow = desk.row(employee, Missing::Employee)?;
    let payload = p::EmployeeZoneChanged {
        from,
        zone: zone.map(zone_name).transpose()?,
    };
    let op = desk.op(employee, payload);
    if rule::breaks(desk.view, &op)? {
        return Err(SheetFault::TooMany.into());
    }
    Ok(vec![op])
}

fn change_policy<S: Snapshot>(desk: &Desk<'_, S>, from: Date, policy: &p::TimesheetPolicy) -> Ops {
    if !rule::is_sound_policy(policy) {
        return Err(SheetFault::SettingsInvalid.into());
    }
    if rule::is_full(desk.view)? {
        return Err(SheetFault::TooMany.into());
    }
    let payload = p::TimesheetPolicyChanged {
        from,
        policy: *policy,
    };
    Ok(vec![desk.op(company(desk)?, payload)])
}

fn company<S: Snapshot>(desk: &Desk<'_, S>) -> Result<CompanyId, DecideError> {
    let company = query::company(desk.view)?.ok_or(Missing::Company)?;
    Ok(company.id)
}

/// The dates of an employee's period that is not locked.
fn open_period<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    first: Date,
) -> Result<Dates, DecideError> {
    let dates = period(desk, employee, first)?;
    if lock_over(desk.view, dates)?.is_some() {
        return Err(SheetFault::PeriodLocked.into());
    }
    Ok(dates)
}

fn approve_named<S: Snapshot>(desk: &Desk<'_, S>, approve: &ApproveTimesheets) -> Ops {
    if approve.sheets.len() > TIMESHEETS_MAX {
        return Err(SheetFault::TooMany.into());
    }
    let note = text("note", rules::note(&approve.note))?;
    let mut ops = Vec::new();
    for (employee, seen) in &approve.sheets {
        may_approve(desk, *employee)?;
        let sheet = hours_of(desk, *employee, approve.first)?;
        if sheet.hash != *seen {
            return Err(DecideError::ChangedMeanwhile);
        }
        if status(desk, &sheet)? == SheetStatus::Approved {
            continue;
        }
        if sheet.is_open() {
            return Err(SheetFault::OnTheClock.into());
        }
        if rule::has_open_questions(&sheet, desk.now()) {
            return Err(SheetFault::OpenExceptions.into());
        }
        ops.push(approval(desk, &sheet, &note));
    }
    if ops.is_empty() {
        return Err(DecideError::NothingChanged);
    }
    Ok(ops)
}

/// Everyone's that was submitted, has no open questions and is not one's own to leave out.
fn approve_submitted<S: Snapshot>(desk: &Desk<'_, S>, first: Date) -> Ops {
    let mut ops = Vec::new();
    for (employee, _, _) in query::people(desk.view)? {
        if access::approval_refused(desk.view, desk.ctx.actor, employee)? {
            continue;
        }
        let sheet = hours_of(desk, employee, first)?;
        let row: Option<TimesheetRow> =
            rows::get(desk.view, &TimesheetRow::key_of(employee, first))?;
        let Some(row) = row.filter(|row| row.open_objection().is_none()) else {
            continue;
        };
        let submitted = row.status(&sheet.hash) == SheetStatus::Submitted;
        if submitted && !rule::has_open_questions(&sheet, desk.now()) {
            ops.push(approval(desk, &sheet, ""));
        }
        if ops.len() >= TIMESHEETS_MAX {
            break;
        }
    }
    if ops.is_empty() {
        return Err(SheetFault::NothingToApprove.into());
    }
    Ok(ops)
}

/// Later ops of one command are asked for here: the first alone is held against the table.
fn may_approve<S: Snapshot>(desk: &Desk<'_, S>, employee: EmployeeId) -> Result<(), DecideError> {
    let _employee: EmployeeRow = desk.row(employee, Missing::Employee)?;
    if access::approval_refused(desk.view, desk.ctx.actor, employee)? {
        return Err(SheetFault::OwnTimesheet.into());
    }
    Ok(())
}

fn status<S: Snapshot>(
    desk: &Desk<'_, S>,
    sheet: &SheetEntries,
) -> Result<SheetStatus, DecideError> {
    let key = TimesheetRow::key_of(sheet.employee, sheet.dates.first);
    let row: Option<TimesheetRow> = rows::get(desk.view, &key)?;
    Ok(row.map_or(SheetStatus::Open, |row| row.status(&sheet.hash)))
}

fn approval<S: Snapshot>(desk: &Desk<'_, S>, sheet: &SheetEntries, note: &str) -> Op {
    let payload = p::TimesheetApproved {
        first: sheet.dates.first,
        last: sheet.dates.last,
        entries: sheet.hash,
        note: note.to_owned(),
    };
    desk.op(sheet.employee, payload)
}

fn lock_period<S: Snapshot>(desk: &Desk<'_, S>, lock: &LockPeriod) -> Ops {
    let calendar = company_calendar(desk.view)?.ok_or(Missing::Company)?;
    let dates = calendar.period_of(lock.first);
    if dates.first != lock.first {
        return Err(SheetFault::NotAPeriod.into());
    }
    if lock_over(desk.view, dates)?.is_some() {
        return Err(SheetFault::AlreadyLocked.into());
    }
    for (employee, _, _) in query::people(desk.view)? {
        let sheet = hours_of(desk, employee, lock.first)?;
        let ended = sheet.calendar.span(dates).map(|span| span.end());
        if ended.is_none_or(|end| end > desk.ctx.now) {
            return Err(SheetFault::NotEnded.into());
        }
        if sheet.is_open() {
            return Err(SheetFault::StillOnTheClock.into());
        }
    }
    let payload = p::PeriodLocked {
        first: dates.first,
        last: dates.last,
        pay_run: lock.pay_run,
        note: text("note", rules::note(&lock.note))?,
    };
    Ok(vec![desk.op(company(desk)?, payload)])
}

fn unlock_period<S: Snapshot>(desk: &Desk<'_, S>, first: Date, reason: &str) -> Ops {
    let row: Option<PeriodLockRow> = rows::get(desk.view, &date_key(first))?;
    let Some(row) = row.filter(PeriodLockRow::is_locked) else {
        return Err(SheetFault::NotLocked.into());
    };
    if row.pay_run.is_some() {
        return Err(SheetFault::LockedByPayRun.into());
    }
    let payload = p::PeriodUnlocked {
        first: row.first,
        last: row.last,
        reason: text("reason", rules::reason(reason))?,
    };
    Ok(vec![desk.op(company(desk)?, payload)])
}

/// The hash of a late correction that awaits this, as it was seen.
fn late<S: Snapshot>(
    desk: &Desk<'_, S>,
    entry: TimeEntryId,
    seen: RowHash,
) -> Result<RowHash, DecideError> {
    let row: Option<LateEntryRow> = rows::get(desk.view, &entry.to_bytes())?;
    let Some(row) = row.filter(|row| row.state == LateState::Pending) else {
        return Err(SheetFault::NoLateCorrection.into());
    };
    if access::approval_refused(desk.view, desk.ctx.actor, row.employee)? {
        return Err(SheetFault::OwnTimesheet.into());
    }
    let hash = row.proposed.hash();
    if hash == seen {
        Ok(hash)
    } else {
        Err(DecideError::ChangedMeanwhile)
    }
}
