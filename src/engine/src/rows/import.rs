//! Rows of imports. Whether an import counts is apart from everything that only the office may
//! see, because every device needs to know it.

use domain::{ImportId, MemberId};
use jiff::Timestamp;
use oplog::v1::payload as p;
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::table::Table;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportState {
    /// Parts of it are there; nothing of it counts yet.
    Staged,
    /// It counts.
    Committed,
    /// It was taken back and counts no more.
    Undone,
}

/// Whether an import counts. Key: import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Where it stands.
    pub state: ImportState,
}

/// An import as the office sees it. Key: import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDetailRow {
    /// How many ops of names and entries are there.
    pub parts: u32,
    /// Set once it counts.
    pub committed: Option<ImportCommit>,
    /// Set once it was taken back.
    pub undone: Option<ImportUndo>,
}

/// What an import brought, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCommit {
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// The journal position: imports are listed in this order.
    pub position: u64,
    /// What was stated about it.
    pub stated: p::ImportCommitted,
}

/// Who took an import back, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUndo {
    /// By whom.
    #[serde(with = "wire::id")]
    pub by: MemberId,
    /// When.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Something that an import brings beside its entries. Key: import, kind, and the thing's id.
/// Once the import was taken back, what is left are those that something else uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportNameRow {
    /// A person.
    Employee(p::ImportedEmployee),
    /// A job.
    Job(p::ImportedJob),
    /// A cost code.
    CostCode(p::ImportedCostCode),
}

impl ImportNameRow {
    /// The key of this row of an import.
    pub fn key(&self, import: ImportId) -> Vec<u8> {
        let (kind, id) = match self {
            Self::Employee(employee) => (1, employee.employee.to_bytes()),
            Self::Job(job) => (2, job.job.to_bytes()),
            Self::CostCode(code) => (3, code.cost_code.to_bytes()),
        };
        Self::key_of(import, kind, id)
    }

    /// The key of what has this id, of an import: 1 for people, 2 for jobs, 3 for cost codes.
    pub(crate) fn key_of(import: ImportId, kind: u8, id: [u8; 16]) -> Vec<u8> {
        super::key(&[&import.to_bytes(), &[kind], &id])
    }
}

/// Which import brought a row of a file. Key: the hash of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportKeyRow {
    /// The import.
    #[serde(with = "wire::id")]
    pub import: ImportId,
}

impl Row for ImportRow {
    const TABLE: Table = Table::Import;
}

impl Row for ImportDetailRow {
    const TABLE: Table = Table::ImportDetail;
}

impl Row for ImportNameRow {
    const TABLE: Table = Table::ImportName;
}

impl Row for ImportKeyRow {
    const TABLE: Table = Table::ImportKey;
}
