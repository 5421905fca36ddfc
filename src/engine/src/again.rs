//! Judging again: an op that is held back takes another verdict at a later place in the journal,
//! because what it waited for happened or because a person vouches for it.
//!
//! Owns what a held op waits for, which ops bring that about, and who may settle what. A verdict
//! given again is an op like any other; a refold replays it and asks nothing here.

use domain::MemberId;
use domain::company::Permission;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use crate::access::{self, SYSTEM};
use crate::judge::{Arrival, judge_held};
use crate::rows::{self, EmployeeRow, LogRow, QuarantineRow, Writer};
use crate::table::Table;
use crate::timesheet::is_late_statement;
use crate::view::{Snapshot, ViewError};

/// How many of the times that an op was judged again its row keeps; the journal has them all.
pub const KEPT_MAX: usize = 16;
/// The most ops that are judged again by one command.
pub const SETTLED_MAX: usize = 256;

/// What an op can wait for, as the first byte of its key in [`Table::Waiting`].
mod cause {
    /// Nothing that could happen by itself.
    pub(super) const NOTHING: u8 = 0;
    /// A member who may do more.
    pub(super) const MEMBER: u8 = 1;
    /// A device that may write again.
    pub(super) const DEVICE: u8 = 2;
    /// Something that does not exist yet.
    pub(super) const SUBJECT: u8 = 3;
    /// A version that knows the kind.
    pub(super) const KIND: u8 = 4;
}

/// What an op of this verdict waits for, as a key begins; empty for one that is not held back.
pub(crate) fn waits_for(
    view: &impl Snapshot,
    op: &Op,
    arrival: &Arrival,
    verdict: Verdict,
) -> Result<Vec<u8>, ViewError> {
    let of = |cause: u8, id: &[u8]| rows::key(&[&[cause], id]);
    let reason = match verdict {
        Verdict::Applied | Verdict::Superseded => return Ok(Vec::new()),
        Verdict::Parked => return Ok(of(cause::KIND, &op.envelope.kind.to_be_bytes())),
        Verdict::Quarantined(reason) => reason,
    };
    Ok(match reason {
        Why::NotPermitted | Why::EmployeeArchived => {
            of(cause::MEMBER, &op.envelope.actor.to_bytes())
        }
        Why::DeviceRevoked => {
            match rows::get::<LogRow>(view, &arrival.log.to_bytes())?.map(|log| log.writer) {
                Some(Writer::Device(device)) => of(cause::DEVICE, &device.to_bytes()),
                Some(Writer::Server) | None => of(cause::NOTHING, &[]),
            }
        }
        Why::UnknownSubject => of(cause::SUBJECT, &missing(op)),
        Why::WrongActor | Why::IdReused | Why::Unreadable | Why::BreaksRule => {
            of(cause::NOTHING, &[])
        }
        // Time awaits an approver as a late correction, and is not held back here.
        Why::PeriodLocked if is_late_statement(&op.payload) => Vec::new(),
        Why::PeriodLocked => of(cause::NOTHING, &[]),
        Why::SetAside => Vec::new(),
    })
}

/// The id of what an op is about that has to exist before it.
fn missing(op: &Op) -> [u8; 16] {
    match &op.payload {
        Payload::ClockedIn(clocked) => clocked.employee.to_bytes(),
        Payload::JobSwitched(switched) => switched.employee.to_bytes(),
        Payload::EntryAdded(added) => added.employee.to_bytes(),
        Payload::MemberAdded(added) => added.employee.to_bytes(),
        Payload::InvitationIssued(issued) => issued.member.to_bytes(),
        _about_its_subject => op.envelope.subject,
    }
}

/// What held ops waited for that an op brought about, as keys of [`Table::Waiting`] begin; the
/// view is the one after it was applied. Called by the live writer alone, never by a refold.
///
/// # Errors
/// When rows cannot be read.
pub fn wakes(view: &impl Snapshot, op: &Op, verdict: Verdict) -> Result<Vec<Vec<u8>>, ViewError> {
    // Nothing is held back that could come to count: the usual case, at the cost of one look.
    if verdict != Verdict::Applied || !is_awaited(view, &[cause::MEMBER], &[])? {
        return Ok(Vec::new());
    }
    let mut causes = vec![rows::key(&[&[cause::SUBJECT], &op.envelope.subject])];
    let member = |id: &[u8]| rows::key(&[&[cause::MEMBER], id]);
    match &op.payload {
        Payload::MemberRoleChanged(_) | Payload::MemberAdded(_) | Payload::OwnerAppointed(_) => {
            causes.push(member(&op.envelope.subject));
        }
        Payload::EmployeeRestored(_) => {
            let person: Option<EmployeeRow> = rows::get(view, &op.envelope.subject)?;
            let place = person.and_then(|person| person.member);
            causes.extend(place.map(|place| member(&place.to_bytes())));
        }
        // All that it brought is there from now on.
        Payload::ImportCommitted(_) => causes = vec![vec![cause::SUBJECT]],
        Payload::Rejudged(again) => {
            let held = held(view, again.position)?;
            return match held.and_then(|row| Op::decode(&row.bytes).ok()) {
                Some(op) => wakes(view, &op, again.verdict),
                None => Ok(Vec::new()),
            };
        }
        _brings_its_subject => {}
    }
    let mut awaited = Vec::new();
    for cause in causes {
        if is_awaited(view, &cause, &rows::after(&cause))? {
            awaited.push(cause);
        }
    }
    Ok(awaited)
}

fn is_awaited(view: &impl Snapshot, from: &[u8], to: &[u8]) -> Result<bool, ViewError> {
    Ok(!view.range(Table::Waiting, from, to, 1)?.is_empty())
}

/// The kinds that this version knows and ops are parked for, as keys of [`Table::Waiting`] begin.
///
/// # Errors
/// When rows cannot be read.
pub fn understood(view: &impl Snapshot) -> Result<Vec<Vec<u8>>, ViewError> {
    let mut found = Vec::new();
    let mut from = vec![cause::KIND];
    let end = rows::after(&[cause::KIND]);
    while let Some((key, _)) = view.range(Table::Waiting, &from, &end, 1)?.pop() {
        let Some([_, high, low]) = key.first_chunk::<3>().copied() else {
            break;
        };
        let kind = u16::from_be_bytes([high, low]);
        let cause = vec![cause::KIND, high, low];
        from = rows::after(&cause);
        if Payload::KINDS.iter().any(|(known, _)| *known == kind) {
            found.push(cause);
        }
    }
    Ok(found)
}

/// Held ops that wait for a cause, after a key and at most so many, by key and position.
///
/// # Errors
/// When rows cannot be read.
pub fn waiting(
    view: &impl Snapshot,
    cause: &[u8],
    after: &[u8],
    limit: usize,
) -> Result<Vec<(Vec<u8>, u64)>, ViewError> {
    let from = if after.is_empty() {
        cause.to_vec()
    } else {
        rows::key(&[after, &[0]])
    };
    let found = view.range(Table::Waiting, &from, &rows::after(cause), limit)?;
    let corrupt = ViewError::Corrupt {
        table: Table::Waiting,
    };
    let position = |(key, _): (Vec<u8>, Vec<u8>)| {
        let position = key.last_chunk().copied().map(u64::from_be_bytes);
        position
            .map(|position| (key, position))
            .ok_or_else(|| corrupt.clone())
    };
    found.into_iter().map(position).collect()
}

/// The row of an op that did not count when it was judged at a position.
///
/// # Errors
/// When rows cannot be read.
pub fn held(view: &impl Snapshot, position: u64) -> Result<Option<QuarantineRow>, ViewError> {
    rows::get(view, &position.to_be_bytes())
}

/// How a held op is judged now; with a person who vouches, as though its author had been allowed
/// to state it and its device to write.
///
/// # Errors
/// When rows cannot be read.
pub fn verdict_now(
    view: &impl Snapshot,
    row: &QuarantineRow,
    vouched: bool,
) -> Result<Verdict, ViewError> {
    match Op::decode(&row.bytes) {
        Ok(op) => judge_held(view, &op, &arrival(row, 0), vouched),
        Err(_) => Ok(Verdict::Quarantined(Why::Unreadable)),
    }
}

/// How a held op came, at the position at which it is judged again.
pub(crate) const fn arrival(row: &QuarantineRow, position: u64) -> Arrival {
    Arrival {
        position,
        log: row.log,
        seq: row.seq,
        received_at: row.received_at,
        skew_ms: row.skew_ms,
    }
}

/// Whether an op that is judged so takes effect: it counts, lost to another edit, or awaits an
/// approver as a late correction.
pub fn takes_effect(row: &QuarantineRow, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Applied | Verdict::Superseded => true,
        Verdict::Quarantined(Why::PeriodLocked) => {
            Op::decode(&row.bytes).is_ok_and(|op| is_late_statement(&op.payload))
        }
        Verdict::Parked | Verdict::Quarantined(_) => false,
    }
}

/// Whether a member may settle a held op so: the server judges by the rules alone; a person who
/// settles exceptions may set anything aside and take that back, and lets count only what that
/// person could have stated for anyone.
///
/// # Errors
/// When rows cannot be read.
pub fn may_settle(
    view: &impl Snapshot,
    member: MemberId,
    row: &QuarantineRow,
    verdict: Verdict,
) -> Result<bool, ViewError> {
    if member == SYSTEM {
        return Ok(true);
    }
    if !access::may(view, member, Permission::SettleExceptions, None)? {
        return Ok(false);
    }
    match Op::decode(&row.bytes) {
        Ok(op) if takes_effect(row, verdict) => access::may_vouch(view, member, &op),
        Ok(_) | Err(_) => Ok(!matches!(verdict, Verdict::Applied | Verdict::Superseded)),
    }
}

/// Whether a verdict given again is none that the rules give: who states it vouches for what its
/// author was not allowed, and never for what cannot be.
pub(crate) fn breaks(
    view: &impl Snapshot,
    op: &Op,
    again: &p::Rejudged,
) -> Result<bool, ViewError> {
    let Some(row) = held(view, again.position)? else {
        return Ok(true);
    };
    if row.op_id != op.subject() || row.is_final() || row.verdict == again.verdict {
        return Ok(true);
    }
    if verdict_now(view, &row, false)? == again.verdict {
        return Ok(false);
    }
    let by_person = op.envelope.actor != SYSTEM;
    Ok(!by_person
        || (again.verdict != Verdict::Quarantined(Why::SetAside)
            && verdict_now(view, &row, true)? != again.verdict))
}
