//! Pay runs: what they come to, line by line, and the files made of them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::id;
use crate::page::list_query;

/// Where a pay run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayRunState {
    /// It is being looked at.
    Draft,
    /// Somebody found it right as it is.
    Reviewed,
    /// Somebody found it right, and then something changed.
    ChangedSinceReviewed,
    /// It is final.
    Final,
    /// It was given up.
    Discarded,
}

/// What a run comes to. Amounts are in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// A file that was made of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayRunFile {
    /// The form.
    pub form: String,
    /// The BLAKE3 hash of its bytes.
    pub hash: String,
    /// When it was first made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// A pay run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayRun {
    /// The run.
    pub id: id::PayRunId,
    /// Its number in the company.
    pub number: u32,
    /// The first date that it pays for.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Where it stands; a draft that was reviewed and then changed is shown so only by itself.
    pub state: PayRunState,
    /// What everybody is paid in.
    pub currency: String,
    /// What it came to, once it is final.
    pub totals: Option<PayRunTotals>,
    /// When it was begun.
    pub at: Timestamp,
    /// When it was made final.
    pub finalised_at: Option<Timestamp>,
    /// A reviewer's note, or why it was given up; or empty.
    pub words: String,
    /// Files that were made of it.
    pub files: Vec<PayRunFile>,
}

list_query! {
    /// Which runs.
    PayRunsQuery {
        /// Only those with this text.
        q,
        /// The order: `-number` when left out, or `first`; `-` turns it round.
        sort,
    }
}

/// A pay period that has no run yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPayRun {
    /// The first date of the period.
    pub first: Date,
}

/// One earnings line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarningsLine {
    /// `straight_time`, `salary`, `beyond_salary`, `bonus`, `piece`, `differential`,
    /// `reimbursement`, `paid_leave`, `meal_premium`, `rest_premium` or `overtime_premium`.
    pub kind: String,
    /// The job, where it is of one.
    pub job: Option<String>,
    /// Hundredths of hours, rounded half up.
    pub hours: Option<i64>,
    /// An hour's pay in hundredths of minor units, rounded half up.
    pub rate: Option<i64>,
    /// How much, in minor units.
    pub minor: i64,
    /// The rule that asks for it.
    pub law: String,
    /// Where that stands.
    pub source: String,
    /// The time entries behind it.
    pub entries: Vec<id::TimeEntryId>,
}

/// A part of the regular rate: `amount ÷ hours = rate`, as decimal figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RateStep {
    /// `hourly`, `salary`, `piece`, `differential`, `bonus`, `flat_bonus` or `own_premium`.
    pub part: String,
    /// Minor units.
    pub minor: i64,
    /// Hundredths of hours.
    pub hours: i64,
    /// Hundredths of minor units.
    pub rate: i64,
}

/// A part of the premium: `hours × rate × multiple = amount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PremiumStep {
    /// Hundredths of hours.
    pub hours: i64,
    /// Hundredths of minor units.
    pub rate: i64,
    /// Hundredths: 50 for the half.
    pub multiple: i64,
    /// Minor units.
    pub minor: i64,
}

/// What one workweek comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidWeek {
    /// The first workday.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// The law whose pay this is.
    pub law: String,
    /// Worked seconds at straight time.
    pub regular_seconds: i64,
    /// At more than straight time and less than double.
    pub overtime_seconds: i64,
    /// At double time or more.
    pub double_seconds: i64,
    /// The regular rate, where there is one.
    pub regular_rate: Option<i64>,
    /// All earnings.
    pub lines: Vec<EarningsLine>,
    /// The sum of all lines.
    pub gross_minor: i64,
    /// The premium for overtime, in the lines already.
    pub premium_minor: i64,
    /// Of it what the FLSA asks for.
    pub federal_premium_minor: i64,
    /// What the regular rate is the sum of.
    pub rate_steps: Vec<RateStep>,
    /// What the premium is the sum of.
    pub premium_steps: Vec<PremiumStep>,
    /// The premium by the FLSA alone.
    pub federal_step: Option<PremiumStep>,
}

/// A workweek that an earlier run paid and that is worth something else now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayCorrection {
    /// What was paid so far.
    pub paid_minor: i64,
    /// What is paid or taken back now.
    pub minor: i64,
    /// The workweek as it is now.
    pub week: PaidWeek,
}

/// Something to look at: what stands in the way, or a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayNotice {
    /// Whose.
    pub employee: EmployeeBrief,
    /// Its stable code.
    pub code: String,
    /// In words.
    pub detail: String,
    /// Whether the run cannot become final with it.
    pub blocks: bool,
    /// The first day of the workweek, where it is of one.
    pub week: Option<Date>,
    /// The time entry, where it is of one.
    pub entry: Option<id::TimeEntryId>,
}

/// One person in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidPerson {
    /// Who.
    pub employee: EmployeeBrief,
    /// The firm's number, or empty.
    pub number: String,
    /// The first name as payroll has it.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// Workweeks.
    pub weeks: Vec<PaidWeek>,
    /// Corrections of earlier runs.
    pub corrections: Vec<PayCorrection>,
    /// Everything that the run pays.
    pub gross_minor: i64,
    /// What the final run before paid.
    pub before_minor: Option<i64>,
}

/// A pay run with everything that it pays: calculated now, or as it was made final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayRunDetail {
    /// The run.
    pub run: PayRun,
    /// What it comes to.
    pub totals: PayRunTotals,
    /// What it was calculated from, to be named in a review.
    pub basis: String,
    /// Whoever is paid, by last name.
    pub people: Vec<PaidPerson>,
    /// What is to be looked at, what stands in the way first.
    pub notices: Vec<PayNotice>,
}

/// What is to become of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActOnPayRun {
    /// Somebody found it right.
    Review {
        /// The `basis` of what was seen; another one by now is `pay_run_changed`.
        basis: String,
        /// A note, or empty.
        #[serde(default)]
        note: String,
    },
    /// It is final: it never changes again, and its period is locked.
    Finalise,
    /// It is given up.
    Discard {
        /// Why.
        reason: String,
    },
}

/// Which file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PayFileQuery {
    /// `gusto`, `adp-run`, `adp-workforce-now`, `quickbooks`, `csv` or `xlsx`; on paper `summary`
    /// or `statements`.
    pub form: String,
    /// Only this employee's statement.
    #[serde(default)]
    pub employee: Option<id::EmployeeId>,
    /// `en` or `es`; the company's when left out.
    #[serde(default)]
    pub language: Option<String>,
    /// `a4` or `letter`.
    #[serde(default)]
    pub paper: Option<String>,
}

/// Which certified payroll of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CertifiedQuery {
    /// The job of public works.
    pub job: id::JobId,
    /// The first day of the workweek.
    pub week: Date,
    /// The payroll's number on the project.
    pub number: u32,
    /// Whether it is the last one of the project.
    #[serde(default)]
    pub is_final: Option<bool>,
    /// `pdf` or `csv`.
    pub format: String,
}

/// What to know before a file is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayFileCheck {
    /// The form.
    pub form: String,
    /// Whether the makers of the form have not confirmed it.
    pub unverified: bool,
    /// People without an id in the other system.
    pub missing_ids: Vec<EmployeeBrief>,
    /// Kinds of earnings without a code.
    pub missing_codes: Vec<String>,
    /// Settings that are missing: `company_code`, `batch`, `company_created`.
    pub missing_settings: Vec<String>,
    /// People whose id or name cannot be written, or is another's too.
    pub unfit: Vec<EmployeeBrief>,
    /// What the form has no place for, to be entered by hand.
    pub left_out: Vec<PayLeftOut>,
}

/// Earnings that a form has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayLeftOut {
    /// Whose.
    pub employee: EmployeeBrief,
    /// Which earnings.
    pub earning: String,
    /// Hundredths of hours.
    pub hours: i64,
    /// Minor units.
    pub minor: i64,
}
