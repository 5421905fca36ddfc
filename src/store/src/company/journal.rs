//! The journal of a company: takes each op of a log, judges it at its position, applies it, and
//! keeps the entry, the changed rows, the effects and the chain.

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use engine::{Arrival, Overlay};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use oplog::sign::journal_message;
use oplog::{ChainHash, LogHead, Op, Payload, SigningKey, codec};

use crate::error::{ReadError, WriteError};
use crate::open::Committed;
use crate::outbox::{self, OutboxKey};
use crate::plain::Plain;
use crate::room::Room;
use crate::seal;
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

/// The journal, open for appending in a unit of work.
pub(crate) struct Journal<'u, 'a, 't> {
    unit: &'u mut Unit<'a, 't>,
    company: CompanyId,
    head: JournalHead,
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
        let head = unit.needed(Room::JournalHead, &company.to_bytes())?;
        Ok(Self {
            unit,
            company,
            head,
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
        let server_log = LogId::from_bytes(seal::random());
        let log = LogHeadRow::empty(Writer::Server, key.public(), seal::random());
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
        }
    }

    pub(crate) const fn server_log(&self) -> LogId {
        self.head.server_log
    }

    pub(crate) const fn position(&self) -> u64 {
        self.head.positions
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

    /// Appends a run of a log after its head, each op with the head after it; the head's signature
    /// is the author's. Gives the verdicts.
    pub(crate) fn append(
        &mut self,
        log: LogId,
        mut row: LogHeadRow,
        run: &[(Op, LogHead)],
        signature: oplog::Signature,
        receipt: Receipt,
    ) -> Result<Vec<Verdict>, ReadError> {
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
                count: run.len() as u64,
            },
        );
        let secret = row.secret();
        let mut verdicts = Vec::with_capacity(run.len());
        for (op, after) in run {
            let digest = secret.digest(row.next_seq, op.bytes()).0;
            verdicts.push(self.enter(log, row.next_seq, op, digest, after.hash, receipt)?);
            row.next_seq = after.next_seq;
            row.hash = after.hash.0;
        }
        row.signature = Some(signature);
        self.unit
            .put_row(Room::LogHead, &keyed(self.company, &log.to_bytes()), &row);
        Ok(verdicts)
    }

    /// Gives one op its position, and does what follows from it.
    fn enter(
        &mut self,
        log: LogId,
        seq: u64,
        op: &Op,
        digest: [u8; 32],
        hash: ChainHash,
        receipt: Receipt,
    ) -> Result<Verdict, ReadError> {
        let Receipt {
            received_at,
            skew_ms,
        } = receipt;
        self.head.arrivals = self.head.arrivals.saturating_add(1);
        self.head.positions = self.head.positions.saturating_add(1);
        let position = self.head.positions;
        let bytes = op.bytes().to_vec();
        let raw = RawOp {
            log,
            seq,
            position,
            received_at,
            skew_ms,
            bytes,
            hash: hash.0,
        };
        self.unit.put_row(
            Room::RawOp,
            &numbered(self.company, self.head.arrivals),
            &raw,
        );

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
        let changes = overlay.into_changes();

        let mut changed = ChangeRow {
            rows: Vec::with_capacity(changes.len()),
        };
        for change in changes {
            let (room, key) = (Room::View(change.table), keyed(self.company, &change.key));
            match change.value {
                Some(value) => self.unit.put(room, &key, value),
                None => self.unit.remove(room, &key),
            }
            changed.rows.push((change.table.tag(), change.key));
        }
        self.unit
            .put_row(Room::Change, &numbered(self.company, position), &changed);
        for (n, effect) in (0..).zip(effects) {
            let key = OutboxKey {
                company: self.company,
                op_id: op.envelope.op_id,
                n,
            };
            outbox::keep(self.unit, key, effect, received_at);
        }
        self.register_device(op, verdict)?;

        let mut entry = JournalRow {
            arrival: self.head.arrivals,
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
            let row = LogHeadRow::empty(writer, enrolled.public_key, seal::random());
            self.unit.put_row(Room::LogHead, &key, &row);
        }
        Ok(())
    }

    /// Signs and keeps the head; gives the last position.
    pub(crate) fn close(mut self, key: &SigningKey) -> u64 {
        let position = self.head.positions;
        let message = journal_message(self.company, position, ChainHash(self.head.hash));
        self.head.signature = Some(key.sign(&message));
        self.unit
            .put_row(Room::JournalHead, &self.company.to_bytes(), &self.head);
        self.unit.reached(Committed {
            company: self.company,
            position,
        });
        position
    }
}

/// The journal's chain hash after an entry; the entry's own hash field counts as zeros.
pub(crate) fn next_hash(
    before: [u8; 32],
    company: CompanyId,
    position: u64,
    entry: &JournalRow,
) -> [u8; 32] {
    let entry = JournalRow {
        hash: [0; 32],
        ..entry.clone()
    };
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&before)
        .update(&company.to_bytes())
        .update(&position.to_be_bytes());
    hasher.update(&codec::encode(&entry));
    *hasher.finalize().as_bytes()
}
