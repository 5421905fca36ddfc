//! Applying a judged op: the rows it changes. Deterministic: what a refold gives is what was
//! stored. Never judges again, and reads no clock.

mod entry;
mod import;
mod people;
mod work;

use oplog::receipt::Verdict;
use oplog::{Op, Payload};

use crate::judge::{Arrival, content};
use crate::rows::{self, LogRow, OpRow, QuarantineRow};
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
        Verdict::Parked => quarantine(view, op, arrival, None),
        Verdict::Quarantined(reason) => quarantine(view, op, arrival, Some(reason)),
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
        | P::ExceptionsSettled(_) => return apply_counted_time(view, op, arrival),
        P::ImportNames(names) => return import::names(view, op, names),
        P::ImportEntries(entries) => return import::entries(view, op, arrival, entries),
        P::ImportCommitted(stated) => return import::committed(view, op, arrival, stated),
        P::ImportUndone(undone) => return import::undone(view, op, undone),
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
        | P::ExceptionsSettled(_) => entry::changed(view, op, arrival),
        _about_something_else => Ok(()),
    }
}

fn quarantine(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    reason: Option<oplog::receipt::QuarantineReason>,
) {
    let row = QuarantineRow {
        op_id: op.envelope.op_id,
        kind: op.envelope.kind,
        actor: op.envelope.actor,
        log: arrival.log,
        at: op.envelope.at,
        received_at: arrival.received_at,
        reason,
    };
    rows::put(view, &arrival.position.to_be_bytes(), &row);
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
