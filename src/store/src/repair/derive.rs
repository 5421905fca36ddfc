//! What the rest of a company says of rows that are gone: runs, heads, changes, the directory.
//! And whether its ops and its journal are whole, which nothing else can say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use oplog::ChainHash;
use oplog::codec;
use oplog::sign::{head_message, journal_message};
use redb::{Database, ReadableDatabase};

use super::RepairError;
use super::foundation::Foundation;
use super::told::{Found, Uncovered, ranges};
use crate::company::ingest::runs;
use crate::error::ReadError;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::rowmap::RowMap;
use crate::shapes::{AccountRef, ChangeRow, JournalHead, JournalRow, LogHeadRow, LogRun, RawOp};
use crate::system::read::email_key;
use crate::system::rows::{Account, CompanyEntry};
use crate::tables::{ReadTables, WriteTables, storage};
use crate::verify::refold;
use crate::view::{keyed, number_of, numbered};

/// Makes what can be made from the rest, company by company.
///
/// # Errors
/// When ops or entries are gone that the backup does not have.
pub(super) fn complete(
    copy: &Database,
    foundation: &Foundation,
    found: &mut Found,
) -> Result<(), RepairError> {
    let read = || -> Result<ReadTables, ReadError> {
        let rows = copy.begin_read().map_err(|error| storage(&error))?;
        Ok(ReadTables::new(rows, Arc::clone(foundation.keys())))
    };
    let mut uncovered = Vec::new();
    for company in found.companies() {
        let rows = read()?;
        let facts = Facts::scan(&rows, company)?;
        let gone = facts.gone(&rows)?;
        if gone.is_empty() {
            let changes = facts.changes(&rows, foundation, found)?;
            write(copy, foundation, &changes)?;
        }
        uncovered.extend(gone);
    }
    if !uncovered.is_empty() {
        return Err(RepairError::NotCovered(uncovered));
    }
    if found.has_any(&[Room::Account, Room::AccountByEmail]) {
        let changes = addresses(&read()?, foundation)?;
        write(copy, foundation, &changes)?;
    }
    Ok(())
}

fn write(copy: &Database, foundation: &Foundation, changes: &RowMap) -> Result<(), ReadError> {
    let transaction = copy.begin_write().map_err(|error| storage(&error))?;
    let mut tables = WriteTables::new(&transaction, foundation.keys());
    tables.merge(changes)?;
    drop(tables);
    transaction.commit().map_err(|error| storage(&error))
}

/// Which account an address belongs to, of every account.
fn addresses(rows: &ReadTables, foundation: &Foundation) -> Result<RowMap, ReadError> {
    let mut changes = RowMap::default();
    for (key, row) in rows.rows_under::<Account>(Room::Account, &[], usize::MAX)? {
        let Some(account) = key.first_chunk().copied() else {
            continue;
        };
        let place = email_key(foundation.keys(), &row.email).to_vec();
        let account = domain::AccountId::from_bytes(account);
        let value = codec::encode(&AccountRef { account });
        changes.set(Room::AccountByEmail, place, Some(value));
    }
    Ok(changes)
}

/// What the ops of a log say.
#[derive(Default)]
struct LogFacts {
    /// By first sequence: first arrival and count.
    runs: BTreeMap<u64, LogRun>,
    next_seq: u64,
    hash: [u8; 32],
}

/// What the ops and entries of a company say.
struct Facts {
    company: CompanyId,
    arrivals: BTreeSet<u64>,
    /// Arrivals that say that they wait for their position.
    waiting: BTreeSet<u64>,
    logs: BTreeMap<LogId, LogFacts>,
    /// By position: arrival and log.
    entries: BTreeMap<u64, (u64, LogId)>,
    /// The last position that an op says it has.
    position_max: u64,
    first_entry: Option<JournalRow>,
    last_hash: [u8; 32],
}

impl Facts {
    fn scan(rows: &ReadTables, company: CompanyId) -> Result<Self, ReadError> {
        let mut facts = Self {
            company,
            arrivals: BTreeSet::new(),
            waiting: BTreeSet::new(),
            logs: BTreeMap::new(),
            entries: BTreeMap::new(),
            position_max: 0,
            first_entry: None,
            last_hash: ChainHash::GENESIS.0,
        };
        plain::scan(rows, Room::RawOp, &company.to_bytes(), |key, value| {
            let raw: RawOp = plain::decode(Room::RawOp, value)?;
            facts.note_op(number_of(key), &raw);
            Ok(())
        })?;
        plain::scan(rows, Room::Journal, &company.to_bytes(), |key, value| {
            let entry: JournalRow = plain::decode(Room::Journal, value)?;
            let place = (entry.arrival, entry.log);
            facts.entries.insert(number_of(key), place);
            facts.last_hash = entry.hash;
            facts.first_entry.get_or_insert(entry);
            Ok(())
        })?;
        Ok(facts)
    }

    fn note_op(&mut self, arrival: u64, raw: &RawOp) {
        self.arrivals.insert(arrival);
        self.position_max = self.position_max.max(raw.position);
        if raw.position == 0 {
            self.waiting.insert(arrival);
        }
        let log = self.logs.entry(raw.log).or_default();
        log.next_seq = raw.seq.saturating_add(1);
        log.hash = raw.hash;
        if let Some((first, run)) = log.runs.iter_mut().next_back()
            && first.saturating_add(run.count) == raw.seq
            && run.first_arrival.saturating_add(run.count) == arrival
        {
            run.count = run.count.saturating_add(1);
            return;
        }
        let run = LogRun {
            first_arrival: arrival,
            count: 1,
        };
        log.runs.insert(raw.seq, run);
    }

    /// The ops, entries and logs that are not there.
    fn gone(&self, rows: &ReadTables) -> Result<Vec<Uncovered>, ReadError> {
        let head: Option<JournalHead> = rows.row(Room::JournalHead, &self.company.to_bytes())?;
        let last = |number: Option<u64>, of_head: Option<u64>| {
            number.unwrap_or_default().max(of_head.unwrap_or_default())
        };
        let by_entries = self.entries.values().map(|(arrival, _)| *arrival).max();
        let arrivals = last(self.arrivals.last().copied(), by_entries)
            .max(head.as_ref().map_or(0, |head| head.arrivals));
        let positions = last(
            self.entries.keys().next_back().copied(),
            Some(self.position_max),
        )
        .max(head.as_ref().map_or(0, |head| head.positions));
        let ops: Vec<u64> = (1..=arrivals)
            .filter(|arrival| !self.arrivals.contains(arrival))
            .collect();
        let entries: Vec<u64> = (1..=positions)
            .filter(|position| !self.entries.contains_key(position))
            .collect();
        let mut gone = Vec::new();
        if !ops.is_empty() {
            let (of_phones, places) = (self.are_of_phones(rows, &ops)?, ranges(ops));
            gone.push(self.uncovered(Room::RawOp, format!("arrival {places}"), of_phones));
        }
        if !entries.is_empty() {
            let places = ranges(entries);
            gone.push(self.uncovered(Room::Journal, format!("position {places}"), false));
        }
        for log in self.logs.keys() {
            let key = keyed(self.company, &log.to_bytes());
            if rows.get(Room::LogHead, &key)?.is_none() {
                gone.push(self.uncovered(Room::LogHead, format!("of log {log}"), true));
            }
        }
        Ok(gone)
    }

    fn uncovered(&self, room: Room, places: String, of_phones: bool) -> Uncovered {
        Uncovered {
            company: self.company,
            table: room.name(),
            places,
            of_phones,
        }
    }

    /// Whether all of these arrivals are known to be of devices.
    fn are_of_phones(&self, rows: &ReadTables, arrivals: &[u64]) -> Result<bool, ReadError> {
        let logs: BTreeMap<u64, LogId> = self.entries.values().copied().collect();
        for arrival in arrivals {
            let Some(log) = logs.get(arrival) else {
                return Ok(false);
            };
            let key = keyed(self.company, &log.to_bytes());
            let row: Option<LogHeadRow> = rows.row(Room::LogHead, &key)?;
            if row.is_none_or(|row| row.writer == Writer::Server) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What has to be written.
    fn changes(
        &self,
        rows: &ReadTables,
        foundation: &Foundation,
        found: &mut Found,
    ) -> Result<RowMap, ReadError> {
        let mut changes = RowMap::default();
        self.place_ops(rows, &mut changes)?;
        self.lead_runs(rows, &mut changes)?;
        self.lead_logs(rows, foundation, found, &mut changes)?;
        self.lead_journal(rows, foundation, found, &mut changes)?;
        self.tell_changes(rows, &mut changes)?;
        let key = self.company.to_bytes();
        if rows.get(Room::CompanyEntry, &key)?.is_none()
            && let Some(first) = &self.first_entry
        {
            let entry = CompanyEntry {
                created_at: first.received_at,
                stopped: None,
            };
            let value = Some(codec::encode(&entry));
            changes.set(Room::CompanyEntry, key.to_vec(), value);
        }
        Ok(changes)
    }

    /// Ops that waited for their position when the backup was made, and have one now.
    fn place_ops(&self, rows: &ReadTables, changes: &mut RowMap) -> Result<(), ReadError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        for (position, (arrival, _)) in &self.entries {
            if !self.waiting.contains(arrival) {
                continue;
            }
            let key = numbered(self.company, *arrival);
            let raw: RawOp = rows.needed(Room::RawOp, &key)?;
            let raw = RawOp {
                position: *position,
                ..raw
            };
            changes.set(Room::RawOp, key, Some(codec::encode(&raw)));
        }
        Ok(())
    }

    /// The runs of every log, where those that are there do not lead through it.
    fn lead_runs(&self, rows: &ReadTables, changes: &mut RowMap) -> Result<(), ReadError> {
        for (log, facts) in &self.logs {
            let mut next_seq = 0;
            let there = runs(rows, self.company, *log)?;
            let leads = there.iter().all(|(first, run)| {
                let follows = *first == next_seq;
                next_seq = first.saturating_add(run.count);
                follows
            });
            if leads && next_seq == facts.next_seq {
                continue;
            }
            let key = |first: &u64| {
                let log = log.to_bytes();
                keyed(
                    self.company,
                    &[log.as_slice(), &first.to_be_bytes()].concat(),
                )
            };
            for first in there.keys() {
                changes.set(Room::LogRun, key(first), None);
            }
            for (first, run) in &facts.runs {
                changes.set(Room::LogRun, key(first), Some(codec::encode(run)));
            }
        }
        Ok(())
    }

    /// The heads that were taken from the backup, led on to where their logs are.
    fn lead_logs(
        &self,
        rows: &ReadTables,
        foundation: &Foundation,
        found: &mut Found,
        changes: &mut RowMap,
    ) -> Result<(), ReadError> {
        for (log, facts) in &self.logs {
            let key = keyed(self.company, &log.to_bytes());
            if !found.has(Room::LogHead, &key) {
                continue;
            }
            let mut row: LogHeadRow = rows.needed(Room::LogHead, &key)?;
            if (row.next_seq, row.hash) == (facts.next_seq, facts.hash) {
                continue;
            }
            row.next_seq = facts.next_seq;
            row.hash = facts.hash;
            row.signature = if row.writer == Writer::Server {
                let message = head_message(self.company, *log, row.head());
                Some(foundation.signing.sign(&message))
            } else {
                // Its phone signs the next head, and until then none is shown.
                found.note_unsigned(self.company);
                None
            };
            changes.set(Room::LogHead, key, Some(codec::encode(&row)));
        }
        Ok(())
    }

    /// The journal's head, led on to where the journal is.
    fn lead_journal(
        &self,
        rows: &ReadTables,
        foundation: &Foundation,
        found: &Found,
        changes: &mut RowMap,
    ) -> Result<(), ReadError> {
        let key = self.company.to_bytes();
        let there: Option<JournalHead> = rows.row(Room::JournalHead, &key)?;
        if there.is_some() && !found.has(Room::JournalHead, &key) {
            return Ok(());
        }
        let server_log = match &there {
            Some(head) => head.server_log,
            None => self.server_log(rows)?,
        };
        let positions = self.entries.len() as u64;
        let message = journal_message(self.company, positions, ChainHash(self.last_hash));
        let head = JournalHead {
            positions,
            arrivals: self.arrivals.len() as u64,
            hash: self.last_hash,
            signature: Some(foundation.signing.sign(&message)),
            server_log,
        };
        let value = Some(codec::encode(&head));
        changes.set(Room::JournalHead, key.to_vec(), value);
        Ok(())
    }

    /// The server's log that wrote last.
    fn server_log(&self, rows: &ReadTables) -> Result<LogId, ReadError> {
        for (_, log) in self.entries.values().rev() {
            let key = keyed(self.company, &log.to_bytes());
            let row: LogHeadRow = rows.needed(Room::LogHead, &key)?;
            if row.writer == Writer::Server {
                return Ok(*log);
            }
        }
        Err(ReadError::Corrupt {
            table: Room::JournalHead.name(),
        })
    }

    /// Which rows each position changed, where that is not known any more.
    fn tell_changes(&self, rows: &ReadTables, changes: &mut RowMap) -> Result<(), ReadError> {
        let mut unknown: BTreeSet<u64> = self.entries.keys().copied().collect();
        plain::scan(
            rows,
            Room::Change,
            &self.company.to_bytes(),
            |key, value| {
                let row: ChangeRow = plain::decode(Room::Change, value)?;
                for position in row.first..=number_of(key) {
                    unknown.remove(&position);
                }
                Ok(())
            },
        )?;
        if unknown.is_empty() {
            return Ok(());
        }
        for (position, row) in refold::changes_at(rows, self.company, &unknown)? {
            let key = numbered(self.company, position);
            changes.set(Room::Change, key, Some(codec::encode(&row)));
        }
        Ok(())
    }
}
