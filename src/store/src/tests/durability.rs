//! What survives: reopening, a wrong key, a failing disk, repeated requests.

use super::kit::{check_sound, found, found_command, minute, open, options, view_rows};
use crate::{Execute, Health, MasterKey, OpenError, OpenOptions, ReadError, Store};
use domain::{CompanyId, JobId, MemberId};
use engine::command::JobText;
use engine::rows::{self, CompanyRow};
use engine::{Command, Snapshot, Table};

fn add_job(name: &str) -> Command {
    Command::AddJob(JobText {
        name: name.to_owned(),
        ..JobText::default()
    })
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let job: JobId = firm
        .execute(&store, add_job("Miller house"), minute(1))
        .unwrap()
        .subject()
        .unwrap();
    let (rows, position, server) = (
        view_rows(&store, &firm),
        firm.snapshot(&store).position(),
        store.public_key(),
    );
    drop(store);

    let store = open(dir.path());
    assert_eq!(view_rows(&store, &firm), rows);
    assert_eq!(firm.snapshot(&store).position(), position);
    assert!(
        firm.snapshot(&store)
            .get(Table::Job, &job.to_bytes())
            .unwrap()
            .is_some()
    );
    assert_eq!(
        (store.public_key(), store.epoch(), store.health()),
        (server, 1, Health::Ok)
    );
    check_sound(&store);
    firm.execute(&store, add_job("Another"), minute(2)).unwrap();
    check_sound(&store);
}

#[test]
fn a_second_open_is_refused_while_the_first_lives() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert!(matches!(
        Store::open(dir.path(), options()),
        Err(OpenError::InUse)
    ));
    drop(store);
    assert!(Store::open(dir.path(), options()).is_ok());
}

#[test]
fn the_last_clone_closes_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let other = store.clone();
    drop(store);
    assert!(matches!(
        Store::open(dir.path(), options()),
        Err(OpenError::InUse)
    ));
    found(&other, 1);
    drop(other);
    open(dir.path());
}

#[test]
fn another_master_key_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    found(&open(dir.path()), 1);
    let wrong = OpenOptions {
        master_key: Some(MasterKey::from_bytes([6; 32])),
    };
    assert!(matches!(
        Store::open(dir.path(), wrong),
        Err(OpenError::WrongMasterKey)
    ));
    check_sound(&open(dir.path()));
}

#[cfg(unix)]
#[test]
fn the_first_start_makes_a_folder_and_a_key_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("data");
    let mode = |name: &str| {
        std::fs::metadata(dir.join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    let store = Store::open(&dir, OpenOptions::default()).unwrap();
    found(&store, 1);
    drop(store);
    assert_eq!(
        (mode("."), mode("master.key"), mode("timetrakr.redb")),
        (0o700, 0o600, 0o600)
    );
    check_sound(&Store::open(&dir, OpenOptions::default()).unwrap());

    let key = std::fs::read_to_string(dir.join("master.key")).unwrap();
    let given = OpenOptions {
        master_key: MasterKey::from_hex(&key),
    };
    std::fs::remove_file(dir.join("master.key")).unwrap();
    assert!(matches!(
        Store::open(&dir, OpenOptions::default()),
        Err(OpenError::MasterKeyMissing { .. })
    ));
    check_sound(&Store::open(&dir, given).unwrap());
    std::fs::write(dir.join("master.key"), "not a key").unwrap();
    assert!(matches!(
        Store::open(&dir, OpenOptions::default()),
        Err(OpenError::BadMasterKeyFile { .. })
    ));
}

#[test]
fn a_newer_format_is_refused_by_its_number() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let database = redb::Database::open(dir.path().join("timetrakr.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    let newer: &[u8] = &9_u32.to_be_bytes();
    transaction
        .open_table(crate::room::META)
        .unwrap()
        .insert(b"format".as_slice(), newer)
        .unwrap();
    transaction.commit().unwrap();
    drop(database);
    let error = Store::open(dir.path(), options()).unwrap_err();
    assert!(
        matches!(error, OpenError::NewerFormat { found: 9, known: 1 }),
        "{error}"
    );
}

#[test]
fn a_repeated_request_gives_the_earlier_result() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let founding = || {
        let company = CompanyId::from_bytes([1; 16]);
        Execute::new(
            company,
            MemberId::from_bytes([0; 16]),
            found_command(1),
            minute(0),
        )
        .idempotent([7; 32])
    };
    let first = store.execute(founding()).wait().unwrap();
    let again = store.execute(founding()).wait().unwrap();
    assert_eq!((first.repeated, again.repeated), (false, true));
    assert_eq!((&first.ops, first.position), (&again.ops, again.position));

    let firm = super::kit::Firm {
        company: CompanyId::from_bytes([1; 16]),
        owner: first.ops[0].envelope.actor,
        employee: domain::EmployeeId::from_bytes([0; 16]),
    };
    let clock_in = |key| {
        let command = Command::ClockIn(engine::command::Booking::default());
        store
            .execute(
                Execute::new(firm.company, firm.owner, command, minute(5)).idempotent([key; 32]),
            )
            .wait()
    };
    let first = clock_in(1).unwrap();
    assert_eq!(clock_in(1).unwrap().ops, first.ops);
    // Another request is another wish, and one cannot clock in twice.
    assert!(clock_in(2).is_err());
    assert_eq!(firm.snapshot(&store).position(), 2);
    check_sound(&store);
}

#[test]
fn many_callers_share_commits_and_each_gets_its_own_answer() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firms: Vec<_> = (1..=3).map(|n| found(&store, n)).collect();
    let replies: Vec<_> = (0..60)
        .map(|n| {
            let firm = firms[n % 3];
            store.execute(Execute::new(
                firm.company,
                firm.owner,
                add_job(&format!("Job {n}")),
                minute(1),
            ))
        })
        .collect();
    for reply in replies {
        reply.wait().unwrap();
    }
    for firm in &firms {
        assert_eq!(firm.snapshot(&store).position(), 21);
    }
    check_sound(&store);
}

#[test]
fn a_commit_is_told_to_subscribers() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut commits = store.subscribe();
    let firm = found(&store, 1);
    firm.execute(&store, add_job("Miller house"), minute(1))
        .unwrap();
    let told = [
        commits.blocking_recv().unwrap(),
        commits.blocking_recv().unwrap(),
    ];
    assert_eq!(
        told.map(|commit| (commit.company, commit.position)),
        [(firm.company, 1), (firm.company, 2)]
    );
}

#[test]
fn a_refused_command_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let before = view_rows(&store, &firm);
    assert!(firm.execute(&store, add_job("  "), minute(1)).is_err());
    assert_eq!(view_rows(&store, &firm), before);
    assert_eq!(firm.snapshot(&store).position(), 1);
    let nobody = CompanyId::from_bytes([9; 16]);
    let error = store
        .execute(Execute::new(nobody, firm.owner, add_job("x"), minute(1)))
        .wait()
        .unwrap_err();
    assert_eq!(error.code(), "company_unknown");
    assert!(matches!(
        store.snapshot(nobody),
        Err(ReadError::UnknownCompany)
    ));
}

#[test]
fn views_of_another_engine_are_rebuilt_at_open() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let rows = view_rows(&store, &firm);
    // As an older engine would have left it: another version, another company row, a stray row.
    let reply: crate::Reply<(), crate::WriteError> =
        store.submit(Some(firm.company), 1, move |unit| {
            use crate::room::Room;
            use crate::view::keyed;
            let company = CompanyRow {
                id: firm.company,
                name: "Old".to_owned(),
                zone: "UTC".to_owned(),
                workweek_starts: 1,
                language: "en".to_owned(),
                founded_at: minute(0),
            };
            unit.put_row(
                Room::View(Table::Company),
                &keyed(firm.company, &[]),
                &company,
            );
            unit.put(
                Room::View(Table::Job),
                &keyed(firm.company, &[7; 16]),
                vec![1],
            );
            unit.put_row(
                Room::Setting,
                crate::verify::refold::VIEW_VERSION_KEY,
                &0_u32,
            );
            Ok(())
        });
    reply.wait().unwrap();
    assert_ne!(view_rows(&store, &firm), rows);
    assert!(!store.verify().unwrap().is_sound());
    drop(store);
    let store = open(dir.path());
    assert_eq!(view_rows(&store, &firm), rows);
    let name = rows::get::<CompanyRow>(&firm.snapshot(&store), &[])
        .unwrap()
        .unwrap()
        .name;
    assert_eq!(name, "Firm 1");
    check_sound(&store);
}
