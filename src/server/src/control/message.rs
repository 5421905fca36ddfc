//! What is said over the control socket.

use serde::{Deserialize, Serialize};
use store::VerifyReport;

/// A request: one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum ControlRequest {
    /// Check every chain and signature, and that a refold equals the stored views.
    Verify,
}

/// One line of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ControlAnswer {
    /// It is being worked on.
    Progress {
        /// For how many seconds so far.
        seconds: u64,
    },
    /// The result of a verification; the last line.
    Verified(VerifySummary),
    /// It could not be done; the last line.
    Refused {
        /// Why.
        reason: String,
    },
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifySummary {
    /// Companies.
    pub companies: u64,
    /// Logs.
    pub logs: u64,
    /// Ops.
    pub ops: u64,
    /// Journal entries.
    pub journal_entries: u64,
    /// View rows.
    pub view_rows: u64,
    /// Values unsealed, in all tables.
    pub values: u64,
    /// What is wrong, one line each.
    pub problems: Vec<String>,
}

impl VerifySummary {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl From<VerifyReport> for VerifySummary {
    fn from(report: VerifyReport) -> Self {
        Self {
            companies: report.companies,
            logs: report.logs,
            ops: report.ops,
            journal_entries: report.journal_entries,
            view_rows: report.view_rows,
            values: report.values,
            problems: report.problems.iter().map(ToString::to_string).collect(),
        }
    }
}
