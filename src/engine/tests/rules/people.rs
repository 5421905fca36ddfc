//! Commands about employees and their roles; each row still has the faults of the rows below it.

use domain::MemberId;
use domain::company::Role;
use engine::Command;
use engine::command::{AddEmployee, ChangeEmployee};
use engine::rows::{EmployeeRow, MemberRow};
use oplog::v1::payload::RoleTag;
use testkit::Person;

use super::site::{Site, long, nothing};

#[test]
fn an_employee_is_added_with_a_place_in_the_company() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.member);
    let add = |email: &str, name: &str, number: &str, role| {
        Command::AddEmployee(AddEmployee {
            name: name.into(),
            email: email.into(),
            number: number.into(),
            role,
        })
    };
    site.check(
        worker,
        &add("bad", "", &long(33), Role::Owner),
        "not_permitted",
    );
    site.check(
        manager,
        &add("bad", "", &long(33), Role::Manager),
        "not_permitted",
    );
    site.check(
        manager,
        &add("bad", "", &long(33), Role::Worker),
        "email_invalid",
    );
    site.check(
        manager,
        &add("OLIVIA@example.com", "", &long(33), Role::Worker),
        "email_taken",
    );
    site.check(manager, &add("", "", &long(33), Role::Worker), "text_empty");
    site.check(
        manager,
        &add("", "Ida", &long(33), Role::Worker),
        "text_too_long",
    );
    let ops = site.check(
        manager,
        &add("ida@example.com", " Ida ", "7", Role::Worker),
        "ok",
    );
    let employee: EmployeeRow = site.row(ops[0].subject::<domain::EmployeeId>());
    assert_eq!(
        (employee.name.as_str(), employee.member),
        ("Ida", Some(ops[1].subject()))
    );
    let member: MemberRow = site.row(ops[1].subject::<MemberId>());
    assert_eq!((member.role, member.account), (RoleTag::Worker, None));
}

#[test]
fn an_employees_record_is_changed() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    let change = |who: &Person, name: &str, email: &str, number: &str| {
        Command::ChangeEmployee(ChangeEmployee {
            employee: who.employee,
            expected: None,
            name: Some(name.into()),
            email: Some(email.into()),
            number: Some(number.into()),
        })
    };
    let ghost = Person {
        employee: nothing(),
        ..worker.clone()
    };
    site.check(
        worker.member,
        &change(&ghost, "", "bad", &long(33)),
        "not_permitted",
    );
    site.check(
        manager.member,
        &change(&ghost, "", "bad", &long(33)),
        "employee_not_found",
    );
    site.check(
        manager.member,
        &change(&worker, "", "bad", &long(33)),
        "text_empty",
    );
    site.check(
        manager.member,
        &change(&worker, "Ana", "bad", &long(33)),
        "email_invalid",
    );
    site.check(
        manager.member,
        &change(&worker, "Ana", "olivia@example.com", &long(33)),
        "text_too_long",
    );
    site.check(
        manager.member,
        &change(&worker, "Ana", "olivia@example.com", ""),
        "email_taken",
    );
    site.check(
        manager.member,
        &change(&worker, &worker.name, "", ""),
        "nothing_changed",
    );
    site.check(
        manager.member,
        &change(&owner, "Boss", "", ""),
        "not_permitted",
    );
    site.check(
        manager.member,
        &change(&worker, "Ana T.", "ana@example.com", "12"),
        "ok",
    );
    // One's own address may be kept.
    site.check(
        manager.member,
        &change(&worker, "Ana", "ANA@example.com", "12"),
        "ok",
    );
    site.check(manager.member, &change(&manager, "Marta", "", "1"), "ok");
    let row: EmployeeRow = site.row(worker.employee);
    assert_eq!(
        (row.name.as_str(), row.email.as_str(), row.number.as_str()),
        ("Ana", "ana@example.com", "12")
    );
}

#[test]
fn an_employee_leaves_and_returns_but_the_last_owner_stays() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    site.check(
        worker.member,
        &Command::ArchiveEmployee(nothing()),
        "not_permitted",
    );
    site.check(
        manager.member,
        &Command::ArchiveEmployee(nothing()),
        "employee_not_found",
    );
    site.check(
        manager.member,
        &Command::RestoreEmployee(nothing()),
        "employee_not_found",
    );
    site.check(
        manager.member,
        &Command::RestoreEmployee(worker.employee),
        "nothing_changed",
    );
    site.check(
        owner.member,
        &Command::ArchiveEmployee(owner.employee),
        "last_owner",
    );
    site.check(
        manager.member,
        &Command::ArchiveEmployee(worker.employee),
        "ok",
    );
    assert!(
        site.row::<EmployeeRow>(worker.employee)
            .archived_at
            .is_some()
    );
    site.check(
        manager.member,
        &Command::ArchiveEmployee(worker.employee),
        "nothing_changed",
    );
    site.check(
        manager.member,
        &Command::RestoreEmployee(worker.employee),
        "ok",
    );
    assert!(
        site.row::<EmployeeRow>(worker.employee)
            .archived_at
            .is_none()
    );

    site.check(
        owner.member,
        &Command::ChangeRole(manager.employee, Role::Owner),
        "ok",
    );
    site.check(
        owner.member,
        &Command::ArchiveEmployee(owner.employee),
        "ok",
    );
    site.check(
        owner.member,
        &Command::RestoreEmployee(owner.employee),
        "not_permitted",
    );
    // An archived owner is no owner: the other one must stay.
    site.check(
        manager.member,
        &Command::ArchiveEmployee(manager.employee),
        "last_owner",
    );
    site.check(
        manager.member,
        &Command::ChangeRole(manager.employee, Role::Worker),
        "last_owner",
    );
    site.check(
        manager.member,
        &Command::RestoreEmployee(owner.employee),
        "ok",
    );
    site.check(
        manager.member,
        &Command::ChangeRole(manager.employee, Role::Worker),
        "ok",
    );
}

#[test]
fn roles_are_the_owners_to_give() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    site.check(
        manager.member,
        &Command::ChangeRole(nothing(), Role::Worker),
        "not_permitted",
    );
    site.check(
        owner.member,
        &Command::ChangeRole(nothing(), Role::Worker),
        "employee_not_found",
    );
    site.check(
        owner.member,
        &Command::ChangeRole(worker.employee, Role::Worker),
        "nothing_changed",
    );
    site.check(
        owner.member,
        &Command::ChangeRole(owner.employee, Role::Manager),
        "last_owner",
    );
    site.check(
        owner.member,
        &Command::ChangeRole(worker.employee, Role::Manager),
        "ok",
    );
    assert_eq!(site.row::<MemberRow>(worker.member).role, RoleTag::Manager);
}
