//! The sync session, sans-IO: bytes in, actions out; the phone, the server and the tests drive
//! the same code.
//!
//! Owns what one exchange says and in which order a phone says it. Knows nothing of HTTP, of
//! storage or of what ops mean: the caller reads, signs, sends and stores as it is told.
#![deny(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

pub mod export;
mod fault;
pub mod message;
pub mod phone;
pub mod server;

pub use fault::SyncFault;
pub use message::{
    Answer, BaseMark, Delta, DeltaRow, Done, Held, ProblemCode, RefusedCode, Request, Rotation,
    SegmentProblem, SignedRequest,
};
pub use phone::{PhoneState, Received, Session, Step, StoredOp};
