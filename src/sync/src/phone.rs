//! The phone's side: a session that says, step by step, what to read, sign, send and store.
//!
//! `ReadOps → Sign (each segment) → Sign (the request) → Send → Store`, again while something is
//! left. A session can be dropped at any step: what was stored is true, the rest is done again.

use std::collections::VecDeque;

use domain::order::put_in_order;
use domain::{CompanyId, DeviceId, LogId};
use jiff::Timestamp;
use oplog::receipt::{Durable, Outcome, Signed};
use oplog::segment::SEGMENT_OPS_MAX;
use oplog::sign::head_message;
use oplog::{ChainHash, LogHead, PublicKey, Segment, Signature};

use crate::fault::SyncFault;
use crate::message::{
    Answer, BaseMark, Delta, Done, HELD_MAX, Held, ProblemCode, Request, Rotation,
    SEGMENTS_BYTES_MAX, SEGMENTS_MAX, SegmentProblem,
};

/// The most exchanges in one session; what is left waits for the next.
pub const ROUNDS_MAX: u32 = 64;

/// What a phone knows when a session begins.
#[derive(Debug, Clone)]
pub struct PhoneState {
    /// The company.
    pub company: CompanyId,
    /// The device.
    pub device: DeviceId,
    /// Its log.
    pub log: LogId,
    /// Where the log ends on the phone.
    pub head: LogHead,
    /// What the server last receipted; a hint, the server says what it holds.
    pub receipted: LogHead,
    /// The first own op whose outcome is not known.
    pub outcomes_from: u64,
    /// Own ops that do not count as far as is known.
    pub held: Vec<Held>,
    /// The newest receipt of the log.
    pub shown: Option<Signed<Durable>>,
    /// The base.
    pub base: BaseMark,
    /// The challenge of the last exchange.
    pub challenge: Option<[u8; 32]>,
    /// The server's key, from enrolment.
    pub server_key: PublicKey,
    /// Segments of colleagues' exported files, sent before own ops over as many exchanges as it takes.
    pub foreign: Vec<Vec<u8>>,
}

/// An op as the phone keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredOp {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The chain hash after it.
    pub hash_after: ChainHash,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Read own ops; answer with [`Session::ops`]. Comes again after an answer, where its receipt
    /// is to be held against the log on the phone.
    ReadOps {
        /// From this sequence.
        from: u64,
        /// At most so many.
        max: usize,
    },
    /// Sign these bytes with the device's key; answer with [`Session::signed`].
    Sign(Vec<u8>),
    /// Send these bytes; answer with [`Session::received`], or drop the session.
    Send(Vec<u8>),
    /// Store this in one transaction; answer with [`Session::stored`], or with
    /// [`Session::rotated`] where it names another log to write on in.
    Store(Box<Received>),
    /// Nothing is left to do.
    Done,
    /// The session ends here.
    Failed(SyncFault),
}

/// What an exchange brought, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The server's word on the own log, held against what is on the phone. `None` when it speaks
    /// of what the phone does not have.
    pub receipt: Option<Signed<Durable>>,
    /// The log that the own one goes on as, from what is receipted on: the receipt is of it.
    pub rotate: Option<Rotation>,
    /// How own ops were judged.
    pub outcomes: Vec<Outcome>,
    /// The base that was sent: only over this one does the delta make sense.
    pub base: BaseMark,
    /// What changed in the base.
    pub delta: Delta,
    /// The challenge for next time.
    pub challenge: [u8; 32],
    /// The server's clock.
    pub server_time: Timestamp,
    /// How far the phone's clock is ahead, in milliseconds.
    pub skew_ms: i64,
    /// Below this sequence a current backup of the server holds the own log too.
    pub backed_up: u64,
    /// Colleagues' segments that were not taken, by their place in [`PhoneState::foreign`].
    pub problems: Vec<SegmentProblem>,
}

/// What a receipt says of the own log.
struct Claim {
    receipt: Signed<Durable>,
    rotate: Option<Rotation>,
}

enum Stage {
    Gather,
    AwaitOps,
    SignSegment(Segment),
    SignRequest(Request),
    Send(Vec<u8>),
    /// What was received waits until its receipts are held against the log on the phone.
    Compare(Box<Done>, Vec<Claim>, Timestamp),
    Store(Box<Received>, bool),
    Done,
    Failed(SyncFault),
}

/// One run of syncing.
pub struct Session {
    phone: PhoneState,
    /// Up to where own ops are in `segments` or with the server.
    cursor: LogHead,
    /// Colleagues' segments that are still to be sent, by their place in the file.
    foreign: VecDeque<(u32, Vec<u8>)>,
    /// Colleagues' segments that were refused, not told yet.
    refused: Vec<SegmentProblem>,
    /// What the next request carries: the first `foreign_sent` of `foreign`, then own ones.
    segments: Vec<Vec<u8>>,
    foreign_sent: usize,
    own_segments: usize,
    rounds: u32,
    /// Whether everything is sent from the first op on, as nothing is known to be held.
    anew: bool,
    /// Whether the cursor is where the own ops that are still here begin.
    unsure: bool,
    stage: Stage,
}

impl Session {
    /// A session that begins with what the phone knows.
    pub fn new(mut phone: PhoneState) -> Self {
        let cursor = phone.receipted;
        let (foreign, oversize): (VecDeque<_>, VecDeque<_>) = (0..)
            .zip(std::mem::take(&mut phone.foreign))
            .partition(|(_, segment)| segment.len() <= SEGMENTS_BYTES_MAX);
        // What fits into no request is no segment.
        let code = ProblemCode::Malformed;
        let refused = oversize
            .into_iter()
            .map(|(index, _)| SegmentProblem { index, code })
            .collect();
        let mut session = Self {
            phone,
            cursor,
            foreign,
            refused,
            segments: Vec::new(),
            foreign_sent: 0,
            own_segments: 0,
            rounds: 0,
            anew: false,
            unsure: false,
            stage: Stage::Gather,
        };
        session.load_foreign();
        session
    }

    /// The log that it is about: it ends where the phone writes in another one by now.
    pub fn log(&self) -> LogId {
        self.phone.log
    }

    /// What to do next. `now` is the phone's clock.
    pub fn step(&mut self, now: Timestamp) -> Step {
        if matches!(self.stage, Stage::Gather) {
            if let Some(read) = self.wanted_ops() {
                self.stage = Stage::AwaitOps;
                return read;
            }
            self.stage = Stage::SignRequest(self.request(now));
        }
        match &self.stage {
            Stage::Gather | Stage::AwaitOps => Step::ReadOps {
                from: self.cursor.next_seq,
                max: SEGMENT_OPS_MAX,
            },
            Stage::SignSegment(segment) => {
                Step::Sign(head_message(segment.company, segment.log, segment.after))
            }
            Stage::SignRequest(request) => Step::Sign(request.to_sign()),
            Stage::Send(bytes) => Step::Send(bytes.clone()),
            Stage::Compare(_, claims, _) => Step::ReadOps {
                from: claims.first().map_or(0, |claim| claim.head().next_seq),
                max: 1,
            },
            Stage::Store(received, _) => Step::Store(received.clone()),
            Stage::Done => Step::Done,
            Stage::Failed(fault) => Step::Failed(*fault),
        }
    }

    /// The ops that were read, in order, and the head before the first.
    pub fn ops(&mut self, before: LogHead, ops: Vec<StoredOp>) {
        if matches!(self.stage, Stage::Compare(..)) {
            self.compared(before);
            return;
        }
        if self.unsure {
            if ops.is_empty() && before.next_seq > self.cursor.next_seq {
                // It was pruned up to there, and what comes first after it stands as it is.
                self.cursor.next_seq = before.next_seq.saturating_add(1);
                self.stage = Stage::Gather;
                return;
            }
            (self.cursor, self.unsure) = (before, false);
        }
        let fit = Segment::fit(ops.iter().map(|op| op.bytes.as_slice()));
        let mut after = before;
        let mut bytes = Vec::with_capacity(fit);
        for op in ops.into_iter().take(fit) {
            after = LogHead {
                next_seq: after.next_seq.saturating_add(1),
                hash: op.hash_after,
            };
            bytes.push(op.bytes);
        }
        if bytes.is_empty() || before.next_seq != self.cursor.next_seq {
            // The log on the phone is shorter than its head says: nothing can be sent.
            self.stage = Stage::Failed(SyncFault::NoProgress);
            return;
        }
        if before.hash != self.cursor.hash {
            // What was taken for receipted is not what is here.
            self.stage = self.begin_anew();
            return;
        }
        self.stage = Stage::SignSegment(Segment {
            company: self.phone.company,
            log: self.phone.log,
            before,
            after,
            signature: Signature([0; 32], [0; 32]),
            ops: bytes,
        });
    }

    /// The signature that was asked for.
    pub fn signed(&mut self, signature: Signature) {
        match std::mem::replace(&mut self.stage, Stage::Gather) {
            Stage::SignSegment(mut segment) => {
                segment.signature = signature;
                self.cursor = segment.after;
                match segment.encode() {
                    Ok(bytes) => {
                        self.segments.push(bytes);
                        self.own_segments = self.own_segments.saturating_add(1);
                    }
                    Err(_) => self.stage = Stage::Failed(SyncFault::NoProgress),
                }
            }
            Stage::SignRequest(request) => {
                self.stage = Stage::Send(request.with_signature(signature));
            }
            other => self.stage = other,
        }
    }

    /// The answer's bytes, at `now` by the phone's clock.
    pub fn received(&mut self, bytes: &[u8], now: Timestamp) {
        self.rounds = self.rounds.saturating_add(1);
        self.stage = match Answer::decode(bytes) {
            Err(_) => Stage::Failed(SyncFault::BadAnswer),
            Ok(Answer::Refused(code)) => Stage::Failed(SyncFault::Refused(code)),
            Ok(Answer::Challenge { .. }) if self.rounds > ROUNDS_MAX => {
                Stage::Failed(SyncFault::NoProgress)
            }
            Ok(Answer::Challenge { challenge }) => {
                self.phone.challenge = Some(challenge);
                Stage::Gather
            }
            Ok(Answer::Done(done)) => self.check(*done, now).unwrap_or_else(Stage::Failed),
        };
    }

    /// What was received is stored, and the log goes on under its new name up to this head.
    pub fn rotated(&mut self, head: LogHead) {
        if let Stage::Store(received, _) = &self.stage
            && let Some(rotation) = &received.rotate
        {
            self.phone.log = rotation.log;
            self.phone.head = head;
        }
        self.stored();
    }

    /// What was received is stored.
    pub fn stored(&mut self) {
        let Stage::Store(_, again) = std::mem::replace(&mut self.stage, Stage::Gather) else {
            return;
        };
        if !again || self.rounds >= ROUNDS_MAX {
            self.stage = Stage::Done;
        }
    }

    /// Puts as many of the colleagues' segments as fit into the next request.
    fn load_foreign(&mut self) {
        let mut size: usize = 0;
        let fits = |(_, segment): &&(u32, Vec<u8>)| {
            size = size.saturating_add(segment.len());
            size <= SEGMENTS_BYTES_MAX
        };
        let next = self.foreign.iter().take(SEGMENTS_MAX).take_while(fits);
        self.segments = next.map(|(_, segment)| segment.clone()).collect();
        self.foreign_sent = self.segments.len();
    }

    /// Takes what was sent of the colleagues' segments off the list, and keeps what is wrong with
    /// them by their place in the file.
    fn settle_foreign(&mut self, problems: &[SegmentProblem]) {
        // Without a challenge nothing was sent.
        if self.phone.challenge.is_none() {
            return;
        }
        for problem in problems {
            let place = usize::try_from(problem.index)
                .ok()
                .filter(|index| *index < self.foreign_sent);
            if let Some((index, _)) = place.and_then(|place| self.foreign.get(place)) {
                let (index, code) = (*index, problem.code);
                self.refused.push(SegmentProblem { index, code });
            }
        }
        self.foreign
            .drain(..self.foreign_sent.min(self.foreign.len()));
    }

    fn wanted_ops(&self) -> Option<Step> {
        // Without a challenge the first exchange only fetches one.
        let room = self.segments.len() < SEGMENTS_MAX
            && self.segments.iter().map(Vec::len).sum::<usize>() < SEGMENTS_BYTES_MAX;
        let waiting = self.cursor.next_seq < self.phone.head.next_seq;
        (self.phone.challenge.is_some() && room && waiting).then_some(Step::ReadOps {
            from: self.cursor.next_seq,
            max: SEGMENT_OPS_MAX,
        })
    }

    fn request(&self, now: Timestamp) -> Request {
        let probing = self.phone.challenge.is_none();
        Request {
            company: self.phone.company,
            device: self.phone.device,
            log: self.phone.log,
            challenge: self.phone.challenge,
            sent_at: now,
            base: self.phone.base,
            outcomes_from: self.phone.outcomes_from,
            held: self.phone.held.iter().copied().take(HELD_MAX).collect(),
            shown: self.phone.shown.clone(),
            segments: if probing {
                Vec::new()
            } else {
                self.segments.clone()
            },
        }
    }

    fn check(&mut self, done: Done, now: Timestamp) -> Result<Stage, SyncFault> {
        let key = &self.phone.server_key;
        let signed = done
            .receipts
            .iter()
            .all(|receipt| receipt.verified(key).is_some())
            && done
                .outcomes
                .as_ref()
                .is_none_or(|outcomes| outcomes.verified(key).is_some());
        if !signed {
            return Err(SyncFault::NotOurServer);
        }
        let rotation = done.rotate.as_ref();
        let ours = |company: CompanyId, log: LogId| {
            company == self.phone.company
                && (log == self.phone.log || rotation.is_some_and(|rotation| rotation.log == log))
        };
        let outcomes = done.outcomes.as_ref().map(|signed| &signed.statement);
        if !outcomes.is_none_or(|outcomes| ours(outcomes.company, outcomes.log)) {
            return Err(SyncFault::BadAnswer);
        }
        // The answer to an earlier request: its rows are the change of a base that is gone.
        if done.delta.from != self.phone.base {
            return Err(SyncFault::BadAnswer);
        }
        let receipts = done.receipts.iter();
        let mut claims: Vec<Claim> = receipts
            .filter(|receipt| ours(receipt.statement.company, receipt.statement.log))
            .map(|receipt| Claim {
                receipt: receipt.clone(),
                rotate: rotation
                    .filter(|rotation| rotation.log == receipt.statement.log)
                    .cloned(),
            })
            .collect();
        if claims.is_empty() {
            return Err(SyncFault::BadAnswer);
        }
        // Where to write on comes before what is held of the log as it was, and more before less.
        put_in_order(&mut claims, |claim| {
            let next_seq = claim.head().next_seq;
            (claim.rotate.is_none(), std::cmp::Reverse(next_seq))
        });
        let refused_own = done.problems.iter().find(|problem| {
            usize::try_from(problem.index).is_ok_and(|index| index >= self.foreign_sent)
        });
        if let Some(problem) = refused_own.filter(|_| rotation.is_none())
            && problem.code != ProblemCode::Gap
        {
            return Err(SyncFault::Problem(problem.code));
        }
        Ok(self.weigh(Box::new(done), claims, now))
    }

    /// Goes through what receipts say of the own log, until one is found true of what is here.
    fn weigh(&mut self, done: Box<Done>, mut claims: Vec<Claim>, now: Timestamp) -> Stage {
        let known = [
            LogHead::EMPTY,
            self.phone.receipted,
            self.cursor,
            self.phone.head,
        ];
        while let Some(claim) = claims.first() {
            let head = claim.head();
            if known.contains(&head) {
                let claim = claims.swap_remove(0);
                return self.take(*done, Some(claim), now);
            }
            if head.next_seq < self.phone.head.next_seq {
                return Stage::Compare(done, claims, now);
            }
            // More than is here, or as many and not these.
            claims.remove(0);
        }
        self.untrue(*done, now)
    }

    /// The head that the log on the phone has where the first claim ends.
    fn compared(&mut self, before: LogHead) {
        let stage = std::mem::replace(&mut self.stage, Stage::Gather);
        let Stage::Compare(done, mut claims, now) = stage else {
            return;
        };
        let claim = (!claims.is_empty()).then(|| claims.remove(0));
        self.stage = match claim {
            Some(claim) if claim.head() == before => self.take(*done, Some(claim), now),
            Some(_) | None => self.weigh(done, claims, now),
        };
    }

    /// No receipt is true of what is here: another phone, a copy of this one, wrote what the
    /// server holds. What it says of the company is still news.
    fn untrue(&mut self, done: Done, now: Timestamp) -> Stage {
        let nothing_new = self.cursor.next_seq == self.phone.head.next_seq;
        let ahead = done.receipts.iter().any(|receipt| {
            receipt.statement.log == self.phone.log
                && receipt.statement.next_seq > self.phone.head.next_seq
        });
        if self.own_segments == 0 && nothing_new && ahead {
            return self.take(done, None, now);
        }
        self.begin_anew()
    }

    /// Sends everything from the first op on: where the server finds that it parts from what it
    /// holds, it gives the rest a log of its own.
    fn begin_anew(&mut self) -> Stage {
        if std::mem::replace(&mut self.anew, true) {
            return Stage::Failed(SyncFault::Problem(ProblemCode::Fork));
        }
        (self.cursor, self.unsure) = (LogHead::EMPTY, true);
        self.own_segments = 0;
        self.load_foreign();
        Stage::Gather
    }

    /// Takes over what an answer brought, with the receipt that was found true.
    fn take(&mut self, done: Done, claim: Option<Claim>, now: Timestamp) -> Stage {
        let held = claim.as_ref().map(Claim::head);
        let stuck = self.own_segments > 0
            && held.is_none_or(|held| held.next_seq == self.phone.receipted.next_seq)
            && claim.as_ref().is_none_or(|claim| claim.rotate.is_none());
        if stuck && !self.anew {
            return Stage::Failed(SyncFault::NoProgress);
        }
        self.settle_foreign(&done.problems);
        let (log, below) = match &claim {
            Some(claim) => (claim.receipt.statement.log, claim.head().next_seq),
            None => (self.phone.log, 0),
        };
        // What the server judged counts for what is here only below what it holds of it.
        let outcomes: Vec<Outcome> = done
            .outcomes
            .filter(|outcomes| outcomes.statement.log == log)
            .map(|outcomes| outcomes.statement.outcomes)
            .unwrap_or_default()
            .into_iter()
            .filter(|outcome| outcome.seq < below)
            .collect();
        let is_told = |held: &Held| outcomes.iter().any(|outcome| outcome.seq == held.seq);
        self.phone.held.retain(|held| !is_told(held));
        // A restored server judges anew what it is sent again.
        if let Some(held) = held {
            self.phone.outcomes_from = self.phone.outcomes_from.min(held.next_seq);
        }
        if let Some(last) = outcomes.iter().map(|outcome| outcome.seq).max() {
            self.phone.outcomes_from = self.phone.outcomes_from.max(last.saturating_add(1));
        }
        // Positions of an earlier life of the journal mean nothing in this one: all is asked anew.
        let base = self.phone.base;
        let reborn = base.epoch != 0 && base.epoch != done.delta.mark.epoch;
        if reborn {
            self.phone.outcomes_from = 0;
            self.phone.held.clear();
        }
        if let Some(held) = held {
            self.phone.receipted = held;
            self.cursor = held;
            self.unsure = held == LogHead::EMPTY;
        }
        self.phone.base = done.delta.mark;
        self.phone.challenge = Some(done.challenge);
        self.own_segments = 0;
        self.load_foreign();
        let waiting = self.cursor.next_seq < self.phone.head.next_seq || !self.foreign.is_empty();
        let more = done.more && claim.is_some();
        let again = more || waiting || reborn;
        let ahead = now
            .as_millisecond()
            .saturating_sub(done.server_time.as_millisecond());
        let (receipt, rotate) = match claim {
            Some(claim) => (Some(claim.receipt), claim.rotate),
            None => (None, None),
        };
        if receipt.is_some() {
            self.phone.shown.clone_from(&receipt);
        }
        let received = Box::new(Received {
            skew_ms: ahead,
            receipt,
            rotate,
            outcomes,
            base,
            delta: done.delta,
            challenge: done.challenge,
            server_time: done.server_time,
            backed_up: done.backed_up,
            problems: std::mem::take(&mut self.refused),
        });
        Stage::Store(received, again)
    }
}

impl Claim {
    fn head(&self) -> LogHead {
        self.receipt.statement.head()
    }
}
