//! System data, which spans companies: accounts, sessions, codes, the company directory, and the
//! append-only list of security events. Mutable, outside the journals.

pub(crate) mod answer;
pub(crate) mod change;
mod feed;
pub(crate) mod read;
mod reset;
pub(crate) mod rows;
pub(crate) mod token;
