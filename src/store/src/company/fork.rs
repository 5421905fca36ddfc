//! Logs that were continued twice, by a copied phone or by one that was set back: where a segment
//! belongs, and the new log in which what came second goes on.
//!
//! A new log holds only what differs. What comes before, its stem, is the other log's, and so a
//! sequence means the same op in both. The device's bytes stay as they were chained and signed,
//! under the name that the log had when they were written.

use std::collections::VecDeque;

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use engine::{Command, access};
use jiff::Timestamp;
use oplog::v1::payload::LogForked;
use oplog::{ChainHash, LogHead};

use super::execute::{self, ExecuteError};
use super::ingest::{Checked, raw_op};
use super::journal::Journal;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::Identity;
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{LogHeadRow, Stem};
use crate::view::keyed;

/// The most logs that branch off one another: more, and a fork is refused.
const LOGS_MAX: usize = 256;

/// Where a segment belongs.
pub(super) struct Place {
    pub(super) log: LogId,
    pub(super) row: LogHeadRow,
    /// How many of its ops that log holds already.
    pub(super) known: usize,
    /// Whether what follows them is something else there.
    pub(super) forks: bool,
}

/// The place of a segment: the log that it names, or one that branched off it. `None` when none
/// of them leads to where it begins.
pub(super) fn place(
    rows: &impl Plain,
    company: CompanyId,
    segment: &Checked,
) -> Result<Option<Place>, ReadError> {
    let mut best: Option<Place> = None;
    let mut waiting = VecDeque::from([segment.log]);
    while let Some(log) = waiting.pop_front() {
        let Some(row) = log_row(rows, company, log)? else {
            continue;
        };
        // A log comes before its branches: where both agree as far, it is the one to branch off.
        waiting.extend(&row.forks);
        let Some((known, forks)) = agreement(rows, company, log, &row, segment)? else {
            continue;
        };
        let place = Place {
            log,
            row,
            known,
            forks,
        };
        if !forks {
            return Ok(Some(place));
        }
        if best.as_ref().is_none_or(|best| known > best.known) {
            best = Some(place);
        }
    }
    Ok(best)
}

/// How many ops of a segment a log holds, and whether it goes on otherwise after them. `None` when
/// it does not lead to where the segment begins.
fn agreement(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    row: &LogHeadRow,
    segment: &Checked,
) -> Result<Option<(usize, bool)>, ReadError> {
    let before = segment.before;
    let Some(room) = row.next_seq.checked_sub(before.next_seq) else {
        return Ok(None);
    };
    let most = usize::try_from(room).map_or(segment.ops.len(), |room| room.min(segment.ops.len()));
    // The chain hash at one place vouches for everything before it.
    let holds = |count: usize| leads_through(rows, company, log, row, segment.head(count));
    if holds(most)? {
        return Ok(Some((most, false)));
    }
    if !holds(0)? {
        return Ok(None);
    }
    let (mut held, mut other) = (0_usize, most);
    while held.saturating_add(1) < other {
        let middle = held.midpoint(other);
        if holds(middle)? {
            held = middle;
        } else {
            other = middle;
        }
    }
    Ok(Some((held, true)))
}

/// Whether a log's chain has this hash at this sequence.
fn leads_through(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    row: &LogHeadRow,
    head: LogHead,
) -> Result<bool, ReadError> {
    if head.next_seq >= row.next_seq {
        return Ok(head == row.head());
    }
    let Some(last) = head.next_seq.checked_sub(1) else {
        return Ok(head == LogHead::EMPTY);
    };
    let raw = raw_op(rows, company, log, last)?;
    Ok(raw.is_some_and(|raw| ChainHash(raw.hash) == head.hash))
}

/// The log, of this one and those that branched off it, whose chain has this hash at this
/// sequence.
pub(crate) fn through(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    head: LogHead,
) -> Result<Option<LogId>, ReadError> {
    let mut waiting = VecDeque::from([log]);
    while let Some(log) = waiting.pop_front() {
        let Some(row) = log_row(rows, company, log)? else {
            continue;
        };
        if leads_through(rows, company, log, &row, head)? {
            return Ok(Some(log));
        }
        waiting.extend(&row.forks);
    }
    Ok(None)
}

/// Opens a log that branches off another of its device at this head, and states it. `None` when
/// too many have.
pub(super) fn open(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    from: LogId,
    mut parent: LogHeadRow,
    at: LogHead,
    now: Timestamp,
) -> Result<Option<(LogId, LogHeadRow)>, Failure<WriteError>> {
    let company = journal.company();
    let Writer::Device(device) = parent.writer else {
        return Ok(None);
    };
    if family(journal.unit(), company, from)? >= LOGS_MAX {
        return Ok(None);
    }
    let log = LogId::from_bytes(journal.unit().keys().random());
    let secret = journal.unit().keys().random();
    let forked = LogForked {
        log,
        from,
        next_seq: at.next_seq,
        hash: at.hash.0,
    };
    let command = Command::NoteLogForked(device, forked);
    execute::state_command(journal, identity, &command, access::SYSTEM, now).map_err(
        |failure| match failure {
            Failure::Fault(error) => Failure::Fault(error),
            Failure::Refused(ExecuteError::Write(error)) => Failure::Refused(error),
            // The server may say so of any device: anything else is a fault.
            Failure::Refused(error) => Failure::Fault(ReadError::Storage(error.to_string())),
        },
    )?;
    let stem = Stem {
        log: from,
        next_seq: at.next_seq,
        hash: at.hash.0,
    };
    let mut row = LogHeadRow::empty(parent.writer, parent.key, secret);
    (row.next_seq, row.hash, row.stem) = (at.next_seq, at.hash.0, Some(stem));
    parent.forks.push(log);
    let key = keyed(company, &from.to_bytes());
    journal.unit().put_row(Room::LogHead, &key, &parent);
    tracing::warn!(%company, %device, %from, %log, seq = at.next_seq,
        "a device's log was continued twice: the second branch is kept in a log of its own");
    Ok(Some((log, row)))
}

/// How many logs branched off the one that this one comes from, itself included.
fn family(rows: &impl Plain, company: CompanyId, log: LogId) -> Result<usize, ReadError> {
    let mut root = log;
    while let Some(stem) = log_row(rows, company, root)?.and_then(|row| row.stem.clone()) {
        root = stem.log;
    }
    let (mut count, mut waiting) = (0, vec![root]);
    while let Some(log) = waiting.pop() {
        count += 1;
        if let Some(row) = log_row(rows, company, log)? {
            waiting.extend(&row.forks);
        }
    }
    Ok(count)
}

/// Where a log stands.
pub(crate) fn log_row(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
) -> Result<Option<LogHeadRow>, ReadError> {
    rows.row(Room::LogHead, &keyed(company, &log.to_bytes()))
}
