//! What is kept in the database besides ops and rows, as versioned bytes.

use domain::{CompanyId, DeviceId, EmployeeId, LogId, MemberId};
use jiff::Timestamp;
use oplog::codec;
use oplog::{ChainHash, LogHead, LogSecret, PublicKey, wire};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sync::BaseMark;

const VERSION: u8 = 1;

/// The bytes of a record: a version and its canonical form.
pub(super) fn encode<T: Serialize>(record: &T) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&codec::encode(record));
    bytes
}

/// The record of bytes; `None` when they are of another version or damaged.
pub(super) fn decode<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (version, rest) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    codec::decode::<T, { codec::VALUE_LIMIT }>(rest).ok()
}

/// Whose phone this is, and the log that it alone writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// Its name at enrolment; the base knows better once there is one.
    pub company_name: String,
    /// Its IANA zone at enrolment.
    pub zone: String,
    /// The first day of its workweek at enrolment.
    pub workweek_starts: u8,
    /// The company's language at enrolment.
    pub language: String,
    /// This device.
    #[serde(with = "wire::id")]
    pub device: DeviceId,
    /// What it calls itself.
    pub device_name: String,
    /// Its log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The secret that the log's salts come from.
    pub log_secret: [u8; 32],
    /// Whose it is.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// The employee record.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The employee's name at enrolment.
    pub employee_name: String,
    /// The device's public key.
    pub public_key: PublicKey,
    /// The server's public key: only what it signs counts as a receipt.
    pub server_key: PublicKey,
    /// When this phone was enrolled, by the server's clock.
    #[serde(with = "wire::instant")]
    pub enrolled_at: Timestamp,
}

impl Identity {
    /// The secret of the log.
    pub fn secret(&self) -> LogSecret {
        LogSecret::from_bytes(self.log_secret)
    }
}

/// An enrolment under way: kept before the request is sent, so that one whose answer was lost is
/// repeated with the same key and gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The invitation's code.
    pub code: String,
    /// The device's public key.
    pub public_key: PublicKey,
    /// What it calls itself.
    pub device_name: String,
}

/// An own op as it is kept: its bytes and the chain hash after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OpRecord {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// The chain hash after it.
    pub(super) hash_after: [u8; 32],
}

/// Where the log ends: what appending compares and sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeadRecord {
    /// The log: another one after this phone was enrolled again.
    #[serde(with = "wire::id")]
    pub(super) log: LogId,
    /// The sequence of the next op.
    pub(super) next_seq: u64,
    /// The chain hash before it.
    pub(super) hash: [u8; 32],
}

impl HeadRecord {
    /// The record of a log's head.
    pub(super) fn of(log: LogId, head: LogHead) -> HeadRecord {
        HeadRecord {
            log,
            next_seq: head.next_seq,
            hash: head.hash.0,
        }
    }

    /// The head.
    pub(super) fn head(self) -> LogHead {
        LogHead {
            next_seq: self.next_seq,
            hash: ChainHash(self.hash),
        }
    }
}

/// Which rows the base holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MarkRecord {
    /// The log whose device may see them.
    #[serde(with = "wire::id")]
    pub(super) log: LogId,
    /// The journal position.
    pub(super) mark: BaseMark,
}

/// The last time that the server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When, by this phone's clock.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// How far this phone's clock is ahead of the server's, in milliseconds.
    pub skew_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_one_of_a_later_version_is_left_alone() {
        let contact = Contact {
            at: Timestamp::UNIX_EPOCH,
            skew_ms: -250,
        };
        let bytes = encode(&contact);
        assert_eq!(decode::<Contact>(&bytes), Some(contact));
        let mut later = bytes;
        later[0] = 2;
        assert_eq!(decode::<Contact>(&later), None);
        assert_eq!(decode::<Contact>(&[]), None);
    }
}
