//! Why a phone's session ends early.

use crate::message::{ProblemCode, RefusedCode};

/// Why a session ended early. What the phone holds stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyncFault {
    /// The answer cannot be read: not a TimeTrakr server, or another version.
    #[error("the answer cannot be read")]
    BadAnswer,
    /// A receipt is not signed by the server the phone enrolled with.
    #[error("this is not the server that this phone enrolled with")]
    NotOurServer,
    /// The server refused.
    #[error("the server refused: {0:?}")]
    Refused(RefusedCode),
    /// The server did not take an own segment.
    #[error("the server did not take what was sent: {0:?}")]
    Problem(ProblemCode),
    /// Exchanges bring nothing new.
    #[error("no progress")]
    NoProgress,
}
