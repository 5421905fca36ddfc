//! The downlink: what changed of the rows that a device may see since its base, or all of them.

use std::collections::BTreeSet;

use engine::scope::Scope;
use engine::{RowChange, Snapshot, Table};

use super::snapshot::CompanySnapshot;
use crate::error::ReadError;

/// More changed rows than this, and the whole of them is sent instead.
const CHANGED_ROWS_MAX: usize = 4_096;

/// What a device's base stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which life of the journal.
    pub epoch: u64,
    /// The last position that it covers; 0 when there is no base.
    pub position: u64,
    /// The version of the views that it was made by.
    pub view_version: u32,
}

/// What a device has to do to its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Whether to forget the old base first.
    pub snapshot: bool,
    /// What the base stands for afterwards.
    pub mark: Mark,
    /// The rows to put and to remove.
    pub rows: Vec<RowChange>,
}

impl CompanySnapshot {
    /// What brings the base of a device from a mark to this moment.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delta(&self, scope: &Scope, from: Mark) -> Result<Delta, ReadError> {
        let mark = self.mark();
        let comparable = from.position > 0
            && from.position <= mark.position
            && (from.epoch, from.view_version) == (mark.epoch, mark.view_version);
        let changed = if comparable {
            self.changes_since(from.position, CHANGED_ROWS_MAX)?
        } else {
            None
        };
        // The role, and whether the person has left, decide what the scope holds: with either
        // changed all of it is new.
        let deciding = [
            (Table::Member, scope.member.to_bytes().to_vec()),
            (Table::Employee, scope.employee.to_bytes().to_vec()),
        ];
        let same_scope = |changed: &_| deciding.iter().all(|row| !BTreeSet::contains(changed, row));
        let Some(changed) = changed.filter(same_scope) else {
            return Ok(Delta {
                snapshot: true,
                mark,
                rows: scope.snapshot(self)?,
            });
        };
        let mut rows = Vec::new();
        for (table, key) in changed {
            let value = self.get(table, &key)?;
            if scope.sees(table, &key, value.as_deref())? {
                rows.push(RowChange { table, key, value });
            }
        }
        Ok(Delta {
            snapshot: false,
            mark,
            rows,
        })
    }
}
