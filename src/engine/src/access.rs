//! Who may state what: the one place that holds an op against the permission table. `decide`
//! asks it before an op is written, `judge` when it takes its place in the journal.

mod need;

use domain::company::{Permission, Reach, Role, reach};
use domain::{EmployeeId, MemberId};
use jiff::Timestamp;
use oplog::Op;
use oplog::receipt::QuarantineReason;
use oplog::v1::payload::RoleTag;

use crate::again;
use crate::command::{Command, PayCommand, TimesheetCommand};
use crate::decide::people::PEOPLE_MAX;
use crate::rows::{self, EmployeeRow, InvitationRow, MemberRow, Writer};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};
use need::{Need, need, need_time};

/// The actor of what the server states for itself.
pub const SYSTEM: MemberId = MemberId::from_bytes([0; 16]);

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
        Need::Approval(employee) => !approval_refused(view, actor, employee)?,
        need @ (Need::Permission(..) | Need::Own(..) | Need::Unknown) => {
            return refusal_of(view, op, need);
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

/// As [`refusal`], for ops about time alone, which is all that a phone states.
///
/// # Errors
/// As [`refusal`].
pub(crate) fn refusal_time(
    view: &impl Snapshot,
    op: &Op,
    _writer: Option<Writer>,
) -> Result<Option<QuarantineReason>, ViewError> {
    refusal_of(view, op, need_time(view, op)?)
}

/// Why the actor lacks what the table gives to roles.
fn refusal_of(
    view: &impl Snapshot,
    op: &Op,
    need: Need,
) -> Result<Option<QuarantineReason>, ViewError> {
    let actor = op.envelope.actor;
    let (permission, employee) = match need {
        Need::Permission(permission, employee) => (permission, employee),
        Need::Own(permission, employee) if own_employee(view, actor)? == Some(employee) => {
            (permission, Some(employee))
        }
        Need::Unknown => return Ok(Some(QuarantineReason::UnknownSubject)),
        _of_another_or_the_server => return Ok(Some(QuarantineReason::NotPermitted)),
    };
    if !may(view, actor, permission, employee)? {
        return Ok(Some(QuarantineReason::NotPermitted));
    }
    // What was true before someone left counts; nothing new does.
    let left = left_at(view, actor)?.is_some_and(|left| op.envelope.at > left);
    Ok(left.then_some(QuarantineReason::EmployeeArchived))
}

/// As [`refusal`], where a person who holds the permission that is lacking vouches for the op.
///
/// # Errors
/// As [`refusal`].
pub(crate) fn refusal_vouched(
    view: &impl Snapshot,
    op: &Op,
    writer: Option<Writer>,
) -> Result<Option<QuarantineReason>, ViewError> {
    Ok(match refusal(view, op, writer)? {
        Some(why) if is_vouchable(view, op, why)? => None,
        why => why,
    })
}

/// Whether an op that was refused for this reason lacks nothing but a permission of the table,
/// which somebody who holds it can vouch for.
///
/// # Errors
/// When rows cannot be read.
fn is_vouchable(view: &impl Snapshot, op: &Op, why: QuarantineReason) -> Result<bool, ViewError> {
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
