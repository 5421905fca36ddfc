//! The phone's side: a session that says, step by step, what to read, sign, send and store.
//!
//! `ReadOps → Sign (each segment) → Sign (the request) → Send → Store`, again while something is
//! left. A session can be dropped at any step: what was stored is true, the rest is done again.

use std::collections::VecDeque;

use domain::{CompanyId, DeviceId, LogId};
use jiff::Timestamp;
use oplog::receipt::{Durable, Outcomes, Signed};
use oplog::segment::SEGMENT_OPS_MAX;
use oplog::sign::head_message;
use oplog::{ChainHash, LogHead, PublicKey, Segment, Signature};

use crate::message::{
    Answer, BaseMark, Delta, Done, ProblemCode, RefusedCode, Request, SEGMENTS_BYTES_MAX,
    SEGMENTS_MAX, SegmentProblem,
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
    /// Store this in one transaction; answer with [`Session::stored`].
    Store(Box<Received>),
    /// Nothing is left to do.
    Done,
    /// The session ends here.
    Failed(SyncFault),
}

/// What an exchange brought, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Receipts with the server's signature, of the own log first.
    pub receipts: Vec<Signed<Durable>>,
    /// How own ops were judged.
    pub outcomes: Option<Signed<Outcomes>>,
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

/// Why a session ended early. What the phone holds stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyncFault {
    /// The answer cannot be read: not a TimeTrakr server, or another version.
    #[error("the answer cannot be read")]
    BadAnswer,
    /// A receipt is not signed by the server the phone enrolled with.
    #[error("this is not the server that this phone enrolled with")]
    NotOurServer,
    /// The server refused.
    #[error("the server refused: {0:?}")]
    Refused(RefusedCode),
    /// The server did not take an own segment.
    #[error("the server did not take what was sent: {0:?}")]
    Problem(ProblemCode),
    /// The server holds ops of this log that the phone does not: its storage was copied.
    #[error("the server holds more of this log than the phone")]
    LogAhead,
    /// Exchanges bring nothing new.
    #[error("no progress")]
    NoProgress,
}

enum Stage {
    Gather,
    AwaitOps,
    SignSegment(Segment),
    SignRequest(Request),
    Send(Vec<u8>),
    /// What was received waits until its receipt is held against the log on the phone.
    Compare(Box<Received>, bool, LogHead),
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
            stage: Stage::Gather,
        };
        session.load_foreign();
        session
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
            Stage::Compare(_, _, held) => Step::ReadOps {
                from: held.next_seq,
                max: 1,
            },
            Stage::Store(received, _) => Step::Store(received.clone()),
            Stage::Done => Step::Done,
            Stage::Failed(fault) => Step::Failed(*fault),
        }
    }

    /// The ops that were read, in order, and the head before the first.
    pub fn ops(&mut self, before: LogHead, ops: Vec<StoredOp>) {
        if let Stage::Compare(received, again, held) = &self.stage {
            self.stage = if before == *held {
                Stage::Store(received.clone(), *again)
            } else {
                // A copy of this phone's storage wrote what the server holds.
                Stage::Failed(SyncFault::Problem(ProblemCode::Fork))
            };
            return;
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
            // The server holds other ops here: a copy of this phone's storage wrote them.
            self.stage = Stage::Failed(SyncFault::Problem(ProblemCode::Fork));
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
        let about_us = |outcomes: &Outcomes| {
            outcomes.log == self.phone.log && outcomes.company == self.phone.company
        };
        if !done
            .outcomes
            .as_ref()
            .is_none_or(|outcomes| about_us(&outcomes.statement))
        {
            return Err(SyncFault::BadAnswer);
        }
        // The answer to an earlier request: its rows are the change of a base that is gone.
        if done.delta.from != self.phone.base {
            return Err(SyncFault::BadAnswer);
        }
        let held = done
            .receipts
            .iter()
            .map(|receipt| &receipt.statement)
            .find(|receipt| receipt.log == self.phone.log && receipt.company == self.phone.company)
            .map(Durable::head)
            .ok_or(SyncFault::BadAnswer)?;
        if held.next_seq > self.phone.head.next_seq {
            return Err(SyncFault::LogAhead);
        }
        if held.next_seq == self.phone.head.next_seq && held.hash != self.phone.head.hash {
            // As many ops, but not these: taking the receipt would be losing ours.
            return Err(SyncFault::Problem(ProblemCode::Fork));
        }
        let refused_own = done.problems.iter().find(|problem| {
            usize::try_from(problem.index).is_ok_and(|index| index >= self.foreign_sent)
        });
        let stuck = self.own_segments > 0 && held.next_seq == self.phone.receipted.next_seq;
        match refused_own {
            Some(problem) if problem.code != ProblemCode::Gap => {
                return Err(SyncFault::Problem(problem.code));
            }
            // A gap mends itself, as the receipt says from where to send again.
            Some(_) | None if stuck => return Err(SyncFault::NoProgress),
            Some(_) | None => {}
        }
        Ok(self.take(done, held, now))
    }

    /// Takes over what an answer brought that was found good.
    fn take(&mut self, done: Done, held: LogHead, now: Timestamp) -> Stage {
        let known = [
            LogHead::EMPTY,
            self.phone.receipted,
            self.cursor,
            self.phone.head,
        ];
        self.settle_foreign(&done.problems);
        // A restored server judges anew what it is sent again.
        self.phone.outcomes_from = self.phone.outcomes_from.min(held.next_seq);
        let told = done.outcomes.iter().flat_map(|o| &o.statement.outcomes);
        if let Some(last) = told.map(|outcome| outcome.seq).max() {
            self.phone.outcomes_from = self.phone.outcomes_from.max(last.saturating_add(1));
        }
        // Positions of an earlier life of the journal mean nothing in this one: all is asked anew.
        let base = self.phone.base;
        let reborn = base.epoch != 0 && base.epoch != done.delta.mark.epoch;
        if reborn {
            self.phone.outcomes_from = 0;
        }
        self.phone.receipted = held;
        self.cursor = held;
        self.phone.base = done.delta.mark;
        self.phone.challenge = Some(done.challenge);
        self.own_segments = 0;
        self.load_foreign();
        let waiting = held.next_seq < self.phone.head.next_seq || !self.foreign.is_empty();
        let again = done.more || waiting || reborn;
        let ahead = now
            .as_millisecond()
            .saturating_sub(done.server_time.as_millisecond());
        let received = Box::new(Received {
            skew_ms: ahead,
            receipts: done.receipts,
            outcomes: done.outcomes,
            base,
            delta: done.delta,
            challenge: done.challenge,
            server_time: done.server_time,
            backed_up: done.backed_up,
            problems: std::mem::take(&mut self.refused),
        });
        if known.contains(&held) {
            Stage::Store(received, again)
        } else {
            Stage::Compare(received, again, held)
        }
    }
}
