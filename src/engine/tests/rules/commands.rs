//! Commands about the company, its people and its work: what is done, and what is refused first
//! when several things are wrong (each row still has the faults of the rows below it).

use domain::company::Role;
use domain::{AccountId, InvitationId, LogId, MemberId};
use engine::access::SYSTEM;
use engine::command::{
    AddEmployee, ChangeCompany, ChangeEmployee, CostCodePatch, CostCodeText, EnrolDevice, FoundCompany, JobPatch,
    JobText,
};
use engine::rows::{CompanyRow, CostCodeRow, DeviceRow, EmployeeRow, InvitationRow, InvitationState, JobRow, MemberRow};
use engine::{Arrival, Command, Ctx, Effect, MemoryView, query};
use oplog::receipt::Verdict;
use oplog::v1::payload::{InvitationPurpose, RoleTag};
use oplog::{Payload, SigningKey};
use testkit::Person;

use super::site::{Site, nothing};

fn long(size: usize) -> String {
    "x".repeat(size)
}

fn founding() -> FoundCompany {
    FoundCompany {
        company: nothing(),
        name: "  Reed Framing ".into(),
        zone: "america/new_york".into(),
        workweek_starts: 7,
        language: "es".into(),
        owner_name: "Olivia Reed".into(),
        owner_email: "Olivia@Example.com".into(),
        account: nothing(),
    }
}

#[test]
fn a_company_is_founded_once_with_its_owner() {
    let zone = domain::time::Zone::utc();
    let now = testkit::at("2026-03-09T12:00:00Z");
    let ctx = |entropy| Ctx {
        now,
        actor: nothing(),
        zone: &zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: 0,
        entropy: [entropy; 32],
    };
    let mut view = MemoryView::default();
    let faults: [(&str, fn(&mut FoundCompany)); 7] = [
        ("text_empty", |found| found.name = " ".into()),
        ("zone_unknown", |found| found.zone = "Mars/Olympus".into()),
        ("workweek_start_invalid", |found| found.workweek_starts = 0),
        ("language_unknown", |found| found.language = "fr".into()),
        ("text_too_long", |found| found.owner_name = long(121)),
        ("email_invalid", |found| found.owner_email = "olivia".into()),
        ("text_empty", |found| found.owner_email = " ".into()),
    ];
    for (index, (code, _)) in faults.iter().enumerate() {
        let mut found = founding();
        // The last two are two faults of one field: the earlier would be hidden by the later.
        let last = if index == 5 { 6 } else { 7 };
        faults[index..last].iter().for_each(|(_, spoil)| spoil(&mut found));
        let error = engine::decide(&view, &Command::FoundCompany(found), &ctx(1)).unwrap_err();
        assert_eq!(error.code(), *code);
    }
    let ops = engine::decide(&view, &Command::FoundCompany(founding()), &ctx(2)).unwrap();
    let arrival =
        Arrival { position: 1, log: LogId::from_bytes([9; 16]), seq: 0, received_at: now, skew_ms: 0 };
    assert_eq!(engine::judge(&view, &ops[0], &arrival), Ok(Verdict::Applied));
    engine::apply(&mut view, &ops[0], &arrival, Verdict::Applied).unwrap();
    let company: CompanyRow = query::company(&view).unwrap().unwrap();
    assert_eq!((company.name.as_str(), company.zone.as_str()), ("Reed Framing", "America/New_York"));
    let (_, owner, member) = query::people(&view).unwrap().remove(0);
    assert_eq!((owner.email.as_str(), member.unwrap().role), ("olivia@example.com", RoleTag::Owner));
    assert_eq!(ops[0].envelope.actor, owner.member.unwrap());

    let again = Command::FoundCompany(FoundCompany { name: String::new(), ..founding() });
    assert_eq!(engine::decide(&view, &again, &ctx(3)).unwrap_err().code(), "company_exists");
}

#[test]
fn settings_are_changed_by_the_owner() {
    let mut site = Site::new();
    let (owner, manager) = (site.owner.member, site.manager.member);
    let change = |name: &str, zone: &str, day, language: &str| {
        Command::ChangeCompany(ChangeCompany {
            name: Some(name.into()),
            zone: Some(zone.into()),
            workweek_starts: Some(day),
            language: Some(language.into()),
        })
    };
    site.check(manager, &change("", "Mars", 9, "fr"), "not_permitted");
    site.check(owner, &change("", "Mars", 9, "fr"), "zone_unknown");
    site.check(owner, &change("", "Europe/Madrid", 9, "fr"), "text_empty");
    site.check(owner, &change("Reed", "Europe/Madrid", 9, "fr"), "workweek_start_invalid");
    site.check(owner, &change("Reed", "Europe/Madrid", 7, "fr"), "language_unknown");
    site.check(owner, &Command::ChangeCompany(ChangeCompany::default()), "nothing_changed");
    site.check(owner, &change("Reed", "Europe/Madrid", 7, "es"), "ok");
    site.check(owner, &change("Reed", "Europe/Madrid", 7, "es"), "nothing_changed");
    let row: CompanyRow = query::company(&site.s.view).unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.zone.as_str(), row.workweek_starts, row.language.as_str()),
        ("Reed", "Europe/Madrid", 7, "es"));
}

#[test]
fn an_employee_is_added_with_a_place_in_the_company() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.member);
    let add = |email: &str, name: &str, number: &str, role| {
        Command::AddEmployee(AddEmployee { name: name.into(), email: email.into(), number: number.into(), role })
    };
    site.check(worker, &add("bad", "", &long(33), Role::Owner), "not_permitted");
    site.check(manager, &add("bad", "", &long(33), Role::Manager), "not_permitted");
    site.check(manager, &add("bad", "", &long(33), Role::Worker), "email_invalid");
    site.check(manager, &add("OLIVIA@example.com", "", &long(33), Role::Worker), "email_taken");
    site.check(manager, &add("", "", &long(33), Role::Worker), "text_empty");
    site.check(manager, &add("", "Ida", &long(33), Role::Worker), "text_too_long");
    let ops = site.check(manager, &add("ida@example.com", " Ida ", "7", Role::Worker), "ok");
    let employee: EmployeeRow = site.row(ops[0].subject::<domain::EmployeeId>());
    assert_eq!((employee.name.as_str(), employee.member), ("Ida", Some(ops[1].subject())));
    let member: MemberRow = site.row(ops[1].subject::<MemberId>());
    assert_eq!((member.role, member.account), (RoleTag::Worker, None));
}

#[test]
fn an_employees_record_is_changed() {
    let mut site = Site::new();
    let (owner, manager, worker) = (site.owner.clone(), site.manager.clone(), site.worker.clone());
    let change = |who: &Person, name: &str, email: &str, number: &str| {
        Command::ChangeEmployee(ChangeEmployee {
            employee: who.employee,
            name: Some(name.into()),
            email: Some(email.into()),
            number: Some(number.into()),
        })
    };
    let ghost = Person { employee: nothing(), ..worker.clone() };
    site.check(worker.member, &change(&ghost, "", "bad", &long(33)), "not_permitted");
    site.check(manager.member, &change(&ghost, "", "bad", &long(33)), "employee_not_found");
    site.check(manager.member, &change(&worker, "", "bad", &long(33)), "text_empty");
    site.check(manager.member, &change(&worker, "Ana", "bad", &long(33)), "email_invalid");
    site.check(manager.member, &change(&worker, "Ana", "olivia@example.com", &long(33)), "text_too_long");
    site.check(manager.member, &change(&worker, "Ana", "olivia@example.com", ""), "email_taken");
    site.check(manager.member, &change(&worker, &worker.name, "", ""), "nothing_changed");
    site.check(manager.member, &change(&owner, "Boss", "", ""), "not_permitted");
    site.check(manager.member, &change(&worker, "Ana T.", "ana@example.com", "12"), "ok");
    // One's own address may be kept.
    site.check(manager.member, &change(&worker, "Ana", "ANA@example.com", "12"), "ok");
    site.check(manager.member, &change(&manager, "Marta", "", "1"), "ok");
    let row: EmployeeRow = site.row(worker.employee);
    assert_eq!((row.name.as_str(), row.email.as_str(), row.number.as_str()), ("Ana", "ana@example.com", "12"));
}

#[test]
fn an_employee_leaves_and_returns_but_the_last_owner_stays() {
    let mut site = Site::new();
    let (owner, manager, worker) = (site.owner.clone(), site.manager.clone(), site.worker.clone());
    site.check(worker.member, &Command::ArchiveEmployee(nothing()), "not_permitted");
    site.check(manager.member, &Command::ArchiveEmployee(nothing()), "employee_not_found");
    site.check(manager.member, &Command::RestoreEmployee(nothing()), "employee_not_found");
    site.check(manager.member, &Command::RestoreEmployee(worker.employee), "nothing_changed");
    site.check(owner.member, &Command::ArchiveEmployee(owner.employee), "last_owner");
    site.check(manager.member, &Command::ArchiveEmployee(worker.employee), "ok");
    assert!(site.row::<EmployeeRow>(worker.employee).archived_at.is_some());
    site.check(manager.member, &Command::ArchiveEmployee(worker.employee), "nothing_changed");
    site.check(manager.member, &Command::RestoreEmployee(worker.employee), "ok");
    assert!(site.row::<EmployeeRow>(worker.employee).archived_at.is_none());

    site.check(owner.member, &Command::ChangeRole(manager.employee, Role::Owner), "ok");
    site.check(owner.member, &Command::ArchiveEmployee(owner.employee), "ok");
    site.check(owner.member, &Command::RestoreEmployee(owner.employee), "not_permitted");
    // An archived owner is no owner: the other one must stay.
    site.check(manager.member, &Command::ArchiveEmployee(manager.employee), "last_owner");
    site.check(manager.member, &Command::ChangeRole(manager.employee, Role::Worker), "last_owner");
    site.check(manager.member, &Command::RestoreEmployee(owner.employee), "ok");
    site.check(manager.member, &Command::ChangeRole(manager.employee, Role::Worker), "ok");
}

#[test]
fn roles_are_the_owners_to_give() {
    let mut site = Site::new();
    let (owner, manager, worker) = (site.owner.clone(), site.manager.clone(), site.worker.clone());
    site.check(manager.member, &Command::ChangeRole(nothing(), Role::Worker), "not_permitted");
    site.check(owner.member, &Command::ChangeRole(nothing(), Role::Worker), "employee_not_found");
    site.check(owner.member, &Command::ChangeRole(worker.employee, Role::Worker), "nothing_changed");
    site.check(owner.member, &Command::ChangeRole(owner.employee, Role::Manager), "last_owner");
    site.check(owner.member, &Command::ChangeRole(worker.employee, Role::Manager), "ok");
    assert_eq!(site.row::<MemberRow>(worker.member).role, RoleTag::Manager);
}

#[test]
fn an_invitation_is_open_for_7_days_and_mailed_where_there_is_an_address() {
    let mut site = Site::new();
    let (owner, manager, worker) = (site.owner.clone(), site.manager.clone(), site.worker.clone());
    let invite = |who: &Person| Command::Invite(who.employee, InvitationPurpose::Device);
    let ghost = Person { employee: nothing(), ..worker.clone() };
    site.check(worker.member, &invite(&ghost), "not_permitted");
    site.check(manager.member, &invite(&ghost), "employee_not_found");
    site.check(manager.member, &invite(&owner), "not_permitted");
    site.check(owner.member, &Command::ArchiveEmployee(worker.employee), "ok");
    site.check(manager.member, &invite(&worker), "employee_archived");
    site.check(owner.member, &Command::RestoreEmployee(worker.employee), "ok");
    let ops = site.check(manager.member, &invite(&worker), "ok");
    let row: InvitationRow = site.row(ops[0].subject::<InvitationId>());
    assert_eq!((row.member, row.issued_by, &row.state), (worker.member, manager.member, &InvitationState::Open));
    assert!(row.is_open(site.s.local("2026-03-16T18:00")));
    assert!(!row.is_open(site.s.local("2026-03-16T18:01")));
    let effects = |site: &Site, op, verdict| engine::effects(&site.s.view, op, verdict).unwrap();
    assert!(effects(&site, &ops[0], Verdict::Applied).is_empty(), "no address, no mail");

    let ops = site.check(owner.member, &invite(&owner), "ok");
    let mail = Effect::MailInvitation { invitation: ops[0].subject() };
    assert_eq!(effects(&site, &ops[0], Verdict::Applied), [mail]);
    assert!(effects(&site, &ops[0], Verdict::Superseded).is_empty(), "a repeat is not mailed again");
}

#[test]
fn an_invitation_is_withdrawn_while_it_is_open() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.clone());
    let (revoked, expired) = (site.s.invite(&worker, InvitationPurpose::Device), site.s.invite(&worker, InvitationPurpose::Account));
    site.check(worker.member, &Command::RevokeInvitation(nothing()), "not_permitted");
    site.check(manager, &Command::RevokeInvitation(nothing()), "invitation_not_found");
    site.check(manager, &Command::RevokeInvitation(revoked), "ok");
    site.check(manager, &Command::RevokeInvitation(revoked), "invitation_not_open");
    site.s.later(7 * 24 * 60 + 1);
    site.check(manager, &Command::RevokeInvitation(expired), "invitation_not_open");
}

#[test]
fn only_the_server_notes_what_became_of_its_mail() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let worker = site.worker.clone();
    let invitation = site.s.invite(&worker, InvitationPurpose::Device);
    site.check(SYSTEM, &Command::NoteInvitationMailed(nothing(), String::new()), "invitation_not_found");
    site.check(owner, &Command::NoteInvitationMailed(invitation, String::new()), "not_permitted");
    site.check(SYSTEM, &Command::NoteInvitationMailed(invitation, "550\u{7} no such mailbox".into()), "ok");
    let row: InvitationRow = site.row(invitation);
    assert_eq!(row.mail_problem.as_deref(), Some("550 no such mailbox"));
}

fn enrol(invitation: InvitationId, log: LogId, name: &str) -> Command {
    let public_key = SigningKey::from_seed([5; 32]).public();
    Command::EnrolDevice(EnrolDevice { invitation, log, public_key, name: name.into() })
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

    site.check(other.member, &enrol(nothing(), taken, ""), "invitation_not_found");
    site.check(other.member, &enrol(revoked, taken, ""), "invitation_not_open");
    site.check(other.member, &enrol(account, taken, ""), "invitation_not_open");
    site.check(owner, &Command::ArchiveEmployee(worker.employee), "ok");
    site.check(other.member, &enrol(open, taken, ""), "employee_archived");
    site.check(owner, &Command::RestoreEmployee(worker.employee), "ok");
    site.check(worker.member, &enrol(open, taken, "Phone"), "not_permitted");
    site.check(other.member, &enrol(open, log, ""), "text_empty");
    site.check(other.member, &enrol(open, log, "Phone"), "not_permitted");
    let ops = site.check(worker.member, &enrol(open, log, "Phone"), "ok");
    let row: DeviceRow = site.row(ops[0].subject::<domain::DeviceId>());
    assert_eq!((row.member, row.log, row.name.as_str()), (worker.member, log, "Phone"));
    assert_eq!(query::device_name(&site.s.view, log), Ok(Some("Phone".to_owned())));
    site.check(worker.member, &enrol(open, nothing(), "Phone"), "invitation_not_open");

    let late = device(&mut site);
    site.s.later(7 * 24 * 60 + 1);
    site.check(worker.member, &enrol(late, nothing(), "Phone"), "invitation_not_open");
}

#[test]
fn an_account_is_linked_once_by_whom_it_was_meant_for() {
    let mut site = Site::new();
    let (owner, worker, other) = (site.owner.member, site.worker.clone(), site.other.clone());
    let account = AccountId::from_bytes([0x66; 16]);
    let invitation = site.s.invite(&worker, InvitationPurpose::Account);
    let device = site.s.invite(&worker, InvitationPurpose::Device);
    site.check(other.member, &Command::LinkAccount(nothing(), account), "invitation_not_found");
    site.check(worker.member, &Command::LinkAccount(device, account), "invitation_not_open");
    site.check(owner, &Command::ArchiveEmployee(worker.employee), "ok");
    site.check(worker.member, &Command::LinkAccount(invitation, account), "employee_archived");
    site.check(owner, &Command::RestoreEmployee(worker.employee), "ok");
    site.check(other.member, &Command::LinkAccount(invitation, account), "not_permitted");
    site.check(worker.member, &Command::LinkAccount(invitation, account), "ok");
    assert_eq!(site.row::<MemberRow>(worker.member).account, Some(account));
    site.check(worker.member, &Command::LinkAccount(invitation, account), "invitation_not_open");
}

#[test]
fn a_device_is_revoked_with_a_reason() {
    let mut site = Site::new();
    let (owner, manager, worker) = (site.owner.clone(), site.manager.clone(), site.worker.clone());
    let device = site.s.enrol(&worker).device.unwrap();
    let owners = site.s.enrol(&owner).device.unwrap();
    site.check(worker.member, &Command::RevokeDevice(nothing(), long(1001)), "not_permitted");
    site.check(manager.member, &Command::RevokeDevice(nothing(), long(1001)), "device_not_found");
    site.check(manager.member, &Command::RevokeDevice(device, long(1001)), "text_too_long");
    site.check(manager.member, &Command::RevokeDevice(owners, "lost".into()), "not_permitted");
    site.check(manager.member, &Command::RevokeDevice(device, "lost".into()), "ok");
    site.check(manager.member, &Command::RevokeDevice(device, long(1001)), "nothing_changed");
    let row: DeviceRow = site.row(device);
    assert_eq!(row.revoked.map(|revoked| (revoked.by, revoked.reason)), Some((manager.member, "lost".to_owned())));
}

#[test]
fn jobs_are_added_changed_archived_and_restored() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.member);
    let add = |code: &str, name: &str, customer: &str| {
        Command::AddJob(JobText { code: code.into(), name: name.into(), customer: customer.into() })
    };
    site.check(worker, &add(&long(33), "", &long(121)), "not_permitted");
    site.check(manager, &add(&long(33), "", &long(121)), "text_too_long");
    site.check(manager, &add("1042", "", &long(121)), "text_empty");
    site.check(manager, &add("1042", "Barn", &long(121)), "text_too_long");
    let job = site.check(manager, &add("10a", "Barn", " "), "ok")[0].subject();
    site.check(manager, &add("10A", "Shed", ""), "code_taken");
    // Jobs without a code do not collide.
    site.check(manager, &add("", "Shed", ""), "ok");

    let patch = |code: &str, name: &str| JobPatch { code: Some(code.into()), name: Some(name.into()), customer: None };
    site.check(worker, &Command::ChangeJob(nothing(), patch("", "")), "not_permitted");
    site.check(manager, &Command::ChangeJob(nothing(), patch("", "")), "job_not_found");
    site.check(manager, &Command::ChangeJob(job, patch("", "")), "text_empty");
    site.check(manager, &Command::ChangeJob(job, patch("10a", "Barn")), "nothing_changed");
    site.check(manager, &Command::ChangeJob(job, JobPatch::default()), "nothing_changed");
    site.check(manager, &Command::ChangeJob(job, patch("10A", "Big barn")), "ok");
    assert_eq!(site.row::<JobRow>(job).name, "Big barn");

    site.check(worker, &Command::ArchiveJob(nothing()), "not_permitted");
    site.check(manager, &Command::ArchiveJob(nothing()), "job_not_found");
    site.check(manager, &Command::RestoreJob(nothing()), "job_not_found");
    site.check(manager, &Command::RestoreJob(job), "nothing_changed");
    site.check(manager, &Command::ArchiveJob(job), "ok");
    assert!(site.row::<JobRow>(job).archived);
    site.check(manager, &Command::ArchiveJob(job), "nothing_changed");
    site.check(manager, &Command::RestoreJob(job), "ok");
    assert!(!site.row::<JobRow>(job).archived);
}

#[test]
fn cost_codes_are_added_changed_archived_and_restored() {
    let mut site = Site::new();
    let (manager, worker, job, closed) = (site.manager.member, site.worker.member, site.job, site.closed_job);
    let add = |code: &str, name: &str, job| {
        Command::AddCostCode(CostCodeText { code: code.into(), name: name.into(), job })
    };
    site.check(worker, &add(&long(33), "", Some(nothing())), "not_permitted");
    site.check(manager, &add(&long(33), "", Some(nothing())), "job_not_found");
    site.check(manager, &add(&long(33), "", Some(job)), "text_too_long");
    site.check(manager, &add("F1", "", Some(job)), "text_empty");
    let code = site.check(manager, &add("F1", "Footings", Some(job)), "ok")[0].subject();
    site.check(manager, &add("f1", "Fences", Some(job)), "code_taken");
    site.check(manager, &add("f1", "Fences", None), "code_taken");
    let fences = site.check(manager, &add("f1", "Fences", Some(closed)), "ok")[0].subject();

    let patch = |code: Option<&str>, name: Option<&str>, job| CostCodePatch {
        code: code.map(Into::into),
        name: name.map(Into::into),
        job,
    };
    let change = |id, patch| Command::ChangeCostCode(id, patch);
    site.check(worker, &change(nothing(), patch(None, Some(""), None)), "not_permitted");
    site.check(manager, &change(nothing(), patch(None, Some(""), None)), "cost_code_not_found");
    site.check(manager, &change(code, patch(None, Some(""), Some(Some(nothing())))), "job_not_found");
    site.check(manager, &change(code, patch(None, Some(""), None)), "text_empty");
    site.check(manager, &change(code, patch(Some("F1"), None, Some(Some(job)))), "nothing_changed");
    // Moving it to every job would collide with the other job's code.
    site.check(manager, &change(code, patch(None, None, Some(None))), "code_taken");
    site.check(manager, &change(fences, patch(Some("F2"), None, Some(None))), "ok");
    assert_eq!(site.row::<CostCodeRow>(fences).job, None);

    site.check(worker, &Command::ArchiveCostCode(nothing()), "not_permitted");
    site.check(manager, &Command::ArchiveCostCode(nothing()), "cost_code_not_found");
    site.check(manager, &Command::RestoreCostCode(nothing()), "cost_code_not_found");
    site.check(manager, &Command::RestoreCostCode(code), "nothing_changed");
    site.check(manager, &Command::ArchiveCostCode(code), "ok");
    site.check(manager, &Command::ArchiveCostCode(code), "nothing_changed");
    site.check(manager, &Command::RestoreCostCode(code), "ok");
    assert!(!site.row::<CostCodeRow>(code).archived);
}

#[test]
fn faults_of_fields_name_the_field() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let field = |site: &mut Site, command: Command| site.s.tries(owner, &command).unwrap_err().field();
    let settings = |change| Command::ChangeCompany(change);
    assert_eq!(field(&mut site, settings(ChangeCompany { zone: Some("x".into()), ..ChangeCompany::default() })), Some("zone"));
    assert_eq!(field(&mut site, Command::AddJob(JobText::default())), Some("name"));
    assert_eq!(field(&mut site, Command::ArchiveJob(nothing())), None);
}

#[test]
fn a_command_states_what_it_was_asked_and_by_whom() {
    let mut site = Site::new();
    let manager = site.manager.member;
    let ops = site.s.does(manager, &Command::AddJob(JobText { name: "Barn".into(), ..JobText::default() }));
    let envelope = &ops[0].envelope;
    assert_eq!((envelope.actor, envelope.at), (manager, site.s.clock.now()));
    assert_eq!((envelope.zone.as_str(), envelope.utc_offset_seconds), ("America/New_York", -4 * 3600));
    assert!(matches!(&ops[0].payload, Payload::JobAdded(added) if added.name == "Barn"));
    assert_eq!(oplog::Op::decode(ops[0].bytes()), Ok(ops[0].clone()));
}
