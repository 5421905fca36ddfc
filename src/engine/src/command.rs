//! What a person or a job asks for. A command is a wish: [`crate::decide`] turns it into ops or
//! says why not.

mod pay;
mod timesheet;

use domain::company::Role;
use domain::timesheet::{Break, Exception};
use domain::{
    AccountId, CompanyId, CostCodeId, DeviceId, EmployeeId, ImportId, InvitationId, JobId, LogId,
    TimeEntryId,
};
use jiff::Timestamp;
use oplog::PublicKey;
use oplog::v1::payload::{
    ImportCommitted, ImportEntries, ImportNames, InvitationPurpose, LogForked, RecoveryEnd,
};

pub use pay::{FinaliseRun, PayCommand};
pub use timesheet::{
    ApproveTimesheets, ChangePayCalendar, LockPeriod, SubmitTimesheet, TimesheetCommand,
};

use crate::rows::RowHash;

/// A wish to change company data. Text is as typed: `decide` trims and checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin the company with its owner.
    FoundCompany(FoundCompany),
    /// Begin the company without an owner, for hours that are brought before anyone set it up.
    /// Only the server itself does.
    OpenCompany(OpenCompany),
    /// Give a company its first owner. Only the server itself does.
    AppointOwner(AppointOwner),
    /// The server was restored from a backup and writes a new log. Only the server itself does.
    NoteServerRestored {
        /// When the backup was made.
        backup_made_at: Timestamp,
        /// The life of the journal that begins.
        epoch: u64,
    },
    /// A device's log was continued twice, and this branch of it goes on in a log of its own. Only
    /// the server asks this.
    NoteLogForked(DeviceId, LogForked),
    /// The journal, which waited for what phones had shown to be gone, goes on. Only the store
    /// asks this, as it knows for what it waited.
    EndRecovery {
        /// Since when it waited.
        since: Timestamp,
        /// Why it goes on.
        end: RecoveryEnd,
        /// How many ops are still not back.
        missing: u64,
    },
    /// Change the company's settings; `None` leaves a field as it is.
    ChangeCompany(ChangeCompany),
    /// Add an employee with a place in the company.
    AddEmployee(AddEmployee),
    /// Change an employee's record.
    ChangeEmployee(ChangeEmployee),
    /// The employee has left.
    ArchiveEmployee(EmployeeId),
    /// The employee is back.
    RestoreEmployee(EmployeeId),
    /// Give an employee another role.
    ChangeRole(EmployeeId, Role),
    /// Invite an employee to use a phone or to open an account; open for 7 days.
    Invite(EmployeeId, InvitationPurpose),
    /// Withdraw an invitation.
    RevokeInvitation(InvitationId),
    /// The server tried to mail an invitation; the text is what went wrong, or empty.
    NoteInvitationMailed(InvitationId, String),
    /// Spend an invitation to enrol a device. The actor is the invited member.
    EnrolDevice(EnrolDevice),
    /// Spend an invitation to link an account. The actor is the invited member.
    LinkAccount(InvitationId, AccountId),
    /// A device may write no more.
    RevokeDevice(DeviceId, String),
    /// Add a job.
    AddJob(JobText),
    /// Change a job; `None` leaves a field as it is.
    ChangeJob(JobId, JobPatch),
    /// A job takes no more hours.
    ArchiveJob(JobId),
    /// A job takes hours again.
    RestoreJob(JobId),
    /// Add a cost code, for one job or for every job.
    AddCostCode(CostCodeText),
    /// Change a cost code; `None` leaves a field as it is.
    ChangeCostCode(CostCodeId, CostCodePatch),
    /// A cost code takes no more hours.
    ArchiveCostCode(CostCodeId),
    /// A cost code takes hours again.
    RestoreCostCode(CostCodeId),
    /// The actor begins work now.
    ClockIn(Booking),
    /// The actor ends work now.
    ClockOut,
    /// The actor begins a break now.
    StartBreak {
        /// Whether it counts as worked.
        paid: bool,
    },
    /// The actor's break ends now.
    EndBreak,
    /// The actor goes on with another job or cost code now.
    SwitchJob(Booking),
    /// Write an entry by hand.
    AddEntry(AddEntry),
    /// Change fields of an entry.
    EditEntry(EditEntry),
    /// An entry shall count no more.
    VoidEntry(TimeEntryId, String),
    /// A voided entry shall count again.
    RestoreEntry(TimeEntryId, String),
    /// Exceptions of an entry were looked at and may stand.
    SettleExceptions(TimeEntryId, Vec<Exception>, String),
    /// Ops that are held back were looked at.
    SettleHeld(SettleHeld),
    /// What ops that are held back waited for may have happened; by the positions at which they
    /// were first judged. Only the server itself does.
    JudgeAgain(Vec<u64>),
    /// About timesheets and pay periods.
    Timesheet(TimesheetCommand),
    /// About what people are paid. See [`PayCommand`].
    Pay(PayCommand),
    /// Bring a part of an import: people, jobs and cost codes. See [`crate::import`].
    StageImportNames(ImportId, ImportNames),
    /// Bring a part of an import: time entries.
    StageImportEntries(ImportId, ImportEntries),
    /// All parts of an import are there: it counts.
    CommitImport(ImportId, Box<ImportCommitted>),
    /// An import shall count no more.
    UndoImport(ImportId, String),
}

impl Command {
    /// The company that this begins, and the zone it is to have.
    pub fn founds(&self) -> Option<(CompanyId, &str)> {
        match self {
            Self::FoundCompany(found) => Some((found.company, &found.zone)),
            Self::OpenCompany(open) => Some((open.company, &open.zone)),
            _other => None,
        }
    }
}

/// See [`Command::SettleHeld`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleHeld {
    /// The positions at which they were first judged, at most [`crate::again::SETTLED_MAX`].
    pub positions: Vec<u64>,
    /// What is to become of them.
    pub act: HeldAct,
    /// Why.
    pub reason: String,
}

/// What a person can do about an op that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldAct {
    /// It shall count, as the actor vouches for it.
    Release,
    /// It shall never count, and wait for nothing.
    SetAside,
    /// What was set aside is held back again, or counts if nothing stands in its way now.
    TakeBack,
}

/// See [`Command::OpenCompany`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCompany {
    /// The company's id.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail, `en` or `es`.
    pub language: String,
}

/// See [`Command::AppointOwner`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointOwner {
    /// The account that signs in as the owner.
    pub account: AccountId,
    /// The owner's name.
    pub name: String,
    /// The owner's e-mail address; an employee who has it becomes the owner.
    pub email: String,
}

/// See [`Command::FoundCompany`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCompany {
    /// The company's id.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail, `en` or `es`.
    pub language: String,
    /// The owner's name.
    pub owner_name: String,
    /// The owner's e-mail address.
    pub owner_email: String,
    /// The account that signs in as the owner.
    pub account: AccountId,
}

/// See [`Command::ChangeCompany`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeCompany {
    /// Its name.
    pub name: Option<String>,
    /// Its IANA zone.
    pub zone: Option<String>,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: Option<u8>,
    /// The language of its mail.
    pub language: Option<String>,
}

/// See [`Command::AddEmployee`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddEmployee {
    /// The name.
    pub name: String,
    /// The e-mail address, or empty.
    pub email: String,
    /// The firm's number for the person, or empty.
    pub number: String,
    /// The role.
    pub role: Role,
}

/// See [`Command::ChangeEmployee`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeEmployee {
    /// The employee.
    pub employee: EmployeeId,
    /// The hash of the row the editor saw; another one by now is refused as changed meanwhile.
    pub expected: Option<RowHash>,
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The firm's number.
    pub number: Option<String>,
}

/// See [`Command::EnrolDevice`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolDevice {
    /// The invitation.
    pub invitation: InvitationId,
    /// The log granted to the device.
    pub log: LogId,
    /// Its public key.
    pub public_key: PublicKey,
    /// What it calls itself.
    pub name: String,
}

/// A new job's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobText {
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The customer's name, or empty.
    pub customer: String,
}

/// A change of a job's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobPatch {
    /// The hash of the row the editor saw; another one by now is refused as changed meanwhile.
    pub expected: Option<RowHash>,
    /// The firm's code.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The customer's name.
    pub customer: Option<String>,
}

/// A new cost code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CostCodeText {
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The one job it is for, or every job.
    pub job: Option<JobId>,
}

/// A change of a cost code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CostCodePatch {
    /// The hash of the row the editor saw; another one by now is refused as changed meanwhile.
    pub expected: Option<RowHash>,
    /// The firm's code.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The one job it is for, or every job.
    pub job: Option<Option<JobId>>,
}

/// What work is booked on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Booking {
    /// The job.
    pub job: Option<JobId>,
    /// The cost code.
    pub cost_code: Option<CostCodeId>,
    /// A note, or empty.
    pub note: String,
}

/// See [`Command::AddEntry`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddEntry {
    /// Whose time it is.
    pub employee: EmployeeId,
    /// When work began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// Its breaks in order.
    pub breaks: Vec<Break>,
    /// What it is booked on.
    pub booking: Booking,
    /// Why it is written by hand.
    pub reason: String,
}

/// See [`Command::EditEntry`]; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditEntry {
    /// The entry.
    pub entry: TimeEntryId,
    /// The hash of the row the editor saw; another one by now is refused as changed meanwhile.
    pub expected: Option<RowHash>,
    /// When work began.
    pub start: Option<Timestamp>,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// All its breaks.
    pub breaks: Option<Vec<Break>>,
    /// The job.
    pub job: Option<Option<JobId>>,
    /// The cost code.
    pub cost_code: Option<Option<CostCodeId>>,
    /// The note.
    pub note: Option<String>,
    /// Why; needed unless only the note changes.
    pub reason: String,
}
