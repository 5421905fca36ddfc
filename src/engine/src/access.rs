//! Who may state what: the one place that holds an op against the permission table. `decide`
//! asks it before an op is written, `judge` when it takes its place in the journal.

use domain::company::{Permission, Reach, Role, reach};
use domain::{EmployeeId, InvitationId, MemberId, TimeEntryId};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::v1::payload::{InvitationPurpose, RoleTag};
use oplog::{Op, Payload};

use crate::again;
use crate::command::{Command, PayCommand, TimesheetCommand};
use crate::decide::people::PEOPLE_MAX;
use crate::rows::{self, DeviceRow, EmployeeRow, InvitationRow, LateEntryRow, LateState, MemberRow, Writer};
use crate::table::Table;
use crate::timesheet::standing_or_pending;
use crate::view::{Snapshot, ViewError};

/// The actor of what the server states for itself.
pub const SYSTEM: MemberId = MemberId::from_bytes([0; 16]);

/// What an op asks of the permission table.
enum Need {
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
        Need::ServerLog => actor == SYSTEM && !matches!(writer, Some(Writer::Device(_))),
        Need::FirstOwner => actor == SYSTEM && writer == Some(Writer::Server) && !has_owner(view)?,
        Need::ThroughServer(permission) => {
            let through_server = !matches!(writer, Some(Writer::Device(_)));
            let system = actor == SYSTEM && writer == Some(Writer::Server);
            through_server && (system || may(view, actor, permission, None)?)
        }
        Need::Settling(position, verdict) => {
            let through_server = !matches!(writer, Some(Writer::Device(_)));
            let system = actor != SYSTEM || writer == Some(Writer::Server);
            match again::held(view, position)? {
                None => return Ok(Some(QuarantineReason::UnknownSubject)),
                Some(row) => {
                    through_server && system && again::may_settle(view, actor, &row, verdict)?
                }
            }
        }
        Need::Own(permission, employee) => {
            let own = own_employee(view, actor)? == Some(employee);
            if own && left_at(view, actor)?.is_some_and(|left| op.envelope.at > left) {
                return Ok(Some(QuarantineReason::EmployeeArchived));
            }
            own && may(view, actor, permission, Some(employee))?
        }
        Need::Approval(employee) => !approval_refused(view, actor, employee)?,
        Need::Permission(permission, employee) => {
            let may = may(view, actor, permission, employee)?;
            // What was true before someone left counts; nothing new does.
            if may && left_at(view, actor)?.is_some_and(|left| op.envelope.at > left) {
                return Ok(Some(QuarantineReason::EmployeeArchived));
            }
            may
        }
        Need::Invitation(invitation, purpose, member) => {
            let Some(invitation) = invitation else {
                return Ok(Some(QuarantineReason::NotPermitted));
            };
            let row: Option<InvitationRow> = rows::get(view, &invitation.to_bytes())?;
            member == actor
                && !matches!(writer, Some(Writer::Device(_)))
                && !has_left(view, member)?
                && row.is_some_and(|row| {
                    row.member == member && row.purpose == purpose && row.is_open(op.envelope.at)
                })
        }
    };
    Ok((!permitted).then_some(QuarantineReason::NotPermitted))
}

/// Whether an op that was refused for this reason lacks nothing but a permission of the table,
/// which somebody who holds it can vouch for.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn is_vouchable(
    view: &impl Snapshot,
    op: &Op,
    why: QuarantineReason,
) -> Result<bool, ViewError> {
    use QuarantineReason as Why;
    let lacks_permission = matches!(why, Why::NotPermitted | Why::EmployeeArchived);
    Ok(lacks_permission && matches!(need(view, op)?, Need::Permission(..)))
}

/// Whether a member may vouch for an op of somebody: could have stated it in their stead.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn may_vouch(
    view: &impl Snapshot,
    member: MemberId,
    op: &Op,
) -> Result<bool, ViewError> {
    match need(view, op)? {
        Need::Permission(permission, employee) => may(view, member, permission, employee),
        _needs_more => Ok(false),
    }
}

/// Whether a member may not approve an employee's time. Nobody approves their own but an owner.
///
/// # Errors
/// When rows cannot be read.
pub fn approval_refused(
    view: &impl Snapshot,
    member: MemberId,
    employee: EmployeeId,
) -> Result<bool, ViewError> {
    let row: Option<MemberRow> = rows::get(view, &member.to_bytes())?;
    let own =
        row.is_some_and(|row| row.employee == employee && Role::from(row.role) != Role::Owner);
    Ok(own || !may(view, member, Permission::ApproveTimesheets, Some(employee))?)
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
    let Some(row) = rows::get::<MemberRow>(view, &member.to_bytes())? else {
        return Ok(false);
    };
    let about_own_time = employee == Some(row.employee) && is_about_time(permission);
    Ok(match reach(row.role.into(), permission) {
        Reach::None => false,
        Reach::Own => employee == Some(row.employee),
        Reach::All => about_own_time || !has_left(view, member)?,
    })
}

/// Whether a member could do this for anyone at all. Asked before a command is looked at, so
/// that its faults tell nothing to those who may not know.
///
/// # Errors
/// When rows cannot be read.
pub(crate) fn could(
    view: &impl Snapshot,
    member: MemberId,
    command: &Command,
) -> Result<bool, ViewError> {
    let Some(permission) = permission_of(command) else {
        return Ok(true);
    };
    let by_server = matches!(command, Command::EndRecovery { .. });
    if member == SYSTEM && (by_server || permission == Permission::Import) {
        return Ok(true);
    }
    let Some(row) = rows::get::<MemberRow>(view, &member.to_bytes())? else {
        return Ok(false);
    };
    Ok(match reach(row.role.into(), permission) {
        Reach::None => false,
        Reach::Own => true,
        Reach::All => is_about_time(permission) || !has_left(view, member)?,
    })
}

/// What a command takes at least; `None` where an invitation or the server's own word is asked.
const fn permission_of(command: &Command) -> Option<Permission> {
    use Command as C;
    Some(match command {
        C::FoundCompany(_)
        | C::OpenCompany(_)
        | C::AppointOwner(_)
        | C::NoteServerRestored { .. }
        | C::JudgeAgain(_)
        | C::NoteLogForked(..)
        | C::NoteInvitationMailed(..)
        | C::EnrolDevice(_)
        | C::LinkAccount(..) => return None,
        C::ChangeCompany(_) | C::EndRecovery { .. } => Permission::ManageCompany,
        C::AddEmployee(_)
        | C::ChangeEmployee(_)
        | C::ArchiveEmployee(_)
        | C::RestoreEmployee(_) => Permission::ManagePeople,
        C::ChangeRole(..) => Permission::AssignRoles,
        C::Invite(..) | C::RevokeInvitation(_) => Permission::InvitePeople,
        C::RevokeDevice(..) => Permission::ManageDevices,
        C::AddJob(_) | C::ChangeJob(..) | C::ArchiveJob(_) | C::RestoreJob(_) => {
            Permission::ManageJobs
        }
        C::AddCostCode(_)
        | C::ChangeCostCode(..)
        | C::ArchiveCostCode(_)
        | C::RestoreCostCode(_) => Permission::ManageJobs,
        C::ClockIn(_) | C::ClockOut | C::StartBreak { .. } | C::EndBreak | C::SwitchJob(_) => {
            Permission::ClockTime
        }
        C::AddEntry(_) | C::EditEntry(_) | C::VoidEntry(..) | C::RestoreEntry(..) => {
            Permission::EditTime
        }
        C::SettleExceptions(..) | C::SettleHeld(_) => Permission::SettleExceptions,
        C::Timesheet(about) => return permission_of_timesheet(about),
        C::Pay(about) => permission_of_pay(about),
        C::StageImportNames(..)
        | C::StageImportEntries(..)
        | C::CommitImport(..)
        | C::UndoImport(..) => Permission::Import,
    })
}

/// As [`permission_of`], of what people are paid.
const fn permission_of_pay(command: &PayCommand) -> Permission {
    use PayCommand as C;
    match command {
        C::ChangeSettings(_)
        | C::SetTerms(..)
        | C::RemoveTerms(..)
        | C::SetRate(..)
        | C::SetDifferential(..)
        | C::EndDifferential(..)
        | C::AddItem(_)
        | C::VoidItem(..)
        | C::SetPublicWorks(..) => Permission::ManagePay,
        C::SetMapping(_)
        | C::SetPayId(..)
        | C::DraftRun { .. }
        | C::ReviewRun(..)
        | C::FinaliseRun(_)
        | C::DiscardRun(..)
        | C::NoteExport(..) => Permission::RunPayroll,
    }
}

const fn permission_of_timesheet(command: &TimesheetCommand) -> Option<Permission> {
    use TimesheetCommand as C;
    Some(match command {
        C::ChangePayCalendar(_) | C::ChangeEmployeeZone(..) | C::ChangePolicy(..) => {
            Permission::ManagePayPolicy
        }
        C::Submit(_) | C::Object(..) | C::AttestBreaks(..) => Permission::SubmitTimesheet,
        C::SayMealWorked(..) => Permission::EditTime,
        C::Approve(_)
        | C::ApproveSubmitted(_)
        | C::Return(..)
        | C::Reopen(..)
        | C::AcceptLate(..)
        | C::DeclineLate(..) => Permission::ApproveTimesheets,
        C::LockPeriod(_) | C::UnlockPeriod(..) => Permission::LockPeriods,
        C::StateLate(command) => return permission_of(command),
        C::NoteReminded(..) => return None,
    })
}

/// Whether the company has an owner, one who left included.
pub(crate) fn has_owner(view: &impl Snapshot) -> Result<bool, ViewError> {
    let members = rows::all::<MemberRow>(view, &[], PEOPLE_MAX)?;
    Ok(members.iter().any(|(_, row)| row.role == RoleTag::Owner))
}

/// What someone who has left may still do for their own time.
const fn is_about_time(permission: Permission) -> bool {
    matches!(
        permission,
        Permission::ClockTime
            | Permission::EditTime
            | Permission::ViewTime
            | Permission::SubmitTimesheet
    )
}

/// Whether a member has left, or never was one.
fn has_left(view: &impl Snapshot, member: MemberId) -> Result<bool, ViewError> {
    Ok(own_record(view, member)?.is_none_or(|own| own.archived_at.is_some()))
}

/// Since when a member has left, by the clock of whoever archived the employee.
fn left_at(view: &impl Snapshot, member: MemberId) -> Result<Option<Timestamp>, ViewError> {
    Ok(own_record(view, member)?.and_then(|own| own.archived_at))
}

fn own_employee(view: &impl Snapshot, member: MemberId) -> Result<Option<EmployeeId>, ViewError> {
    let row: Option<MemberRow> = rows::get(view, &member.to_bytes())?;
    Ok(row.map(|row| row.employee))
}

fn own_record(view: &impl Snapshot, member: MemberId) -> Result<Option<EmployeeRow>, ViewError> {
    match rows::get::<MemberRow>(view, &member.to_bytes())? {
        Some(row) => rows::get(view, &row.employee.to_bytes()),
        None => Ok(None),
    }
}

fn need(view: &impl Snapshot, op: &Op) -> Result<Need, ViewError> {
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
        P::Rejudged(again) => Ok(Need::Settling(again.position, again.verdict)),
        P::RecoveryEnded(_) => Ok(Need::ThroughServer(Permission::ManageCompany)),
        P::PayCalendarChanged(_) | P::TimesheetPolicyChanged(_) => {
            whole(Permission::ManagePayPolicy)
        }
        P::EmployeeZoneChanged(_) => about_row(view, op, Table::Employee, Permission::ManagePayPolicy),
        P::TimesheetSubmitted(_) | P::TimesheetObjected(_) => {
            let own = Need::Own(Permission::SubmitTimesheet, op.subject());
            known(view, Table::Employee, &op.envelope.subject, own)
        }
        P::BreaksAttested(_) => Ok(match standing_or_pending(view, op.subject())? {
            Some(row) => Need::Own(Permission::SubmitTimesheet, row.employee),
            None => Need::Unknown,
        }),
        P::MealWorked(_) => about_entry(view, op, Permission::EditTime),
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
        P::DifferentialEnded(_) => {
            pay_about(view, op, Table::Differential, Permission::ManagePay)
        }
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
