//! What came of an import, or would come of it: what the command line prints and the office shows.

use engine::import::{Counts, NewNames, Sample};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::report::RejectedRow;

/// What came of an import, or would.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that became entries.
    pub entries: u64,
    /// Rows that were there already, or twice in the file.
    pub duplicates: u64,
    /// Rows that were not taken, in the order of the file.
    pub rejected: Vec<RejectedRow>,
    /// People who were added.
    pub employees: u64,
    /// Jobs that were added.
    pub jobs: u64,
    /// Cost codes that were added.
    pub cost_codes: u64,
    /// Seconds worked in the entries.
    pub seconds: i64,
    /// Whose export the file was taken for.
    pub preset: String,
    /// The zone that its local times were read in.
    pub zone: String,
    /// What somebody should look at.
    pub warnings: Vec<String>,
    /// The import, once it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
}

/// What a person looks at before an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What would come of it.
    pub outcome: Outcome,
    /// How the dates are read.
    pub dates: interchange::import::DateReading,
    /// The first rows as they would be imported.
    pub samples: Vec<Sample>,
    /// What would be added.
    pub names: NewNames,
    /// When the first and the last entry begin.
    pub span: Option<(Timestamp, Timestamp)>,
}

impl Outcome {
    pub(super) fn count(&mut self, counts: Counts) {
        self.entries = counts.entries;
        self.duplicates = counts.duplicates;
        self.employees = counts.employees;
        self.jobs = counts.jobs;
        self.cost_codes = counts.cost_codes;
        self.seconds = counts.seconds;
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Rows read so far.
    pub rows_read: u64,
    /// Rows of the file.
    pub rows: u64,
    /// Entries stored so far.
    pub entries_stored: u64,
    /// Entries to be stored; 0 while rows are read.
    pub entries: u64,
}
