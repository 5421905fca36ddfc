//! Judging again in steps: bounded, whole after a crash between two of them, and then done.

use engine::rows::{EmployeeRow, QuarantineRow};
use engine::{Command, query, rows};
use oplog::receipt::Verdict;

use super::kit::{Firm, Phone, check_sound, found, minute, open};
use crate::Store;

/// So many entries that their ops take more than two steps.
const ENTRIES: usize = 300;

fn held(store: &Store, firm: &Firm) -> usize {
    query::held_count(&firm.snapshot(store), usize::MAX).unwrap()
}

/// A phone whose worker had left before it stated its hours.
fn hours_of_someone_who_left(store: &Store, firm: &Firm) -> Phone {
    let mut phone = firm.phone(store, "Ana", 7);
    let leave = Command::ArchiveEmployee(phone.employee);
    firm.execute(store, leave, minute(2)).unwrap();
    for n in 0..i64::try_from(ENTRIES).unwrap() {
        let entry = phone.clock_in(10 + 2 * n);
        phone.clock_out(entry, 11 + 2 * n);
    }
    for from in (0..2 * ENTRIES).step_by(200) {
        phone.send(store, vec![phone.segment(from, from + 200)]);
    }
    phone
}

fn counted(store: &Store, firm: &Firm, phone: &Phone) -> usize {
    let entries = query::entries_of(
        &firm.snapshot(store),
        phone.employee,
        jiff::Timestamp::MIN,
        jiff::Timestamp::MAX,
    );
    let ended = |(_, row): &(_, engine::rows::EntryRow)| row.values.end.is_some();
    entries.unwrap().iter().filter(|entry| ended(entry)).count()
}

#[test]
fn what_waited_is_judged_again_in_steps_of_which_a_crash_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let firm = found(&store, 1);
    let phone = hours_of_someone_who_left(&store, &firm);
    assert_eq!(held(&store, &firm), 2 * ENTRIES);
    assert!(store.to_judge_again().unwrap().is_empty());

    let back = Command::RestoreEmployee(phone.employee);
    firm.execute(&store, back, minute(3000)).unwrap();
    assert_eq!(store.to_judge_again().unwrap(), [firm.company]);
    let mut steps = 0;
    loop {
        let before = firm.snapshot(&store).position();
        let more = store
            .judge_again(firm.company, minute(3001))
            .wait()
            .unwrap();
        let stated = firm.snapshot(&store).position() - before;
        assert!(stated <= 256, "{stated} in one step");
        steps += 1;
        if !more {
            break;
        }
        // Between any two steps the server may end and begin again.
        if steps % 50 == 3 {
            drop(store);
            store = open(folder.path());
            assert_eq!(store.to_judge_again().unwrap(), [firm.company]);
        }
        assert!(steps < 2 * ENTRIES, "it goes on for ever");
    }
    assert!(steps > 2, "{steps}");
    assert_eq!(held(&store, &firm), 0);
    assert_eq!(counted(&store, &firm, &phone), ENTRIES);
    assert!(store.to_judge_again().unwrap().is_empty());

    // Nothing is left: another step states nothing.
    let before = firm.snapshot(&store).position();
    assert!(
        !store
            .judge_again(firm.company, minute(3002))
            .wait()
            .unwrap()
    );
    assert_eq!(firm.snapshot(&store).position(), before);
    check_sound(&store);
}

#[test]
fn the_outcome_that_was_told_is_told_anew_once_it_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let firm = found(&store, 1);
    let phone = hours_of_someone_who_left(&store, &firm);
    let told = firm.snapshot(&store).outcomes(phone.log, 0, 2).unwrap();
    let known: Vec<(u64, u64)> = told.outcomes.iter().map(|o| (o.seq, o.position)).collect();
    let anew = |known: &[(u64, u64)]| {
        let view = firm.snapshot(&store);
        view.judged_anew(phone.log, known.iter().copied()).unwrap()
    };
    assert!(anew(&known).is_empty());
    let back = Command::RestoreEmployee(phone.employee);
    firm.execute(&store, back, minute(3000)).unwrap();
    while store
        .judge_again(firm.company, minute(3001))
        .wait()
        .unwrap()
    {}
    let now = anew(&known);
    assert_eq!(now.len(), 2);
    assert!(
        now.iter()
            .all(|outcome| outcome.verdict == Verdict::Applied)
    );
    // The position is the new one: only a base from there on shows what it did.
    let row: QuarantineRow = rows::get(&firm.snapshot(&store), &known[0].1.to_be_bytes())
        .unwrap()
        .unwrap();
    assert_eq!(now[0].position, row.again[0].position);
    let again = firm.snapshot(&store).outcomes(phone.log, 0, 2).unwrap();
    assert_eq!(again.outcomes, now);
    let knows: Vec<(u64, u64)> = now.iter().map(|o| (o.seq, o.position)).collect();
    assert!(anew(&knows).is_empty());
}

#[test]
fn another_company_is_judged_no_more_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let (one, two) = (found(&store, 1), found(&store, 2));
    let phone = hours_of_someone_who_left(&store, &one);
    let other = two.worker(&store, "Ben").0;
    for command in [
        Command::ArchiveEmployee(other),
        Command::RestoreEmployee(other),
    ] {
        two.execute(&store, command, minute(3000)).unwrap();
    }
    assert!(store.to_judge_again().unwrap().is_empty());
    let row: EmployeeRow = rows::get(&one.snapshot(&store), &phone.employee.to_bytes())
        .unwrap()
        .unwrap();
    assert!(row.archived_at.is_some());
    assert_eq!(held(&store, &one), 2 * ENTRIES);
}
