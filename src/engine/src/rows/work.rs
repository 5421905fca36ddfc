//! Rows of jobs and cost codes.

use domain::JobId;
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::table::Table;

/// A job. Key: job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The customer's name, or empty.
    pub customer: String,
    /// Archived jobs take no more hours.
    pub archived: bool,
}

/// A cost code. Key: cost code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostCodeRow {
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The one job it is for, or every job.
    #[serde(with = "wire::id_option")]
    pub job: Option<JobId>,
    /// Archived cost codes take no more hours.
    pub archived: bool,
}

impl Row for JobRow {
    const TABLE: Table = Table::Job;
}

impl Row for CostCodeRow {
    const TABLE: Table = Table::CostCode;
}
