//! Ops made to cost more than they should: rows without end, clocks centuries off.

use domain::time::SPAN_DAYS_MAX;
use domain::timesheet::BREAKS_MAX;
use domain::{EmployeeId, TimeEntryId};
use engine::rows::{EntryRow, HistoryRow};
use engine::{Command, query, rows};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use oplog::v1::payload::{self as p, BreakTimes};

use super::attack::{Attack, BROKEN};
use super::site::{edited, nothing};

/// A row that grows without end would one day be unreadable, and stop the company.
#[test]
fn an_entrys_rows_stay_readable_whatever_is_stated() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = attack.phone.employee;
    let note = "n".repeat(15_000);
    let begun = attack.begins(p::ClockedIn {
        employee,
        job: None,
        cost_code: None,
        note,
    });
    attack.judged(&begun, Verdict::Applied);
    let entry: TimeEntryId = begun.subject();
    let now = attack.site.s.clock.now();
    for round in 0..BREAKS_MAX + 3 {
        let expect = if round < BREAKS_MAX {
            Verdict::Applied
        } else {
            BROKEN
        };
        let op = attack
            .phone
            .state(entry, now, p::BreakStarted { paid: false });
        assert_eq!(
            attack.site.s.receives(attack.phone.log, &op, 0),
            expect,
            "break {round}"
        );
        let op = attack.phone.state(entry, now, p::BreakEnded {});
        attack.site.s.receives(attack.phone.log, &op, 0);
    }
    let many = vec![
        BreakTimes {
            start: Timestamp::UNIX_EPOCH,
            end: None,
            paid: false
        };
        BREAKS_MAX + 1
    ];
    attack.check(
        entry,
        p::EntryEdited {
            breaks: Some(many.clone()),
            ..edited()
        },
        BROKEN,
    );
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
    attack.check(
        entry,
        p::EntryEdited {
            breaks,
            reason: "r".repeat(15_000),
            ..edited()
        },
        Verdict::Applied,
    );

    // A manager's phone settles what nobody ever heard of.
    let manager = attack.site.manager.clone();
    let mut managers = attack.site.s.enrol(&manager);
    for round in 0..40 {
        let exceptions = (0..1_000)
            .map(|n| format!("made up {round} {n}"))
            .chain(["late".to_owned()])
            .collect();
        let op = managers.state(
            entry,
            now,
            p::ExceptionsSettled {
                exceptions,
                note: String::new(),
            },
        );
        assert_eq!(
            attack.site.s.receives(managers.log, &op, 0),
            Verdict::Applied
        );
    }
    assert_eq!(attack.site.row::<EntryRow>(entry).settled, ["late"]);
    let history =
        rows::all::<HistoryRow>(&attack.site.s.view, &entry.to_bytes(), usize::MAX).unwrap();
    assert!(history.len() > 60, "every line of the history can be read");
    assert!(
        query::entry(&attack.site.s.view, entry, now)
            .unwrap()
            .is_some()
    );
}

/// The largest op that can be: nothing it makes is larger than a row may be.
#[test]
fn the_largest_ops_leave_rows_that_can_be_read() {
    let mut attack = Attack::by(|site| site.owner.clone());
    let text = |size: usize| "x".repeat(size);
    let employee = EmployeeId::from_bytes([7; 16]);
    let all = p::EmployeeAdded {
        name: text(16_000),
        email: text(100),
        number: text(100),
    };
    attack.check(employee, all, Verdict::Applied);
    let entry = attack.begins(p::ClockedIn {
        employee,
        job: None,
        cost_code: None,
        note: text(16_000),
    });
    attack.judged(&entry, Verdict::Applied);
    for _ in 0..3 {
        let change = p::EntryEdited {
            note: Some(text(8_000)),
            reason: text(8_000),
            ..edited()
        };
        attack.check(entry.subject::<TimeEntryId>(), change, Verdict::Applied);
    }
    let now = attack.site.s.clock.now();
    assert!(
        query::entry(&attack.site.s.view, entry.subject(), now)
            .unwrap()
            .is_some()
    );
    assert!(query::today(&attack.site.s.view, now).is_ok());
}

/// A clock that is centuries off is kept as stated; pages that show it stay quick.
#[test]
fn a_clock_centuries_off_costs_no_more_than_another() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let employee = attack.phone.employee;
    for at in [
        "-009998-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "9999-12-30T00:00:00Z",
    ] {
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
    let entries = query::entries_of(
        &attack.site.s.view,
        employee,
        Timestamp::MIN,
        Timestamp::MAX,
    )
    .unwrap();
    let days = query::day_totals_of(&entries, &attack.site.s.zone, now).len();
    assert!(days <= entries.len() * (SPAN_DAYS_MAX + 1), "{days} days");
    let today = query::today(&attack.site.s.view, now).unwrap();
    let worker = today
        .people
        .iter()
        .find(|person| person.employee == employee)
        .unwrap();
    assert!(worker.running.is_some());
    let week = query::week(&attack.site.s.view, today.date, now)
        .unwrap()
        .unwrap();
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
        assert_eq!(
            attack.site.s.receives(attack.phone.log, &op, 0),
            Verdict::Applied
        );
    }
    let day = domain::time::day_span(jiff::civil::date(2026, 3, 9), &attack.site.s.zone).unwrap();
    let entries = query::entries_of(&attack.site.s.view, employee, day.start(), day.end()).unwrap();
    assert_eq!(entries.len(), 3_000);
    let week = query::week(&attack.site.s.view, jiff::civil::date(2026, 3, 9), now)
        .unwrap()
        .unwrap();
    assert!(
        week.rows
            .iter()
            .any(|row| row.days[0].entries.len() == 3_000)
    );
}

#[test]
fn the_newest_ops_that_do_not_count_are_shown_however_many_there_are() {
    let mut attack = Attack::by(|site| site.worker.clone());
    let now = attack.site.s.clock.now();
    let mut last = None;
    for _ in 0..2_300 {
        let op = attack
            .phone
            .state(nothing::<TimeEntryId>(), now, p::ClockedOut {});
        attack.site.s.receives(attack.phone.log, &op, 0);
        last = Some(op.envelope.op_id);
    }
    let end = attack.site.s.position();
    for limit in [0, 1, 10, 1_000, 2_300, 5_000] {
        let listed = query::quarantine(&attack.site.s.view, limit, |_| true).unwrap();
        assert_eq!(listed.len(), limit.min(2_300));
        let positions: Vec<u64> = listed.iter().map(|(position, _)| *position).collect();
        assert!(
            positions
                .iter()
                .copied()
                .eq((0..end).rev().map(|n| n + 1).take(positions.len()))
        );
        assert_eq!(
            listed.first().map(|(_, row)| row.op_id),
            last.filter(|_| limit > 0)
        );
    }
}
