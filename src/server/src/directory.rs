//! The companies of this server by the names that people give on a command line.

use domain::CompanyId;
use engine::query;
use store::{ReadError, Store};

/// A company that has settings, and its name.
pub(crate) type NamedCompany = (CompanyId, String);

/// Every company that has settings.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn companies(store: &Store) -> Result<Vec<NamedCompany>, ReadError> {
    let mut named = Vec::new();
    for (company, _) in store.system()?.companies()? {
        let row = query::company(&store.snapshot(company)?)?;
        named.extend(row.map(|row| (company, row.name)));
    }
    Ok(named)
}

/// Whether a name that was typed is one of these, however it is cased.
pub(crate) fn is_called(typed: &str, names: &[&str]) -> bool {
    let typed = typed.trim().to_lowercase();
    !typed.is_empty() && names.iter().any(|name| name.to_lowercase() == typed)
}
