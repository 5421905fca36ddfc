//! Pay: the firm's rules, what each employee is paid, and what payroll providers call things.
//! Amounts are in minor units of the currency (`minor`), rates in hundredths of them (`rate`), so
//! that $12.50 an hour is 125000.

pub mod run;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::id;
use crate::job::JobBrief;
use crate::page::list_query;

/// A threshold of a firm's own policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Seconds up to which straight time is paid.
    pub over_seconds: u32,
    /// The multiple of straight pay beyond, in hundredths: 150 for time and a half.
    pub multiple: u16,
}

/// A day at a premium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PremiumWeekday {
    /// Monday 1 to Sunday 7.
    pub weekday: u8,
    /// The multiple of straight pay, in hundredths.
    pub multiple: u16,
}

/// A holiday at a premium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PremiumHoliday {
    /// The date.
    pub date: Date,
    /// The multiple of straight pay, in hundredths.
    pub multiple: u16,
}

/// A firm's own policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayPolicy {
    /// What the firm calls it.
    pub name: String,
    /// Thresholds of a workday.
    #[serde(default)]
    pub day: Vec<Threshold>,
    /// Thresholds of a workweek.
    #[serde(default)]
    pub week: Vec<Threshold>,
    /// Weekdays at a premium.
    #[serde(default)]
    pub weekdays: Vec<PremiumWeekday>,
    /// Holidays at a premium.
    #[serde(default)]
    pub holidays: Vec<PremiumHoliday>,
}

/// How recorded times are rounded for pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayRounding {
    /// To five minutes.
    Five,
    /// To six minutes, a tenth of an hour.
    Six,
    /// To a quarter of an hour.
    Fifteen,
}

/// The firm's rules from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayRules {
    /// The first date.
    pub from: Date,
    /// `us-flsa`, a state such as `us-ca`, `none`, or `policy`.
    pub law: String,
    /// The firm's own policy, where the law is `policy`.
    #[serde(default)]
    pub policy: Option<PayPolicy>,
    /// How recorded times are rounded, where they are.
    #[serde(default)]
    pub rounding: Option<PayRounding>,
    /// What everybody is paid in, ISO 4217.
    pub currency: String,
    /// The firm's address, for certified payroll.
    #[serde(default)]
    pub address: String,
    /// Who signs certified payroll.
    #[serde(default)]
    pub signatory: String,
    /// The title of whoever signs.
    #[serde(default)]
    pub signatory_title: String,
}

/// The firm's rules over time, in order of their dates; empty before any were set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaySettings {
    /// The rules.
    pub rules: Vec<PayRules>,
}

/// How somebody is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PayBasis {
    /// By the hour.
    Hourly,
    /// A salary for each workweek, with overtime.
    Salary {
        /// How much a week.
        minor: i64,
        /// Hundredths of the hours that it covers; none for all hours (29 CFR 778.114).
        #[serde(default)]
        covers: Option<u32>,
        /// Whether the signed understanding of 778.114 is on record.
        #[serde(default)]
        understood: bool,
    },
    /// A salary for each workweek without overtime.
    Exempt {
        /// How much a week.
        minor: i64,
    },
    /// A contractor by the hour.
    Contractor,
}

/// On public works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayStanding {
    /// Journeyworker.
    Journeyworker,
    /// Registered apprentice.
    RegisteredApprentice,
}

/// The terms on which somebody is paid from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayTerms {
    /// The first date.
    pub from: Date,
    /// How.
    pub basis: PayBasis,
    /// The law of the state where the work is done; none for that of the company.
    #[serde(default)]
    pub law: Option<String>,
    /// Nevada: an agreement of four days of ten hours is on record.
    #[serde(default)]
    pub four_tens: bool,
    /// FLSA 7(g)(2): overtime at the rate in effect when it is worked, by agreement.
    #[serde(default)]
    pub rate_in_effect: bool,
    /// The first name as payroll has it; empty to take the record's.
    #[serde(default)]
    pub first_name: String,
    /// The last name as payroll has it.
    #[serde(default)]
    pub last_name: String,
    /// Trade or title, or empty.
    #[serde(default)]
    pub title: String,
    /// The last four digits of an identifying number, or empty.
    #[serde(default)]
    pub identifier: String,
    /// On public works.
    #[serde(default)]
    pub standing: Option<PayStanding>,
    /// The classification on public works, or empty.
    #[serde(default)]
    pub classification: String,
}

/// What somebody's hour is paid from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayRate {
    /// The first date.
    pub from: Date,
    /// Hours on this job only.
    #[serde(default)]
    pub job: Option<id::JobId>,
    /// Hours on this cost code only.
    #[serde(default)]
    pub cost_code: Option<id::CostCodeId>,
    /// Hours on this weekday only, Monday 1 to Sunday 7; not with a job or cost code.
    #[serde(default)]
    pub weekday: Option<u8>,
    /// The rate; none for none of its own any more.
    pub rate: Option<i64>,
}

/// What a payroll provider calls somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayId {
    /// The form of the file: `gusto`, `adp-run`, `adp-workforce-now` or `quickbooks`.
    pub form: String,
    /// The id there; empty for none.
    pub id: String,
}

/// What an employee is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayEmployee {
    /// Who.
    pub employee: EmployeeBrief,
    /// Terms over time, in order of their dates.
    pub terms: Vec<PayTerms>,
    /// Rates over time.
    pub rates: Vec<PayRate>,
    /// What payroll providers call them.
    pub ids: Vec<PayId>,
}

/// What is to change about an employee's pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangePay {
    /// Terms hold from their date on.
    SetTerms {
        /// The terms.
        terms: PayTerms,
    },
    /// Terms that were to hold from a date on do not.
    RemoveTerms {
        /// The date.
        from: Date,
    },
    /// Hours are paid otherwise from a date on.
    SetRate {
        /// The rate.
        rate: PayRate,
    },
    /// A payroll provider calls the employee something.
    SetId {
        /// The id.
        id: PayId,
    },
}

list_query! {
    /// Which employees.
    PayEmployeesQuery {
        /// Only those with this text.
        q,
        /// The order: `name` when left out, or `number`; `-` turns it round.
        sort,
    }
}

/// How a bonus counts for overtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BonusCounts {
    /// Promised to nobody: not in the regular rate.
    Discretionary,
    /// A flat sum.
    Flat,
    /// Earned by work that more hours would have raised.
    Production,
    /// A percentage of all pay, overtime included.
    OfAllPay,
}

/// What money beside hourly pay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PayItemKind {
    /// A bonus.
    Bonus {
        /// How much.
        minor: i64,
        /// How it counts.
        counts: BonusCounts,
        /// Whether it is spread over workweeks by hours rather than equally.
        #[serde(default)]
        by_hours: bool,
    },
    /// Pay by the piece, for one workweek.
    Piece {
        /// How much.
        minor: i64,
    },
    /// Money laid out.
    Reimbursement {
        /// How much.
        minor: i64,
    },
    /// Miles driven with one's own car.
    Mileage {
        /// Hundredths of miles.
        miles: i64,
        /// What a mile is paid.
        rate: i64,
    },
    /// A day's allowance away from home.
    PerDiem {
        /// How much a day.
        minor: i64,
        /// For how many days.
        days: u16,
    },
    /// Paid hours that were not worked.
    PaidLeave {
        /// How long.
        seconds: i64,
        /// What an hour is paid.
        rate: i64,
    },
    /// A missed meal period of the day.
    MealPremium,
    /// A missed rest period of the day.
    RestPremium,
}

/// New money beside hourly pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPayItem {
    /// Whose.
    pub employee: id::EmployeeId,
    /// What.
    pub item: PayItemKind,
    /// The first date on which it was earned.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// What for, in words, or empty.
    #[serde(default)]
    pub note: String,
}

/// Money beside hourly pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayItem {
    /// The item.
    pub id: id::PayItemId,
    /// Whose.
    pub employee: EmployeeBrief,
    /// What.
    pub item: PayItemKind,
    /// The first date on which it was earned.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// What for.
    pub note: String,
    /// When it was stated.
    pub at: Timestamp,
    /// Why it is not paid; none while it is.
    pub voided: Option<String>,
}

list_query! {
    /// Which items.
    PayItemsQuery {
        /// Only those with this text.
        q,
        /// The order: `-first` when left out, or `at`; `-` turns it round.
        sort,
        /// Only those of this employee.
        employee: Option<id::EmployeeId>,
    }
}

/// An item that is not to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VoidPayItem {
    /// Whose.
    pub employee: id::EmployeeId,
    /// The item.
    pub item: id::PayItemId,
    /// Why.
    pub reason: String,
}

/// A new shift differential, or a change of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDifferential {
    /// What it is called.
    pub name: String,
    /// For one employee; none for everyone.
    #[serde(default)]
    pub employee: Option<id::EmployeeId>,
    /// The first date.
    pub from: Date,
    /// When it begins, in minutes after midnight.
    pub from_minutes: u16,
    /// When it ends; not after the beginning means on the next day.
    pub to_minutes: u16,
    /// The weekdays on which it begins, Monday 1 to Sunday 7.
    pub weekdays: Vec<u8>,
    /// How much an hour.
    pub per_hour: i64,
}

/// More pay for hours between two clock times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Differential {
    /// The differential.
    pub id: id::DifferentialId,
    /// What it says.
    pub says: NewDifferential,
    /// The last date, where it ends.
    pub last: Option<Date>,
}

list_query! {
    /// Which differentials.
    DifferentialsQuery {
        /// Only those with this text.
        q,
        /// The order: `name` when left out, or `from`; `-` turns it round.
        sort,
    }
}

/// A differential that is to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndDifferential {
    /// The differential.
    pub differential: id::DifferentialId,
    /// Its last date.
    pub last: Date,
}

/// A code of a payroll provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EarningCode {
    /// The kind of earnings: `regular`, `overtime`, `double_time`, `salary`, `bonus`, `piece`,
    /// `differential`, `paid_leave`, `meal_premium`, `rest_premium`, `reimbursement`, `correction`.
    pub earning: String,
    /// The code there.
    pub code: String,
}

/// What a payroll provider calls earnings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayMapping {
    /// Codes of earnings.
    #[serde(default)]
    pub codes: Vec<EarningCode>,
    /// ADP's company code.
    #[serde(default)]
    pub company_code: String,
    /// ADP Workforce Now's batch.
    #[serde(default)]
    pub batch: String,
    /// When QuickBooks made the company file.
    #[serde(default)]
    pub company_created: String,
}

/// What certified payroll says of a job of public works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublicWorks {
    /// The project's name.
    pub project: String,
    /// Where it is.
    #[serde(default)]
    pub location: String,
    /// The project's or contract's number.
    #[serde(default)]
    pub contract_number: String,
    /// The wage determination.
    #[serde(default)]
    pub wage_determination: String,
    /// Whether the firm is a subcontractor.
    #[serde(default)]
    pub is_subcontractor: bool,
    /// What goes into plans for each hour.
    #[serde(default)]
    pub fringe_credit: i64,
    /// What is paid in cash for each hour in lieu of fringe benefits.
    #[serde(default)]
    pub in_lieu: i64,
}

/// A job with what certified payroll says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobPublicWorks {
    /// The job.
    pub job: JobBrief,
    /// What it says; none when it is not of public works.
    pub works: Option<PublicWorks>,
}

/// Whether a job is of public works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPublicWorks {
    /// What certified payroll says of it; none when it is not.
    pub works: Option<PublicWorks>,
}
