//! The control socket: how the command line talks to the server that owns the data folder.
//!
//! A unix socket `control.sock` in the data folder that its owner alone can use. A request is
//! one line of JSON; the answer is lines of JSON, the last of which is a result or a refusal.
//! Both sides are here, so that they cannot disagree.

mod client;
mod listener;
mod message;

pub use client::{ControlError, verify_running};
pub use listener::{BindError, ControlSocket};
pub use message::{ControlAnswer, ControlRequest, VerifySummary};

/// The socket's name in the data folder.
pub const SOCKET_NAME: &str = "control.sock";
/// The longest line of a request, in bytes.
const REQUEST_BYTES_MAX: u64 = 4 * 1024;
/// How many callers are served at once.
const CALLERS_MAX: usize = 4;

#[cfg(test)]
mod tests;
