//! Why a wish about pay cannot be granted now.

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PayFault {
    /// No law has this name, or the policy cannot be.
    #[error("no pay rule has this name, or the policy has a figure that cannot be")]
    Law,
    /// No currency has this code.
    #[error("currency must be three capital letters, such as USD")]
    Currency,
    /// A rate or an amount is under zero or too large.
    #[error("an amount must be from 0 to 100,000,000.00")]
    Amount,
    /// Dates, times or weekdays cannot be.
    #[error("dates or times cannot be: the last must not be before the first")]
    Dates,
    /// No such differential, item or pay run.
    #[error("there is no such differential, item or pay run")]
    Missing,
    /// The form is not offered.
    #[error("there is no such form of payroll file")]
    Form,
    /// Another employee has this id in the form.
    #[error("another employee has this id there")]
    IdTaken,
    /// The dates of the pay period are in another pay run.
    #[error("this pay period has a pay run already")]
    Overlaps,
    /// A period before has a pay run that is not final.
    #[error("an earlier pay run is not final yet; make it final or discard it first")]
    EarlierOpen,
    /// The pay period is not over.
    #[error("this pay period is not over yet")]
    NotOver,
    /// The run is final or was given up.
    #[error("this pay run cannot change any more")]
    Closed,
    /// The run is not final.
    #[error("this pay run is not final yet")]
    NotFinal,
    /// What it is calculated from changed since it was looked at.
    #[error("something that this pay run is calculated from changed; look at it again")]
    Changed,
    /// It has to be reviewed first.
    #[error("this pay run has to be reviewed first")]
    NotReviewed,
    /// Exceptions stand against it.
    #[error("this pay run has exceptions that must be settled first")]
    Blocked,
}

impl PayFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Law => "pay_rule_unknown",
            Self::Currency => "currency_unknown",
            Self::Amount => "pay_amount_invalid",
            Self::Dates => "pay_dates_invalid",
            Self::Missing => "pay_not_found",
            Self::Form => "pay_form_unknown",
            Self::IdTaken => "pay_id_taken",
            Self::Overlaps => "pay_run_exists",
            Self::EarlierOpen => "pay_run_earlier_open",
            Self::NotOver => "pay_period_not_over",
            Self::Closed => "pay_run_closed",
            Self::NotFinal => "pay_run_not_final",
            Self::Changed => "pay_run_changed",
            Self::NotReviewed => "pay_run_not_reviewed",
            Self::Blocked => "pay_run_blocked",
        }
    }

    /// The request's field that is at fault, where it is one.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Law => Some("law"),
            Self::Currency => Some("currency"),
            Self::Amount => Some("amount"),
            Self::Dates => Some("from"),
            Self::Form => Some("form"),
            Self::IdTaken => Some("id"),
            Self::Missing
            | Self::Overlaps
            | Self::EarlierOpen
            | Self::NotOver
            | Self::Closed
            | Self::NotFinal
            | Self::Changed
            | Self::NotReviewed
            | Self::Blocked => None,
        }
    }
}
