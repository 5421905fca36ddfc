//! A segment: a contiguous run of one log's ops on the wire, authenticated by a signed head.
//! Framing only: a log may be cut into segments anywhere, and a retry may cut elsewhere.
//!
//! `TTSG` · version · company · log · first_seq · count · prev_hash · raw_len · body_len · body
//! (DEFLATE of length-prefixed ops) · last head hash · signature · CRC32C. Integers are big-endian.

use domain::{CompanyId, LogId};

use crate::chain::{ChainHash, LogHead, LogSecret};
use crate::op::{DecodeOpError, OP_BYTES_MAX, Op};
use crate::sign::{PublicKey, Signature, head_message};

/// What a segment begins with.
pub const MAGIC: [u8; 4] = *b"TTSG";
/// The version of the framing.
pub const VERSION: u8 = 1;
/// The most ops in a segment.
pub const SEGMENT_OPS_MAX: usize = 256;
/// The most bytes of ops in a segment, before compression.
pub const SEGMENT_BYTES_MAX: usize = 64 * 1024;

const HEADER_BYTES: usize = 4 + 1 + 16 + 16 + 8 + 2 + 32 + 4 + 4;
const TRAILER_BYTES: usize = 32 + 64 + 4;
const COMPRESSION_LEVEL: u8 = 6;

/// A decoded segment: framing checked, signature not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The company.
    pub company: CompanyId,
    /// The log.
    pub log: LogId,
    /// The head before its first op.
    pub before: LogHead,
    /// The head after its last op, as the author signed it.
    pub after: LogHead,
    /// The author's signature over `after`.
    pub signature: Signature,
    /// The ops' bytes, in order.
    pub ops: Vec<Vec<u8>>,
}

/// Why bytes are not an acceptable segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// Cut short, or not a segment at all.
    #[error("the bytes are not a segment")]
    Malformed,
    /// A framing version that is not known.
    #[error("segment version {0} is unknown")]
    UnknownVersion(u8),
    /// More ops or bytes than a segment may have.
    #[error("a segment has at most {SEGMENT_OPS_MAX} ops and {SEGMENT_BYTES_MAX} bytes")]
    TooLarge,
    /// The checksum is wrong: damaged on the way.
    #[error("the checksum is wrong")]
    Checksum,
    /// An op inside cannot be read.
    #[error("an op cannot be read: {0}")]
    Op(#[from] DecodeOpError),
    /// The chain hashes do not lead to the signed head.
    #[error("the ops do not lead to the signed head")]
    Chain,
    /// The signature is not the device's.
    #[error("the signature is not the device's")]
    Signature,
}

impl Segment {
    /// How many bytes of ops fit: the number of leading ops that make one segment.
    pub fn fit<'a>(ops: impl IntoIterator<Item = &'a [u8]>) -> usize {
        let mut size: usize = 0;
        let mut count: usize = 0;
        for op in ops {
            size = size.saturating_add(op.len()).saturating_add(2);
            if count == SEGMENT_OPS_MAX || size > SEGMENT_BYTES_MAX {
                break;
            }
            count = count.saturating_add(1);
        }
        count
    }

    /// The bytes on the wire.
    ///
    /// # Errors
    /// When there are no ops, or more than fit.
    pub fn encode(&self) -> Result<Vec<u8>, SegmentError> {
        let mut raw = Vec::new();
        for op in &self.ops {
            let length = u16::try_from(op.len()).map_err(|_| SegmentError::TooLarge)?;
            raw.extend_from_slice(&length.to_be_bytes());
            raw.extend_from_slice(op);
        }
        if self.ops.len() > SEGMENT_OPS_MAX || raw.len() > SEGMENT_BYTES_MAX {
            return Err(SegmentError::TooLarge);
        }
        if self.ops.is_empty() {
            return Err(SegmentError::Malformed);
        }
        let body = miniz_oxide::deflate::compress_to_vec(&raw, COMPRESSION_LEVEL);
        let count = u16::try_from(self.ops.len()).map_err(|_| SegmentError::TooLarge)?;
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| SegmentError::TooLarge);
        let mut out = Vec::new();
        out.extend_from_slice(&MAGIC);
        out.push(VERSION);
        out.extend_from_slice(&self.company.to_bytes());
        out.extend_from_slice(&self.log.to_bytes());
        out.extend_from_slice(&self.before.next_seq.to_be_bytes());
        out.extend_from_slice(&count.to_be_bytes());
        out.extend_from_slice(&self.before.hash.0);
        out.extend_from_slice(&length(&raw)?.to_be_bytes());
        out.extend_from_slice(&length(&body)?.to_be_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(&self.after.hash.0);
        out.extend_from_slice(&self.signature.to_bytes());
        out.extend_from_slice(&crc32c(&out).to_be_bytes());
        Ok(out)
    }

    /// Reads one segment from the start of `bytes`; returns it with what follows.
    ///
    /// # Errors
    /// When the framing or the checksum is wrong or a limit is passed.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8]), SegmentError> {
        let mut reader = Reader { rest: bytes };
        if reader.array::<4>()? != MAGIC {
            return Err(SegmentError::Malformed);
        }
        let [version] = reader.array::<1>()?;
        if version != VERSION {
            return Err(SegmentError::UnknownVersion(version));
        }
        let company = CompanyId::from_bytes(reader.array()?);
        let log = LogId::from_bytes(reader.array()?);
        let first_seq = u64::from_be_bytes(reader.array()?);
        let count = usize::from(u16::from_be_bytes(reader.array()?));
        let prev_hash = ChainHash(reader.array()?);
        let raw_len = usize::try_from(u32::from_be_bytes(reader.array()?))
            .map_err(|_| SegmentError::TooLarge)?;
        let body_len = usize::try_from(u32::from_be_bytes(reader.array()?))
            .map_err(|_| SegmentError::TooLarge)?;
        if count == 0 || first_seq.checked_add(count as u64).is_none() {
            return Err(SegmentError::Malformed);
        }
        // Incompressible bytes grow a little under DEFLATE.
        if count > SEGMENT_OPS_MAX
            || raw_len > SEGMENT_BYTES_MAX
            || body_len > SEGMENT_BYTES_MAX + 1024
        {
            return Err(SegmentError::TooLarge);
        }
        let body = reader.take(body_len)?;
        let last_hash = ChainHash(reader.array()?);
        let signature = Signature::from_slice(reader.take(64)?).ok_or(SegmentError::Malformed)?;
        let covered = HEADER_BYTES
            .saturating_add(body_len)
            .saturating_add(TRAILER_BYTES)
            .saturating_sub(4);
        let covered = bytes.get(..covered).ok_or(SegmentError::Malformed)?;
        if u32::from_be_bytes(reader.array()?) != crc32c(covered) {
            return Err(SegmentError::Checksum);
        }
        let ops = unpack(body, raw_len, count)?;
        let next_seq = first_seq.saturating_add(count as u64);
        let segment = Self {
            company,
            log,
            before: LogHead {
                next_seq: first_seq,
                hash: prev_hash,
            },
            after: LogHead {
                next_seq,
                hash: last_hash,
            },
            signature,
            ops,
        };
        Ok((segment, reader.rest))
    }

    /// Checks the chain and the signature, and gives the ops, each with the head after it.
    ///
    /// # Errors
    /// When an op cannot be read, the hashes do not lead to the head, or the signature is wrong.
    pub fn verify(
        &self,
        secret: &LogSecret,
        key: &PublicKey,
    ) -> Result<Vec<(Op, LogHead)>, SegmentError> {
        let mut head = self.before;
        let mut ops = Vec::with_capacity(self.ops.len());
        for bytes in &self.ops {
            head = head.then(self.log, secret.digest(head.next_seq, bytes));
            ops.push((Op::decode(bytes)?, head));
        }
        if head != self.after {
            return Err(SegmentError::Chain);
        }
        if !key.verifies(&head_message(self.company, self.log, head), self.signature) {
            return Err(SegmentError::Signature);
        }
        Ok(ops)
    }
}

fn unpack(body: &[u8], raw_len: usize, count: usize) -> Result<Vec<Vec<u8>>, SegmentError> {
    let raw = miniz_oxide::inflate::decompress_to_vec_with_limit(body, raw_len)
        .map_err(|_| SegmentError::Malformed)?;
    if raw.len() != raw_len {
        return Err(SegmentError::Malformed);
    }
    let mut reader = Reader { rest: &raw };
    let mut ops = Vec::with_capacity(count);
    for _ in 0..count {
        let length = usize::from(u16::from_be_bytes(reader.array()?));
        if length > OP_BYTES_MAX {
            return Err(DecodeOpError::TooLarge.into());
        }
        ops.push(reader.take(length)?.to_vec());
    }
    if reader.rest.is_empty() {
        Ok(ops)
    } else {
        Err(SegmentError::Malformed)
    }
}

/// CRC32C, a bit at a time: segments are small, and the tables that make it faster are not.
fn crc32c(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0x82f6_3b78;
    let step = |sum: u32, _| (sum >> 1) ^ (POLYNOMIAL & 0_u32.wrapping_sub(sum & 1));
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), step)
    })
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], SegmentError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(SegmentError::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SegmentError> {
        self.take(N)?
            .try_into()
            .map_err(|_| SegmentError::Malformed)
    }
}
