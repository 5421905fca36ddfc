//! The lines of timesheets: whose, of which days, in which order, and how many.

use std::collections::BTreeSet;

use domain::{EmployeeId, JobId};
use engine::command::{AddEntry, Booking};
use engine::query::{self, SheetAsked};
use engine::{Command, ViewError};
use jiff::civil::{Date, date};
use testkit::{Person, Scenario};

fn worked(s: &mut Scenario, who: EmployeeId, from: &str, to: &str, job: Option<JobId>) {
    let (start, end) = (s.local(from), s.local(to));
    if s.clock.now() < end {
        s.clock.set(end);
    }
    let owner = s.owner.member;
    let booking = Booking {
        job,
        ..Booking::default()
    };
    let add = AddEntry {
        employee: who,
        start,
        end,
        breaks: Vec::new(),
        booking,
        reason: "written down".to_owned(),
    };
    s.does(owner, &Command::AddEntry(add));
}

fn asked(s: &Scenario, from: Date, to: Date) -> SheetAsked {
    let everyone = s.crew.iter().map(|person: &Person| person.employee);
    SheetAsked {
        from,
        to,
        employees: everyone.collect(),
        jobs: None,
        lines_max: 100,
    }
}

/// The names, days and worked hours of the lines.
fn lines(s: &Scenario, asked: &SheetAsked) -> (usize, Vec<(String, i8, i64)>) {
    let mut lines = Vec::new();
    let count = query::sheet(&s.view, asked, s.clock.now(), |line| {
        let name = line.person.name.clone();
        lines.push((name, line.work_date.day(), line.worked_seconds / 3600));
        Ok::<_, ViewError>(())
    });
    (count.unwrap(), lines)
}

#[test]
fn an_entry_is_on_the_sheet_of_the_day_it_began_and_whole() {
    let mut s = Scenario::crew_of(1);
    let who = s.crew[0].employee;
    let name = s.crew[0].name.clone();
    worked(&mut s, who, "2026-03-08T22:00", "2026-03-09T06:00", None);
    worked(&mut s, who, "2026-03-09T08:00", "2026-03-09T12:00", None);
    let sunday = asked(&s, date(2026, 3, 8), date(2026, 3, 8));
    assert_eq!(lines(&s, &sunday).1, [(name.clone(), 8, 8)]);
    let monday = asked(&s, date(2026, 3, 9), date(2026, 3, 9));
    assert_eq!(lines(&s, &monday).1, [(name, 9, 4)]);
}

#[test]
fn lines_come_by_name_and_start_and_of_the_employees_and_jobs_asked_for() {
    let mut s = Scenario::crew_of(2);
    let job = s.job("Kitchen");
    let (one, two) = (s.crew[0].employee, s.crew[1].employee);
    worked(
        &mut s,
        two,
        "2026-03-09T08:00",
        "2026-03-09T09:00",
        Some(job),
    );
    worked(&mut s, one, "2026-03-09T10:00", "2026-03-09T12:00", None);
    worked(
        &mut s,
        one,
        "2026-03-09T07:00",
        "2026-03-09T10:00",
        Some(job),
    );
    let mut week = asked(&s, date(2026, 3, 9), date(2026, 3, 15));
    let all = lines(&s, &week).1;
    let mut sorted = all.clone();
    sorted.sort_by_key(|(name, _, _)| name.to_lowercase());
    assert_eq!(all.len(), 3);
    assert_eq!(all, sorted, "the order of starts stays within a name");
    let hours = |lines: Vec<(String, i8, i64)>| -> BTreeSet<i64> {
        lines.into_iter().map(|(_, _, hours)| hours).collect()
    };
    week.jobs = Some(BTreeSet::from([job]));
    assert_eq!(hours(lines(&s, &week).1), BTreeSet::from([1, 3]));
    week.employees = BTreeSet::from([one]);
    assert_eq!(hours(lines(&s, &week).1), BTreeSet::from([3]));
    week.employees.clear();
    assert_eq!(lines(&s, &week).0, 0);
}

#[test]
fn no_more_lines_are_read_than_asked_for_and_the_count_says_there_are_more() {
    let mut s = Scenario::crew_of(1);
    let who = s.crew[0].employee;
    for hour in 8..13 {
        let (from, to) = (
            format!("2026-03-09T{hour:02}:00"),
            format!("2026-03-09T{hour:02}:30"),
        );
        worked(&mut s, who, &from, &to, None);
    }
    let mut day = asked(&s, date(2026, 3, 9), date(2026, 3, 9));
    day.lines_max = 3;
    let (count, read) = lines(&s, &day);
    assert_eq!((count, read.len()), (4, 3));
    day.lines_max = 5;
    assert_eq!(lines(&s, &day).0, 5);
}
