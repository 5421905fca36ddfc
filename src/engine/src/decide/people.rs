//! Commands about the company, its people, invitations and devices.

use domain::company::Role;
use domain::time::Zone;
use domain::{AccountId, DeviceId, EmployeeId, InvitationId, MemberId, text as rules};
use jiff::{SignedDuration, Timestamp};
use oplog::v1::payload::{self as p, InvitationPurpose, RoleTag};
use oplog::{Op, Payload};

use super::desk::{Desk, change, text};
use super::error::{DecideError, InvitationFault, Missing, TextFault};
use crate::access;
use crate::command::{
    AddEmployee, AppointOwner, ChangeCompany, ChangeEmployee, EnrolDevice, FoundCompany,
    OpenCompany,
};
use crate::rows::{
    self, CompanyRow, DeviceRow, EmployeeRow, InvitationRow, InvitationState, MemberRow,
};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};
use domain::company::Permission;

/// How long an invitation can be used: 7 days.
pub const INVITATION_OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The most people one company can have, archived ones included.
pub const PEOPLE_MAX: usize = 20_000;

type Ops = Result<Vec<Op>, DecideError>;

pub(super) fn found_company<S: Snapshot>(desk: &Desk<'_, S>, found: &FoundCompany) -> Ops {
    if desk.view.get(Table::Company, &[])?.is_some() {
        return Err(DecideError::CompanyExists);
    }
    let owner: MemberId = desk.id();
    let payload = p::CompanyFounded {
        name: text("company_name", rules::name(&found.name))?,
        zone: Zone::named(&found.zone)?.name().to_owned(),
        workweek_starts: weekday(found.workweek_starts)?,
        language: language(&found.language)?,
        owner,
        employee: desk.id(),
        account: found.account,
        owner_name: text("owner_name", rules::name(&found.owner_name))?,
        owner_email: owner_email(&found.owner_email)?,
    };
    let mut envelope = desk.op(found.company, payload.clone()).envelope;
    envelope.actor = owner;
    Ok(vec![Op::new(envelope, payload.into())])
}

pub(super) fn open_company<S: Snapshot>(desk: &Desk<'_, S>, open: &OpenCompany) -> Ops {
    if desk.view.get(Table::Company, &[])?.is_some() {
        return Err(DecideError::CompanyExists);
    }
    let payload = p::CompanyOpened {
        name: text("company_name", rules::name(&open.name))?,
        zone: Zone::named(&open.zone)?.name().to_owned(),
        workweek_starts: weekday(open.workweek_starts)?,
        language: language(&open.language)?,
    };
    Ok(vec![desk.op(open.company, payload)])
}

pub(super) fn appoint_owner<S: Snapshot>(desk: &Desk<'_, S>, appoint: &AppointOwner) -> Ops {
    if access::has_owner(desk.view)? {
        return Err(DecideError::OwnerExists);
    }
    let email = owner_email(&appoint.email)?;
    let here = rows::all::<EmployeeRow>(desk.view, &[], PEOPLE_MAX)?
        .into_iter()
        .find(|(_, row)| row.email == email)
        .and_then(|(key, row)| Some((key.try_into().ok()?, row.member?)));
    let (employee, owner) = match here {
        Some((employee, member)) => (EmployeeId::from_bytes(employee), member),
        None => (desk.id(), desk.id()),
    };
    let payload = p::OwnerAppointed {
        employee,
        account: appoint.account,
        name: text("owner_name", rules::name(&appoint.name))?,
        email,
    };
    Ok(vec![desk.op(owner, payload)])
}

pub(super) fn note_server_restored<S: Snapshot>(
    desk: &Desk<'_, S>,
    backup_made_at: Timestamp,
    epoch: u64,
) -> Ops {
    let company: CompanyRow = rows::get(desk.view, &[])?.ok_or(Missing::Company)?;
    let payload = p::ServerRestored {
        backup_made_at,
        epoch,
    };
    Ok(vec![desk.op(company.id, payload)])
}

pub(super) fn end_recovery<S: Snapshot>(
    desk: &Desk<'_, S>,
    since: Timestamp,
    end: p::RecoveryEnd,
    missing: u64,
) -> Ops {
    let company: CompanyRow = rows::get(desk.view, &[])?.ok_or(Missing::Company)?;
    let payload = p::RecoveryEnded {
        since,
        end,
        missing,
    };
    Ok(vec![desk.op(company.id, payload)])
}

pub(super) fn change_company<S: Snapshot>(desk: &Desk<'_, S>, wanted: &ChangeCompany) -> Ops {
    let row: CompanyRow = rows::get(desk.view, &[])?.ok_or(Missing::Company)?;
    let zone = match &wanted.zone {
        Some(zone) => Some(Zone::named(zone)?.name().to_owned()).filter(|zone| *zone != row.zone),
        None => None,
    };
    let payload = p::CompanyChanged {
        name: change("name", rules::name, wanted.name.as_ref(), &row.name)?,
        zone,
        workweek_starts: wanted
            .workweek_starts
            .map(weekday)
            .transpose()?
            .filter(|day| *day != row.workweek_starts),
        language: wanted
            .language
            .as_deref()
            .map(language)
            .transpose()?
            .filter(|wanted| *wanted != row.language),
    };
    if payload
        == (p::CompanyChanged {
            name: None,
            zone: None,
            workweek_starts: None,
            language: None,
        })
    {
        return Err(DecideError::NothingChanged);
    }
    Ok(vec![desk.op(row.id, payload)])
}

pub(super) fn add_employee<S: Snapshot>(desk: &Desk<'_, S>, add: &AddEmployee) -> Ops {
    if add.role > Role::Worker
        && !access::may(desk.view, desk.ctx.actor, Permission::AssignRoles, None)?
    {
        return Err(DecideError::NotPermitted);
    }
    let email = text("email", rules::email(&add.email))?;
    email_is_free(desk, &email, None)?;
    let employee: EmployeeId = desk.id();
    let added = p::EmployeeAdded {
        name: text("name", rules::name(&add.name))?,
        email,
        number: text("number", rules::code(&add.number))?,
    };
    let member = p::MemberAdded {
        employee,
        role: add.role.into(),
        account: None,
    };
    Ok(vec![
        desk.op(employee, added),
        desk.op(desk.id::<MemberId>(), member),
    ])
}

pub(super) fn change_employee<S: Snapshot>(desk: &Desk<'_, S>, wanted: &ChangeEmployee) -> Ops {
    let (row, base): (EmployeeRow, _) =
        desk.seen_row(wanted.employee, Missing::Employee, wanted.expected)?;
    let payload = p::EmployeeChanged {
        name: change("name", rules::name, wanted.name.as_ref(), &row.name)?,
        email: change("email", rules::email, wanted.email.as_ref(), &row.email)?,
        number: change("number", rules::code, wanted.number.as_ref(), &row.number)?,
    };
    if let Some(email) = &payload.email {
        email_is_free(desk, email, Some(wanted.employee))?;
    }
    if payload
        == (p::EmployeeChanged {
            name: None,
            email: None,
            number: None,
        })
    {
        return Err(DecideError::NothingChanged);
    }
    Ok(vec![desk.edit(wanted.employee, base, payload)])
}

pub(super) fn archive_employee<S: Snapshot>(desk: &Desk<'_, S>, employee: EmployeeId) -> Ops {
    let row: EmployeeRow = desk.row(employee, Missing::Employee)?;
    if row.archived_at.is_some() {
        return Err(DecideError::NothingChanged);
    }
    let op = desk.op(employee, p::EmployeeArchived {});
    if would_leave_no_owner(desk.view, &op)? {
        Err(DecideError::LastOwner)
    } else {
        Ok(vec![op])
    }
}

pub(super) fn restore_employee<S: Snapshot>(desk: &Desk<'_, S>, employee: EmployeeId) -> Ops {
    let row: EmployeeRow = desk.row(employee, Missing::Employee)?;
    if row.archived_at.is_none() {
        return Err(DecideError::NothingChanged);
    }
    Ok(vec![desk.op(employee, p::EmployeeRestored {})])
}

pub(super) fn change_role<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    role: Role,
) -> Ops {
    let (member, row) = member_of(desk, employee)?;
    if row.role == RoleTag::from(role) {
        return Err(DecideError::NothingChanged);
    }
    let op = desk.op(member, p::MemberRoleChanged { role: role.into() });
    if would_leave_no_owner(desk.view, &op)? {
        Err(DecideError::LastOwner)
    } else {
        Ok(vec![op])
    }
}

pub(super) fn invite<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
    purpose: InvitationPurpose,
) -> Ops {
    let person: EmployeeRow = desk.row(employee, Missing::Employee)?;
    if person.archived_at.is_some() {
        return Err(DecideError::EmployeeArchived);
    }
    let (member, _) = member_of(desk, employee)?;
    let expires_at = desk
        .now()
        .checked_add(INVITATION_OPEN)
        .unwrap_or(Timestamp::MAX);
    let payload = p::InvitationIssued {
        member,
        purpose,
        expires_at,
    };
    Ok(vec![desk.op(desk.id::<InvitationId>(), payload)])
}

pub(super) fn revoke_invitation<S: Snapshot>(desk: &Desk<'_, S>, invitation: InvitationId) -> Ops {
    let row: InvitationRow = desk.row(invitation, Missing::Invitation)?;
    usable(&row, row.purpose, desk.now())?;
    Ok(vec![desk.op(invitation, p::InvitationRevoked {})])
}

pub(super) fn note_mailed<S: Snapshot>(
    desk: &Desk<'_, S>,
    invitation: InvitationId,
    problem: &str,
) -> Ops {
    let _row: InvitationRow = desk.row(invitation, Missing::Invitation)?;
    let problem = problem
        .chars()
        .filter(|c| !c.is_control())
        .take(rules::NOTE_CHARS_MAX)
        .collect();
    Ok(vec![desk.op(invitation, p::InvitationMailed { problem })])
}

pub(super) fn enrol_device<S: Snapshot>(desk: &Desk<'_, S>, enrol: &EnrolDevice) -> Ops {
    let row: InvitationRow = desk.row(enrol.invitation, Missing::Invitation)?;
    usable(&row, InvitationPurpose::Device, desk.now())?;
    still_employed(desk, row.member)?;
    // A log has one writer, ever.
    if desk.view.get(Table::Log, &enrol.log.to_bytes())?.is_some() {
        return Err(DecideError::NotPermitted);
    }
    let payload = p::DeviceEnrolled {
        member: row.member,
        log: enrol.log,
        public_key: enrol.public_key,
        name: text("device_name", rules::name(&enrol.name))?,
        invitation: Some(enrol.invitation),
    };
    Ok(vec![desk.op(desk.id::<DeviceId>(), payload)])
}

pub(super) fn link_account<S: Snapshot>(
    desk: &Desk<'_, S>,
    invitation: InvitationId,
    account: AccountId,
) -> Ops {
    let row: InvitationRow = desk.row(invitation, Missing::Invitation)?;
    usable(&row, InvitationPurpose::Account, desk.now())?;
    still_employed(desk, row.member)?;
    Ok(vec![desk.op(
        row.member,
        p::MemberAccountLinked {
            account,
            invitation: Some(invitation),
        },
    )])
}

pub(super) fn revoke_device<S: Snapshot>(
    desk: &Desk<'_, S>,
    device: DeviceId,
    reason: &str,
) -> Ops {
    let row: DeviceRow = desk.row(device, Missing::Device)?;
    if row.revoked.is_some() {
        return Err(DecideError::NothingChanged);
    }
    Ok(vec![desk.op(
        device,
        p::DeviceRevoked {
            reason: text("reason", rules::note(reason))?,
        },
    )])
}

/// Whether this op would take the last owner's role or record.
pub(crate) fn would_leave_no_owner(view: &impl Snapshot, op: &Op) -> Result<bool, ViewError> {
    let mut owners = Vec::new();
    for (key, row) in rows::all::<MemberRow>(view, &[], PEOPLE_MAX)? {
        let employee: Option<EmployeeRow> = rows::get(view, &row.employee.to_bytes())?;
        if row.role == RoleTag::Owner
            && employee.is_some_and(|employee| employee.archived_at.is_none())
        {
            owners.push((key, row.employee));
        }
    }
    let keeps = |(member, employee): &(Vec<u8>, EmployeeId)| match &op.payload {
        Payload::MemberRoleChanged(change) => {
            change.role == RoleTag::Owner || *member != op.envelope.subject
        }
        Payload::EmployeeArchived(_) => employee.to_bytes() != op.envelope.subject,
        _other => true,
    };
    Ok(!owners.is_empty() && !owners.iter().any(keeps))
}

fn usable(
    row: &InvitationRow,
    purpose: InvitationPurpose,
    now: Timestamp,
) -> Result<(), InvitationFault> {
    match row.state {
        InvitationState::Used { .. } => Err(InvitationFault::Used),
        InvitationState::Revoked { .. } => Err(InvitationFault::Revoked),
        InvitationState::Open if now > row.expires_at => Err(InvitationFault::Expired),
        InvitationState::Open if row.purpose != purpose => Err(InvitationFault::OtherPurpose),
        InvitationState::Open => Ok(()),
    }
}

fn member_of<S: Snapshot>(
    desk: &Desk<'_, S>,
    employee: EmployeeId,
) -> Result<(MemberId, MemberRow), DecideError> {
    let person: EmployeeRow = desk.row(employee, Missing::Employee)?;
    let member = person.member.ok_or(Missing::Employee)?;
    Ok((member, desk.row(member, Missing::Employee)?))
}

fn email_is_free<S: Snapshot>(
    desk: &Desk<'_, S>,
    email: &str,
    except: Option<EmployeeId>,
) -> Result<(), DecideError> {
    if email.is_empty() {
        return Ok(());
    }
    let taken = rows::all::<EmployeeRow>(desk.view, &[], PEOPLE_MAX)?
        .into_iter()
        .any(|(key, row)| {
            row.email == email && except.is_none_or(|except| key != except.to_bytes())
        });
    if taken {
        Err(DecideError::EmailTaken)
    } else {
        Ok(())
    }
}

fn still_employed<S: Snapshot>(desk: &Desk<'_, S>, member: MemberId) -> Result<(), DecideError> {
    let member: MemberRow = desk.row(member, Missing::Employee)?;
    let person: EmployeeRow = desk.row(member.employee, Missing::Employee)?;
    if person.archived_at.is_some() {
        Err(DecideError::EmployeeArchived)
    } else {
        Ok(())
    }
}

/// The owner signs in with the address, so it must be there.
fn owner_email(typed: &str) -> Result<String, DecideError> {
    let email = text("email", rules::email(typed))?;
    let empty = Err(TextFault {
        field: "email",
        error: rules::TextError::Empty,
    }
    .into());
    if email.is_empty() { empty } else { Ok(email) }
}

fn weekday(day: u8) -> Result<u8, DecideError> {
    if is_weekday(day) {
        Ok(day)
    } else {
        Err(DecideError::WorkweekStart)
    }
}

fn language(language: &str) -> Result<String, DecideError> {
    if is_language(language) {
        Ok(language.to_owned())
    } else {
        Err(DecideError::Language)
    }
}

/// Whether a number is a day of the week, Monday 1 to Sunday 7.
pub(crate) fn is_weekday(day: u8) -> bool {
    (1..=7).contains(&day)
}

/// Whether mail is written in this language.
pub(crate) fn is_language(language: &str) -> bool {
    matches!(language, "en" | "es")
}
