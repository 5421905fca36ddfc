//! Applying a judged op: the rows it changes. Deterministic: what a refold gives is what was
//! stored. Never judges again, and reads no clock.

mod entry;
mod held;
mod import;
mod late;
mod pay;
mod people;
mod timesheet;
mod work;

use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload::Rejudged;
use oplog::{Op, Payload};

use crate::judge::{Arrival, content};
use crate::rows::{self, LogRow, OpRow};
use crate::timesheet::is_late_statement;
use crate::view::{View, ViewError};

pub(crate) use entry::week_number;

/// Changes the view as the verdict says.
///
/// # Errors
/// When rows cannot be read.
pub fn apply(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    verdict: Verdict,
) -> Result<(), ViewError> {
    apply_by(view, op, arrival, verdict, apply_counted)
}

/// As [`apply`], for ops about time alone, which is all that a phone states: ops about anything
/// else change no rows but those that note them.
///
/// # Errors
/// As [`apply`].
pub fn apply_time(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    verdict: Verdict,
) -> Result<(), ViewError> {
    apply_by(view, op, arrival, verdict, apply_counted_time)
}

fn apply_by<V: View>(
    view: &mut V,
    op: &Op,
    arrival: &Arrival,
    verdict: Verdict,
    counted: fn(&mut V, &Op, &Arrival) -> Result<(), ViewError>,
) -> Result<(), ViewError> {
    let first = remember_op(view, op, arrival)?;
    match verdict {
        Verdict::Applied => counted(view, op, arrival)?,
        Verdict::Superseded if first => entry::note_superseded(view, op, arrival)?,
        Verdict::Superseded => {}
        Verdict::Quarantined(Why::PeriodLocked) if is_late_statement(&op.payload) => {
            late::keep(view, op, arrival)?;
        }
        Verdict::Parked | Verdict::Quarantined(_) => held::hold(view, op, arrival, verdict)?,
    }
    advance_log(view, op, arrival)
}

/// Remembers the op's id; `false` when it was known.
fn remember_op(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<bool, ViewError> {
    let key = op.envelope.op_id.to_bytes();
    let first = rows::get::<OpRow>(view, &key)?.is_none();
    if first {
        rows::put(
            view,
            &key,
            &OpRow {
                position: arrival.position,
                content: content(op),
            },
        );
    }
    Ok(first)
}

fn apply_counted(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<(), ViewError> {
    use Payload as P;
    match &op.payload {
        P::CompanyFounded(founded) => people::founded(view, op, arrival, founded),
        P::CompanyOpened(opened) => people::opened(view, op, arrival, opened),
        P::OwnerAppointed(appointed) => return people::owner_appointed(view, op, appointed),
        P::ServerRestored(_) => people::server_restored(view, op, arrival),
        P::CompanyChanged(change) => return people::company_changed(view, change),
        P::EmployeeAdded(added) => people::employee_added(view, op, added),
        P::EmployeeChanged(change) => return people::employee_changed(view, op, change),
        P::EmployeeArchived(_) => return people::employee_archived(view, op, true),
        P::EmployeeRestored(_) => return people::employee_archived(view, op, false),
        P::MemberAdded(added) => return people::member_added(view, op, added),
        P::MemberRoleChanged(change) => return people::role_changed(view, op, change.role),
        P::MemberAccountLinked(linked) => return people::account_linked(view, op, linked),
        P::InvitationIssued(issued) => people::invitation_issued(view, op, issued),
        P::InvitationRevoked(_) => return people::invitation_revoked(view, op),
        P::InvitationMailed(mailed) => return people::invitation_mailed(view, op, mailed),
        P::DeviceEnrolled(enrolled) => return people::device_enrolled(view, op, enrolled),
        P::DeviceRevoked(revoked) => return people::device_revoked(view, op, revoked),
        P::JobAdded(added) => work::job_added(view, op, added),
        P::JobChanged(change) => return work::job_changed(view, op, change),
        P::JobArchived(_) => return work::job_archived(view, op, true),
        P::JobRestored(_) => return work::job_archived(view, op, false),
        P::CostCodeAdded(added) => work::cost_code_added(view, op, added),
        P::CostCodeChanged(change) => return work::cost_code_changed(view, op, change),
        P::CostCodeArchived(_) => return work::cost_code_archived(view, op, true),
        P::CostCodeRestored(_) => return work::cost_code_archived(view, op, false),
        P::ClockedIn(_)
        | P::ClockedOut(_)
        | P::BreakStarted(_)
        | P::BreakEnded(_)
        | P::JobSwitched(_)
        | P::EntryAdded(_)
        | P::EntryEdited(_)
        | P::EntryVoided(_)
        | P::EntryRestored(_)
        | P::ExceptionsSettled(_)
        | P::TimesheetSubmitted(_)
        | P::TimesheetObjected(_)
        | P::BreaksAttested(_)
        | P::MealWorked(_) => return apply_counted_time(view, op, arrival),
        P::PayCalendarChanged(change) => return timesheet::calendar_changed(view, change),
        P::EmployeeZoneChanged(change) => return timesheet::zone_changed(view, op, change),
        P::TimesheetPolicyChanged(change) => return timesheet::policy_changed(view, change),
        P::TimesheetApproved(said) => return timesheet::approved(view, op, arrival, said),
        P::TimesheetReturned(said) => return timesheet::returned(view, op, arrival, said),
        P::TimesheetReopened(said) => return timesheet::reopened(view, op, arrival, said),
        P::TimesheetReminded(said) => return timesheet::reminded(view, op, said),
        P::PeriodLocked(said) => timesheet::locked(view, op, said),
        P::PaySettingsChanged(_)
        | P::PayTermsSet(_)
        | P::PayTermsRemoved(_)
        | P::PayRateSet(_)
        | P::DifferentialSet(_)
        | P::DifferentialEnded(_)
        | P::PayItemAdded(_)
        | P::PayItemVoided(_)
        | P::PayMappingSet(_)
        | P::PayIdSet(_)
        | P::PublicWorksSet(_)
        | P::PayRunDrafted(_)
        | P::PayRunReviewed(_)
        | P::PayRunFinalised(_)
        | P::PayRunDiscarded(_)
        | P::PayRunExported(_)
        | P::PayRunPaid(_) => return pay::applied(view, op),
        P::PeriodUnlocked(said) => return timesheet::unlocked(view, op, said),
        P::LateCorrectionAccepted(said) => return late::accepted(view, op, arrival, said),
        P::LateCorrectionDeclined(said) => return late::declined(view, op, said),
        P::ImportNames(names) => return import::names(view, op, names),
        P::ImportEntries(entries) => return import::entries(view, op, arrival, entries),
        P::ImportCommitted(stated) => return import::committed(view, op, arrival, stated),
        P::ImportUndone(undone) => return import::undone(view, op, undone),
        P::Rejudged(again) => return apply_rejudged(view, op, arrival, again),
        P::LogForked(forked) => return people::log_forked(view, op, forked),
        // How long the journal waited is the store's; the op tells who ended it.
        P::RecoveryEnded(_) => {}
        P::Unknown { .. } | P::Unreadable { .. } => {}
    }
    Ok(())
}

fn apply_counted_time(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<(), ViewError> {
    use Payload as P;
    match &op.payload {
        P::ClockedIn(clocked) => entry::clocked_in(view, op, arrival, clocked),
        P::JobSwitched(switched) => entry::job_switched(view, op, arrival, switched),
        P::EntryAdded(added) => entry::added(view, op, arrival, added),
        P::ClockedOut(_)
        | P::BreakStarted(_)
        | P::BreakEnded(_)
        | P::EntryEdited(_)
        | P::EntryVoided(_)
        | P::EntryRestored(_)
        | P::ExceptionsSettled(_)
        | P::BreaksAttested(_)
        | P::MealWorked(_) => entry::changed(view, op, arrival),
        P::TimesheetSubmitted(said) => timesheet::submitted(view, op, arrival, said),
        P::TimesheetObjected(said) => timesheet::objected(view, op, arrival, said),
        _about_something_else => Ok(()),
    }
}

/// An op that was judged again takes effect here, as the verdict says.
fn apply_rejudged(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    again: &Rejudged,
) -> Result<(), ViewError> {
    let Some((held, arrived)) = held::rejudged(view, op, arrival, again)? else {
        return Ok(());
    };
    match again.verdict {
        Verdict::Applied => apply_counted(view, &held, &arrived),
        Verdict::Superseded => entry::note_superseded(view, &held, &arrived),
        Verdict::Quarantined(Why::PeriodLocked) if is_late_statement(&held.payload) => {
            late::keep(view, &held, &arrived)
        }
        Verdict::Parked | Verdict::Quarantined(_) => Ok(()),
    }
}

/// Keeps the clock of a log's last op, against which the next one is held.
fn advance_log(view: &mut impl View, op: &Op, arrival: &Arrival) -> Result<(), ViewError> {
    let key = arrival.log.to_bytes();
    if let Some(log) = rows::get::<LogRow>(view, &key)? {
        let row = LogRow {
            writer: log.writer,
            boot_id: op.envelope.boot_id,
            monotonic_ms: op.envelope.monotonic_ms,
            at: op.envelope.at,
        };
        rows::put(view, &key, &row);
    }
    Ok(())
}
