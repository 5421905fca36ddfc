//! What is stated about pay: the firm's rules, what each employee is paid, pay runs, and what
//! payroll providers call things. Money is in minor units; rates are in hundredths of them.

use domain::{EmployeeId, JobId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::wire;

/// A threshold of a firm's own policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThresholdTag {
    /// The seconds up to which straight time is paid.
    pub over_seconds: u32,
    /// The multiple of straight pay beyond, in hundredths.
    pub multiple_hundredths: u16,
}

/// A firm's own policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyTag {
    /// What the firm calls it.
    pub name: String,
    /// Thresholds of a workday.
    pub day: Vec<ThresholdTag>,
    /// Thresholds of a workweek.
    pub week: Vec<ThresholdTag>,
    /// Weekdays, Monday 1 to Sunday 7, at a multiple in hundredths.
    pub weekdays: Vec<(u8, u16)>,
    /// Holidays, in days since 1970, at a multiple in hundredths.
    pub holidays: Vec<(i32, u16)>,
}

/// What is owed beside straight time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LawTag {
    /// A law by its stable name, such as `us-ca`.
    Named(String),
    /// The firm's own policy.
    Policy(PolicyTag),
}

/// How recorded times are rounded for pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoundingTag {
    /// To five minutes.
    Five,
    /// To six minutes.
    Six,
    /// To a quarter of an hour.
    Fifteen,
}

/// How somebody is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BasisTag {
    /// By the hour.
    Hourly,
    /// A salary for each workweek, with overtime.
    Salary {
        /// How much.
        minor: i64,
        /// The hundredths of hours that it covers; `None` for all hours (29 CFR 778.114).
        covers_hundredths: Option<u32>,
        /// Whether the signed understanding of 778.114 is on record.
        understood: bool,
    },
    /// A salary for each workweek without overtime.
    Exempt {
        /// How much.
        minor: i64,
    },
    /// A contractor by the hour, without overtime.
    Contractor,
}

/// Whether somebody on public works is a journeyworker or an apprentice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StandingTag {
    /// Journeyworker.
    Journeyworker,
    /// Registered apprentice.
    RegisteredApprentice,
}

/// The terms on which somebody is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayTerms {
    /// How.
    pub basis: BasisTag,
    /// The law of the state where the work is done; `None` for that of the company.
    pub law: Option<LawTag>,
    /// Nevada: an agreement of four days of ten hours.
    pub four_tens: bool,
    /// FLSA 7(g)(2): overtime at the rate in effect when it is worked, by agreement.
    pub rate_in_effect: bool,
    /// The first name as payroll has it; empty to take the record's.
    pub first_name: String,
    /// The last name as payroll has it.
    pub last_name: String,
    /// Trade or title, or empty.
    pub title: String,
    /// The last four digits of an identifying number, or empty.
    pub identifier: String,
    /// On public works.
    pub standing: Option<StandingTag>,
    /// The classification on public works, or empty.
    pub classification: String,
}

/// What an hour is paid for, from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RateFor {
    /// Every hour.
    All,
    /// Hours on a weekday, Monday 1 to Sunday 7.
    Weekday(u8),
    /// Hours on a cost code.
    CostCode([u8; 16]),
    /// Hours on a job.
    Job([u8; 16]),
    /// Hours on a cost code of a job.
    JobCostCode([u8; 16], [u8; 16]),
}

/// How a bonus counts for overtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BonusTag {
    /// Promised to nobody.
    Discretionary,
    /// A flat sum.
    Flat,
    /// Earned by work that more hours would have raised.
    Production,
    /// A percentage of all pay, overtime included.
    OfAllPay,
}

/// Money beside hourly pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayItemTag {
    /// A bonus.
    Bonus {
        /// How much.
        minor: i64,
        /// How it counts.
        counts: BonusTag,
        /// Whether it is spread by hours rather than equally over workweeks.
        by_hours: bool,
    },
    /// Pay by the piece, for one workweek.
    Piece {
        /// How much.
        minor: i64,
    },
    /// Money laid out: materials, tools.
    Reimbursement {
        /// How much.
        minor: i64,
    },
    /// Miles driven with one's own car.
    Mileage {
        /// Hundredths of miles.
        miles_hundredths: i64,
        /// What a mile is paid, in hundredths of minor units.
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
        /// Seconds.
        seconds: i64,
        /// What an hour is paid.
        rate: i64,
    },
    /// A missed meal period of the day.
    MealPremium,
    /// A missed rest period of the day.
    RestPremium,
}

/// Public works: what certified payroll says about a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicWorksTag {
    /// The project's name.
    pub project: String,
    /// Where it is.
    pub location: String,
    /// The project's or contract's number.
    pub contract_number: String,
    /// The wage determination.
    pub wage_determination: String,
    /// Whether the firm is a subcontractor.
    pub is_subcontractor: bool,
    /// What goes into plans for each hour, in hundredths of minor units.
    pub fringe_credit: i64,
    /// What is paid in cash for each hour in lieu of fringe benefits.
    pub in_lieu: i64,
}

/// What a pay run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayRunTotals {
    /// How many people are paid.
    pub people: u32,
    /// Worked seconds.
    pub worked_seconds: i64,
    /// Everything.
    pub gross_minor: i64,
    /// Of it the premium for overtime.
    pub premium_minor: i64,
    /// Of that what the FLSA asks for.
    pub federal_premium_minor: i64,
    /// Of everything, corrections of earlier runs.
    pub correction_minor: i64,
}

/// What a pay run pays for one employee's workweek: all of it, or what is more or less than
/// earlier runs paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidWeek {
    /// Whose.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The first day of the workweek.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// How much, in minor units.
    pub minor: i64,
    /// The first half of the hash of what it was calculated from.
    pub basis: [u8; 16],
}

payloads! {
    /// The firm's rules about pay from a date on. Subject: the company.
    PaySettingsChanged {
        /// The first date that they hold for.
        #[serde(with = "wire::date")]
        from: Date,
        /// What is owed beside straight time.
        law: LawTag,
        /// How recorded times are rounded, where they are.
        rounding: Option<RoundingTag>,
        /// What everybody is paid in, ISO 4217.
        currency: String,
        /// The firm's address in one line, for certified payroll.
        address: String,
        /// Who signs certified payroll.
        signatory: String,
        /// The title of whoever signs.
        signatory_title: String,
    }
    /// On what terms an employee is paid from a date on. Subject: the employee.
    PayTermsSet {
        /// The first date.
        #[serde(with = "wire::date")]
        from: Date,
        /// The terms.
        terms: PayTerms,
    }
    /// Terms that were to hold from a date on do not. Subject: the employee.
    PayTermsRemoved {
        /// The date.
        #[serde(with = "wire::date")]
        from: Date,
    }
    /// What an employee's hour is paid from a date on. Subject: the employee.
    PayRateSet {
        /// The first date.
        #[serde(with = "wire::date")]
        from: Date,
        /// Which hours.
        hours: RateFor,
        /// The rate; `None` for none of its own any more.
        rate: Option<i64>,
    }
    /// More for hours between two clock times. Subject: the differential.
    DifferentialSet {
        /// What it is called.
        name: String,
        /// For one employee, or for everyone.
        #[serde(with = "wire::id_option")]
        employee: Option<EmployeeId>,
        /// The first date.
        #[serde(with = "wire::date")]
        from: Date,
        /// When it begins, in minutes after midnight.
        from_minutes: u16,
        /// When it ends; not after the beginning means on the next day.
        to_minutes: u16,
        /// Bits of the weekdays on which it begins, Monday the lowest.
        weekdays: u8,
        /// How much an hour.
        per_hour: i64,
    }
    /// A differential ends. Subject: the differential.
    DifferentialEnded {
        /// The last date.
        #[serde(with = "wire::date")]
        last: Date,
    }
    /// Money beside hourly pay. Subject: the item.
    PayItemAdded {
        /// Whose.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// What.
        item: PayItemTag,
        /// The first date on which it was earned.
        #[serde(with = "wire::date")]
        first: Date,
        /// The last.
        #[serde(with = "wire::date")]
        last: Date,
        /// What for, in words.
        note: String,
    }
    /// Money beside hourly pay is not to be paid. Subject: the item.
    PayItemVoided {
        /// Whose.
        #[serde(with = "wire::id")]
        employee: EmployeeId,
        /// Why.
        reason: String,
    }
    /// What a payroll provider calls people and earnings. Subject: the company.
    PayMappingSet {
        /// The form of the file, by its stable name.
        form: String,
        /// Codes of earnings by stable name.
        codes: Vec<(String, String)>,
        /// The company code, or empty.
        company_code: String,
        /// The batch, or empty.
        batch: String,
        /// When the company file was made, or empty.
        company_created: String,
    }
    /// What a payroll provider calls an employee. Subject: the employee.
    PayIdSet {
        /// The form of the file, by its stable name.
        form: String,
        /// The id there, or empty for none.
        id: String,
    }
    /// A job is of public works, or is not. Subject: the job.
    PublicWorksSet {
        /// What certified payroll says of it.
        works: Option<PublicWorksTag>,
    }
    /// A pay run begins. Subject: the pay run.
    PayRunDrafted {
        /// Its number in the company, counted from 1.
        number: u32,
        /// The first date that it pays for.
        #[serde(with = "wire::date")]
        first: Date,
        /// The last.
        #[serde(with = "wire::date")]
        last: Date,
    }
    /// Somebody looked at a pay run and found it right. Subject: the pay run.
    PayRunReviewed {
        /// The hash of what it was calculated from.
        basis: [u8; 32],
        /// A note, or empty.
        note: String,
    }
    /// A pay run is final. Subject: the pay run.
    PayRunFinalised {
        /// The hash of what it was calculated from.
        basis: [u8; 32],
        /// The blob that holds the whole result.
        result: [u8; 32],
        /// What it came to.
        totals: PayRunTotals,
    }
    /// What a pay run that becomes final pays for workweeks; several of these for many. Subject:
    /// the pay run.
    PayRunPaid {
        /// The workweeks.
        weeks: Vec<PaidWeek>,
    }
    /// A pay run that is not final is given up. Subject: the pay run.
    PayRunDiscarded {
        /// Why.
        reason: String,
    }
    /// A pay run was written as a file. Subject: the pay run.
    PayRunExported {
        /// The form, by its stable name.
        form: String,
        /// The BLAKE3 hash of the file.
        file: [u8; 32],
    }
}

impl RateFor {
    /// The job that a rate is for, if it is for one.
    pub fn job(self) -> Option<JobId> {
        match self {
            Self::Job(job) | Self::JobCostCode(job, _) => Some(JobId::from_bytes(job)),
            Self::All | Self::Weekday(_) | Self::CostCode(_) => None,
        }
    }
}
