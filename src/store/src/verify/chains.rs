//! The chains of a company: each log from its first op to its signed head, and the journal.

use domain::{CompanyId, LogId};
use oplog::sign::{head_message, journal_message};
use oplog::{ChainHash, LogHead, PublicKey};

use super::VerifyReport;
use crate::company::fork;
use crate::company::ingest::runs;
use crate::company::journal::next_hash;
use crate::company::recovery;
use crate::error::ReadError;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::shapes::{JournalHead, JournalRow, LogHeadRow, RawOp};
use crate::view::{keyed, number_of, numbered};

pub(super) fn check(
    rows: &impl Plain,
    company: CompanyId,
    server: &PublicKey,
    report: &mut VerifyReport,
) -> Result<(), ReadError> {
    let logs: Vec<(Vec<u8>, LogHeadRow)> =
        rows.rows_under(Room::LogHead, &company.to_bytes(), usize::MAX)?;
    for (key, row) in logs {
        let Some(log) = key.last_chunk().copied().map(LogId::from_bytes) else {
            continue;
        };
        report.logs = report.logs.saturating_add(1);
        check_log(rows, company, log, &row, report)?;
    }
    check_journal(rows, company, server, report)
}

fn check_log(
    rows: &impl Plain,
    company: CompanyId,
    log: LogId,
    row: &LogHeadRow,
    report: &mut VerifyReport,
) -> Result<(), ReadError> {
    let (mut named, mut secret) = (log, row.secret());
    let recovery = recovery::current(rows, company)?;
    let waiting_from = recovery.map_or(u64::MAX, |recovery| recovery.next_arrival);
    let start = match &row.stem {
        None => LogHead::EMPTY,
        Some(stem) => {
            if fork::through(rows, company, stem.log, stem.head())? != Some(stem.log) {
                let what = format!("log {log} does not follow from the one it branched off");
                report.problem(Some(company), Room::LogHead.name(), what);
            }
            stem.head()
        }
    };
    let mut head = start;
    for (first, run) in runs(rows, company, log)? {
        if first != head.next_seq {
            report.problem(
                Some(company),
                Room::LogRun.name(),
                format!("log {log} has a hole before {first}"),
            );
            return Ok(());
        }
        for arrival in (run.first_arrival..).take(usize::try_from(run.count).unwrap_or(usize::MAX))
        {
            let raw: RawOp = rows.needed(Room::RawOp, &numbered(company, arrival))?;
            let place = (raw.log, raw.seq) == (log, head.next_seq);
            let name = raw.named.unwrap_or(log);
            if name != named {
                let row: LogHeadRow =
                    rows.needed(Room::LogHead, &keyed(company, &name.to_bytes()))?;
                (named, secret) = (name, row.secret());
            }
            head = head.then(named, secret.digest(head.next_seq, &raw.bytes));
            if !place || head.hash != ChainHash(raw.hash) {
                let what = format!("log {log} breaks at sequence {}", raw.seq);
                report.problem(Some(company), Room::RawOp.name(), what);
                return Ok(());
            }
            // An op that was receipted and never judged would count for nobody, unseen.
            let judged: Option<JournalRow> =
                rows.row(Room::Journal, &numbered(company, raw.position))?;
            let waits = raw.position == 0 && arrival >= waiting_from;
            if !waits && judged.is_none_or(|entry| entry.arrival != arrival) {
                let what = format!("log {log} sequence {} was never judged", raw.seq);
                report.problem(Some(company), Room::Journal.name(), what);
            }
            report.ops = report.ops.saturating_add(1);
        }
    }
    let signed = match row.signature {
        Some(signature) => row
            .key
            .verifies(&head_message(company, named, head), signature),
        None => head == start,
    };
    if head != row.head() || !signed {
        let what = format!("log {log} does not lead to its signed head");
        report.problem(Some(company), Room::LogHead.name(), what);
    }
    Ok(())
}

fn check_journal(
    rows: &impl Plain,
    company: CompanyId,
    server: &PublicKey,
    report: &mut VerifyReport,
) -> Result<(), ReadError> {
    let head: JournalHead = rows.needed(Room::JournalHead, &company.to_bytes())?;
    let logs: Vec<(Vec<u8>, LogHeadRow)> =
        rows.rows_under(Room::LogHead, &company.to_bytes(), usize::MAX)?;
    let (mut hash, mut position) = (ChainHash::GENESIS.0, 0_u64);
    let mut broken = None;
    plain::scan(rows, Room::Journal, &company.to_bytes(), |key, value| {
        let entry: JournalRow = plain::decode(Room::Journal, value)?;
        position = position.saturating_add(1);
        let raw: RawOp = rows.needed(Room::RawOp, &numbered(company, entry.arrival))?;
        let log_key = keyed(company, &raw.named.unwrap_or(entry.log).to_bytes());
        let digest = logs
            .iter()
            .find(|(key, _)| *key == log_key)
            .map(|(_, log)| log.secret().digest(entry.seq, &raw.bytes).0);
        let sound = number_of(key) == position
            && (raw.log, raw.seq, raw.position) == (entry.log, entry.seq, position)
            && digest == Some(entry.digest)
            && next_hash(hash, company, position, &entry) == entry.hash;
        hash = entry.hash;
        if !sound {
            broken.get_or_insert(position);
        }
        report.journal_entries = report.journal_entries.saturating_add(1);
        Ok(())
    })?;
    if let Some(position) = broken {
        report.problem(
            Some(company),
            Room::Journal.name(),
            format!("the chain breaks at position {position}"),
        );
    }
    let signed = head.signature.is_some_and(|signature| {
        server.verifies(
            &journal_message(company, position, ChainHash(hash)),
            signature,
        )
    });
    if (head.positions, head.hash) != (position, hash) || !signed {
        report.problem(
            Some(company),
            Room::JournalHead.name(),
            "the journal does not lead to its signed head",
        );
    }
    Ok(())
}
