//! Settings of days, workweeks, pay periods and breaks that hold from a date on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How often the firm pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "every", deny_unknown_fields)]
pub enum PayPeriodRule {
    /// A period is a workweek, whichever day that begins on.
    Workweek,
    /// Seven days.
    Week {
        /// The first day of a period.
        anchor: Date,
    },
    /// Fourteen days.
    TwoWeeks {
        /// The first day of a period.
        anchor: Date,
    },
    /// Two periods a month.
    HalfMonth {
        /// The day of the month on which one begins, from 1 to 28.
        first_day: i8,
        /// The later day on which the other begins.
        second_day: i8,
    },
    /// One period a month.
    Month {
        /// The day of the month on which it begins, from 1 to 28.
        first_day: i8,
    },
}

/// When workweeks and workdays begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Workweek {
    /// The first day, Monday 1 to Sunday 7.
    pub starts: u8,
    /// When each day begins, in minutes after midnight.
    #[serde(default)]
    pub starts_at_minutes: u16,
}

/// Meals that are taken off by rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MealRule {
    /// A workday with no more worked minutes has no meal taken off.
    pub after_minutes: u16,
    /// How many minutes are taken off.
    pub deduct_minutes: u16,
}

/// What the firm wants of timesheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TimesheetPolicy {
    /// Meals that are taken off by rule.
    #[serde(default)]
    pub meal: Option<MealRule>,
    /// Whether workers are asked about meal periods when they clock out.
    #[serde(default)]
    pub ask_meal: bool,
    /// Whether workers are asked about rest periods when they clock out.
    #[serde(default)]
    pub ask_rest: bool,
    /// Hours after the end of a period until which it is to be submitted.
    #[serde(default)]
    pub submit_due_hours: Option<u16>,
    /// Hours after the end of a period until which it is to be approved.
    #[serde(default)]
    pub approve_due_hours: Option<u16>,
    /// Hours before those at which people are reminded; none reminds nobody.
    #[serde(default)]
    pub remind_hours: Option<u16>,
}

/// A zone from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedZone {
    /// The first date.
    pub from: Date,
    /// The IANA zone.
    pub zone: String,
}

/// A workweek from a date on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedWorkweek {
    /// The first date.
    pub from: Date,
    /// The workweek.
    pub workweek: Workweek,
}

/// Pay periods from a date on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedPeriods {
    /// The first date.
    pub from: Date,
    /// How often the firm pays.
    pub periods: PayPeriodRule,
}

/// What the firm wants from a date on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedPolicy {
    /// The first date.
    pub from: Date,
    /// What it wants.
    pub policy: TimesheetPolicy,
}

/// Settings that hold from a date on. Before the first of each, the company's own zone and
/// workweek hold, periods are workweeks, and nothing is asked or taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimesheetSettings {
    /// Zones, in order.
    pub zones: Vec<DatedZone>,
    /// Workweeks, in order.
    pub workweeks: Vec<DatedWorkweek>,
    /// Pay periods, in order.
    pub periods: Vec<DatedPeriods>,
    /// What the firm wants, in order.
    pub policies: Vec<DatedPolicy>,
    /// The last date that is locked: settings change after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Date>,
}

/// Let days, workweeks or pay periods lie otherwise from a date on; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePayCalendar {
    /// The first date that it holds for.
    pub from: Date,
    /// The IANA zone of days.
    #[serde(default)]
    pub zone: Option<String>,
    /// When workweeks and workdays begin.
    #[serde(default)]
    pub workweek: Option<Workweek>,
    /// How often the firm pays.
    #[serde(default)]
    pub periods: Option<PayPeriodRule>,
}

/// Want other things of timesheets from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePolicy {
    /// The first date that it holds for.
    pub from: Date,
    /// All of it.
    pub policy: TimesheetPolicy,
}

/// Let an employee's days be in another zone from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeZone {
    /// The first date that it holds for.
    pub from: Date,
    /// The IANA zone; none is the company's.
    #[serde(default)]
    pub zone: Option<String>,
}

/// What a firm asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BreakQuestion {
    /// Meal periods.
    Meal,
    /// Rest periods.
    Rest,
}

/// What a worker answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BreakAnswer {
    /// It was taken.
    Taken,
    /// It was offered, and not taken by the worker's own choice.
    Waived,
    /// It was not provided, or cut short by work.
    Missed,
}

/// A question with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BreakAttestation {
    /// What was asked.
    pub question: BreakQuestion,
    /// What was answered.
    pub answer: BreakAnswer,
}

/// Say how one's own breaks were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttestBreaks {
    /// The answers, one a question.
    pub answers: Vec<BreakAttestation>,
}

/// Say whether the meal that is taken off by rule was worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MealWorked {
    /// Whether it was.
    pub worked: bool,
    /// A note, or empty.
    #[serde(default)]
    pub note: String,
}

macro_rules! same_variants {
    ($name:ident: $($variant:ident)*) => {
        impl From<domain::timesheet::$name> for $name {
            fn from(value: domain::timesheet::$name) -> Self {
                match value { $(domain::timesheet::$name::$variant => Self::$variant,)* }
            }
        }

        impl From<$name> for domain::timesheet::$name {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant,)* }
            }
        }
    };
}

same_variants!(BreakQuestion: Meal Rest);
same_variants!(BreakAnswer: Taken Waived Missed);

impl From<PayPeriodRule> for domain::timesheet::PeriodRule {
    fn from(rule: PayPeriodRule) -> Self {
        match rule {
            PayPeriodRule::Workweek => Self::Workweek,
            PayPeriodRule::Week { anchor } => Self::Weekly { anchor },
            PayPeriodRule::TwoWeeks { anchor } => Self::TwoWeeks { anchor },
            PayPeriodRule::HalfMonth {
                first_day,
                second_day,
            } => Self::TwiceMonthly {
                first_day,
                second_day,
            },
            PayPeriodRule::Month { first_day } => Self::Monthly { first_day },
        }
    }
}

impl From<domain::timesheet::PeriodRule> for PayPeriodRule {
    fn from(rule: domain::timesheet::PeriodRule) -> Self {
        use domain::timesheet::PeriodRule as Rule;
        match rule {
            Rule::Workweek => Self::Workweek,
            Rule::Weekly { anchor } => Self::Week { anchor },
            Rule::TwoWeeks { anchor } => Self::TwoWeeks { anchor },
            Rule::TwiceMonthly {
                first_day,
                second_day,
            } => Self::HalfMonth {
                first_day,
                second_day,
            },
            Rule::Monthly { first_day } => Self::Month { first_day },
        }
    }
}
