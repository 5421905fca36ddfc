//! Segments from phones: whole, split, repeated, damaged.

use super::kit::{Firm, Phone, check_sound, found, open};
use crate::{Ingest, ProblemKind, Store};
use domain::{CompanyId, LogId};
use engine::rows::{EntryRow, Row};
use engine::{Snapshot, Table};
use oplog::receipt::Verdict;
use oplog::{SegmentError, SigningKey};

fn two_days(phone: &mut Phone) {
    for day in 0..2 {
        let entry = phone.clock_in(day * 1_440 + 10);
        phone.clock_out(entry, day * 1_440 + 490);
    }
}

fn fresh() -> (tempfile::TempDir, Store, Firm, Phone) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let phone = firm.phone(&store, "Wanda Worker", 40);
    (dir, store, firm, phone)
}

/// The verdicts of a phone's log, as the server states them.
fn verdicts(store: &Store, phone: &Phone) -> Vec<(u64, Verdict)> {
    let outcomes = store
        .snapshot(phone.company)
        .unwrap()
        .outcomes(phone.log, 0, 100)
        .unwrap();
    outcomes
        .outcomes
        .into_iter()
        .map(|outcome| (outcome.seq, outcome.verdict))
        .collect()
}

#[test]
fn ops_of_a_phone_count_and_are_receipted_by_the_server() {
    let (_dir, store, _, mut phone) = fresh();
    two_days(&mut phone);
    let done = phone.send(&store, vec![phone.segment(0, 4)]);
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    let receipt = done.receipts[0].verified(&store.public_key()).unwrap();
    assert_eq!((receipt.head(), receipt.epoch), (phone.heads[4], 1));
    assert_eq!(
        verdicts(&store, &phone),
        [0, 1, 2, 3].map(|seq| (seq, Verdict::Applied))
    );
    let snapshot = store.snapshot(phone.company).unwrap();
    let entries = snapshot.range(Table::TimeEntry, &[], &[], 10).unwrap();
    assert!(
        entries
            .iter()
            .all(|(_, row)| EntryRow::decode(row).unwrap().values.end.is_some())
    );
    assert_eq!(entries.len(), 2);
    check_sound(&store);
}

/// However the log is cut, repeated and reordered, the same rows and the same log come out.
#[test]
fn split_repeated_and_reordered_segments_give_the_same_rows() {
    let ways: &[&[&[(usize, usize)]]] = &[
        &[&[(0, 4)]],
        &[&[(0, 1), (1, 2), (2, 3), (3, 4)]],
        &[&[(2, 4), (0, 2)]],
        &[&[(0, 3)], &[(0, 4)]],
        &[&[(0, 2)], &[(1, 3), (1, 3)], &[(0, 4), (2, 4)]],
        &[&[(0, 4)], &[(0, 4)], &[(1, 2)]],
    ];
    let mut expected = None;
    for way in ways {
        let (_dir, store, firm, mut phone) = fresh();
        two_days(&mut phone);
        for request in *way {
            let segments = request
                .iter()
                .map(|(from, to)| phone.segment(*from, *to))
                .collect();
            let done = phone.send(&store, segments);
            assert!(done.problems.is_empty(), "{way:?}: {:?}", done.problems);
        }
        let snapshot = firm.snapshot(&store);
        assert_eq!(
            snapshot.log(phone.log).unwrap().unwrap().head,
            phone.heads[4],
            "{way:?}"
        );
        check_sound(&store);
        // Ids of employees and invitations are random, so compare what the phone stated.
        let found: Vec<_> = snapshot
            .range(Table::TimeEntry, &[], &[], 10)
            .unwrap()
            .into_iter()
            .map(|(key, row)| (key, EntryRow::decode(&row).unwrap().values))
            .collect();
        let expected = expected.get_or_insert_with(|| (found.clone(), snapshot.position()));
        assert_eq!(
            (&found, snapshot.position()),
            (&expected.0, expected.1),
            "{way:?}"
        );
    }
}

#[test]
fn a_gap_is_told_with_what_is_held_and_others_still_go_in() {
    let (_dir, store, firm, mut phone) = fresh();
    let mut other = firm.phone(&store, "Walter Worker", 41);
    two_days(&mut phone);
    two_days(&mut other);
    phone.send(&store, vec![phone.segment(0, 1)]);
    let done = phone.send(&store, vec![phone.segment(2, 4), other.segment(0, 4)]);
    assert_eq!(done.problems.len(), 1);
    assert_eq!(done.problems[0].index, 0);
    assert_eq!(
        done.problems[0].problem,
        ProblemKind::Gap {
            held: phone.heads[1]
        }
    );
    let heads: Vec<_> = done
        .receipts
        .iter()
        .map(|receipt| receipt.statement.head())
        .collect();
    assert_eq!(heads, [phone.heads[1], other.heads[4]]);
    check_sound(&store);
}

#[test]
fn what_cannot_be_read_or_authenticated_is_refused_by_its_code() {
    let (_dir, store, firm, mut phone) = fresh();
    two_days(&mut phone);
    let mut damaged = phone.segment(0, 2);
    damaged[40] ^= 1;
    let mut stranger = phone.clone();
    stranger.key = SigningKey::from_seed([99; 32]);
    let mut unknown = phone.clone();
    unknown.log = LogId::from_bytes([77; 16]);
    let mut foreign = phone.clone();
    foreign.company = CompanyId::from_bytes([2; 16]);
    let mut server = phone.clone();
    server.log = firm.snapshot(&store).server_log();
    let mut trailing = phone.segment(0, 2);
    trailing.push(0);
    let segments = vec![
        damaged,
        stranger.segment(0, 2),
        unknown.segment(0, 2),
        foreign.segment(0, 2),
        server.segment(0, 2),
        b"TTSG".to_vec(),
        trailing,
        phone.segment(0, 2),
    ];
    let done = phone.send(&store, segments);
    let codes: Vec<_> = done
        .problems
        .iter()
        .map(|problem| (problem.index, problem.problem.code()))
        .collect();
    assert_eq!(
        codes,
        [
            (0, "checksum"),
            (1, "signature"),
            (2, "unknown_log"),
            (3, "wrong_company"),
            (4, "server_log"),
            (5, "malformed"),
            (6, "malformed"),
        ]
    );
    assert_eq!(
        done.problems[1].problem,
        ProblemKind::Segment(SegmentError::Signature)
    );
    assert_eq!(done.receipts[0].statement.head(), phone.heads[2]);
    check_sound(&store);
}

#[test]
fn an_unknown_company_is_refused() {
    let (_dir, store, _, phone) = fresh();
    let ingest = Ingest {
        company: CompanyId::from_bytes([2; 16]),
        segments: Vec::new(),
        received_at: super::kit::minute(0),
        skew_ms: 0,
    };
    assert_eq!(
        store.ingest(ingest).wait().unwrap_err().code(),
        "company_unknown"
    );
    assert!(verdicts(&store, &phone).is_empty());
}
