//! The journal of a company: takes each op of a log, judges it at its position, applies it, and
//! keeps the entry, the changed rows, the effects and the chain.

use std::collections::BTreeSet;

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use engine::{Arrival, Overlay};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use oplog::sign::journal_message;
use oplog::{ChainHash, LogHead, Op, Payload, Signature, SigningKey};

use super::{again, recovery};
use crate::error::{ReadError, WriteError};
use crate::open::Committed;
use crate::outbox::{self, OutboxKey};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{ChangeRow, JournalHead, JournalRow, LogHeadRow, LogRun, RawOp};
use crate::system::rows::CompanyEntry;
use crate::unit::Unit;
use crate::view::{CompanyRows, keyed, numbered};

/// When and how ops came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Receipt {
    pub(crate) received_at: Timestamp,
    pub(crate) skew_ms: i64,
}

/// Ops that follow one another, as their author chained and signed them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'r> {
    /// Each with the head after it.
    pub(crate) ops: &'r [(Op, LogHead)],
    /// The log that their author named.
    pub(crate) named: LogId,
    /// The author's signature over the last head.
    pub(crate) signature: Signature,
}

/// The journal, open for appending in a unit of work.
pub(crate) struct Journal<'u, 'a, 't> {
    unit: &'u mut Unit<'a, 't>,
    company: CompanyId,
    head: JournalHead,
    /// Whether what devices state waits for its position.
    waits: bool,
    /// The view rows that were changed from a position on, by table tag and key.
    changed: BTreeSet<(u8, Vec<u8>)>,
    changed_from: u64,
}

/// Whether a company may be written for.
pub(crate) fn open_for_writing(
    unit: &Unit<'_, '_>,
    company: CompanyId,
) -> Result<Result<(), WriteError>, ReadError> {
    let entry: Option<CompanyEntry> = unit.row(Room::CompanyEntry, &company.to_bytes())?;
    Ok(match entry {
        None => Err(WriteError::UnknownCompany),
        Some(entry) if entry.stopped.is_some() => Err(WriteError::Stopped),
        Some(_) => Ok(()),
    })
}

impl<'u, 'a, 't> Journal<'u, 'a, 't> {
    /// The journal of a company that is in the directory.
    pub(crate) fn open(unit: &'u mut Unit<'a, 't>, company: CompanyId) -> Result<Self, ReadError> {
        let head: JournalHead = unit.needed(Room::JournalHead, &company.to_bytes())?;
        let waits = recovery::current(unit, company)?.is_some();
        Ok(Self {
            unit,
            company,
            changed_from: head.positions.saturating_add(1),
            head,
            waits,
            changed: BTreeSet::new(),
        })
    }

    /// The empty journal of a new company, with its key, its directory entry and the server's log.
    pub(crate) fn found(
        unit: &'u mut Unit<'a, 't>,
        company: CompanyId,
        key: &SigningKey,
        now: Timestamp,
    ) -> Self {
        unit.make_key(company);
        let entry = CompanyEntry {
            created_at: now,
            stopped: None,
        };
        unit.put_row(Room::CompanyEntry, &company.to_bytes(), &entry);
        let server_log = LogId::from_bytes(unit.keys().random());
        let log = LogHeadRow::empty(Writer::Server, key.public(), unit.keys().random());
        unit.put_row(Room::LogHead, &keyed(company, &server_log.to_bytes()), &log);
        let hash = ChainHash::GENESIS.0;
        let head = JournalHead {
            positions: 0,
            arrivals: 0,
            hash,
            signature: None,
            server_log,
        };
        Self {
            unit,
            company,
            head,
            waits: false,
            changed: BTreeSet::new(),
            changed_from: 1,
        }
    }

    pub(crate) const fn company(&self) -> CompanyId {
        self.company
    }

    pub(crate) const fn server_log(&self) -> LogId {
        self.head.server_log
    }

    pub(crate) const fn position(&self) -> u64 {
        self.head.positions
    }

    /// The last arrival.
    pub(crate) const fn arrivals(&self) -> u64 {
        self.head.arrivals
    }

    /// What arrives from now on gets its position at once.
    pub(crate) const fn wait_no_more(&mut self) {
        self.waits = false;
    }

    pub(crate) const fn unit(&mut self) -> &mut Unit<'a, 't> {
        self.unit
    }

    /// The rows as the engine sees them.
    pub(crate) const fn rows(&self) -> CompanyRows<'_, Unit<'a, 't>> {
        CompanyRows {
            rows: self.unit,
            company: self.company,
        }
    }

    /// Where a log stands.
    pub(crate) fn log(&self, log: LogId) -> Result<Option<LogHeadRow>, ReadError> {
        self.unit
            .row(Room::LogHead, &keyed(self.company, &log.to_bytes()))
    }

    fn needed_log(&self, log: LogId) -> Result<LogHeadRow, ReadError> {
        self.log(log)?.ok_or(ReadError::Corrupt {
            table: Room::LogHead.name(),
        })
    }

    /// Appends a run of a log after its head, each op with the head after it; the head's signature
    /// is the author's. Gives the verdicts: none while the ops of devices wait.
    pub(crate) fn append(
        &mut self,
        log: LogId,
        mut row: LogHeadRow,
        run: Run<'_>,
        receipt: Receipt,
    ) -> Result<Vec<Verdict>, ReadError> {
        let Run {
            ops,
            named,
            signature,
        } = run;
        let first = self.head.arrivals.saturating_add(1);
        let key = keyed(
            self.company,
            &[log.to_bytes().as_slice(), &row.next_seq.to_be_bytes()].concat(),
        );
        self.unit.put_row(
            Room::LogRun,
            &key,
            &LogRun {
                first_arrival: first,
                count: ops.len() as u64,
            },
        );
        let other = (named != log).then_some(named);
        let secret = match other {
            Some(named) => self.needed_log(named)?.secret(),
            None => row.secret(),
        };
        let mut verdicts = Vec::with_capacity(ops.len());
        let waits = self.waits && row.writer != Writer::Server;
        for (op, after) in ops {
            let raw = RawOp {
                log,
                seq: row.next_seq,
                position: 0,
                received_at: receipt.received_at,
                skew_ms: receipt.skew_ms,
                bytes: op.bytes().to_vec(),
                hash: after.hash.0,
                named: other,
            };
            self.head.arrivals = self.head.arrivals.saturating_add(1);
            if waits {
                let key = numbered(self.company, self.head.arrivals);
                self.unit.put_row(Room::RawOp, &key, &raw);
            } else {
                let digest = secret.digest(row.next_seq, op.bytes()).0;
                verdicts.push(self.enter(self.head.arrivals, raw, op, digest)?);
            }
            row.next_seq = after.next_seq;
            row.hash = after.hash.0;
        }
        row.signature = Some(signature);
        self.unit
            .put_row(Room::LogHead, &keyed(self.company, &log.to_bytes()), &row);
        self.keep_changed();
        Ok(verdicts)
    }

    /// Gives an op that was kept and waited its position.
    pub(crate) fn judge_kept(&mut self, arrival: u64, raw: RawOp) -> Result<Verdict, ReadError> {
        let corrupt = |room: Room| ReadError::Corrupt { table: room.name() };
        let op = Op::decode(&raw.bytes).map_err(|_| corrupt(Room::RawOp))?;
        let named = self.needed_log(raw.named.unwrap_or(raw.log))?;
        let digest = named.secret().digest(raw.seq, &raw.bytes).0;
        self.enter(arrival, raw, &op, digest)
    }

    /// Gives one op its position, and does what follows from it.
    fn enter(
        &mut self,
        arrived: u64,
        mut raw: RawOp,
        op: &Op,
        digest: [u8; 32],
    ) -> Result<Verdict, ReadError> {
        self.head.positions = self.head.positions.saturating_add(1);
        let position = self.head.positions;
        raw.position = position;
        self.unit
            .put_row(Room::RawOp, &numbered(self.company, arrived), &raw);
        let RawOp {
            log,
            seq,
            received_at,
            skew_ms,
            ..
        } = raw;

        let arrival = Arrival {
            position,
            log,
            seq,
            received_at,
            skew_ms,
        };
        let mut overlay = Overlay::new(self.rows());
        let verdict = engine::judge(&overlay, op, &arrival)?;
        engine::apply(&mut overlay, op, &arrival, verdict)?;
        let effects = engine::effects(&overlay, op, verdict)?;
        let woken = engine::again::wakes(&overlay, op, verdict)?;
        let changes = overlay.into_changes();

        for change in changes {
            let (room, key) = (Room::View(change.table), keyed(self.company, &change.key));
            match change.value {
                Some(value) => self.unit.put(room, &key, value),
                None => self.unit.remove(room, &key),
            }
            self.changed.insert((change.table.tag(), change.key));
        }
        for (n, effect) in (0..).zip(effects) {
            let key = OutboxKey {
                company: self.company,
                op_id: op.envelope.op_id,
                n,
            };
            outbox::keep(self.unit, key, effect, received_at);
        }
        for cause in woken {
            again::wake(self.unit, self.company, &cause);
        }
        self.register_device(op, verdict)?;

        let mut entry = JournalRow {
            arrival: arrived,
            log,
            seq,
            digest,
            verdict,
            engine: engine::VIEW_VERSION,
            received_at,
            hash: [0; 32],
        };
        entry.hash = next_hash(self.head.hash, self.company, position, &entry);
        self.head.hash = entry.hash;
        self.unit
            .put_row(Room::Journal, &numbered(self.company, position), &entry);
        Ok(verdict)
    }

    /// Opens the log of a newly enrolled device, with a secret of its own.
    fn register_device(&mut self, op: &Op, verdict: Verdict) -> Result<(), ReadError> {
        let (Payload::DeviceEnrolled(enrolled), Verdict::Applied) = (&op.payload, verdict) else {
            return Ok(());
        };
        let key = keyed(self.company, &enrolled.log.to_bytes());
        if self.unit.get(Room::LogHead, &key)?.is_none() {
            let writer = Writer::Device(op.subject());
            let secret = self.unit.keys().random();
            let row = LogHeadRow::empty(writer, enrolled.public_key, secret);
            self.unit.put_row(Room::LogHead, &key, &row);
        }
        Ok(())
    }

    /// Keeps which rows were changed since that was last done: one row says it for a whole run.
    fn keep_changed(&mut self) {
        let position = self.head.positions;
        if self.changed_from > position {
            return;
        }
        let row = ChangeRow {
            first: self.changed_from,
            rows: std::mem::take(&mut self.changed).into_iter().collect(),
        };
        self.changed_from = position.saturating_add(1);
        self.unit
            .put_row(Room::Change, &numbered(self.company, position), &row);
    }

    /// Keeps the head, which is signed when the batch is closed; gives the last position.
    pub(crate) fn close(mut self) -> u64 {
        self.keep_changed();
        let position = self.head.positions;
        self.head.signature = None;
        self.unit
            .put_row(Room::JournalHead, &self.company.to_bytes(), &self.head);
        self.unit.reached(Committed {
            company: self.company,
            position,
        });
        position
    }
}

/// The row of a journal's head, signed: once for everything that is committed together.
pub(crate) fn signed_head(
    rows: &impl Plain,
    company: CompanyId,
    key: &SigningKey,
) -> Result<JournalHead, ReadError> {
    let mut head: JournalHead = rows.needed(Room::JournalHead, &company.to_bytes())?;
    let message = journal_message(company, head.positions, ChainHash(head.hash));
    head.signature = Some(key.sign(&message));
    Ok(head)
}

/// The journal's chain hash after an entry; the entry's own hash field counts as zeros.
pub(crate) fn next_hash(
    before: [u8; 32],
    company: CompanyId,
    position: u64,
    entry: &JournalRow,
) -> [u8; 32] {
    entry.link().hash(before, company, position)
}
