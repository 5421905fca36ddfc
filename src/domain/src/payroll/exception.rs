//! Exceptions: what a person must look at before a pay run is final. What a rule does not compute
//! stands here; it never passes in silence.

use jiff::civil::Date;

use super::exact::Exact;
use crate::id::{EmployeeId, TimeEntryId};

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayException {
    /// Whose pay.
    pub employee: EmployeeId,
    /// The first day of the workweek, where it is of one.
    pub week: Option<Date>,
    /// The time entry, where it is of one.
    pub entry: Option<TimeEntryId>,
    /// What is to be looked at.
    pub kind: PayExceptionKind,
}

/// What is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayExceptionKind {
    /// A figure does not fit.
    #[error("a figure is too large to calculate with")]
    TooLarge,
    /// The dates reach over more workweeks than are calculated at once.
    #[error("the dates reach over more workweeks than are calculated at once")]
    TooManyWeeks,
    /// An entry is longer than a workweek.
    #[error("a time entry is longer than a workweek, and is not paid")]
    EntryTooLong,
    /// A rate, amount or number of hours is under zero.
    #[error("a rate, amount or number of hours is under zero, and is not paid")]
    Negative,
    /// Work without a rate in a workweek without salary and piece pay.
    #[error("work has no rate, and no salary or piece pay of its workweek pays for it")]
    RateMissing,
    /// An unpaid break that falls on one or the other side of a boundary, and figures differ.
    #[error(
        "where the unpaid break falls changes the pay: record when it was, or write two entries"
    )]
    BreakWithoutPlace,
    /// Salary or piece pay is of more than one workweek.
    #[error("salary and piece pay are of one workweek each")]
    SeveralWeeks,
    /// Two salaries of one workweek that cover different hours.
    #[error("two salaries of one workweek cover different hours")]
    TwoSalaries,
    /// Fluctuating workweek outside the FLSA alone, or without the understanding.
    #[error(
        "a salary for all hours (29 CFR 778.114) stands only under the FLSA alone, with the \
         understanding on record: it was taken to cover 40 hours"
    )]
    FluctuatingNotAllowed,
    /// Fluctuating workweek whose salary falls under the minimum wage.
    #[error(
        "the salary for all hours falls under the minimum wage: it was taken to cover 40 hours"
    )]
    FluctuatingBelowMinimumWage,
    /// The rule of the state is not calculated.
    #[error("the daily or seventh-day rule of this state is not calculated")]
    RuleNotComputed,
    /// A premium that the rule does not know.
    #[error("the rule knows no such premium: it is not paid")]
    PremiumNotComputed,
    /// A premium of a workweek or day without worked time: there is no rate to pay it at.
    #[error("there is no worked time to take the rate of the premium from: it is not paid")]
    PremiumWithoutRate,
    /// A flat bonus of a period without non-overtime hours.
    #[error("a flat bonus was earned over a period without non-overtime hours")]
    BonusWithoutHours,
    /// Rate in effect was agreed where salary or piece pay makes the overtime hours' rate unknown.
    #[error("the rate in effect is agreed, and overtime hours have no rate of their own")]
    RateInEffectUnknown,
    /// The table of minimum wages does not reach the date, and the rule needs it.
    #[error("no minimum wage is known for the workday: daily overtime was paid")]
    MinimumWageUnknown,
    /// More changes of the workweek's start than are weighed against each other.
    #[error("the start of the workweek changes more often than is calculated at once")]
    TooManyChanges,
    /// California's pay for rest periods of piece workers.
    #[error("pay for rest periods beside piece pay (Labor Code 226.2) is not calculated")]
    PieceRestPay,
    /// Pay under the minimum wage.
    #[error("pay is under the minimum wage")]
    BelowMinimumWage {
        /// What an hour came to.
        paid: Exact,
        /// What it must not fall under.
        minimum: Exact,
    },
    /// Rounding of time is refused by the rule.
    #[error("rounding of time is refused under this rule: recorded times were taken")]
    RoundingRefused,
    /// An unpaid break of 20 minutes or less is paid time.
    #[error("an unpaid break of 20 minutes or less was paid (29 CFR 785.18)")]
    ShortBreakPaid,
    /// Less than 20 minutes between two entries.
    #[error("20 minutes or less between two time entries were not paid")]
    ShortGap,
    /// Two entries share time; both were paid.
    #[error("time entries overlap: both were paid")]
    Overlap,
    /// A bonus was earned partly in workweeks that are not here.
    #[error("a bonus was earned partly in workweeks that are not part of this calculation")]
    BonusOutside,
    /// A bonus's dates cut a workweek.
    #[error("a bonus's dates begin or end inside a workweek, which counts as a whole")]
    BonusCutsWeek,
    /// The rule changes within a workweek: the larger of both was paid for all of it.
    #[error("the pay rule changes within the workweek: the larger pay of both is owed")]
    RuleChanges,
    /// The start of the workweek changes: the greater of both ways to count was paid.
    #[error("the start of the workweek changes: the greater pay of both ways to count is owed")]
    WorkweekChanges,
    /// The written understanding of four days of ten hours was not kept to.
    #[error("the agreed four days of ten hours were not kept to")]
    FourTensNotKept,
    /// A salary was agreed for other hours than the state lets it cover.
    #[error("the state has the salary cover 40 hours, whatever was agreed")]
    SalaryCoversForty,
}

impl PayExceptionKind {
    /// The stable name used in formats and addresses.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::TooManyWeeks => "too_many_weeks",
            Self::EntryTooLong => "entry_too_long",
            Self::Negative => "negative",
            Self::RateMissing => "rate_missing",
            Self::BreakWithoutPlace => "break_without_place",
            Self::SeveralWeeks => "several_weeks",
            Self::TwoSalaries => "two_salaries",
            Self::FluctuatingNotAllowed => "fluctuating_not_allowed",
            Self::FluctuatingBelowMinimumWage => "fluctuating_below_minimum_wage",
            Self::RuleNotComputed => "rule_not_computed",
            Self::PremiumNotComputed => "premium_not_computed",
            Self::PremiumWithoutRate => "premium_without_rate",
            Self::BonusWithoutHours => "bonus_without_hours",
            Self::RateInEffectUnknown => "rate_in_effect_unknown",
            Self::MinimumWageUnknown => "minimum_wage_unknown",
            Self::TooManyChanges => "too_many_changes",
            Self::PieceRestPay => "piece_rest_pay",
            Self::BelowMinimumWage { .. } => "below_minimum_wage",
            Self::RoundingRefused => "rounding_refused",
            Self::ShortBreakPaid => "short_break_paid",
            Self::ShortGap => "short_gap",
            Self::Overlap => "overlap",
            Self::BonusOutside => "bonus_outside",
            Self::BonusCutsWeek => "bonus_cuts_week",
            Self::RuleChanges => "rule_changes",
            Self::WorkweekChanges => "workweek_changes",
            Self::FourTensNotKept => "four_tens_not_kept",
            Self::SalaryCoversForty => "salary_covers_forty",
        }
    }

    /// Whether figures do not stand before it is settled, as against a note on how they came
    /// about.
    pub const fn blocks(&self) -> bool {
        match self {
            Self::TooLarge
            | Self::TooManyWeeks
            | Self::EntryTooLong
            | Self::Negative
            | Self::RateMissing
            | Self::BreakWithoutPlace
            | Self::SeveralWeeks
            | Self::TwoSalaries
            | Self::FluctuatingNotAllowed
            | Self::FluctuatingBelowMinimumWage
            | Self::RuleNotComputed
            | Self::PremiumNotComputed
            | Self::PremiumWithoutRate
            | Self::BonusWithoutHours
            | Self::RateInEffectUnknown
            | Self::MinimumWageUnknown
            | Self::TooManyChanges => true,
            Self::PieceRestPay
            | Self::BelowMinimumWage { .. }
            | Self::RoundingRefused
            | Self::ShortBreakPaid
            | Self::ShortGap
            | Self::Overlap
            | Self::BonusOutside
            | Self::BonusCutsWeek
            | Self::RuleChanges
            | Self::WorkweekChanges
            | Self::FourTensNotKept
            | Self::SalaryCoversForty => false,
        }
    }
}
