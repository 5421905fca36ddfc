//! Why a command about timesheets cannot be done now, in words and in stable codes.

/// Why a command about timesheets cannot be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// The time is locked.
    #[error("this time is in a locked pay period; send it as a late correction")]
    PeriodLocked,
    /// The period is locked already.
    #[error("this pay period is locked already")]
    AlreadyLocked,
    /// The period is not locked.
    #[error("this pay period is not locked")]
    NotLocked,
    /// A pay run locked the period.
    #[error("a pay run locked this pay period; correct it in a later run")]
    LockedByPayRun,
    /// No period begins on the date.
    #[error("no pay period begins on this date")]
    NotAPeriod,
    /// The period has not begun.
    #[error("this pay period has not begun")]
    NotBegun,
    /// The period goes on.
    #[error("this pay period has not ended")]
    NotEnded,
    /// An entry of the timesheet has no end.
    #[error("someone is still on the clock in this timesheet; clock out first")]
    OnTheClock,
    /// An entry of the period has no end.
    #[error("a time entry of this pay period has no end; give it one first")]
    StillOnTheClock,
    /// Exceptions that nobody settled.
    #[error("this timesheet has exceptions that nobody settled; settle them first")]
    OpenExceptions,
    /// One's own, and no owner's.
    #[error("you cannot approve your own time; ask another manager or an owner")]
    OwnTimesheet,
    /// Nothing was submitted without open questions.
    #[error("there is no submitted timesheet without open questions to approve")]
    NothingToApprove,
    /// The words agreed to are not known.
    #[error("the statement that was agreed to is not known; update the app")]
    StatementUnknown,
    /// Nothing of this entry awaits an approver.
    #[error("no late correction of this time entry awaits approval")]
    NoLateCorrection,
    /// The setting would change locked time.
    #[error("this would change locked time; choose a date after the last locked pay period")]
    SettingsLocked,
    /// The setting cannot be followed.
    #[error("these settings cannot be followed; check the days and minutes")]
    SettingsInvalid,
    /// More than a limit allows.
    #[error("there are too many of them at once")]
    TooMany,
}

impl SheetFault {
    /// The stable code of this reason.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PeriodLocked => "period_locked",
            Self::AlreadyLocked => "period_already_locked",
            Self::NotLocked => "period_not_locked",
            Self::LockedByPayRun => "period_locked_by_pay_run",
            Self::NotAPeriod => "pay_period_not_found",
            Self::NotBegun => "period_not_begun",
            Self::NotEnded => "period_not_ended",
            Self::OnTheClock => "timesheet_on_the_clock",
            Self::StillOnTheClock => "period_on_the_clock",
            Self::OpenExceptions => "timesheet_open_exceptions",
            Self::OwnTimesheet => "timesheet_own",
            Self::NothingToApprove => "timesheet_nothing_to_approve",
            Self::StatementUnknown => "timesheet_statement_unknown",
            Self::NoLateCorrection => "late_correction_not_found",
            Self::SettingsLocked => "settings_locked",
            Self::SettingsInvalid => "settings_invalid",
            Self::TooMany => "too_many",
        }
    }
}
