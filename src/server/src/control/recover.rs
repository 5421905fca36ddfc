//! What companies wait for after the server was set back, and going on without it: what the
//! command line shows and does, through the socket or on the folder itself.

use domain::CompanyId;
use engine::access;
use engine::query;
use engine::rows::{self, DeviceRow, EmployeeRow, MemberRow, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{AwaitedLog, CompanySnapshot, EndRecoveryError, ReadError, Store};

use crate::directory;

/// A company that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingCompany {
    /// The company.
    pub company: CompanyName,
    /// Since when.
    pub since: Timestamp,
    /// About how many ops have arrived and wait for their position.
    pub waiting: u64,
    /// The last journal position that the restore brought back, if it was restored.
    pub back_to: Option<u64>,
    /// The last journal position that a phone says it had seen; 0 when none said so.
    pub seen: u64,
    /// The phones that something is missing of.
    pub awaited: Vec<WaitingPhone>,
}

/// A company's id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A phone that something is missing of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPhone {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub employee: String,
    /// How many of its ops are missing.
    pub missing: u64,
}

/// A company goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WentOn {
    /// The company's name.
    pub name: String,
    /// How many ops are missing.
    pub missing: u64,
}

/// Companies could not be told or told to go on.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// There is none of that name that waits.
    #[error("no company called {0} waits for its phones")]
    NoSuchCompany(String),
    /// The store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be ended.
    #[error("{name}: {source}")]
    End {
        /// The company's name.
        name: String,
        /// Why.
        source: EndRecoveryError,
    },
}

/// The companies that wait.
///
/// # Errors
/// When the store cannot be read.
pub fn waiting_companies(store: &Store) -> Result<Vec<WaitingCompany>, ReadError> {
    let restored = store.restored()?;
    let mut companies = Vec::new();
    for company in store.recovering()? {
        let view = store.snapshot(company)?;
        // It may have ended meanwhile.
        let Some(recovery) = view.recovery()? else {
            continue;
        };
        let mut awaited = Vec::new();
        for log in &recovery.awaited {
            awaited.extend(phone(&view, log)?);
        }
        companies.push(WaitingCompany {
            company: CompanyName {
                id: company.to_string(),
                name: name(&view)?,
            },
            since: recovery.since,
            waiting: recovery.waiting,
            back_to: restored.as_ref().and_then(|back| back.position(company)),
            seen: recovery.position_seen,
            awaited,
        });
    }
    Ok(companies)
}

/// Has every company that waits go on, or the one of this name. Waits for the store: not for
/// async code.
///
/// # Errors
/// When there is none of that name, or it cannot be ended.
pub fn go_on(
    store: &Store,
    typed: Option<&str>,
    now: Timestamp,
) -> Result<Vec<WentOn>, RecoverError> {
    let mut chosen: Vec<(CompanyId, String)> = Vec::new();
    for company in store.recovering()? {
        let name = name(&store.snapshot(company)?)?;
        let id = company.to_string();
        if typed.is_none_or(|typed| directory::is_called(typed, &[&name, &id])) {
            chosen.push((company, name));
        }
    }
    if let (Some(typed), true) = (typed, chosen.is_empty()) {
        return Err(RecoverError::NoSuchCompany(typed.to_owned()));
    }
    let mut went_on = Vec::new();
    for (company, name) in chosen {
        match store.end_recovery(company, access::SYSTEM, now).wait() {
            Ok(missing) => went_on.push(WentOn { name, missing }),
            // The last phone was quicker.
            Err(EndRecoveryError::NotRecovering) => {}
            Err(source) => return Err(RecoverError::End { name, source }),
        }
    }
    Ok(went_on)
}

fn name(view: &CompanySnapshot) -> Result<String, ReadError> {
    let row = query::company(view)?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}

fn phone(view: &CompanySnapshot, log: &AwaitedLog) -> Result<Option<WaitingPhone>, ReadError> {
    let Writer::Device(device) = log.writer else {
        return Ok(None);
    };
    let Some(device) = rows::get::<DeviceRow>(view, &device.to_bytes())? else {
        return Ok(None);
    };
    let member: Option<MemberRow> = rows::get(view, &device.member.to_bytes())?;
    let employee: Option<EmployeeRow> = match member {
        Some(member) => rows::get(view, &member.employee.to_bytes())?,
        None => None,
    };
    Ok(Some(WaitingPhone {
        name: device.name,
        employee: employee.map(|employee| employee.name).unwrap_or_default(),
        missing: log.shown.saturating_sub(log.held),
    }))
}
