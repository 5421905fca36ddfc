//! Segments from devices: checked on the caller's thread, appended on the writer, receipted when
//! durable. Nothing held is ever overwritten: what differs from it goes into a log of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use jiff::Timestamp;
use oplog::op::DecodeOpError;
use oplog::receipt::{Durable, Signed};
use oplog::{LogHead, Op, Segment, SegmentError, Signature};

use super::fork::{self, Place};
use super::journal::{self, Journal, Receipt, Run};
use super::recovery;
use crate::error::{Failure, ReadError, WriteError};
use crate::open::{Identity, Store};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::{LogHeadRow, LogRun, RawOp};
use crate::system::rows::CompanyEntry;
use crate::unit::Unit;
use crate::view::{keyed, number_of, numbered};
use crate::writer::reply::Reply;

/// Segments of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingest {
    /// The company that they are for.
    pub company: CompanyId,
    /// Their bytes, one segment each.
    pub segments: Vec<Vec<u8>>,
    /// Now.
    pub received_at: Timestamp,
    /// How far the sender's clock is ahead of the server's, in milliseconds.
    pub skew_ms: i64,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// For each log: everything of it that is on disk.
    pub receipts: Vec<Signed<Durable>>,
    /// The segments that are held, in the order of the request.
    pub placed: Vec<Placed>,
    /// The segments that were not taken.
    pub problems: Vec<SegmentProblem>,
    /// The journal position after it.
    pub position: u64,
}

/// Where a segment is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its place in the request.
    pub index: usize,
    /// The log that it names.
    pub named: LogId,
    /// The log that holds it: another one where a copy of the device had taken its sequences.
    pub log: LogId,
    /// Where it ends; that log leads through here.
    pub head: LogHead,
}

/// A segment that was not taken. Whoever sent it keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentProblem {
    /// Its place in the request.
    pub index: usize,
    /// Why.
    pub problem: ProblemKind,
}

/// Why a segment was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// Its bytes cannot be read or authenticated.
    Segment(SegmentError),
    /// It is of another company.
    WrongCompany,
    /// Its log was never granted.
    UnknownLog,
    /// Its log is the server's own.
    ServerLog,
    /// Ops before it are missing here.
    Gap {
        /// What the server holds.
        held: LogHead,
    },
    /// The server holds other ops at these sequences, and too many logs branched off already.
    Fork {
        /// What the server holds.
        held: LogHead,
    },
}

impl ProblemKind {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Segment(SegmentError::Malformed) => "malformed",
            Self::Segment(
                SegmentError::UnknownVersion(_)
                | SegmentError::Op(DecodeOpError::UnknownVersion(_)),
            ) => "unknown_version",
            Self::Segment(SegmentError::TooLarge) => "too_large",
            Self::Segment(SegmentError::Checksum) => "checksum",
            Self::Segment(SegmentError::Op(_)) => "unreadable_op",
            Self::Segment(SegmentError::Chain) => "chain",
            Self::Segment(SegmentError::Signature) => "signature",
            Self::WrongCompany => "wrong_company",
            Self::UnknownLog => "unknown_log",
            Self::ServerLog => "server_log",
            Self::Gap { .. } => "gap",
            Self::Fork { .. } => "fork",
        }
    }
}

/// A segment that is authentic.
pub(super) struct Checked {
    index: usize,
    pub(super) log: LogId,
    pub(super) before: LogHead,
    after: LogHead,
    signature: Signature,
    pub(super) ops: Vec<(Op, LogHead)>,
}

impl Checked {
    /// The head after so many of its ops.
    pub(super) fn head(&self, count: usize) -> LogHead {
        match count.checked_sub(1).and_then(|last| self.ops.get(last)) {
            Some((_, head)) => *head,
            None => self.before,
        }
    }
}

impl Store {
    /// Takes segments in. Signatures are checked on the calling thread, which takes some
    /// milliseconds for a full request.
    pub fn ingest(&self, ingest: Ingest) -> Reply<Ingested, WriteError> {
        let Ingest {
            company,
            segments,
            received_at,
            skew_ms,
        } = ingest;
        let (mut checked, problems) = match check(self, company, &segments) {
            Ok(checked) => checked,
            Err(error) => return Reply::known(Err(error.into())),
        };
        // Segments may come in any order: within one request none waits for another.
        checked.sort_by_key(|segment| (segment.log, segment.before.next_seq));
        let ops: usize = checked.iter().map(|segment| segment.ops.len()).sum();
        let identity = Arc::clone(&self.shared().identity);
        let receipt = Receipt {
            received_at,
            skew_ms,
        };
        let signer = Arc::clone(&identity);
        let reply = self.submit(Some(company), ops as u64, move |unit| {
            run(unit, &identity, company, checked, problems, receipt)
        });
        reply.map(move |(held, ingested): (Vec<Durable>, Ingested)| Ingested {
            receipts: held
                .into_iter()
                .map(|durable| Signed::new(durable, &signer.key))
                .collect(),
            ..ingested
        })
    }
}

fn check(
    store: &Store,
    company: CompanyId,
    segments: &[Vec<u8>],
) -> Result<(Vec<Checked>, Vec<SegmentProblem>), ReadError> {
    let rows = store.read()?;
    if rows
        .row::<CompanyEntry>(Room::CompanyEntry, &company.to_bytes())?
        .is_none()
    {
        return Err(ReadError::UnknownCompany);
    }
    let (mut checked, mut problems) = (Vec::new(), Vec::new());
    for (index, bytes) in segments.iter().enumerate() {
        match check_one(&rows, company, index, bytes)? {
            Ok(segment) => checked.push(segment),
            Err(problem) => problems.push(SegmentProblem { index, problem }),
        }
    }
    Ok((checked, problems))
}

fn check_one(
    rows: &impl Plain,
    company: CompanyId,
    index: usize,
    bytes: &[u8],
) -> Result<Result<Checked, ProblemKind>, ReadError> {
    let segment = match Segment::decode(bytes) {
        Ok((segment, [])) => segment,
        Ok(_) => return Ok(Err(ProblemKind::Segment(SegmentError::Malformed))),
        Err(error) => return Ok(Err(ProblemKind::Segment(error))),
    };
    if segment.company != company {
        return Ok(Err(ProblemKind::WrongCompany));
    }
    let row: Option<LogHeadRow> =
        rows.row(Room::LogHead, &keyed(company, &segment.log.to_bytes()))?;
    let Some(row) = row else {
        return Ok(Err(ProblemKind::UnknownLog));
    };
    if row.writer == Writer::Server {
        return Ok(Err(ProblemKind::ServerLog));
    }
    Ok(match segment.verify(&row.secret(), &row.key) {
        Ok(ops) => {
            let Segment {
                log,
                before,
                after,
                signature,
                ..
            } = segment;
            Ok(Checked {
                index,
                log,
                before,
                after,
                signature,
                ops,
            })
        }
        Err(error) => Err(ProblemKind::Segment(error)),
    })
}

/// Takes segments in. What is held is receipted once it is on disk, by whoever waits for that.
fn run(
    unit: &mut Unit<'_, '_>,
    identity: &Identity,
    company: CompanyId,
    segments: Vec<Checked>,
    mut problems: Vec<SegmentProblem>,
    receipt: Receipt,
) -> Result<(Vec<Durable>, Ingested), Failure<WriteError>> {
    journal::open_for_writing(unit, company)?.map_err(Failure::Refused)?;
    let mut journal = Journal::open(unit, company)?;
    let start = journal.arrivals();
    let (mut logs, mut placed) = (BTreeSet::new(), Vec::new());
    for segment in segments {
        let index = segment.index;
        match append(&mut journal, identity, &segment, receipt)? {
            Ok(place) => {
                logs.insert(place.log);
                placed.push(place);
            }
            Err(problem) => {
                // What is held says from where to send again.
                logs.insert(segment.log);
                problems.push(SegmentProblem { index, problem });
            }
        }
    }
    placed.sort_by_key(|place| place.index);
    problems.sort_by_key(|problem| problem.index);
    let mut held = Vec::new();
    for log in &logs {
        let Some(row) = journal.log(*log)? else {
            continue;
        };
        let (next_seq, hash, epoch) = (row.next_seq, row.hash, identity.epoch);
        held.push(Durable {
            company,
            log: *log,
            next_seq,
            hash,
            epoch,
        });
    }
    let position = if journal.arrivals() == start {
        journal.position()
    } else {
        recovery::settle(&mut journal, identity, &logs, receipt.received_at)?;
        journal.close()
    };
    let ingested = Ingested {
        receipts: Vec::new(),
        placed,
        problems,
        position,
    };
    Ok((held, ingested))
}

/// Appends what is new of a segment where it belongs, or says why nothing of it was taken.
fn append(
    journal: &mut Journal<'_, '_, '_>,
    identity: &Identity,
    segment: &Checked,
    receipt: Receipt,
) -> Result<Result<Placed, ProblemKind>, Failure<WriteError>> {
    let company = journal.company();
    let Some(place) = fork::place(journal.unit(), company, segment)? else {
        let held = journal.log(segment.log)?.map(|row| row.head());
        return Ok(Err(match held {
            Some(held) => ProblemKind::Gap { held },
            None => ProblemKind::UnknownLog,
        }));
    };
    let Place {
        mut log,
        mut row,
        known,
        forks,
    } = place;
    if forks {
        let held = row.head();
        let at = segment.head(known);
        match fork::open(journal, identity, log, row, at, receipt.received_at)? {
            Some(opened) => (log, row) = opened,
            None => return Ok(Err(ProblemKind::Fork { held })),
        }
    }
    let new = segment.ops.get(known..).unwrap_or_default();
    if !new.is_empty() {
        let run = Run {
            ops: new,
            named: segment.log,
            signature: segment.signature,
        };
        journal.append(log, row, run, receipt)?;
    }
    Ok(Ok(Placed {
        index: segment.index,
        named: segment.log,
        log,
        head: segment.after,
    }))
}

/// The op of a log at a sequence, if it is held.
pub(crate) fn raw_op(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    seq: u64,
) -> Result<Option<RawOp>, ReadError> {
    let Some(arrival) = arrival_of(rows, company, log, seq)? else {
        return Ok(None);
    };
    rows.row(Room::RawOp, &numbered(company, arrival))
}

/// Under which arrival a sequence of a log is held.
fn arrival_of(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    seq: u64,
) -> Result<Option<u64>, ReadError> {
    let prefix = keyed(company, &log.to_bytes());
    let end = [prefix.as_slice(), &seq.saturating_add(1).to_be_bytes()].concat();
    let Some((key, bytes)) = rows.last(Room::LogRun, &prefix, &end)? else {
        // What comes before the first run of a log that branched off is the other's.
        let stem = fork::log_row(rows, company, log)?.and_then(|row| row.stem.clone());
        return match stem.filter(|stem| seq < stem.next_seq) {
            Some(stem) => arrival_of(rows, company, stem.log, seq),
            None => Ok(None),
        };
    };
    let run: LogRun = crate::plain::decode(Room::LogRun, &bytes)?;
    let offset = seq.saturating_sub(number_of(&key));
    Ok((offset < run.count).then(|| run.first_arrival.saturating_add(offset)))
}

/// The runs of a log by their first sequence.
pub(crate) fn runs(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
) -> Result<BTreeMap<u64, LogRun>, ReadError> {
    let found = rows.rows_under(Room::LogRun, &keyed(company, &log.to_bytes()), usize::MAX)?;
    Ok(found
        .into_iter()
        .map(|(key, run)| (number_of(&key), run))
        .collect())
}
