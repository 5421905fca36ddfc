//! What ops about timesheets keep to wherever they are judged: settings that can be followed,
//! periods of a bounded length, no approval over exceptions that nobody settled.

use domain::payroll::Dates;
use domain::time::{Zone, day_number};
use domain::timesheet::{MealRule, PERIOD_DAYS_MAX, PeriodRule};
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use super::calendar::settings;
use super::entries::{SheetEntries, sheet_entries};
use super::lock::lock_over;
use super::{ANSWERS_MAX, SETTINGS_MAX};
use crate::query;
use crate::rows::{self, EmployeeZoneRow, LateEntryRow, PeriodLockRow, Row, date_key};
use crate::view::{Snapshot, ViewError};

/// Whether an op about timesheets breaks a rule.
pub(crate) fn breaks(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    use Payload as P;
    Ok(match &op.payload {
        P::PayCalendarChanged(change) => !is_sound_calendar(change) || is_full(view)?,
        P::EmployeeZoneChanged(change) => {
            let row: Option<EmployeeZoneRow> = rows::get(view, &op.envelope.subject)?;
            let full = row.is_some_and(|row| row.zones.len() >= SETTINGS_MAX);
            let zone = change.zone.as_ref();
            full || zone.is_some_and(|zone| Zone::named(zone).is_err())
        }
        P::TimesheetPolicyChanged(change) => !is_sound_policy(&change.policy) || is_full(view)?,
        P::TimesheetApproved(approved) => {
            let dates = dates(approved.first, approved.last);
            !is_sound_period(dates)
                || is_unsettled(view, op.subject(), dates, approved, op.envelope.at)?
        }
        P::TimesheetReturned(returned) => {
            let dates = dates(returned.first, returned.last);
            !is_sound_period(dates) || lock_over(view, dates)?.is_some()
        }
        P::TimesheetReopened(reopened) => {
            let dates = dates(reopened.first, reopened.last);
            !is_sound_period(dates) || lock_over(view, dates)?.is_some()
        }
        P::TimesheetReminded(reminded) => !is_sound_period(dates(reminded.first, reminded.last)),
        P::PeriodLocked(locked) => {
            let dates = dates(locked.first, locked.last);
            !is_sound_period(dates) || lock_over(view, dates)?.is_some()
        }
        P::PeriodUnlocked(unlocked) => {
            let row: Option<PeriodLockRow> = rows::get(view, &date_key(unlocked.first))?;
            row.is_none_or(|row| !row.is_locked() || row.last != unlocked.last)
        }
        P::LateCorrectionAccepted(accepted) => is_another(view, op, accepted.proposed)?,
        P::LateCorrectionDeclined(declined) => is_another(view, op, declined.proposed)?,
        P::TimesheetSubmitted(_)
        | P::TimesheetObjected(_)
        | P::BreaksAttested(_)
        | P::MealWorked(_) => breaks_own(op),
        _other => false,
    })
}

/// As [`breaks`], for what phones state.
pub(crate) fn breaks_own(op: &Op) -> bool {
    match &op.payload {
        Payload::TimesheetSubmitted(said) => !is_sound_period(dates(said.first, said.last)),
        Payload::TimesheetObjected(said) => !is_sound_period(dates(said.first, said.last)),
        Payload::BreaksAttested(attested) => attested.answers.len() > ANSWERS_MAX,
        _other => false,
    }
}

const fn dates(first: jiff::civil::Date, last: jiff::civil::Date) -> Dates {
    Dates { first, last }
}

fn is_sound_period(dates: Dates) -> bool {
    let length = day_number(dates.last).saturating_sub(day_number(dates.first));
    (0..PERIOD_DAYS_MAX).contains(&length)
}

/// Whether a change of the calendar can be followed.
pub(crate) fn is_sound_calendar(change: &p::PayCalendarChanged) -> bool {
    let zone = change.zone.as_ref();
    zone.is_none_or(|zone| Zone::named(zone).is_ok())
        && change.workweek.is_none_or(|week| week.read().is_some())
        && change
            .periods
            .is_none_or(|rule| PeriodRule::from(rule).is_sound())
}

/// Whether a policy can be followed.
pub(crate) fn is_sound_policy(policy: &p::TimesheetPolicy) -> bool {
    policy
        .meal
        .is_none_or(|meal| MealRule::from(meal).is_sound())
}

/// Whether a setting has changed as often as is kept.
pub(crate) fn is_full(view: &impl Snapshot) -> Result<bool, ViewError> {
    let settings = settings(view)?;
    let lengths = [
        settings.zones.len(),
        settings.workweeks.len(),
        settings.periods.len(),
        settings.policies.len(),
    ];
    Ok(lengths.into_iter().any(|length| length >= SETTINGS_MAX))
}

/// Whether the entries that an approval names are open, or have exceptions that nobody settled.
/// One that names other entries than there are approves nothing, whatever they have.
fn is_unsettled(
    view: &impl Snapshot,
    employee: EmployeeId,
    dates: Dates,
    approved: &p::TimesheetApproved,
    at: Timestamp,
) -> Result<bool, ViewError> {
    let Some(sheet) = sheet_entries(view, employee, dates)? else {
        return Ok(true);
    };
    Ok(sheet.hash == approved.entries && has_open_questions(&sheet, at))
}

/// Whether a timesheet must be looked at before it is approved.
pub(crate) fn has_open_questions(sheet: &SheetEntries, at: Timestamp) -> bool {
    let exceptions = query::exceptions_of(&sheet.entries, at);
    sheet.is_open() || exceptions.iter().any(|found| !found.settled)
}

/// Whether a late correction is another by now.
fn is_another(view: &impl Snapshot, op: &Op, proposed: [u8; 16]) -> Result<bool, ViewError> {
    let id: TimeEntryId = op.subject();
    let row: Option<LateEntryRow> = rows::get(view, &id.to_bytes())?;
    Ok(row.is_none_or(|row| row.proposed.hash() != proposed))
}
