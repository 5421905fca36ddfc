//! The payloads of version 1, one struct for each kind. The subject is in the envelope.

use domain::timesheet::Break;
use domain::{
    AccountId, CostCodeId, EmployeeId, InvitationId, JobId, LogId, MemberId, TimeEntryId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sign::PublicKey;
use crate::wire;

/// A role as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleTag {
    /// Clocks own time.
    Worker,
    /// Sees and corrects everyone's time.
    Manager,
    /// Everything.
    Owner,
}

/// A break as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakTimes {
    /// When it began.
    #[serde(with = "wire::instant")]
    pub start: Timestamp,
    /// When it ended, if it has.
    #[serde(with = "wire::instant_option")]
    pub end: Option<Timestamp>,
    /// Whether it counts as worked.
    pub paid: bool,
}

/// What an invitation lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationPurpose {
    /// Enrol a phone.
    Device,
    /// Open an account with a password, for the office.
    Account,
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }
    )*};
}

mod again;
mod company;
mod import;
mod log;
mod pay;
mod timesheet;

pub use again::Rejudged;
pub use company::{CompanyOpened, OwnerAppointed, RecoveryEnd, RecoveryEnded, ServerRestored};
pub use import::{
    ImportCommitted, ImportEntries, ImportNames, ImportUndone, ImportedCostCode, ImportedEmployee,
    ImportedEntry, ImportedJob,
};
pub use log::LogForked;
pub use pay::{
    BasisTag, BonusTag, DifferentialEnded, DifferentialSet, LawTag, PaidWeek, PayIdSet,
    PayItemAdded, PayItemTag, PayItemVoided, PayMappingSet, PayRateSet, PayRunDiscarded,
    PayRunDrafted, PayRunExported, PayRunFinalised, PayRunPaid, PayRunReviewed, PayRunTotals,
    PaySettingsChanged, PayTerms, PayTermsRemoved, PayTermsSet, PolicyTag, PublicWorksSet,
    PublicWorksTag, RateFor, RoundingTag, StandingTag, ThresholdTag,
};
pub use timesheet::{
    BreakAnswerTag, BreakAttestation, BreakQuestionTag, BreaksAttested, EmployeeZoneChanged,
    LateCorrectionAccepted, LateCorrectionDeclined, MealRuleTag, MealWorked, PayCalendarChanged,
    PeriodLocked, PeriodRuleTag, PeriodUnlocked, ReminderStep, TimesheetApproved,
    TimesheetObjected, TimesheetPolicy, TimesheetPolicyChanged, TimesheetReminded,
    TimesheetReopened, TimesheetReturned, TimesheetSubmitted, WorkweekTag,
};

payloads! {
    /// The company begins, with its owner. Subject: the company.
    CompanyFounded {
        /// Its name.
        name: String,
        /// Its IANA zone.
        zone: String,
        /// The first day of its workweek, Monday 1 to Sunday 7.
        workweek_starts: u8,
        /// The language of its mail, `en` or `es`.
        language: String,
        /// The owner's place in the company.
        #[serde(with = "wire::id")]
        owner: MemberId,
        /// The owner's employee record.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The account that signs in as the owner.
        #[serde(with = "wire::id")]
        account: AccountId,
        /// The owner's name.
        owner_name: String,
        /// The owner's e-mail address.
        owner_email: String,
    }
    /// Company settings changed; `None` leaves a field as it is.
    CompanyChanged {
        /// Its name.
        name: Option<String>,
        /// Its IANA zone.
        zone: Option<String>,
        /// The first day of its workweek, Monday 1 to Sunday 7.
        workweek_starts: Option<u8>,
        /// The language of its mail.
        language: Option<String>,
    }
    /// An employee was added. Subject: the employee.
    EmployeeAdded {
        /// The name.
        name: String,
        /// The e-mail address, or empty.
        email: String,
        /// The firm's number for the person, or empty.
        number: String,
    }
    /// An employee's record changed. Subject: the employee.
    EmployeeChanged {
        /// The name.
        name: Option<String>,
        /// The e-mail address.
        email: Option<String>,
        /// The firm's number.
        number: Option<String>,
    }
    /// An employee left. Subject: the employee.
    EmployeeArchived {}
    /// An employee is back. Subject: the employee.
    EmployeeRestored {}
    /// An employee became a member. Subject: the member.
    MemberAdded {
        /// The employee.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The role.
        role: RoleTag,
        /// The account that signs in as this member, if there is one.
        #[serde(with = "wire::id_option")]
        account: Option<AccountId>,
    }
    /// A member's role changed. Subject: the member.
    MemberRoleChanged {
        /// The new role.
        role: RoleTag,
    }
    /// An account signs in as this member from now on. Subject: the member.
    MemberAccountLinked {
        /// The account.
        #[serde(with = "wire::id")]
        account: AccountId,
        /// The invitation that was spent.
        #[serde(with = "wire::id_option")]
        invitation: Option<InvitationId>,
    }
    /// A member was invited. Subject: the invitation.
    InvitationIssued {
        /// The member.
        #[serde(with = "wire::id")]
        member: MemberId,
        /// For a phone or for an account.
        purpose: InvitationPurpose,
        /// The last instant it can be used.
        #[serde(with = "wire::instant")]
        expires_at: Timestamp,
    }
    /// An invitation was withdrawn. Subject: the invitation.
    InvitationRevoked {}
    /// The server tried to mail an invitation. Subject: the invitation.
    InvitationMailed {
        /// What went wrong, or empty when the mail server took it.
        problem: String,
    }
    /// A device was enrolled. Subject: the device.
    DeviceEnrolled {
        /// Who uses it.
        #[serde(with = "wire::id")]
        member: MemberId,
        /// The log it writes.
        #[serde(with = "wire::id")]
        log: LogId,
        /// Its public key.
        public_key: PublicKey,
        /// What it calls itself, such as `Chrome on Android`.
        name: String,
        /// The invitation that was spent.
        #[serde(with = "wire::id_option")]
        invitation: Option<InvitationId>,
    }
    /// A device may write no more. Subject: the device.
    DeviceRevoked {
        /// Why.
        reason: String,
    }
    /// A job was added. Subject: the job.
    JobAdded {
        /// The firm's code for it, or empty.
        code: String,
        /// Its name.
        name: String,
        /// The customer's name, or empty.
        customer: String,
    }
    /// A job changed. Subject: the job.
    JobChanged {
        /// The firm's code.
        code: Option<String>,
        /// Its name.
        name: Option<String>,
        /// The customer's name.
        customer: Option<String>,
    }
    /// A job takes no more hours. Subject: the job.
    JobArchived {}
    /// A job takes hours again. Subject: the job.
    JobRestored {}
    /// A cost code was added. Subject: the cost code.
    CostCodeAdded {
        /// The firm's code.
        code: String,
        /// Its name.
        name: String,
        /// The one job it is for, or every job.
        #[serde(with = "wire::id_option")]
        job: Option<JobId>,
    }
    /// A cost code changed. Subject: the cost code.
    CostCodeChanged {
        /// The firm's code.
        code: Option<String>,
        /// Its name.
        name: Option<String>,
        /// The one job it is for.
        #[serde(with = "wire::id_change")]
        job: Option<Option<JobId>>,
    }
    /// A cost code takes no more hours. Subject: the cost code.
    CostCodeArchived {}
    /// A cost code takes hours again. Subject: the cost code.
    CostCodeRestored {}
    /// Work began at the envelope's instant. Subject: the new time entry.
    ClockedIn {
        /// Whose time it is.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The job.
        #[serde(with = "wire::id_option")]
        job: Option<JobId>,
        /// The cost code.
        #[serde(with = "wire::id_option")]
        cost_code: Option<CostCodeId>,
        /// A note, or empty.
        note: String,
    }
    /// Work ended at the envelope's instant. Subject: the time entry.
    ClockedOut {}
    /// A break began at the envelope's instant. Subject: the time entry.
    BreakStarted {
        /// Whether it counts as worked.
        paid: bool,
    }
    /// The open break ended at the envelope's instant. Subject: the time entry.
    BreakEnded {}
    /// One entry ended and another began at the envelope's instant. Subject: the new time entry.
    JobSwitched {
        /// The entry that ended.
        #[serde(with = "wire::id")]
        from: TimeEntryId,
        /// Whose time it is.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// The new job.
        #[serde(with = "wire::id_option")]
        job: Option<JobId>,
        /// The new cost code.
        #[serde(with = "wire::id_option")]
        cost_code: Option<CostCodeId>,
        /// A note, or empty.
        note: String,
    }
    /// An entry was written by hand. Subject: the time entry.
    EntryAdded {
        /// Whose time it is.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// When work began.
        #[serde(with = "wire::instant")]
        start: Timestamp,
        /// When it ended.
        #[serde(with = "wire::instant")]
        end: Timestamp,
        /// Its breaks in order.
        breaks: Vec<BreakTimes>,
        /// The job.
        #[serde(with = "wire::id_option")]
        job: Option<JobId>,
        /// The cost code.
        #[serde(with = "wire::id_option")]
        cost_code: Option<CostCodeId>,
        /// A note, or empty.
        note: String,
        /// Why it was written by hand.
        reason: String,
    }
    /// Fields of an entry changed; `None` leaves a field as it is. Subject: the time entry.
    EntryEdited {
        /// When work began.
        #[serde(with = "wire::instant_option")]
        start: Option<Timestamp>,
        /// When it ended.
        #[serde(with = "wire::instant_option")]
        end: Option<Timestamp>,
        /// All its breaks.
        breaks: Option<Vec<BreakTimes>>,
        /// The job.
        #[serde(with = "wire::id_change")]
        job: Option<Option<JobId>>,
        /// The cost code.
        #[serde(with = "wire::id_change")]
        cost_code: Option<Option<CostCodeId>>,
        /// The note.
        note: Option<String>,
        /// Why, or empty for one's own note.
        reason: String,
    }
    /// An entry counts no more. Subject: the time entry.
    EntryVoided {
        /// Why.
        reason: String,
    }
    /// A voided entry counts again. Subject: the time entry.
    EntryRestored {
        /// Why.
        reason: String,
    }
    /// Someone looked at an entry's exceptions and let them stand. Subject: the time entry.
    ExceptionsSettled {
        /// The stable names of the exceptions.
        exceptions: Vec<String>,
        /// What was found.
        note: String,
    }
}

impl From<BreakTimes> for Break {
    fn from(times: BreakTimes) -> Self {
        Self {
            start: times.start,
            end: times.end,
            paid: times.paid,
        }
    }
}

impl From<Break> for BreakTimes {
    fn from(pause: Break) -> Self {
        Self {
            start: pause.start,
            end: pause.end,
            paid: pause.paid,
        }
    }
}

impl From<RoleTag> for domain::company::Role {
    fn from(tag: RoleTag) -> Self {
        match tag {
            RoleTag::Worker => Self::Worker,
            RoleTag::Manager => Self::Manager,
            RoleTag::Owner => Self::Owner,
        }
    }
}

impl From<domain::company::Role> for RoleTag {
    fn from(role: domain::company::Role) -> Self {
        match role {
            domain::company::Role::Worker => Self::Worker,
            domain::company::Role::Manager => Self::Manager,
            domain::company::Role::Owner => Self::Owner,
        }
    }
}
