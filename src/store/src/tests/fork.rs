//! Logs that were continued twice: both branches are kept, each op counts once.

use domain::{DeviceId, LogId, OpId};
use engine::rows::{self, DeviceRow, EntryRow, LogRow, QuarantineRow, Row, Writer};
use engine::{Command, Snapshot, Table};
use oplog::receipt::{QuarantineReason, Verdict};
use oplog::{LogHead, Op, Payload};

use super::kit::{Firm, Phone, check_sound, found, minute, open, view_rows};
use crate::plain::Plain;
use crate::room::Room;
use crate::shapes::LogHeadRow;
use crate::view::keyed;
use crate::{BackupOptions, Ingested, OpenOptions, ProblemKind, Store, WriteError, restore};

/// A phone with two ops on the server, and its copy.
fn copied() -> (tempfile::TempDir, Store, Firm, Phone, Phone) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.clock_out(entry, 490);
    phone.send(&store, vec![phone.segment(0, 2)]);
    let copy = phone.clone();
    (dir, store, firm, phone, copy)
}

fn day(phone: &mut Phone, start: i64) {
    let entry = phone.clock_in(start);
    phone.clock_out(entry, start + 480);
}

/// Sends ops `from..to` and gives the log that holds them.
#[track_caller]
fn sent(phone: &Phone, store: &Store, from: usize, to: usize) -> LogId {
    let done = phone.send(store, vec![phone.segment(from, to)]);
    assert_eq!(done.problems, []);
    check_receipt(phone, &done, to);
    done.placed[0].log
}

/// The receipts say that everything up to there is held, in the log that was placed.
#[track_caller]
fn check_receipt(phone: &Phone, done: &Ingested, to: usize) {
    let placed = done.placed.last().unwrap();
    assert_eq!((placed.named, placed.head), (phone.log, phone.heads[to]));
    assert_eq!(done.receipts.last().unwrap().statement.log, placed.log);
}

fn device(firm: &Firm, store: &Store, log: LogId) -> (DeviceId, DeviceRow) {
    let snapshot = firm.snapshot(store);
    let row: LogRow = rows::get(&snapshot, &log.to_bytes()).unwrap().unwrap();
    let Writer::Device(device) = row.writer else {
        panic!("not a device's log")
    };
    let row = rows::get(&snapshot, &device.to_bytes()).unwrap().unwrap();
    (device, row)
}

fn entries(firm: &Firm, store: &Store) -> usize {
    let snapshot = firm.snapshot(store);
    snapshot
        .range(Table::TimeEntry, &[], &[], 1_000)
        .unwrap()
        .len()
}

impl Phone {
    /// The log goes on under the name that the server gave it.
    fn rotate(&mut self, store: &Store, log: LogId, from: usize) {
        let state = store
            .snapshot(self.company)
            .unwrap()
            .log(log)
            .unwrap()
            .unwrap();
        (self.log, self.secret) = (log, state.secret);
        self.heads.truncate(from + 1);
        for op in &self.ops[from..] {
            let head = *self.heads.last().unwrap();
            let digest = self.secret.digest(head.next_seq, op);
            self.heads.push(head.then(log, digest));
        }
    }
}

#[test]
fn a_fork_overwrites_nothing_and_both_branches_count() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    day(&mut copy, 2_900);
    let log = sent(&phone, &store, 2, 4);
    assert_eq!(log, phone.log);
    let before = view_rows(&store, &firm);
    let branch = sent(&copy, &store, 1, 5);
    assert_ne!(branch, log, "it parts within a segment");
    assert_eq!(
        sent(&copy, &store, 5, 6),
        branch,
        "what follows it goes there too"
    );
    let after = view_rows(&store, &firm);
    let touched = |table: Table| matches!(table, Table::Device | Table::Log | Table::EntryWeek);
    for (table, key, value) in before {
        let kept = after.contains(&(table, key, value)) || touched(table);
        assert!(kept, "{table:?}");
    }
    assert_eq!(entries(&firm, &store), 4);
    let snapshot = firm.snapshot(&store);
    assert_eq!(snapshot.log(log).unwrap().unwrap().head, phone.heads[4]);
    assert_eq!(snapshot.log(branch).unwrap().unwrap().head, copy.heads[6]);
    let outcomes = snapshot.outcomes(branch, 0, 100).unwrap().outcomes;
    let seqs: Vec<u64> = outcomes.iter().map(|outcome| outcome.seq).collect();
    assert_eq!(seqs, [0, 1, 2, 3, 4, 5], "those that both logs share too");
    assert!(
        outcomes
            .iter()
            .all(|outcome| outcome.verdict == Verdict::Applied)
    );
    check_sound(&store);
}

#[test]
fn the_server_states_the_fork_and_the_office_sees_that_the_phone_was_copied() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    let (device, row) = device(&firm, &store, branch);
    assert_eq!(row.log, phone.log);
    assert_eq!(
        row.forks.iter().map(|fork| fork.log).collect::<Vec<_>>(),
        [branch]
    );
    assert_eq!(row.forks[0].at, minute(60 * 24));
    let journal = firm.snapshot(&store).journal(0, 1_000).unwrap();
    let stated: Vec<_> = journal
        .iter()
        .filter_map(|entry| match &entry.op.payload {
            Payload::LogForked(forked) => Some((entry.log, entry.op.subject(), forked.clone())),
            _other => None,
        })
        .collect();
    let server = firm.snapshot(&store).server_log();
    let [(log, subject, forked)] = &stated[..] else {
        panic!("{stated:?}")
    };
    assert_eq!((*log, *subject), (server, device));
    assert_eq!((forked.log, forked.from), (branch, phone.log));
    assert_eq!(
        (forked.next_seq, forked.hash),
        (2, copy.heads[2].hash.0),
        "where they part"
    );
}

#[test]
fn the_same_branch_again_is_the_same_log() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    let position = firm.snapshot(&store).position();
    for (from, to) in [(2, 4), (0, 4), (1, 3), (3, 4), (2, 3)] {
        assert_eq!(sent(&copy, &store, from, to), branch, "{from}..{to}");
    }
    assert_eq!(
        sent(&copy, &store, 0, 2),
        phone.log,
        "what both share is in the first"
    );
    assert_eq!(firm.snapshot(&store).position(), position);
    check_sound(&store);
}

#[test]
fn segments_of_both_branches_in_one_request_all_find_their_place() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    day(&mut phone, 2_900);
    day(&mut copy, 2_910);
    let segments = vec![
        copy.segment(4, 6),
        phone.segment(4, 6),
        copy.segment(2, 4),
        phone.segment(2, 4),
    ];
    let done = phone.send(&store, segments);
    assert_eq!(done.problems, []);
    let logs: Vec<LogId> = done.placed.iter().map(|placed| placed.log).collect();
    assert_eq!((logs[0], logs[1]), (logs[2], logs[3]));
    assert_ne!(logs[0], logs[1]);
    assert_eq!(entries(&firm, &store), 5);
    check_sound(&store);
}

#[test]
fn the_phone_goes_on_in_the_new_log_and_a_copy_of_it_in_another() {
    let (dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    // It tapped on while the answer was under way.
    day(&mut copy, 2_900);
    let mut late = copy.clone();
    copy.rotate(&store, branch, 4);
    let mut second = copy.clone();
    assert_eq!(sent(&copy, &store, 4, 6), branch);
    // A copy of the copy, in the new log, and one that never heard of it.
    day(&mut copy, 4_000);
    day(&mut second, 4_010);
    assert_eq!(sent(&copy, &store, 6, 8), branch);
    let third = sent(&second, &store, 6, 8);
    day(&mut late, 5_000);
    let fourth = sent(&late, &store, 4, 8);
    assert_eq!(
        [phone.log, branch, third, fourth].map(|log| device(&firm, &store, log).0),
        [device(&firm, &store, phone.log).0; 4]
    );
    assert!(third != branch && fourth != branch && third != fourth);
    let (_, row) = device(&firm, &store, phone.log);
    assert_eq!(row.forks.len(), 3);
    check_sound(&store);
    // All of it is there after a start.
    drop(store);
    let store = open(dir.path());
    check_sound(&store);
    let snapshot = firm.snapshot(&store);
    for (phone, log) in [
        (&phone, phone.log),
        (&copy, branch),
        (&second, third),
        (&late, fourth),
    ] {
        let head = *phone.heads.last().unwrap();
        assert_eq!(snapshot.log_through(phone.log, head).unwrap(), Some(log));
    }
    let nowhere = LogHead {
        next_seq: 3,
        hash: oplog::ChainHash([1; 32]),
    };
    assert_eq!(snapshot.log_through(phone.log, nowhere).unwrap(), None);
}

#[test]
fn an_op_that_comes_in_two_logs_counts_once_and_is_told_as_counted() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    day(&mut copy, 2_900);
    // A colleague brings them as they were chained; the phone chains them anew.
    let by_file = copy.clone();
    copy.rotate(&store, branch, 4);
    assert_eq!(sent(&by_file, &store, 4, 6), branch);
    let again = sent(&copy, &store, 4, 6);
    assert_ne!(again, branch);
    assert_eq!(entries(&firm, &store), 4);
    let snapshot = firm.snapshot(&store);
    let journal = snapshot.journal(0, 1_000).unwrap();
    let verdicts: Vec<Verdict> = journal
        .iter()
        .filter(|entry| entry.log == again)
        .map(|entry| entry.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Superseded; 2]);
    let told = snapshot.outcomes(again, 0, 100).unwrap().outcomes;
    assert!(
        told.iter()
            .all(|outcome| outcome.verdict == Verdict::Applied)
    );
    assert_eq!(
        told[4].position,
        snapshot.outcomes(branch, 4, 1).unwrap().outcomes[0].position
    );
    check_sound(&store);
}

#[test]
fn an_id_that_comes_back_with_other_content_is_quarantined() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    let ours = phone.clock_in(1_450);
    // The same id, for it depends on the minute modulo 251, and another moment.
    let theirs = copy.clock_in(1_450 + 251);
    assert_eq!(ours, theirs);
    sent(&phone, &store, 2, 3);
    let branch = sent(&copy, &store, 2, 3);
    let snapshot = firm.snapshot(&store);
    let reused = Verdict::Quarantined(QuarantineReason::IdReused);
    assert_eq!(
        snapshot.outcomes(branch, 2, 1).unwrap().outcomes[0].verdict,
        reused
    );
    let held = rows::all::<QuarantineRow>(&snapshot, &[], 10).unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(
        (held[0].1.log, held[0].1.op_id),
        (branch, OpId::from_bytes(theirs.to_bytes()))
    );
    let entry: EntryRow = rows::get(&snapshot, &ours.to_bytes()).unwrap().unwrap();
    assert_eq!(entry.values.start, minute(1_450), "the first stands");
    check_sound(&store);
}

#[test]
fn a_revoked_devices_branch_is_kept_and_does_not_count() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let (id, _) = device(&firm, &store, phone.log);
    let revoke = Command::RevokeDevice(id, "lost".to_owned());
    firm.execute(&store, revoke, minute(3_000)).unwrap();
    let before = entries(&firm, &store);
    let branch = sent(&copy, &store, 2, 4);
    let told = firm
        .snapshot(&store)
        .outcomes(branch, 2, 9)
        .unwrap()
        .outcomes;
    let revoked = Verdict::Quarantined(QuarantineReason::DeviceRevoked);
    assert_eq!(
        told.iter().map(|o| o.verdict).collect::<Vec<_>>(),
        [revoked; 2]
    );
    assert_eq!(entries(&firm, &store), before);
    check_sound(&store);
}

#[test]
fn the_copys_own_device_sees_its_new_log_and_no_other() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    let other = firm.phone(&store, "Bea Bauer", 41);
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    let snapshot = firm.snapshot(&store);
    for (own, sees) in [(phone.log, true), (other.log, false)] {
        let (id, _) = device(&firm, &store, own);
        let scope = engine::scope::Scope::of_device(&snapshot, id)
            .unwrap()
            .unwrap();
        let rows = scope.snapshot(&snapshot).unwrap();
        let seen = rows
            .iter()
            .any(|row| row.table == LogRow::TABLE && row.key == branch.to_bytes());
        assert_eq!(seen, sees);
        let value = snapshot.get(LogRow::TABLE, &branch.to_bytes()).unwrap();
        let one = scope.sees(LogRow::TABLE, &branch.to_bytes(), value.as_deref());
        assert_eq!(one.unwrap(), sees);
    }
}

#[test]
fn a_backup_holds_both_branches_and_what_follows_them_later() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    let mut bytes = Vec::new();
    let options = BackupOptions {
        with_key: true,
        now: minute(9_000),
    };
    store.backup(options, &mut bytes).unwrap();
    drop(store);
    let to = tempfile::tempdir().unwrap();
    let restored = restore(&bytes[..], to.path(), None, minute(10_000), |_| {}).unwrap();
    assert!(restored.report.is_sound(), "{:#?}", restored.report);
    let back = Store::open(to.path(), OpenOptions::default()).unwrap();
    copy.rotate(&back, branch, 4);
    day(&mut phone, 2_900);
    day(&mut copy, 2_910);
    assert_eq!(sent(&copy, &back, 4, 6), branch);
    assert_eq!(sent(&phone, &back, 4, 6), phone.log);
    assert_eq!(entries(&firm, &back), 5);
    check_sound(&back);
}

#[test]
fn what_leads_nowhere_waits_for_what_comes_before() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    day(&mut copy, 2_900);
    sent(&phone, &store, 2, 4);
    let position = firm.snapshot(&store).position();
    let done = copy.send(&store, vec![copy.segment(3, 6)]);
    assert_eq!(
        done.problems[0].problem,
        ProblemKind::Gap {
            held: phone.heads[4]
        }
    );
    assert_eq!(firm.snapshot(&store).position(), position);
}

#[test]
fn a_device_that_branches_off_without_end_is_refused_at_last() {
    let (_dir, store, firm, phone, _) = copied();
    let mut refused = None;
    for n in 0..300 {
        let mut copy = phone.clone();
        copy.clock_in(1_450 + n);
        let done = copy.send(&store, vec![copy.segment(2, 3)]);
        refused = done.problems.first().map(|problem| problem.problem.code());
        if refused.is_some() {
            break;
        }
    }
    assert_eq!(refused, Some("fork"));
    let (_, row) = device(&firm, &store, phone.log);
    assert_eq!(row.logs().count(), 256);
}

#[test]
fn a_branch_is_sound_only_while_it_follows_from_its_stem() {
    let (_dir, store, firm, mut phone, mut copy) = copied();
    day(&mut phone, 1_450);
    day(&mut copy, 1_460);
    sent(&phone, &store, 2, 4);
    let branch = sent(&copy, &store, 2, 4);
    let journal = firm.snapshot(&store).journal(0, 1_000).unwrap();
    let held = journal.iter().filter(|entry| entry.log == branch);
    let bytes: Vec<&[u8]> = held.map(|entry| Op::bytes(&entry.op)).collect();
    assert_eq!(
        bytes,
        [&copy.ops[2][..], &copy.ops[3]],
        "as they were chained and signed"
    );
    let key = keyed(firm.company, &branch.to_bytes());
    let spoiled: crate::Reply<(), WriteError> = store.submit(None, 1, move |unit| {
        let mut row: LogHeadRow = unit.needed(Room::LogHead, &key)?;
        row.stem.as_mut().unwrap().hash[0] ^= 1;
        unit.put_row(Room::LogHead, &key, &row);
        Ok(())
    });
    spoiled.wait().unwrap();
    let report = store.verify().unwrap();
    assert!(!report.is_sound());
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.what.contains("branched off"))
    );
}
