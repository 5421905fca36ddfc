//! Evidence packs: the parts of a company's chains that show what was stated about one employee.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::Id as _;
use domain::payroll::Dates;
use domain::{CompanyId, EmployeeId, LogId};
use engine::query;
use engine::rows::{self, CompanyRow, EmployeeRow, Writer};
use engine::timesheet::calendar;
use jiff::Timestamp;
use oplog::evidence::{Evidence, JournalPart, Kept, LogPart, Named};
use oplog::receipt::{Durable, Signed};
use oplog::{ChainHash, Payload};

use super::entries;
use super::ingest::runs;
use super::snapshot::CompanySnapshot;
use crate::error::ReadError;
use crate::open::{Identity, Store};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{JournalRow, LogHeadRow, RawOp};
use crate::view::{keyed, numbered};

/// How many entries are read at once.
const PAGE: usize = 4_096;
/// The most links of the journal that a pack holds.
const LINKS_MAX: u64 = 1_000_000;

/// Why no evidence pack was made.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceFault {
    /// There is no such company or employee.
    #[error("there is no such employee")]
    UnknownEmployee,
    /// Nothing was stated about the days.
    #[error("nothing was stated about these days")]
    Nothing,
    /// More of the journal would have to be in it than a pack holds.
    #[error("these days are too long ago for a pack: too much was stated since")]
    TooMuch,
    /// A log that it needs waits for its phone to sign it again.
    #[error("a phone's log is not signed to its end: the phone must sync first")]
    Unsigned,
    /// The database failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<engine::ViewError> for EvidenceFault {
    fn from(error: engine::ViewError) -> Self {
        Self::Read(error.into())
    }
}

impl Store {
    /// The evidence pack of an employee's days, as a file.
    ///
    /// # Errors
    /// When there is nothing to show, or it cannot be shown.
    pub fn evidence(
        &self,
        view: &CompanySnapshot,
        employee: EmployeeId,
        dates: Dates,
        now: Timestamp,
    ) -> Result<Vec<u8>, EvidenceFault> {
        let positions = query::evidence(view, employee, dates)?;
        let Some(first) = positions.first().copied() else {
            return Err(EvidenceFault::Nothing);
        };
        let company: Option<CompanyRow> = rows::get(view, &[])?;
        let person: Option<EmployeeRow> = rows::get(view, &employee.to_bytes())?;
        let (Some(company), Some(person)) = (company, person) else {
            return Err(EvidenceFault::UnknownEmployee);
        };
        let zone = calendar(view, employee)?;
        let zone = zone.map(|calendar| calendar.zones.on(dates.last).name().to_owned());
        let mut maker = Maker {
            view,
            identity: &self.shared().identity,
            positions,
            since: BTreeMap::new(),
            ids: BTreeSet::new(),
        };
        let journal = maker.journal(first)?;
        let logs = maker.logs()?;
        let names = maker.names()?;
        let evidence = Evidence {
            company: view.company(),
            company_name: company.name,
            employee,
            employee_name: person.name,
            first: dates.first,
            last: dates.last,
            zone: zone.unwrap_or_default(),
            made_at: now,
            server: self.public_key(),
            journal,
            logs,
            names,
        };
        Ok(evidence.seal(&self.shared().identity.key))
    }
}

struct Maker<'a> {
    view: &'a CompanySnapshot,
    identity: &'a Identity,
    positions: BTreeSet<u64>,
    /// The first sequence that matters of each log.
    since: BTreeMap<LogId, u64>,
    /// Ids that the shown ops name.
    ids: BTreeSet<[u8; 16]>,
}

impl Maker<'_> {
    fn company(&self) -> CompanyId {
        self.view.company()
    }

    fn journal(&mut self, first: u64) -> Result<JournalPart, EvidenceFault> {
        let company = self.company();
        let rows = self.view.rows();
        let positions_before = first.saturating_sub(1);
        let head = self.view.head();
        if head.positions.saturating_sub(positions_before) > LINKS_MAX {
            return Err(EvidenceFault::TooMuch);
        }
        let before: Option<JournalRow> =
            rows.row(Room::Journal, &numbered(company, positions_before))?;
        let hash_before = before.map_or(ChainHash::GENESIS.0, |row| row.hash);
        let (mut links, mut after) = (Vec::new(), positions_before);
        loop {
            let page = entries::after(rows, company, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.position;
            for entry in page {
                if self.positions.contains(&entry.position) {
                    let since = self.since.entry(entry.row.log).or_insert(entry.row.seq);
                    *since = (*since).min(entry.row.seq);
                    self.note_ids(&entry.op);
                }
                links.push(entry.row.link());
            }
        }
        Ok(JournalPart {
            positions_before,
            hash_before,
            links,
            signature: head.signature.ok_or(EvidenceFault::Unsigned)?,
        })
    }

    /// What a reader may want the name of.
    fn note_ids(&mut self, op: &oplog::Op) {
        self.ids.insert(op.envelope.actor.to_bytes());
        match &op.payload {
            Payload::ClockedIn(clocked) => {
                self.ids.extend(clocked.job.map(|id| id.to_bytes()));
                self.ids.extend(clocked.cost_code.map(|id| id.to_bytes()));
            }
            Payload::JobSwitched(switched) => {
                self.ids.extend(switched.job.map(|id| id.to_bytes()));
                self.ids.extend(switched.cost_code.map(|id| id.to_bytes()));
            }
            Payload::EntryAdded(added) => {
                self.ids.extend(added.job.map(|id| id.to_bytes()));
                self.ids.extend(added.cost_code.map(|id| id.to_bytes()));
            }
            Payload::EntryEdited(edited) => {
                self.ids
                    .extend(edited.job.flatten().map(|id| id.to_bytes()));
                let code = edited.cost_code.flatten();
                self.ids.extend(code.map(|id| id.to_bytes()));
            }
            _names_nothing => {}
        }
    }

    fn logs(&self) -> Result<Vec<LogPart>, EvidenceFault> {
        let since = self.since.iter();
        since.map(|(log, seq)| self.log(*log, *seq)).collect()
    }

    fn log(&self, log: LogId, since: u64) -> Result<LogPart, EvidenceFault> {
        let (company, rows) = (self.company(), self.view.rows());
        let row: LogHeadRow = rows.needed(Room::LogHead, &keyed(company, &log.to_bytes()))?;
        let mut hash_before = match &row.stem {
            Some(stem) if stem.next_seq == since => stem.hash,
            Some(_) | None => ChainHash::GENESIS.0,
        };
        let (mut named, mut secret) = (log, row.secret());
        let mut ops = Vec::new();
        for (first, run) in runs(rows, company, log)? {
            let arrivals = run.first_arrival..;
            for (seq, arrival) in (first..).zip(arrivals).take(count(run.count)) {
                let raw: RawOp = rows.needed(Room::RawOp, &numbered(company, arrival))?;
                if seq < since {
                    hash_before = raw.hash;
                    continue;
                }
                let name = raw.named.unwrap_or(log);
                if name != named {
                    let key = keyed(company, &name.to_bytes());
                    let row: LogHeadRow = rows.needed(Room::LogHead, &key)?;
                    (named, secret) = (name, row.secret());
                }
                let kept = if self.positions.contains(&raw.position) {
                    Kept::Shown {
                        salt: secret.salt(seq),
                        bytes: raw.bytes,
                    }
                } else {
                    Kept::Digest(secret.digest(seq, &raw.bytes).0)
                };
                ops.push((Named(name), kept));
            }
        }
        let receipt = Durable {
            company,
            log,
            next_seq: row.next_seq,
            hash: row.hash,
            epoch: self.identity.epoch,
        };
        let (writer, holder) = self.writer(row.writer)?;
        Ok(LogPart {
            log,
            writer,
            holder,
            key: row.key,
            ops_before: since,
            hash_before,
            ops,
            signature: row.signature.ok_or(EvidenceFault::Unsigned)?,
            receipt: Signed::new(receipt, &self.identity.key),
        })
    }

    /// What a log's writer is called, and whose it is.
    fn writer(&self, writer: Writer) -> Result<(String, String), EvidenceFault> {
        let Writer::Device(device) = writer else {
            return Ok(("the server".to_owned(), String::new()));
        };
        let row: Option<rows::DeviceRow> = rows::get(self.view, &device.to_bytes())?;
        let Some(row) = row else {
            return Ok((device.to_string(), String::new()));
        };
        let holder = query::member_name(self.view, row.member)?;
        Ok((row.name, holder.unwrap_or_default()))
    }

    fn names(&self) -> Result<Vec<([u8; 16], String)>, EvidenceFault> {
        let mut names = Vec::new();
        for id in &self.ids {
            let member = query::member_name(self.view, domain::MemberId::from_id_bytes(*id))?;
            let job: Option<rows::JobRow> = rows::get(self.view, id)?;
            let code: Option<rows::CostCodeRow> = rows::get(self.view, id)?;
            let name = member
                .or_else(|| job.map(|job| job.name))
                .or_else(|| code.map(|code| code.name));
            names.extend(name.map(|name| (*id, name)));
        }
        Ok(names)
    }
}

fn count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
