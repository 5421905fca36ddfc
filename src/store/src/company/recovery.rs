//! Recovering: a phone showed this server's own receipt for ops that are not here, so the server
//! was set back. Until such ops are back, or somebody confirms that they are not waited for, the
//! journal waits: what arrives is kept and receipted, and gets its position later, in the order
//! of arrival.
//!
//! Owns when a company recovers and how that ends. What the end is as an op is the engine's.

use std::collections::BTreeSet;

use domain::{CompanyId, LogId, MemberId};
use engine::rows::Writer;
use engine::{Command, access};
use jiff::Timestamp;
use oplog::receipt::{Durable, Signed};
use oplog::v1::payload::RecoveryEnd;

use super::execute::{self, ExecuteError};
use super::fork;
use super::journal::{self, Journal};
use crate::error::{Failure, ReadError, WriteError};
use crate::open::{Committed, Identity, Store};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::{AwaitedRow, JournalHead, LogHeadRow, RawOp, RecoveryPhase, RecoveryRow};
use crate::unit::Unit;
use crate::view::{keyed, numbered};
use crate::writer::reply::Reply;
use crate::writer::work::{Task, Work};

/// How many ops that waited are judged in one unit of work.
const JUDGED_AT_ONCE_MAX: u64 = 2_048;
/// The most logs that are told of.
const AWAITED_TOLD_MAX: usize = 1_000;

/// A receipt that a device shows, with what else it says of the life that the receipt is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The company.
    pub company: CompanyId,
    /// The device's log.
    pub log: LogId,
    /// The receipt.
    pub receipt: Signed<Durable>,
    /// The journal position of the device's base, and its life. The server never signed it.
    pub base: (u64, u64),
    /// Now.
    pub now: Timestamp,
}

/// That a company's journal waits, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Since when.
    pub since: Timestamp,
    /// Whether it has ended, and what waited is just being judged.
    pub is_ending: bool,
    /// How many ops have arrived and wait for their position; roughly, where many arrive.
    pub waiting: u64,
    /// The logs that ops are missing of, at most 1,000.
    pub awaited: Vec<AwaitedLog>,
    /// The last journal position that a phone says it had seen; 0 when none said so.
    pub position_seen: u64,
}

/// A log that ops are missing of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwaitedLog {
    /// The log.
    pub log: LogId,
    /// Who writes it.
    pub writer: Writer,
    /// How many ops of it were receipted once.
    pub shown: u64,
    /// How many are here.
    pub held: u64,
}

/// A recovery was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndRecoveryError {
    /// There is none to end.
    #[error("the company is not recovering")]
    NotRecovering,
    /// It could not be stated.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

impl From<WriteError> for EndRecoveryError {
    fn from(error: WriteError) -> Self {
        Self::Execute(error.into())
    }
}

impl Store {
    /// Takes note of a receipt that a device shows. `None` when it tells nothing new: it is not
    /// this server's word, or everything that it speaks of is here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn shown(&self, shown: Shown) -> Result<Option<Reply<(), WriteError>>, ReadError> {
        let receipt = &shown.receipt.statement;
        if (receipt.company, receipt.log) != (shown.company, shown.log) {
            return Ok(None);
        }
        let held = furthest(&self.read()?, shown.company, shown.log)?;
        let beyond = held.is_some_and(|held| held < receipt.next_seq);
        // The key survives a restore: only what this server signed in an earlier life holds.
        if !beyond || shown.receipt.verified(&self.public_key()).is_none() {
            return Ok(None);
        }
        let epoch = self.epoch();
        Ok(Some(self.submit(Some(shown.company), 1, move |unit| {
            note(unit, epoch, &shown)
        })))
    }

    /// Ends a company's recovery without what is still missing: what waited is judged, and what
    /// phones bring later is judged when it comes. Gives how many ops are missing.
    pub fn end_recovery(
        &self,
        company: CompanyId,
        actor: MemberId,
        now: Timestamp,
    ) -> Reply<u64, EndRecoveryError> {
        let identity = std::sync::Arc::clone(&self.shared().identity);
        self.submit(Some(company), 1, move |unit| {
            confirm(unit, &identity, company, actor, now)
        })
    }

    /// The companies whose journals wait.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recovering(&self) -> Result<Vec<CompanyId>, ReadError> {
        let rows = self
            .read()?
            .rows_under::<RecoveryRow>(Room::Recovery, &[], usize::MAX)?;
        let waiting = rows.into_iter().filter(|(_, row)| row.phase.waits());
        Ok(waiting
            .filter_map(|(key, _)| crate::keys::company_of(&key))
            .collect())
    }
}

/// The recovery that a company is in.
pub(crate) fn current(
    rows: &impl Plain,
    company: CompanyId,
) -> Result<Option<RecoveryRow>, ReadError> {
    let row: Option<RecoveryRow> = rows.row(Room::Recovery, &company.to_bytes())?;
    Ok(row.filter(|row| row.phase.waits()))
}

/// The recovery as it is told.
pub(crate) fn told(rows: &impl Plain, company: CompanyId) -> Result<Option<Recovery>, ReadError> {
    let Some(row) = current(rows, company)? else {
        return Ok(None);
    };
    let head: JournalHead = rows.needed(Room::JournalHead, &company.to_bytes())?;
    let mut awaited = Vec::new();
    let found =
        rows.rows_under::<AwaitedRow>(Room::Awaited, &company.to_bytes(), AWAITED_TOLD_MAX)?;
    for (key, shown) in found {
        let held: LogHeadRow = rows.needed(Room::LogHead, &key)?;
        awaited.extend(key.last_chunk().map(|log| AwaitedLog {
            log: LogId::from_bytes(*log),
            writer: held.writer,
            shown: shown.next_seq,
            held: held.next_seq,
        }));
    }
    Ok(Some(Recovery {
        since: row.since,
        is_ending: matches!(row.phase, RecoveryPhase::Judging { .. }),
        waiting: head
            .arrivals
            .saturating_add(1)
            .saturating_sub(row.next_arrival),
        awaited,
        position_seen: row.position_seen,
    }))
}

/// A receipt from beyond what is here: the company recovers until that is back.
/// How far a log is held, by its own name or in a branch: a copy of a restored phone may have come
/// before it. `None` for a log that was never granted.
fn furthest(rows: &impl Plain, company: CompanyId, log: LogId) -> Result<Option<u64>, ReadError> {
    let (mut furthest, mut waiting) = (None, vec![log]);
    while let Some(log) = waiting.pop() {
        if let Some(row) = fork::log_row(rows, company, log)? {
            furthest = furthest.max(Some(row.next_seq));
            waiting.extend(&row.forks);
        }
    }
    Ok(furthest)
}

fn note(unit: &mut Unit<'_, '_>, epoch: u64, shown: &Shown) -> Result<(), Failure<WriteError>> {
    let (company, receipt) = (shown.company, &shown.receipt.statement);
    let log_key = keyed(company, &shown.log.to_bytes());
    let held = furthest(unit, company, shown.log)?.unwrap_or(0);
    if held >= receipt.next_seq {
        return Ok(());
    }
    let head: JournalHead = unit.needed(Room::JournalHead, &company.to_bytes())?;
    let known: Option<RecoveryRow> = unit.row(Room::Recovery, &company.to_bytes())?;
    let mut row = match known {
        // Somebody decided for this life that the journal does not wait.
        Some(row) if row.phase == RecoveryPhase::Over && row.epoch == epoch => return Ok(()),
        Some(row) if row.phase.waits() => row,
        Some(_) | None => RecoveryRow {
            phase: RecoveryPhase::Waiting,
            epoch,
            since: shown.now,
            next_arrival: head.arrivals.saturating_add(1),
            position_seen: 0,
        },
    };
    if row.phase != RecoveryPhase::Waiting {
        return Ok(());
    }
    let (base_epoch, position) = shown.base;
    if base_epoch == receipt.epoch && position > head.positions {
        row.position_seen = row.position_seen.max(position);
    }
    unit.put_row(Room::Recovery, &company.to_bytes(), &row);
    let known: Option<AwaitedRow> = unit.row(Room::Awaited, &log_key)?;
    let next_seq = known
        .map_or(0, |known| known.next_seq)
        .max(receipt.next_seq);
    unit.put_row(Room::Awaited, &log_key, &AwaitedRow { next_seq });
    // Open pages say so.
    unit.reached(Committed {
        company,
        position: head.positions,
    });
    tracing::warn!(%company, log = %shown.log, held, shown = receipt.next_seq,
        "a phone showed a receipt for what is not here: the company recovers");
    Ok(())
}

/// Ends the recovery where these logs were the last that were waited for.
pub(crate) fn settle(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    logs: &BTreeSet<LogId>,
    now: Timestamp,
) -> Result<(), Failure<WriteError>> {
    let company = journal.company();
    let Some(row) = current(journal.unit(), company)? else {
        return Ok(());
    };
    if row.phase != RecoveryPhase::Waiting {
        return Ok(());
    }
    for log in logs {
        let held = journal.log(*log)?.map_or(0, |held| held.next_seq);
        // Where another copy of the phone came first, what is waited for is back in a branch.
        let mut name = Some(*log);
        while let Some(log) = name {
            let key = keyed(company, &log.to_bytes());
            let awaited: Option<AwaitedRow> = journal.unit().row(Room::Awaited, &key)?;
            if awaited.is_some_and(|awaited| awaited.next_seq <= held) {
                journal.unit().remove(Room::Awaited, &key);
            }
            let row = journal.log(log)?;
            name = row.and_then(|row| row.stem.as_ref().map(|stem| stem.log));
        }
    }
    let left = journal
        .unit()
        .rows_under::<AwaitedRow>(Room::Awaited, &company.to_bytes(), 1)?;
    if !left.is_empty() {
        return Ok(());
    }
    let ended = end(
        journal,
        identity,
        row,
        RecoveryEnd::Complete,
        access::SYSTEM,
        now,
    );
    ended.map(drop).map_err(|failure| match failure {
        Failure::Fault(error) => Failure::Fault(error),
        Failure::Refused(ExecuteError::Write(error)) => Failure::Refused(error),
        // The server may say so of itself: anything else is a fault.
        Failure::Refused(error) => Failure::Fault(ReadError::Storage(error.to_string())),
    })
}

fn confirm(
    unit: &mut Unit<'_, '_>,
    identity: &Identity,
    company: CompanyId,
    actor: MemberId,
    now: Timestamp,
) -> Result<u64, Failure<EndRecoveryError>> {
    journal::open_for_writing(unit, company)?.map_err(|error| Failure::Refused(error.into()))?;
    let row = current(unit, company)?.filter(|row| row.phase == RecoveryPhase::Waiting);
    let row = row.ok_or(Failure::Refused(EndRecoveryError::NotRecovering))?;
    let mut journal = Journal::open(unit, company)?;
    let ended = end(
        &mut journal,
        identity,
        row,
        RecoveryEnd::Confirmed,
        actor,
        now,
    );
    let missing = ended.map_err(|failure| match failure {
        Failure::Fault(error) => Failure::Fault(error),
        Failure::Refused(error) => Failure::Refused(error.into()),
    })?;
    journal.close();
    Ok(missing)
}

/// States the end and begins to judge what waited; gives how many ops are missing.
fn end(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    mut row: RecoveryRow,
    end: RecoveryEnd,
    actor: MemberId,
    now: Timestamp,
) -> Result<u64, Failure<ExecuteError>> {
    let company = journal.company();
    let awaited: Vec<(Vec<u8>, AwaitedRow)> =
        journal
            .unit()
            .rows_under(Room::Awaited, &company.to_bytes(), usize::MAX)?;
    let mut missing = 0_u64;
    for (key, shown) in awaited {
        let held: LogHeadRow = journal.unit().needed(Room::LogHead, &key)?;
        missing = missing.saturating_add(shown.next_seq.saturating_sub(held.next_seq));
        journal.unit().remove(Room::Awaited, &key);
    }
    let command = Command::EndRecovery {
        since: row.since,
        end,
        missing,
    };
    execute::state_command(journal, identity, &command, actor, now)?;
    let confirmed = end == RecoveryEnd::Confirmed;
    row.phase = RecoveryPhase::Judging { confirmed };
    judge_some(journal, row, confirmed)?;
    Ok(missing)
}

/// Gives the ops that waited their positions, so many at once; what is left goes on in the next
/// unit of work.
fn judge_some(
    journal: &mut Journal<'_, '_, '_>,
    mut row: RecoveryRow,
    confirmed: bool,
) -> Result<(), ReadError> {
    let company = journal.company();
    let mut judged = 0;
    while judged < JUDGED_AT_ONCE_MAX && row.next_arrival <= journal.arrivals() {
        let raw: RawOp = journal
            .unit()
            .needed(Room::RawOp, &numbered(company, row.next_arrival))?;
        // The server's own ops had their position at once.
        if raw.position == 0 {
            journal.judge_kept(row.next_arrival, raw)?;
            judged += 1;
        }
        row.next_arrival = row.next_arrival.saturating_add(1);
    }
    let key = company.to_bytes();
    if row.next_arrival <= journal.arrivals() {
        journal.unit().put_row(Room::Recovery, &key, &row);
        journal.unit().go_on(company);
        return Ok(());
    }
    journal.wait_no_more();
    if confirmed {
        row.phase = RecoveryPhase::Over;
        journal.unit().put_row(Room::Recovery, &key, &row);
    } else {
        journal.unit().remove(Room::Recovery, &key);
    }
    Ok(())
}

/// Companies whose recovery has ended and whose waiting ops were not all judged when the server
/// stopped.
pub(crate) fn unfinished(rows: &impl Plain) -> Result<Vec<CompanyId>, ReadError> {
    let mut companies = Vec::new();
    plain::scan(rows, Room::Recovery, &[], |key, value| {
        let row: RecoveryRow = plain::decode(Room::Recovery, value)?;
        if matches!(row.phase, RecoveryPhase::Judging { .. }) {
            companies.extend(crate::keys::company_of(key));
        }
        Ok(())
    })?;
    Ok(companies)
}

/// The unit of work that goes on judging what waited.
pub(crate) fn going_on(company: CompanyId) -> Box<dyn Work> {
    // Whoever asked for the end was answered when it began.
    let (work, _nobody) = Task::with_reply(Some(company), JUDGED_AT_ONCE_MAX, move |unit| {
        let Some(row) = current(unit, company)? else {
            return Ok(());
        };
        let RecoveryPhase::Judging { confirmed } = row.phase else {
            return Ok(());
        };
        let mut journal = Journal::open(unit, company)?;
        judge_some(&mut journal, row, confirmed)?;
        journal.close();
        Ok::<_, Failure<WriteError>>(())
    });
    work
}
