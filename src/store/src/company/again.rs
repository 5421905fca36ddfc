//! Judging again what is held back, once what it waited for has happened: in steps of bounded
//! work, each with what is left in the same transaction, so that a crash between two loses none.
//!
//! Owns how far that has come. What waits for what, and the verdicts, are the engine's.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::CompanyId;
use engine::again::{self, SETTLED_MAX};
use engine::{Command, access};
use jiff::Timestamp;

use super::execute::{self, ExecuteError};
use super::journal::{self, Journal};
use super::recovery;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::{Identity, Store};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::AgainRow;
use crate::unit::Unit;
use crate::view::{CompanyRows, keyed};
use crate::writer::reply::Reply;

/// The most companies that are named at once.
const COMPANIES_MAX: usize = 1_000;

/// Has what waits for this be judged again, from the beginning.
pub(crate) fn wake(unit: &mut Unit<'_, '_>, company: CompanyId, cause: &[u8]) {
    let row = AgainRow { after: Vec::new() };
    unit.put_row(Room::Again, &keyed(company, cause), &row);
}

impl Store {
    /// The companies that have ops to be judged again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn to_judge_again(&self) -> Result<Vec<CompanyId>, ReadError> {
        let rows = self
            .read()?
            .rows_under::<AgainRow>(Room::Again, &[], COMPANIES_MAX)?;
        let companies: BTreeSet<CompanyId> = rows
            .iter()
            .filter_map(|(key, _)| crate::keys::company_of(key))
            .collect();
        Ok(companies.into_iter().collect())
    }

    /// Judges some of a company's held ops again; `true` while more are left.
    pub fn judge_again(&self, company: CompanyId, now: Timestamp) -> Reply<bool, ExecuteError> {
        let identity = Arc::clone(&self.shared().identity);
        self.submit(Some(company), SETTLED_MAX as u64, move |unit| {
            step(unit, &identity, company, now)
        })
    }

    /// Has parked ops be judged again whose kinds this version knows.
    ///
    /// # Errors
    /// When the database fails.
    pub fn wake_understood(
        &self,
        company: CompanyId,
    ) -> Result<Option<Reply<(), WriteError>>, ReadError> {
        let causes = again::understood(&self.snapshot(company)?)?;
        if causes.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.submit(Some(company), 1, move |unit| {
            journal::open_for_writing(unit, company)?.map_err(Failure::Refused)?;
            for cause in &causes {
                wake(unit, company, cause);
            }
            Ok(())
        })))
    }
}

fn step(
    unit: &mut Unit<'_, '_>,
    identity: &Identity,
    company: CompanyId,
    now: Timestamp,
) -> Result<bool, Failure<ExecuteError>> {
    journal::open_for_writing(unit, company)?.map_err(|error| Failure::Refused(error.into()))?;
    if recovery::current(unit, company)?.is_some() {
        return Err(Failure::Refused(WriteError::Recovering.into()));
    }
    let woken: Vec<(Vec<u8>, AgainRow)> = unit.rows_under(Room::Again, &company.to_bytes(), 1)?;
    let Some((key, row)) = woken.into_iter().next() else {
        return Ok(false);
    };
    let cause = key.get(16..).unwrap_or_default();
    let rows = CompanyRows {
        rows: unit,
        company,
    };
    let found = again::waiting(&rows, cause, &row.after, SETTLED_MAX).map_err(ReadError::from)?;
    // Before they are judged: one that comes to count may wake the same again.
    match found.last() {
        Some((after, _)) if found.len() == SETTLED_MAX => {
            let after = after.clone();
            unit.put_row(Room::Again, &key, &AgainRow { after });
        }
        Some(_) | None => unit.remove(Room::Again, &key),
    }
    let command = Command::JudgeAgain(found.into_iter().map(|(_, position)| position).collect());
    let mut journal = Journal::open(unit, company)?;
    let before = journal.position();
    execute::state_command(&mut journal, identity, &command, access::SYSTEM, now)?;
    if journal.position() > before {
        journal.close();
    }
    let left: Vec<(Vec<u8>, AgainRow)> = unit.rows_under(Room::Again, &company.to_bytes(), 1)?;
    Ok(!left.is_empty())
}
