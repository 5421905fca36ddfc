//! Checking everything that can be checked, while the server runs: every seal, the directory,
//! every chain and signature, and that folding the journal again gives the stored views.

mod blobs;
mod chains;
mod directory;
pub(crate) mod refold;
mod values;

use std::fmt;

use domain::CompanyId;

use crate::error::ReadError;
use crate::open::Store;

/// What was checked, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Companies.
    pub companies: u64,
    /// Logs of all companies.
    pub logs: u64,
    /// Ops held in them.
    pub ops: u64,
    /// Journal entries.
    pub journal_entries: u64,
    /// View rows that folding again gave.
    pub view_rows: u64,
    /// Values that were unsealed, of all tables.
    pub values: u64,
    /// Blobs that were read to their end.
    pub blobs: u64,
    /// Everything that is wrong.
    pub problems: Vec<VerifyProblem>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyProblem {
    /// Of which company.
    pub company: Option<CompanyId>,
    /// In which table.
    pub table: &'static str,
    /// What.
    pub what: String,
}

impl fmt::Display for VerifyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.company {
            Some(company) => write!(f, "company {company}, {}: {}", self.table, self.what),
            None => write!(f, "{}: {}", self.table, self.what),
        }
    }
}

impl VerifyReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn problem(
        &mut self,
        company: Option<CompanyId>,
        table: &'static str,
        what: impl Into<String>,
    ) {
        self.problems.push(VerifyProblem {
            company,
            table,
            what: what.into(),
        });
    }
}

impl Store {
    /// Checks everything as of one moment. Takes long on a large database: call it from a thread
    /// that may block.
    ///
    /// # Errors
    /// When the database itself cannot be read. Damage is a problem in the report.
    pub fn verify(&self) -> Result<VerifyReport, ReadError> {
        let mut report = self.verify_rows()?;
        blobs::check(self, &mut report)?;
        Ok(report)
    }

    /// Checks everything but the files beside the database.
    pub(crate) fn verify_rows(&self) -> Result<VerifyReport, ReadError> {
        let mut report = VerifyReport::default();
        // First, so that whoever is founded meanwhile is in the directory that is read next.
        let kept = values::check(self.shared(), &mut report)?;
        let rows = self.read()?;
        for company in directory::check(&rows, kept, &mut report)? {
            report.companies = report.companies.saturating_add(1);
            let check = chains::check(&rows, company, &self.public_key(), &mut report)
                .and_then(|()| refold::check(&rows, company, &mut report));
            // A row that cannot be read ends the checks of its company only.
            match check {
                Ok(()) => {}
                Err(ReadError::Storage(reason)) => return Err(ReadError::Storage(reason)),
                Err(error) => report.problem(Some(company), "journal-1", error.to_string()),
            }
        }
        Ok(report)
    }
}
