//! A worker's phone: a log with its key, secret and head, that writes ops and cuts segments
//! exactly as the app does, without a browser around it.

use domain::{
    CompanyId, CostCodeId, DeviceId, EmployeeId, JobId, LogId, MemberId, OpId, TimeEntryId,
};
use engine::{Command, Ctx, DecideError, Snapshot};
use jiff::Timestamp;
use oplog::segment::Segment;
use oplog::sign::head_message;
use oplog::v1::Envelope;
use oplog::v1::payload as p;
use oplog::{LogHead, LogSecret, Op, Payload, SigningKey};
use sync::Rotation;

use crate::entropy::Entropy;

/// A phone and what it has written.
#[derive(Debug, Clone)]
pub struct TestPhone {
    /// The company it is enrolled in.
    pub company: CompanyId,
    /// Whose it is.
    pub member: MemberId,
    /// The employee record of that member.
    pub employee: EmployeeId,
    /// Its device id, once it is enrolled.
    pub device: Option<DeviceId>,
    /// The log it writes.
    pub log: LogId,
    /// Its key.
    pub key: SigningKey,
    /// The log's secret, as the server granted it.
    pub secret: LogSecret,
    /// Where its log ends.
    pub head: LogHead,
    /// The zone it is in.
    pub zone: domain::time::Zone,
    /// The journal position of its base.
    pub seen: u64,
    /// Every op it wrote, in order.
    pub written: Vec<Op>,
    heads: Vec<LogHead>,
    sent: usize,
    boot_id: u64,
    booted_at: Option<Timestamp>,
    entropy: Entropy,
}

impl TestPhone {
    /// A phone that is not enrolled yet: pass `log` and `key.public()` to the enrolment and set
    /// `secret` (and `device`) from its answer.
    pub fn new(company: CompanyId, member: MemberId, employee: EmployeeId, seed: u64) -> Self {
        let mut entropy = Entropy::seeded(0x7e1e_0000 + seed);
        Self {
            company,
            member,
            employee,
            device: None,
            log: entropy.id(),
            key: SigningKey::from_seed(entropy.bytes()),
            secret: LogSecret::from_bytes(entropy.bytes()),
            head: LogHead::EMPTY,
            zone: domain::time::Zone::utc(),
            seen: 0,
            written: Vec::new(),
            heads: vec![LogHead::EMPTY],
            sent: 0,
            boot_id: entropy.number(),
            booted_at: None,
            entropy,
        }
    }

    /// Where its log was before an op of this sequence.
    #[track_caller]
    pub fn head_at(&self, seq: u64) -> LogHead {
        self.heads[usize::try_from(seq).expect("a small number")]
    }

    /// The app starts anew: another boot, and a monotonic clock from zero.
    pub fn restart(&mut self) {
        self.boot_id = self.entropy.number();
        self.booted_at = None;
    }

    /// Clocks in without a job; the new entry.
    pub fn clock_in(&mut self, at: Timestamp) -> TimeEntryId {
        self.clock_in_on(at, None, None)
    }

    /// Clocks in on a job; the new entry.
    pub fn clock_in_on(
        &mut self,
        at: Timestamp,
        job: Option<JobId>,
        cost_code: Option<CostCodeId>,
    ) -> TimeEntryId {
        let employee = self.employee;
        self.begin(
            at,
            p::ClockedIn {
                employee,
                job,
                cost_code,
                note: String::new(),
            },
        )
    }

    /// Clocks out of an entry.
    pub fn clock_out(&mut self, entry: TimeEntryId, at: Timestamp) -> &mut Self {
        self.state(entry, at, p::ClockedOut {});
        self
    }

    /// Begins an unpaid break.
    pub fn start_break(&mut self, entry: TimeEntryId, at: Timestamp) -> &mut Self {
        self.state(entry, at, p::BreakStarted { paid: false });
        self
    }

    /// Ends the break.
    pub fn end_break(&mut self, entry: TimeEntryId, at: Timestamp) -> &mut Self {
        self.state(entry, at, p::BreakEnded {});
        self
    }

    /// Goes on with another job; the new entry.
    pub fn switch_job(
        &mut self,
        from: TimeEntryId,
        at: Timestamp,
        job: Option<JobId>,
    ) -> TimeEntryId {
        let employee = self.employee;
        self.begin(
            at,
            p::JobSwitched {
                from,
                employee,
                job,
                cost_code: None,
                note: String::new(),
            },
        )
    }

    /// States any payload about any subject; the op as it was written.
    pub fn state(
        &mut self,
        subject: impl domain::id::Id,
        at: Timestamp,
        payload: impl Into<Payload>,
    ) -> Op {
        let op_id = self.entropy.id();
        let op = self.op(op_id, subject.id_bytes(), at, payload.into());
        self.append(op.clone());
        op
    }

    /// Decides a command on a view, as the app does, and appends its ops.
    ///
    /// # Errors
    /// As [`engine::decide`].
    pub fn decide(
        &mut self,
        view: &impl Snapshot,
        command: &Command,
        now: Timestamp,
    ) -> Result<Vec<Op>, DecideError> {
        let entropy = self.entropy.bytes();
        let ctx = Ctx {
            now,
            actor: self.member,
            zone: &self.zone,
            boot_id: self.boot_id,
            monotonic_ms: 0,
            seen: self.seen,
            entropy,
        };
        let ops = engine::decide(view, command, &ctx)?;
        ops.iter().for_each(|op| self.append(op.clone()));
        Ok(ops)
    }

    /// Appends an op that was made elsewhere, even one that makes no sense.
    pub fn append(&mut self, op: Op) {
        self.head = self
            .head
            .then(self.log, self.secret.digest(self.head.next_seq, op.bytes()));
        self.heads.push(self.head);
        self.written.push(op);
    }

    /// Everything not yet sent, in as few segments as it takes. Calling it again sends the same
    /// again, until [`TestPhone::note_sent`].
    pub fn segments(&self) -> Vec<Vec<u8>> {
        let mut segments = Vec::new();
        let mut from = self.sent;
        while from < self.written.len() {
            let count = Segment::fit(self.written[from..].iter().map(Op::bytes));
            segments.push(self.segment_of(from, from + count));
            from += count;
        }
        segments
    }

    /// Everything not yet sent, in one segment.
    pub fn segment(&self) -> Vec<u8> {
        self.segment_of(self.sent, self.written.len())
    }

    /// The ops of sequences `from..to` as one segment, whether sent before or not.
    pub fn segment_of(&self, from: usize, to: usize) -> Vec<u8> {
        let after = self.heads[to];
        let segment = Segment {
            company: self.company,
            log: self.log,
            before: self.heads[from],
            after,
            signature: self.key.sign(&head_message(self.company, self.log, after)),
            ops: self.written[from..to]
                .iter()
                .map(|op| op.bytes().to_vec())
                .collect(),
        };
        segment.encode().expect("a segment within its limits")
    }

    /// The server has receipted everything: the next segments begin after it.
    pub fn note_sent(&mut self) {
        self.sent = self.written.len();
    }

    /// The log goes on under another name from a receipted head on: what comes after it is
    /// chained anew.
    pub fn rotate(&mut self, rotation: &Rotation, receipted: LogHead) {
        self.log = rotation.log;
        self.secret = LogSecret::from_bytes(rotation.secret);
        self.head = receipted;
        let from = usize::try_from(receipted.next_seq).expect("a small number");
        self.heads.truncate(from);
        self.heads.push(receipted);
        for op in &self.written[from..] {
            let digest = self.secret.digest(self.head.next_seq, op.bytes());
            self.head = self.head.then(self.log, digest);
            self.heads.push(self.head);
        }
    }

    /// A copy that writes the same log on, as a cloned phone or a restored backup would.
    #[must_use]
    pub fn cloned_phone(&self, seed: u64) -> Self {
        let mut clone = self.clone();
        clone.entropy = Entropy::seeded(0xc10e_0000 + seed);
        clone
    }

    fn begin(&mut self, at: Timestamp, payload: impl Into<Payload>) -> TimeEntryId {
        let op_id: OpId = self.entropy.id();
        let entry = TimeEntryId::from(op_id);
        let op = self.op(op_id, entry.to_bytes(), at, payload.into());
        self.append(op);
        entry
    }

    fn op(&mut self, op_id: OpId, subject: [u8; 16], at: Timestamp, payload: Payload) -> Op {
        let booted_at = *self.booted_at.get_or_insert(at);
        let monotonic_ms = at
            .as_millisecond()
            .saturating_sub(booted_at.as_millisecond());
        let envelope = Envelope {
            kind: 0,
            op_id,
            actor: self.member,
            subject,
            at,
            zone: self.zone.name().to_owned(),
            utc_offset_seconds: self.zone.offset_seconds(at),
            boot_id: self.boot_id,
            monotonic_ms: u64::try_from(monotonic_ms).unwrap_or_default(),
            seen: self.seen,
            base: None,
            payload: Vec::new(),
        };
        Op::new(envelope, payload)
    }
}
