//! Late corrections: stated about locked time, decided by an approver, paid in a later period.

use domain::payroll::Dates;
use engine::Command;
use engine::command::TimesheetCommand as C;
use engine::query::{self, Late};
use engine::rows::LateState;
use jiff::civil::date;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use testkit::Scenario;

use super::approving::base_of;
use super::kit::*;

fn the_late_one(s: &Scenario) -> Late {
    let mut pending = query::late_pending(&s.view).unwrap();
    assert_eq!(pending.len(), 1, "{pending:?}");
    pending.remove(0)
}

fn accept(late: &Late) -> Command {
    about(C::AcceptLate(
        late.entry,
        late.hash,
        "asked the foreman".into(),
    ))
}

fn decline(late: &Late) -> Command {
    about(C::DeclineLate(late.entry, late.hash, "not on site".into()))
}

#[test]
fn what_a_worker_states_late_counts_once_it_is_accepted_and_pays_in_the_next_period() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    lock(&mut s);
    let forgot = late(adding(&s, &ana, "2026-03-14", "08:00", "10:00"));
    let ops = s_states(&mut s, ana.member, &forgot);
    assert!((hours(&s, ana.employee) - 40.0).abs() < 0.01);
    let waiting = the_late_one(&s);
    assert_eq!(waiting.entry, ops[0].subject());
    assert_eq!(waiting.row.before, None);
    assert_eq!(waiting.row.reason, "forgot it");
    assert_eq!(sheet(&s, ana.employee).late.len(), 1);
    refused(s.tries(ana.member, &accept(&waiting)), "not_permitted");
    s.does(manager.member, &accept(&waiting));
    assert!((hours(&s, ana.employee) - 42.0).abs() < 0.01);
    assert!(query::late_pending(&s.view).unwrap().is_empty());
    let next = Dates {
        first: NEXT,
        last: date(2026, 3, 22),
    };
    let paid = query::late_corrections(&s.view, next).unwrap();
    assert_eq!(paid.len(), 1);
    assert_eq!((paid[0].first, paid[0].last), (WEEK.first, WEEK.last));
    assert_eq!(paid[0].before, None);
    assert_eq!(paid[0].decision.by, manager.member);
    assert!(query::late_corrections(&s.view, WEEK).unwrap().is_empty());
    refolds(&s);
}

/// A statement about locked time: the server keeps it, and it does not count.
#[track_caller]
fn s_states(s: &mut Scenario, member: domain::MemberId, command: &Command) -> Vec<oplog::Op> {
    let ctx = engine::Ctx {
        now: s.clock.now(),
        actor: member,
        zone: &s.zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: s.position(),
        entropy: *blake3_of(s.position()).as_slice().first_chunk().unwrap(),
    };
    let ops = engine::decide(&s.view, command, &ctx).expect("decided");
    let log = s.journal[0].1.log;
    for op in &ops {
        let verdict = s.receives(log, op, 0);
        assert_eq!(verdict, Verdict::Quarantined(Why::PeriodLocked));
    }
    ops
}

fn blake3_of(number: u64) -> Vec<u8> {
    number.to_be_bytes().repeat(4)
}

#[test]
fn what_was_declined_never_counts_and_can_be_stated_again() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let entry = sheet(&s, ana.employee).entries[0].0;
    lock(&mut s);
    let longer = s.local("2026-03-09T17:00");
    let edit = late(editing(entry, |edit| edit.end = Some(longer)));
    s_states(&mut s, ana.member, &edit);
    let waiting = the_late_one(&s);
    assert!(waiting.row.before.is_some());
    refused(
        s.tries(
            manager.member,
            &about(C::DeclineLate(waiting.entry, waiting.hash, " ".into())),
        ),
        "text_empty",
    );
    s.does(manager.member, &decline(&waiting));
    assert!((hours(&s, ana.employee) - 40.0).abs() < 0.01);
    refused(
        s.tries(manager.member, &accept(&waiting)),
        "late_correction_not_found",
    );
    s_states(&mut s, ana.member, &edit);
    let again = the_late_one(&s);
    assert_eq!(again.row.state, LateState::Pending);
    s.does(manager.member, &accept(&again));
    assert!((hours(&s, ana.employee) - 41.5).abs() < 0.01);
    refolds(&s);
}

#[test]
fn a_decision_names_the_proposal_that_was_seen() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let entry = sheet(&s, ana.employee).entries[0].0;
    lock(&mut s);
    let until = |s: &Scenario, time: &str| {
        let end = s.local(&format!("2026-03-09T{time}"));
        late(editing(entry, |edit| edit.end = Some(end)))
    };
    let first = until(&s, "17:00");
    s_states(&mut s, ana.member, &first);
    let seen = the_late_one(&s);
    let second = until(&s, "18:00");
    s_states(&mut s, ana.member, &second);
    refused(s.tries(manager.member, &accept(&seen)), "changed_meanwhile");
    let seen = the_late_one(&s);
    assert_eq!(
        seen.row.proposed.values.end,
        Some(s.local("2026-03-09T18:00"))
    );
    s.does(manager.member, &accept(&seen));
    assert!((hours(&s, ana.employee) - 42.5).abs() < 0.01);
}

#[test]
fn nobody_decides_about_their_own_late_correction_but_an_owner() {
    let (mut s, manager) = crew(1);
    lock(&mut s);
    let own = late(adding(&s, &manager, "2026-03-14", "08:00", "10:00"));
    s_states(&mut s, manager.member, &own);
    let waiting = the_late_one(&s);
    refused(s.tries(manager.member, &accept(&waiting)), "timesheet_own");
    refused(s.tries(manager.member, &decline(&waiting)), "timesheet_own");
    let owner = s.owner.member;
    s.does(owner, &accept(&waiting));
    let own = s.owner.clone();
    let late_own = late(adding(&s, &own, "2026-03-14", "08:00", "10:00"));
    s_states(&mut s, owner, &late_own);
    let waiting = the_late_one(&s);
    s.does(owner, &accept(&waiting));
}

#[test]
fn a_day_clocked_with_no_network_and_sent_after_the_lock_is_one_late_correction() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let mut phone = s.enrol(&ana);
    let moment = |s: &Scenario, time: &str| s.local(&format!("2026-03-14T{time}"));
    let entry = phone.clock_in(moment(&s, "08:00"));
    phone.start_break(entry, moment(&s, "12:00"));
    phone.end_break(entry, moment(&s, "12:30"));
    lock(&mut s);
    let segment = phone.segment();
    let late = Verdict::Quarantined(Why::PeriodLocked);
    assert_eq!(s.takes(&phone, &segment), [late; 3]);
    phone.note_sent();
    // The worker is still on the clock for the phone, and clocks out like any other day.
    let base = base_of(&s, &phone);
    let ctx = engine::Ctx {
        now: s.clock.now(),
        actor: ana.member,
        zone: &s.zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: s.position(),
        entropy: [6; 32],
    };
    let out = engine::decide_time(&base, &Command::ClockOut, &ctx).expect("still on the clock");
    assert_eq!(out[0].subject::<domain::TimeEntryId>(), entry);
    phone.clock_out(entry, moment(&s, "16:30"));
    let segment = phone.segment();
    assert_eq!(s.takes(&phone, &segment), [late]);
    let waiting = the_late_one(&s);
    assert_eq!(waiting.row.proposed.values.breaks.len(), 1);
    assert!((hours(&s, ana.employee) - 40.0).abs() < 0.01);
    s.does(manager.member, &accept(&waiting));
    assert!((hours(&s, ana.employee) - 48.0).abs() < 0.01);
    let history = query::entry(&s.view, entry, s.clock.now())
        .unwrap()
        .unwrap()
        .history;
    let kinds: Vec<u16> = history.iter().map(|(_, line)| line.kind).collect();
    assert_eq!(kinds, [60, 62, 63, 61, 100]);
    refolds(&s);
}

#[test]
fn an_accepted_correction_pays_in_the_next_period_that_is_open() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    lock(&mut s);
    let monday = s.local("2026-03-23T08:00");
    s.clock.set(monday);
    s.does(manager.member, &locking(NEXT));
    let forgot = late(adding(&s, &ana, "2026-03-14", "08:00", "10:00"));
    s_states(&mut s, ana.member, &forgot);
    let waiting = the_late_one(&s);
    s.does(manager.member, &accept(&waiting));
    let third = Dates {
        first: date(2026, 3, 23),
        last: date(2026, 3, 29),
    };
    assert_eq!(query::late_corrections(&s.view, third).unwrap().len(), 1);
}

#[test]
fn a_phone_holds_its_own_late_corrections_and_nobody_elses() {
    let (mut s, _manager) = crew(2);
    let [ana, ben] = [0, 1].map(|n| s.crew[n].clone());
    let phone = s.enrol(&ana);
    lock(&mut s);
    for person in [&ana, &ben] {
        let forgot = late(adding(&s, person, "2026-03-14", "08:00", "10:00"));
        s_states(&mut s, person.member, &forgot);
    }
    let base = base_of(&s, &phone);
    let mine = query::late_pending(&base).unwrap();
    let whose: Vec<_> = mine.iter().map(|late| late.row.employee).collect();
    assert_eq!(whose, [ana.employee]);
}
