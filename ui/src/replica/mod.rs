//! The phone's own copy of the company: what it stated, what the server knows of that, and the
//! rows that it may see.
//!
//! [`Book`] is the copy in memory and knows no browser: it decides commands and folds own ops over
//! the base with the same code as the server. [`Database`] keeps it in IndexedDB, one database for
//! an origin, in which key, log and next sequence live and die together. [`lock`] and [`channel`]
//! keep the tabs of one phone in step. Nothing here draws a page, and nothing speaks to a server.

mod book;
pub mod channel;
mod database;
mod idb;
mod key;
pub mod lock;
mod records;
mod standing;

pub use book::{Appending, Book, Loaded, NotCounted};
pub use database::{AppendError, Database, EnrolError, Tail};
pub use idb::DbError;
pub use key::{DeviceKey, KeyError};
pub use records::{Contact, Identity, Pending};
pub use standing::{Outbox, Standing};
