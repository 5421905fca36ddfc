//! The log's formats: op, chain, segment, signed head, receipt.
//!
//! Owns every byte that a device writes, sends or signs, and the frozen versions of them: a
//! format is never edited, a new version is added beside it with golden files. Decoding never
//! panics and never allocates more than a named limit. Knows nothing of what ops mean to a
//! company (see `engine`), nor of storage or networks.
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

pub mod chain;
pub mod codec;
pub mod evidence;
pub mod op;
pub mod receipt;
pub mod segment;
pub mod sign;
pub mod v1;
pub mod wire;

pub use chain::{ChainHash, Digest, LogHead, LogSecret};
pub use op::{DecodeOpError, Op, Payload, Statement};
pub use segment::{Segment, SegmentError};
pub use sign::{PublicKey, Signature, SigningKey};
