//! Receipts: the server's signed word on ops. `Durable` says that they are on disk, `Outcomes`
//! how the journal judged them.

use domain::{CompanyId, LogId};
use serde::{Deserialize, Serialize};

use crate::chain::{ChainHash, LogHead};
use crate::codec;
use crate::sign::{PublicKey, Signature, SigningKey, titled_message};
use crate::wire;

/// The most outcomes one receipt carries.
pub const OUTCOMES_MAX: usize = 16_384;

/// Everything of this log below `next_seq` is on the server's disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Durable {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The sequence after the last op held.
    pub next_seq: u64,
    /// The chain hash up to there.
    #[serde(with = "wire::bytes")]
    pub hash: [u8; 32],
    /// Which life of the server's journal this is: restoring a backup opens a new one.
    pub epoch: u64,
}

impl Durable {
    /// The head that is receipted.
    pub fn head(&self) -> LogHead {
        LogHead {
            next_seq: self.next_seq,
            hash: ChainHash(self.hash),
        }
    }
}

/// How the journal judged an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It counts.
    Applied,
    /// It lost against another edit of the same fields, or had been stated before.
    Superseded,
    /// This version does not know its kind; kept for one that does.
    Parked,
    /// Kept and visible, but it does not count until settled.
    Quarantined(QuarantineReason),
}

/// Why an op does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuarantineReason {
    /// The actor did not hold the permission at that place in the journal.
    NotPermitted,
    /// The actor is not the device's member.
    WrongActor,
    /// The device had been revoked.
    DeviceRevoked,
    /// It is about something that does not exist.
    UnknownSubject,
    /// The id was already used for something else.
    IdReused,
    /// The payload cannot be read.
    Unreadable,
    /// A rule that the engine always keeps would be broken.
    BreaksRule,
    /// It was stated after the actor had been archived as an employee.
    EmployeeArchived,
    /// A person decided that it shall not count.
    SetAside,
    /// It is about time of a locked pay period: time awaits an approver as a late correction.
    PeriodLocked,
}

/// One op's outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its sequence in the log.
    pub seq: u64,
    /// Its journal position.
    pub position: u64,
    /// How it was judged.
    pub verdict: Verdict,
}

/// Outcomes of a run of ops of one log, in order of sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The log.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// The epoch of the positions.
    pub epoch: u64,
    /// At most [`OUTCOMES_MAX`].
    pub outcomes: Vec<Outcome>,
}

/// A statement with the server's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed<T> {
    /// What is stated.
    pub statement: T,
    /// The signature over its title and canonical bytes.
    pub signature: Signature,
}

/// A kind of statement that the server signs.
pub trait Statement: Serialize {
    /// What the signed message begins with.
    const TITLE: &'static str;
}

impl Statement for Durable {
    const TITLE: &'static str = "durable 1";
}

impl Statement for Outcomes {
    const TITLE: &'static str = "outcomes 1";
}

impl<T: Statement> Signed<T> {
    /// The statement, signed.
    pub fn new(statement: T, key: &SigningKey) -> Self {
        let signature = key.sign(&message(&statement));
        Self {
            statement,
            signature,
        }
    }

    /// The statement, if the signature is the server's.
    pub fn verified(&self, key: &PublicKey) -> Option<&T> {
        key.verifies(&message(&self.statement), self.signature)
            .then_some(&self.statement)
    }
}

fn message<T: Statement>(statement: &T) -> Vec<u8> {
    titled_message(T::TITLE, &codec::encode(statement))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_with_another_hash_is_not_the_servers_word() {
        let key = SigningKey::from_seed([1; 32]);
        let mut signed = Signed::new(
            Durable {
                company: CompanyId::from_bytes([1; 16]),
                log: LogId::from_bytes([2; 16]),
                next_seq: 3,
                hash: [4; 32],
                epoch: 1,
            },
            &key,
        );
        assert!(signed.verified(&key.public()).is_some());
        signed.statement.hash[0] = 5;
        assert!(signed.verified(&key.public()).is_none());
    }
}
