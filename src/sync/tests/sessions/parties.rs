//! A phone with its log, and what both sides of an exchange name, without knowing what ops mean.

use domain::{CompanyId, DeviceId, LogId, MemberId, OpId};
use jiff::Timestamp;
use oplog::receipt::{Durable, Signed};
use oplog::segment::Segment;
use oplog::v1::Envelope;
use oplog::{LogHead, LogSecret, Op, Payload, PublicKey, SigningKey};
use sync::{BaseMark, Held, PhoneState, Received, Rotation, Session, Step, StoredOp, SyncFault};

pub use super::holder::Server;

pub fn company() -> CompanyId {
    CompanyId::from_bytes([0xc0; 16])
}

pub fn start() -> Timestamp {
    "2026-03-09T12:00:00Z".parse().expect("an instant")
}

/// Bytes that do not compress.
pub fn noise(seed: u64, size: usize) -> Vec<u8> {
    let mut state = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..size)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect()
}

fn op(log: LogId, number: u64, size: usize) -> Op {
    let mut op_id = log.to_bytes();
    op_id[8..].copy_from_slice(&number.to_be_bytes());
    let envelope = Envelope {
        kind: 0,
        op_id: OpId::from_bytes(op_id),
        actor: MemberId::from_bytes([2; 16]),
        subject: op_id,
        at: start(),
        zone: "UTC".into(),
        utc_offset_seconds: 0,
        boot_id: 1,
        monotonic_ms: number,
        seen: 0,
        base: None,
        payload: Vec::new(),
    };
    Op::new(
        envelope,
        Payload::Unknown {
            kind: 9_999,
            bytes: noise(number, size),
        },
    )
}

/// A phone: its log, its key, and what it knows of the server.
#[derive(Clone)]
pub struct Phone {
    pub device: DeviceId,
    pub log: LogId,
    pub key: SigningKey,
    pub secret: LogSecret,
    pub ops: Vec<Op>,
    heads: Vec<LogHead>,
    pub receipted: LogHead,
    pub outcomes_from: u64,
    pub held: Vec<Held>,
    pub shown: Option<Signed<Durable>>,
    pub base: BaseMark,
    pub challenge: Option<[u8; 32]>,
    pub server_key: PublicKey,
    pub foreign: Vec<Vec<u8>>,
    pub stored: Vec<Received>,
}

impl Phone {
    pub fn new(number: u8, server: &mut Server) -> Self {
        let phone = Self {
            device: DeviceId::from_bytes([number; 16]),
            log: LogId::from_bytes([number; 16]),
            key: SigningKey::from_seed([number; 32]),
            secret: LogSecret::from_bytes([number; 32]),
            ops: Vec::new(),
            heads: vec![LogHead::EMPTY],
            receipted: LogHead::EMPTY,
            outcomes_from: 0,
            held: Vec::new(),
            shown: None,
            base: BaseMark::NONE,
            challenge: None,
            server_key: server.key.public(),
            foreign: Vec::new(),
            stored: Vec::new(),
        };
        server.enrol(&phone);
        phone
    }

    pub fn head(&self) -> LogHead {
        *self.heads.last().expect("never empty")
    }

    /// Writes ops of this payload size; `salt` tells apart what a copy writes.
    pub fn write(&mut self, count: u64, size: usize, salt: u64) -> &mut Self {
        for _ in 0..count {
            let op = op(self.log, self.ops.len() as u64 + salt * 1_000_000, size);
            self.heads.push(self.head().then(
                self.log,
                self.secret.digest(self.head().next_seq, op.bytes()),
            ));
            self.ops.push(op);
        }
        self
    }

    /// The log goes on under another name, from a receipted head on.
    fn rotate(&mut self, rotation: &Rotation, receipted: LogHead) {
        self.log = rotation.log;
        self.secret = LogSecret::from_bytes(rotation.secret);
        let from = usize::try_from(receipted.next_seq).expect("small");
        self.heads.truncate(from);
        self.heads.push(receipted);
        for op in &self.ops[from..] {
            let head = self.head();
            let digest = self.secret.digest(head.next_seq, op.bytes());
            self.heads.push(head.then(self.log, digest));
        }
    }

    /// Everything as segments, as an exported file has them.
    pub fn exported(&self) -> Vec<Vec<u8>> {
        self.segments(0)
    }

    /// What is not receipted, as segments.
    pub fn unsent(&self) -> Vec<Vec<u8>> {
        self.segments(usize::try_from(self.receipted.next_seq).expect("small"))
    }

    fn segments(&self, mut from: usize) -> Vec<Vec<u8>> {
        let mut segments = Vec::new();
        while from < self.ops.len() {
            let count = Segment::fit(self.ops[from..].iter().map(Op::bytes));
            let after = self.heads[from + count];
            let signature = self
                .key
                .sign(&oplog::sign::head_message(company(), self.log, after));
            let ops = self.ops[from..from + count]
                .iter()
                .map(|op| op.bytes().to_vec())
                .collect();
            let segment = Segment {
                company: company(),
                log: self.log,
                before: self.heads[from],
                after,
                signature,
                ops,
            };
            segments.push(segment.encode().expect("within limits"));
            from += count;
        }
        segments
    }

    pub fn session(&self) -> Session {
        Session::new(PhoneState {
            company: company(),
            device: self.device,
            log: self.log,
            head: self.head(),
            receipted: self.receipted,
            outcomes_from: self.outcomes_from,
            held: self.held.clone(),
            shown: self.shown.clone(),
            base: self.base,
            challenge: self.challenge,
            server_key: self.server_key,
            foreign: self.foreign.clone(),
        })
    }

    /// Runs one session to its end; `network` gives the answer to a request, or nothing.
    pub fn syncs(&mut self, mut network: impl FnMut(&[u8]) -> Option<Vec<u8>>) -> End {
        let mut session = self.session();
        for _ in 0..STEPS_MAX {
            match session.step(start()) {
                Step::ReadOps { from, max } => {
                    let from = usize::try_from(from).expect("a small number");
                    let to = self.ops.len().min(from + max);
                    let stored = |index: usize| StoredOp {
                        bytes: self.ops[index].bytes().to_vec(),
                        hash_after: self.heads[index + 1].hash,
                    };
                    session.ops(self.heads[from], (from..to).map(stored).collect());
                }
                Step::Sign(bytes) => session.signed(self.key.sign(&bytes)),
                Step::Send(bytes) => match network(&bytes) {
                    Some(answer) => session.received(&answer, start()),
                    None => return End::Dropped,
                },
                Step::Store(received) => {
                    let rotates = received.rotate.is_some();
                    self.store(*received);
                    if rotates {
                        session.rotated(self.head());
                    } else {
                        session.stored();
                    }
                }
                Step::Done => return End::Done,
                Step::Failed(fault) => return End::Failed(fault),
            }
        }
        panic!("the session does not end");
    }

    fn store(&mut self, received: Received) {
        if let Some(receipt) = &received.receipt {
            self.receipted = receipt.statement.head();
            self.shown = Some(receipt.clone());
            assert_eq!(
                self.receipted,
                self.heads[usize::try_from(self.receipted.next_seq).expect("small")],
                "a receipt that is stored is of the ops that are here"
            );
            if let Some(rotation) = &received.rotate {
                self.rotate(rotation, receipt.statement.head());
            }
        }
        if let Some(last) = received.outcomes.last() {
            self.outcomes_from = last.seq + 1;
        }
        self.base = received.delta.mark;
        self.challenge = Some(received.challenge);
        self.foreign.clear();
        self.stored.push(received);
    }
}

const STEPS_MAX: usize = 20_000;

/// How a session ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Done,
    Failed(SyncFault),
    Dropped,
}
