//! Payroll files: a pay run written in the forms that payroll providers and accountants read.
//!
//! Owns the forms and what each of them can carry. Must not know where a run comes from, who may
//! see it, nor how pay is calculated. The same run with the same mapping gives the same bytes.

mod adp;
pub mod certified;
mod check;
mod earnings;
mod gusto;
mod papers;
mod placed;
mod quickbooks;
mod table;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::money::Currency;
use domain::payroll::{Dates, WeekPay};
use domain::{EmployeeId, JobId};
use jiff::Timestamp;
use jiff::civil::Date;

pub use check::{Found, LeftOut, Missing, Unfit, check};
pub use earnings::Earning;
pub use papers::{statements, summary};
pub use placed::straight_and_overtime;

use crate::export::{Language, PaperError};

/// A form of payroll files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Gusto's hours and earnings, as CSV. Not verified with the vendor.
    Gusto,
    /// ADP RUN's generic import. Not verified with the vendor.
    AdpRun,
    /// ADP Workforce Now's `PRcccEPI.csv`.
    AdpWorkforceNow,
    /// QuickBooks Desktop's time activities, IIF.
    QuickBooks,
    /// Every earnings line, as CSV.
    Csv,
    /// Every earnings line and a summary, as a workbook.
    Xlsx,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 6] = [
        Self::Gusto,
        Self::AdpRun,
        Self::AdpWorkforceNow,
        Self::QuickBooks,
        Self::Csv,
        Self::Xlsx,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gusto => "gusto",
            Self::AdpRun => "adp-run",
            Self::AdpWorkforceNow => "adp-workforce-now",
            Self::QuickBooks => "quickbooks",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The form of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Gusto | Self::AdpRun | Self::AdpWorkforceNow | Self::Csv => {
                "text/csv; charset=utf-8"
            }
            Self::QuickBooks => "text/plain; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether the makers of the form have not confirmed it, which must be said to the user.
    pub const fn is_unverified(self) -> bool {
        matches!(self, Self::Gusto | Self::AdpRun)
    }

    /// Whether its lines name people by an id of the other system.
    pub const fn wants_ids(self) -> bool {
        matches!(
            self,
            Self::Gusto | Self::AdpRun | Self::AdpWorkforceNow | Self::QuickBooks
        )
    }
}

/// How often a firm pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every week.
    Weekly,
    /// Every two weeks.
    Biweekly,
    /// Twice a month.
    Semimonthly,
    /// Every month.
    Monthly,
}

/// A pay run as it is written.
#[derive(Debug, Clone)]
pub struct PayFile {
    /// The firm's name.
    pub company: String,
    /// What everybody is paid in.
    pub currency: Currency,
    /// The run's number, counted from 1 in the firm.
    pub number: u32,
    /// The days that it pays for.
    pub period: Dates,
    /// How often the firm pays.
    pub frequency: Frequency,
    /// When the run was made final; stands in the workbook, so that it is the same each time.
    pub finalised_at: Timestamp,
    /// The words of headers.
    pub language: Language,
    /// Whoever is paid, in the order in which they are written.
    pub payees: Vec<Payee>,
}

/// One person's part of a run.
#[derive(Debug, Clone)]
pub struct Payee {
    /// Who.
    pub employee: EmployeeId,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The firm's number for the person, or empty.
    pub number: String,
    /// Trade or title, or empty.
    pub title: String,
    /// The workweeks that are paid.
    pub weeks: Vec<WeekPay>,
    /// Corrections of earlier runs, in minor units; they may be under zero.
    pub correction_minor: i64,
    /// What was worked, in order of time.
    pub worked: Vec<Worked>,
}

/// Paid time of one entry on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// The workday.
    pub date: Date,
    /// How long.
    pub seconds: i64,
    /// The job.
    pub job_id: Option<JobId>,
    /// The job's customer, or empty.
    pub customer: String,
    /// The job, or empty.
    pub job: String,
    /// The cost code, or empty.
    pub cost_code: String,
    /// The note, or empty.
    pub note: String,
}

/// What a firm calls things in the other system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The other system's id of each person: Gusto's employee id, ADP's employee id or file
    /// number, the name in QuickBooks.
    pub ids: BTreeMap<EmployeeId, String>,
    /// The other system's code of each kind of earnings; a payroll item in QuickBooks.
    pub codes: BTreeMap<Earning, String>,
    /// ADP's company code.
    pub company_code: String,
    /// ADP Workforce Now's batch.
    pub batch: String,
    /// When QuickBooks says that the company file was made (`COMPANYCREATETIME`).
    pub company_created: String,
}

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub enum PayFileError {
    /// Something is missing from the mapping.
    #[error("{} things are missing from the mapping", .0.len())]
    Missing(Vec<Missing>),
    /// Something in the run cannot be written in this form.
    #[error("{} things cannot be written in this form", .0.len())]
    Unfit(Vec<Unfit>),
    /// A figure is too large to be written.
    #[error("a figure is too large to be written")]
    TooLarge,
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The pages could not be written.
    #[error("the pages could not be written: {0}")]
    Paper(#[from] PaperError),
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The name that the other system expects.
    pub file_name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The file of a run in a form.
///
/// # Errors
/// When [`check`] finds something missing or unfit, or the workbook cannot be written.
pub fn write(run: &PayFile, form: Form, mapping: &Mapping) -> Result<Written, PayFileError> {
    let found = check(run, form, mapping);
    if !found.missing.is_empty() {
        return Err(PayFileError::Missing(found.missing));
    }
    if !found.unfit.is_empty() {
        return Err(PayFileError::Unfit(found.unfit));
    }
    let bytes = match form {
        Form::Gusto => gusto::write(run, mapping),
        Form::AdpRun => adp::write_run(run, mapping),
        Form::AdpWorkforceNow => adp::write_workforce_now(run, mapping),
        Form::QuickBooks => quickbooks::write(run, mapping),
        Form::Csv => table::csv(run),
        Form::Xlsx => table::workbook(run)?,
    };
    Ok(Written {
        file_name: file_name(run, form, mapping),
        bytes,
    })
}

fn file_name(run: &PayFile, form: Form, mapping: &Mapping) -> String {
    let last = run.period.last;
    match form {
        Form::AdpWorkforceNow => format!("PR{}EPI.csv", mapping.company_code),
        Form::QuickBooks => format!("payroll-{last}.iif"),
        Form::Xlsx => format!("payroll-{last}.xlsx"),
        Form::Gusto | Form::AdpRun => format!("payroll-{last}-{}.csv", form.name()),
        Form::Csv => format!("payroll-{last}.csv"),
    }
}
