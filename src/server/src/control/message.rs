//! What is said over the control socket.

use std::path::PathBuf;

use engine::Effect;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{OutboxItem, VerifyReport};

use super::import::ImportRequest;
use super::recover::{WaitingCompany, WentOn};
use crate::export::NamedExport;
use crate::imports::{Outcome, Progress};

/// A request: one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum ControlRequest {
    /// Check every chain and signature, and that a refold equals the stored views.
    Verify,
    /// Make a file of timesheets.
    Export(NamedExport),
    /// Make a backup. After [`ControlAnswer::Backup`] its bytes follow until the server writes no
    /// more; the caller says so once it has them on disk.
    Backup {
        /// Whether the master key goes in.
        with_key: bool,
        /// How many bytes follow of the point that the caller can go on from; 0 where it has none.
        point_bytes: usize,
    },
    /// Tell what a restore holds back.
    OutboxHeld,
    /// Let what a restore holds back be delivered.
    OutboxRelease,
    /// Tell which companies wait for their phones.
    RecoveryShow,
    /// Have companies go on without what is missing.
    RecoveryEnd {
        /// The name of the one; `None`: all that wait.
        company: Option<String>,
    },
    /// Make a link by which an owner who is locked out chooses a new password.
    ResetOwner {
        /// The company's name.
        company: String,
        /// Which owner, where there are several.
        email: Option<String>,
    },
    /// Bring a file of hours, whose bytes follow.
    Import(ImportRequest),
}

/// What a caller says when it has a whole backup on disk, and read it back from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BackupKept {
    /// The file, as an absolute path.
    pub(super) file: PathBuf,
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
    /// A part of a file, in order.
    Part {
        /// Its bytes in base64.
        base64: String,
    },
    /// The file is complete; the last line.
    Exported {
        /// What to call it.
        name: String,
        /// How many lines it has.
        lines: u64,
    },
    /// A backup follows.
    Backup {
        /// What a file of it is best called.
        name: String,
        /// Whether it goes on from the caller's point.
        resumed: bool,
    },
    /// What a restore holds back; the last line.
    OutboxHeld {
        /// The effects.
        held: Vec<HeldEffect>,
    },
    /// What was held back will be delivered now; the last line.
    OutboxReleased {
        /// How many effects.
        count: usize,
    },
    /// The companies that wait; the last line.
    Recovering {
        /// Them.
        companies: Vec<WaitingCompany>,
    },
    /// The companies that go on; the last line.
    WentOn {
        /// Them.
        companies: Vec<WentOn>,
    },
    /// The link that was asked for; the last line.
    OwnerReset {
        /// Whose password it resets.
        email: String,
        /// The link.
        link: String,
    },
    /// How far an import has come.
    Importing(Progress),
    /// What came of an import, or would; the last line.
    Imported(Outcome),
    /// It could not be done; the last line.
    Refused {
        /// Why.
        reason: String,
    },
}

/// An effect that a restore holds back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldEffect {
    /// Of which company.
    pub company: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// What it is.
    pub what: String,
}

impl From<OutboxItem> for HeldEffect {
    fn from(item: OutboxItem) -> Self {
        let what = match item.effect {
            Effect::MailInvitation { invitation } => format!("mail invitation {invitation}"),
            Effect::MailReminder {
                employee, first, ..
            } => {
                format!("mail a reminder of the timesheet of {first} to employee {employee}")
            }
        };
        Self {
            company: item.key.company.to_string(),
            since: item.next_at,
            what,
        }
    }
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
    /// Files beside the database that were read to their end.
    pub blobs: u64,
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
            blobs: report.blobs,
            problems: report.problems.iter().map(ToString::to_string).collect(),
        }
    }
}
