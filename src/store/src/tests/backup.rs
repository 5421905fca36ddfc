//! A backup holds everything as of one moment, and is refused when it does not.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::kit::{Firm, check_sound, found, minute, open, options, view_rows};
use crate::{
    AccessToken, AccessTokenPlace, BackupFileError, BackupInfo, BackupOptions, BackupRecord,
    CalendarFeed, Execute, KeepError, MasterKey, OpenOptions, PasswordReset, RestoreError,
    Restored, Session, Store, SystemChange, TokenHash, backup_name, check_backup, compact,
    is_backup_of, keep_backup, restore,
};
use domain::{AccessTokenId, AccountId};
use engine::command::{AddEmployee, JobText};
use engine::rows::{self, EmployeeRow};
use engine::{Command, Table};
use oplog::v1::payload::InvitationPurpose;

const WITH_KEY: BackupOptions = BackupOptions {
    with_key: true,
    now: jiff::Timestamp::UNIX_EPOCH,
};

fn add_job(n: usize) -> Command {
    Command::AddJob(JobText {
        name: format!("Job {n}"),
        ..JobText::default()
    })
}

fn back_up(store: &Store) -> (BackupInfo, Vec<u8>) {
    let mut bytes = Vec::new();
    let info = store.backup(WITH_KEY, &mut bytes).unwrap();
    (info, bytes)
}

fn bring_back(bytes: &[u8], dir: &Path) -> Restored {
    restore(bytes, dir, None, minute(10_000), |_| {}).unwrap()
}

/// A store with people, a phone's hours, an invitation that is to be mailed, and a file.
fn busy(dir: &Path) -> (Store, Firm) {
    let store = open(dir);
    let firm = found(&store, 1);
    found(&store, 2);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.clock_out(entry, 400);
    phone.send(&store, vec![phone.segment(0, 2)]);
    let add = AddEmployee {
        name: "Manny Manager".to_owned(),
        email: "manny@example.com".to_owned(),
        number: String::new(),
        role: domain::company::Role::Manager,
    };
    let employee = firm
        .execute(&store, Command::AddEmployee(add), minute(3))
        .unwrap()
        .subject()
        .unwrap();
    let invite = Command::Invite(employee, InvitationPurpose::Account);
    firm.execute(&store, invite, minute(4)).unwrap();
    store
        .blobs()
        .put(firm.company, &mut &[7; 300_000][..])
        .unwrap();
    fs::create_dir(dir.join("tls")).unwrap();
    fs::write(dir.join("tls/ca.sealed"), b"sealed elsewhere").unwrap();
    (store, firm)
}

#[test]
fn a_restored_backup_is_what_was_backed_up_in_a_new_life() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, firm) = busy(from.path());
    let (info, bytes) = back_up(&store);
    assert_eq!((info.blobs, info.positions.len()), (1, 2));
    assert_eq!(check_backup(&bytes[..], |_| {}).unwrap(), info);
    assert!(
        info.positions
            .contains(&(firm.company, firm.snapshot(&store).position()))
    );

    let restored = bring_back(&bytes, to.path());
    assert!(restored.report.is_sound(), "{:#?}", restored.report);
    assert_eq!((restored.held, restored.report.blobs), (1, 1));
    let certificate = fs::read(to.path().join("tls/ca.sealed")).unwrap();
    assert_eq!(certificate, b"sealed elsewhere");
    let back = Store::open(to.path(), OpenOptions::default()).unwrap();
    check_same(&back, &store, &firm);
    assert_eq!(
        (back.public_key(), back.server_id()),
        (store.public_key(), store.server_id())
    );
    assert!(back.epoch() > store.epoch());
    assert_eq!(back.epoch(), restored.epoch);
    let record = back.restored().unwrap().unwrap();
    assert_eq!(
        (
            record.epoch_before,
            record.restored_at,
            record.backup_made_at
        ),
        (store.epoch(), minute(10_000), WITH_KEY.now)
    );
    assert_eq!(
        record.position(firm.company),
        Some(firm.snapshot(&store).position())
    );
    assert_eq!(store.restored().unwrap(), None);
    assert_ne!(
        firm.snapshot(&back).server_log(),
        firm.snapshot(&store).server_log()
    );
    firm.execute(&back, add_job(1), minute(5)).unwrap();
    check_sound(&back);
}

#[test]
fn what_a_restore_holds_back_is_delivered_once_it_is_released() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, firm) = busy(from.path());
    let waiting = store.outbox_due(minute(20_000), 10).unwrap();
    assert_eq!(waiting.len(), 1);
    bring_back(&back_up(&store).1, to.path());
    let back = open_restored(to.path());
    assert!(back.outbox_due(minute(20_000), 10).unwrap().is_empty());
    assert_eq!(back.outbox_held().unwrap(), waiting);
    // What is new is not held.
    let employee: EmployeeRow = rows::get(&firm.snapshot(&back), &firm.employee.to_bytes())
        .unwrap()
        .unwrap();
    assert!(employee.member.is_some());
    assert_eq!(back.release_outbox().wait().unwrap(), 1);
    assert_eq!(back.outbox_due(minute(20_000), 10).unwrap(), waiting);
    assert!(back.outbox_held().unwrap().is_empty());
}

/// The same journal and rows, but for what notes the restore.
#[track_caller]
fn check_same(back: &Store, store: &Store, firm: &Firm) {
    let position = firm.snapshot(store).position();
    assert_eq!(firm.snapshot(back).position(), position + 1);
    let journal = |store| {
        let snapshot = firm.snapshot(store);
        snapshot
            .journal(0, usize::try_from(position).unwrap())
            .unwrap()
    };
    assert_eq!(journal(back), journal(store));
    let mut rows = view_rows(back, firm);
    let before = view_rows(store, firm);
    assert!(before.iter().all(|row| rows.contains(row)));
    rows.retain(|row| !before.contains(row));
    let mut more: Vec<Table> = rows.into_iter().map(|(table, ..)| table).collect();
    more.sort_unstable();
    assert_eq!(
        more,
        [Table::Log, Table::Op],
        "the new server log, and the op that names it"
    );
}

fn open_restored(dir: &Path) -> Store {
    Store::open(dir, OpenOptions::default()).unwrap()
}

#[test]
fn everything_answered_before_a_backup_began_is_in_it_while_writes_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    for n in 0..50 {
        firm.execute(&store, add_job(n), minute(1)).unwrap();
    }
    let stop = AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut n = 50;
            while !stop.load(Ordering::Relaxed) {
                firm.execute(&store, add_job(n), minute(1)).unwrap();
                n += 1;
            }
            n
        });
        let mut backups = Vec::new();
        let first = firm.snapshot(&store).position();
        while backups.len() < 5 || firm.snapshot(&store).position() < first + 20 {
            let before = firm.snapshot(&store).position();
            let (info, bytes) = back_up(&store);
            backups.push((before, firm.snapshot(&store).position(), info, bytes));
        }
        stop.store(true, Ordering::Relaxed);
        assert!(writing.join().unwrap() > 50);
        backups
    });
    for (before, after, info, bytes) in backups {
        let to = tempfile::tempdir().unwrap();
        let restored = bring_back(&bytes, to.path());
        assert!(restored.report.is_sound(), "{:#?}", restored.report);
        let position = restored.companies[0].position;
        assert!(
            (before..=after).contains(&position),
            "{before} {position} {after}"
        );
        assert_eq!(info.positions, [(firm.company, position)]);
        // Up to there it is the same journal.
        let limit = usize::try_from(position).unwrap();
        let back = open_restored(to.path());
        assert_eq!(
            firm.snapshot(&back).journal(0, limit).unwrap(),
            firm.snapshot(&store).journal(0, limit).unwrap()
        );
    }
}

#[test]
fn a_flipped_byte_or_a_cut_is_refused_wherever_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    found(&store, 1);
    let (_, bytes) = back_up(&store);
    let step = (bytes.len() / 400).max(1);
    for at in (0..bytes.len()).step_by(step) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        assert!(check_backup(&flipped[..], |_| {}).is_err(), "byte {at}");
        assert!(check_backup(&bytes[..at], |_| {}).is_err(), "cut at {at}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(matches!(
        check_backup(&longer[..], |_| {}),
        Err(BackupFileError::Damaged { .. })
    ));
    let (middle, to) = (bytes.len() / 2, tempfile::tempdir().unwrap());
    let mut flipped = bytes.clone();
    flipped[middle] ^= 1;
    let wrong: [(&[u8], &str); 4] = [
        (&flipped, "is damaged near byte"),
        (&bytes[..middle], "it ends too early"),
        (
            b"PK\x03\x04 something else altogether",
            "it is not a TimeTrakr backup",
        ),
        (
            b"TimeTrakr backup 2\n",
            "a newer TimeTrakr made this backup",
        ),
    ];
    for (bytes, words) in wrong {
        let refused = restore(bytes, to.path(), None, minute(0), |_| {}).unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
        assert_eq!(fs::read_dir(to.path()).unwrap().count(), 0, "{words}");
    }
}

#[test]
fn a_backup_is_restored_into_an_empty_folder_alone_and_twice_is_two_lives() {
    let from = tempfile::tempdir().unwrap();
    let (store, firm) = busy(from.path());
    let (_, bytes) = back_up(&store);
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = bring_back(&bytes, first.path());
    let again = restore(&bytes[..], first.path(), None, minute(10_001), |_| {});
    assert!(matches!(again, Err(RestoreError::NotEmpty(_))), "{again:?}");
    let two = restore(&bytes[..], second.path(), None, minute(10_001), |_| {}).unwrap();
    assert_ne!(one.epoch, two.epoch);
    // And a restored server is backed up and restored like any other.
    let third = tempfile::tempdir().unwrap();
    let once = open_restored(first.path());
    let three = bring_back(&back_up(&once).1, third.path());
    assert!(three.epoch > one.epoch && three.report.is_sound());
    check_same(&open_restored(third.path()), &once, &firm);
}

#[test]
fn a_backup_without_its_key_needs_the_right_one() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, firm) = busy(from.path());
    let mut bytes = Vec::new();
    let without = BackupOptions {
        with_key: false,
        ..WITH_KEY
    };
    store.backup(without, &mut bytes).unwrap();
    assert!(
        !bytes.windows(32).any(|found| found == [5; 32]),
        "the key is in it"
    );
    let missing = restore(&bytes[..], to.path(), None, minute(0), |_| {}).unwrap_err();
    assert!(matches!(missing, RestoreError::KeyMissing));
    let wrong = Some(MasterKey::from_bytes([6; 32]));
    let wrong = restore(&bytes[..], to.path(), wrong, minute(0), |_| {}).unwrap_err();
    assert!(
        wrong
            .to_string()
            .contains("the master key is not this database's"),
        "{wrong}"
    );
    assert_eq!(fs::read_dir(to.path()).unwrap().count(), 0);
    let right = options().master_key;
    let restored = restore(&bytes[..], to.path(), right, minute(0), |_| {}).unwrap();
    assert!(restored.report.is_sound());
    check_same(&open_restored(to.path()), &store, &firm);
}

#[test]
fn an_interrupted_restore_is_not_taken_for_data_and_is_begun_anew() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, _) = busy(from.path());
    let partial = to.path().join("restore.partial");
    fs::create_dir(&partial).unwrap();
    fs::write(partial.join("timetrakr.redb"), b"half").unwrap();
    fs::write(to.path().join("master.key"), b"half").unwrap();
    let refused = Store::open(to.path(), options()).unwrap_err();
    assert!(refused.to_string().contains("was interrupted"), "{refused}");
    assert!(bring_back(&back_up(&store).1, to.path()).report.is_sound());
    assert!(!partial.exists());
}

#[test]
fn a_file_has_its_name_only_when_it_is_whole() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, _) = busy(from.path());
    let path = to.path().join(backup_name(store.server_id(), minute(0)));
    assert!(is_backup_of(
        store.server_id(),
        path.file_name().unwrap().to_str().unwrap()
    ));
    assert!(!is_backup_of(
        [0; 16],
        path.file_name().unwrap().to_str().unwrap()
    ));
    let interrupted = keep_backup(&path, |out| {
        out.write_all(b"TimeTrakr backup 1\n")?;
        Err(std::io::Error::other("killed"))
    });
    assert!(matches!(interrupted, Err(KeepError::Fill(_))));
    assert!(!path.exists());
    let half = keep_backup(&path, |out| out.write_all(b"TimeTrakr backup 1\n"));
    assert!(matches!(
        half,
        Err(KeepError::Check(BackupFileError::Incomplete))
    ));
    assert!(!path.exists());
    let keep = || keep_backup(&path, |mut out| store.backup(WITH_KEY, &mut out).map(drop));
    let (info, bytes) = keep().unwrap();
    assert_eq!(bytes, fs::metadata(&path).unwrap().len());
    assert!(matches!(keep(), Err(KeepError::Exists(_))));
    assert_eq!(
        fs::read_dir(to.path()).unwrap().count(),
        1,
        "no partial file is left"
    );
    let record = BackupRecord::kept(&info, bytes, &path);
    store.backup_made(record.clone()).wait().unwrap();
    assert_eq!(store.backups().unwrap().made, Some(record));
}

#[test]
fn compacting_keeps_every_row_and_gives_space_back() {
    let dir = tempfile::tempdir().unwrap();
    let (store, firm) = busy(dir.path());
    for n in 0..300 {
        firm.execute(&store, add_job(n), minute(1)).unwrap();
    }
    let rows = view_rows(&store, &firm);
    let in_use = compact(dir.path(), |_, _| {}).unwrap_err();
    assert!(in_use.to_string().contains("in use"), "{in_use}");
    drop(store);
    let (mut last, mut steps) = (0, 0);
    let done = compact(dir.path(), |done, all| {
        assert!(last <= done && done <= all);
        (last, steps) = (done, all);
    })
    .unwrap();
    assert_eq!(last, steps);
    assert!(done.bytes_after < done.bytes_before, "{done:?}");
    assert_eq!(
        done.bytes_after,
        fs::metadata(dir.path().join("timetrakr.redb"))
            .unwrap()
            .len()
    );
    let store = open(dir.path());
    assert_eq!(view_rows(&store, &firm), rows);
    check_sound(&store);
    firm.execute(&store, add_job(1000), minute(1)).unwrap();
    check_sound(&store);
}

#[test]
fn what_a_phone_sent_after_the_backup_is_taken_again_and_counts_once() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(from.path());
    let firm = found(&store, 1);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.send(&store, vec![phone.segment(0, 1)]);
    let (_, bytes) = back_up(&store);
    phone.clock_out(entry, 400);
    let before = phone.send(&store, vec![phone.segment(1, 2)]);
    bring_back(&bytes, to.path());
    let back = open_restored(to.path());
    // The office of the restored server goes on meanwhile, in its new log.
    firm.execute(&back, add_job(1), minute(500)).unwrap();
    let held = firm.snapshot(&back).log(phone.log).unwrap().unwrap().head;
    assert_eq!(held.next_seq, 1, "the phone is told what is not here");
    let after = phone.send(&back, vec![phone.segment(1, 2)]);
    let (before, after) = (&before.receipts[0].statement, &after.receipts[0].statement);
    assert_eq!((after.next_seq, after.hash), (before.next_seq, before.hash));
    assert!(after.epoch > before.epoch);
    let again = phone.send(&back, vec![phone.segment(0, 2)]);
    assert!(again.problems.is_empty());
    let ops = firm.snapshot(&back).journal(0, 1000).unwrap();
    let of_phone = ops.iter().filter(|entry| entry.log == phone.log).count();
    assert_eq!(of_phone, 2);
    check_sound(&back);
}

#[test]
fn commands_that_are_repeated_after_a_restore_are_new_to_it() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, firm) = busy(from.path());
    let (_, bytes) = back_up(&store);
    let execute =
        || Execute::new(firm.company, firm.owner, add_job(7), minute(9)).idempotent([3; 32]);
    store.execute(execute()).wait().unwrap();
    bring_back(&bytes, to.path());
    let back = open_restored(to.path());
    assert!(!back.execute(execute()).wait().unwrap().repeated);
    assert!(back.execute(execute()).wait().unwrap().repeated);
}

#[test]
fn what_lets_someone_in_ends_with_a_restore() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(from.path());
    let firm = found(&store, 1);
    let account = AccountId::from_bytes([4; 16]);
    let hash = |n| TokenHash([n; 32]);
    let (made_at, expires_at) = (minute(1), minute(20_000));
    let place = AccessTokenPlace {
        company: firm.company,
        member: firm.owner,
        token: AccessTokenId::from_bytes([5; 16]),
    };
    let session = Session {
        account,
        created_at: made_at,
        last_used_at: made_at,
        expires_at,
    };
    let token = AccessToken {
        hash: hash(2),
        account,
        name: "payroll".to_owned(),
        read_only: false,
        made_at,
        expires_at,
        last_used_at: None,
    };
    let feed = CalendarFeed {
        company: firm.company,
        member: firm.owner,
        account,
        made_at,
    };
    let reset = PasswordReset {
        account,
        expires_at,
    };
    let made = vec![
        SystemChange::PutSession {
            token: hash(1),
            session,
        },
        SystemChange::PutAccessToken { place, row: token },
        SystemChange::PutCalendarFeed {
            token: hash(3),
            row: feed,
        },
        SystemChange::PutPasswordReset {
            code: hash(4),
            row: reset,
        },
    ];
    store.change_system(made).wait().unwrap();
    let let_in = |store: &Store| {
        let system = store.system().unwrap();
        [
            system.session(hash(1)).unwrap().is_some(),
            system.access_token_of(hash(2)).unwrap().is_some(),
            system.calendar_feed(hash(3)).unwrap().is_some(),
            system.password_reset(hash(4), minute(2)).unwrap().is_some(),
        ]
    };
    assert_eq!(let_in(&store), [true; 4]);
    let (_, bytes) = back_up(&store);
    bring_back(&bytes, to.path());
    let back = Store::open(to.path(), OpenOptions::default()).unwrap();
    assert_eq!(let_in(&back), [false; 4]);
    assert_eq!(
        back.system()
            .unwrap()
            .calendar_feed_of(firm.company, firm.owner),
        Ok(None)
    );
}
