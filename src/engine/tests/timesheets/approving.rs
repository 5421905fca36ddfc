//! Submitting, approving, returning, objecting.

use domain::timesheet::SheetStatus as Status;
use engine::command::TimesheetCommand as C;
use engine::query;
use engine::{Command, MemoryView};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;

use super::kit::*;

#[test]
fn a_worker_submits_the_week_and_a_manager_approves_it() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    assert_eq!(status(&s, ana.employee), Status::Open);
    submit(&mut s, &ana);
    assert_eq!(status(&s, ana.employee), Status::Submitted);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    let sheet = sheet(&s, ana.employee);
    assert_eq!(sheet.summary.status, Status::Approved);
    let decision = sheet.summary.said.decision.expect("decided");
    assert_eq!(decision.by, manager.member);
    let kinds: Vec<u16> = sheet.events.iter().map(|(_, event)| event.kind).collect();
    assert_eq!(kinds, [93, 95]);
    assert_eq!(sheet.weeks.len(), 1);
    assert_eq!(sheet.summary.worked_seconds, 40 * 3600);
    refolds(&s);
}

#[test]
fn nobody_submits_for_another_nor_while_on_the_clock_nor_before_it_begins() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let ghost = domain::MemberId::from_bytes([7; 16]);
    refused(s.tries(ghost, &submitting(None)), "not_permitted");
    let own = s.tries(manager.member, &submitting(None)).unwrap();
    assert_eq!(own[0].subject::<domain::EmployeeId>(), manager.employee);
    let seen = Some([1; 32]);
    refused(s.tries(ana.member, &submitting(seen)), "changed_meanwhile");
    let friday = s.local("2026-03-13T20:00");
    s.clock.set(friday);
    s.does(
        ana.member,
        &Command::ClockIn(engine::command::Booking::default()),
    );
    refused(
        s.tries(ana.member, &submitting(None)),
        "timesheet_on_the_clock",
    );
}

#[test]
fn any_change_after_the_approval_asks_for_it_again() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    submit(&mut s, &ana);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    let entry = sheet(&s, ana.employee).entries[0].0;
    let changes = [
        editing(entry, |edit| edit.note = Some("north wall".into())),
        adding(&s, &ana, "2026-03-14", "08:00", "09:00"),
        about(C::AttestBreaks(
            entry,
            vec![(
                domain::timesheet::BreakQuestion::Meal,
                domain::timesheet::BreakAnswer::Missed,
            )],
        )),
        Command::VoidEntry(entry, "twice".into()),
    ];
    for change in changes {
        let mut after = s.clone();
        after.does(ana.member, &change);
        assert_eq!(
            status(&after, ana.employee),
            Status::ChangedSinceApproved,
            "{change:?}"
        );
    }
    // What is as it was needs no other word.
    s.does(ana.member, &Command::VoidEntry(entry, "twice".into()));
    s.does(ana.member, &Command::RestoreEntry(entry, String::new()));
    assert_eq!(status(&s, ana.employee), Status::Approved);
}

#[test]
fn an_approval_of_other_entries_than_there_are_approves_nothing() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    submit(&mut s, &ana);
    let command = approving(&s, &ana);
    let more = adding(&s, &ana, "2026-03-14", "08:00", "09:00");
    s.does(ana.member, &more);
    refused(s.tries(manager.member, &command), "changed_meanwhile");
    // Nor does one that reached the journal by another way.
    let mut phone = s.enrol(&manager);
    let stale = p::TimesheetApproved {
        first: WEEK.first,
        last: WEEK.last,
        entries: [9; 32],
        note: String::new(),
    };
    let op = phone.state(ana.employee, s.clock.now(), stale);
    assert_eq!(s.receives(phone.log, &op, 0), Verdict::Applied);
    assert_eq!(status(&s, ana.employee), Status::ChangedSinceApproved);
}

#[test]
fn nobody_approves_over_exceptions_that_nobody_settled() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let twice = adding(&s, &ana, "2026-03-10", "08:00", "09:00");
    s.does(ana.member, &twice);
    let command = approving(&s, &ana);
    refused(
        s.tries(manager.member, &command),
        "timesheet_open_exceptions",
    );
    let mut phone = s.enrol(&manager);
    let approval = p::TimesheetApproved {
        first: WEEK.first,
        last: WEEK.last,
        entries: sheet(&s, ana.employee).summary.hash,
        note: String::new(),
    };
    let op = phone.state(ana.employee, s.clock.now(), approval);
    let verdict = s.receives(phone.log, &op, 0);
    assert_eq!(verdict, Verdict::Quarantined(Why::BreaksRule));
    let found: Vec<_> = sheet(&s, ana.employee).exceptions;
    for exception in found {
        let settle = Command::SettleExceptions(
            exception.entry,
            vec![exception.kind],
            "two jobs at once".into(),
        );
        s.does(manager.member, &settle);
    }
    s.does(manager.member, &command);
    assert_eq!(status(&s, ana.employee), Status::Approved);
}

#[test]
fn a_manager_does_not_approve_their_own_time_and_an_owner_may() {
    let (mut s, manager) = crew(1);
    let owner = s.owner.clone();
    refused(
        {
            let command = approving(&s, &manager);
            s.tries(manager.member, &command)
        },
        "timesheet_own",
    );
    let mut phone = s.enrol(&manager);
    let approval = p::TimesheetApproved {
        first: WEEK.first,
        last: WEEK.last,
        entries: sheet(&s, manager.employee).summary.hash,
        note: String::new(),
    };
    let op = phone.state(manager.employee, s.clock.now(), approval);
    let verdict = s.receives(phone.log, &op, 0);
    assert_eq!(verdict, Verdict::Quarantined(Why::NotPermitted));
    let command = approving(&s, &owner);
    s.does(owner.member, &command);
    let command = approving(&s, &manager);
    s.does(owner.member, &command);
    assert_eq!(status(&s, manager.employee), Status::Approved);
    let worker = s.crew[0].member;
    let command = approving(&s, &owner);
    refused(s.tries(worker, &command), "not_permitted");
}

#[test]
fn by_exception_takes_what_was_submitted_and_leaves_what_must_be_looked_at() {
    let (mut s, manager) = crew(4);
    let [clean, open, odd, objects] = [0, 1, 2, 3].map(|n| s.crew[n].clone());
    for person in [&clean, &odd, &objects] {
        submit(&mut s, person);
    }
    let overlap = adding(&s, &odd, "2026-03-10", "08:00", "09:00");
    s.does(odd.member, &overlap);
    submit(&mut s, &odd);
    s.does(
        objects.member,
        &about(C::Object(FIRST, "Friday was ten hours".into())),
    );
    let all = about(C::ApproveSubmitted(FIRST));
    let ops = s.does(manager.member, &all);
    assert_eq!(ops.len(), 1);
    assert_eq!(status(&s, clean.employee), Status::Approved);
    assert_eq!(status(&s, open.employee), Status::Open);
    assert_eq!(status(&s, odd.employee), Status::Submitted);
    assert_eq!(status(&s, objects.employee), Status::Submitted);
    refused(
        s.tries(manager.member, &all),
        "timesheet_nothing_to_approve",
    );
    // Named, it is decided in the open, and the objection is answered.
    let command = approving(&s, &objects);
    s.does(manager.member, &command);
    assert!(!sheet(&s, objects.employee).summary.objected);
    refolds(&s);
}

#[test]
fn a_timesheet_goes_back_with_a_reason_and_is_submitted_again() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    submit(&mut s, &ana);
    let back = |reason: &str| about(C::Return(ana.employee, FIRST, reason.into()));
    refused(s.tries(manager.member, &back(" ")), "text_empty");
    s.does(manager.member, &back("no job on Friday"));
    let detail = sheet(&s, ana.employee);
    assert_eq!(detail.summary.status, Status::Returned);
    assert_eq!(
        detail.summary.said.decision.map(|decision| decision.words),
        Some("no job on Friday".into())
    );
    submit(&mut s, &ana);
    assert_eq!(status(&s, ana.employee), Status::Submitted);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    s.does(
        manager.member,
        &about(C::Reopen(ana.employee, FIRST, "too early".into())),
    );
    assert_eq!(status(&s, ana.employee), Status::Open);
    refused(
        s.tries(
            ana.member,
            &about(C::Reopen(ana.employee, FIRST, "x".into())),
        ),
        "not_permitted",
    );
}

#[test]
fn what_a_manager_changed_after_it_was_submitted_is_listed_and_can_be_objected_to() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let entry = sheet(&s, ana.employee).entries[4].0;
    s.does(
        ana.member,
        &editing(entry, |edit| edit.note = Some("mine".into())),
    );
    submit(&mut s, &ana);
    assert_eq!(sheet(&s, ana.employee).summary.changes, 0);
    let shorter = s.local("2026-03-13T14:00");
    s.does(
        manager.member,
        &editing(entry, |edit| edit.end = Some(shorter)),
    );
    let detail = sheet(&s, ana.employee);
    assert_eq!(detail.summary.status, Status::ChangedSinceSubmitted);
    assert_eq!(detail.changes.len(), 1);
    assert_eq!(detail.changes[0].line.actor, manager.member);
    assert_eq!(detail.changes[0].line.reason, "as told");
    s.does(
        ana.member,
        &about(C::Object(FIRST, "I stayed until 15:30".into())),
    );
    let summary = sheet(&s, ana.employee).summary;
    assert!(summary.objected);
    let words = summary.said.open_objection().map(|one| one.words.clone());
    assert_eq!(words, Some("I stayed until 15:30".into()));
    refolds(&s);
}

#[test]
fn a_worker_reviews_and_submits_with_no_network() {
    let (mut s, _manager) = crew(1);
    let ana = s.crew[0].clone();
    let mut phone = s.enrol(&ana);
    let base = base_of(&s, &phone);
    let mine = sheet_in(&base, &s, ana.employee);
    assert_eq!(mine.summary.hash, sheet(&s, ana.employee).summary.hash);
    let zone = s.zone.clone();
    let ctx = engine::Ctx {
        now: s.clock.now(),
        actor: ana.member,
        zone: &zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: s.position(),
        entropy: [5; 32],
    };
    let command = submitting(Some(mine.summary.hash));
    let ops = engine::decide_time(&base, &command, &ctx).expect("decided on the phone");
    let mut offline = base.clone();
    let arrival = engine::Arrival {
        position: s.position() + 1,
        log: phone.log,
        seq: 0,
        received_at: s.clock.now(),
        skew_ms: 0,
    };
    let verdict = engine::judge_time(&offline, &ops[0], &arrival).unwrap();
    engine::apply_time(&mut offline, &ops[0], &arrival, verdict).unwrap();
    let shown = sheet_in(&offline, &s, ana.employee).summary.status;
    assert_eq!((verdict, shown), (Verdict::Applied, Status::Submitted));
    phone.append(ops[0].clone());
    let segment = phone.segment();
    assert_eq!(s.takes(&phone, &segment), [Verdict::Applied]);
    assert_eq!(status(&s, ana.employee), Status::Submitted);
    assert_eq!(
        engine::decide_time(&base, &about(C::ApproveSubmitted(FIRST)), &ctx).map_err(|e| e.code()),
        Err("not_permitted")
    );
}

/// The rows that a phone has.
pub fn base_of(s: &testkit::Scenario, phone: &testkit::TestPhone) -> MemoryView {
    use engine::View;
    let device = phone.device.expect("enrolled");
    let scope = engine::scope::Scope::of_device(&s.view, device).unwrap();
    let mut base = MemoryView::default();
    for row in scope.expect("a scope").snapshot(&s.view).unwrap() {
        let value = row.value.expect("a row");
        base.put(row.table, &row.key, value);
    }
    base
}

#[test]
fn the_overview_shows_everyone_with_what_must_be_looked_at() {
    let (mut s, _manager) = crew(2);
    let [ana, ben] = [0, 1].map(|n| s.crew[n].clone());
    submit(&mut s, &ana);
    let overlap = adding(&s, &ben, "2026-03-10", "08:00", "09:00");
    s.does(ben.member, &overlap);
    let found = query::timesheets(&s.view, FIRST, s.clock.now())
        .unwrap()
        .unwrap();
    assert_eq!(found.period.dates, WEEK);
    assert!(found.period.ended && !found.period.is_locked());
    let lines: Vec<_> = found
        .sheets
        .iter()
        .map(|line| {
            (
                line.record.name.as_str(),
                line.status,
                line.exceptions.len(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("Ana Torres", Status::Submitted, 0),
            ("Ben Walsh", Status::Open, 1),
            ("Mia Blom", Status::Open, 0),
            ("Olivia Reed", Status::Open, 0),
        ]
    );
    let periods = query::periods(&s.view, s.clock.now(), 3).unwrap();
    let firsts: Vec<_> = periods.iter().map(|period| period.dates.first).collect();
    assert_eq!(firsts, [NEXT, FIRST, jiff::civil::date(2026, 3, 2)]);
}
