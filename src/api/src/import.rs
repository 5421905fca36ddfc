//! Importing hours: the file, how its columns are read, what would come of it, and what came of
//! it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employee::EmployeeBrief;
use crate::id;
use crate::page::list_query;

/// The largest file that is taken, in bytes.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// What an uploaded file is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportFileQuery {
    /// Its name, such as `hours.csv`.
    pub name: String,
}

/// Which column is what, and how to read it. What is left out the file decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// The version of this shape: 1.
    pub version: u8,
    /// Whose export it is taken for: `timetrakr`, `toggl`, `clockify`, `harvest`, `kimai`,
    /// `solidtime` or `generic`.
    pub preset: String,
    /// The column of each field, from 0. Fields: `employee`, `first_name`, `last_name`, `email`,
    /// `customer`, `job`, `job_code`, `cost_code`, `note`, `date`, `start_date`, `start_time`,
    /// `end_date`, `end_time`, `start`, `end`, `duration`, `break`, `zone`, `kind`.
    pub columns: BTreeMap<String, usize>,
    /// Who worked, for rows that name nobody.
    #[serde(default)]
    pub fixed_employee: Option<String>,
    /// `month_first` or `day_first`.
    #[serde(default)]
    pub date_order: Option<String>,
    /// Whether `1.500` is fifteen hundred.
    #[serde(default)]
    pub decimal_comma: Option<bool>,
    /// The unit of durations that are bare numbers: `hours`, `minutes` or `seconds`.
    #[serde(default)]
    pub duration_unit: Option<String>,
    /// The unit of breaks that are bare numbers.
    #[serde(default)]
    pub break_unit: Option<String>,
    /// The IANA name of the zone of local times.
    #[serde(default)]
    pub zone: Option<String>,
}

/// How sure it is in which order a file writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DatesKnown {
    /// No date leaves it open.
    Plain,
    /// The mapping says so.
    Chosen,
    /// At least one row can be read in one way only.
    Settled,
    /// Every row can be read both ways: ask.
    Undecided,
}

/// In which order a file writes its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportDates {
    /// How sure it is.
    pub known: DatesKnown,
    /// The order they are read in: `month_first` or `day_first`.
    pub order: String,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFile {
    /// The file, to be named in a preview and an import.
    pub file: String,
    /// What it is called.
    pub name: String,
    /// How many rows are under its headers.
    pub rows: u64,
    /// The headers of its columns.
    pub headers: Vec<String>,
    /// Its first rows, as they are.
    pub first_rows: Vec<Vec<String>>,
    /// Whose export it seems to be.
    pub preset: String,
    /// How its columns are read unless somebody says otherwise.
    pub mapping: ImportMapping,
    /// How they would be read as the export of each program, by the names of presets.
    pub guesses: BTreeMap<String, ImportMapping>,
    /// Whether the mapping is that of the last import of a file with the same headers.
    pub remembered: bool,
    /// In which order its dates are written.
    pub dates: ImportDates,
}

/// What would come of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewImport {
    /// The uploaded file.
    pub file: String,
    /// How its columns are read.
    pub mapping: ImportMapping,
    /// The IANA zone of its local times; the company's when left out.
    #[serde(default)]
    pub zone: Option<String>,
}

/// How many of everything; `rows` is `entries`, `duplicates` and `rejected` together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that become entries.
    pub entries: u64,
    /// Rows that are there already, or twice in the file.
    pub duplicates: u64,
    /// Rows that cannot be taken.
    pub rejected: u64,
    /// People who are added.
    pub employees: u64,
    /// Jobs that are added.
    pub jobs: u64,
    /// Cost codes that are added.
    pub cost_codes: u64,
    /// Seconds worked in the entries.
    pub seconds: i64,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRejection {
    /// The line of the file that it begins on.
    pub line: u32,
    /// Why, as a stable code.
    pub code: String,
    /// Why, in English.
    pub reason: String,
    /// What the words of the code are filled with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// A row as it would be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportSample {
    /// The line of the file that it begins on.
    pub line: u32,
    /// Who worked.
    pub employee: String,
    /// The person's e-mail address, or empty.
    pub email: String,
    /// The customer, or empty.
    pub customer: String,
    /// The job, or empty.
    pub job: String,
    /// The job's code, or empty.
    pub job_code: String,
    /// The cost code, or empty.
    pub cost_code: String,
    /// The work date.
    pub date: Date,
    /// When work began; none where only hours are known.
    pub start: Option<Timestamp>,
    /// When it ended; none where only hours are known.
    pub end: Option<Timestamp>,
    /// Seconds worked.
    pub seconds: i64,
    /// The note, or empty.
    pub note: String,
    /// Whether it is there already.
    pub duplicate: bool,
}

/// What would come of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPreview {
    /// How many of everything.
    pub counts: ImportCounts,
    /// In which order the dates are read.
    pub dates: ImportDates,
    /// When the first of the entries begins; none without entries.
    pub first_start: Option<Timestamp>,
    /// When the last of them begins.
    pub last_start: Option<Timestamp>,
    /// The first rows that can be taken.
    pub samples: Vec<ImportSample>,
    /// The first rows that cannot be.
    pub rejected: Vec<ImportRejection>,
    /// The first names of people who would be added.
    pub new_employees: Vec<String>,
    /// The first names of jobs that would be added.
    pub new_jobs: Vec<String>,
    /// The first names of cost codes that would be added.
    pub new_cost_codes: Vec<String>,
}

/// An import to be started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewImport {
    /// The uploaded file.
    pub file: String,
    /// What it is called.
    pub file_name: String,
    /// How its columns are read.
    pub mapping: ImportMapping,
    /// The IANA zone of its local times; the company's when left out.
    #[serde(default)]
    pub zone: Option<String>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// It is under way; nothing of it counts yet.
    Running,
    /// It counts.
    Finished,
    /// Every row was there already or could not be taken: nothing was added.
    Empty,
    /// It ended before its end; nothing of it counts.
    Failed,
    /// It was taken back.
    Undone,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Rows read so far.
    pub rows_read: u64,
    /// Rows of the file.
    pub rows: u64,
    /// Entries stored so far.
    pub entries_stored: u64,
    /// Entries to be stored; 0 while rows are read.
    pub entries: u64,
}

/// Why an import ended before its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFailure {
    /// The stable code.
    pub code: String,
    /// What happened, in English.
    pub detail: String,
}

/// How an import was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportUndo {
    /// By whom; none for the server itself.
    pub by: Option<EmployeeBrief>,
    /// When.
    pub at: Timestamp,
    /// Why, or empty.
    pub reason: String,
    /// The names of people, jobs and cost codes that stay, as something else uses them.
    pub kept: Vec<String>,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    /// The import.
    pub id: id::ImportId,
    /// Where it stands.
    pub state: ImportState,
    /// Who started it; none for the command line.
    pub by: Option<EmployeeBrief>,
    /// When it was started, or once it is finished, when it began to count.
    pub at: Timestamp,
    /// What the file is called.
    pub file_name: String,
    /// How far it has come, while it is under way.
    pub progress: Option<ImportProgress>,
    /// How many of everything, once it ended.
    pub counts: Option<ImportCounts>,
    /// Whose export the file was taken for, once it ended.
    pub source: Option<String>,
    /// The zone that local times were read in, once it ended.
    pub zone: Option<String>,
    /// How columns were read, once it is finished.
    pub mapping: Option<ImportMapping>,
    /// The first rows that were not taken; left out of lists.
    #[serde(default)]
    pub rejected: Vec<ImportRejection>,
    /// Why it ended before its end.
    pub failure: Option<ImportFailure>,
    /// How it was taken back.
    pub undone: Option<ImportUndo>,
}

list_query! {
    /// Which imports to list.
    ImportsQuery {
        /// Only those with this text in the name of the file.
        q,
        /// The order: `-at` when left out, or `file_name`; with `-` before it the other way round.
        sort,
    }
}

/// An import shall be taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    /// Why, or empty.
    #[serde(default)]
    pub reason: String,
}
