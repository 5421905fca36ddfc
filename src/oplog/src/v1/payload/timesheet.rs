//! What is stated about timesheets and pay periods: how days and periods lie, that hours are
//! right, what managers decided, locks, and what becomes of corrections after one.

use domain::PayRunId;
use domain::payroll::Workweek;
use domain::timesheet::{BreakAnswer, BreakQuestion, MealRule, PeriodRule};
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::wire;

/// When workweeks and workdays begin, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkweekTag {
    /// The first day, Monday 1 to Sunday 7.
    pub starts: u8,
    /// When each day begins, in minutes after midnight.
    pub starts_at_minutes: u16,
}

impl WorkweekTag {
    /// The workweek as the rules of the trade see it; `None` when there is no such day or minute.
    pub fn read(self) -> Option<Workweek> {
        let starts = i8::try_from(self.starts).ok()?;
        let hour = i8::try_from(self.starts_at_minutes.checked_div(60)?).ok()?;
        let minute = i8::try_from(self.starts_at_minutes.checked_rem(60)?).ok()?;
        Some(Workweek {
            starts: Weekday::from_monday_one_offset(starts).ok()?,
            starts_at: Time::new(hour, minute, 0, 0).ok()?,
        })
    }
}

/// How often the firm pays, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodRuleTag {
    /// A period is a workweek.
    Workweek,
    /// Seven days.
    Weekly {
        /// The first day of a period.
        #[serde(with = "wire::date")]
        anchor: Date,
    },
    /// Fourteen days.
    TwoWeeks {
        /// The first day of a period.
        #[serde(with = "wire::date")]
        anchor: Date,
    },
    /// Two periods a month.
    TwiceMonthly {
        /// The day of the month on which one begins.
        first_day: u8,
        /// The later day on which the other begins.
        second_day: u8,
    },
    /// One period a month.
    Monthly {
        /// The day of the month on which it begins.
        first_day: u8,
    },
}

impl From<PeriodRuleTag> for PeriodRule {
    fn from(tag: PeriodRuleTag) -> Self {
        // A day that is in no month stays one: it fails the rule's own check.
        let day = |day| i8::try_from(day).unwrap_or(i8::MAX);
        match tag {
            PeriodRuleTag::Workweek => Self::Workweek,
            PeriodRuleTag::Weekly { anchor } => Self::Weekly { anchor },
            PeriodRuleTag::TwoWeeks { anchor } => Self::TwoWeeks { anchor },
            PeriodRuleTag::TwiceMonthly {
                first_day,
                second_day,
            } => Self::TwiceMonthly {
                first_day: day(first_day),
                second_day: day(second_day),
            },
            PeriodRuleTag::Monthly { first_day } => Self::Monthly {
                first_day: day(first_day),
            },
        }
    }
}

/// A rule about meals, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MealRuleTag {
    /// A workday with no more worked minutes has no meal taken off.
    pub after_minutes: u16,
    /// How many minutes are taken off.
    pub deduct_minutes: u16,
}

impl From<MealRuleTag> for MealRule {
    fn from(tag: MealRuleTag) -> Self {
        Self {
            after_minutes: tag.after_minutes,
            deduct_minutes: tag.deduct_minutes,
        }
    }
}

/// What a firm asks about, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BreakQuestionTag {
    /// Meal periods.
    Meal,
    /// Rest periods.
    Rest,
}

/// What a worker answers, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BreakAnswerTag {
    /// It was taken.
    Taken,
    /// It was offered, and not taken by the worker's own choice.
    Waived,
    /// It was not provided, or cut short by work.
    Missed,
}

/// A question with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BreakAttestation {
    /// What was asked.
    pub question: BreakQuestionTag,
    /// What was answered.
    pub answer: BreakAnswerTag,
}

macro_rules! same_variants {
    ($tag:ident, $domain:ident: $($variant:ident)*) => {
        impl From<$tag> for $domain {
            fn from(tag: $tag) -> Self {
                match tag { $($tag::$variant => Self::$variant,)* }
            }
        }

        impl From<$domain> for $tag {
            fn from(value: $domain) -> Self {
                match value { $($domain::$variant => Self::$variant,)* }
            }
        }
    };
}

same_variants!(BreakQuestionTag, BreakQuestion: Meal Rest);
same_variants!(BreakAnswerTag, BreakAnswer: Taken Waived Missed);

/// What a firm wants of timesheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimesheetPolicy {
    /// Meals that are taken off by rule.
    pub meal: Option<MealRuleTag>,
    /// Whether workers are asked about meal periods when they clock out.
    pub ask_meal: bool,
    /// Whether workers are asked about rest periods when they clock out.
    pub ask_rest: bool,
    /// Hours after the end of a period until which it is to be submitted; `None` asks for none.
    pub submit_due_hours: Option<u16>,
    /// Hours after the end of a period until which it is to be approved; `None` asks for none.
    pub approve_due_hours: Option<u16>,
    /// Hours before those at which people are reminded; `None` reminds nobody.
    pub remind_hours: Option<u16>,
}

/// What somebody is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReminderStep {
    /// To submit one's own timesheet.
    Submit,
    /// To approve those of others.
    Approve,
}

payloads! {
    /// How days, workweeks and pay periods lie from a date on; `None` leaves as it is. Subject:
    /// the company.
    PayCalendarChanged {
        /// The first date that it holds for.
        #[serde(with = "wire::date")]
        from: Date,
        /// The IANA zone of days.
        zone: Option<String>,
        /// When workweeks and workdays begin.
        workweek: Option<WorkweekTag>,
        /// How often the firm pays.
        periods: Option<PeriodRuleTag>,
    }
    /// The zone of an employee's days from a date on. Subject: the employee.
    EmployeeZoneChanged {
        /// The first date that it holds for.
        #[serde(with = "wire::date")]
        from: Date,
        /// The IANA zone, or that of the company again.
        zone: Option<String>,
    }
    /// What the firm wants of timesheets from a date on. Subject: the company.
    TimesheetPolicyChanged {
        /// The first date that it holds for.
        #[serde(with = "wire::date")]
        from: Date,
        /// All of it.
        policy: TimesheetPolicy,
    }
    /// The employee says that the hours of a period are true and complete. Subject: the employee.
    TimesheetSubmitted {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// The hash of the entries that are meant.
        #[serde(with = "wire::bytes")]
        entries: [u8; 32],
        /// The version of the words that were agreed to.
        statement: u16,
        /// The language in which they were read.
        language: String,
    }
    /// The employee does not agree with what the timesheet says. Subject: the employee.
    TimesheetObjected {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// The hash of the entries that were seen.
        #[serde(with = "wire::bytes")]
        entries: [u8; 32],
        /// With what, in the employee's words.
        words: String,
    }
    /// The hours of a period are approved. Subject: the employee.
    TimesheetApproved {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// The hash of the entries that are approved, and of no others.
        #[serde(with = "wire::bytes")]
        entries: [u8; 32],
        /// A note, or empty.
        note: String,
    }
    /// A timesheet goes back to the employee. Subject: the employee.
    TimesheetReturned {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// Why.
        reason: String,
    }
    /// A timesheet is open again. Subject: the employee.
    TimesheetReopened {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// Why.
        reason: String,
    }
    /// The time of a period changes no more. Subject: the company.
    PeriodLocked {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// The pay run that locks it, unless a person did.
        #[serde(with = "wire::id_option")]
        pay_run: Option<PayRunId>,
        /// A note, or empty.
        note: String,
    }
    /// The time of a period can change again. Subject: the company.
    PeriodUnlocked {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// Why.
        reason: String,
    }
    /// A correction of locked time counts from now on. Subject: the time entry.
    LateCorrectionAccepted {
        /// The hash of the entry as it is proposed, and no other.
        proposed: [u8; 16],
        /// A note, or empty.
        note: String,
    }
    /// A correction of locked time is not to count. Subject: the time entry.
    LateCorrectionDeclined {
        /// The hash of the entry as it was proposed.
        proposed: [u8; 16],
        /// Why.
        reason: String,
    }
    /// The employee says how breaks were. Subject: the time entry.
    BreaksAttested {
        /// The answers, one a question.
        answers: Vec<BreakAttestation>,
    }
    /// Whether the meal that is taken off by rule was worked. Subject: the time entry.
    MealWorked {
        /// Whether it was.
        worked: bool,
        /// A note, or empty.
        note: String,
    }
    /// Somebody was reminded. Subject: the employee who was.
    TimesheetReminded {
        /// The first date of the period.
        #[serde(with = "wire::date")]
        first: Date,
        /// Its last.
        #[serde(with = "wire::date")]
        last: Date,
        /// Of what.
        step: ReminderStep,
    }
}
