//! Which column is what, and how it is to be read: guessed from a sheet, changed by a person, kept
//! as JSON for the next file with the same headers.

mod guess;

use std::collections::BTreeMap;

use domain::time::{UnknownZone, Zone};
use serde::{Deserialize, Serialize};

use super::header;
use super::moment::DateOrder;
use super::preset::Preset;

pub use guess::{guess, guess_as};

/// The version of a mapping's JSON.
pub const MAPPING_VERSION: u8 = 1;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Who worked.
    Employee,
    /// The first half of who worked.
    FirstName,
    /// The second half of who worked.
    LastName,
    /// The person's e-mail address.
    Email,
    /// Whom it was for.
    Customer,
    /// The name of the job.
    Job,
    /// The firm's code of the job.
    JobCode,
    /// The kind of work.
    CostCode,
    /// What was written beside it.
    Note,
    /// The work date.
    Date,
    /// The date of the start.
    StartDate,
    /// The time of the start.
    StartTime,
    /// The date of the end.
    EndDate,
    /// The time of the end.
    EndTime,
    /// The start, date and time in one.
    Start,
    /// The end, date and time in one.
    End,
    /// How long.
    Duration,
    /// Unpaid break.
    Break,
    /// The zone of the row's local times.
    Zone,
    /// Whether the row is work at all.
    Kind,
}

impl Field {
    /// All of them, in the order that a person is asked.
    pub const ALL: [Self; 20] = [
        Self::Employee,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Customer,
        Self::Job,
        Self::JobCode,
        Self::CostCode,
        Self::Note,
        Self::Date,
        Self::StartDate,
        Self::StartTime,
        Self::EndDate,
        Self::EndTime,
        Self::Start,
        Self::End,
        Self::Duration,
        Self::Break,
        Self::Zone,
        Self::Kind,
    ];

    /// The stable name: as in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Customer => "customer",
            Self::Job => "job",
            Self::JobCode => "job_code",
            Self::CostCode => "cost_code",
            Self::Note => "note",
            Self::Date => "date",
            Self::StartDate => "start_date",
            Self::StartTime => "start_time",
            Self::EndDate => "end_date",
            Self::EndTime => "end_time",
            Self::Start => "start",
            Self::End => "end",
            Self::Duration => "duration",
            Self::Break => "break",
            Self::Zone => "zone",
            Self::Kind => "kind",
        }
    }

    /// The fields whose dates say in which order a file writes them.
    pub(super) const DATED: [Self; 7] = [
        Self::Date,
        Self::StartDate,
        Self::EndDate,
        Self::StartTime,
        Self::EndTime,
        Self::Start,
        Self::End,
    ];
}

/// The unit of a duration that is a bare number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
}

impl Unit {
    pub(super) const fn seconds(self) -> i64 {
        match self {
            Self::Hours => 3600,
            Self::Minutes => 60,
            Self::Seconds => 1,
        }
    }
}

/// Which column is what, and how to read it. What is `None` the file decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The version of this shape.
    pub version: u8,
    /// Whose export it is taken for.
    pub preset: Preset,
    /// The column of each field, from 0.
    pub columns: BTreeMap<Field, usize>,
    /// Who worked, for rows that name nobody.
    #[serde(default)]
    pub fixed_employee: Option<String>,
    /// Which figure of a date is the month.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// Whether `1.500` is fifteen hundred.
    #[serde(default)]
    pub decimal_comma: Option<bool>,
    /// The unit of durations that are bare numbers.
    #[serde(default)]
    pub duration_unit: Option<Unit>,
    /// The unit of breaks that are bare numbers.
    #[serde(default)]
    pub break_unit: Option<Unit>,
    /// The IANA name of the zone of local times.
    #[serde(default)]
    pub zone: Option<String>,
}

/// Why a mapping cannot read anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// The JSON is of a later version.
    #[error("the mapping is of a later version of TimeTrakr")]
    Version,
    /// No column says who worked.
    #[error("choose the column of the employee, or name one employee for the whole file")]
    NoEmployee,
    /// No column says when.
    #[error("choose the column of the date, or of the start")]
    NoDate,
    /// No column says how long.
    #[error("choose the columns of start and end, or that of the duration")]
    NoLength,
}

impl MappingFault {
    /// A stable code for programs, and for wording it in another language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Version => "mapping_version",
            Self::NoEmployee => "mapping_no_employee",
            Self::NoDate => "mapping_no_date",
            Self::NoLength => "mapping_no_length",
        }
    }
}

impl Mapping {
    /// A mapping of no column.
    pub const fn empty(preset: Preset) -> Self {
        Self {
            version: MAPPING_VERSION,
            preset,
            columns: BTreeMap::new(),
            fixed_employee: None,
            date_order: None,
            decimal_comma: None,
            duration_unit: None,
            break_unit: None,
            zone: None,
        }
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    fn has(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.columns.contains_key(field))
    }

    /// The zone of local times, or the one given where the mapping names none.
    ///
    /// # Errors
    /// When the mapping names one that does not exist.
    pub fn zone_or(&self, zone: &Zone) -> Result<Zone, UnknownZone> {
        match &self.zone {
            Some(name) => Zone::named(name),
            None => Ok(zone.clone()),
        }
    }

    /// Whether it can read anything.
    ///
    /// # Errors
    /// With the first thing that is missing.
    pub fn check(&self) -> Result<(), MappingFault> {
        let named = self.has(&[
            Field::Employee,
            Field::FirstName,
            Field::LastName,
            Field::Email,
        ]);
        let dated = self.has(&[
            Field::Date,
            Field::StartDate,
            Field::Start,
            Field::StartTime,
        ]);
        let started = self.has(&[Field::Start, Field::StartTime]);
        let ended = self.has(&[Field::End, Field::EndTime]);
        let long = (started && ended) || self.has(&[Field::Duration]);
        if self.version != MAPPING_VERSION {
            Err(MappingFault::Version)
        } else if !named && self.fixed_employee.is_none() {
            Err(MappingFault::NoEmployee)
        } else if !dated {
            Err(MappingFault::NoDate)
        } else if !long {
            Err(MappingFault::NoLength)
        } else {
            Ok(())
        }
    }
}

/// What tells files with the same columns from others: a mapping fits all with its fingerprint.
pub fn fingerprint(headers: &[String]) -> String {
    // FNV-1a: it tells headers apart and protects nothing.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for header in headers {
        for byte in header::normalised(header).bytes().chain([0]) {
            hash ^= u128::from(byte);
            hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}
