//! The desk at which a command is decided: the view, the author's clock, and fresh ids.

use std::cell::Cell;

use domain::id::Id;
use domain::order::put_in_order;
use domain::timesheet::Break;
use domain::{EmployeeId, MemberId, OpId};
use jiff::Timestamp;
use oplog::v1::Envelope;
use oplog::v1::payload::BreakTimes;
use oplog::{Op, Statement};

use super::Ctx;
use super::error::{DecideError, Missing, TextFault};
use crate::rows::{self, MemberRow, Row, RowHash};
use crate::view::Snapshot;

pub(crate) struct Desk<'a, S> {
    pub(crate) view: &'a S,
    pub(crate) ctx: &'a Ctx<'a>,
    ids_made: Cell<u64>,
}

impl<'a, S: Snapshot> Desk<'a, S> {
    pub(crate) const fn new(view: &'a S, ctx: &'a Ctx<'a>) -> Self {
        Self {
            view,
            ctx,
            ids_made: Cell::new(0),
        }
    }

    /// A fresh id.
    pub(crate) fn id<I: Id>(&self) -> I {
        let number = self.ids_made.get();
        self.ids_made.set(number.saturating_add(1));
        fresh_id(self.ctx.actor, &self.ctx.entropy, number)
    }

    /// The author's wall clock in the precision that is stored.
    pub(crate) fn now(&self) -> Timestamp {
        milliseconds(self.ctx.now)
    }

    /// An op about a subject.
    pub(crate) fn op(&self, subject: impl Id, payload: impl Statement) -> Op {
        self.op_with(self.id(), subject, None, payload)
    }

    /// An op about a subject, on the state that the author saw.
    pub(crate) fn edit(&self, subject: impl Id, base: RowHash, payload: impl Statement) -> Op {
        self.op_with(self.id(), subject, Some(base), payload)
    }

    pub(crate) fn op_with(
        &self,
        op_id: OpId,
        subject: impl Id,
        base: Option<RowHash>,
        payload: impl Statement,
    ) -> Op {
        let at = self.now();
        let envelope = Envelope {
            kind: 0,
            op_id,
            actor: self.ctx.actor,
            subject: subject.id_bytes(),
            at,
            zone: self.ctx.zone.name().to_owned(),
            utc_offset_seconds: self.ctx.zone.offset_seconds(at),
            boot_id: self.ctx.boot_id,
            monotonic_ms: self.ctx.monotonic_ms,
            seen: self.ctx.seen,
            base,
            payload: Vec::new(),
        };
        Op::stating(envelope, payload)
    }

    /// The row of an id, or that it is missing.
    pub(crate) fn row<R: Row>(&self, id: impl Id, missing: Missing) -> Result<R, DecideError> {
        rows::get(self.view, &id.id_bytes())?.ok_or(DecideError::NotFound(missing))
    }

    /// The row of an id with its hash, as the author saw it: one that is another by now is refused.
    pub(crate) fn seen_row<R: Row>(
        &self,
        id: impl Id,
        missing: Missing,
        expected: Option<RowHash>,
    ) -> Result<(R, RowHash), DecideError> {
        let row: R = self.row(id, missing)?;
        let hash = row.hash();
        match expected {
            Some(expected) if expected != hash => Err(DecideError::ChangedMeanwhile),
            Some(_) | None => Ok((row, hash)),
        }
    }

    /// The employee record of the actor.
    pub(crate) fn own_employee(&self) -> Result<EmployeeId, DecideError> {
        let row: MemberRow =
            rows::get(self.view, &self.ctx.actor.to_bytes())?.ok_or(DecideError::NotPermitted)?;
        Ok(row.employee)
    }
}

/// A fresh id: 32 bits that are the same for everything that one member makes, so that it lies
/// together where rows are kept, then the next 96 bits that the entropy gives.
pub fn fresh_id<I: Id>(actor: MemberId, entropy: &[u8; 32], number: u64) -> I {
    let by_chance = blake3::keyed_hash(entropy, &number.to_be_bytes());
    let mut id = rows::first_half(&by_chance);
    let of_actor = blake3::hash(&actor.to_bytes());
    id.iter_mut()
        .zip(of_actor.as_bytes())
        .take(4)
        .for_each(|(to, from)| *to = *from);
    I::from_id_bytes(id)
}

/// An instant in the precision that is stored.
pub(crate) fn milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Breaks as they are stored, in order of their start.
pub(crate) fn break_times(breaks: &[Break]) -> Vec<BreakTimes> {
    let mut times: Vec<BreakTimes> = breaks
        .iter()
        .map(|pause| BreakTimes {
            start: milliseconds(pause.start),
            end: pause.end.map(milliseconds),
            paid: pause.paid,
        })
        .collect();
    put_in_order(&mut times, |pause| pause.start);
    times
}

/// Names the field that a text fault is in.
pub(crate) fn text(
    field: &'static str,
    checked: Result<String, domain::text::TextError>,
) -> Result<String, DecideError> {
    checked.map_err(|error| TextFault { field, error }.into())
}

/// Checks a text that may be left as it is; `None` too when it would not change.
pub(crate) fn change(
    field: &'static str,
    check: fn(&str) -> Result<String, domain::text::TextError>,
    wanted: Option<&String>,
    current: &str,
) -> Result<Option<String>, DecideError> {
    let Some(wanted) = wanted else {
        return Ok(None);
    };
    let checked = text(field, check(wanted))?;
    Ok((checked != current).then_some(checked))
}
