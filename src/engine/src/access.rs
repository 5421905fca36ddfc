//! Who may state what: the one place that holds an op against the permission table. `decide`
//! asks it before an op is written, `judge` when it takes its place in the journal.

use domain::company::{Permission, Reach, Role, reach};
use domain::{EmployeeId, InvitationId, MemberId, TimeEntryId};
use oplog::receipt::QuarantineReason;
use oplog::v1::payload::{InvitationPurpose, RoleTag};
use oplog::{Op, Payload};

use crate::rows::{self, EmployeeRow, EntryRow, InvitationRow, MemberRow, Writer};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// The actor of what the server states for itself.
pub const SYSTEM: MemberId = MemberId::from_bytes([0; 16]);

/// What an op asks of the permission table.
enum Need {
    /// A permission, for one employee or for the company.
    Permission(Permission, Option<EmployeeId>),
    /// An open invitation of the actor's.
    Invitation(Option<InvitationId>, InvitationPurpose, MemberId),
    /// To be the first op of the company.
    Founding,
    /// To be the server speaking for itself.
    System,
    /// Nothing can permit it: what it is about does not exist.
    Unknown,
}

/// Why the actor may not state this op now; `None` when it may.
///
/// # Errors
/// When rows cannot be read.
pub fn refusal(
    view: &impl Snapshot,
    op: &Op,
    writer: Option<Writer>,
) -> Result<Option<QuarantineReason>, ViewError> {
    let actor = op.envelope.actor;
    let permitted = match need(view, op)? {
        Need::Unknown => return Ok(Some(QuarantineReason::UnknownSubject)),
        Need::Founding => view.get(Table::Company, &[])?.is_none(),
        Need::System => actor == SYSTEM && writer == Some(Writer::Server),
        Need::Permission(permission, employee) => may(view, actor, permission, employee)?,
        Need::Invitation(invitation, purpose, member) => {
            let Some(invitation) = invitation else { return Ok(Some(QuarantineReason::NotPermitted)) };
            let row: Option<InvitationRow> = rows::get(view, &invitation.to_bytes())?;
            member == actor
                && row.is_some_and(|row| {
                    row.member == member && row.purpose == purpose && row.is_open(op.envelope.at)
                })
        }
    };
    Ok((!permitted).then_some(QuarantineReason::NotPermitted))
}

/// Whether a member holds a permission, for one employee or for the whole company. Someone who
/// has left keeps only what reaches their own time.
///
/// # Errors
/// When rows cannot be read.
pub fn may(
    view: &impl Snapshot,
    member: MemberId,
    permission: Permission,
    employee: Option<EmployeeId>,
) -> Result<bool, ViewError> {
    let Some(row) = rows::get::<MemberRow>(view, &member.to_bytes())? else { return Ok(false) };
    let own: Option<EmployeeRow> = rows::get(view, &row.employee.to_bytes())?;
    let left = own.is_none_or(|own| own.archived_at.is_some());
    let about_own_time = employee == Some(row.employee)
        && matches!(permission, Permission::ClockTime | Permission::EditTime | Permission::ViewTime);
    Ok(match reach(row.role.into(), permission) {
        Reach::None => false,
        Reach::Own => employee == Some(row.employee),
        Reach::All => about_own_time || !left,
    })
}

fn need(view: &impl Snapshot, op: &Op) -> Result<Need, ViewError> {
    use Payload as P;
    let whole = |permission| Ok(Need::Permission(permission, None));
    match &op.payload {
        P::CompanyFounded(_) => Ok(Need::Founding),
        P::CompanyChanged(_) => whole(Permission::ManageCompany),
        P::EmployeeAdded(_) => whole(Permission::ManagePeople),
        P::EmployeeChanged(_) | P::EmployeeArchived(_) | P::EmployeeRestored(_) => {
            about_person(view, op, op.subject(), Permission::ManagePeople)
        }
        P::MemberAdded(added) if added.role == RoleTag::Worker => whole(Permission::ManagePeople),
        P::MemberAdded(_) | P::MemberRoleChanged(_) => whole(Permission::AssignRoles),
        P::MemberAccountLinked(linked) => {
            Ok(Need::Invitation(linked.invitation, InvitationPurpose::Account, op.subject()))
        }
        P::DeviceEnrolled(enrolled) => {
            Ok(Need::Invitation(enrolled.invitation, InvitationPurpose::Device, enrolled.member))
        }
        P::InvitationIssued(issued) => about_member(view, op, issued.member, Permission::InvitePeople),
        P::InvitationRevoked(_) => {
            match rows::get::<InvitationRow>(view, &op.envelope.subject)? {
                Some(row) => about_member(view, op, row.member, Permission::InvitePeople),
                None => Ok(Need::Unknown),
            }
        }
        P::InvitationMailed(_) => Ok(Need::System),
        P::DeviceRevoked(_) => whole(Permission::ManageDevices),
        P::JobAdded(_) | P::JobChanged(_) | P::JobArchived(_) | P::JobRestored(_) => whole(Permission::ManageJobs),
        P::CostCodeAdded(_) | P::CostCodeChanged(_) | P::CostCodeArchived(_) | P::CostCodeRestored(_) => {
            whole(Permission::ManageJobs)
        }
        P::ClockedIn(clocked) => Ok(Need::Permission(Permission::ClockTime, Some(clocked.employee))),
        P::JobSwitched(switched) => Ok(Need::Permission(Permission::ClockTime, Some(switched.employee))),
        P::ClockedOut(_) | P::BreakStarted(_) | P::BreakEnded(_) => about_entry(view, op, Permission::ClockTime),
        P::EntryAdded(added) => Ok(Need::Permission(Permission::EditTime, Some(added.employee))),
        P::EntryEdited(_) | P::EntryVoided(_) | P::EntryRestored(_) => about_entry(view, op, Permission::EditTime),
        P::ExceptionsSettled(_) => about_entry(view, op, Permission::SettleExceptions),
        P::Unknown { .. } | P::Unreadable { .. } => Ok(Need::Unknown),
    }
}

fn about_entry(view: &impl Snapshot, op: &Op, permission: Permission) -> Result<Need, ViewError> {
    let entry: TimeEntryId = op.subject();
    Ok(match rows::get::<EntryRow>(view, &entry.to_bytes())? {
        Some(row) => Need::Permission(permission, Some(row.employee)),
        None => Need::Unknown,
    })
}

fn about_member(view: &impl Snapshot, op: &Op, member: MemberId, permission: Permission) -> Result<Need, ViewError> {
    Ok(match rows::get::<MemberRow>(view, &member.to_bytes())? {
        Some(row) => about_person(view, op, row.employee, permission)?,
        None => Need::Unknown,
    })
}

/// Acting on someone above worker, other than oneself, takes the permission to assign roles.
fn about_person(
    view: &impl Snapshot,
    op: &Op,
    employee: EmployeeId,
    permission: Permission,
) -> Result<Need, ViewError> {
    let Some(person) = rows::get::<EmployeeRow>(view, &employee.to_bytes())? else { return Ok(Need::Unknown) };
    let Some(member) = person.member else { return Ok(Need::Permission(permission, Some(employee))) };
    let row: Option<MemberRow> = rows::get(view, &member.to_bytes())?;
    let above = row.is_some_and(|row| Role::from(row.role) > Role::Worker) && member != op.envelope.actor;
    let permission = if above { Permission::AssignRoles } else { permission };
    Ok(Need::Permission(permission, Some(employee)))
}
