//! Logs, journal, views, system tables and the outbox, on one redb file.
//!
//! Owns every byte on the server's disk: which tables there are, how values are sealed, the one
//! writer thread and the order in which work reaches it. Alone names redb. Does not know what
//! ops mean (see `engine`), nor HTTP, mail or sessions' rules (see `server`); it is told the time
//! by whoever calls.
//!
//! Invariants:
//! - A reply comes after the commit that it speaks of is on disk, never before.
//! - A unit of work is written whole or not at all, and one company's fault stops no other.
//! - Every value but the format number is sealed and bound to its table and key.
//! - Keys hold ids, positions and keyed hashes only, the company first.

mod company;
mod error;
mod keys;
mod open;
mod outbox;
mod plain;
mod room;
mod seal;
mod shapes;
mod system;
mod tables;
#[cfg(test)]
mod tests;
mod unit;
mod verify;
mod view;
mod writer;

pub use company::delta::{Delta, Mark};
pub use company::execute::{Execute, ExecuteError, Executed, SystemPlan};
pub use company::ingest::{Ingest, Ingested, ProblemKind, SegmentProblem};
pub use company::snapshot::{ChangedRows, CompanySnapshot, JournalEntry, LogState};
pub use error::{ReadError, WriteError};
pub use open::{Committed, Health, OpenError, OpenOptions, Store};
pub use outbox::{OutboxItem, OutboxKey, OutboxResult};
pub use seal::MasterKey;
pub use system::change::{SystemChange, SystemConflict, SystemError};
pub use system::read::SystemSnapshot;
pub use system::rows::{
    Account, CompanyEntry, InvitationCode, SecurityEvent, SecurityEventKind, Session, Setup,
    TokenHash,
};
pub use verify::{VerifyProblem, VerifyReport};
pub use writer::reply::Reply;
