//! Commands about invitations, devices and accounts; each row still has the faults of the rows
//! below it.

use domain::{AccountId, InvitationId, LogId};
use engine::access::SYSTEM;
use engine::command::EnrolDevice;
use engine::rows::{DeviceRow, InvitationRow, InvitationState, MemberRow};
use engine::{Command, Effect, query};
use oplog::SigningKey;
use oplog::receipt::Verdict;
use oplog::v1::payload::InvitationPurpose;
use testkit::Person;

use super::site::{Site, long, nothing};

#[test]
fn an_invitation_is_open_for_7_days_and_mailed_where_there_is_an_address() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    let invite = |who: &Person| Command::Invite(who.employee, InvitationPurpose::Device);
    let ghost = Person {
        employee: nothing(),
        ..worker.clone()
    };
    site.check(worker.member, &invite(&ghost), "not_permitted");
    site.check(manager.member, &invite(&ghost), "employee_not_found");
    site.check(manager.member, &invite(&owner), "not_permitted");
    site.check(
        owner.member,
        &Command::ArchiveEmployee(worker.employee),
        "ok",
    );
    site.check(manager.member, &invite(&worker), "employee_archived");
    site.check(
        owner.member,
        &Command::RestoreEmployee(worker.employee),
        "ok",
    );
    let ops = site.check(manager.member, &invite(&worker), "ok");
    let row: InvitationRow = site.row(ops[0].subject::<InvitationId>());
    assert_eq!(
        (row.member, row.issued_by, &row.state),
        (worker.member, manager.member, &InvitationState::Open)
    );
    assert!(row.is_open(site.s.local("2026-03-16T18:00")));
    assert!(!row.is_open(site.s.local("2026-03-16T18:01")));
    let effects = |site: &Site, op, verdict| engine::effects(&site.s.view, op, verdict).unwrap();
    assert!(
        effects(&site, &ops[0], Verdict::Applied).is_empty(),
        "no address, no mail"
    );

    let ops = site.check(owner.member, &invite(&owner), "ok");
    let mail = Effect::MailInvitation {
        invitation: ops[0].subject(),
    };
    assert_eq!(effects(&site, &ops[0], Verdict::Applied), [mail]);
    assert!(
        effects(&site, &ops[0], Verdict::Superseded).is_empty(),
        "a repeat is not mailed again"
    );
}

#[test]
fn an_invitation_is_withdrawn_while_it_is_open() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.clone());
    let (revoked, expired) = (
        site.s.invite(&worker, InvitationPurpose::Device),
        site.s.invite(&worker, InvitationPurpose::Account),
    );
    site.check(
        worker.member,
        &Command::RevokeInvitation(nothing()),
        "not_permitted",
    );
    site.check(
        manager,
        &Command::RevokeInvitation(nothing()),
        "invitation_not_found",
    );
    site.check(manager, &Command::RevokeInvitation(revoked), "ok");
    site.check(
        manager,
        &Command::RevokeInvitation(revoked),
        "invitation_not_open",
    );
    site.s.later(7 * 24 * 60 + 1);
    site.check(
        manager,
        &Command::RevokeInvitation(expired),
        "invitation_not_open",
    );
}

#[test]
fn only_the_server_notes_what_became_of_its_mail() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let worker = site.worker.clone();
    let invitation = site.s.invite(&worker, InvitationPurpose::Device);
    site.check(
        SYSTEM,
        &Command::NoteInvitationMailed(nothing(), String::new()),
        "invitation_not_found",
    );
    site.check(
        owner,
        &Command::NoteInvitationMailed(invitation, String::new()),
        "not_permitted",
    );
    site.check(
        SYSTEM,
        &Command::NoteInvitationMailed(invitation, "550\u{7} no such mailbox".into()),
        "ok",
    );
    let row: InvitationRow = site.row(invitation);
    assert_eq!(row.mail_problem.as_deref(), Some("550 no such mailbox"));
}

fn enrol(invitation: InvitationId, log: LogId, name: &str) -> Command {
    let public_key = SigningKey::from_seed([5; 32]).public();
    Command::EnrolDevice(EnrolDevice {
        invitation,
        log,
        public_key,
        name: name.into(),
    })
}

#[test]
fn a_phone_is_enrolled_once_by_whom_it_was_meant_for() {
    let mut site = Site::new();
    let (owner, worker, other) = (site.owner.member, site.worker.clone(), site.other.clone());
    let device = |site: &mut Site| site.s.invite(&worker, InvitationPurpose::Device);
    let (open, revoked) = (device(&mut site), device(&mut site));
    let account = site.s.invite(&worker, InvitationPurpose::Account);
    site.check(owner, &Command::RevokeInvitation(revoked), "ok");
    let taken = site.s.enrol(&other).log;
    let log = LogId::from_bytes([0x77; 16]);

    site.check(
        other.member,
        &enrol(nothing(), taken, ""),
        "invitation_not_found",
    );
    site.check(
        other.member,
        &enrol(revoked, taken, ""),
        "invitation_not_open",
    );
    site.check(
        other.member,
        &enrol(account, taken, ""),
        "invitation_not_open",
    );
    site.check(owner, &Command::ArchiveEmployee(worker.employee), "ok");
    site.check(other.member, &enrol(open, taken, ""), "employee_archived");
    site.check(owner, &Command::RestoreEmployee(worker.employee), "ok");
    site.check(worker.member, &enrol(open, taken, "Phone"), "not_permitted");
    site.check(other.member, &enrol(open, log, ""), "text_empty");
    site.check(other.member, &enrol(open, log, "Phone"), "not_permitted");
    let ops = site.check(worker.member, &enrol(open, log, "Phone"), "ok");
    let row: DeviceRow = site.row(ops[0].subject::<domain::DeviceId>());
    assert_eq!(
        (row.member, row.log, row.name.as_str()),
        (worker.member, log, "Phone")
    );
    assert_eq!(
        query::device_name(&site.s.view, log),
        Ok(Some("Phone".to_owned()))
    );
    site.check(
        worker.member,
        &enrol(open, nothing(), "Phone"),
        "invitation_not_open",
    );

    let late = device(&mut site);
    site.s.later(7 * 24 * 60 + 1);
    site.check(
        worker.member,
        &enrol(late, nothing(), "Phone"),
        "invitation_not_open",
    );
}

#[test]
fn an_account_is_linked_once_by_whom_it_was_meant_for() {
    let mut site = Site::new();
    let (owner, worker, other) = (site.owner.member, site.worker.clone(), site.other.clone());
    let account = AccountId::from_bytes([0x66; 16]);
    let invitation = site.s.invite(&worker, InvitationPurpose::Account);
    let device = site.s.invite(&worker, InvitationPurpose::Device);
    site.check(
        other.member,
        &Command::LinkAccount(nothing(), account),
        "invitation_not_found",
    );
    site.check(
        worker.member,
        &Command::LinkAccount(device, account),
        "invitation_not_open",
    );
    site.check(owner, &Command::ArchiveEmployee(worker.employee), "ok");
    site.check(
        worker.member,
        &Command::LinkAccount(invitation, account),
        "employee_archived",
    );
    site.check(owner, &Command::RestoreEmployee(worker.employee), "ok");
    site.check(
        other.member,
        &Command::LinkAccount(invitation, account),
        "not_permitted",
    );
    site.check(
        worker.member,
        &Command::LinkAccount(invitation, account),
        "ok",
    );
    assert_eq!(site.row::<MemberRow>(worker.member).account, Some(account));
    site.check(
        worker.member,
        &Command::LinkAccount(invitation, account),
        "invitation_not_open",
    );
}

#[test]
fn a_device_is_revoked_with_a_reason() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    let device = site.s.enrol(&worker).device.unwrap();
    let owners = site.s.enrol(&owner).device.unwrap();
    site.check(
        worker.member,
        &Command::RevokeDevice(nothing(), long(1001)),
        "not_permitted",
    );
    site.check(
        manager.member,
        &Command::RevokeDevice(nothing(), long(1001)),
        "device_not_found",
    );
    site.check(
        manager.member,
        &Command::RevokeDevice(device, long(1001)),
        "text_too_long",
    );
    site.check(
        manager.member,
        &Command::RevokeDevice(owners, "lost".into()),
        "not_permitted",
    );
    site.check(
        manager.member,
        &Command::RevokeDevice(device, "lost".into()),
        "ok",
    );
    site.check(
        manager.member,
        &Command::RevokeDevice(device, long(1001)),
        "nothing_changed",
    );
    let row: DeviceRow = site.row(device);
    assert_eq!(
        row.revoked.map(|revoked| (revoked.by, revoked.reason)),
        Some((manager.member, "lost".to_owned()))
    );
}

#[test]
fn an_invitation_does_not_outlive_the_role_it_was_made_for() {
    let mut site = Site::new();
    let (owner, manager, worker) = (
        site.owner.clone(),
        site.manager.clone(),
        site.worker.clone(),
    );
    let invite = Command::Invite(worker.employee, InvitationPurpose::Account);
    let ops = site.check(manager.member, &invite, "ok");
    let seen_by_the_manager: InvitationId = ops[0].subject();
    let promote = Command::ChangeRole(worker.employee, domain::company::Role::Owner);
    site.check(owner.member, &promote, "ok");
    let row: InvitationRow = site.row(seen_by_the_manager);
    assert!(
        matches!(row.state, InvitationState::Revoked { .. }),
        "{:?}",
        row.state
    );
    let account = AccountId::from_bytes([9; 16]);
    site.check(
        worker.member,
        &Command::LinkAccount(seen_by_the_manager, account),
        "invitation_not_open",
    );
}
