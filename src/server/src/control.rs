//! The control socket: how the command line talks to the server that owns the data folder.
//!
//! A unix socket `control.sock` in the data folder that its owner alone can use. A request is
//! one line of JSON; the answer is lines of JSON, the last of which is a result or a refusal. A
//! backup's bytes follow its line.
//! Both sides are here, so that they cannot disagree.

mod backup;
mod client;
mod import;
mod listener;
mod message;
mod recover;

pub use client::{
    ControlError, ExportedFile, RunningBackup, backup_running, export_running, go_on_by_running,
    held_by_running, import_running, release_by_running, reset_owner_by_running, verify_running,
    waiting_by_running,
};
pub use import::ImportRequest;
pub use listener::{BindError, ControlSocket, Desk};
pub use message::{ControlAnswer, ControlRequest, HeldEffect, VerifySummary};
pub use recover::{
    CompanyName, RecoverError, WaitingCompany, WaitingPhone, WentOn, go_on, waiting_companies,
};

/// The socket's name in the data folder.
pub const SOCKET_NAME: &str = "control.sock";
/// The longest line of a request, in bytes.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;
/// How many callers are served at once.
const CALLERS_MAX: usize = 4;

#[cfg(test)]
mod tests;
