//! Segments from devices: checked on the caller's thread, appended on the writer, receipted when
//! durable. What cannot be appended is answered with what the server holds, never overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{CompanyId, LogId};
use engine::rows::Writer;
use jiff::Timestamp;
use oplog::op::DecodeOpError;
use oplog::receipt::{Durable, Signed};
use oplog::{ChainHash, LogHead, Op, Segment, SegmentError, Signature};

use super::journal::{self, Journal, Receipt};
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
    /// The segments that were not taken.
    pub problems: Vec<SegmentProblem>,
    /// The journal position after it.
    pub position: u64,
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
    /// The server holds other ops at these sequences: the log was continued twice.
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
struct Checked {
    index: usize,
    log: LogId,
    before: LogHead,
    after: LogHead,
    signature: Signature,
    ops: Vec<(Op, LogHead)>,
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
        self.submit(Some(company), ops as u64, move |unit| {
            run(unit, &identity, company, checked, problems, receipt)
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

fn run(
    unit: &mut Unit<'_, '_>,
    identity: &Identity,
    company: CompanyId,
    segments: Vec<Checked>,
    mut problems: Vec<SegmentProblem>,
    receipt: Receipt,
) -> Result<Ingested, Failure<WriteError>> {
    journal::open_for_writing(unit, company)?.map_err(Failure::Refused)?;
    let mut journal = Journal::open(unit, company)?;
    let start = journal.position();
    let mut logs = BTreeSet::new();
    let mut forked = BTreeSet::new();
    for segment in segments {
        let (index, log) = (segment.index, segment.log);
        logs.insert(log);
        if let Some(problem) = append(&mut journal, company, &segment, receipt)? {
            if matches!(problem, ProblemKind::Fork { .. }) {
                forked.insert(log);
            }
            problems.push(SegmentProblem { index, problem });
        }
    }
    problems.sort_by_key(|problem| problem.index);
    let mut receipts = Vec::new();
    for log in logs.difference(&forked) {
        let Some(row) = journal.log(*log)? else {
            continue;
        };
        let (next_seq, hash, epoch) = (row.next_seq, row.hash, identity.epoch);
        receipts.push(Signed::new(
            Durable {
                company,
                log: *log,
                next_seq,
                hash,
                epoch,
            },
            &identity.key,
        ));
    }
    let position = if journal.position() == start {
        start
    } else {
        journal.close(&identity.key)
    };
    Ok(Ingested {
        receipts,
        problems,
        position,
    })
}

/// Appends what is new of a segment, or says why nothing of it was taken.
fn append(
    journal: &mut Journal<'_, '_, '_>,
    company: CompanyId,
    segment: &Checked,
    receipt: Receipt,
) -> Result<Option<ProblemKind>, ReadError> {
    let Some(row) = journal.log(segment.log)? else {
        return Ok(Some(ProblemKind::UnknownLog));
    };
    let held = row.head();
    let first = segment.before.next_seq;
    if first > held.next_seq {
        return Ok(Some(ProblemKind::Gap { held }));
    }
    // Where both speak last: the chain hash there vouches for everything before it.
    let common = segment.after.next_seq.min(held.next_seq);
    let ours = if common == held.next_seq {
        Some(held.hash)
    } else {
        hash_before(journal.unit(), company, segment.log, common)?
    };
    let known = usize::try_from(common.saturating_sub(first)).unwrap_or(usize::MAX);
    let theirs = match known.checked_sub(1) {
        None => Some(segment.before.hash),
        Some(last) => segment.ops.get(last).map(|(_, head)| head.hash),
    };
    if ours.is_none() || ours != theirs {
        return Ok(Some(ProblemKind::Fork { held }));
    }
    let new = segment.ops.get(known..).unwrap_or_default();
    if !new.is_empty() {
        journal.append(segment.log, row, new, segment.signature, receipt)?;
    }
    Ok(None)
}

/// The chain hash of a log before a sequence below its head.
fn hash_before(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    next_seq: u64,
) -> Result<Option<ChainHash>, ReadError> {
    let Some(seq) = next_seq.checked_sub(1) else {
        return Ok(Some(ChainHash::GENESIS));
    };
    Ok(raw_op(rows, company, log, seq)?.map(|raw| ChainHash(raw.hash)))
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
        return Ok(None);
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
