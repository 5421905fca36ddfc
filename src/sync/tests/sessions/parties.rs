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
    Answer, BaseMark, Delta, Held, PhoneState, ProblemCode, Received, RefusedCode, Request,
    Rotation, SegmentProblem, Session, SignedRequest, Step, StoredOp, SyncFault,
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

/// An op as the server holds it.
#[derive(Clone, PartialEq)]
pub struct Kept {
    pub bytes: Vec<u8>,
    head: LogHead,
    /// The log that its author named.
    named: LogId,
}

/// A log as the server holds it, with everything that it shares with the one it branched off.
#[derive(Clone)]
pub struct Log {
    device: DeviceId,
    key: PublicKey,
    secret: LogSecret,
    stem: Option<(LogId, usize)>,
    pub ops: Vec<Kept>,
}

impl Log {
    fn head(&self) -> LogHead {
        self.ops.last().map_or(LogHead::EMPTY, |kept| kept.head)
    }

    fn leads_through(&self, head: LogHead) -> bool {
        let last = usize::try_from(head.next_seq)
            .expect("small")
            .checked_sub(1);
        match last {
            None => head == LogHead::EMPTY,
            Some(last) => self.ops.get(last).is_some_and(|kept| kept.head == head),
        }
    }
}

/// A server in memory.
#[derive(Clone)]
pub struct Server {
    pub key: SigningKey,
    pub now: Timestamp,
    pub epoch: u64,
    secret: [u8; 32],
    enrolled: BTreeMap<DeviceId, (PublicKey, LogId)>,
    pub logs: BTreeMap<LogId, Log>,
    granted: u8,
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
            enrolled: BTreeMap::new(),
            logs: BTreeMap::new(),
            granted: 0,
            requests: Vec::new(),
        }
    }

    fn enrol(&mut self, phone: &Phone) {
        let key = phone.key.public();
        self.enrolled.insert(phone.device, (key, phone.log));
        let log = Log {
            device: phone.device,
            key,
            secret: phone.secret.clone(),
            stem: None,
            ops: Vec::new(),
        };
        self.logs.insert(phone.log, log);
    }

    pub fn held(&self, log: LogId) -> LogHead {
        self.logs.get(&log).map_or(LogHead::EMPTY, Log::head)
    }

    /// A backup with only the first ops of each log comes back, in a new epoch.
    pub fn restored_to(&mut self, count: usize) {
        self.logs
            .retain(|_, log| log.stem.is_none_or(|(_, stem)| stem < count));
        self.logs
            .values_mut()
            .for_each(|log| log.ops.truncate(count));
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
        let device = self.enrolled.get(&request.device);
        let log = self.logs.get(&request.log);
        let own = log.is_none_or(|log| log.device == request.device);
        let Some((_, root)) = device.filter(|(key, _)| own && signed.verify(key)).copied() else {
            return Answer::Refused(RefusedCode::UnknownDevice).encode();
        };
        let challenges = Challenges::new(self.secret);
        let challenge = challenges.make(request.device, self.now);
        if !challenges.holds(request.challenge, request.device, self.now) {
            return Answer::Challenge { challenge }.encode();
        }
        let (mut problems, mut placed) = (Vec::new(), Vec::new());
        for (segment, index) in request.segments.iter().zip(0..) {
            match self.takes(segment) {
                Ok(place) => placed.push(place),
                Err(code) => problems.push(SegmentProblem { index, code }),
            }
        }
        let renamed = |problem: &SegmentProblem| {
            problem.code == ProblemCode::NotAuthentic
                && Segment::decode(&request.segments[problem.index as usize])
                    .is_ok_and(|(segment, _)| segment.log == request.log)
        };
        let (log, head) =
            if placed.iter().all(|place| place.0 != request.log) && problems.iter().any(renamed) {
                (request.log, LogHead::EMPTY)
            } else {
                self.standing(&request, root, &placed)
            };
        let mut receipts = vec![self.receipt_at(log, head)];
        for log in placed.iter().map(|place| place.1).chain([request.log]) {
            if self.logs.contains_key(&log) {
                receipts.push(self.receipt(log));
            }
        }
        let (outcomes, more) = self.outcomes(log, request.outcomes_from);
        let mark = BaseMark {
            epoch: self.epoch,
            position: self.logs.values().map(|log| log.ops.len() as u64).sum(),
            view_version: 1,
        };
        let delta = Delta {
            from: request.base,
            snapshot: request.base.epoch != self.epoch,
            mark,
            rows: Vec::new(),
        };
        let rotates = log != request.log || !self.is_in_own_name(log, head);
        let rotate = rotates.then(|| Rotation {
            log,
            secret: self.logs[&log].secret.to_bytes(),
        });
        done(
            Parts {
                receipts,
                outcomes: Some(outcomes),
                delta,
                problems,
                more,
                backed_up: 0,
                rotate,
            },
            challenge,
            self.now,
        )
        .encode()
    }

    /// As the server's own: the log that holds what the device writes, and up to where.
    fn standing(
        &self,
        request: &Request,
        root: LogId,
        placed: &[(LogId, LogId, LogHead)],
    ) -> (LogId, LogHead) {
        let Some(own) = self.logs.get(&request.log) else {
            return (root, LogHead::EMPTY);
        };
        if let Some((_, log, head)) = placed.iter().rfind(|place| place.0 == request.log) {
            return (*log, *head);
        }
        let shown = request.shown.as_ref().map(|shown| &shown.statement);
        let shown = shown.filter(|shown| shown.log == request.log);
        let Some(shown) = shown.map(Durable::head) else {
            return (request.log, own.head());
        };
        let family = self.family(request.log);
        match family
            .into_iter()
            .find(|log| self.logs[log].leads_through(shown))
        {
            Some(log) if log == request.log => (log, own.head()),
            Some(log) => (log, shown),
            None if own.head().next_seq >= shown.next_seq => (request.log, LogHead::EMPTY),
            None => (request.log, own.head()),
        }
    }

    /// A log and those that branched off it, the older first.
    fn family(&self, log: LogId) -> Vec<LogId> {
        let mut family = vec![log];
        let mut next = 0;
        while let Some(parent) = family.get(next).copied() {
            let branch =
                |(_, log): &(&LogId, &Log)| log.stem.is_some_and(|(from, _)| from == parent);
            family.extend(self.logs.iter().filter(branch).map(|(log, _)| *log));
            next += 1;
        }
        family
    }

    fn is_in_own_name(&self, log: LogId, head: LogHead) -> bool {
        let held = &self.logs[&log];
        match usize::try_from(head.next_seq)
            .expect("small")
            .checked_sub(1)
        {
            None => held.stem.is_none(),
            Some(last) => held.ops[last].named == log,
        }
    }

    pub fn receipt(&self, log: LogId) -> Signed<Durable> {
        self.receipt_at(log, self.held(log))
    }

    fn receipt_at(&self, log: LogId, head: LogHead) -> Signed<Durable> {
        let durable = Durable {
            company: company(),
            log,
            next_seq: head.next_seq,
            hash: head.hash.0,
            epoch: self.epoch,
        };
        Signed::new(durable, &self.key)
    }

    fn outcomes(&self, log: LogId, from: u64) -> (Signed<Outcomes>, bool) {
        let held = self.held(log).next_seq;
        let last = held.min(from + OUTCOMES_MAX as u64);
        let outcomes = (from..last)
            .map(|seq| Outcome {
                seq,
                position: seq + 1,
                verdict: Verdict::Applied,
            })
            .collect();
        let outcomes = Outcomes {
            company: company(),
            log,
            epoch: self.epoch,
            outcomes,
        };
        (Signed::new(outcomes, &self.key), last < held)
    }

    /// Takes a segment: the log that it names, the one that holds it, and where it ends.
    fn takes(&mut self, bytes: &[u8]) -> Result<(LogId, LogId, LogHead), ProblemCode> {
        let (segment, rest) = Segment::decode(bytes).map_err(|_| ProblemCode::Malformed)?;
        if !rest.is_empty() {
            return Err(ProblemCode::Malformed);
        }
        let named = segment.log;
        let log = self.logs.get(&named).ok_or(ProblemCode::UnknownLog)?;
        let ops = segment
            .verify(&log.secret, &log.key)
            .map_err(|error| match error {
                SegmentError::Chain | SegmentError::Signature => ProblemCode::NotAuthentic,
                _damaged => ProblemCode::Malformed,
            })?;
        let heads: Vec<LogHead> = [segment.before]
            .into_iter()
            .chain(ops.iter().map(|(_, head)| *head))
            .collect();
        // As many as a log agrees with, and whether it ends there or goes on otherwise.
        let agreed = |log: &LogId| {
            let held = &self.logs[log];
            let known = heads
                .iter()
                .take_while(|head| held.leads_through(**head))
                .count();
            let known = known.checked_sub(1)?;
            let whole = known == ops.len() || held.head() == heads[known];
            Some((whole, known, *log))
        };
        let places: Vec<_> = self.family(named).iter().filter_map(agreed).collect();
        let whole = places.iter().find(|(whole, ..)| *whole);
        let most = places.iter().map(|(_, known, _)| *known).max();
        let best = whole.or_else(|| places.iter().find(|place| Some(place.1) == most));
        let (whole, known, mut holder) = best.copied().ok_or(ProblemCode::Gap)?;
        if !whole {
            holder = self.branches(holder, heads[known]);
        }
        let held = self.logs.get_mut(&holder).expect("a log that is held");
        for (op, head) in ops.into_iter().skip(known) {
            let bytes = op.bytes().to_vec();
            held.ops.push(Kept { bytes, head, named });
        }
        Ok((named, holder, segment.after))
    }

    /// A new log that branches off another at a head.
    fn branches(&mut self, from: LogId, at: LogHead) -> LogId {
        self.granted += 1;
        let log = LogId::from_bytes([0xf0, self.granted, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let stem = usize::try_from(at.next_seq).expect("small");
        let parent = &self.logs[&from];
        let branch = Log {
            secret: LogSecret::from_bytes([self.granted; 32]),
            stem: Some((from, stem)),
            ops: parent.ops[..stem].to_vec(),
            ..parent.clone()
        };
        self.logs.insert(log, branch);
        log
    }

    /// Whether a log holds what a phone has up to this head, in its order.
    pub fn leads_through(&self, log: LogId, head: LogHead) -> bool {
        self.logs[&log].leads_through(head)
    }

    /// Whether any log holds an op of these bytes.
    pub fn holds(&self, op: &[u8]) -> bool {
        let mut held = self.logs.values().flat_map(|log| &log.ops);
        held.any(|kept| kept.bytes == op)
    }

    /// Whether exactly this phone's ops are held, each once and in order.
    pub fn holds_all_of(&self, phone: &Phone) -> bool {
        let held = self.logs[&phone.log].ops.iter();
        held.map(|kept| kept.bytes.as_slice())
            .eq(phone.ops.iter().map(Op::bytes))
    }

    /// How many different ops all logs hold.
    pub fn ops(&self) -> usize {
        let held = self.logs.values().flat_map(|log| &log.ops);
        held.map(|kept| &kept.bytes)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    }
}
