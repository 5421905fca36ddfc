//! Version 1 of the op format. Frozen: a change is a new version beside it, with golden files.

mod envelope;
pub mod payload;

pub use envelope::{Envelope, PAYLOAD_BYTES_MAX, VERSION, decode, encode};
