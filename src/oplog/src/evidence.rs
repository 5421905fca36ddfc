//! An evidence pack: what was stated about one employee's hours, with everything that a stranger
//! needs to check it without the server. Ops of others stay only as digests of the chains.
//!
//! Owns the form of the file and what has to hold in it. Knows nothing of what ops mean.

use std::collections::BTreeMap;

use domain::{CompanyId, EmployeeId, LogId};
use jiff::Timestamp;
use jiff::civil::Date;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::{Deserialize, Serialize};

use crate::chain::{ChainHash, Digest, LogHead};
use crate::codec;
use crate::op::Op;
use crate::receipt::{Durable, Signed, Verdict};
use crate::sign::{
    PublicKey, Signature, SigningKey, head_message, journal_message, titled_message,
};
use crate::wire;

/// What a file begins with; the digit is the version.
const MAGIC: &[u8; 8] = b"TTEVID1\n";
/// The most bytes of a pack, unpacked.
pub const PACK_BYTES_MAX: usize = 256 * 1024 * 1024;
const PACK_LIMIT: usize = 4 * PACK_BYTES_MAX;
/// How hard files are compressed.
const LEVEL: u8 = 6;

/// One link of a company's journal, as its chain hashes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLink {
    /// When it arrived, counted in ops.
    pub arrival: u64,
    /// The log that it is from.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// Its sequence there.
    pub seq: u64,
    /// The salted digest of its bytes.
    pub digest: [u8; 32],
    /// How it was judged.
    pub verdict: Verdict,
    /// The version of the engine that judged.
    pub engine: u32,
    /// When the server received it.
    #[serde(with = "wire::instant")]
    pub received_at: Timestamp,
}

impl JournalLink {
    /// The journal's chain hash after it.
    pub fn hash(&self, before: [u8; 32], company: CompanyId, position: u64) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&before)
            .update(&company.to_bytes())
            .update(&position.to_be_bytes())
            .update(&codec::encode(self))
            // The place of the hash itself.
            .update(&[0; 32]);
        *hasher.finalize().as_bytes()
    }
}

/// The journal from the first op that matters to its signed head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPart {
    /// How many positions come before.
    pub positions_before: u64,
    /// The chain hash there.
    pub hash_before: [u8; 32],
    /// Every link from there on.
    pub links: Vec<JournalLink>,
    /// The server's signature over the head.
    pub signature: Signature,
}

/// One op of a log: shown, or kept as the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// It is about the employee.
    Shown {
        /// What its digest is salted with.
        salt: [u8; 32],
        /// Its bytes, as they were received.
        bytes: Vec<u8>,
    },
    /// It is about something else.
    Digest([u8; 32]),
}

/// A log from the first op that matters to its signed head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPart {
    /// The log, as the journal names it.
    #[serde(with = "wire::id")]
    pub log: LogId,
    /// Who writes it, in words: a device's name, or the server.
    pub writer: String,
    /// Whose device it is, or empty.
    pub holder: String,
    /// The key that signs it.
    pub key: PublicKey,
    /// How many ops come before.
    pub ops_before: u64,
    /// The chain hash there.
    pub hash_before: [u8; 32],
    /// Every op from there on, with the name under which its author chained it.
    pub ops: Vec<(Named, Kept)>,
    /// The author's signature over the head.
    pub signature: Signature,
    /// The server's receipt for all of it.
    pub receipt: Signed<Durable>,
}

/// The name of a log when an op was chained: a log that branched off another keeps the other's
/// name for what was signed under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named(#[serde(with = "wire::id")] pub LogId);

/// An evidence pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The employee.
    #[serde(with = "wire::id")]
    pub employee: EmployeeId,
    /// The employee's name.
    pub employee_name: String,
    /// The first date that it is about.
    #[serde(with = "wire::date")]
    pub first: Date,
    /// The last.
    #[serde(with = "wire::date")]
    pub last: Date,
    /// The IANA zone of the days.
    pub zone: String,
    /// When it was made.
    #[serde(with = "wire::instant")]
    pub made_at: Timestamp,
    /// The server's key, which signs receipts, the journal and this pack.
    pub server: PublicKey,
    /// The journal.
    pub journal: JournalPart,
    /// The logs that the ops are from.
    pub logs: Vec<LogPart>,
    /// What ids in the ops stand for: people, jobs, cost codes.
    pub names: Vec<([u8; 16], String)>,
}

/// A pack that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Another kind of file, or of another version.
    #[error("this is no evidence pack of a version that this program knows")]
    NotEvidence,
    /// Cut off, damaged or too large.
    #[error("the evidence pack is damaged, cut off or too large")]
    Damaged,
}

/// One statement about the employee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The journal position, where the journal has it.
    pub position: Option<u64>,
    /// The place of its log in the pack.
    pub log: usize,
    /// Its sequence there.
    pub seq: u64,
    /// How it was judged.
    pub verdict: Option<Verdict>,
    /// When the server received it.
    pub received_at: Option<Timestamp>,
    /// What was stated.
    pub op: Op,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// The statements, in the order of the journal.
    pub stated: Vec<Stated>,
    /// How many ops are kept only as digests.
    pub digests: u64,
    /// How many links the journal's part has.
    pub links: u64,
    /// How many signatures hold.
    pub signatures: u64,
    /// What does not hold; empty for a sound pack.
    pub problems: Vec<String>,
}

impl Evidence {
    /// The file: compressed, with the server's signature over all of it.
    pub fn seal(&self, key: &SigningKey) -> Vec<u8> {
        let body = codec::encode(self);
        let signature = key.sign(&pack_message(&body));
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&codec::encode(&signature));
        file.extend_from_slice(&compress_to_vec(&body, LEVEL));
        file
    }

    /// Reads a file; whether it holds is [`Self::check`]'s to say. The flag says whether the
    /// signature over the file is the key's that it names.
    ///
    /// # Errors
    /// When it is no pack, or damaged.
    pub fn open(file: &[u8]) -> Result<(Self, bool), EvidenceError> {
        let rest = file.strip_prefix(MAGIC).ok_or(EvidenceError::NotEvidence)?;
        let length = codec::encode(&Signature([0; 32], [0; 32])).len();
        let (signature, packed) = rest
            .split_at_checked(length)
            .ok_or(EvidenceError::Damaged)?;
        let signature = codec::decode::<Signature, 1024>(signature);
        let signature = signature.map_err(|_| EvidenceError::Damaged)?;
        let body = decompress_to_vec_with_limit(packed, PACK_BYTES_MAX);
        let body = body.map_err(|_| EvidenceError::Damaged)?;
        let evidence = codec::decode::<Self, PACK_LIMIT>(&body);
        let evidence = evidence.map_err(|_| EvidenceError::Damaged)?;
        let is_signed = evidence.server.verifies(&pack_message(&body), signature);
        Ok((evidence, is_signed))
    }

    /// Checks every chain, signature and receipt, and finds each statement in the journal.
    pub fn check(&self) -> Checked {
        let mut checked = Checked::default();
        let places = self.check_journal(&mut checked);
        for (place, log) in self.logs.iter().enumerate() {
            self.check_log(place, log, &places, &mut checked);
        }
        checked
            .stated
            .sort_by_key(|stated| (stated.position.unwrap_or(u64::MAX), stated.log, stated.seq));
        checked
    }

    /// The journal's chain up to its signed head; gives its links by log and sequence.
    fn check_journal(&self, checked: &mut Checked) -> BTreeMap<(LogId, u64), (u64, &JournalLink)> {
        let part = &self.journal;
        let (mut hash, mut position) = (part.hash_before, part.positions_before);
        let mut places = BTreeMap::new();
        for link in &part.links {
            position = position.saturating_add(1);
            hash = link.hash(hash, self.company, position);
            places.insert((link.log, link.seq), (position, link));
            checked.links = checked.links.saturating_add(1);
        }
        let message = journal_message(self.company, position, ChainHash(hash));
        if self.server.verifies(&message, part.signature) {
            checked.signatures = checked.signatures.saturating_add(1);
        } else {
            let what = "the journal does not lead to the head that the server signed";
            checked.problems.push(what.to_owned());
        }
        places
    }

    fn check_log(
        &self,
        place: usize,
        log: &LogPart,
        places: &BTreeMap<(LogId, u64), (u64, &JournalLink)>,
        checked: &mut Checked,
    ) {
        let mut head = LogHead {
            next_seq: log.ops_before,
            hash: ChainHash(log.hash_before),
        };
        let mut named = log.log;
        for (name, kept) in &log.ops {
            let seq = head.next_seq;
            named = name.0;
            let digest = match kept {
                Kept::Shown { salt, bytes } => Digest::salted(*salt, bytes),
                Kept::Digest(digest) => Digest(*digest),
            };
            let link = places.get(&(log.log, seq)).copied();
            match kept {
                Kept::Digest(_) => checked.digests = checked.digests.saturating_add(1),
                Kept::Shown { bytes, .. } => match Op::decode(bytes) {
                    Ok(op) => checked.stated.push(Stated {
                        position: link.map(|(position, _)| position),
                        log: place,
                        seq,
                        verdict: link.map(|(_, link)| link.verdict),
                        received_at: link.map(|(_, link)| link.received_at),
                        op,
                    }),
                    Err(error) => {
                        let what = format!("{}, op {seq}: {error}", log.writer);
                        checked.problems.push(what);
                    }
                },
            }
            if matches!(kept, Kept::Shown { .. }) && link.is_none() {
                let what = format!("{}, op {seq} is not in the journal", log.writer);
                checked.problems.push(what);
            }
            if link.is_some_and(|(_, link)| link.digest != digest.0) {
                let what = format!("{}, op {seq} is another than the journal's", log.writer);
                checked.problems.push(what);
            }
            head = head.then(named, digest);
        }
        let message = head_message(self.company, named, head);
        let is_receipted = log
            .receipt
            .verified(&self.server)
            .is_some_and(|receipt| receipt.company == self.company && receipt.head() == head);
        for (holds, what) in [
            (
                log.key.verifies(&message, log.signature),
                "does not lead to the head that its author signed",
            ),
            (is_receipted, "has no receipt of the server for its head"),
        ] {
            if holds {
                checked.signatures = checked.signatures.saturating_add(1);
            } else {
                checked.problems.push(format!("{} {what}", log.writer));
            }
        }
    }

    /// What an id in an op stands for.
    pub fn name_of(&self, id: [u8; 16]) -> Option<&str> {
        let found = self.names.iter().find(|(known, _)| *known == id);
        found.map(|(_, name)| name.as_str())
    }
}

fn pack_message(body: &[u8]) -> Vec<u8> {
    titled_message("evidence 1", blake3::hash(body).as_bytes())
}

#[cfg(test)]
mod tests;
