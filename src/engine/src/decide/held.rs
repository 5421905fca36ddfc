//! Deciding about ops that are held back: each is judged over those that were decided before it,
//! as one may be what the next waits for.

use domain::{LogId, text};
use oplog::Op;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;

use super::desk::{self, Desk};
use super::error::{DecideError, Missing};
use crate::access::SYSTEM;
use crate::again::{self, SETTLED_MAX};
use crate::apply::apply;
use crate::command::{HeldAct, SettleHeld};
use crate::judge::Arrival;
use crate::rows::QuarantineRow;
use crate::view::{Overlay, Snapshot};

type Ops = Result<Vec<Op>, DecideError>;

/// Settles what can be settled so; refused when nothing can, for the first one's reason.
pub(super) fn settle<S: Snapshot>(desk: &Desk<'_, S>, wanted: &SettleHeld) -> Ops {
    let undoes = wanted.act == HeldAct::TakeBack && wanted.reason.trim().is_empty();
    let reason = if undoes {
        String::new()
    } else {
        desk::text("reason", text::reason(&wanted.reason))?
    };
    let mut bench = Bench::new(desk);
    let mut refused = None;
    for position in wanted.positions.iter().take(SETTLED_MAX) {
        let settled = bench.settle(*position, wanted.act, &reason);
        match settled {
            Ok(()) => {}
            Err(DecideError::View(error)) => return Err(error.into()),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    match (bench.ops.is_empty(), refused) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(DecideError::NothingChanged),
        (false, _) => Ok(bench.ops),
    }
}

/// Judges by the rules alone; what would be judged as before is left as it is.
pub(super) fn judge_again<S: Snapshot>(desk: &Desk<'_, S>, positions: &[u64]) -> Ops {
    if desk.ctx.actor != SYSTEM {
        return Err(DecideError::NotPermitted);
    }
    let mut bench = Bench::new(desk);
    for position in positions.iter().take(SETTLED_MAX) {
        let Some(row) = again::held(&bench.view, *position)?.filter(QuarantineRow::is_held) else {
            continue;
        };
        let verdict = again::verdict_now(&bench.view, &row, false)?;
        if verdict != row.verdict {
            bench.state(*position, &row, verdict, "")?;
        }
    }
    Ok(bench.ops)
}

/// Rows with what was decided so far.
struct Bench<'d, 'a, S> {
    desk: &'d Desk<'a, S>,
    view: Overlay<&'a S>,
    ops: Vec<Op>,
}

impl<'d, 'a, S: Snapshot> Bench<'d, 'a, S> {
    const fn new(desk: &'d Desk<'a, S>) -> Self {
        Self {
            desk,
            view: Overlay::new(desk.view),
            ops: Vec::new(),
        }
    }

    fn settle(&mut self, position: u64, act: HeldAct, reason: &str) -> Result<(), DecideError> {
        let row = again::held(&self.view, position)?.ok_or(Missing::Held)?;
        if row.is_final() {
            return Err(DecideError::JudgedForGood);
        }
        let verdict = match act {
            HeldAct::Release => again::verdict_now(&self.view, &row, true)?,
            HeldAct::SetAside => Verdict::Quarantined(Why::SetAside),
            HeldAct::TakeBack if row.is_held() => return Err(DecideError::NothingChanged),
            HeldAct::TakeBack => again::verdict_now(&self.view, &row, false)?,
        };
        if act == HeldAct::Release && !again::takes_effect(&row, verdict) {
            return Err(DecideError::CannotCount);
        }
        if verdict == row.verdict {
            return Err(DecideError::NothingChanged);
        }
        if !again::may_settle(&self.view, self.desk.ctx.actor, &row, verdict)? {
            return Err(DecideError::NotPermitted);
        }
        self.state(position, &row, verdict, reason)
    }

    fn state(
        &mut self,
        position: u64,
        row: &QuarantineRow,
        verdict: Verdict,
        reason: &str,
    ) -> Result<(), DecideError> {
        let payload = p::Rejudged {
            position,
            verdict,
            reason: reason.to_owned(),
        };
        let op = self.desk.op(row.op_id, payload);
        let before = u64::try_from(self.ops.len()).unwrap_or(u64::MAX);
        let arrival = Arrival {
            position: self.desk.ctx.seen.saturating_add(1).saturating_add(before),
            // Whichever log the server writes; no verdict depends on it.
            log: LogId::from_bytes([0; 16]),
            seq: 0,
            received_at: self.desk.ctx.now,
            skew_ms: 0,
        };
        apply(&mut self.view, &op, &arrival, Verdict::Applied)?;
        self.ops.push(op);
        Ok(())
    }
}
