//! Deciding a command only in a state that whoever asks has seen: what a program means by
//! `If-Match`. Not for phones, which state what happened whatever else has changed.

use domain::EmployeeId;
use domain::payroll::Dates;
use jiff::civil::Date;
use oplog::Op;

use super::{Ctx, DecideError, decide};
use crate::command::{Command, TimesheetCommand};
use crate::rows::{
    self, CompanyRow, CostCodeRow, DeviceRow, EmployeeRow, EntryRow, ImportDetailRow,
    InvitationRow, JobRow, LateEntryRow, MemberRow, QuarantineRow, Row, RowHash, TimesheetRow,
};
use crate::view::{Snapshot, ViewError};

/// As [`decide`], unless what the command changes is in none of these states. What cannot be done
/// in any state is refused for that reason first; what is so already is looked at all the same.
///
/// # Errors
/// As [`decide`], and when it has changed meanwhile.
pub fn decide_expecting(
    view: &impl Snapshot,
    command: &Command,
    ctx: &Ctx<'_>,
    states: &[RowHash],
) -> Result<Vec<Op>, DecideError> {
    let decided = decide(view, command, ctx);
    if matches!(decided, Ok(_) | Err(DecideError::NothingChanged))
        && !state(view, command)?.is_some_and(|state| states.contains(&state))
    {
        return Err(DecideError::ChangedMeanwhile);
    }
    decided
}

/// The state of what a command changes; `None` when it changes nothing that is there.
fn state(view: &impl Snapshot, command: &Command) -> Result<Option<RowHash>, ViewError> {
    match command {
        Command::ChangeCompany(_) => hash::<CompanyRow>(view, &[]),
        Command::ChangeEmployee(change) => employee_hash(view, change.employee),
        Command::ArchiveEmployee(employee)
        | Command::RestoreEmployee(employee)
        | Command::ChangeRole(employee, _) => employee_hash(view, *employee),
        Command::RevokeInvitation(invitation) => {
            hash::<InvitationRow>(view, &invitation.to_bytes())
        }
        Command::RevokeDevice(device, _) => hash::<DeviceRow>(view, &device.to_bytes()),
        Command::ChangeJob(job, _) | Command::ArchiveJob(job) | Command::RestoreJob(job) => {
            hash::<JobRow>(view, &job.to_bytes())
        }
        Command::ChangeCostCode(code, _)
        | Command::ArchiveCostCode(code)
        | Command::RestoreCostCode(code) => hash::<CostCodeRow>(view, &code.to_bytes()),
        Command::EditEntry(edit) => hash::<EntryRow>(view, &edit.entry.to_bytes()),
        Command::VoidEntry(entry, _)
        | Command::RestoreEntry(entry, _)
        | Command::SettleExceptions(entry, ..) => hash::<EntryRow>(view, &entry.to_bytes()),
        Command::SettleHeld(wanted) => match wanted.positions.as_slice() {
            [position] => hash::<QuarantineRow>(view, &position.to_be_bytes()),
            _several => Ok(None),
        },
        Command::UndoImport(import, _) => hash::<ImportDetailRow>(view, &import.to_bytes()),
        Command::Timesheet(about) => timesheet_state(view, about),
        Command::FoundCompany(_)
        | Command::OpenCompany(_)
        | Command::AppointOwner(_)
        | Command::NoteServerRestored { .. }
        | Command::NoteLogForked(..)
        | Command::EndRecovery { .. }
        | Command::JudgeAgain(_)
        | Command::AddEmployee(_)
        | Command::Invite(..)
        | Command::NoteInvitationMailed(..)
        | Command::EnrolDevice(_)
        | Command::LinkAccount(..)
        | Command::AddJob(_)
        | Command::AddCostCode(_)
        | Command::ClockIn(_)
        | Command::ClockOut
        | Command::StartBreak { .. }
        | Command::EndBreak
        | Command::SwitchJob(_)
        | Command::AddEntry(_)
        | Command::Pay(_)
        | Command::StageImportNames(..)
        | Command::StageImportEntries(..)
        | Command::CommitImport(..) => Ok(None),
    }
}

/// The state of what a command about timesheets changes.
fn timesheet_state(
    view: &impl Snapshot,
    command: &TimesheetCommand,
) -> Result<Option<RowHash>, ViewError> {
    use TimesheetCommand as C;
    match command {
        C::Return(employee, first, _) | C::Reopen(employee, first, _) => {
            sheet_state(view, *employee, *first).map(Some)
        }
        C::AcceptLate(entry, ..) | C::DeclineLate(entry, ..) => {
            let row: Option<LateEntryRow> = rows::get(view, &entry.to_bytes())?;
            Ok(row.map(|row| row.proposed.hash()))
        }
        C::AttestBreaks(entry, _) | C::SayMealWorked(entry, ..) => {
            hash::<EntryRow>(view, &entry.to_bytes())
        }
        C::ChangeEmployeeZone(employee, ..) => employee_hash(view, *employee),
        C::StateLate(command) => state(view, command),
        C::ChangePayCalendar(_)
        | C::ChangePolicy(..)
        | C::Submit(_)
        | C::Object(..)
        | C::Approve(_)
        | C::ApproveSubmitted(_)
        | C::LockPeriod(_)
        | C::UnlockPeriod(..)
        | C::NoteReminded(..) => Ok(None),
    }
}

/// The state of a timesheet: what was said about it, if anything was.
///
/// # Errors
/// When rows cannot be read.
pub fn sheet_state(
    view: &impl Snapshot,
    employee: EmployeeId,
    first: Date,
) -> Result<RowHash, ViewError> {
    let row: Option<TimesheetRow> = rows::get(view, &TimesheetRow::key_of(employee, first))?;
    let blank = TimesheetRow::blank(Dates { first, last: first });
    Ok(row.unwrap_or(blank).hash())
}

/// The state of an employee: the record and the role together.
pub fn employee_state(employee: &EmployeeRow, member: Option<&MemberRow>) -> RowHash {
    let member = member.map(Row::encode).unwrap_or_default();
    let hash = blake3::hash(&[employee.encode(), member].concat());
    let mut state = RowHash::default();
    let bytes = state.iter_mut().zip(hash.as_bytes());
    bytes.for_each(|(to, from)| *to = *from);
    state
}

fn employee_hash(view: &impl Snapshot, id: EmployeeId) -> Result<Option<RowHash>, ViewError> {
    let Some(row) = rows::get::<EmployeeRow>(view, &id.to_bytes())? else {
        return Ok(None);
    };
    let member = match row.member {
        Some(member) => rows::get::<MemberRow>(view, &member.to_bytes())?,
        None => None,
    };
    Ok(Some(employee_state(&row, member.as_ref())))
}

/// The hash of a row, if there is one.
fn hash<R: Row>(view: &impl Snapshot, key: &[u8]) -> Result<Option<RowHash>, ViewError> {
    Ok(rows::get::<R>(view, key)?.map(|row| row.hash()))
}
