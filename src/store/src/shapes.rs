//! The stored shapes of logs and journal. Never edited once released: a change is a new shape in
//! a table of a new version.

use domain::{AccountId, LogId};
use engine::rows::Writer;
use jiff::Timestamp;
use oplog::evidence::JournalLink;
use oplog::receipt::Verdict;
use oplog::wire;
use oplog::{ChainHash, LogHead, LogSecret, PublicKey, Signature};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// An op as it was received. Key: company, arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RawOp {
    #[serde(with = "wire::id")]
    pub(crate) log: LogId,
    pub(crate) seq: u64,
    /// The journal position that it was judged at; 0 while it waits for one.
    pub(crate) position: u64,
    #[serde(with = "wire::instant")]
    pub(crate) received_at: Timestamp,
    pub(crate) skew_ms: i64,
    pub(crate) bytes: Vec<u8>,
    /// The chain hash of its log after it.
    pub(crate) hash: [u8; 32],
    /// The name that its log had when it was chained, where that was another.
    #[serde(with = "wire::id_option")]
    pub(crate) named: Option<LogId>,
}

/// A run of a log that arrived together. Key: company, log, first sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogRun {
    pub(crate) first_arrival: u64,
    pub(crate) count: u64,
}

/// Where a log stands, and who may write it. Key: company, log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogHeadRow {
    pub(crate) writer: Writer,
    pub(crate) key: PublicKey,
    pub(crate) secret: [u8; 32],
    pub(crate) next_seq: u64,
    pub(crate) hash: [u8; 32],
    /// The author's signature over the head; none while the log is empty.
    pub(crate) signature: Option<Signature>,
    /// The log that it branched off, which holds what comes before.
    pub(crate) stem: Option<Stem>,
    /// The logs that branched off it.
    #[serde(with = "wire::id_list")]
    pub(crate) forks: Vec<LogId>,
}

/// Where a log branched off another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stem {
    #[serde(with = "wire::id")]
    pub(crate) log: LogId,
    /// The first sequence at which they differ.
    pub(crate) next_seq: u64,
    /// The chain hash before it.
    pub(crate) hash: [u8; 32],
}

impl Stem {
    /// Where the branch begins.
    pub(crate) const fn head(&self) -> LogHead {
        LogHead {
            next_seq: self.next_seq,
            hash: ChainHash(self.hash),
        }
    }
}

impl LogHeadRow {
    /// A log without ops.
    pub(crate) const fn empty(writer: Writer, key: PublicKey, secret: [u8; 32]) -> Self {
        let LogHead { next_seq, hash } = LogHead::EMPTY;
        Self {
            writer,
            key,
            secret,
            next_seq,
            hash: hash.0,
            signature: None,
            stem: None,
            forks: Vec::new(),
        }
    }

    pub(crate) const fn head(&self) -> LogHead {
        LogHead {
            next_seq: self.next_seq,
            hash: ChainHash(self.hash),
        }
    }

    pub(crate) const fn secret(&self) -> LogSecret {
        LogSecret::from_bytes(self.secret)
    }
}

impl Drop for LogHeadRow {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// A journal entry. Key: company, position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalRow {
    pub(crate) arrival: u64,
    #[serde(with = "wire::id")]
    pub(crate) log: LogId,
    pub(crate) seq: u64,
    /// The salted digest of the op's bytes.
    pub(crate) digest: [u8; 32],
    pub(crate) verdict: Verdict,
    /// The version of the engine that gave the verdict.
    pub(crate) engine: u32,
    #[serde(with = "wire::instant")]
    pub(crate) received_at: Timestamp,
    /// The journal's chain hash after it.
    pub(crate) hash: [u8; 32],
}

impl JournalRow {
    /// The entry as its chain hashes it, and as others can check it.
    pub(crate) const fn link(&self) -> JournalLink {
        JournalLink {
            arrival: self.arrival,
            log: self.log,
            seq: self.seq,
            digest: self.digest,
            verdict: self.verdict,
            engine: self.engine,
            received_at: self.received_at,
        }
    }
}

/// Where a company's journal stands. Key: company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalHead {
    /// The last position, which is the number of entries.
    pub(crate) positions: u64,
    /// The last arrival.
    pub(crate) arrivals: u64,
    pub(crate) hash: [u8; 32],
    /// The server's signature over positions and hash; none while it is empty.
    pub(crate) signature: Option<Signature>,
    /// The server's own log for this company.
    #[serde(with = "wire::id")]
    pub(crate) server_log: LogId,
}

/// The view rows that a run of positions changed, by table tag and key. Key: company, last
/// position of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChangeRow {
    /// The first position of the run.
    pub(crate) first: u64,
    pub(crate) rows: Vec<(u8, Vec<u8>)>,
}

/// What ops that are held back waited for has happened. Key: company, and how their keys among
/// those that wait begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AgainRow {
    /// The key of the last one that was looked at; empty before the first.
    pub(crate) after: Vec<u8>,
}

/// What a repeatable request led to. Key: company, keyed hash of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RequestRow {
    pub(crate) first_position: u64,
    pub(crate) count: u64,
}

/// That a company's journal waits, or that it was decided not to. Key: company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoveryRow {
    pub(crate) phase: RecoveryPhase,
    /// The life of the journals in which it began.
    pub(crate) epoch: u64,
    #[serde(with = "wire::instant")]
    pub(crate) since: Timestamp,
    /// Every arrival before it has its position.
    pub(crate) next_arrival: u64,
    /// The last position that a device says it had seen.
    pub(crate) position_seen: u64,
}

/// How far a recovery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RecoveryPhase {
    /// What arrives waits for its position.
    Waiting,
    /// It has ended; what waited is being judged.
    Judging {
        /// Whether somebody ended it before everything was back.
        confirmed: bool,
    },
    /// Somebody ended it: in this life the journal waits no more.
    Over,
}

impl RecoveryPhase {
    /// Whether what arrives waits.
    pub(crate) const fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::Judging { .. })
    }
}

/// Up to where ops of a log were receipted once and are awaited. Key: company, log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AwaitedRow {
    pub(crate) next_seq: u64,
}

/// The server's own key. One row.
#[derive(Serialize, Deserialize)]
pub(crate) struct ServerKeyRow {
    pub(crate) seed: [u8; 32],
    pub(crate) server_id: [u8; 16],
    /// Which life of the journals this is: restoring a backup opens a new one.
    pub(crate) epoch: u64,
}

impl Drop for ServerKeyRow {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

/// Which account an e-mail address belongs to. Key: keyed hash of the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountRef {
    #[serde(with = "wire::id")]
    pub(crate) account: AccountId,
}
