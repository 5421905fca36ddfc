//! An export asked for by names, as a person types them on a command line.

use std::collections::BTreeSet;

use domain::{CompanyId, EmployeeId, JobId};
use engine::query;
use interchange::export::{Column, Form, Language, PaperSize};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{CompanySnapshot, ReadError, Store};

use super::{Made, MakeError, Wanted, make};
use crate::directory::{self, is_called};

/// What is asked for, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedExport {
    /// The company's name.
    pub company: String,
    /// The form's name.
    pub format: String,
    /// The first work date.
    pub from: Date,
    /// The last work date.
    pub to: Date,
    /// Names or numbers of employees; everyone when empty.
    pub employees: Vec<String>,
    /// Names or codes of jobs; any and none when empty.
    pub jobs: Vec<String>,
    /// Names of columns; all when empty.
    pub columns: Vec<String>,
    /// The language's code; the company's when `None`.
    pub language: Option<String>,
    /// The paper's name; by the company's zone when `None`.
    pub paper: Option<String>,
    /// Whether a text file begins with a byte-order mark.
    pub byte_order_mark: bool,
    /// As of when.
    pub now: Timestamp,
}

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum NamedError {
    /// No company of the folder is called so.
    #[error("there is no company called {name:?}; there is {known}")]
    UnknownCompany {
        /// The name that was given.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// Several companies are called so.
    #[error("several companies are called {0:?}")]
    SeveralCompanies(String),
    /// Nothing is called so.
    #[error("there is no {what} called {name:?}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The name that was given.
        name: String,
    },
    /// Several are called so.
    #[error("several {what}s are called {name:?}; give the {instead}")]
    Several {
        /// What was looked for.
        what: &'static str,
        /// The name that was given.
        name: String,
        /// What tells them apart.
        instead: &'static str,
    },
    /// The store cannot be read.
    #[error("the data cannot be read: {0}")]
    Read(#[from] ReadError),
    /// The file cannot be made.
    #[error(transparent)]
    Make(#[from] MakeError),
}

impl From<engine::ViewError> for NamedError {
    fn from(error: engine::ViewError) -> Self {
        Self::Make(MakeError::View(error))
    }
}

/// Finds what the names stand for and makes the file.
///
/// # Errors
/// When a name stands for nothing or for several things, or the file cannot be made.
pub fn run(store: &Store, asked: &NamedExport) -> Result<Made, NamedError> {
    let company = company_called(store, &asked.company)?;
    let view = store.snapshot(company)?;
    let wanted = Wanted {
        form: known("format", &asked.format, Form::from_name)?,
        from: asked.from,
        to: asked.to,
        employees: employees(&view, &asked.employees)?,
        jobs: jobs(&view, &asked.jobs)?,
        columns: asked
            .columns
            .iter()
            .map(|name| known("column", name, Column::from_name))
            .collect::<Result<_, _>>()?,
        language: optional("language", asked.language.as_deref(), Language::from_code)?,
        paper: optional("paper", asked.paper.as_deref(), PaperSize::from_name)?,
        byte_order_mark: asked.byte_order_mark,
    };
    Ok(make(&view, &wanted, asked.now)?)
}

/// The company of a name, however it is cased.
pub(crate) fn company_called(store: &Store, name: &str) -> Result<CompanyId, NamedError> {
    let companies = directory::companies(store)?;
    let called = companies
        .iter()
        .filter(|(_, known)| is_called(name, &[known]));
    let found: Vec<CompanyId> = called.map(|(company, _)| *company).collect();
    let names: Vec<String> = companies
        .iter()
        .map(|(_, known)| format!("{known:?}"))
        .collect();
    match found.as_slice() {
        [company] => Ok(*company),
        [] => Err(NamedError::UnknownCompany {
            name: name.to_owned(),
            known: if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            },
        }),
        [..] => Err(NamedError::SeveralCompanies(name.to_owned())),
    }
}

fn employees(view: &CompanySnapshot, names: &[String]) -> Result<BTreeSet<EmployeeId>, NamedError> {
    let people = query::people(view)?;
    if names.is_empty() {
        return Ok(people.into_iter().map(|(id, _, _)| id).collect());
    }
    let one = |name: &String| {
        let called = people
            .iter()
            .filter(|(_, row, _)| is_called(name, &[&row.name, &row.number]));
        only(
            "employee",
            name,
            "employee number",
            called.map(|(id, _, _)| *id),
        )
    };
    names.iter().map(one).collect()
}

fn jobs(view: &CompanySnapshot, names: &[String]) -> Result<Option<BTreeSet<JobId>>, NamedError> {
    if names.is_empty() {
        return Ok(None);
    }
    let jobs = query::jobs(view)?;
    let one = |name: &String| {
        let called = jobs
            .iter()
            .filter(|(_, row)| is_called(name, &[&row.name, &row.code]));
        only("job", name, "job code", called.map(|(id, _)| *id))
    };
    names.iter().map(one).collect::<Result<_, _>>().map(Some)
}

fn only<I>(
    what: &'static str,
    name: &str,
    instead: &'static str,
    mut found: impl Iterator<Item = I>,
) -> Result<I, NamedError> {
    let name = name.to_owned();
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(NamedError::Several {
            what,
            name,
            instead,
        }),
        (None, _) => Err(NamedError::Unknown { what, name }),
    }
}

fn known<T>(
    what: &'static str,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, NamedError> {
    read(name).ok_or_else(|| NamedError::Unknown {
        what,
        name: name.to_owned(),
    })
}

fn optional<T>(
    what: &'static str,
    name: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, NamedError> {
    name.map(|name| known(what, name, read)).transpose()
}
