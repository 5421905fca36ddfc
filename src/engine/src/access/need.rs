//! What each op asks of the permission table. Knows neither who holds what nor how an op came.

use domain::company::{Permission, Role};
use domain::{EmployeeId, InvitationId, MemberId, TimeEntryId};
use oplog::receipt::Verdict;
use oplog::v1::payload::{InvitationPurpose, RoleTag};
use oplog::{Op, Payload};

use super::SYSTEM;
use crate::rows::{
    self, DeviceRow, EmployeeRow, InvitationRow, LateEntryRow, LateState, MemberRow,
};
use crate::table::Table;
use crate::timesheet::standing_or_pending;
use crate::view::{Snapshot, ViewError};

/// What an op asks of the permission table.
pub(super) enum Need {
    /// A permission, for one employee or for the company.
    Permission(Permission, Option<EmployeeId>),
    /// An open invitation of the actor's, spent through the server, which saw its code.
    Invitation(Option<InvitationId>, InvitationPurpose, MemberId),
    /// To be the first op of the company.
    Founding,
    /// To be the server speaking for itself.
    System,
    /// To be the server, in a log that only a server writes or that nobody wrote yet.
    ServerLog,
    /// To be the server, giving an owner to a company that has none.
    FirstOwner,
    /// A permission, used through the server and never from a device's log; or to be the server.
    ThroughServer(Permission),
    /// To be the server, or to use through it the permission to settle a held op so.
    Settling(u64, Verdict),
    /// A permission for one's own time, and for nobody else's.
    Own(Permission, EmployeeId),
    /// To approve this employee's time: one's own only as an owner.
    Approval(EmployeeId),
    /// Nothing can permit it: what it is about does not exist.
    Unknown,
}

/// What an op asks of the permission table.
pub(super) fn need(view: &impl Snapshot, op: &Op) -> Result<Need, ViewError> {
    use Payload as P;
    let whole = |permission| Ok(Need::Permission(permission, None));
    match &op.payload {
        P::CompanyFounded(_) => Ok(Need::Founding),
        P::CompanyOpened(_) if op.envelope.actor == SYSTEM => Ok(Need::Founding),
        P::CompanyOpened(_) => Ok(Need::System),
        P::OwnerAppointed(_) => Ok(Need::FirstOwner),
        P::ServerRestored(_) => Ok(Need::ServerLog),
        P::LogForked(_) => Ok(Need::System),
        P::CompanyChanged(_) => whole(Permission::ManageCompany),
        P::EmployeeAdded(_) => whole(Permission::ManagePeople),
        P::EmployeeChanged(_) | P::EmployeeArchived(_) | P::EmployeeRestored(_) => {
            about_person(view, op, op.subject(), Permission::ManagePeople)
        }
        P::MemberAdded(added) => {
            let plain = added.role == RoleTag::Worker && added.account.is_none();
            let permission = if plain {
                Permission::ManagePeople
            } else {
                Permission::AssignRoles
            };
            known(
                view,
                Table::Employee,
                &added.employee.to_bytes(),
                Need::Permission(permission, None),
            )
        }
        P::MemberRoleChanged(_) => about_row(view, op, Table::Member, Permission::AssignRoles),
        P::MemberAccountLinked(linked) => Ok(Need::Invitation(
            linked.invitation,
            InvitationPurpose::Account,
            op.subject(),
        )),
        P::DeviceEnrolled(enrolled) => Ok(Need::Invitation(
            enrolled.invitation,
            InvitationPurpose::Device,
            enrolled.member,
        )),
        P::InvitationIssued(issued) => {
            about_member(view, op, issued.member, Permission::InvitePeople)
        }
        P::InvitationRevoked(_) => match rows::get::<InvitationRow>(view, &op.envelope.subject)? {
            Some(row) => about_member(view, op, row.member, Permission::InvitePeople),
            None => Ok(Need::Unknown),
        },
        P::InvitationMailed(_) => Ok(Need::System),
        P::DeviceRevoked(_) => match rows::get::<DeviceRow>(view, &op.envelope.subject)? {
            Some(row) => about_member(view, op, row.member, Permission::ManageDevices),
            None => Ok(Need::Unknown),
        },
        P::JobAdded(_) | P::CostCodeAdded(_) => whole(Permission::ManageJobs),
        P::JobChanged(_) | P::JobArchived(_) | P::JobRestored(_) => {
            about_row(view, op, Table::Job, Permission::ManageJobs)
        }
        P::CostCodeChanged(_) | P::CostCodeArchived(_) | P::CostCodeRestored(_) => {
            about_row(view, op, Table::CostCode, Permission::ManageJobs)
        }
        P::ClockedIn(_)
        | P::JobSwitched(_)
        | P::ClockedOut(_)
        | P::BreakStarted(_)
        | P::BreakEnded(_)
        | P::EntryAdded(_)
        | P::EntryEdited(_)
        | P::EntryVoided(_)
        | P::EntryRestored(_)
        | P::ExceptionsSettled(_)
        | P::TimesheetSubmitted(_)
        | P::TimesheetObjected(_)
        | P::BreaksAttested(_)
        | P::MealWorked(_) => need_time(view, op),
        P::Rejudged(again) => Ok(Need::Settling(again.position, again.verdict)),
        P::RecoveryEnded(_) => Ok(Need::ThroughServer(Permission::ManageCompany)),
        P::PayCalendarChanged(_) | P::TimesheetPolicyChanged(_) => {
            whole(Permission::ManagePayPolicy)
        }
        P::EmployeeZoneChanged(_) => {
            about_row(view, op, Table::Employee, Permission::ManagePayPolicy)
        }
        P::TimesheetApproved(_) | P::TimesheetReturned(_) | P::TimesheetReopened(_) => {
            let approval = Need::Approval(op.subject());
            known(view, Table::Employee, &op.envelope.subject, approval)
        }
        P::LateCorrectionAccepted(_) | P::LateCorrectionDeclined(_) => {
            let row: Option<LateEntryRow> = rows::get(view, &op.envelope.subject)?;
            let pending = row.filter(|row| row.state == LateState::Pending);
            Ok(pending.map_or(Need::Unknown, |row| Need::Approval(row.employee)))
        }
        P::PeriodLocked(_) | P::PeriodUnlocked(_) => whole(Permission::LockPeriods),
        P::PaySettingsChanged(_) | P::DifferentialSet(_) => {
            Ok(Need::ThroughServer(Permission::ManagePay))
        }
        P::PayTermsSet(_) | P::PayTermsRemoved(_) | P::PayRateSet(_) => {
            pay_about(view, op, Table::Employee, Permission::ManagePay)
        }
        P::DifferentialEnded(_) => pay_about(view, op, Table::Differential, Permission::ManagePay),
        P::PayItemAdded(added) => known(
            view,
            Table::Employee,
            &added.employee.to_bytes(),
            Need::ThroughServer(Permission::ManagePay),
        ),
        P::PayItemVoided(voided) => known(
            view,
            Table::PayItem,
            &rows::key(&[&voided.employee.to_bytes(), &op.envelope.subject]),
            Need::ThroughServer(Permission::ManagePay),
        ),
        P::PublicWorksSet(_) => pay_about(view, op, Table::Job, Permission::ManagePay),
        P::PayIdSet(_) => pay_about(view, op, Table::Employee, Permission::RunPayroll),
        P::PayMappingSet(_) | P::PayRunDrafted(_) => {
            Ok(Need::ThroughServer(Permission::RunPayroll))
        }
        P::PayRunReviewed(_)
        | P::PayRunFinalised(_)
        | P::PayRunPaid(_)
        | P::PayRunDiscarded(_)
        | P::PayRunExported(_) => pay_about(view, op, Table::PayRun, Permission::RunPayroll),
        P::TimesheetReminded(_) => known(view, Table::Employee, &op.envelope.subject, Need::System),
        P::ImportNames(_) | P::ImportEntries(_) => Ok(Need::ThroughServer(Permission::Import)),
        P::ImportCommitted(_) | P::ImportUndone(_) => {
            let import = Need::ThroughServer(Permission::Import);
            known(view, Table::Import, &op.envelope.subject, import)
        }
        P::Unknown { .. } | P::Unreadable { .. } => Ok(Need::Unknown),
    }
}

/// What an op about time asks of the permission table.
pub(super) fn need_time(view: &impl Snapshot, op: &Op) -> Result<Need, ViewError> {
    use Payload as P;
    match &op.payload {
        P::ClockedIn(clocked) => about_employee(view, clocked.employee, Permission::ClockTime),
        P::JobSwitched(switched) => about_employee(view, switched.employee, Permission::ClockTime),
        P::ClockedOut(_) | P::BreakStarted(_) | P::BreakEnded(_) => {
            about_entry(view, op, Permission::ClockTime)
        }
        P::EntryAdded(added) => about_employee(view, added.employee, Permission::EditTime),
        P::EntryEdited(_) | P::EntryVoided(_) | P::EntryRestored(_) => {
            about_entry(view, op, Permission::EditTime)
        }
        P::ExceptionsSettled(_) => about_entry(view, op, Permission::SettleExceptions),
        P::TimesheetSubmitted(_) | P::TimesheetObjected(_) => {
            let own = Need::Own(Permission::SubmitTimesheet, op.subject());
            known(view, Table::Employee, &op.envelope.subject, own)
        }
        P::BreaksAttested(_) => Ok(match standing_or_pending(view, op.subject())? {
            Some(row) => Need::Own(Permission::SubmitTimesheet, row.employee),
            None => Need::Unknown,
        }),
        P::MealWorked(_) => about_entry(view, op, Permission::EditTime),
        _about_something_else => Ok(Need::Unknown),
    }
}

/// A permission about pay, which is used through the server alone, where a row exists.
fn pay_about(
    view: &impl Snapshot,
    op: &Op,
    table: Table,
    permission: Permission,
) -> Result<Need, ViewError> {
    known(
        view,
        table,
        &op.envelope.subject,
        Need::ThroughServer(permission),
    )
}

/// The need, where a row of this key exists.
fn known(view: &impl Snapshot, table: Table, key: &[u8], need: Need) -> Result<Need, ViewError> {
    Ok(if view.get(table, key)?.is_some() {
        need
    } else {
        Need::Unknown
    })
}

fn about_row(
    view: &impl Snapshot,
    op: &Op,
    table: Table,
    permission: Permission,
) -> Result<Need, ViewError> {
    known(
        view,
        table,
        &op.envelope.subject,
        Need::Permission(permission, None),
    )
}

fn about_employee(
    view: &impl Snapshot,
    employee: EmployeeId,
    permission: Permission,
) -> Result<Need, ViewError> {
    known(
        view,
        Table::Employee,
        &employee.to_bytes(),
        Need::Permission(permission, Some(employee)),
    )
}

fn about_entry(view: &impl Snapshot, op: &Op, permission: Permission) -> Result<Need, ViewError> {
    let entry: TimeEntryId = op.subject();
    Ok(match standing_or_pending(view, entry)? {
        Some(row) => Need::Permission(permission, Some(row.employee)),
        None => Need::Unknown,
    })
}

fn about_member(
    view: &impl Snapshot,
    op: &Op,
    member: MemberId,
    permission: Permission,
) -> Result<Need, ViewError> {
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
    let Some(person) = rows::get::<EmployeeRow>(view, &employee.to_bytes())? else {
        return Ok(Need::Unknown);
    };
    let Some(member) = person.member else {
        return Ok(Need::Permission(permission, Some(employee)));
    };
    let row: Option<MemberRow> = rows::get(view, &member.to_bytes())?;
    let above =
        row.is_some_and(|row| Role::from(row.role) > Role::Worker) && member != op.envelope.actor;
    let permission = if above {
        Permission::AssignRoles
    } else {
        permission
    };
    Ok(Need::Permission(permission, Some(employee)))
}
