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

mod ambient;
mod backup;
mod blob;
mod bulk;
mod compact;
mod company;
mod disk;
mod error;
mod figures;
mod keys;
mod migrate;
mod open;
mod outbox;
mod plain;
mod repair;
mod reserve;
mod restore;
mod room;
mod rowmap;
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

pub use ambient::{Ambient, Machine};
pub use backup::{
    BackupError, BackupFailure, BackupFileError, BackupInfo, BackupOptions, BackupRecord,
    BackupState, KeepError, Leftover, ResumePoint, backup_name, check as check_backup, is_backup,
    is_backup_of, keep as keep_backup, keep_from as keep_backup_from,
};
pub use blob::{BLOB_BYTES_MAX, BlobError, BlobId, BlobReader, Blobs};
pub use compact::{CompactError, Compacted, compact};
pub use company::delta::{Delta, Mark};
pub use company::evidence::EvidenceFault;
pub use company::execute::{Execute, ExecuteError, Executed, SystemPlan};
pub use company::ingest::{Ingest, Ingested, Placed, ProblemKind, SegmentProblem};
pub use company::recovery::{AwaitedLog, EndRecoveryError, Recovery, Shown};
pub use company::snapshot::{ChangedRows, CompanySnapshot, JournalEntry, LogState};
pub use disk::FailureCause;
pub use error::{ReadError, WriteError};
pub use figures::Figures;
pub use open::{Committed, Health, OpenError, OpenOptions, Store};
pub use outbox::{OutboxItem, OutboxKey, OutboxResult};
pub use repair::{Damage, Mended, RepairError, RepairStep, Repaired, Uncovered, repair};
pub use reserve::{Reserve, free_bytes, has_reserve, release_reserve};
pub use restore::{RestoreError, RestoreRecord, Restored, RestoredCompany, restore};
pub use seal::MasterKey;
pub use system::answer::KeptAnswer;
pub use system::change::{SystemChange, SystemConflict, SystemError};
pub use system::read::SystemSnapshot;
pub use system::rows::{
    Account, CalendarFeed, CompanyEntry, InvitationCode, PasswordReset, SecurityEvent,
    SecurityEventKind, Session, Setup, TokenHash,
};
pub use system::token::{ACCESS_TOKENS_MAX, AccessToken, AccessTokenPlace, TokenKey};
pub use verify::{VerifyProblem, VerifyReport};
pub use writer::reply::Reply;
