//! What one exchange says: the phone's signed request and the server's answer, version 1.

use domain::{CompanyId, DeviceId, LogId};
use jiff::Timestamp;
use oplog::codec::{self, CodecError};
use oplog::receipt::{Durable, Outcomes, Signed};
use oplog::sign::titled_message;
use oplog::{PublicKey, Signature, wire};
use serde::{Deserialize, Serialize};

/// The version byte that requests and answers begin with.
pub const VERSION: u8 = 1;
/// The largest request: 1 MiB.
pub const REQUEST_BYTES_MAX: usize = 1024 * 1024;
/// The most bytes of segments that a phone puts into one request; the rest is for the frame.
pub const SEGMENTS_BYTES_MAX: usize = 900 * 1024;
/// The most segments that a phone puts into one request.
pub const SEGMENTS_MAX: usize = 1_024;
/// The most held ops that a phone asks about at once.
pub const HELD_MAX: usize = 1_024;
/// The most memory that decoding an answer may claim.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;
const REQUEST_LIMIT: usize = 4 * REQUEST_BYTES_MAX;

/// What of the views a phone has: its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseMark {
    /// The life of the server's journal that positions belong to.
    pub epoch: u64,
    /// The journal position; 0 for nothing yet.
    pub position: u64,
    /// The version of the rows.
    pub view_version: u32,
}

impl BaseMark {
    /// No base yet.
    pub const NONE: Self = Self {
        epoch: 0,
        position: 0,
        view_version: 0,
    };
}

/// What a phone asks and sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The device that asks.
    #[serde(with = "wire::id")]
    pub device: DeviceId,
    /// Its log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The server's last challenge, which makes a recorded request worthless.
    #[serde(with = "wire::bytes_option")]
    pub challenge: Option<[u8; 32]>,
    /// The phone's clock when it sent this.
    #[serde(with = "wire::instant")]
    pub sent_at: Timestamp,
    /// What it has.
    pub base: BaseMark,
    /// Its first own op whose outcome it does not know.
    pub outcomes_from: u64,
    /// Own ops that do not count as far as the phone knows, at most [`HELD_MAX`].
    pub held: Vec<Held>,
    /// The newest receipt that it has of its own log: what a server once held.
    pub shown: Option<Signed<Durable>>,
    /// Segments, its own or a colleague's exported ones; each vouches for itself.
    pub segments: Vec<Vec<u8>>,
}

/// An own op whose outcome may still change: it is asked for until it is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its sequence.
    pub seq: u64,
    /// The journal position of the outcome that the phone knows.
    pub position: u64,
}

/// A request with the device's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRequest {
    body: Vec<u8>,
    signature: Signature,
}

/// Why bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Larger than [`REQUEST_BYTES_MAX`].
    #[error("a request is at most {REQUEST_BYTES_MAX} bytes")]
    TooLarge,
    /// A version that is not known.
    #[error("message version {0} is unknown")]
    UnknownVersion(u8),
    /// Not of the form.
    #[error("the message cannot be read: {0}")]
    Codec(#[from] CodecError),
}

impl Request {
    /// What the device signs.
    pub fn to_sign(&self) -> Vec<u8> {
        titled_message("sync 1", &codec::encode(self))
    }

    /// The bytes to send.
    pub fn with_signature(&self, signature: Signature) -> Vec<u8> {
        let signed = SignedRequest {
            body: codec::encode(self),
            signature,
        };
        frame(&signed)
    }
}

impl SignedRequest {
    /// Reads a request; nothing in it may be believed before [`Self::verify`].
    ///
    /// # Errors
    /// When the bytes are not a request.
    pub fn decode(bytes: &[u8]) -> Result<(Self, Request), MessageError> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(MessageError::TooLarge);
        }
        let signed: Self = unframe::<_, REQUEST_LIMIT>(bytes)?;
        let request = codec::decode::<Request, REQUEST_LIMIT>(&signed.body)?;
        Ok((signed, request))
    }

    /// Whether the signature is the device's.
    pub fn verify(&self, key: &PublicKey) -> bool {
        key.verifies(&titled_message("sync 1", &self.body), self.signature)
    }
}

/// The server's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Ask again with this challenge; nothing was done.
    Challenge {
        /// The challenge.
        #[serde(with = "wire::bytes")]
        challenge: [u8; 32],
    },
    /// What was done, and what is new.
    Done(Box<Done>),
    /// Nothing was done.
    Refused(RefusedCode),
}

/// Why a request was refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefusedCode {
    /// The server does not know this device or log, or the signature is not the device's.
    UnknownDevice,
    /// The device was revoked; what it still holds can be exported.
    DeviceRevoked,
    /// The server cannot write now; try again later.
    Unavailable,
}

/// What was done, and what is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The challenge for next time.
    #[serde(with = "wire::bytes")]
    pub challenge: [u8; 32],
    /// The server's clock.
    #[serde(with = "wire::instant")]
    pub server_time: Timestamp,
    /// What is on the server's disk now: always of the own log, and of others that were sent.
    pub receipts: Vec<Signed<Durable>>,
    /// How own ops were judged, from the first that was asked for.
    pub outcomes: Option<Signed<Outcomes>>,
    /// What changed in the base.
    pub delta: Delta,
    /// Segments that were not taken, and why.
    pub problems: Vec<SegmentProblem>,
    /// Whether asking again brings more outcomes.
    pub more: bool,
    /// Below this sequence a current backup of the server holds the own log too; 0 where none does.
    pub backed_up: u64,
    /// The own log was copied: the log in which this phone writes on, whose receipt is with the
    /// others.
    pub rotate: Option<Rotation>,
}

/// The log in which a phone writes on where another holds the sequences of its own. It continues
/// the own log from what is receipted of it under the new name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// The log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The secret that its salts come from.
    pub secret: [u8; 32],
}

impl std::fmt::Debug for Rotation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rotation")
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// The change from the phone's base to `mark`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The base that the phone showed: over another one this change makes no sense.
    pub from: BaseMark,
    /// Whether the rows replace the base, rather than change it.
    pub snapshot: bool,
    /// What the base is afterwards.
    pub mark: BaseMark,
    /// The rows.
    pub rows: Vec<DeltaRow>,
}

/// One row of a delta.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeltaRow {
    /// The table's number.
    pub table: u8,
    /// The key.
    pub key: Vec<u8>,
    /// The value; `None` removes the row.
    pub value: Option<Vec<u8>>,
}

/// A segment that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentProblem {
    /// Its place in the request.
    pub index: u32,
    /// Why.
    pub code: ProblemCode,
}

/// Why a segment was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProblemCode {
    /// Cannot be read, or damaged on the way.
    Malformed,
    /// Of a company or log that the server does not know.
    UnknownLog,
    /// The signature or the chain is not the device's.
    NotAuthentic,
    /// Earlier ops are missing; the receipt says what is held.
    Gap,
    /// Other bytes are held at these sequences: the log was copied.
    Fork,
}

impl Answer {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        frame(self)
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// When the bytes are not an answer.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        // It is read once and never kept or hashed: how it was written does not matter.
        Ok(codec::decode_own::<Self, ANSWER_LIMIT>(framed(bytes)?)?)
    }
}

fn frame<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&codec::encode(value));
    bytes
}

fn unframe<T: Serialize + serde::de::DeserializeOwned, const LIMIT: usize>(
    bytes: &[u8],
) -> Result<T, MessageError> {
    Ok(codec::decode::<T, LIMIT>(framed(bytes)?)?)
}

fn framed(bytes: &[u8]) -> Result<&[u8], MessageError> {
    let (version, rest) = bytes.split_first().ok_or(CodecError::Malformed)?;
    if *version != VERSION {
        return Err(MessageError::UnknownVersion(*version));
    }
    Ok(rest)
}
