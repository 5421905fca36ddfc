//! Units of work that share a transaction.

use super::kit::{check_sound, found, minute, open, view_rows};
use crate::plain::Plain;
use crate::room::Room;
use crate::{Execute, Reply, SystemChange, SystemError, SystemPlan, TokenHash, WriteError};
use domain::JobId;
use engine::Command;
use engine::command::{JobPatch, JobText};
use engine::rows::{self, JobRow, Row};
use std::sync::mpsc;

#[test]
fn what_fails_leaves_nothing_beside_what_succeeds_in_the_same_commit() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (ours, theirs) = (found(&store, 1), found(&store, 2));
    let before = view_rows(&store, &ours);

    // Holds the writer until everything else waits, so that it goes into one transaction.
    let (release, released) = mpsc::channel::<()>();
    let held: Reply<(), WriteError> = store.submit(None, 1, move |_| {
        released.recv().unwrap();
        Ok(())
    });
    let add_job = |name: &str| {
        Command::AddJob(JobText {
            name: name.to_owned(),
            ..JobText::default()
        })
    };
    let unused = TokenHash([1; 32]);
    let conflict = vec![
        SystemChange::EndSession { token: unused },
        SystemChange::UseSetup {
            code: unused,
            at: minute(1),
        },
    ];
    let ours_add = |name, plan| {
        Execute::new(ours.company, ours.owner, add_job(name), minute(1)).with_system(plan)
    };
    let refused = store.execute(ours_add("Refused", conflict.into()));
    let good = store.execute(Execute::new(
        theirs.company,
        theirs.owner,
        add_job("Good"),
        minute(1),
    ));
    let panics = store.execute(ours_add("Panics", SystemPlan::after(|_| panic!("a bug"))));
    let last: Reply<(), SystemError> = store.change_system(Vec::new());
    release.send(()).unwrap();

    held.wait().unwrap();
    good.wait().unwrap();
    last.wait().unwrap();
    assert_eq!(refused.wait().unwrap_err().code(), "setup_wrong");
    assert_eq!(panics.wait().unwrap_err().code(), "company_stopped");
    assert_eq!(view_rows(&store, &ours), before);
    assert_eq!(theirs.snapshot(&store).position(), 2);
    let resume = SystemChange::ResumeCompany {
        company: ours.company,
    };
    store.change_system(vec![resume]).wait().unwrap();
    check_sound(&store);
}

#[test]
fn a_unit_sees_its_own_changes_over_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    const ROOM: Room = Room::Setting;
    let put: Reply<(), WriteError> = store.submit(None, 1, |unit| {
        for key in [1, 3, 5, 7] {
            unit.put(ROOM, &[0, key], vec![key]);
        }
        Ok(())
    });
    put.wait().unwrap();
    type Seen = (Vec<u8>, Vec<Option<u8>>);
    let seen: Reply<Seen, WriteError> = store.submit(None, 1, |unit| {
        unit.remove(ROOM, &[0, 7]);
        unit.remove(ROOM, &[0, 6]);
        unit.put(ROOM, &[0, 4], vec![4]);
        unit.remove(ROOM, &[0, 1]);
        let range = unit.range(ROOM, &[0], &[0, 9], 3)?;
        let mut lasts = Vec::new();
        for end in [9, 5, 4, 3] {
            let last = unit.last(ROOM, &[0], &[0, end])?;
            lasts.push(last.map(|(key, _)| key[1]));
        }
        Ok((range.into_iter().map(|(key, _)| key[1]).collect(), lasts))
    });
    let (range, lasts) = seen.wait().unwrap();
    assert_eq!(range, [3, 4, 5]);
    assert_eq!(lasts, [Some(5), Some(4), Some(3), None]);
}

/// Two who saw the same job, and asked before either had an answer.
#[test]
fn of_two_edits_of_one_state_the_second_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let firm = found(&store, 1);
    let add = Command::AddJob(JobText {
        name: "Miller house".to_owned(),
        ..JobText::default()
    });
    let added = firm.execute(&store, add, minute(1)).unwrap();
    let job: JobId = added.subject().unwrap();
    let row: JobRow = rows::get(&firm.snapshot(&store), &job.to_bytes())
        .unwrap()
        .unwrap();
    let rename = |name: &str| {
        let patch = JobPatch {
            expected: Some(row.hash()),
            name: Some(name.to_owned()),
            ..JobPatch::default()
        };
        let command = Command::ChangeJob(job, patch);
        store.execute(Execute::new(firm.company, firm.owner, command, minute(2)))
    };
    let (first, second) = (rename("Miller barn"), rename("Miller shed"));
    first.wait().unwrap();
    assert_eq!(second.wait().unwrap_err().code(), "changed_meanwhile");
    let now: JobRow = rows::get(&firm.snapshot(&store), &job.to_bytes())
        .unwrap()
        .unwrap();
    assert_eq!(now.name, "Miller barn");
}
