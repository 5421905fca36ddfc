//! Judging again: what was held back counts once what it waited for happens, or once a person
//! vouches for it, from its new place in the journal and under the rules then in force.

use domain::TimeEntryId;
use domain::company::Role;
use engine::access::SYSTEM;
use engine::again;
use engine::command::{HeldAct, SettleHeld};
use engine::rows::{EntryRow, QuarantineRow};
use engine::{Command, Table, query, rows};
use jiff::Timestamp;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;
use oplog::{Op, Payload};
use proptest::prelude::*;
use testkit::TestPhone;

use super::crew::Crew;
use super::site::{edited, nothing};

const REVOKED: Verdict = Verdict::Quarantined(Why::DeviceRevoked);
const DENIED: Verdict = Verdict::Quarantined(Why::NotPermitted);
const UNKNOWN: Verdict = Verdict::Quarantined(Why::UnknownSubject);
const GONE: Verdict = Verdict::Quarantined(Why::EmployeeArchived);
const ASIDE: Verdict = Verdict::Quarantined(Why::SetAside);

fn settle(positions: &[u64], act: HeldAct) -> Command {
    Command::SettleHeld(SettleHeld {
        positions: positions.to_vec(),
        act,
        reason: "asked them".to_owned(),
    })
}

fn row(crew: &Crew, position: u64) -> QuarantineRow {
    again::held(&crew.site.s.view, position).unwrap().unwrap()
}

fn refolds(crew: &Crew) {
    assert_eq!(crew.site.s.refolded(), crew.site.s.view);
    let waiting = query::held_count(&crew.site.s.view, usize::MAX).unwrap();
    let held = query::quarantine(&crew.site.s.view, usize::MAX, QuarantineRow::is_held);
    assert_eq!(waiting, held.unwrap().len(), "each held op waits once");
}

impl Crew {
    fn revoke(&mut self) {
        let device = self.phone.device.expect("enrolled");
        let owner = self.site.owner.member;
        let revoke = Command::RevokeDevice(device, "lost".to_owned());
        self.site.s.does(owner, &revoke);
    }

    /// The worker's phone states something that is judged so; gives its position.
    #[track_caller]
    fn states(&mut self, entry: TimeEntryId, at: &str, payload: Payload, expect: Verdict) -> u64 {
        let op = self.phone.state(entry, self.local(at), payload);
        self.takes(&op, expect);
        self.site.s.position()
    }

    /// A clock-in and a clock-out that reach the server after the phone was revoked.
    #[track_caller]
    fn lost_hours(&mut self) -> (TimeEntryId, [u64; 2]) {
        self.revoke();
        let entry = self.phone.clock_in(self.local("07:02"));
        self.phone.clock_out(entry, self.local("15:31"));
        let ops: Vec<Op> = self.phone.written.clone();
        let positions = ops.iter().map(|op| {
            self.takes(op, REVOKED);
            self.site.s.position()
        });
        let positions: Vec<u64> = positions.collect();
        (entry, positions.try_into().expect("two ops"))
    }

    /// What held ops wait for happened: the server judges them again, as its job does.
    fn judges_again(&mut self, op: &Op) -> usize {
        let mut stated = 0;
        for cause in again::wakes(&self.site.s.view, op, Verdict::Applied).unwrap() {
            let found = again::waiting(&self.site.s.view, &cause, &[], 99).unwrap();
            let positions = found.into_iter().map(|(_, position)| position).collect();
            let ops = self.site.s.does(SYSTEM, &Command::JudgeAgain(positions));
            stated += ops.len();
            for op in ops {
                stated += self.judges_again(&op);
            }
        }
        stated
    }
}

#[test]
fn the_hours_of_a_lost_phone_count_once_a_manager_vouches_for_them() {
    let mut crew = Crew::new();
    let (entry, positions) = crew.lost_hours();
    let manager = crew.site.manager.member;
    assert!(
        rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes())
            .unwrap()
            .is_none()
    );
    crew.site
        .s
        .does(manager, &settle(&positions, HeldAct::Release));
    let values = crew.site.s.entry(entry).values;
    assert_eq!(values.start, crew.local("07:02"));
    assert_eq!(values.end, Some(crew.local("15:31")));
    for position in positions {
        let row = row(&crew, position);
        assert_eq!((row.first, row.verdict), (REVOKED, Verdict::Applied));
        assert_eq!(row.again[0].by, manager);
        assert_eq!(row.again[0].reason, "asked them");
        assert!(row.is_final() && !row.is_held());
    }
    // The entry remembers who stated it, and from where on it counts.
    let detail = query::entry(&crew.site.s.view, entry, crew.local("18:00"));
    let history = detail.unwrap().unwrap().history;
    assert_eq!(history.len(), 2);
    assert!(
        history.iter().all(|(position, line)| {
            *position > positions[1] && line.actor == crew.phone.member
        })
    );
    refolds(&crew);
}

#[test]
fn what_was_released_in_time_order_raises_no_doubt_about_the_clock() {
    let mut crew = Crew::new();
    let (entry, positions) = crew.lost_hours();
    let manager = crew.site.manager.member;
    crew.site
        .s
        .does(manager, &settle(&positions, HeldAct::Release));
    assert!(!crew.site.s.entry(entry).flags.clock_suspect);
}

#[test]
fn judging_again_what_counts_changes_nothing() {
    let mut crew = Crew::new();
    let (_, positions) = crew.lost_hours();
    let manager = crew.site.manager.member;
    let released = crew
        .site
        .s
        .does(manager, &settle(&positions, HeldAct::Release));
    for act in [HeldAct::Release, HeldAct::SetAside, HeldAct::TakeBack] {
        let command = settle(&positions, act);
        crew.site.check(manager, &command, "held_judged_for_good");
    }
    let again = Command::JudgeAgain(positions.to_vec());
    assert!(crew.site.s.does(SYSTEM, &again).is_empty());
    // Nor does stating it a second time.
    let before = query::entries_of(
        &crew.site.s.view,
        crew.site.worker.employee,
        Timestamp::MIN,
        Timestamp::MAX,
    );
    let server = crew.site.s.journal[0].1.log;
    let copy = Op::new(
        oplog::v1::Envelope {
            op_id: nothing(),
            ..released[0].envelope.clone()
        },
        released[0].payload.clone(),
    );
    let verdict = crew.site.s.receives(server, &copy, 0);
    assert_eq!(verdict, Verdict::Quarantined(Why::BreaksRule));
    let after = query::entries_of(
        &crew.site.s.view,
        crew.site.worker.employee,
        Timestamp::MIN,
        Timestamp::MAX,
    );
    assert_eq!(before, after);
    refolds(&crew);
}

#[test]
fn what_is_set_aside_waits_for_nothing_until_that_is_taken_back() {
    let mut crew = Crew::new();
    let (_, [position, _]) = crew.lost_hours();
    let manager = crew.site.manager.member;
    let held = query::held_count(&crew.site.s.view, 99).unwrap();
    crew.site
        .s
        .does(manager, &settle(&[position], HeldAct::SetAside));
    assert_eq!(row(&crew, position).verdict, ASIDE);
    assert!(!row(&crew, position).is_held());
    assert_eq!(query::held_count(&crew.site.s.view, 99).unwrap(), held - 1);
    crew.site.check(
        manager,
        &settle(&[position], HeldAct::SetAside),
        "nothing_changed",
    );
    let back = Command::SettleHeld(SettleHeld {
        positions: vec![position],
        act: HeldAct::TakeBack,
        reason: String::new(),
    });
    crew.site.s.does(manager, &back);
    assert_eq!(row(&crew, position).verdict, REVOKED);
    assert_eq!(query::held_count(&crew.site.s.view, 99).unwrap(), held);
    crew.site.check(manager, &back, "nothing_changed");
    refolds(&crew);
}

#[test]
fn a_reason_is_asked_for() {
    let mut crew = Crew::new();
    let (_, positions) = crew.lost_hours();
    for act in [HeldAct::Release, HeldAct::SetAside] {
        let silent = Command::SettleHeld(SettleHeld {
            positions: positions.to_vec(),
            act,
            reason: " ".to_owned(),
        });
        crew.site
            .check(crew.site.manager.member, &silent, "text_empty");
    }
}

#[test]
fn of_several_those_are_settled_that_can_be() {
    let mut crew = Crew::new();
    let (entry, [first, second]) = crew.lost_hours();
    let manager = crew.site.manager.member;
    // The clock-out alone is about nothing, and the position of nothing is none.
    crew.site.check(
        manager,
        &settle(&[second], HeldAct::Release),
        "held_cannot_count",
    );
    crew.site
        .check(manager, &settle(&[1], HeldAct::Release), "held_not_found");
    let ops = crew
        .site
        .s
        .does(manager, &settle(&[1, first], HeldAct::Release));
    assert_eq!(ops.len(), 1);
    assert_eq!(crew.site.s.entry(entry).values.end, None);
    refolds(&crew);
}

#[test]
fn a_role_given_back_lets_count_what_was_stated_without_it() {
    let (mut crew, entry) = Crew::with_entry();
    let end = Some(crew.local("16:00"));
    let change = p::EntryEdited { end, ..edited() };
    let change = crew.managers.state(entry, crew.local("17:00"), change);
    let (owner, manager) = (crew.site.owner.member, crew.site.manager.clone());
    let role = |role| Command::ChangeRole(manager.employee, role);
    crew.site.s.does(owner, &role(Role::Worker));
    crew.takes(&change, DENIED);
    let position = crew.site.s.position();
    let ops = crew.site.s.does(owner, &role(Role::Manager));
    assert_eq!(crew.judges_again(&ops[0]), 1);
    assert_eq!(crew.site.s.entry(entry).values.end, end);
    assert_eq!(row(&crew, position).again[0].by, SYSTEM);
    assert_eq!(crew.judges_again(&ops[0]), 0, "nothing waits any more");
    refolds(&crew);
}

#[test]
fn someone_who_is_back_is_counted_for_what_they_stated_while_gone() {
    let mut crew = Crew::new();
    let (owner, worker) = (crew.site.owner.member, crew.site.worker.clone());
    crew.site
        .s
        .does(owner, &Command::ArchiveEmployee(worker.employee));
    crew.site.s.later(120);
    let at = crew.site.s.clock.now();
    let entry = crew.phone.clock_in(at);
    crew.phone.clock_out(entry, at);
    let ops = crew.phone.written.clone();
    crew.takes(&ops[0], GONE);
    crew.takes(&ops[1], UNKNOWN);
    let back = crew
        .site
        .s
        .does(owner, &Command::RestoreEmployee(worker.employee));
    // The clock-in, and then the clock-out that waited for it.
    assert_eq!(crew.judges_again(&back[0]), 2);
    assert_eq!(crew.site.s.entry(entry).values.end, Some(at));
    refolds(&crew);
}

#[test]
fn what_is_about_something_that_comes_later_counts_once_it_is_there() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("07:00"));
    let ops = crew.phone.written.clone();
    crew.states(entry, "15:00", p::ClockedOut {}.into(), UNKNOWN);
    crew.takes(&ops[0], Verdict::Applied);
    assert_eq!(crew.judges_again(&ops[0]), 1);
    assert_eq!(
        crew.site.s.entry(entry).values.end,
        Some(crew.local("15:00"))
    );
    refolds(&crew);
}

#[test]
fn a_verdict_that_stays_is_not_stated_again() {
    let mut crew = Crew::new();
    let (owner, manager) = (crew.site.owner.member, crew.site.manager.clone());
    let name = p::CompanyChanged {
        name: Some("Mine".to_owned()),
        zone: None,
        workweek_starts: None,
        language: None,
    };
    let company = crew.site.s.company;
    let op = crew.managers.state(company, crew.local("17:00"), name);
    crew.takes(&op, DENIED);
    let down = crew
        .site
        .s
        .does(owner, &Command::ChangeRole(manager.employee, Role::Worker));
    assert_eq!(crew.judges_again(&down[0]), 0);
}

#[test]
fn what_cannot_be_is_forced_by_nobody() {
    let (mut crew, entry) = Crew::with_entry();
    let unreadable = Payload::Unreadable {
        kind: 61,
        bytes: vec![1, 2, 3],
    };
    let unreadable = Verdict::Quarantined(Why::Unreadable).then(&mut crew, entry, unreadable);
    let parked = Payload::Unknown {
        kind: 9_999,
        bytes: Vec::new(),
    };
    let parked = Verdict::Parked.then(&mut crew, entry, parked);
    let taken = p::ClockedIn {
        employee: crew.site.worker.employee,
        job: None,
        cost_code: None,
        note: String::new(),
    };
    let taken = Verdict::Quarantined(Why::IdReused).then(&mut crew, entry, taken.into());
    let unknown = UNKNOWN.then(&mut crew, nothing(), p::ClockedOut {}.into());
    let mailed = p::InvitationMailed {
        problem: String::new(),
    };
    let mailed = DENIED.then(&mut crew, nothing(), mailed.into());
    let owner = crew.site.owner.member;
    for position in [unreadable, parked, taken, unknown, mailed] {
        crew.site.check(
            owner,
            &settle(&[position], HeldAct::Release),
            "held_cannot_count",
        );
        let state = Command::JudgeAgain(vec![position]);
        assert!(crew.site.s.does(SYSTEM, &state).is_empty());
    }
    crew.site.s.does(
        owner,
        &settle(&[unreadable, parked, taken], HeldAct::SetAside),
    );
    refolds(&crew);
}

/// A verdict that the worker's phone gets for what it states.
trait Then {
    fn then(self, crew: &mut Crew, entry: TimeEntryId, payload: Payload) -> u64;
}

impl Then for Verdict {
    #[track_caller]
    fn then(self, crew: &mut Crew, entry: TimeEntryId, payload: Payload) -> u64 {
        crew.states(entry, "17:00", payload, self)
    }
}

#[test]
fn no_phone_judges_again_not_even_the_owners() {
    let mut crew = Crew::new();
    let (entry, [position, _]) = crew.lost_hours();
    let owner = crew.site.owner.clone();
    let mut phone: TestPhone = crew.site.s.enrol(&owner);
    let subject = row(&crew, position).op_id;
    let judged = p::Rejudged {
        position,
        verdict: Verdict::Applied,
        reason: "mine".to_owned(),
    };
    let op = phone.state(subject, crew.local("17:00"), judged);
    assert_eq!(crew.site.s.receives(phone.log, &op, 0), DENIED);
    let forged = crew.site.s.position();
    crew.site.check(
        owner.member,
        &settle(&[forged], HeldAct::Release),
        "held_cannot_count",
    );
    assert!(
        rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes())
            .unwrap()
            .is_none()
    );
    refolds(&crew);
}

#[test]
fn kinds_that_a_later_version_knows_are_found_among_what_is_parked() {
    let mut crew = Crew::new();
    for kind in [9_999, 9_998, 9_999] {
        let unknown = Payload::Unknown {
            kind,
            bytes: vec![1],
        };
        crew.states(nothing(), "17:00", unknown, Verdict::Parked);
    }
    assert!(again::understood(&crew.site.s.view).unwrap().is_empty());
    // As a version that did not know clocking out would have left it.
    let key = rows::key(&[&[4], &61_u16.to_be_bytes(), &7_u64.to_be_bytes()]);
    engine::View::put(&mut crew.site.s.view, Table::Waiting, &key, Vec::new());
    assert_eq!(
        again::understood(&crew.site.s.view).unwrap(),
        [vec![4, 0, 61]]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is settled in whatever order: a refold gives equal rows, a statement that took
    /// effect is settled no more, and settling so again changes nothing.
    #[test]
    fn settling_twice_is_settling_once(acts in prop::collection::vec((0_u8..3, 0_usize..6), 1..14)) {
        let mut crew = Crew::new();
        crew.revoke();
        let mut positions = Vec::new();
        for hour in ["07:00", "10:00", "13:00"] {
            let entry = crew.phone.clock_in(crew.local(hour));
            crew.phone.clock_out(entry, crew.local(hour));
        }
        for op in crew.phone.written.clone() {
            crew.takes(&op, REVOKED);
            positions.push(crew.site.s.position());
        }
        let manager = crew.site.manager.member;
        for (act, which) in acts {
            let act = [HeldAct::Release, HeldAct::SetAside, HeldAct::TakeBack][usize::from(act)];
            let command = settle(&[positions[which]], act);
            let was_final = row(&crew, positions[which]).is_final();
            let first = crew.site.s.tries(manager, &command).is_ok();
            prop_assert!(!(was_final && first));
            let before = crew.site.s.view.clone();
            let second = crew.site.s.tries(manager, &command);
            prop_assert!(second.is_err());
            prop_assert!(before == crew.site.s.view);
        }
        prop_assert!(crew.site.s.refolded() == crew.site.s.view);
    }
}
