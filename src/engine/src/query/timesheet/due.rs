//! Who is to be reminded of what: timesheets that were not submitted, and those that wait to be
//! approved, shortly before the hour that the firm set.

use domain::EmployeeId;
use domain::company::{Permission, Reach, reach};
use domain::payroll::Dates;
use domain::timesheet::SheetStatus;
use jiff::{SignedDuration, Timestamp};
use oplog::v1::payload::ReminderStep;

use crate::query;
use crate::rows::{self, TimesheetRow};
use crate::timesheet::{calendar, company_calendar, lock_over, settings, sheet_entries};
use crate::view::{Snapshot, ViewError};

/// How many periods back someone is reminded of: this one and the one before it.
const PERIODS_BACK: usize = 2;

/// That somebody is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Who is to be reminded.
    pub employee: EmployeeId,
    /// Of which period.
    pub dates: Dates,
    /// Of what.
    pub step: ReminderStep,
    /// Until when it is to be done.
    pub until: Timestamp,
}

/// Everyone who is to be reminded now and was not yet: once a person, period and step.
///
/// # Errors
/// When rows cannot be read.
pub fn due(view: &impl Snapshot, now: Timestamp) -> Result<Vec<Due>, ViewError> {
    let Some(companys) = company_calendar(view)? else {
        return Ok(Vec::new());
    };
    let settings = settings(view)?;
    let mut found = Vec::new();
    let mut dates = companys.period_of(companys.date_of(now));
    for _ in 0..PERIODS_BACK {
        let policy = settings.policy_on(dates.last);
        if let Some(before) = policy.remind_hours
            && lock_over(view, dates)?.is_none()
        {
            let asked = [
                (ReminderStep::Submit, policy.submit_due_hours),
                (ReminderStep::Approve, policy.approve_due_hours),
            ];
            for (step, hours) in asked {
                if let Some(hours) = hours {
                    find(view, dates, step, (hours, before), now, &mut found)?;
                }
            }
        }
        dates = companys.period_before(dates.first);
    }
    Ok(found)
}

fn find(
    view: &impl Snapshot,
    dates: Dates,
    step: ReminderStep,
    (hours, before): (u16, u16),
    now: Timestamp,
    found: &mut Vec<Due>,
) -> Result<(), ViewError> {
    let people = query::people(view)?;
    let mut waiting = false;
    if step == ReminderStep::Approve {
        for (employee, _, _) in &people {
            let Some(sheet) = sheet_entries(view, *employee, dates)? else {
                continue;
            };
            let status = status(view, *employee, dates, &sheet.hash)?;
            waiting |= !sheet.entries.is_empty() && status != SheetStatus::Approved;
        }
        if !waiting {
            return Ok(());
        }
    }
    for (employee, record, member) in people {
        let Some(role) = member.filter(|_| record.archived_at.is_none()) else {
            continue;
        };
        let approves = reach(role.role.into(), Permission::ApproveTimesheets) == Reach::All;
        if step == ReminderStep::Approve && !approves {
            continue;
        }
        let Some(until) = hours_after(view, employee, dates, hours)? else {
            continue;
        };
        let from = until.saturating_sub(hours_long(before)).unwrap_or(until);
        if now < from || was_reminded(view, employee, dates, step)? {
            continue;
        }
        if step == ReminderStep::Submit && !is_to_submit(view, employee, dates)? {
            continue;
        }
        found.push(Due {
            employee,
            dates,
            step,
            until,
        });
    }
    Ok(())
}

/// Until when an employee's timesheet is to be submitted, or somebody is to approve; `None` where
/// the firm set no hour.
///
/// # Errors
/// When rows cannot be read.
pub fn due_at(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
    step: ReminderStep,
) -> Result<Option<Timestamp>, ViewError> {
    let policy = settings(view)?.policy_on(dates.last);
    let hours = match step {
        ReminderStep::Submit => policy.submit_due_hours,
        ReminderStep::Approve => policy.approve_due_hours,
    };
    match hours {
        Some(hours) => hours_after(view, employee, dates, hours),
        None => Ok(None),
    }
}

/// So many hours after a period's end, in the employee's zone.
fn hours_after(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
    hours: u16,
) -> Result<Option<Timestamp>, ViewError> {
    let calendar = calendar(view, employee)?;
    let end = calendar.and_then(|calendar| calendar.span(dates).map(|span| span.end()));
    Ok(end.map(|end| end.saturating_add(hours_long(hours)).unwrap_or(end)))
}

fn hours_long(hours: u16) -> SignedDuration {
    SignedDuration::from_secs(i64::from(hours).saturating_mul(3600))
}

/// Whether somebody has hours in a period that they did not submit, or not as they are now.
fn is_to_submit(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
) -> Result<bool, ViewError> {
    let Some(sheet) = sheet_entries(view, employee, dates)? else {
        return Ok(false);
    };
    Ok(match status(view, employee, dates, &sheet.hash)? {
        SheetStatus::Open => sheet.entries.iter().any(|(_, row)| !row.voided),
        SheetStatus::ChangedSinceSubmitted | SheetStatus::Returned => true,
        SheetStatus::Submitted | SheetStatus::Approved | SheetStatus::ChangedSinceApproved => false,
    })
}

fn status(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
    hash: &rows::EntriesHash,
) -> Result<SheetStatus, ViewError> {
    let row: Option<TimesheetRow> = rows::get(view, &TimesheetRow::key_of(employee, dates.first))?;
    Ok(row.map_or(SheetStatus::Open, |row| row.status(hash)))
}

fn was_reminded(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
    step: ReminderStep,
) -> Result<bool, ViewError> {
    let row: Option<TimesheetRow> = rows::get(view, &TimesheetRow::key_of(employee, dates.first))?;
    Ok(row.is_some_and(|row| row.reminded.contains(&step)))
}
