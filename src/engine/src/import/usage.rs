//! What of the names that an import brought is in use for something else: it stays when the
//! import is taken back.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CostCodeId, EmployeeId, ImportId, JobId, MemberId};
use oplog::v1::payload::RoleTag;

use crate::rows::{
    self, CostCodeRow, DeviceRow, EntryRow, ImportNameRow, ImportRow, ImportState, InvitationRow,
    MemberRow, Origin, Row,
};
use crate::table::Table;
use crate::view::{Snapshot, ViewError};

/// How many entries are read at once.
const PAGE: usize = 1_000;

/// Everything that is in use apart from one import.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    employees: BTreeSet<EmployeeId>,
    members: BTreeSet<MemberId>,
    jobs: BTreeSet<JobId>,
    cost_codes: BTreeSet<CostCodeId>,
}

impl Usage {
    /// What is in use by anything but this import and those that were undone.
    pub(crate) fn without(view: &impl Snapshot, import: ImportId) -> Result<Self, ViewError> {
        let mut usage = Self::default();
        usage.by_entries(view, import)?;
        for (_, row) in rows::all::<DeviceRow>(view, &[], usize::MAX)? {
            usage.members.insert(row.member);
        }
        for (_, row) in rows::all::<InvitationRow>(view, &[], usize::MAX)? {
            usage.members.insert(row.member);
        }
        for (_, row) in rows::all::<MemberRow>(view, &[], usize::MAX)? {
            if row.account.is_some() || row.role != RoleTag::Worker {
                usage.employees.insert(row.employee);
            }
        }
        let codes = rows::all::<CostCodeRow>(view, &[], usize::MAX)?;
        usage
            .jobs
            .extend(codes.into_iter().filter_map(|(_, row)| row.job));
        Ok(usage)
    }

    fn by_entries(&mut self, view: &impl Snapshot, import: ImportId) -> Result<(), ViewError> {
        let mut undone = BTreeMap::new();
        let mut from = Vec::new();
        loop {
            let page = view.range(Table::TimeEntry, &from, &[], PAGE)?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            from = rows::key(&[last, &[0]]);
            for (_, bytes) in page {
                let row = EntryRow::decode(&bytes)?;
                if let Origin::Import { import: other, .. } = row.origin {
                    let gone = match undone.get(&other) {
                        Some(gone) => *gone,
                        None => {
                            let gone = other == import || is_undone(view, other)?;
                            undone.insert(other, gone);
                            gone
                        }
                    };
                    if gone {
                        continue;
                    }
                }
                self.employees.insert(row.employee);
                self.jobs.extend(row.values.job);
                self.cost_codes.extend(row.values.cost_code);
            }
        }
    }

    /// Whether something uses this.
    pub(crate) fn includes(&self, name: &ImportNameRow) -> bool {
        match name {
            ImportNameRow::Employee(added) => {
                self.employees.contains(&added.employee) || self.members.contains(&added.member)
            }
            ImportNameRow::Job(added) => self.jobs.contains(&added.job),
            ImportNameRow::CostCode(added) => self.cost_codes.contains(&added.cost_code),
        }
    }
}

fn is_undone(view: &impl Snapshot, import: ImportId) -> Result<bool, ViewError> {
    let row: Option<ImportRow> = rows::get(view, &import.to_bytes())?;
    Ok(row.is_none_or(|row| row.state == ImportState::Undone))
}
