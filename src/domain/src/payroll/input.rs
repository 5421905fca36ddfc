//! What pay is calculated from. Knows nothing of where it was stored or written.

use jiff::civil::{Date, Time, Weekday};

use super::exact::Exact;
use super::rules::Law;
use super::wage::MinimumWages;
use crate::id::{EmployeeId, JobId, TimeEntryId};
use crate::money::Currency;
use crate::time::{Span, Zone};

/// A payroll to calculate.
#[derive(Debug, Clone)]
pub struct Input {
    /// What everybody is paid in.
    pub currency: Currency,
    /// The minimum wages in force.
    pub minimum_wages: MinimumWages,
    /// Whoever is paid.
    pub employees: Vec<Employee>,
}

/// One employee with the work and pay of whole workweeks. Bonuses over several workweeks, and the
/// workdays of Nevada and runs of Colorado that began before, are right only when the work of
/// those weeks is here too.
#[derive(Debug, Clone)]
pub struct Employee {
    /// Who.
    pub id: EmployeeId,
    /// Where their days begin and end.
    pub zone: Zone,
    /// When their workweeks and workdays begin.
    pub workweek: Dated<Workweek>,
    /// What is owed beside straight time.
    pub law: Dated<Law>,
    /// What was agreed with them and is on record.
    pub agreements: Agreements,
    /// How the firm rounds recorded times, where it does.
    pub rounding: Option<TimeRounding>,
    /// Their work, in any order.
    pub work: Vec<Work>,
    /// Money beside hourly pay.
    pub pay: Vec<PayItem>,
}

/// When a workweek begins, and each workday with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workweek {
    /// Its first day.
    pub starts: Weekday,
    /// The local clock time at which each of its days begins.
    pub starts_at: Time,
}

/// A value with the dates from which each of its states is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    first: T,
    later: Vec<(Date, T)>,
}

impl<T> Dated<T> {
    /// One state for ever.
    pub const fn always(value: T) -> Self {
        Self {
            first: value,
            later: Vec::new(),
        }
    }

    /// Another state from a date on.
    #[must_use]
    pub fn then(mut self, from: Date, value: T) -> Self {
        let at = self.later.partition_point(|(other, _)| *other <= from);
        self.later.insert(at, (from, value));
        self
    }

    /// What is in force on a date.
    pub fn on(&self, date: Date) -> &T {
        let past = self.later.iter().rev().find(|(from, _)| *from <= date);
        past.map_or(&self.first, |(_, value)| value)
    }

    /// The dates on which it changes, in order.
    pub fn changes(&self) -> impl Iterator<Item = (Date, &T)> {
        self.later.iter().map(|(from, value)| (*from, value))
    }
}

/// What employer and employee agreed, never inferred from a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreements {
    /// Nevada: four scheduled days of ten hours (NRS 608.018).
    pub four_tens: bool,
    /// FLSA 7(g)(2): overtime is paid at the rate in effect when it is worked.
    pub rate_in_effect: bool,
}

/// Rounding of recorded times to the nearest step (29 CFR 785.48(b)), on a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRounding {
    /// To five minutes.
    Five,
    /// To six minutes, a tenth of an hour.
    Six,
    /// To a quarter of an hour.
    Fifteen,
}

impl TimeRounding {
    /// The step in seconds.
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Five => 300,
            Self::Six => 360,
            Self::Fifteen => 900,
        }
    }
}

/// One time entry that is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The entry.
    pub entry: TimeEntryId,
    /// From clock-in to clock-out, breaks included.
    pub span: Span,
    /// Breaks that are not paid.
    pub breaks: Vec<Break>,
    /// An hour's pay; `None` where a salary or a piece rate pays for it.
    pub rate: Option<Exact>,
    /// The job it is booked on.
    pub job: Option<JobId>,
}

/// An unpaid break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// From one instant to another.
    At(Span),
    /// Of so many seconds, nobody says when.
    Somewhere {
        /// How long.
        seconds: i64,
    },
}

/// Dates from a first to a last one, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dates {
    /// The first.
    pub first: Date,
    /// The last, not before the first.
    pub last: Date,
}

impl Dates {
    /// Whether a date is one of them.
    pub fn contains(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

/// Money beside hourly pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayItem {
    /// What for.
    pub kind: PayKind,
    /// When it was earned; for premiums the day.
    pub earned: Dates,
}

/// The kinds of money beside hourly pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayKind {
    /// A bonus or a commission.
    Bonus {
        /// How much.
        amount: Exact,
        /// How it counts.
        counts: BonusKind,
        /// How one over several workweeks is spread over them.
        apportion: Apportion,
    },
    /// Pay by the piece, for one workweek.
    Piece {
        /// How much.
        amount: Exact,
    },
    /// More for some hours, a shift at night for example.
    Differential {
        /// For how many hours.
        hours: Exact,
        /// How much for each.
        per_hour: Exact,
    },
    /// A salary for one workweek.
    Salary {
        /// How much.
        amount: Exact,
        /// For which hours.
        covers: Covers,
    },
    /// What the employee laid out for the firm.
    Reimbursement {
        /// How much.
        amount: Exact,
    },
    /// Paid hours that were not worked.
    PaidLeave {
        /// How many.
        hours: Exact,
        /// At which rate.
        rate: Exact,
    },
    /// A meal period that was missed on the day.
    MealPremium,
    /// A rest period that was missed on the day.
    RestPremium,
}

/// How a bonus counts for overtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BonusKind {
    /// Promised to nobody (29 CFR 778.211): not in the regular rate.
    Discretionary,
    /// A flat sum that more hours would not have raised.
    Flat,
    /// Earned by work that more hours would have raised: production, commission.
    Production,
    /// A percentage of all pay, overtime included, which needs no more (29 CFR 778.210).
    OfAllPay,
}

/// How a bonus over several workweeks is spread over them (29 CFR 778.209(b)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Apportion {
    /// Equally over the workweeks.
    #[default]
    Weeks,
    /// By the hours worked in each.
    Hours,
}

/// The hours that a salary pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// So many hours a week (29 CFR 778.113).
    Hours(Exact),
    /// All hours, few or many (29 CFR 778.114).
    Fluctuating {
        /// Whether the employee's record carries the signed understanding.
        understood: bool,
    },
}

impl PayItem {
    /// Every figure that was stated.
    pub fn figures(&self) -> impl Iterator<Item = Exact> {
        let figures = match self.kind {
            PayKind::Bonus { amount, .. }
            | PayKind::Piece { amount }
            | PayKind::Reimbursement { amount } => [amount, Exact::ZERO],
            PayKind::Salary { amount, covers } => match covers {
                Covers::Hours(hours) => [amount, hours],
                Covers::Fluctuating { .. } => [amount, Exact::ZERO],
            },
            PayKind::Differential { hours, per_hour } => [hours, per_hour],
            PayKind::PaidLeave { hours, rate } => [hours, rate],
            PayKind::MealPremium | PayKind::RestPremium => [Exact::ZERO; 2],
        };
        figures.into_iter()
    }
}
