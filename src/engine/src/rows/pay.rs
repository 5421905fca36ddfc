//! Rows of pay: the firm's rules, what each employee is paid, pay runs, and what payroll providers
//! call things. Nobody without the permission to see pay reads them.

use domain::payroll::Dates;
use domain::{EmployeeId, MemberId, PayRunId};
use jiff::Timestamp;
use jiff::civil::Date;
use oplog::v1::payload::{
    LawTag, PayItemTag, PayRunTotals, PayTerms, PublicWorksTag, RateFor, RoundingTag,
};
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::timesheet::Since;
use super::{Row, date_key, key};
use crate::table::Table;

/// The firm's rules about pay from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaySettings {
    /// What is owed beside straight time.
    pub law: LawTag,
    /// How recorded times are rounded, where they are.
    pub rounding: Option<RoundingTag>,
    /// What everybody is paid in.
    pub currency: String,
    /// The firm's address, for certified payroll.
    pub address: String,
    /// Who signs certified payroll.
    pub signatory: String,
    /// The title of whoever signs.
    pub signatory_title: String,
}

impl Default for PaySettings {
    fn default() -> Self {
        Self {
            law: LawTag::Named("us-flsa".to_owned()),
            rounding: None,
            currency: "USD".to_owned(),
            address: String::new(),
            signatory: String::new(),
            signatory_title: String::new(),
        }
    }
}

/// The firm's rules about pay. Key: empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaySettingsRow {
    /// In order of their dates.
    pub settings: Vec<Since<PaySettings>>,
}

impl PaySettingsRow {
    /// What holds on a date; before the first, what the first says.
    pub fn on(&self, date: Date) -> PaySettings {
        let past = self.settings.iter().rev().find(|since| since.from <= date);
        let found = past.or_else(|| self.settings.first());
        found.map(|since| since.value.clone()).unwrap_or_default()
    }
}

/// The terms on which an employee is paid. Key: employee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayTermsRow {
    /// In order of their dates.
    pub terms: Vec<Since<PayTerms>>,
}

/// What an employee's hours are paid. Key: employee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayRatesRow {
    /// In order of what they are for; each in order of its dates.
    pub rates: Vec<(RateFor, Vec<Since<Option<i64>>>)>,
}

/// More for hours between two clock times. Key: differential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferentialRow {
    /// What it is called.
    pub name: String,
    /// For one employee, or for everyone.
    #[serde(with = "wire::id_option")]
    pub employee: Option<EmployeeId>,
    /// The first date.
    #[serde(with = "wire::date")]
    pub from: Date,
    /// Days since 1970 of the last date, where it ends.
    pub last: Option<i32>,
    /// When it begins, in minutes after midnight.
    pub from_minutes: u16,
    /// When it ends; not after the beginning means on the next day.
    pub to_minutes: u16,
    /// Bits of the weekdays on which it begins, Monday the lowest.
    pub weekdays: u8,
    /// How much an hour, in hundredths of minor units.
    pub per_hour: i64,
}

/// Money beside hourly pay. Key: employee, item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayItemRow {
    /// What.
    pub item: PayItemTag,
    /// The first date on which it was earned.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// The last.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// What for, in words.
    pub note: String,
    /// Who stated it.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Why it is not paid; `None` while it is.
    pub voided: Option<String>,
}

/// What a payroll provider calls earnings. Key: the form's stable name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayMappingRow {
    /// Codes of earnings by stable name.
    pub codes: Vec<(String, String)>,
    /// The company code, or empty.
    pub company_code: String,
    /// The batch, or empty.
    pub batch: String,
    /// When the company file was made, or empty.
    pub company_created: String,
}

/// What payroll providers call an employee. Key: employee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayIdsRow {
    /// Ids by the form's stable name.
    pub ids: Vec<(String, String)>,
}

/// A job of public works. Key: job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicWorksRow {
    /// What certified payroll says of it.
    pub works: PublicWorksTag,
}

/// Where a pay run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayRunState {
    /// It is being looked at.
    Draft,
    /// Somebody found what was calculated from this basis right.
    Reviewed([u8; 32]),
    /// It is final.
    Final,
    /// It was given up.
    Discarded,
}

/// A file that was made of a pay run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayRunFile {
    /// The form's stable name.
    pub form: String,
    /// The BLAKE3 hash of the file.
    pub file: [u8; 32],
    /// Who made it.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
}

/// A pay run. Key: pay run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayRunRow {
    /// Its number in the company, counted from 1.
    pub number: u32,
    /// The first date that it pays for.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// The last.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// Where it stands.
    pub state: PayRunState,
    /// Who began it.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Who reviewed it last, and when.
    pub reviewed: Option<Signed>,
    /// Who made it final, and when.
    pub finalised: Option<Signed>,
    /// What it was calculated from, once it is final.
    pub basis: Option<[u8; 32]>,
    /// The blob that holds the whole result, once it is final.
    pub result: Option<[u8; 32]>,
    /// What it came to, once it is final.
    pub totals: PayRunTotals,
    /// Why it was given up, or a reviewer's note; or empty.
    pub words: String,
    /// The files that were made of it.
    pub files: Vec<PayRunFile>,
}

/// Who, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
}

impl PayRunRow {
    /// Its dates.
    pub const fn dates(&self) -> Dates {
        Dates {
            first: self.first,
            last: self.last,
        }
    }

    /// Whether it can still change.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, PayRunState::Draft | PayRunState::Reviewed(_))
    }
}

/// What a pay run paid for a workweek. Key: employee, first day, pay run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidWeekRow {
    /// How much, in minor units.
    pub minor: i64,
    /// The first half of the hash of what it was calculated from.
    pub basis: [u8; 16],
}

impl PaidWeekRow {
    /// The key of what a run paid.
    pub fn key_of(employee: EmployeeId, first: Date, run: PayRunId) -> Vec<u8> {
        key(&[&employee.to_bytes(), &date_key(first), &run.to_bytes()])
    }
}

macro_rules! row_in {
    ($($row:ident $table:ident,)*) => {$(
        impl Row for $row {
            const TABLE: Table = Table::$table;
        }
    )*};
}

row_in! {
    PaySettingsRow PaySettings,
    PayTermsRow PayTerms,
    PayRatesRow PayRates,
    DifferentialRow Differential,
    PayItemRow PayItem,
    PayMappingRow PayMapping,
    PayIdsRow PayIds,
    PublicWorksRow PublicWorks,
    PayRunRow PayRun,
    PaidWeekRow PaidWeek,
}
