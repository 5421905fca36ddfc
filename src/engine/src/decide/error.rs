//! Why a command cannot be done now, in words for the person who asked and in stable codes.

use domain::text::TextError;
use domain::timesheet::EntryError;

use super::pay_fault::PayFault;
use super::sheet_fault::SheetFault;

use crate::view::ViewError;

/// What a command named and the company does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// No such employee.
    #[error("there is no such employee")]
    Employee,
    /// No such job.
    #[error("there is no such job")]
    Job,
    /// No such cost code.
    #[error("there is no such cost code")]
    CostCode,
    /// No such time entry.
    #[error("there is no such time entry")]
    TimeEntry,
    /// No such device.
    #[error("there is no such device")]
    Device,
    /// No such invitation.
    #[error("there is no such invitation")]
    Invitation,
    /// No such import.
    #[error("there is no such import")]
    Import,
    /// No such statement among those that were held back.
    #[error("there is no such statement among those that were held back")]
    Held,
    /// The company is not founded yet.
    #[error("there is no such company")]
    Company,
    /// What the command is about.
    #[error("what this is about does not exist")]
    Subject,
}

/// A typed text that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field} {error}")]
pub struct TextFault {
    /// The field's name in requests.
    pub field: &'static str,
    /// What is wrong with it.
    pub error: TextError,
}

/// Why an invitation cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationFault {
    /// Its 7 days are over.
    #[error("the invitation has expired; ask for a new one")]
    Expired,
    /// It was used before.
    #[error("the invitation was already used; ask for a new one")]
    Used,
    /// It was withdrawn.
    #[error("the invitation was withdrawn; ask for a new one")]
    Revoked,
    /// It is for something else.
    #[error("the invitation is for something else")]
    OtherPurpose,
}

/// Why an import cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportFault {
    /// It counts already.
    #[error("this import is finished already")]
    Finished,
    /// It does not count.
    #[error("this import was not finished")]
    Unfinished,
    /// It was taken back.
    #[error("this import was undone")]
    Undone,
    /// Parts of it are missing.
    #[error("parts of this import are missing; start it again")]
    Incomplete,
    /// A part is larger than an op can be.
    #[error("this part of the import is too large")]
    TooLarge,
}

/// Why a command cannot be done now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// The actor does not hold the permission.
    #[error("your role does not allow this")]
    NotPermitted,
    /// Something named is not there.
    #[error(transparent)]
    NotFound(#[from] Missing),
    /// A text cannot be taken.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// The times typed cannot be.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The zone is unknown.
    #[error(transparent)]
    Zone(#[from] domain::time::UnknownZone),
    /// The workweek must start on a day from Monday 1 to Sunday 7.
    #[error("workweek_starts must be from 1 (Monday) to 7 (Sunday)")]
    WorkweekStart,
    /// The language is not offered.
    #[error("language must be en or es")]
    Language,
    /// The invitation cannot be used.
    #[error(transparent)]
    Invitation(#[from] InvitationFault),
    /// The import cannot go on.
    #[error(transparent)]
    Import(#[from] ImportFault),
    /// The company has an owner already.
    #[error("the company has an owner already")]
    OwnerExists,
    /// The company stands already.
    #[error("the company is already set up")]
    CompanyExists,
    /// The company must keep an owner.
    #[error("a company must keep at least one owner")]
    LastOwner,
    /// The person has left.
    #[error("this employee is archived; restore the employee first")]
    EmployeeArchived,
    /// Another person has this address.
    #[error("another employee has this e-mail address")]
    EmailTaken,
    /// The job takes no more hours.
    #[error("this job is archived; restore it or choose another")]
    JobArchived,
    /// The cost code takes no more hours.
    #[error("this cost code is archived; restore it or choose another")]
    CostCodeArchived,
    /// The cost code is for another job.
    #[error("this cost code is for another job")]
    CostCodeOfOtherJob,
    /// Another one has this code.
    #[error("this code is already in use")]
    CodeTaken,
    /// Already on the clock.
    #[error("you are already on the clock")]
    OnTheClock,
    /// Not on the clock.
    #[error("you are not on the clock")]
    OffTheClock,
    /// A break is open.
    #[error("you are already on a break")]
    OnBreak,
    /// No break is open.
    #[error("you are not on a break")]
    NotOnBreak,
    /// The entry does not count.
    #[error("this time entry is voided; restore it first")]
    Voided,
    /// The entry counts.
    #[error("this time entry is not voided")]
    NotVoided,
    /// A manager voided it.
    #[error("a manager voided this time entry; ask a manager to restore it")]
    VoidedByManager,
    /// No rule that holds gives way to a release.
    #[error("this cannot be made to count, whoever vouches for it")]
    CannotCount,
    /// It counts already, or lost to another edit.
    #[error("this was judged for good already")]
    JudgedForGood,
    /// Someone changed it since it was read.
    #[error("this was changed in the meantime; look at it again")]
    ChangedMeanwhile,
    /// The command would change nothing.
    #[error("nothing would change")]
    NothingChanged,
    /// Something about timesheets or pay periods stands against it.
    #[error(transparent)]
    Timesheet(#[from] SheetFault),
    /// About pay.
    #[error(transparent)]
    Pay(#[from] PayFault),
    /// Reading rows failed.
    #[error(transparent)]
    View(#[from] ViewError),
}

impl DecideError {
    /// The stable code of this reason.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPermitted => "not_permitted",
            Self::NotFound(Missing::Employee) => "employee_not_found",
            Self::NotFound(Missing::Job) => "job_not_found",
            Self::NotFound(Missing::CostCode) => "cost_code_not_found",
            Self::NotFound(Missing::TimeEntry) => "time_entry_not_found",
            Self::NotFound(Missing::Device) => "device_not_found",
            Self::NotFound(Missing::Invitation) => "invitation_not_found",
            Self::NotFound(Missing::Import) => "import_not_found",
            Self::NotFound(Missing::Held) => "held_not_found",
            Self::NotFound(Missing::Company) => "company_not_found",
            Self::NotFound(Missing::Subject) => "not_found",
            Self::Text(fault) => match fault.error {
                TextError::Empty => "text_empty",
                TextError::TooLong { .. } => "text_too_long",
                TextError::Control => "text_control_characters",
                TextError::NotEmail => "email_invalid",
            },
            Self::Entry(error) => match error {
                EntryError::EndsBeforeStart => "entry_ends_before_start",
                EntryError::TooLong => "entry_too_long",
                EntryError::InFuture => "entry_in_future",
                EntryError::Break(_) => "entry_break_invalid",
            },
            Self::Zone(_) => "zone_unknown",
            Self::WorkweekStart => "workweek_start_invalid",
            Self::Language => "language_unknown",
            Self::Invitation(_) => "invitation_not_open",
            Self::Import(fault) => match fault {
                ImportFault::Finished => "import_finished",
                ImportFault::Unfinished => "import_unfinished",
                ImportFault::Undone => "import_undone",
                ImportFault::Incomplete => "import_incomplete",
                ImportFault::TooLarge => "import_too_large",
            },
            Self::OwnerExists => "owner_exists",
            Self::CompanyExists => "company_exists",
            Self::LastOwner => "last_owner",
            Self::EmployeeArchived => "employee_archived",
            Self::EmailTaken => "email_taken",
            Self::JobArchived => "job_archived",
            Self::CostCodeArchived => "cost_code_archived",
            Self::CostCodeOfOtherJob => "cost_code_of_other_job",
            Self::CodeTaken => "code_taken",
            Self::OnTheClock => "on_the_clock",
            Self::OffTheClock => "off_the_clock",
            Self::OnBreak => "on_break",
            Self::NotOnBreak => "not_on_break",
            Self::Voided => "entry_voided",
            Self::NotVoided => "entry_not_voided",
            Self::VoidedByManager => "entry_voided_by_manager",
            Self::CannotCount => "held_cannot_count",
            Self::JudgedForGood => "held_judged_for_good",
            Self::ChangedMeanwhile => "changed_meanwhile",
            Self::NothingChanged => "nothing_changed",
            Self::Timesheet(fault) => fault.code(),
            Self::Pay(fault) => fault.code(),
            Self::View(_) => "storage_failed",
        }
    }

    /// The request's field that is at fault, where it is one.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Text(fault) => Some(fault.field),
            Self::Zone(_) => Some("zone"),
            Self::WorkweekStart => Some("workweek_starts"),
            Self::Language => Some("language"),
            Self::Pay(fault) => fault.field(),
            Self::EmailTaken => Some("email"),
            Self::CodeTaken => Some("code"),
            Self::Entry(EntryError::Break(_)) => Some("breaks"),
            Self::Entry(_) => Some("end"),
            _no_field => None,
        }
    }
}
