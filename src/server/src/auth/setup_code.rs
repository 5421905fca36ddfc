//! The one-time code that guards the first set-up, so that a stranger who reaches the port first
//! gains nothing. The server prints it; only its hash is stored.

use store::{Store, SystemChange, SystemError};

use super::codes::Code;

/// Whether nobody can sign in yet. There may be companies: hours can be imported before anyone
/// sets the server up.
///
/// # Errors
/// When the store cannot be read.
pub fn is_needed(store: &Store) -> Result<bool, store::ReadError> {
    Ok(!store.system()?.has_accounts()?)
}

/// A fresh set-up code while nobody can sign in, to be shown to the operator alone. Each start
/// makes a new one and the one before is worth nothing any more.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn prepare(store: &Store) -> Result<Option<Code>, PrepareError> {
    if !is_needed(store)? {
        return Ok(None);
    }
    let code = Code::from_bytes(store.random());
    store
        .change_system(vec![SystemChange::PutSetup {
            code: code.hash(store),
        }])
        .await?;
    Ok(Some(code))
}

/// Why there is no set-up code.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The store cannot be read.
    #[error("the set-up state cannot be read: {0}")]
    Read(#[from] store::ReadError),
    /// The store cannot be written.
    #[error("the set-up code cannot be stored: {0}")]
    Write(#[from] SystemError),
}
