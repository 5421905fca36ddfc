//! How a scenario's company changes: decide, judge and apply, and the journal that is kept of it.

use domain::{LogId, MemberId};
use engine::{Arrival, Command, Ctx, DecideError, MemoryView};
use oplog::Op;
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::segment::Segment;

use super::Scenario;
use crate::phone::TestPhone;

impl Scenario {
    /// A member does something in the office or through the server, now; it must be possible.
    #[track_caller]
    pub fn does(&mut self, actor: MemberId, command: &Command) -> Vec<Op> {
        match self.tries(actor, command) {
            Ok(ops) => ops,
            Err(error) => panic!("{command:?} was refused: {error}"),
        }
    }

    /// A member tries something through the server, now.
    ///
    /// # Errors
    /// As [`engine::decide`].
    #[track_caller]
    pub fn tries(&mut self, actor: MemberId, command: &Command) -> Result<Vec<Op>, DecideError> {
        let ctx = Ctx {
            now: self.clock.now(),
            actor,
            zone: &self.zone,
            boot_id: 1,
            monotonic_ms: 0,
            seen: self.position(),
            entropy: self.entropy.bytes(),
        };
        let ops = engine::decide(&self.view, command, &ctx)?;
        for op in &ops {
            let verdict = self.receives(self.server_log, op, 0);
            let late = Verdict::Quarantined(QuarantineReason::PeriodLocked);
            let stands = verdict == Verdict::Applied || verdict == late;
            assert!(stands, "the server's own op: {verdict:?} {op:?}");
        }
        Ok(ops)
    }

    /// The server reads a segment, checks it and judges its ops in order.
    #[track_caller]
    pub fn takes(&mut self, phone: &TestPhone, segment: &[u8]) -> Vec<Verdict> {
        let (segment, rest) = Segment::decode(segment).expect("a segment");
        assert!(rest.is_empty(), "bytes after the segment");
        let ops = segment
            .verify(&phone.secret, &phone.key.public())
            .expect("an authentic segment");
        ops.iter()
            .map(|(op, _)| self.receives(phone.log, op, 0))
            .collect()
    }

    /// The server judges one op of a log, now, from a clock that is `skew_ms` ahead.
    #[track_caller]
    pub fn receives(&mut self, log: LogId, op: &Op, skew_ms: i64) -> Verdict {
        let seq = self.seqs.entry(log).or_default();
        let arrival = Arrival {
            position: self.journal.len() as u64 + 1,
            log,
            seq: *seq,
            received_at: self.clock.now(),
            skew_ms,
        };
        *seq += 1;
        let verdict = engine::judge(&self.view, op, &arrival).expect("rows that can be read");
        engine::apply(&mut self.view, op, &arrival, verdict).expect("rows that can be read");
        self.journal.push((op.clone(), arrival, verdict));
        verdict
    }

    /// The journal position so far.
    pub fn position(&self) -> u64 {
        self.journal.len() as u64
    }

    /// The rows that folding the journal anew gives; equal to `view` unless something is wrong.
    pub fn refolded(&self) -> MemoryView {
        let mut view = MemoryView::default();
        for (op, arrival, verdict) in &self.journal {
            engine::apply(&mut view, op, arrival, *verdict).expect("rows that can be read");
        }
        view
    }
}
