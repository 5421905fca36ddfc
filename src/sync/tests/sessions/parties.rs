//! The two sides of an exchange: a phone with its log, and a server that keeps logs, checks
//! segments and signs receipts, without knowing what ops mean.

use std::collections::BTreeMap;

use domain::{CompanyId, DeviceId, LogId, MemberId, OpId};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::{Durable, OUTCOMES_MAX, Outcome, Outcomes, Signed, Verdict};
use oplog::segment::{Segment, SegmentError};
use oplog::v1::Envelope;
use oplog::{LogHead, LogSecret, Op, Payload, PublicKey, SigningKey};
use sync::server::{Challenges, Parts, done};
use sync::{
    Answer, BaseMark, Delta, PhoneState, ProblemCode, Received, RefusedCode, Request,
    SegmentProblem, Session, SignedRequest, Step, StoredOp, SyncFault,
};

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

    /// Everything as segments, as an exported file has them.
    pub fn exported(&self) -> Vec<Vec<u8>> {
        let mut segments = Vec::new();
        let mut from = 0;
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
                    self.store(*received);
                    session.stored();
                }
                Step::Done => return End::Done,
                Step::Failed(fault) => return End::Failed(fault),
            }
        }
        panic!("the session does not end");
    }

    fn store(&mut self, received: Received) {
        let own = received
            .receipts
            .iter()
            .find(|receipt| receipt.statement.log == self.log)
            .expect("an own receipt");
        self.receipted = own.statement.head();
        self.shown = Some(own.clone());
        assert_eq!(
            self.receipted,
            self.heads[usize::try_from(self.receipted.next_seq).expect("small")],
            "a receipt that is stored is of the ops that are here"
        );
        if let Some(outcomes) = &received.outcomes {
            let last = outcomes
                .statement
                .outcomes
                .last()
                .map(|outcome| outcome.seq + 1);
            self.outcomes_from = last.unwrap_or(self.outcomes_from);
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

/// A server in memory.
#[derive(Clone)]
pub struct Server {
    pub key: SigningKey,
    pub now: Timestamp,
    pub epoch: u64,
    secret: [u8; 32],
    writers: BTreeMap<LogId, (DeviceId, PublicKey, LogSecret)>,
    pub logs: BTreeMap<LogId, Vec<(Vec<u8>, LogHead)>>,
    /// The sizes of the requests that were answered.
    pub requests: Vec<usize>,
}

impl Server {
    pub fn new() -> Self {
        Self {
            key: SigningKey::from_seed([0x5e; 32]),
            now: start(),
            epoch: 1,
            secret: [0xc4; 32],
            writers: BTreeMap::new(),
            logs: BTreeMap::new(),
            requests: Vec::new(),
        }
    }

    fn enrol(&mut self, phone: &Phone) {
        self.writers.insert(
            phone.log,
            (phone.device, phone.key.public(), phone.secret.clone()),
        );
        self.logs.insert(phone.log, Vec::new());
    }

    pub fn held(&self, log: LogId) -> LogHead {
        self.logs
            .get(&log)
            .and_then(|ops| ops.last())
            .map_or(LogHead::EMPTY, |(_, head)| *head)
    }

    /// A backup with only the first ops of each log comes back, in a new epoch.
    pub fn restored_to(&mut self, count: usize) {
        self.logs.values_mut().for_each(|ops| ops.truncate(count));
        self.epoch += 1;
    }

    /// Starts anew, with another secret for challenges.
    pub fn restarted(&mut self) {
        self.secret[0] = self.secret[0].wrapping_add(1);
    }

    pub fn later(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
    }

    /// The answer to a request.
    pub fn answers(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.requests.push(bytes.len());
        let Ok((signed, request)) = SignedRequest::decode(bytes) else {
            return Answer::Refused(RefusedCode::Unavailable).encode();
        };
        let known = self
            .writers
            .get(&request.log)
            .filter(|(device, _, _)| *device == request.device);
        if known.is_none_or(|(_, key, _)| !signed.verify(key)) {
            return Answer::Refused(RefusedCode::UnknownDevice).encode();
        }
        let challenges = Challenges::new(self.secret);
        let challenge = challenges.make(request.device, self.now);
        if !challenges.holds(request.challenge, request.device, self.now) {
            return Answer::Challenge { challenge }.encode();
        }
        let (mut problems, mut logs) = (Vec::new(), vec![request.log]);
        for (segment, index) in request.segments.iter().zip(0..) {
            match self.takes(segment) {
                Ok(log) if logs.contains(&log) => {}
                Ok(log) => logs.push(log),
                Err(code) => problems.push(SegmentProblem { index, code }),
            }
        }
        let receipts = logs.into_iter().map(|log| self.receipt(log)).collect();
        let (outcomes, more) = self.outcomes(&request);
        let mark = BaseMark {
            epoch: self.epoch,
            position: self.logs.values().map(|ops| ops.len() as u64).sum(),
            view_version: 1,
        };
        let delta = Delta {
            from: request.base,
            snapshot: request.base.epoch != self.epoch,
            mark,
            rows: Vec::new(),
        };
        done(
            Parts {
                receipts,
                outcomes: Some(outcomes),
                delta,
                problems,
                more,
                backed_up: 0,
                rotate: None,
            },
            challenge,
            self.now,
        )
        .encode()
    }

    pub fn receipt(&self, log: LogId) -> Signed<Durable> {
        let held = self.held(log);
        let durable = Durable {
            company: company(),
            log,
            next_seq: held.next_seq,
            hash: held.hash.0,
            epoch: self.epoch,
        };
        Signed::new(durable, &self.key)
    }

    pub fn outcomes(&self, request: &Request) -> (Signed<Outcomes>, bool) {
        let held = self.held(request.log).next_seq;
        let last = held.min(request.outcomes_from + OUTCOMES_MAX as u64);
        let outcomes = (request.outcomes_from..last)
            .map(|seq| Outcome {
                seq,
                position: seq + 1,
                verdict: Verdict::Applied,
            })
            .collect();
        let outcomes = Outcomes {
            company: company(),
            log: request.log,
            epoch: self.epoch,
            outcomes,
        };
        (Signed::new(outcomes, &self.key), last < held)
    }

    fn takes(&mut self, bytes: &[u8]) -> Result<LogId, ProblemCode> {
        let (segment, rest) = Segment::decode(bytes).map_err(|_| ProblemCode::Malformed)?;
        if !rest.is_empty() {
            return Err(ProblemCode::Malformed);
        }
        let (_, key, secret) = self
            .writers
            .get(&segment.log)
            .ok_or(ProblemCode::UnknownLog)?;
        let ops = segment.verify(secret, key).map_err(|error| match error {
            SegmentError::Chain | SegmentError::Signature => ProblemCode::NotAuthentic,
            _damaged => ProblemCode::Malformed,
        })?;
        let held = self.logs.entry(segment.log).or_default();
        for (op, head) in ops {
            let seq = usize::try_from(head.next_seq - 1).expect("small");
            match held.get(seq) {
                Some((_, known)) if *known == head => {}
                Some(_) => return Err(ProblemCode::Fork),
                None if seq > held.len() => return Err(ProblemCode::Gap),
                None => {
                    let before = held.last().map_or(LogHead::EMPTY, |(_, head)| *head);
                    let digest = secret.digest(before.next_seq, op.bytes());
                    if before.then(segment.log, digest) != head {
                        return Err(ProblemCode::Fork);
                    }
                    held.push((op.bytes().to_vec(), head));
                }
            }
        }
        Ok(segment.log)
    }

    /// Whether exactly this phone's ops are held, each once and in order.
    pub fn holds_all_of(&self, phone: &Phone) -> bool {
        let held: Vec<&[u8]> = self.logs[&phone.log]
            .iter()
            .map(|(bytes, _)| bytes.as_slice())
            .collect();
        held == phone.ops.iter().map(Op::bytes).collect::<Vec<_>>()
    }
}
