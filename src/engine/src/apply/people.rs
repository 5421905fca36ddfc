//! Rows of the company, its people, devices and invitations.

use domain::{DeviceId, EmployeeId, InvitationId, MemberId};
use jiff::Timestamp;
use oplog::Op;
use oplog::v1::payload as p;

use crate::judge::Arrival;
use crate::rows::{
    self, CompanyRow, DeviceRow, EmployeeRow, Fork, InvitationRow, InvitationState, LogRow,
    MemberRow, Revocation, Row, Writer,
};
use crate::view::{View, ViewError};

/// Changes a row that is there; one that is not is left alone.
pub(super) fn update<R: Row>(
    view: &mut impl View,
    key: &[u8],
    change: impl FnOnce(&mut R),
) -> Result<(), ViewError> {
    if let Some(mut row) = rows::get::<R>(view, key)? {
        change(&mut row);
        rows::put(view, key, &row);
    }
    Ok(())
}

/// Sets a field where a change gives a value.
pub(super) fn set<T: Clone>(field: &mut T, change: Option<&T>) {
    if let Some(value) = change {
        field.clone_from(value);
    }
}

pub(super) fn founded(
    view: &mut impl View,
    op: &Op,
    arrival: &Arrival,
    founded: &p::CompanyFounded,
) {
    let opened = p::CompanyOpened {
        name: founded.name.clone(),
        zone: founded.zone.clone(),
        workweek_starts: founded.workweek_starts,
        language: founded.language.clone(),
    };
    self::opened(view, op, arrival, &opened);
    let appointed = p::OwnerAppointed {
        employee: founded.employee,
        account: founded.account,
        name: founded.owner_name.clone(),
        email: founded.owner_email.clone(),
    };
    appoint(view, founded.owner, String::new(), &appointed);
}

pub(super) fn opened(view: &mut impl View, op: &Op, arrival: &Arrival, opened: &p::CompanyOpened) {
    let company = CompanyRow {
        id: op.subject(),
        name: opened.name.clone(),
        zone: opened.zone.clone(),
        workweek_starts: opened.workweek_starts,
        language: opened.language.clone(),
        founded_at: op.envelope.at,
    };
    rows::put(view, &[], &company);
    register_log(view, &arrival.log.to_bytes(), Writer::Server, op);
}

pub(super) fn owner_appointed(
    view: &mut impl View,
    op: &Op,
    appointed: &p::OwnerAppointed,
) -> Result<(), ViewError> {
    let here: Option<EmployeeRow> = rows::get(view, &appointed.employee.to_bytes())?;
    let number = here.map(|here| here.number).unwrap_or_default();
    appoint(view, op.subject(), number, appointed);
    Ok(())
}

pub(super) fn server_restored(view: &mut impl View, op: &Op, arrival: &Arrival) {
    register_log(view, &arrival.log.to_bytes(), Writer::Server, op);
}

/// The owner's record and place, new ones or those of a person who is here already.
fn appoint(view: &mut impl View, owner: MemberId, number: String, appointed: &p::OwnerAppointed) {
    let record = EmployeeRow {
        name: appointed.name.clone(),
        email: appointed.email.clone(),
        number,
        member: Some(owner),
        archived_at: None,
    };
    rows::put(view, &appointed.employee.to_bytes(), &record);
    let member = MemberRow {
        employee: appointed.employee,
        role: p::RoleTag::Owner,
        account: Some(appointed.account),
    };
    rows::put(view, &owner.to_bytes(), &member);
}

pub(super) fn company_changed(
    view: &mut impl View,
    change: &p::CompanyChanged,
) -> Result<(), ViewError> {
    update(view, &[], |row: &mut CompanyRow| {
        set(&mut row.name, change.name.as_ref());
        set(&mut row.zone, change.zone.as_ref());
        set(&mut row.workweek_starts, change.workweek_starts.as_ref());
        set(&mut row.language, change.language.as_ref());
    })
}

pub(super) fn employee_added(view: &mut impl View, op: &Op, added: &p::EmployeeAdded) {
    let row = EmployeeRow {
        name: added.name.clone(),
        email: added.email.clone(),
        number: added.number.clone(),
        member: None,
        archived_at: None,
    };
    rows::put(view, &op.subject::<EmployeeId>().to_bytes(), &row);
}

pub(super) fn employee_changed(
    view: &mut impl View,
    op: &Op,
    change: &p::EmployeeChanged,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut EmployeeRow| {
        set(&mut row.name, change.name.as_ref());
        set(&mut row.email, change.email.as_ref());
        set(&mut row.number, change.number.as_ref());
    })
}

pub(super) fn employee_archived(
    view: &mut impl View,
    op: &Op,
    archived: bool,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut EmployeeRow| {
        row.archived_at = archived.then_some(op.envelope.at);
    })
}

pub(super) fn member_added(
    view: &mut impl View,
    op: &Op,
    added: &p::MemberAdded,
) -> Result<(), ViewError> {
    let member: MemberId = op.subject();
    update(view, &added.employee.to_bytes(), |row: &mut EmployeeRow| {
        row.member = Some(member);
    })?;
    let row = MemberRow {
        employee: added.employee,
        role: added.role,
        account: added.account,
    };
    rows::put(view, &member.to_bytes(), &row);
    Ok(())
}

pub(super) fn role_changed(
    view: &mut impl View,
    op: &Op,
    role: p::RoleTag,
) -> Result<(), ViewError> {
    // A code is as good as the role it leads to: whoever saw it for the old role may not have been
    // allowed to see it for the new one.
    let (member, at) = (op.subject::<MemberId>(), op.envelope.at);
    for (key, mut row) in rows::all::<InvitationRow>(view, &[], usize::MAX)? {
        if row.member == member && row.state == InvitationState::Open {
            row.state = InvitationState::Revoked { at };
            rows::put(view, &key, &row);
        }
    }
    update(view, &op.envelope.subject, |row: &mut MemberRow| {
        row.role = role;
    })
}

pub(super) fn account_linked(
    view: &mut impl View,
    op: &Op,
    linked: &p::MemberAccountLinked,
) -> Result<(), ViewError> {
    spend(view, linked.invitation, op.envelope.at)?;
    update(view, &op.envelope.subject, |row: &mut MemberRow| {
        row.account = Some(linked.account);
    })
}

pub(super) fn invitation_issued(view: &mut impl View, op: &Op, issued: &p::InvitationIssued) {
    let row = InvitationRow {
        member: issued.member,
        purpose: issued.purpose,
        issued_by: op.envelope.actor,
        issued_at: op.envelope.at,
        expires_at: issued.expires_at,
        state: InvitationState::Open,
        mail_problem: None,
    };
    rows::put(view, &op.envelope.subject, &row);
}

pub(super) fn invitation_revoked(view: &mut impl View, op: &Op) -> Result<(), ViewError> {
    let at = op.envelope.at;
    update(view, &op.envelope.subject, |row: &mut InvitationRow| {
        if row.state == InvitationState::Open {
            row.state = InvitationState::Revoked { at };
        }
    })
}

pub(super) fn invitation_mailed(
    view: &mut impl View,
    op: &Op,
    mailed: &p::InvitationMailed,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut InvitationRow| {
        row.mail_problem = Some(mailed.problem.clone());
    })
}

pub(super) fn device_enrolled(
    view: &mut impl View,
    op: &Op,
    enrolled: &p::DeviceEnrolled,
) -> Result<(), ViewError> {
    spend(view, enrolled.invitation, op.envelope.at)?;
    let device: DeviceId = op.subject();
    let row = DeviceRow {
        member: enrolled.member,
        log: enrolled.log,
        public_key: enrolled.public_key,
        name: enrolled.name.clone(),
        enrolled_at: op.envelope.at,
        revoked: None,
        forks: Vec::new(),
    };
    rows::put(view, &device.to_bytes(), &row);
    register_log(view, &enrolled.log.to_bytes(), Writer::Device(device), op);
    Ok(())
}

pub(super) fn device_revoked(
    view: &mut impl View,
    op: &Op,
    revoked: &p::DeviceRevoked,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut DeviceRow| {
        let revocation = Revocation {
            at: op.envelope.at,
            by: op.envelope.actor,
            reason: revoked.reason.clone(),
        };
        row.revoked.get_or_insert(revocation);
    })
}

pub(super) fn log_forked(
    view: &mut impl View,
    op: &Op,
    forked: &p::LogForked,
) -> Result<(), ViewError> {
    let device: DeviceId = op.subject();
    update(view, &op.envelope.subject, |row: &mut DeviceRow| {
        row.forks.push(Fork {
            log: forked.log,
            at: op.envelope.at,
        });
    })?;
    register_log(view, &forked.log.to_bytes(), Writer::Device(device), op);
    Ok(())
}

fn spend(
    view: &mut impl View,
    invitation: Option<InvitationId>,
    at: Timestamp,
) -> Result<(), ViewError> {
    let Some(invitation) = invitation else {
        return Ok(());
    };
    update(view, &invitation.to_bytes(), |row: &mut InvitationRow| {
        row.state = InvitationState::Used { at }
    })
}

fn register_log(view: &mut impl View, log: &[u8], writer: Writer, op: &Op) {
    rows::put(
        view,
        log,
        &LogRow {
            writer,
            boot_id: 0,
            monotonic_ms: 0,
            at: op.envelope.at,
        },
    );
}
