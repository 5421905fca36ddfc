//! `verify` finds what was changed, lost or added behind its back.

use super::kit::{check_sound, found, minute, open};
use crate::keys::company_of;
use crate::plain::Plain;
use crate::room::Room;
use crate::view::numbered;
use crate::{CompanyEntry, Store, SystemChange, VerifyReport, WriteError};
use domain::{AccountId, CompanyId};
use engine::Table;
use redb::{ReadableDatabase, ReadableTable};
use std::path::Path;

fn busy_store(dir: &Path) -> (Store, super::kit::Firm) {
    let store = open(dir);
    let firm = found(&store, 1);
    found(&store, 2);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.clock_out(entry, 400);
    phone.send(&store, vec![phone.segment(0, 2)]);
    firm.add_entry(&store, firm.employee, 500, 600);
    (store, firm)
}

#[test]
fn a_sound_store_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let (store, firm) = busy_store(dir.path());
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{report:#?}");
    let entries = firm.snapshot(&store).position() + 1;
    assert_eq!((report.companies, report.logs), (2, 3));
    assert_eq!((report.ops, report.journal_entries), (entries, entries));
    assert!(report.values > report.view_rows && report.view_rows > entries);
}

/// Changes one stored value of each table, bit by bit somewhere in the middle, and expects that
/// it is noticed and never read as something else.
#[test]
fn a_flipped_bit_at_rest_is_noticed_in_every_table() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = busy_store(dir.path());
    drop(store);
    let path = dir.path().join("timetrakr.redb");
    let flip = |room: Room| {
        let database = redb::Database::open(&path).unwrap();
        let first = {
            let transaction = database.begin_read().unwrap();
            let Ok(table) = transaction.open_table(room.definition()) else {
                return false;
            };
            let first = ReadableTable::first(&table).unwrap();
            first.map(|(key, value)| (key.value().to_vec(), value.value().to_vec()))
        };
        let Some((key, mut value)) = first else {
            return false;
        };
        let middle = value.len() / 2;
        value[middle] ^= 4;
        let transaction = database.begin_write().unwrap();
        transaction
            .open_table(room.definition())
            .unwrap()
            .insert(key.as_slice(), value.as_slice())
            .unwrap();
        transaction.commit().unwrap();
        true
    };
    let mut flipped = 0;
    for room in
        Room::all().filter(|room| !matches!(room, Room::DataKey | Room::ServerKey | Room::Setting))
    {
        if !flip(room) {
            continue;
        }
        flipped += 1;
        let store = open(dir.path());
        let report = store.verify().unwrap();
        let noticed = report
            .problems
            .iter()
            .any(|problem| problem.table == room.name());
        assert!(noticed, "{}: {report:#?}", room.name());
        drop(store);
        assert!(flip(room));
        check_sound(&open(dir.path()));
    }
    assert!(flipped > 15, "only {flipped} tables had rows");
}

/// Rewrites rows under good seals, as a bug or an insider with the key would.
fn tamper(
    store: &Store,
    change: impl FnOnce(&mut crate::unit::Unit<'_, '_>) + Send + 'static,
) -> VerifyReport {
    let reply: crate::Reply<(), WriteError> = store.submit(None, 1, move |unit| {
        change(unit);
        Ok(())
    });
    reply.wait().unwrap();
    store.verify().unwrap()
}

#[track_caller]
fn tables_with_problems(report: &VerifyReport) -> Vec<&'static str> {
    let mut tables: Vec<_> = report
        .problems
        .iter()
        .map(|problem| problem.table)
        .collect();
    tables.dedup();
    tables
}

#[test]
fn a_changed_op_a_changed_verdict_and_a_changed_row_are_each_noticed() {
    use crate::shapes::{JournalRow, RawOp};
    use oplog::receipt::Verdict;
    type Tamper = fn(&mut crate::unit::Unit<'_, '_>, CompanyId);
    let cases: [(Tamper, &str); 7] = [
        (
            |unit, company| {
                let key = numbered(company, 2);
                let mut raw: RawOp = unit.needed(Room::RawOp, &key).unwrap();
                let last = raw.bytes.len() - 1;
                raw.bytes[last] ^= 1;
                unit.put_row(Room::RawOp, &key, &raw);
            },
            "raw_op-1",
        ),
        (
            |unit, company| {
                let key = numbered(company, 2);
                let entry: JournalRow = unit.needed(Room::Journal, &key).unwrap();
                unit.put_row(
                    Room::Journal,
                    &key,
                    &JournalRow {
                        verdict: Verdict::Parked,
                        ..entry
                    },
                );
            },
            "journal-1",
        ),
        (
            |unit, company| unit.remove(Room::Journal, &numbered(company, 8)),
            "journal_head-1",
        ),
        (
            |unit, company| {
                let key = numbered(company, 2);
                let raw: RawOp = unit.needed(Room::RawOp, &key).unwrap();
                unit.put_row(
                    Room::RawOp,
                    &key,
                    &RawOp {
                        named: None,
                        position: 10_000,
                        ..raw
                    },
                );
            },
            "journal-1",
        ),
        (
            |unit, company| {
                let room = Room::View(Table::OpenEntry);
                unit.put(
                    room,
                    &[company.to_bytes().as_slice(), &[1; 32]].concat(),
                    Vec::new(),
                );
            },
            "open_entry-1",
        ),
        (
            |unit, company| unit.remove(Room::CompanyEntry, &company.to_bytes()),
            "company_entry-1",
        ),
        (
            |unit, company| {
                let key = company.to_bytes();
                let entry: CompanyEntry = unit.needed(Room::CompanyEntry, &key).unwrap();
                let created_at = minute(7);
                unit.put_row(
                    Room::CompanyEntry,
                    &key,
                    &CompanyEntry {
                        created_at,
                        ..entry
                    },
                );
            },
            "company_entry-1",
        ),
    ];
    for (change, table) in cases {
        let dir = tempfile::tempdir().unwrap();
        let (store, firm) = busy_store(dir.path());
        assert!(firm.snapshot(&store).position() >= 8);
        let report = tamper(&store, move |unit| change(unit, firm.company));
        assert!(
            tables_with_problems(&report).contains(&table),
            "{table}: {report:#?}"
        );
        assert!(
            report
                .problems
                .iter()
                .all(|problem| problem.company == Some(firm.company))
        );
    }
}

/// As a copy would be that left one company out.
#[test]
fn a_company_of_which_nothing_is_left_is_missed_by_its_members() {
    let dir = tempfile::tempdir().unwrap();
    let (store, firm) = busy_store(dir.path());
    let account = AccountId::from_bytes([1; 16]);
    let membership = |company| SystemChange::PutMembership {
        account,
        company,
        member: firm.owner,
    };
    let here = vec![membership(firm.company)];
    store.change_system(here).wait().unwrap();
    check_sound(&store);
    let gone = CompanyId::from_bytes([9; 16]);
    store.change_system(vec![membership(gone)]).wait().unwrap();
    let report = store.verify().unwrap();
    assert_eq!(tables_with_problems(&report), ["company_entry-1"]);
    assert_eq!(report.problems[0].company, Some(gone));
}

#[test]
fn a_value_moved_to_another_company_is_not_taken_for_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (store, firm) = busy_store(dir.path());
    drop(store);
    let path = dir.path().join("timetrakr.redb");
    let database = redb::Database::open(&path).unwrap();
    let room = Room::View(Table::Company);
    let transaction = database.begin_write().unwrap();
    {
        let mut table = transaction.open_table(room.definition()).unwrap();
        let key = firm.company.to_bytes();
        let value = table.get(key.as_slice()).unwrap().unwrap().value().to_vec();
        table.insert([2; 16].as_slice(), value.as_slice()).unwrap();
    }
    transaction.commit().unwrap();
    drop(database);
    let store = open(dir.path());
    let other = company_of(&[2; 16]).unwrap();
    let snapshot = store.snapshot(other).unwrap();
    assert!(engine::Snapshot::get(&snapshot, Table::Company, &[]).is_err());
    assert!(!store.verify().unwrap().is_sound());
}
