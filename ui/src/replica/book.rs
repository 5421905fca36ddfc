//! The replica in memory: base, own ops, receipts and outcomes, and the view that follows.
//!
//! Own ops that the base does not cover yet are judged and applied over it with the server's own
//! code, so that hours and totals show at once and offline. Knows no browser and no clock.

mod copy;
mod prune;

use std::collections::BTreeMap;

use domain::OpId;
use domain::time::Zone;
use engine::rows::{self, CompanyRow, DeviceRow, EmployeeRow, LogRow, MemberRow, Row, Writer};
use engine::{
    Arrival, Command, Ctx, DecideError, MemoryView, Overlay, RowChange, ViewError, apply_time,
    decide_time, judge_time,
};
use jiff::Timestamp;
use jiff::civil::Weekday;
use oplog::receipt::{Durable, Outcome, Signed, Verdict};
use oplog::v1::payload::RoleTag;
use oplog::{ChainHash, LogHead, Op};
use sync::{BaseMark, Held, PhoneState, StoredOp};

use super::records::{Contact, Identity, OpRecord};
use super::standing::{Outbox, Standing};

/// What the database held at one moment.
pub struct Loaded {
    pub(super) identity: Identity,
    pub(super) base: Vec<RowChange>,
    pub(super) mark: BaseMark,
    pub(super) head: LogHead,
    pub(super) ops: Vec<(u64, OpRecord)>,
    pub(super) receipt: Option<Signed<Durable>>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) contact: Option<Contact>,
}

/// Ops that are to be appended, and the head that they follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appending {
    /// The head that the log must still have.
    pub before: LogHead,
    /// The head afterwards.
    pub after: LogHead,
    pub(super) log: domain::LogId,
    pub(super) records: Vec<(u64, OpRecord)>,
}

/// An own op that the server keeps and does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCounted {
    /// The name of its kind.
    pub kind: &'static str,
    /// When it was stated, by the clock of this phone.
    pub at: Timestamp,
    /// Why.
    pub standing: Standing,
}

struct Kept {
    op: Op,
    hash_after: ChainHash,
}

/// The phone's copy of the company.
pub struct Book {
    identity: Identity,
    base: MemoryView,
    mark: BaseMark,
    head: LogHead,
    ops: BTreeMap<u64, Kept>,
    by_id: BTreeMap<OpId, u64>,
    receipt: Option<Signed<Durable>>,
    outcomes: BTreeMap<u64, Outcome>,
    contact: Option<Contact>,
    view: MemoryView,
}

impl Book {
    /// The book of what the database held.
    ///
    /// # Errors
    /// When rows or ops in it cannot be read.
    pub fn new(loaded: Loaded) -> Result<Book, ViewError> {
        let Loaded {
            identity,
            base: rows,
            mark,
            head,
            ops,
            receipt,
            outcomes,
            contact,
        } = loaded;
        let mut base = MemoryView::default();
        base.absorb(rows);
        let mut book = Book {
            identity,
            base,
            mark,
            head: LogHead::EMPTY,
            ops: BTreeMap::new(),
            by_id: BTreeMap::new(),
            receipt,
            outcomes: BTreeMap::new(),
            contact,
            view: MemoryView::default(),
        };
        for outcome in outcomes {
            book.outcomes.insert(outcome.seq, outcome);
        }
        book.view = book.base.clone();
        book.extend(ops, head)?;
        Ok(book)
    }

    /// Takes over ops that the database has after those that are here.
    ///
    /// # Errors
    /// When they cannot be read or applied.
    pub(super) fn extend(
        &mut self,
        ops: Vec<(u64, OpRecord)>,
        head: LogHead,
    ) -> Result<(), ViewError> {
        for (seq, record) in ops {
            if self.ops.contains_key(&seq) {
                continue;
            }
            let op = Op::decode_time(&record.bytes)
                .map_err(|error| ViewError::Storage(error.to_string()))?;
            if !self.covered(seq) {
                self.fold(seq, &op)?;
            }
            self.by_id.insert(op.envelope.op_id, seq);
            self.ops.insert(
                seq,
                Kept {
                    op,
                    hash_after: ChainHash(record.hash_after),
                },
            );
        }
        // What was appended here may come after what another tab has told of since.
        if head.next_seq >= self.head.next_seq {
            self.head = head;
        }
        Ok(())
    }

    /// The ops that state a command now, or why it cannot be done.
    ///
    /// # Errors
    /// As [`engine::decide_time`].
    pub fn decide(&self, command: &Command, ctx: &Ctx<'_>) -> Result<Vec<Op>, DecideError> {
        decide_time(&self.view, command, ctx)
    }

    /// Chains ops to the head of the log.
    pub fn draft(&self, ops: &[Op]) -> Appending {
        let secret = self.identity.secret();
        let mut after = self.head;
        let mut records = Vec::with_capacity(ops.len());
        for op in ops {
            let seq = after.next_seq;
            after = after.then(self.identity.log, secret.digest(seq, op.bytes()));
            records.push((
                seq,
                OpRecord {
                    bytes: op.bytes().to_vec(),
                    hash_after: after.hash.0,
                },
            ));
        }
        Appending {
            before: self.head,
            after,
            log: self.identity.log,
            records,
        }
    }

    /// Takes over what was appended, once it is on the disk.
    ///
    /// # Errors
    /// When it cannot be applied.
    pub fn appended(&mut self, appending: Appending) -> Result<(), ViewError> {
        self.extend(appending.records, appending.after)
    }

    /// Whose phone this is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The rows as they are with every own op that may count.
    pub fn view(&self) -> &MemoryView {
        &self.view
    }

    /// The journal position of the base: what the author of the next op has seen.
    pub fn seen(&self) -> u64 {
        self.mark.position
    }

    /// Which rows the base holds.
    pub fn mark(&self) -> BaseMark {
        self.mark
    }

    /// Where the log ends.
    pub fn head(&self) -> LogHead {
        self.head
    }

    /// The last time that the server answered.
    pub fn contact(&self) -> Option<Contact> {
        self.contact
    }

    /// Notes that the server has answered.
    pub fn note_contact(&mut self, contact: Contact) {
        self.contact = Some(contact);
    }

    /// The company's settings: the base's, or those of enrolment.
    pub fn company(&self) -> CompanyRow {
        match rows::get::<CompanyRow>(&self.view, &[]) {
            Ok(Some(company)) => company,
            Ok(None) | Err(_) => company_at_enrolment(&self.identity),
        }
    }

    /// The company's zone, in which days are counted and times are typed.
    pub fn zone(&self) -> Zone {
        let company = self.company();
        Zone::named(&company.zone)
            .or_else(|_| Zone::named(&self.identity.zone))
            .unwrap_or_else(|_| Zone::utc())
    }

    /// The first day of the workweek.
    pub fn workweek_starts(&self) -> Weekday {
        let day = i8::try_from(self.company().workweek_starts).unwrap_or(1);
        Weekday::from_monday_one_offset(day).unwrap_or(Weekday::Monday)
    }

    /// The person's name: the base's, or that of enrolment.
    pub fn person(&self) -> String {
        match rows::get::<EmployeeRow>(&self.view, &self.identity.employee.to_bytes()) {
            Ok(Some(employee)) => employee.name,
            Ok(None) | Err(_) => self.identity.employee_name.clone(),
        }
    }

    /// Whether the company has withdrawn this device.
    pub fn is_revoked(&self) -> bool {
        rows::get::<DeviceRow>(&self.base, &self.identity.device.to_bytes())
            .is_ok_and(|device| device.is_some_and(|device| device.revoked.is_some()))
    }

    /// How far the op of an id has come; `None` when it is not of this phone.
    pub fn standing_of(&self, op: OpId) -> Option<Standing> {
        self.by_id.get(&op).map(|seq| self.standing(*seq))
    }

    /// What waits, in counts.
    pub fn outbox(&self) -> Outbox {
        let mut outbox = Outbox::default();
        for (seq, kept) in &self.ops {
            outbox.add(self.standing(*seq), kept.op.envelope.at);
        }
        outbox
    }

    /// Own ops that the server keeps and does not count, the newest first.
    pub fn not_counted(&self) -> Vec<NotCounted> {
        let listed = self.ops.iter().rev().filter_map(|(seq, kept)| {
            let standing = self.standing(*seq);
            matches!(standing, Standing::Quarantined(_) | Standing::Parked).then(|| NotCounted {
                kind: kept.op.payload.name(),
                at: kept.op.envelope.at,
                standing,
            })
        });
        listed.collect()
    }

    /// What a sync session begins with.
    pub fn phone_state(&self, challenge: Option<[u8; 32]>, foreign: Vec<Vec<u8>>) -> PhoneState {
        PhoneState {
            company: self.identity.company,
            device: self.identity.device,
            log: self.identity.log,
            head: self.head,
            receipted: self.receipted(),
            outcomes_from: self.outcomes_from(),
            held: self.held(),
            shown: self.receipt.clone(),
            base: self.mark,
            challenge,
            server_key: self.identity.server_key,
            foreign,
        }
    }

    /// The head before `from` and the ops from there on, as a session reads them; another head
    /// and none where the ops there were pruned.
    pub fn ops_from(&self, from: u64, max: usize) -> (LogHead, Vec<StoredOp>) {
        let before = match from.checked_sub(1) {
            None => Some(ChainHash::GENESIS),
            Some(last) => self.ops.get(&last).map(|kept| kept.hash_after),
        };
        // What was pruned cannot be read: another head than the one that was asked for says so.
        let Some(hash) = before else {
            let next_seq = self.ops.keys().next().copied();
            let next_seq = next_seq.unwrap_or(self.head.next_seq);
            return (
                LogHead {
                    next_seq,
                    hash: ChainHash::GENESIS,
                },
                Vec::new(),
            );
        };
        let ops = self.ops.range(from..).take(max);
        let ops = ops.map(|(_, kept)| StoredOp {
            bytes: kept.op.bytes().to_vec(),
            hash_after: kept.hash_after,
        });
        (
            LogHead {
                next_seq: from,
                hash,
            },
            ops.collect(),
        )
    }

    /// The head that the server last receipted.
    pub fn receipted(&self) -> LogHead {
        let receipted = self.receipt.as_ref();
        receipted.map_or(LogHead::EMPTY, |receipt| receipt.statement.head())
    }

    /// Own ops that do not count and may come to.
    fn held(&self) -> Vec<Held> {
        let held = self
            .outcomes
            .values()
            .filter(|outcome| matches!(outcome.verdict, Verdict::Parked | Verdict::Quarantined(_)));
        held.map(|outcome| Held {
            seq: outcome.seq,
            position: outcome.position,
        })
        .collect()
    }

    fn outcomes_from(&self) -> u64 {
        self.ops
            .keys()
            .copied()
            .find(|seq| !self.outcomes.contains_key(seq))
            .unwrap_or(self.head.next_seq)
    }

    fn standing(&self, seq: u64) -> Standing {
        Standing::of(seq, self.receipted().next_seq, self.outcomes.get(&seq))
    }

    /// Whether the base already shows what became of the op.
    fn covered(&self, seq: u64) -> bool {
        self.outcomes
            .get(&seq)
            .is_some_and(|outcome| outcome.position <= self.mark.position)
    }

    /// Judges and applies one own op over what is there.
    fn fold(&mut self, seq: u64, op: &Op) -> Result<(), ViewError> {
        let arrival = Arrival {
            position: self.mark.position.saturating_add(1).saturating_add(seq),
            log: self.identity.log,
            seq,
            // The server measures lateness and skew; on the phone an op is neither.
            received_at: op.envelope.at,
            skew_ms: 0,
        };
        let verdict: Verdict = match self.outcomes.get(&seq) {
            Some(outcome) => outcome.verdict,
            None => judge_time(&self.view, op, &arrival)?,
        };
        let mut overlay = Overlay::new(&self.view);
        apply_time(&mut overlay, op, &arrival, verdict)?;
        let changes = overlay.into_changes();
        self.view.absorb(changes);
        Ok(())
    }
}

/// The rows with which a phone can be used before its first sync: what enrolment said.
pub(super) fn rows_at_enrolment(identity: &Identity) -> Vec<RowChange> {
    let employee = EmployeeRow {
        name: identity.employee_name.clone(),
        email: String::new(),
        number: String::new(),
        member: Some(identity.member),
        archived_at: None,
    };
    let member = MemberRow {
        employee: identity.employee,
        role: RoleTag::Worker,
        account: None,
    };
    let device = DeviceRow {
        member: identity.member,
        log: identity.log,
        public_key: identity.public_key,
        name: identity.device_name.clone(),
        enrolled_at: identity.enrolled_at,
        revoked: None,
        forks: Vec::new(),
    };
    vec![
        change(Vec::new(), &company_at_enrolment(identity)),
        change(identity.employee.to_bytes().to_vec(), &employee),
        change(identity.member.to_bytes().to_vec(), &member),
        change(identity.device.to_bytes().to_vec(), &device),
        own_log(identity),
    ]
}

/// The row of the own log, before the server sends it.
pub(super) fn own_log(identity: &Identity) -> RowChange {
    let row = LogRow {
        writer: Writer::Device(identity.device),
        boot_id: 0,
        monotonic_ms: 0,
        at: identity.enrolled_at,
    };
    change(identity.log.to_bytes().to_vec(), &row)
}

fn company_at_enrolment(identity: &Identity) -> CompanyRow {
    CompanyRow {
        id: identity.company,
        name: identity.company_name.clone(),
        zone: identity.zone.clone(),
        workweek_starts: identity.workweek_starts,
        language: identity.language.clone(),
        founded_at: identity.enrolled_at,
    }
}

fn change<R: Row>(key: Vec<u8>, row: &R) -> RowChange {
    RowChange {
        table: R::TABLE,
        key,
        value: Some(row.encode()),
    }
}

#[cfg(test)]
mod tests;
