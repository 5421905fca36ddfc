//! Letting someone who is locked out choose a new password: a code made by the operator, good
//! once and for an hour. Whoever can read the data folder can make one, which is who owns the
//! server.

use domain::AccountId;
use jiff::{SignedDuration, Timestamp};
use store::{PasswordReset, SecurityEvent, SecurityEventKind, Store, SystemChange, SystemError};

use super::codes::Code;
use super::owners;
use crate::config::PublicUrl;
use crate::export::{NamedError, company_called};

/// How long a code is good for.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetLink {
    /// Whose password it resets.
    pub email: String,
    /// The link.
    pub link: String,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub enum OwnerError {
    /// The company's name leads nowhere.
    #[error(transparent)]
    Company(#[from] NamedError),
    /// Nobody signs in as an owner.
    #[error(
        "nobody signs in as an owner of this company yet; start the server and set it up with the code that it prints"
    )]
    NoOwner,
    /// Several do, and nobody said which.
    #[error("several people are owners: {}; name one with --email", .0.join(", "))]
    SeveralOwners(Vec<String>),
    /// None of the owners has this address.
    #[error("no owner signs in as {email}; there is {}", known.join(", "))]
    UnknownOwner {
        /// The address that was given.
        email: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The store cannot be read.
    #[error("the data cannot be read: {0}")]
    Read(#[from] store::ReadError),
    /// The link cannot be stored.
    #[error("the link cannot be stored: {0}")]
    Write(#[from] SystemError),
}

/// Makes a link by which an owner of a company chooses a new password. `email` says which owner,
/// where there are several.
///
/// # Errors
/// When it is not clear whose, or nothing can be stored.
pub fn reset_owner(
    store: &Store,
    public_url: &PublicUrl,
    company: &str,
    email: Option<&str>,
    now: Timestamp,
) -> Result<ResetLink, OwnerError> {
    let company = company_called(store, company)?;
    let owners: Vec<(AccountId, String)> = owners::owners(store, company)?
        .into_iter()
        .map(|(account, row)| (account, row.email))
        .collect();
    let known = || owners.iter().map(|(_, email)| email.clone()).collect();
    let of = |email: &str| {
        let wanted = email.trim().to_lowercase();
        let mut found = owners.iter();
        found.find(|(_, email)| email.to_lowercase() == wanted)
    };
    let (account, email) = match (owners.as_slice(), email) {
        ([], _) => return Err(OwnerError::NoOwner),
        (_, Some(email)) => of(email).ok_or_else(|| OwnerError::UnknownOwner {
            email: email.to_owned(),
            known: known(),
        })?,
        ([owner], None) => owner,
        ([..], None) => return Err(OwnerError::SeveralOwners(known())),
    };
    let code = Code::from_bytes(store.random());
    let row = PasswordReset {
        account: *account,
        expires_at: now.saturating_add(GOOD_FOR).unwrap_or(now),
    };
    let made = SecurityEvent {
        at: now,
        kind: SecurityEventKind::PasswordResetMade,
        account: Some(*account),
        company: Some(company),
        address: String::new(),
    };
    let change = SystemChange::PutPasswordReset {
        code: code.hash(store),
        row,
    };
    store
        .change_system(vec![change, SystemChange::Note(made)])
        .wait()?;
    Ok(ResetLink {
        email: email.clone(),
        link: format!("{public_url}/#reset/{code}"),
    })
}
