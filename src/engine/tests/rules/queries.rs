//! Queries: what pages show on odd days, at odd ends, in odd weeks.

use domain::TimeEntryId;
use domain::timesheet::Exception;
use engine::command::{AddEntry, Booking, ChangeCompany, EditEntry};
use engine::{Command, MemoryView, query};
use jiff::civil::{Date, date};
use testkit::Scenario;

use super::site::edit;

/// Someone's entry from one local time to another, by the owner's hand.
#[track_caller]
fn worked(s: &mut Scenario, from: &str, to: &str) -> TimeEntryId {
    let (start, end) = (s.local(from), s.local(to));
    if s.clock.now() < end {
        s.clock.set(end);
    }
    let employee = s.crew[0].employee;
    let add = AddEntry {
        employee,
        start,
        end,
        breaks: Vec::new(),
        booking: Booking::default(),
        reason: "written down".to_owned(),
    };
    let owner = s.owner.member;
    s.does(owner, &Command::AddEntry(add))[0].subject()
}

/// The worked hours, in tenths, of the first worker's week.
#[track_caller]
fn check_week(s: &Scenario, of: Date, first: Date, tenths: [i64; 7]) {
    let week = query::week(&s.view, of, s.clock.now()).unwrap().unwrap();
    assert_eq!((week.first, week.dates.len()), (first, 7));
    let row = week
        .rows
        .iter()
        .find(|row| row.employee == s.crew[0].employee)
        .unwrap();
    let hours: Vec<i64> = row
        .days
        .iter()
        .map(|day| day.worked_seconds / 360)
        .collect();
    assert_eq!(hours, tenths);
    assert_eq!(row.worked_seconds / 360, tenths.iter().sum::<i64>());
}

#[test]
fn a_night_when_clocks_go_forward_has_the_hours_that_passed() {
    let mut s = Scenario::crew_of(1);
    // New York skips from 2:00 to 3:00 on Sunday 8 March 2026 and repeats 1:00 to 2:00 on 1 November.
    worked(&mut s, "2026-03-07T22:00", "2026-03-08T06:00");
    check_week(
        &s,
        date(2026, 3, 8),
        date(2026, 3, 2),
        [0, 0, 0, 0, 0, 20, 50],
    );
    worked(&mut s, "2026-10-31T22:00", "2026-11-01T06:00");
    check_week(
        &s,
        date(2026, 11, 1),
        date(2026, 10, 26),
        [0, 0, 0, 0, 0, 20, 70],
    );
}

#[test]
fn a_whole_day_when_clocks_change_has_23_or_25_hours() {
    let mut s = Scenario::crew_of(1);
    worked(&mut s, "2026-03-08T00:00", "2026-03-09T00:00");
    check_week(
        &s,
        date(2026, 3, 8),
        date(2026, 3, 2),
        [0, 0, 0, 0, 0, 0, 230],
    );
    worked(&mut s, "2026-11-01T00:00", "2026-11-02T00:00");
    check_week(
        &s,
        date(2026, 11, 1),
        date(2026, 10, 26),
        [0, 0, 0, 0, 0, 0, 250],
    );
}

#[test]
fn a_week_begins_where_the_firm_says_and_splits_the_night() {
    let mut s = Scenario::crew_of(1);
    worked(&mut s, "2026-03-14T20:00", "2026-03-15T04:00");
    let owner = s.owner.member;
    for (starts, first, tenths) in [
        (1, date(2026, 3, 9), [0, 0, 0, 0, 0, 40, 40]),
        (7, date(2026, 3, 15), [40, 0, 0, 0, 0, 0, 0]),
        (6, date(2026, 3, 14), [40, 40, 0, 0, 0, 0, 0]),
        (3, date(2026, 3, 11), [0, 0, 0, 40, 40, 0, 0]),
    ] {
        let change = ChangeCompany {
            workweek_starts: Some(starts),
            ..ChangeCompany::default()
        };
        let _first_is_monday = s.tries(owner, &Command::ChangeCompany(change));
        check_week(&s, date(2026, 3, 15), first, tenths);
    }
}

#[test]
fn another_zone_of_the_company_puts_hours_on_other_days() {
    let mut s = Scenario::crew_of(1);
    worked(&mut s, "2026-03-10T20:00", "2026-03-10T23:00");
    let owner = s.owner.member;
    let zone = Some("Europe/Madrid".to_owned());
    s.does(
        owner,
        &Command::ChangeCompany(ChangeCompany {
            zone,
            ..ChangeCompany::default()
        }),
    );
    check_week(
        &s,
        date(2026, 3, 11),
        date(2026, 3, 9),
        [0, 0, 30, 0, 0, 0, 0],
    );
}

#[test]
fn entries_are_found_where_they_touch_the_range_and_not_where_they_only_end_at_it() {
    let mut s = Scenario::crew_of(1);
    let night = worked(&mut s, "2026-03-09T22:00", "2026-03-10T06:00");
    let until_midnight = worked(&mut s, "2026-03-10T20:00", "2026-03-11T00:00");
    let from_midnight = worked(&mut s, "2026-03-11T00:00", "2026-03-11T02:00");
    let find = |from: &str, to: &str| -> Vec<TimeEntryId> {
        let found =
            query::entries_of(&s.view, s.crew[0].employee, s.local(from), s.local(to)).unwrap();
        found.into_iter().map(|(id, _)| id).collect()
    };
    assert_eq!(find("2026-03-09T00:00", "2026-03-10T00:00"), [night]);
    assert_eq!(
        find("2026-03-10T00:00", "2026-03-11T00:00"),
        [night, until_midnight]
    );
    assert_eq!(
        find("2026-03-11T00:00", "2026-03-12T00:00"),
        [from_midnight]
    );
    assert_eq!(find("2026-03-10T06:00", "2026-03-10T06:00"), []);
    // A range that ends before it begins, and ranges around everything and nothing.
    assert_eq!(find("2026-03-11T00:00", "2026-03-09T00:00"), []);
    assert_eq!(
        find("2020-01-01T00:00", "2030-01-01T00:00"),
        [night, until_midnight, from_midnight]
    );
    assert_eq!(find("1900-01-01T00:00", "1910-01-01T00:00"), []);
    let all = query::entries_of(
        &s.view,
        s.crew[0].employee,
        jiff::Timestamp::MIN,
        jiff::Timestamp::MAX,
    )
    .unwrap();
    assert_eq!(all.len(), 3);
}

/// Entries are indexed by buckets of seven days that begin on Thursdays at midnight of universal
/// time, which is 20:00 on Wednesdays in New York in summer.
#[test]
fn an_entry_that_began_in_an_earlier_bucket_is_found() {
    let mut s = Scenario::crew_of(1);
    let evening = worked(&mut s, "2026-03-11T18:00", "2026-03-12T02:00");
    let six_days = worked(&mut s, "2026-03-13T07:00", "2026-03-19T06:00");
    let find = |from: &str, to: &str| -> Vec<TimeEntryId> {
        let (from, to) = (s.local(from), s.local(to));
        let found = query::entries_of(&s.view, s.crew[0].employee, from, to).unwrap();
        found.into_iter().map(|(id, _)| id).collect()
    };
    assert_eq!(find("2026-03-11T20:00", "2026-03-11T21:00"), [evening]);
    assert_eq!(find("2026-03-12T00:00", "2026-03-13T00:00"), [evening]);
    assert_eq!(find("2026-03-19T00:00", "2026-03-20T00:00"), [six_days]);
}

#[test]
fn an_entry_is_found_in_every_week_it_is_moved_to() {
    let mut s = Scenario::crew_of(1);
    let entry = worked(&mut s, "2026-03-10T07:00", "2026-03-10T15:00");
    let owner = s.owner.member;
    let (start, end) = (
        Some(s.local("2026-01-06T07:00")),
        Some(s.local("2026-01-06T15:00")),
    );
    s.does(
        owner,
        &Command::EditEntry(engine::command::EditEntry {
            start,
            end,
            ..super::site::edit(entry)
        }),
    );
    check_week(&s, date(2026, 3, 10), date(2026, 3, 9), [0; 7]);
    check_week(
        &s,
        date(2026, 1, 6),
        date(2026, 1, 5),
        [0, 80, 0, 0, 0, 0, 0],
    );
    let (employee, ends) = (
        s.crew[0].employee,
        (jiff::Timestamp::MIN, jiff::Timestamp::MAX),
    );
    let all = query::entries_of(&s.view, employee, ends.0, ends.1).unwrap();
    assert_eq!(all.len(), 1, "it is there once");
}

#[test]
fn a_forgotten_clock_out_runs_on_and_is_shown_today() {
    let mut s = Scenario::crew_of(1);
    let worker = s.crew[0].member;
    let entry = s.does(worker, &Command::ClockIn(Booking::default()))[0].subject();
    s.later(40 * 24 * 60);
    let today = query::today(&s.view, s.clock.now()).unwrap();
    let person = today
        .people
        .iter()
        .find(|person| person.employee == s.crew[0].employee)
        .unwrap();
    assert_eq!(person.running.as_ref().map(|(id, _)| *id), Some(entry));
    assert_eq!(
        person
            .exceptions
            .iter()
            .map(|found| found.kind)
            .collect::<Vec<_>>(),
        [Exception::MissingClockOut]
    );
    assert_eq!(
        person.worked_seconds,
        6 * 3600,
        "06:00 now, so six hours of today"
    );
    let open = query::open_entries(&s.view, s.crew[0].employee).unwrap();
    assert_eq!(open.len(), 1);
    let all = query::exceptions(
        &s.view,
        s.local("2026-04-01T00:00"),
        s.clock.now(),
        s.clock.now(),
    )
    .unwrap();
    assert_eq!(all.len(), 1, "it is found in a month it did not begin in");
}

#[test]
fn today_shows_who_is_here_since_when_and_until_when() {
    let mut s = Scenario::crew_of(2);
    worked(&mut s, "2026-03-09T22:00", "2026-03-10T00:00");
    let ended = worked(&mut s, "2026-03-10T07:00", "2026-03-10T12:00");
    let person = |s: &Scenario, index: usize| {
        let today = query::today(&s.view, s.clock.now()).unwrap();
        today
            .people
            .into_iter()
            .find(|person| person.employee == s.crew[index].employee)
    };
    let found = person(&s, 0).unwrap();
    assert_eq!(
        found.first_start,
        Some(s.local("2026-03-10T07:00")),
        "what ended at midnight was yesterday's"
    );
    assert_eq!(
        (found.last_end, found.worked_seconds),
        (Some(s.local("2026-03-10T12:00")), 5 * 3600)
    );
    assert!(found.running.is_none() && found.exceptions.is_empty());

    // An archived employee who is still on the clock is shown until the office ends the entry.
    let (owner, other) = (s.owner.member, s.crew[1].clone());
    let entry = s.does(other.member, &Command::ClockIn(Booking::default()))[0].subject();
    s.does(owner, &Command::ArchiveEmployee(other.employee));
    assert!(person(&s, 1).unwrap().running.is_some());
    s.later(10);
    let end = Some(s.clock.now());
    s.does(owner, &Command::EditEntry(EditEntry { end, ..edit(entry) }));
    assert!(person(&s, 1).is_none());
    // In the week their hours are still there.
    let week = query::week(&s.view, date(2026, 3, 10), s.clock.now())
        .unwrap()
        .unwrap();
    let row = week
        .rows
        .iter()
        .find(|row| row.employee == other.employee)
        .unwrap();
    assert_eq!(row.worked_seconds, 600);
    let next = query::week(&s.view, date(2026, 3, 17), s.clock.now())
        .unwrap()
        .unwrap();
    assert!(next.rows.iter().all(|row| row.employee != other.employee));

    let void = Command::VoidEntry(ended, "no".into());
    s.does(owner, &void);
    assert_eq!(
        person(&s, 0).unwrap().worked_seconds,
        0,
        "what is voided counts for nothing"
    );
}

#[test]
fn a_week_cell_has_its_entries_breaks_and_what_stands_out() {
    let mut s = Scenario::crew_of(1);
    let first = worked(&mut s, "2026-03-10T07:00", "2026-03-10T12:00");
    let second = worked(&mut s, "2026-03-10T11:00", "2026-03-10T15:00");
    let person = s.crew[0].clone();
    s.clock.set(s.local("2026-03-11T18:00"));
    let with_break = s.worked(&person, date(2026, 3, 11), "07:00", "15:30");
    let week = query::week(&s.view, date(2026, 3, 10), s.clock.now())
        .unwrap()
        .unwrap();
    let row = week
        .rows
        .iter()
        .find(|row| row.employee == person.employee)
        .unwrap();
    assert_eq!(row.days[1].entries, [first, second]);
    assert_eq!(row.days[1].exceptions, [Exception::Overlap]);
    assert_eq!(
        row.days[1].worked_seconds,
        9 * 3600,
        "counted as stated until someone settles it"
    );
    assert_eq!(
        (row.days[2].break_seconds, row.days[2].worked_seconds),
        (1800, 8 * 3600)
    );
    assert_eq!(row.days[2].entries, [with_break]);
    assert!(row.days.iter().all(|day| !day.open));
    let owner = s.owner.member;
    for entry in [first, second] {
        s.does(
            owner,
            &Command::SettleExceptions(entry, vec![Exception::Overlap], "two jobs".into()),
        );
    }
    let week = query::week(&s.view, date(2026, 3, 10), s.clock.now())
        .unwrap()
        .unwrap();
    let row = week
        .rows
        .iter()
        .find(|row| row.employee == person.employee)
        .unwrap();
    assert!(row.days[1].exceptions.is_empty());
}

#[test]
fn an_entry_without_length_shows_what_is_wrong_with_it() {
    let mut s = Scenario::crew_of(1);
    let person = s.crew[0].clone();
    let mut phone = s.enrol(&person);
    let at = s.local("2026-03-09T05:00");
    let backwards = phone.clock_in(at);
    phone.clock_out(backwards, s.local("2026-03-09T04:00"));
    let ahead = phone.clock_in(s.local("2026-03-09T09:00"));
    let segment = phone.segment();
    s.takes(&phone, &segment);
    let kinds = |entry| -> Vec<Exception> {
        let detail = query::entry(&s.view, entry, s.clock.now())
            .unwrap()
            .unwrap();
        detail.exceptions.iter().map(|found| found.kind).collect()
    };
    assert!(kinds(backwards).contains(&Exception::EndsBeforeStart));
    // It is 6:00 now: this one begins in three hours.
    assert_eq!(kinds(ahead), [Exception::ClockSuspect]);
    assert_eq!(query::entry(&s.view, super::site::nothing(), at), Ok(None));
}

#[test]
fn before_the_company_there_is_nothing_to_read() {
    let view = MemoryView::default();
    let now = testkit::at("2026-03-09T12:00:00Z");
    assert_eq!(query::company(&view), Ok(None));
    assert_eq!(query::week(&view, date(2026, 3, 9), now), Ok(None));
    assert_eq!(
        query::today(&view, now).map(|today| today.people.len()),
        Ok(0)
    );
    assert!(query::people(&view).unwrap().is_empty());
}

#[test]
fn lists_are_sorted_for_people() {
    let mut s = Scenario::crew_of(0);
    for name in ["bea", "Abel", "Carl"] {
        s.hire(name, domain::company::Role::Worker);
        s.job(name);
    }
    let names: Vec<String> = query::people(&s.view)
        .unwrap()
        .into_iter()
        .map(|(_, row, _)| row.name)
        .collect();
    assert_eq!(names, ["Abel", "bea", "Carl", "Olivia Reed"]);
    let jobs: Vec<String> = query::jobs(&s.view)
        .unwrap()
        .into_iter()
        .map(|(_, row)| row.name)
        .collect();
    assert_eq!(jobs, ["Abel", "bea", "Carl"]);
    assert_eq!(
        query::member_name(&s.view, s.owner.member),
        Ok(Some("Olivia Reed".to_owned()))
    );
    assert_eq!(
        query::member_name(&s.view, engine::access::SYSTEM),
        Ok(None)
    );
}

#[test]
fn of_two_entries_that_run_the_later_is_the_one_on_the_clock() {
    let mut s = Scenario::crew_of(1);
    let person = s.crew[0].clone();
    let (mut one, mut other) = (s.enrol(&person), s.enrol(&person));
    let later = other.clock_in(s.local("2026-03-09T05:00"));
    let earlier = one.clock_in(s.local("2026-03-09T04:00"));
    for phone in [&other, &one] {
        s.takes(phone, &phone.segment());
    }
    let running = |s: &Scenario| {
        let today = query::today(&s.view, s.clock.now()).unwrap();
        let found = today
            .people
            .into_iter()
            .find(|found| found.employee == person.employee);
        found.unwrap().running.map(|(id, _)| id)
    };
    assert_eq!(running(&s), Some(later));
    s.does(person.member, &Command::ClockOut);
    assert_eq!(running(&s), Some(earlier), "the forgotten one shows again");
    s.does(person.member, &Command::ClockOut);
    assert_eq!(running(&s), None);
}
