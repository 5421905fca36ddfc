//! Deciding a command: the ops that state it, or why it cannot be done now.
//!
//! The same rules on phone, browser and server. What is typed is checked and trimmed here; what
//! the actor may do is asked of [`crate::access`], the same table that judges ops later.

mod desk;
mod error;
mod expect;
mod held;
mod import;
mod own_timesheet;
mod pay;
mod pay_fault;
mod pay_run;
pub(crate) mod people;
mod sheet_fault;
mod time;
mod timesheet;
pub(crate) mod work;

use domain::MemberId;
use domain::time::Zone;
use jiff::Timestamp;
use oplog::receipt::QuarantineReason;
use oplog::{Op, Payload};

pub use error::{DecideError, ImportFault, InvitationFault, Missing, TextFault};
pub use expect::{decide_expecting, employee_state, sheet_state};
pub use pay_fault::PayFault;
pub use sheet_fault::SheetFault;

use crate::access;
use crate::command::{Command, TimesheetCommand};
use crate::judge::Rules;
use crate::rows::Writer;
use crate::timesheet::Gate;
use crate::view::Snapshot;
use desk::Desk;
pub use desk::fresh_id;

/// Who decides, when, and by which clock.
#[derive(Debug, Clone)]
pub struct Ctx<'a> {
    /// The author's wall clock.
    pub now: Timestamp,
    /// The member who asks; [`access::SYSTEM`] for the server itself.
    pub actor: MemberId,
    /// The author's zone.
    pub zone: &'a Zone,
    /// A random number of this start of the author's app.
    pub boot_id: u64,
    /// Milliseconds since that start.
    pub monotonic_ms: u64,
    /// The journal position of the base that the author sees.
    pub seen: u64,
    /// What ids are made from: random, or derived from the source of a repeatable command.
    pub entropy: [u8; 32],
}

/// The ops that state a command, in order; the first one's subject is what it creates.
///
/// # Errors
/// When it cannot be done now, with the reason for the person who asked.
pub fn decide(
    view: &impl Snapshot,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Op>, DecideError> {
    decide_by(view, command, ctx, draft, &Rules::all())
}

/// As [`decide`], for commands about time alone, which is all that a phone asks for: what only the
/// office does is then not part of what a phone downloads.
///
/// # Errors
/// As [`decide`]; a command about anything else is not permitted.
pub fn decide_time(
    view: &impl Snapshot,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Vec<Op>, DecideError> {
    decide_by(view, command, ctx, draft_time, &Rules::about_time())
}

fn decide_by<S: Snapshot>(
    view: &S,
    command: &Command,
    ctx: &Ctx<'_>,
    draft: fn(&Desk<'_, S>, &Command) -> Result<Vec<Op>, DecideError>,
    rules: &Rules<S>,
) -> Result<Vec<Op>, DecideError> {
    if !access::could(view, ctx.actor, command)? {
        return Err(DecideError::NotPermitted);
    }
    let desk = Desk::new(view, ctx);
    let ops = draft(&desk, command)?;
    // Later ops of one command build on the first, which is not in the view yet: the first says
    // whether the actor may do this at all, and the drafts ask for what the later ones need.
    if let Some(op) = ops.first() {
        let writer = (ctx.actor == access::SYSTEM).then_some(Writer::Server);
        match (rules.refusal)(view, op, writer)? {
            Some(QuarantineReason::UnknownSubject) => return Err(Missing::Subject.into()),
            Some(QuarantineReason::EmployeeArchived) => return Err(DecideError::EmployeeArchived),
            Some(_) => return Err(DecideError::NotPermitted),
            None => {}
        }
    }
    for op in &ops {
        let late = matches!(command, Command::Timesheet(TimesheetCommand::StateLate(_)));
        match (rules.gate)(view, op)? {
            // What a clock says is stated as it is, locked or not; what is typed is told first.
            Some(Gate::Late) if late || is_clocked(&op.payload) => {}
            Some(Gate::Late | Gate::Import) => return Err(SheetFault::PeriodLocked.into()),
            Some(Gate::Settings) => return Err(SheetFault::SettingsLocked.into()),
            None if late => return Err(SheetFault::NotLocked.into()),
            None => {}
        }
    }
    Ok(ops)
}

const fn is_clocked(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::ClockedIn(_)
            | Payload::ClockedOut(_)
            | Payload::BreakStarted(_)
            | Payload::BreakEnded(_)
            | Payload::JobSwitched(_)
            | Payload::BreaksAttested(_)
            | Payload::MealWorked(_)
    )
}

fn draft<S: Snapshot>(desk: &Desk<'_, S>, command: &Command) -> Result<Vec<Op>, DecideError> {
    match command {
        Command::FoundCompany(found) => people::found_company(desk, found),
        Command::OpenCompany(open) => people::open_company(desk, open),
        Command::AppointOwner(appoint) => people::appoint_owner(desk, appoint),
        Command::NoteServerRestored {
            backup_made_at,
            epoch,
        } => people::note_server_restored(desk, *backup_made_at, *epoch),
        Command::NoteLogForked(device, forked) => Ok(vec![desk.op(*device, forked.clone())]),
        Command::EndRecovery {
            since,
            end,
            missing,
        } => people::end_recovery(desk, *since, *end, *missing),
        Command::SettleHeld(wanted) => held::settle(desk, wanted),
        Command::JudgeAgain(positions) => held::judge_again(desk, positions),
        Command::StageImportNames(import, names) => import::stage_names(desk, *import, names),
        Command::StageImportEntries(import, entries) => {
            import::stage_entries(desk, *import, entries)
        }
        Command::CommitImport(import, stated) => import::commit(desk, *import, stated),
        Command::UndoImport(import, reason) => import::undo(desk, *import, reason),
        Command::ChangeCompany(change) => people::change_company(desk, change),
        Command::AddEmployee(add) => people::add_employee(desk, add),
        Command::ChangeEmployee(change) => people::change_employee(desk, change),
        Command::ArchiveEmployee(employee) => people::archive_employee(desk, *employee),
        Command::RestoreEmployee(employee) => people::restore_employee(desk, *employee),
        Command::ChangeRole(employee, role) => people::change_role(desk, *employee, *role),
        Command::Invite(employee, purpose) => people::invite(desk, *employee, *purpose),
        Command::RevokeInvitation(invitation) => people::revoke_invitation(desk, *invitation),
        Command::NoteInvitationMailed(invitation, problem) => {
            people::note_mailed(desk, *invitation, problem)
        }
        Command::EnrolDevice(enrol) => people::enrol_device(desk, enrol),
        Command::LinkAccount(invitation, account) => {
            people::link_account(desk, *invitation, *account)
        }
        Command::RevokeDevice(device, reason) => people::revoke_device(desk, *device, reason),
        Command::AddJob(job) => work::add_job(desk, job),
        Command::ChangeJob(job, change) => work::change_job(desk, *job, change),
        Command::ArchiveJob(job) => work::archive_job(desk, *job, true),
        Command::RestoreJob(job) => work::archive_job(desk, *job, false),
        Command::AddCostCode(code) => work::add_cost_code(desk, code),
        Command::ChangeCostCode(code, change) => work::change_cost_code(desk, *code, change),
        Command::ArchiveCostCode(code) => work::archive_cost_code(desk, *code, true),
        Command::RestoreCostCode(code) => work::archive_cost_code(desk, *code, false),
        Command::Timesheet(about) => timesheet::draft(desk, about),
        Command::Pay(about) => pay::pay(desk, about),
        Command::ClockIn(_)
        | Command::ClockOut
        | Command::StartBreak { .. }
        | Command::EndBreak
        | Command::SwitchJob(_)
        | Command::AddEntry(_)
        | Command::EditEntry(_)
        | Command::VoidEntry(..)
        | Command::RestoreEntry(..)
        | Command::SettleExceptions(..) => draft_time(desk, command),
    }
}

fn draft_time<S: Snapshot>(desk: &Desk<'_, S>, command: &Command) -> Result<Vec<Op>, DecideError> {
    match command {
        Command::ClockIn(booking) => time::clock_in(desk, booking),
        Command::ClockOut => time::clock_out(desk),
        Command::StartBreak { paid } => time::start_break(desk, *paid),
        Command::EndBreak => time::end_break(desk),
        Command::SwitchJob(booking) => time::switch_job(desk, booking),
        Command::AddEntry(add) => time::add_entry(desk, add),
        Command::EditEntry(edit) => time::edit_entry(desk, edit),
        Command::VoidEntry(entry, reason) => time::void_entry(desk, *entry, reason),
        Command::RestoreEntry(entry, reason) => time::restore_entry(desk, *entry, reason),
        Command::SettleExceptions(entry, kinds, note) => time::settle(desk, *entry, kinds, note),
        Command::Timesheet(about) => own_timesheet::draft_own(desk, about),
        _about_something_else => Err(DecideError::NotPermitted),
    }
}
