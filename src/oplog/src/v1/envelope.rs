//! The envelope of version 1: who stated what, through which device, when by which clock.

use domain::{MemberId, OpId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codec::{self, CodecError, VALUE_LIMIT};
use crate::wire;

/// The version byte that op bytes begin with.
pub const VERSION: u8 = 1;
/// The largest payload: 16 KiB.
pub const PAYLOAD_BYTES_MAX: usize = 16 * 1024;

/// Version 1's envelope around an opaque payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The kind of op, which says how to read the payload.
    pub kind: u16,
    /// Its id, the same whenever its author sends it.
    #[serde(with = "wire::id")]
    pub op_id: OpId,
    /// The member who states it.
    #[serde(with = "wire::id")]
    pub actor: MemberId,
    /// What it is about: an entry, a job, an employee; its kind follows from `kind`.
    pub subject: [u8; 16],
    /// When it happened by the author's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// The author's IANA zone.
    pub zone: String,
    /// The author's offset from universal time, in seconds.
    pub utc_offset_seconds: i32,
    /// A random number of this start of the author's app.
    pub boot_id: u64,
    /// Milliseconds since that start, by a clock that never goes back.
    pub monotonic_ms: u64,
    /// The journal position of the base that the author saw.
    pub seen: u64,
    /// The hash of the row that an edit saw.
    pub base: Option<[u8; 16]>,
    /// The payload's bytes.
    pub payload: Vec<u8>,
}

/// The bytes of an op.
pub fn encode(envelope: &Envelope) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&codec::encode(envelope));
    bytes
}

/// The envelope of bytes after the version byte.
///
/// # Errors
/// When they are not canonical or claim too much.
pub fn decode(bytes: &[u8]) -> Result<Envelope, CodecError> {
    codec::decode::<Envelope, VALUE_LIMIT>(bytes)
}
