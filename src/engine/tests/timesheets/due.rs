//! Who is reminded of what, and once.

use domain::EmployeeId;
use engine::Command;
use engine::access::SYSTEM;
use engine::command::TimesheetCommand as C;
use engine::query;
use oplog::v1::payload::{ReminderStep as Step, TimesheetPolicy};
use testkit::Scenario;

use super::kit::*;

/// Submitted by Monday noon and approved by Tuesday, with a reminder four hours before.
fn reminding() -> (Scenario, testkit::Person) {
    let (mut s, manager) = crew(2);
    let policy = TimesheetPolicy {
        submit_due_hours: Some(12),
        approve_due_hours: Some(24),
        remind_hours: Some(4),
        ..TimesheetPolicy::default()
    };
    let owner = s.owner.member;
    s.does(owner, &about(C::ChangePolicy(FIRST, policy)));
    (s, manager)
}

fn due(s: &Scenario) -> Vec<(EmployeeId, Step)> {
    let found = query::due(&s.view, s.clock.now()).unwrap();
    found.iter().map(|due| (due.employee, due.step)).collect()
}

#[test]
fn whoever_has_hours_and_did_not_submit_them_is_reminded_once() {
    let (mut s, _manager) = reminding();
    let [ana, ben] = [0, 1].map(|n| s.crew[n].clone());
    submit(&mut s, &ana);
    let early = s.local("2026-03-16T07:59");
    s.clock.set(early);
    assert_eq!(due(&s), []);
    s.later(1);
    assert_eq!(due(&s), [(ben.employee, Step::Submit)]);
    let note: Command = about(C::NoteReminded(ben.employee, FIRST, Step::Submit));
    refused(s.tries(s.owner.member, &note), "not_permitted");
    s.does(SYSTEM, &note);
    assert_eq!(due(&s), []);
    refolds(&s);
}

#[test]
fn those_who_approve_are_reminded_while_something_waits() {
    let (mut s, manager) = reminding();
    for person in s.crew.clone() {
        submit(&mut s, &person);
    }
    let evening = s.local("2026-03-16T20:00");
    s.clock.set(evening);
    let mut waiting = due(&s);
    waiting.sort();
    let owner = s.owner.employee;
    let mut expect = vec![(manager.employee, Step::Approve), (owner, Step::Approve)];
    expect.sort();
    assert_eq!(waiting, expect);
    s.does(manager.member, &about(C::ApproveSubmitted(FIRST)));
    assert_eq!(due(&s), []);
}

#[test]
fn nobody_is_reminded_unless_the_firm_wants_it_nor_of_what_is_locked() {
    let (mut s, _manager) = crew(1);
    assert_eq!(due(&s), []);
    let (mut reminded, _manager) = reminding();
    assert_eq!(due(&reminded).len(), 2);
    lock(&mut reminded);
    assert_eq!(due(&reminded), []);
    s.later(1);
}
