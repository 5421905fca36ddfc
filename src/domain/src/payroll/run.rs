//! What comes out: for each employee and workweek the earnings lines, and how they came about.

use std::borrow::Cow;

use jiff::civil::Date;

use super::exact::Exact;
use super::rules::LawName;
use crate::id::{EmployeeId, JobId, TimeEntryId};
use crate::money::Currency;

/// A calculated payroll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayRun {
    /// What everybody is paid in.
    pub currency: Currency,
    /// Whoever is paid, in the order of the input.
    pub employees: Vec<EmployeePay>,
}

/// One employee's pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployeePay {
    /// Who.
    pub employee: EmployeeId,
    /// Their workweeks, in order and without a gap.
    pub weeks: Vec<WeekPay>,
}

/// What one workweek comes to. Amounts are in minor units of the run's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekPay {
    /// The first workday.
    pub first: Date,
    /// The last workday.
    pub last: Date,
    /// The law whose pay this is.
    pub law: LawName,
    /// Hours by what they are paid.
    pub hours: Hours,
    /// The regular rate of the state's rule where one runs, else of the FLSA.
    pub regular_rate: Option<Exact>,
    /// All earnings.
    pub lines: Vec<Line>,
    /// The sum of all lines.
    pub gross_minor: i64,
    /// The premium for overtime, in the lines already.
    pub premium_minor: i64,
    /// The part of the premium that the FLSA asks for.
    pub federal_premium_minor: i64,
    /// How rate and premium came about.
    pub explained: Explained,
}

/// Worked seconds by what they are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// At straight time.
    pub regular_seconds: i64,
    /// At more than straight time and less than double.
    pub overtime_seconds: i64,
    /// At double time or more.
    pub double_seconds: i64,
}

/// One earnings line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it pays.
    pub kind: LineKind,
    /// The job, where it is of one.
    pub job: Option<JobId>,
    /// Hours, where it pays for hours.
    pub hours: Option<Exact>,
    /// An hour's pay, where hours have one.
    pub rate: Option<Exact>,
    /// In minor units, rounded half up once.
    pub amount_minor: i64,
    /// The rule that asks for it.
    pub law: LawName,
    /// Where that stands, such as `29 CFR 778.113`.
    pub source: Cow<'static, str>,
    /// The time entries behind it.
    pub entries: Vec<TimeEntryId>,
}

/// What an earnings line pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Hours at their rate.
    StraightTime,
    /// A salary.
    Salary,
    /// Hours beyond those that the salary covers, at its rate.
    BeyondSalary,
    /// A bonus.
    Bonus,
    /// Pay by the piece.
    Piece,
    /// More for some hours.
    Differential,
    /// Money laid out.
    Reimbursement,
    /// Paid hours that were not worked.
    PaidLeave,
    /// A missed meal period.
    MealPremium,
    /// A missed rest period.
    RestPremium,
    /// What is owed on top for overtime.
    OvertimePremium,
}

impl LineKind {
    /// The stable name used in formats and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StraightTime => "straight_time",
            Self::Salary => "salary",
            Self::BeyondSalary => "beyond_salary",
            Self::Bonus => "bonus",
            Self::Piece => "piece",
            Self::Differential => "differential",
            Self::Reimbursement => "reimbursement",
            Self::PaidLeave => "paid_leave",
            Self::MealPremium => "meal_premium",
            Self::RestPremium => "rest_premium",
            Self::OvertimePremium => "overtime_premium",
        }
    }
}

/// The arithmetic of a workweek, step by step, for a page to put into words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explained {
    /// What the regular rate is the sum of.
    pub rate: Vec<RateStep>,
    /// What the premium is the sum of.
    pub premium: Vec<PremiumStep>,
    /// The premium by the FLSA alone: regular rate, hours over 40, premium.
    pub federal: Option<PremiumStep>,
}

/// `amount ÷ hours = rate`: one part of the regular rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateStep {
    /// What kind of pay.
    pub part: RatePart,
    /// The pay that counts in this workweek.
    pub amount: Exact,
    /// The hours it is spread over.
    pub hours: Exact,
    /// What an hour comes to.
    pub rate: Exact,
}

/// The kinds of pay that a regular rate is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RatePart {
    /// Hours at their rates.
    Hourly,
    /// The salary.
    Salary,
    /// Pay by the piece.
    Piece,
    /// Shift differentials.
    Differential,
    /// Bonuses over all hours.
    Bonus,
    /// Flat bonuses over non-overtime hours.
    FlatBonus,
    /// Premiums of the firm's own accord that may not be credited.
    OwnPremium,
}

impl RatePart {
    /// The stable name used in formats and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hourly => "hourly",
            Self::Salary => "salary",
            Self::Piece => "piece",
            Self::Differential => "differential",
            Self::Bonus => "bonus",
            Self::FlatBonus => "flat_bonus",
            Self::OwnPremium => "own_premium",
        }
    }
}

/// `hours × rate × multiplier = amount`: one part of the premium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremiumStep {
    /// For how many hours.
    pub hours: Exact,
    /// The rate that it is taken of.
    pub rate: Exact,
    /// How much of that rate is owed on top: one half, one, or for flat bonuses one and a half.
    pub multiplier: Exact,
    /// What it comes to.
    pub amount: Exact,
}
