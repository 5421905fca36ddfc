//! Two companies in one file never see one another's rows, and a fault stops one alone.

use super::kit::{check_sound, found, minute, open, view_rows};
use crate::{Execute, Mark, SystemChange, SystemPlan};
use engine::command::JobText;
use engine::rows::Row;
use engine::scope::Scope;
use engine::{Command, Snapshot, Table};

fn add_job(name: &str) -> Command {
    Command::AddJob(JobText {
        name: name.to_owned(),
        ..JobText::default()
    })
}

#[test]
fn two_companies_never_see_each_others_rows() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    // Ids beside each other, so that a range that goes too far would show.
    let (ours, theirs) = (found(&store, 1), found(&store, 2));
    let before = view_rows(&store, &theirs);
    assert_eq!(view_rows(&store, &ours).len(), before.len());
    let mut phone = ours.phone(&store, "Wanda Worker", 40);
    let entry = phone.clock_in(10);
    phone.send(&store, vec![phone.segment(0, 1)]);
    ours.execute(&store, add_job("Miller house"), minute(2))
        .unwrap();
    ours.add_entry(&store, ours.employee, 3, 60);

    assert_eq!(view_rows(&store, &theirs), before);
    let snapshot = theirs.snapshot(&store);
    assert!(snapshot.log(phone.log).unwrap().is_none());
    assert!(
        snapshot
            .outcomes(phone.log, 0, 10)
            .unwrap()
            .outcomes
            .is_empty()
    );
    assert!(
        snapshot
            .get(Table::TimeEntry, &entry.to_bytes())
            .unwrap()
            .is_none()
    );
    assert_eq!(snapshot.journal(0, 100).unwrap().len(), 1);
    assert_eq!(
        snapshot.changes_since(0, 100).unwrap().unwrap().len(),
        before.len()
    );
    // A member of one company has no say in the other.
    let foreign = Execute::new(theirs.company, ours.owner, add_job("Theirs"), minute(3));
    assert!(store.execute(foreign).wait().is_err());
    check_sound(&store);
}

#[test]
fn a_panic_stops_its_company_alone_until_it_is_resumed() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (ours, theirs) = (found(&store, 1), found(&store, 2));
    let before = view_rows(&store, &ours);
    let plan = SystemPlan::after(|_| panic!("a bug in this company's work"));
    let broken =
        Execute::new(ours.company, ours.owner, add_job("Broken"), minute(1)).with_system(plan);
    assert_eq!(
        store.execute(broken).wait().unwrap_err().code(),
        "company_stopped"
    );

    assert_eq!(view_rows(&store, &ours), before);
    let error = ours
        .execute(&store, add_job("Later"), minute(2))
        .unwrap_err();
    assert_eq!(error.code(), "company_stopped");
    theirs
        .execute(&store, add_job("Goes on"), minute(2))
        .unwrap();
    let stopped = store
        .system()
        .unwrap()
        .company(ours.company)
        .unwrap()
        .unwrap()
        .stopped
        .unwrap();
    assert!(stopped.contains("a bug in this company's work"));
    assert_eq!(store.verify().unwrap().problems.len(), 1);

    store
        .change_system(vec![SystemChange::ResumeCompany {
            company: ours.company,
        }])
        .wait()
        .unwrap();
    ours.execute(&store, add_job("Again"), minute(3)).unwrap();
    check_sound(&store);
}

#[test]
fn a_phone_is_sent_what_changed_in_its_scope_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let mut phone = firm.phone(&store, "Wanda Worker", 40);
    let colleague = firm.phone(&store, "Walter Worker", 41);
    let device =
        |snapshot: &crate::CompanySnapshot, log| match snapshot.log(log).unwrap().unwrap().writer {
            engine::rows::Writer::Device(device) => device,
            engine::rows::Writer::Server => panic!("a phone's log is a device's"),
        };

    let snapshot = firm.snapshot(&store);
    let scope = Scope::of_device(&snapshot, device(&snapshot, phone.log))
        .unwrap()
        .unwrap();
    let nothing = Mark {
        epoch: 0,
        position: 0,
        view_version: 0,
    };
    let base = snapshot.delta(&scope, nothing).unwrap();
    assert!(base.snapshot);
    assert_eq!(base.mark, snapshot.mark());
    let people = base
        .rows
        .iter()
        .filter(|row| row.table == Table::Employee)
        .count();
    assert_eq!(people, 1, "colleagues are not sent");

    phone.clock_in(10);
    phone.send(&store, vec![phone.segment(0, 1)]);
    firm.add_entry(&store, colleague.employee, 3, 60);
    firm.execute(&store, add_job("Miller house"), minute(5))
        .unwrap();
    let snapshot = firm.snapshot(&store);
    let delta = snapshot.delta(&scope, base.mark).unwrap();
    assert!(!delta.snapshot);
    // The delta on the base is the snapshot.
    let mut replica = engine::MemoryView::default();
    replica.absorb(base.rows);
    replica.absorb(delta.rows.clone());
    let mut whole = engine::MemoryView::default();
    whole.absorb(scope.snapshot(&snapshot).unwrap());
    assert_eq!(replica, whole);
    let entries: Vec<_> = delta
        .rows
        .iter()
        .filter(|row| row.table == Table::TimeEntry)
        .collect();
    assert_eq!(entries.len(), 1);
    let entry = engine::rows::EntryRow::decode(entries[0].value.as_ref().unwrap()).unwrap();
    assert_eq!(entry.employee, phone.employee);
    assert!(snapshot.delta(&scope, delta.mark).unwrap().rows.is_empty());
    for other in [
        Mark {
            epoch: 2,
            ..base.mark
        },
        Mark {
            view_version: 0,
            ..base.mark
        },
        Mark {
            position: base.mark.position + 999,
            ..base.mark
        },
    ] {
        assert!(snapshot.delta(&scope, other).unwrap().snapshot, "{other:?}");
    }
}

#[test]
fn a_new_role_is_a_new_base() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let phone = firm.phone(&store, "Wanda Worker", 40);
    let snapshot = firm.snapshot(&store);
    let engine::rows::Writer::Device(device) = snapshot.log(phone.log).unwrap().unwrap().writer
    else {
        panic!("a phone's log is a device's")
    };
    let mark = snapshot.mark();
    let promote = Command::ChangeRole(phone.employee, domain::company::Role::Manager);
    firm.execute(&store, promote, minute(5)).unwrap();
    let snapshot = firm.snapshot(&store);
    let scope = Scope::of_device(&snapshot, device).unwrap().unwrap();
    assert!(snapshot.delta(&scope, mark).unwrap().snapshot);
}
