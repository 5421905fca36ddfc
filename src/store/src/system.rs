//! System data, which spans companies: accounts, sessions, codes, the company directory, and the
//! append-only list of security events. Mutable, outside the journals.

pub(crate) mod change;
pub(crate) mod read;
pub(crate) mod rows;
