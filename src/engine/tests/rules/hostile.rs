//! Ops that no honest app writes: authentic, since the phone's key signed them, but made to take
//! over, to break a rule, or to cost more than they should.

use domain::time::SPAN_DAYS_MAX;
use domain::timesheet::BREAKS_MAX;
use domain::{DeviceId, EmployeeId, InvitationId, JobId, LogId, MemberId, OpId, TimeEntryId};
use engine::rows::{EmployeeRow, EntryRow, HistoryRow, LogRow, MemberRow, Writer};
use engine::{Command, query, rows};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::v1::payload::{self as p, BreakTimes, InvitationPurpose, RoleTag};
use oplog::{Op, Payload, SigningKey};
use testkit::{Person, TestPhone};

use super::site::{Site, edited, nothing};

struct Attack {
    site: Site,
    phone: TestPhone,
    made: u64,
}

impl Attack {
    fn by(person: fn(&Site) -> Person) -> Self {
        let mut site = Site::new();
        let person = person(&site);
        let mut phone = site.s.enrol(&person);
        phone.seen = site.s.position();
        Self { site, phone, made: 0 }
    }

    /// The verdict on what this phone states about a subject, now.
    #[track_caller]
    fn check(&mut self, subject: impl domain::id::Id, payload: impl Into<Payload>, expect: Verdict) -> Op {
        let now = self.site.s.clock.now();
        let op = self.phone.state(subject, now, payload);
        self.judged(&op, expect);
        op
    }

    #[track_caller]
    fn judged(&mut self, op: &Op, expect: Verdict) {
        assert_eq!(self.site.s.receives(self.phone.log, op, 0), expect, "{:?}", op.payload);
        assert_eq!(self.site.s.refolded(), self.site.s.view);
    }

    /// An op that begins an entry, whose id is that of the op.
    fn begins(&mut self, payload: impl Into<Payload>) -> Op {
        self.made += 1;
        let mut id = [0xbe; 16];
        id[..8].copy_from_slice(&self.made.to_be_bytes());
        let op = self.phone.state(TimeEntryId::from_bytes(id), self.site.s.clock.now(), payload);
        Op::new(Envelope { op_id: OpId::from_bytes(id), ..op.envelope }, op.payload)
    }
}

const TAKEN: Verdict = Verdict::Quarantined(Why::IdReused);
const UNKNOWN: Verdict = Verdict::Quarantined(Why::UnknownSubject);
const DENIED: Verdict = Verdict::Quarantined(Why::NotPermitted);
const BROKEN: Verdict = Verdict::Quarantined(Why::BreaksRule);

fn added(name: &str) -> p::EmployeeAdded {
    p::EmployeeAdded { name: name.into(), email: String::new(), number: String::new() }
}

#[test]
fn a_manager_cannot_take_the_owners_place_by_adding_over_it() {
    let mut attack = Attack::by(|site| site.manager.clone());
    let owner = attack.site.owner.clone();
    attack.check(owner.employee, added("Mallory"), TAKEN);
    let worker = p::MemberAdded { employee: owner.employee, role: RoleTag::Worker, account: None };
    attack.check(owner.member, worker.clone(), TAKEN);
    // Another place for the owner's record would hide the first.
    attack.check(MemberId::from_bytes([9; 16]), worker, BROKEN);
    let row: MemberRow = attack.site.row(owner.member);
    assert_eq!((row.role, row.employee), (RoleTag::Owner, owner.employee));
    assert_eq!(attack.site.row::<EmployeeRow>(owner.employee).member, Some(owner.member));
    let boss = p::MemberAdded { employee: owner.employee, role: RoleTag::Owner, account: None };
    attack.check(MemberId::from_bytes([9; 16]), boss, DENIED);
    attack.check(attack.phone.member, p::MemberRoleChanged { role: RoleTag::Owner }, DENIED);
}

#[test]
fn a_member_is_not_added_where_the_employee_was_not() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = EmployeeId::from_bytes([7; 16]);
    attack.check(employee, added("Friend"), DENIED);
    let member = p::MemberAdded { employee, role: RoleTag::Worker, account: None };
    attack.check(MemberId::from_bytes([8; 16]), member.clone(), UNKNOWN);
    let mut honest = Attack::by(|site| site.manager.clone());
    honest.check(employee, added("Friend"), Verdict::Applied);
    // Linking an account takes an invitation, or the owner.
    let linked = p::MemberAdded { account: Some(nothing()), ..member.clone() };
    honest.check(MemberId::from_bytes([8; 16]), linked, DENIED);
    honest.check(MemberId::from_bytes([8; 16]), member, Verdict::Applied);
}

#[test]
fn nothing_is_begun_under_an_id_in_use() {
    let mut attack = Attack::by(|site| site.manager.clone());
    let (job, code, worker) = (attack.site.job, attack.site.code, attack.site.worker.clone());
    let invitation = attack.site.s.invite(&worker, InvitationPurpose::Device);
    let entry = attack.site.entry_of(&worker);
    attack.check(job, p::JobAdded { code: "X".into(), name: "Mine".into(), customer: String::new() }, TAKEN);
    attack.check(code, p::CostCodeAdded { code: "X".into(), name: "Mine".into(), job: None }, TAKEN);
    let expires_at = Timestamp::MAX;
    let issued = p::InvitationIssued { member: worker.member, purpose: InvitationPurpose::Device, expires_at };
    attack.check(invitation, issued, TAKEN);
    let employee = worker.employee;
    attack.check(entry, p::ClockedIn { employee, job: None, cost_code: None, note: String::new() }, TAKEN);
    let from = entry;
    attack.check(entry, p::JobSwitched { from, employee, job: None, cost_code: None, note: String::new() }, TAKEN);
}

#[test]
fn what_does_not_exist_cannot_be_changed_or_worked_for() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let employee: EmployeeId = nothing();
    let changed = p::EmployeeChanged { name: None, email: None, number: None };
    attack.check(employee, changed, UNKNOWN);
    attack.check(employee, p::EmployeeArchived {}, UNKNOWN);
    attack.check(nothing::<MemberId>(), p::MemberRoleChanged { role: RoleTag::Worker }, UNKNOWN);
    attack.check(nothing::<JobId>(), p::JobArchived {}, UNKNOWN);
    attack.check(nothing::<JobId>(), p::JobChanged { code: None, name: None, customer: None }, UNKNOWN);
    attack.check(nothing::<domain::CostCodeId>(), p::CostCodeRestored {}, UNKNOWN);
    attack.check(nothing::<DeviceId>(), p::DeviceRevoked { reason: String::new() }, UNKNOWN);
    attack.check(nothing::<InvitationId>(), p::InvitationRevoked {}, UNKNOWN);
    attack.check(nothing::<TimeEntryId>(), p::EntryVoided { reason: String::new() }, UNKNOWN);
    let op = attack.begins(p::ClockedIn { employee, job: None, cost_code: None, note: String::new() });
    attack.judged(&op, UNKNOWN);
}

#[test]
fn a_phone_cannot_enrol_another_by_itself() {
    // The code of an invitation is known to its holder and checked by the server: the member's
    // old phone, lost or sold, does not know it.
    let mut attack = Attack::by(|site| site.worker.clone());
    let worker = attack.site.worker.clone();
    let invitation = Some(attack.site.s.invite(&worker, InvitationPurpose::Device));
    let enrolled = p::DeviceEnrolled {
        member: worker.member,
        log: LogId::from_bytes([5; 16]),
        public_key: SigningKey::from_seed([5; 32]).public(),
        name: "Mallory's".into(),
        invitation,
    };
    attack.check(DeviceId::from_bytes([5; 16]), enrolled, DENIED);
    let invitation = Some(attack.site.s.invite(&worker, InvitationPurpose::Account));
    attack.check(worker.member, p::MemberAccountLinked { account: nothing(), invitation }, DENIED);
    assert_eq!(attack.site.row::<MemberRow>(worker.member).account, None);
}

#[test]
fn a_log_has_one_writer_ever() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let (worker, other) = (attack.site.worker.clone(), attack.site.other.clone());
    let colleague = attack.site.s.enrol(&other);
    let servers = attack.site.s.journal[0].1.log;
    for log in [colleague.log, servers] {
        let invitation = attack.site.s.invite(&worker, InvitationPurpose::Device);
        let op = Op::new(
            Envelope { actor: worker.member, ..attack.begins(p::ClockedOut {}).envelope },
            p::DeviceEnrolled {
                member: worker.member,
                log,
                public_key: SigningKey::from_seed([5; 32]).public(),
                name: "Phone".into(),
                invitation: Some(invitation),
            }
            .into(),
        );
        // Even as the server's own statement.
        assert_eq!(attack.site.s.receives(servers, &op, 0), TAKEN);
    }
    assert_eq!(attack.site.row::<LogRow>(servers).writer, Writer::Server);
}

#[test]
fn a_company_keeps_an_owner_a_zone_and_a_week() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let owner = attack.site.owner.clone();
    attack.check(owner.member, p::MemberRoleChanged { role: RoleTag::Worker }, BROKEN);
    attack.check(owner.employee, p::EmployeeArchived {}, BROKEN);
    let none = p::CompanyChanged { name: None, zone: None, workweek_starts: None, language: None };
    attack.check(owner.member, p::CompanyChanged { zone: Some("Mars".into()), ..none.clone() }, BROKEN);
    attack.check(owner.member, p::CompanyChanged { workweek_starts: Some(8), ..none.clone() }, BROKEN);
    attack.check(owner.member, p::CompanyChanged { language: Some("xx".into()), ..none.clone() }, BROKEN);
    attack.check(owner.member, p::CompanyChanged { zone: Some("UTC".into()), ..none }, Verdict::Applied);
    let again = attack.site.s.journal[0].0.clone();
    let again = Op::new(Envelope { op_id: OpId::from_bytes([4; 16]), ..again.envelope }, again.payload);
    assert_eq!(attack.site.s.receives(nothing(), &again, 0), DENIED, "a company is founded once");
}

/// A row that grows without end would one day be unreadable, and stop the company.
#[test]
fn an_entrys_rows_stay_readable_whatever_is_stated() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = attack.phone.employee;
    let note = "n".repeat(15_000);
    let begun = attack.begins(p::ClockedIn { employee, job: None, cost_code: None, note });
    attack.judged(&begun, Verdict::Applied);
    let entry: TimeEntryId = begun.subject();
    let now = attack.site.s.clock.now();
    for round in 0..BREAKS_MAX + 3 {
        let expect = if round < BREAKS_MAX { Verdict::Applied } else { BROKEN };
        let op = attack.phone.state(entry, now, p::BreakStarted { paid: false });
        assert_eq!(attack.site.s.receives(attack.phone.log, &op, 0), expect, "break {round}");
        let op = attack.phone.state(entry, now, p::BreakEnded {});
        attack.site.s.receives(attack.phone.log, &op, 0);
    }
    let many = vec![BreakTimes { start: Timestamp::UNIX_EPOCH, end: None, paid: false }; BREAKS_MAX + 1];
    attack.check(entry, p::EntryEdited { breaks: Some(many.clone()), ..edited() }, BROKEN);
    let op = attack.begins(p::EntryAdded {
        employee,
        start: now,
        end: now,
        breaks: many.clone(),
        job: None,
        cost_code: None,
        note: String::new(),
        reason: String::new(),
    });
    attack.judged(&op, BROKEN);
    let breaks = Some(many[1..].to_vec());
    attack.check(entry, p::EntryEdited { breaks, reason: "r".repeat(15_000), ..edited() }, Verdict::Applied);

    // A manager's phone settles what nobody ever heard of.
    let manager = attack.site.manager.clone();
    let mut managers = attack.site.s.enrol(&manager);
    for round in 0..40 {
        let exceptions = (0..1_000).map(|n| format!("made up {round} {n}")).chain(["late".to_owned()]).collect();
        let op = managers.state(entry, now, p::ExceptionsSettled { exceptions, note: String::new() });
        assert_eq!(attack.site.s.receives(managers.log, &op, 0), Verdict::Applied);
    }
    assert_eq!(attack.site.row::<EntryRow>(entry).settled, ["late"]);
    let history = rows::all::<HistoryRow>(&attack.site.s.view, &entry.to_bytes(), usize::MAX).unwrap();
    assert!(history.len() > 60, "every line of the history can be read");
    assert!(query::entry(&attack.site.s.view, entry, now).unwrap().is_some());
}

/// The largest op that can be: nothing it makes is larger than a row may be.
#[test]
fn the_largest_ops_leave_rows_that_can_be_read() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let text = |size: usize| "x".repeat(size);
    let employee = EmployeeId::from_bytes([7; 16]);
    let all = p::EmployeeAdded { name: text(16_000), email: text(100), number: text(100) };
    attack.check(employee, all, Verdict::Applied);
    let entry = attack.begins(p::ClockedIn { employee, job: None, cost_code: None, note: text(16_000) });
    attack.judged(&entry, Verdict::Applied);
    for _ in 0..3 {
        let change = p::EntryEdited { note: Some(text(8_000)), reason: text(8_000), ..edited() };
        attack.check(entry.subject::<TimeEntryId>(), change, Verdict::Applied);
    }
    let now = attack.site.s.clock.now();
    assert!(query::entry(&attack.site.s.view, entry.subject(), now).unwrap().is_some());
    assert!(query::today(&attack.site.s.view, now).is_ok());
}

/// A clock that is centuries off is kept as stated; pages that show it stay quick.
#[test]
fn a_clock_centuries_off_costs_no_more_than_another() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = attack.phone.employee;
    for at in ["-009998-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
        let at: Timestamp = at.parse().unwrap();
        let entry = attack.phone.clock_in(at);
        let op = attack.phone.written.last().cloned().unwrap();
        attack.judged(&op, Verdict::Applied);
        assert_eq!(attack.site.s.entry(entry).values.start, at);
    }
    let added = |start, end| p::EntryAdded {
        employee,
        start,
        end,
        breaks: Vec::new(),
        job: None,
        cost_code: None,
        note: String::new(),
        reason: "all of history".into(),
    };
    let op = attack.begins(added(Timestamp::MIN, Timestamp::MAX));
    attack.judged(&op, Verdict::Applied);
    let op = attack.begins(added(Timestamp::MAX, Timestamp::MIN));
    attack.judged(&op, Verdict::Applied);

    let now = attack.site.s.clock.now();
    let entries = query::entries_of(&attack.site.s.view, employee, Timestamp::MIN, Timestamp::MAX).unwrap();
    let days = query::day_totals_of(&entries, &attack.site.s.zone, now).len();
    assert!(days <= entries.len() * (SPAN_DAYS_MAX + 1), "{days} days");
    let today = query::today(&attack.site.s.view, now).unwrap();
    let worker = today.people.iter().find(|person| person.employee == employee).unwrap();
    assert!(worker.running.is_some());
    let week = query::week(&attack.site.s.view, today.date, now).unwrap().unwrap();
    assert_eq!(week.dates.len(), 7);
    for date in [jiff::civil::Date::MIN, jiff::civil::Date::MAX] {
        let _ends_of_the_calendar = query::week(&attack.site.s.view, date, now).unwrap();
    }
    query::exceptions(&attack.site.s.view, Timestamp::MIN, Timestamp::MAX, now).unwrap();
    // Who is on the clock can still clock out.
    let worker = attack.site.worker.member;
    attack.site.check(worker, &Command::ClockOut, "ok");
}

#[test]
fn thousands_of_entries_of_one_employee_are_all_shown() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let (now, employee) = (attack.site.s.clock.now(), attack.phone.employee);
    for _ in 0..3_000 {
        attack.phone.clock_in(now);
        let op = attack.phone.written.last().cloned().unwrap();
        assert_eq!(attack.site.s.receives(attack.phone.log, &op, 0), Verdict::Applied);
    }
    let day = domain::time::day_span(jiff::civil::date(2026, 3, 9), &attack.site.s.zone).unwrap();
    let entries = query::entries_of(&attack.site.s.view, employee, day.start(), day.end()).unwrap();
    assert_eq!(entries.len(), 3_000);
    let week = query::week(&attack.site.s.view, jiff::civil::date(2026, 3, 9), now).unwrap().unwrap();
    assert!(week.rows.iter().any(|row| row.days[0].entries.len() == 3_000));
}
