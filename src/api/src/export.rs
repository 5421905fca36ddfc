//! Taking timesheets away, and the link of one's own calendar.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A workbook.
    Xlsx,
    /// Pages to sign.
    Pdf,
}

/// The names of the columns of a spreadsheet, in the order they have when none is asked for.
pub const COLUMNS: [&str; 18] = [
    "employee",
    "employee_number",
    "work_date",
    "start",
    "end",
    "time_zone",
    "unpaid_break",
    "paid_break",
    "worked",
    "hours",
    "job_code",
    "job",
    "customer",
    "cost_code_number",
    "cost_code",
    "note",
    "exceptions",
    "entry_id",
];

/// Which timesheets, and how they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TimesheetsQuery {
    /// The form.
    pub format: ExportFormat,
    /// The first work date.
    pub from: Date,
    /// The last work date.
    pub to: Date,
    /// Ids of employees, with commas between them; everyone whom the member sees when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<String>,
    /// Ids of jobs, with commas between them; entries on any job and on none when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<String>,
    /// Names of columns, with commas between them, in the order they shall have: `employee`,
    /// `employee_number`, `work_date`, `start`, `end`, `time_zone`, `unpaid_break`,
    /// `paid_break`, `worked`, `hours`, `job_code`, `job`, `customer`, `cost_code_number`,
    /// `cost_code`, `note`, `exceptions`, `entry_id`. All when left out; pages have their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// The language of headers and pages, `en` or `es`; the company's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What pages are cut to, `a4` or `letter`; by the company's zone when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Whether a text file begins with a byte-order mark, as Excel wants it; it does when left
    /// out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bom: Option<bool>,
}

/// Whether there is a link to one's own hours. The link itself is told once, when it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarFeed {
    /// Since when; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
}

/// A link to one's own hours, just made. It cannot be read again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCalendarFeed {
    /// The address for a calendar application.
    pub url: String,
    /// Since when.
    pub made_at: Timestamp,
}

impl std::fmt::Debug for NewCalendarFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewCalendarFeed(..)")
    }
}
