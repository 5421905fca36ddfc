//! One company as of one moment, for queries, sync and live pages.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CompanyId, LogId};
use engine::rows::{self, OpRow, Writer};
use engine::{MemoryView, Snapshot, Table, ViewError};
use jiff::Timestamp;
use oplog::receipt::{OUTCOMES_MAX, Outcome, Outcomes, Verdict};
use oplog::{LogHead, LogSecret, Op, PublicKey};

use super::delta::Mark;
use super::entries::{self, Entry};
use super::fork;
use super::ingest::raw_op;
use super::recovery::{self, Recovery};
use crate::error::ReadError;
use crate::open::Store;
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{ChangeRow, JournalHead, JournalRow, LogHeadRow, RawOp};
use crate::system::rows::CompanyEntry;
use crate::tables::ReadTables;
use crate::verify::refold;
use crate::view::{CompanyRows, keyed, numbered};

/// A company as of one moment. An engine snapshot, and more.
pub struct CompanySnapshot {
    rows: ReadTables,
    company: CompanyId,
    head: JournalHead,
    epoch: u64,
}

/// View rows by table and key.
pub type ChangedRows = BTreeSet<(Table, Vec<u8>)>;

/// Where a log stands, and who may write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogState {
    /// Who writes it.
    pub writer: Writer,
    /// The key that its heads are signed with.
    pub key: PublicKey,
    /// The secret of its digests, shared with its device alone.
    pub secret: LogSecret,
    /// What the server holds of it.
    pub head: LogHead,
}

/// An op at its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// The position.
    pub position: u64,
    /// The log it is from.
    pub log: LogId,
    /// Its sequence there.
    pub seq: u64,
    /// How it was judged.
    pub verdict: Verdict,
    /// When the server received it.
    pub received_at: Timestamp,
    /// The op.
    pub op: Op,
}

impl Store {
    /// A company as it is now.
    ///
    /// # Errors
    /// When there is no such company, or the database fails.
    pub fn snapshot(&self, company: CompanyId) -> Result<CompanySnapshot, ReadError> {
        let rows = self.read()?;
        if rows
            .row::<CompanyEntry>(Room::CompanyEntry, &company.to_bytes())?
            .is_none()
        {
            return Err(ReadError::UnknownCompany);
        }
        let head = rows.needed(Room::JournalHead, &company.to_bytes())?;
        Ok(CompanySnapshot {
            rows,
            company,
            head,
            epoch: self.epoch(),
        })
    }
}

impl Snapshot for CompanySnapshot {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        self.view().get(table, key)
    }

    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, ViewError> {
        self.view().range(table, from, to, limit)
    }
}

impl CompanySnapshot {
    const fn view(&self) -> CompanyRows<'_, ReadTables> {
        CompanyRows {
            rows: &self.rows,
            company: self.company,
        }
    }

    pub(crate) const fn rows(&self) -> &ReadTables {
        &self.rows
    }

    pub(crate) const fn head(&self) -> &JournalHead {
        &self.head
    }

    /// The company.
    pub const fn company(&self) -> CompanyId {
        self.company
    }

    /// The last journal position; the first entry has 1.
    pub const fn position(&self) -> u64 {
        self.head.positions
    }

    /// Which life of the journal the position is of.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// What a base made from this snapshot stands for.
    pub const fn mark(&self) -> Mark {
        Mark {
            epoch: self.epoch,
            position: self.head.positions,
            view_version: engine::VIEW_VERSION,
        }
    }

    /// The recovery that the company is in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recovery(&self) -> Result<Option<Recovery>, ReadError> {
        recovery::told(&self.rows, self.company)
    }

    /// The server's own log for this company.
    pub const fn server_log(&self) -> LogId {
        self.head.server_log
    }

    /// A log, if it was granted.
    ///
    /// # Errors
    /// When the database fails.
    pub fn log(&self, log: LogId) -> Result<Option<LogState>, ReadError> {
        let row: Option<LogHeadRow> = self
            .rows
            .row(Room::LogHead, &keyed(self.company, &log.to_bytes()))?;
        Ok(row.map(|row| LogState {
            writer: row.writer,
            key: row.key,
            secret: row.secret(),
            head: row.head(),
        }))
    }

    /// The rows that were changed after a position; `None` when they are more than `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn changes_since(
        &self,
        position: u64,
        limit: usize,
    ) -> Result<Option<ChangedRows>, ReadError> {
        let mut changed = BTreeSet::new();
        // Every position changes at least one row: its op's.
        if usize::try_from(self.position().saturating_sub(position)).unwrap_or(usize::MAX) > limit {
            return Ok(None);
        }
        let from = numbered(self.company, position.saturating_add(1));
        let to = engine::rows::after(&self.company.to_bytes());
        for (_, bytes) in self.rows.range(Room::Change, &from, &to, limit)? {
            let change: ChangeRow = crate::plain::decode(Room::Change, &bytes)?;
            for (tag, key) in change.rows {
                // A table that this version no longer has is not asked for.
                changed.extend(Table::from_tag(tag).map(|table| (table, key)));
            }
            if changed.len() > limit {
                return Ok(None);
            }
        }
        Ok(Some(changed))
    }

    /// How the ops of a log were judged, from a sequence on, at most `limit`; for the server to
    /// sign. Empty when nothing of it is held.
    ///
    /// # Errors
    /// When the database fails.
    pub fn outcomes(&self, log: LogId, from_seq: u64, limit: usize) -> Result<Outcomes, ReadError> {
        let mut outcomes = Vec::new();
        for seq in (from_seq..).take(limit.min(OUTCOMES_MAX)) {
            let Some(raw) = raw_op(&self.rows, self.company, log, seq)? else {
                break;
            };
            if raw.position == 0 {
                // It waits, and so does everything after it.
                break;
            }
            let (position, verdict) = self.judged(&raw)?;
            outcomes.push(Outcome {
                seq,
                position,
                verdict,
            });
        }
        Ok(Outcomes {
            company: self.company,
            log,
            epoch: self.epoch,
            outcomes,
        })
    }

    /// Where and how an op was judged. One that had come before, in a log that was copied, is as
    /// good as it was then.
    fn judged(&self, raw: &RawOp) -> Result<(u64, Verdict), ReadError> {
        let judged = self.judged_at(raw.position)?;
        if judged != (raw.position, Verdict::Superseded) {
            return Ok(judged);
        }
        let op = Op::decode(&raw.bytes).map_err(|_| ReadError::Corrupt {
            table: Room::RawOp.name(),
        })?;
        let first: Option<OpRow> = rows::get(self, &op.envelope.op_id.to_bytes())?;
        match first.filter(|first| first.position < raw.position) {
            Some(first) => self.judged_at(first.position),
            None => Ok(judged),
        }
    }

    /// How the op that was first judged at a position is judged now, and from where on.
    fn judged_at(&self, position: u64) -> Result<(u64, Verdict), ReadError> {
        let entry: JournalRow = self
            .rows
            .needed(Room::Journal, &numbered(self.company, position))?;
        let held = match entry.verdict {
            Verdict::Applied | Verdict::Superseded => None,
            Verdict::Parked | Verdict::Quarantined(_) => engine::again::held(self, position)?,
        };
        Ok(match held {
            Some(row) => {
                let since = row.again.last().map_or(position, |again| again.position);
                (since, row.verdict)
            }
            None => (position, entry.verdict),
        })
    }

    /// The outcomes, of ops of a log, that are others than those known to have been given at
    /// these positions; in order of sequence.
    ///
    /// # Errors
    /// When the database fails.
    pub fn judged_anew(
        &self,
        log: LogId,
        known: impl IntoIterator<Item = (u64, u64)>,
    ) -> Result<Vec<Outcome>, ReadError> {
        let known: BTreeMap<u64, u64> = known.into_iter().collect();
        let mut anew = Vec::new();
        for (seq, known) in known {
            let raw = raw_op(&self.rows, self.company, log, seq)?;
            let Some(raw) = raw.filter(|raw| raw.position != 0) else {
                continue;
            };
            let (position, verdict) = self.judged(&raw)?;
            if position != known {
                anew.push(Outcome {
                    seq,
                    position,
                    verdict,
                });
            }
        }
        Ok(anew)
    }

    /// The log, of this one and those that branched off it, whose chain leads through a head.
    ///
    /// # Errors
    /// When the database fails.
    pub fn log_through(&self, log: LogId, head: LogHead) -> Result<Option<LogId>, ReadError> {
        fork::through(&self.rows, self.company, log, head)
    }

    /// Whether the op before a sequence of a log was chained in that log's own name, and not in
    /// that of the one it branched off.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_in_own_name(&self, log: LogId, next_seq: u64) -> Result<bool, ReadError> {
        let Some(last) = next_seq.checked_sub(1) else {
            let row = fork::log_row(&self.rows, self.company, log)?;
            return Ok(row.is_none_or(|row| row.stem.is_none()));
        };
        let raw = raw_op(&self.rows, self.company, log, last)?;
        Ok(raw.is_none_or(|raw| raw.log == log && raw.named.is_none()))
    }

    /// The entries after a position, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn journal(&self, after: u64, limit: usize) -> Result<Vec<JournalEntry>, ReadError> {
        let found = entries::after(&self.rows, self.company, after, limit)?;
        let told = |entry: Entry| JournalEntry {
            position: entry.position,
            log: entry.row.log,
            seq: entry.row.seq,
            verdict: entry.row.verdict,
            received_at: entry.row.received_at,
            op: entry.op,
        };
        Ok(found.into_iter().map(told).collect())
    }

    /// The views as the journal gives them again: what is stored equals them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn folded(&self) -> Result<MemoryView, ReadError> {
        refold::refold(&self.rows, self.company)
    }
}
