//! A phone with what the app stores beside its log: receipts, outcomes and the base. It syncs by
//! `sync`'s session over any network, in one tab or several, and keeps a list of its own of what
//! the server receipted.

use std::collections::BTreeMap;

use engine::{MemoryView, RowChange, Table};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::{Durable, Signed, Verdict};
use oplog::{LogHead, PublicKey};
use sync::{BaseMark, Held, PhoneState, Received, Session, Step, StoredOp, SyncFault};

use crate::phone::TestPhone;

/// The most steps of one session: more, and it does not end.
const STEPS_MAX: usize = 100_000;
/// How long a phone keeps what is safe elsewhere.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// A phone that syncs.
#[derive(Debug, Clone)]
pub struct Replica {
    /// The phone and its log.
    pub phone: TestPhone,
    /// The server's key, from enrolment.
    pub server_key: PublicKey,
    /// What the server last receipted.
    pub receipted: LogHead,
    /// The newest of its receipts, with the server's signature.
    pub shown: Option<Signed<Durable>>,
    /// Every receipt of the own log, in the order they were stored.
    pub receipts: Vec<Durable>,
    /// How own ops were judged.
    pub verdicts: BTreeMap<u64, Verdict>,
    /// What the base stands for.
    pub base: BaseMark,
    /// The base.
    pub view: MemoryView,
    /// Ops below this are forgotten, as the app prunes: asking for one again is asking for what
    /// is gone.
    pub pruned: u64,
    challenge: Option<[u8; 32]>,
}

/// What a session does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It sends these bytes, and waits for [`Session::received`].
    Sends(Vec<u8>),
    /// It is done.
    Done,
    /// It ended early.
    Failed(SyncFault),
}

/// How a sync ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With nothing left to say.
    Done,
    /// No answer came.
    Dropped,
    /// Early.
    Failed(SyncFault),
}

impl Replica {
    /// An enrolled phone that has not synced yet.
    pub fn new(phone: TestPhone, server_key: PublicKey) -> Self {
        Self {
            phone,
            server_key,
            receipted: LogHead::EMPTY,
            shown: None,
            receipts: Vec::new(),
            verdicts: BTreeMap::new(),
            base: BaseMark::NONE,
            view: MemoryView::default(),
            pruned: 0,
            challenge: None,
        }
    }

    /// How many ops no receipt covers yet.
    pub fn unsent(&self) -> u64 {
        self.phone
            .head
            .next_seq
            .saturating_sub(self.receipted.next_seq)
    }

    /// A session that begins with what is stored: one for each tab.
    #[track_caller]
    pub fn session(&self) -> Session {
        let next = self.verdicts.last_key_value().map(|(seq, _)| seq + 1);
        Session::new(PhoneState {
            company: self.phone.company,
            device: self.phone.device.expect("an enrolled phone"),
            log: self.phone.log,
            head: self.phone.head,
            receipted: self.receipted,
            outcomes_from: next.unwrap_or(0),
            held: self.held(),
            shown: self.shown.clone(),
            base: self.base,
            challenge: self.challenge,
            server_key: self.server_key,
            foreign: Vec::new(),
        })
    }

    /// Own ops that do not count as far as the phone knows, to be told of again each time.
    fn held(&self) -> Vec<Held> {
        let held = |verdict: &Verdict| matches!(verdict, Verdict::Parked | Verdict::Quarantined(_));
        let own = self.verdicts.iter().filter(|(_, verdict)| held(verdict));
        own.map(|(seq, _)| Held {
            seq: *seq,
            position: 0,
        })
        .collect()
    }

    /// Goes on with a session until it sends something or ends.
    #[track_caller]
    pub fn goes_on(&mut self, session: &mut Session, now: Timestamp) -> Next {
        for _ in 0..STEPS_MAX {
            // Another tab was told to write on in another log.
            if session.log() != self.phone.log {
                return Next::Done;
            }
            match session.step(now) {
                Step::ReadOps { from, max } => {
                    assert!(from >= self.pruned, "op {from} is gone: it was pruned");
                    let first = usize::try_from(from).expect("a small number");
                    let last = self.phone.written.len().min(first.saturating_add(max));
                    let stored = |at: usize| StoredOp {
                        bytes: self.phone.written[at].bytes().to_vec(),
                        hash_after: self.phone.head_at(at as u64 + 1).hash,
                    };
                    session.ops(
                        self.phone.head_at(from),
                        (first..last).map(stored).collect(),
                    );
                }
                Step::Sign(message) => session.signed(self.phone.key.sign(&message)),
                Step::Send(bytes) => return Next::Sends(bytes),
                Step::Store(received) => {
                    let rotates = received.rotate.is_some();
                    self.store(*received);
                    if rotates {
                        session.rotated(self.phone.head);
                    } else {
                        session.stored();
                    }
                }
                Step::Done => return Next::Done,
                Step::Failed(fault) => return Next::Failed(fault),
            }
        }
        panic!("the session does not end");
    }

    /// Runs one session; `network` gives the answer to a request, or nothing.
    #[track_caller]
    pub fn syncs(
        &mut self,
        now: Timestamp,
        mut network: impl FnMut(Vec<u8>) -> Option<Vec<u8>>,
    ) -> End {
        let mut session = self.session();
        loop {
            match self.goes_on(&mut session, now) {
                Next::Sends(request) => match network(request) {
                    Some(answer) => session.received(&answer, now),
                    None => return End::Dropped,
                },
                Next::Done => return End::Done,
                Next::Failed(fault) => return End::Failed(fault),
            }
        }
    }

    /// Forgets what is old and safe elsewhere, by the app's own rule.
    fn prune(&mut self, received: &Received) {
        let same_life = received.delta.mark.epoch == self.base.epoch;
        let (true, None, Some(receipt)) = (same_life, &received.rotate, &received.receipt) else {
            return;
        };
        let safe = receipt.statement.next_seq.min(received.backed_up);
        let before = received.server_time - KEPT;
        let old = |seq: &u64| {
            let at = usize::try_from(*seq)
                .ok()
                .and_then(|seq| self.phone.written.get(seq));
            let known = self.verdicts.contains_key(seq);
            known && at.is_some_and(|op| op.envelope.at <= before)
        };
        let last = (self.pruned..safe).take_while(old).last();
        self.pruned = last.unwrap_or(self.pruned);
    }

    fn store(&mut self, received: Received) {
        self.prune(&received);
        if let Some(receipt) = &received.receipt {
            let statement = &receipt.statement;
            self.receipts.push(statement.clone());
            let lesser = self.shown.as_ref().is_some_and(|known| {
                let known = &known.statement;
                (known.log, known.epoch) == (statement.log, statement.epoch)
                    && known.next_seq > statement.next_seq
            });
            // Of two tabs the slower may bring the older receipt.
            if !lesser {
                self.receipted = statement.head();
                self.shown = Some(receipt.clone());
            }
            if let Some(rotation) = &received.rotate {
                self.phone.rotate(rotation, statement.head());
            }
        }
        if self.base.epoch != 0 && self.base.epoch != received.delta.mark.epoch {
            self.verdicts.clear();
        }
        for outcome in &received.outcomes {
            self.verdicts.insert(outcome.seq, outcome.verdict);
        }
        self.challenge = Some(received.challenge);
        // Another tab was faster: this delta is over a base that is gone.
        if received.base != self.base {
            return;
        }
        self.base = received.delta.mark;
        self.phone.seen = self.base.position;
        if received.delta.snapshot {
            self.view = MemoryView::default();
        }
        let change = |row: sync::DeltaRow| RowChange {
            table: Table::from_tag(row.table).expect("a known table"),
            key: row.key,
            value: row.value,
        };
        self.view
            .absorb(received.delta.rows.into_iter().map(change).collect());
    }
}
