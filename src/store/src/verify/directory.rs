//! The directory of companies: whoever anything is kept of stands in it, since the first entry of
//! their journal.

use std::collections::{BTreeMap, BTreeSet};

use domain::CompanyId;

use super::VerifyReport;
use crate::error::ReadError;
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::JournalRow;
use crate::system::read::companies;
use crate::system::rows::{CompanyEntry, MembershipRow};
use crate::view::numbered;

/// Checks the directory against `kept`, the companies that values are of. Gives every company,
/// those that it has lost too.
pub(super) fn check(
    rows: &impl Plain,
    kept: BTreeSet<CompanyId>,
    report: &mut VerifyReport,
) -> Result<BTreeSet<CompanyId>, ReadError> {
    let table = Room::CompanyEntry.name();
    let directory: BTreeMap<CompanyId, CompanyEntry> = match companies(rows) {
        Ok(companies) => companies.into_iter().collect(),
        Err(ReadError::Storage(reason)) => return Err(ReadError::Storage(reason)),
        // Which row cannot be unsealed is in the report already.
        Err(_) => return Ok(kept),
    };
    for (company, entry) in &directory {
        let mut problem = |what: String| report.problem(Some(*company), table, what);
        if let Some(reason) = &entry.stopped {
            problem(format!("the company was stopped: {reason}"));
        }
        let first = rows.row::<JournalRow>(Room::Journal, &numbered(*company, 1));
        // A journal that cannot be read is reported where it is checked.
        if let Ok(Some(first)) = first
            && first.received_at != entry.created_at
        {
            let (says, began) = (entry.created_at, first.received_at);
            problem(format!(
                "it says the company began at {says}, its journal that it began at {began}"
            ));
        }
    }
    for company in &kept {
        if !directory.contains_key(company) {
            report.problem(Some(*company), table, "the company is missing");
        }
    }
    let members: Vec<(_, MembershipRow)> = rows
        .rows_under(Room::Membership, &[], usize::MAX)
        .or_else(|error| match error {
            ReadError::Storage(reason) => Err(ReadError::Storage(reason)),
            _damage_is_reported => Ok(Vec::new()),
        })?;
    let companies_of_members = members
        .iter()
        .filter_map(|(key, _)| key.last_chunk().copied().map(CompanyId::from_bytes));
    for company in companies_of_members.collect::<BTreeSet<_>>() {
        if !directory.contains_key(&company) && !kept.contains(&company) {
            report.problem(
                Some(company),
                table,
                "an account is a member of it, and nothing is kept of it",
            );
        }
    }
    Ok(directory.into_keys().chain(kept).collect())
}
