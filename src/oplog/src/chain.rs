//! The hash chain of a log: `d = BLAKE3(salt ‖ bytes)`, `h = BLAKE3(h_prev ‖ log ‖ seq ‖ d)`.
//!
//! The salt comes from a secret of the log, so that a digest can stay when its bytes are
//! shredded without betraying them.

use std::fmt;

use domain::LogId;
use zeroize::Zeroize;

/// The secret that an op's salt is made from; one for each log, shared with the server alone.
#[derive(Clone, PartialEq, Eq)]
pub struct LogSecret([u8; 32]);

impl LogSecret {
    /// A secret of 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, to be stored sealed.
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The salted digest of the op at `seq`.
    pub fn digest(&self, seq: u64, op: &[u8]) -> Digest {
        Digest::salted(self.salt(seq), op)
    }

    /// What the digest of the op at `seq` is salted with; it betrays no other one's.
    pub fn salt(&self, seq: u64) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, &seq.to_be_bytes()).as_bytes()
    }
}

impl Drop for LogSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for LogSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogSecret(..)")
    }
}

/// The salted digest of one op's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of an op's bytes with a salt.
    pub fn salted(salt: [u8; 32], op: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&salt).update(op);
        Self(*hasher.finalize().as_bytes())
    }
}

/// The hash of a log up to an op.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// Before the first op.
    pub const GENESIS: Self = Self([0; 32]);

    /// The hash after one more op.
    #[must_use]
    pub fn then(self, log: LogId, seq: u64, digest: Digest) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&self.0)
            .update(&log.to_bytes())
            .update(&seq.to_be_bytes())
            .update(&digest.0);
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ChainHash({})",
            blake3::Hash::from(self.0)
                .to_hex()
                .get(..12)
                .unwrap_or_default()
        )
    }
}

/// Where a log ends: the sequence of the next op, and the hash before it. Sequences start at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// The sequence that the next op will have; the number of ops so far.
    pub next_seq: u64,
    /// The chain hash up to there.
    pub hash: ChainHash,
}

impl LogHead {
    /// The head of an empty log.
    pub const EMPTY: Self = Self {
        next_seq: 0,
        hash: ChainHash::GENESIS,
    };

    /// The head after one more op.
    #[must_use]
    pub fn then(self, log: LogId, digest: Digest) -> Self {
        Self {
            next_seq: self.next_seq.saturating_add(1),
            hash: self.hash.then(log, self.next_seq, digest),
        }
    }
}
