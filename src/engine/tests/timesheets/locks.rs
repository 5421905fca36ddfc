//! Locks: what they keep, and that there is no way around them.

use domain::timesheet::SheetStatus as Status;
use engine::Command;
use engine::command::{Booking, ChangeCompany, LockPeriod, TimesheetCommand as C};
use engine::query;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;

use super::kit::*;

#[test]
fn what_is_typed_into_a_locked_period_is_refused_beforehand() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let entry = sheet(&s, ana.employee).entries[0].0;
    lock(&mut s);
    let before = sheet(&s, ana.employee).summary;
    let commands = [
        adding(&s, &ana, "2026-03-14", "08:00", "09:00"),
        editing(entry, |edit| edit.note = Some("north wall".into())),
        Command::VoidEntry(entry, "twice".into()),
    ];
    for command in &commands {
        for member in [ana.member, manager.member, s.owner.member] {
            refused(s.tries(member, command), "period_locked");
        }
    }
    // An hour before the period, and one after it, are as free as ever.
    let sunday = adding(&s, &ana, "2026-03-08", "22:00", "23:59");
    s.does(ana.member, &sunday);
    let monday = adding(&s, &ana, "2026-03-16", "00:00", "01:00");
    s.does(ana.member, &monday);
    let after = sheet(&s, ana.employee).summary;
    assert_eq!(after.hash, before.hash);
    // One that reaches over midnight is not.
    let night = adding(&s, &ana, "2026-03-08", "23:00", "23:59");
    let Command::AddEntry(mut night) = night else {
        panic!("not an entry")
    };
    night.end = s.local("2026-03-09T00:01");
    refused(
        s.tries(ana.member, &Command::AddEntry(night)),
        "period_locked",
    );
}

#[test]
fn a_period_is_locked_once_it_is_over_and_everyone_is_off_the_clock() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let worker = s.tries(ana.member, &locking(FIRST));
    refused(worker, "not_permitted");
    refused(s.tries(manager.member, &locking(NEXT)), "period_not_ended");
    let tuesday = jiff::civil::date(2026, 3, 10);
    refused(
        s.tries(manager.member, &locking(tuesday)),
        "pay_period_not_found",
    );
    let friday = s.local("2026-03-15T23:00");
    s.clock.set(friday);
    let begun = s.does(ana.member, &Command::ClockIn(Booking::default()));
    let monday = s.local("2026-03-16T08:00");
    s.clock.set(monday);
    refused(
        s.tries(manager.member, &locking(FIRST)),
        "period_on_the_clock",
    );
    s.does(ana.member, &Command::ClockOut);
    s.does(manager.member, &locking(FIRST));
    refused(
        s.tries(manager.member, &locking(FIRST)),
        "period_already_locked",
    );
    assert!(!begun.is_empty());
    let unlock = |reason: &str| about(C::UnlockPeriod(FIRST, reason.into()));
    refused(s.tries(manager.member, &unlock("")), "text_empty");
    s.does(manager.member, &unlock("a crew was missing"));
    refused(
        s.tries(manager.member, &unlock("again")),
        "period_not_locked",
    );
    let more = adding(&s, &ana, "2026-03-14", "08:00", "09:00");
    s.does(ana.member, &more);
    let lock = query::period(&s.view, FIRST, s.clock.now())
        .unwrap()
        .unwrap()
        .lock;
    let unlocked = lock.and_then(|lock| lock.unlocked).expect("was unlocked");
    assert_eq!(unlocked.by, manager.member);
    refolds(&s);
}

#[test]
fn what_a_pay_run_locked_a_person_does_not_unlock() {
    let (mut s, manager) = crew(0);
    let by_run = about(C::LockPeriod(LockPeriod {
        first: FIRST,
        pay_run: Some(domain::PayRunId::from_bytes([3; 16])),
        note: String::new(),
    }));
    s.does(manager.member, &by_run);
    let unlock = about(C::UnlockPeriod(FIRST, "oops".into()));
    refused(s.tries(s.owner.member, &unlock), "period_locked_by_pay_run");
}

#[test]
fn a_lock_holds_in_the_journal_whoever_wrote_the_op() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    let mut phone = s.enrol(&manager);
    let entry = sheet(&s, ana.employee).entries[0].0;
    lock(&mut s);
    let (first, last) = (WEEK.first, WEEK.last);
    let before = sheet(&s, ana.employee).summary.hash;
    let at = s.clock.now();
    let late = Verdict::Quarantined(Why::PeriodLocked);
    let rule = Verdict::Quarantined(Why::BreaksRule);
    let void = p::EntryVoided {
        reason: "twice".into(),
    };
    let op = phone.state(entry, at, void);
    assert_eq!(s.receives(phone.log, &op, 0), late);
    let back = p::TimesheetReturned {
        first,
        last,
        reason: "again".into(),
    };
    let op = phone.state(ana.employee, at, back);
    assert_eq!(s.receives(phone.log, &op, 0), rule);
    let twice = p::PeriodLocked {
        first,
        last,
        pay_run: None,
        note: String::new(),
    };
    let op = phone.state(s.company, at, twice);
    assert_eq!(s.receives(phone.log, &op, 0), rule);
    assert_eq!(sheet(&s, ana.employee).summary.hash, before);
    refolds(&s);
}

#[test]
fn settings_do_not_move_days_that_are_locked() {
    let (mut s, _manager) = crew(1);
    let ana = s.crew[0].clone();
    lock(&mut s);
    let owner = s.owner.member;
    let company = |zone: Option<&str>, day: Option<u8>| {
        Command::ChangeCompany(ChangeCompany {
            zone: zone.map(str::to_owned),
            workweek_starts: day,
            ..ChangeCompany::default()
        })
    };
    refused(
        s.tries(owner, &company(Some("America/Denver"), None)),
        "settings_locked",
    );
    refused(s.tries(owner, &company(None, Some(7))), "settings_locked");
    let zone = |from| {
        let zone = Some("America/Denver".to_owned());
        about(C::ChangeEmployeeZone(ana.employee, from, zone))
    };
    refused(s.tries(owner, &zone(WEEK.last)), "settings_locked");
    s.does(owner, &zone(NEXT));
    let policy = p::TimesheetPolicy {
        meal: Some(p::MealRuleTag {
            after_minutes: 360,
            deduct_minutes: 30,
        }),
        ..p::TimesheetPolicy::default()
    };
    refused(
        s.tries(owner, &about(C::ChangePolicy(FIRST, policy))),
        "settings_locked",
    );
    s.does(owner, &about(C::ChangePolicy(NEXT, policy)));
    assert_eq!(sheet(&s, ana.employee).summary.worked_seconds, 40 * 3600);
    refolds(&s);
}

#[test]
fn an_approval_of_a_locked_period_can_still_be_given() {
    let (mut s, manager) = crew(1);
    let ana = s.crew[0].clone();
    lock(&mut s);
    submit(&mut s, &ana);
    let command = approving(&s, &ana);
    s.does(manager.member, &command);
    assert_eq!(status(&s, ana.employee), Status::Approved);
    refused(
        s.tries(
            manager.member,
            &about(C::Reopen(ana.employee, FIRST, "again".into())),
        ),
        "period_locked",
    );
}

mod imports {
    use super::*;
    use domain::ImportId;

    const IMPORT: ImportId = ImportId::from_bytes([0x1d; 16]);

    fn part(s: &testkit::Scenario, day: &str) -> Command {
        let entry = p::ImportedEntry {
            employee: s.crew[0].employee,
            start: s.local(&format!("{day}T18:00")),
            end: s.local(&format!("{day}T20:00")),
            break_seconds: 0,
            job: None,
            cost_code: None,
            note: String::new(),
            hours_only: false,
            content: [7; 16],
        };
        let entries = vec![entry];
        Command::StageImportEntries(IMPORT, p::ImportEntries { entries })
    }

    fn commit() -> Command {
        let stated = p::ImportCommitted {
            parts: 1,
            file: [1; 32],
            report: None,
            file_name: "hours.csv".into(),
            source: "generic".into(),
            mapping: "{}".into(),
            headers: [2; 16],
            zone: "America/New_York".into(),
            rows: 1,
            entries: 1,
            duplicates: 0,
            rejected: 0,
            employees: 0,
            jobs: 0,
            cost_codes: 0,
            seconds: 7200,
        };
        Command::CommitImport(IMPORT, Box::new(stated))
    }

    #[test]
    fn an_import_brings_nothing_into_a_locked_period() {
        let (mut s, _manager) = crew(1);
        let owner = s.owner.member;
        let before = s.clone();
        lock(&mut s);
        refused(s.tries(owner, &part(&s, "2026-03-14")), "period_locked");
        let free = part(&s, "2026-03-07");
        s.does(owner, &free);
        s.does(owner, &commit());
        // One that was on its way when the period was locked does not come to count.
        let mut s = before;
        let staged = part(&s, "2026-03-14");
        s.does(owner, &staged);
        lock(&mut s);
        refused(s.tries(owner, &commit()), "period_locked");
        assert!((hours(&s, s.crew[0].employee) - 40.0).abs() < 0.01);
        refolds(&s);
    }

    #[test]
    fn rows_of_a_file_that_are_locked_are_rejected_with_the_reason() {
        use domain::timesheet::{HistoricalEntry, HistoricalTime};
        use engine::import::{Planner, RejectReason};
        let (mut s, _manager) = crew(1);
        lock(&mut s);
        let row = |line: u32, day: &str| HistoricalEntry {
            line,
            employee: s.crew[0].name.clone(),
            email: String::new(),
            customer: String::new(),
            job: String::new(),
            job_code: String::new(),
            cost_code: String::new(),
            note: String::new(),
            time: HistoricalTime::Span {
                start: s.local(&format!("{day}T18:00")),
                end: s.local(&format!("{day}T20:00")),
                break_seconds: 0,
            },
        };
        let mut planner = Planner::new(&s.view, s.clock.now(), &s.zone, [1; 32]).unwrap();
        planner.add(row(2, "2026-03-07")).unwrap();
        planner.add(row(3, "2026-03-14")).unwrap();
        let plan = planner.finish().unwrap();
        assert_eq!((plan.counts.entries, plan.counts.rejected), (1, 1));
        assert_eq!(plan.rejected[0].line, 3);
        assert_eq!(plan.rejected[0].reason, RejectReason::PeriodLocked);
    }

    #[test]
    fn an_import_is_not_taken_back_from_a_locked_period() {
        let (mut s, _manager) = crew(1);
        let owner = s.owner.member;
        let staged = part(&s, "2026-03-14");
        s.does(owner, &staged);
        s.does(owner, &commit());
        assert!((hours(&s, s.crew[0].employee) - 42.0).abs() < 0.01);
        lock(&mut s);
        let undo = Command::UndoImport(IMPORT, "wrong file".into());
        refused(s.tries(owner, &undo), "period_locked");
        s.does(owner, &about(C::UnlockPeriod(FIRST, "wrong file".into())));
        s.does(owner, &undo);
        assert!((hours(&s, s.crew[0].employee) - 40.0).abs() < 0.01);
        refolds(&s);
    }
}
