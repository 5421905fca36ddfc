//! The side that holds: a server in memory.

use std::collections::BTreeMap;

use domain::{DeviceId, LogId};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::{Durable, OUTCOMES_MAX, Outcome, Outcomes, Signed, Verdict};
use oplog::segment::{Segment, SegmentError};
use oplog::{LogHead, LogSecret, Op, PublicKey, SigningKey};
use sync::server::{Challenges, Parts, done};
use sync::{
    Answer, BaseMark, Delta, ProblemCode, RefusedCode, Request, Rotation, SegmentProblem,
    SignedRequest,
};

use super::parties::{Phone, company, start};

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

    pub fn enrol(&mut self, phone: &Phone) {
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
