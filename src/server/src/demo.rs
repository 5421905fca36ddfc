//! A believable company to look around in: people, jobs and ten weeks of hours up to now.
//!
//! Everything is done by the same commands as in the office and on the phone, each at the moment
//! it would have happened, so that a demo proves the way it was made. The same seed and the same
//! moment give the same company.

mod calendar;
mod company;
mod dice;
mod plan;
mod writing;

use std::sync::Arc;

use jiff::Timestamp;
use store::{ExecuteError, ReadError, Store};

use crate::auth::codes::Code;
use crate::auth::password;
use crate::config::{Config, Sources};
use crate::state::{AppState, Clock, Settings};

use company::Staff;
use dice::Dice;
use writing::Writer;

/// How many weeks of hours there are, the current one included.
const WEEKS: i64 = 10;

/// Who can sign in to the demo company.
#[derive(Debug)]
pub struct DemoAccount {
    /// The owner's e-mail address.
    pub email: String,
    /// The owner's password, shown this once.
    pub password: String,
    /// How many journal entries the company has.
    pub journal_entries: u64,
}

/// Why there is no demo company.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder has a company already.
    #[error("the data folder has a company already; a demo needs a folder of its own")]
    NotEmpty,
    /// The store cannot be read.
    #[error("the store cannot be read: {0}")]
    Read(#[from] ReadError),
    /// A command of the demo was refused, which is a mistake in the demo.
    #[error("the demo could not {what}: {source}")]
    Refused {
        /// What it was about to do.
        what: &'static str,
        /// Why not.
        source: ExecuteError,
    },
    /// The password could not be hashed.
    #[error("the owner's password could not be stored: {0}")]
    Password(String),
}

/// Makes the demo company in an empty store.
///
/// # Errors
/// When there is a company already, or the store cannot be written.
pub async fn create(store: &Store, now: Timestamp, seed: u64) -> Result<DemoAccount, DemoError> {
    if !store.system()?.companies()?.is_empty() {
        return Err(DemoError::NotEmpty);
    }
    let password = Code::from_bytes(store.random()).to_string();
    let hash = hashed(store, now, &password).await?;
    let began = calendar::weeks_before(now, WEEKS);
    let mut dice = Dice::seeded(seed);
    let writer = Writer::new(store.clone());
    let staff: Staff = company::found(&writer, hash, began).await?;
    let plan = plan::make(&staff, &mut dice, began, now);
    writer.write(plan, &staff).await?;
    let journal_entries = store.snapshot(staff.company)?.position();
    Ok(DemoAccount {
        email: company::OWNER_EMAIL.to_owned(),
        password,
        journal_entries,
    })
}

/// The password as the office checks it later.
async fn hashed(store: &Store, now: Timestamp, plain: &str) -> Result<String, DemoError> {
    let config = Config::load(&Sources::default()).expect("invariant: the defaults are allowed");
    let settings = Settings {
        network: config.network,
        limits: config.limits,
        mail_configured: false,
        backup: None,
        trust_page: None,
    };
    let state = AppState::new(store.clone(), settings, Arc::new(Standing(now)));
    let hash = password::hash(&state, plain.to_owned()).await;
    hash.map_err(|refused| DemoError::Password(format!("{refused:?}")))
}

/// A clock that stands at the moment the demo is made for.
struct Standing(Timestamp);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests;
