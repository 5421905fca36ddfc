//! Dates and times: which is the month, midnights, changing clocks, contradictions.

use super::{check_in, sheet, zone};
use interchange::import::facts::{ClueSource, facts};
use interchange::import::{DateClue, DateOrder, DateReading, Mapping, mapping::guess, rows};

/// Start and end of rows `Start date,Start time,End date,End time,Duration` in New York, or the
/// code of why not.
#[track_caller]
fn check(lines: &[&str], expect: &[&str]) {
    check_with(|_| {}, lines, expect);
}

#[track_caller]
fn check_with(change: impl Fn(&mut Mapping), lines: &[&str], expect: &[&str]) {
    let head = "Employee,Start date,Start time,End date,End time,Duration,Break (min)";
    let body = lines.iter().map(|line| format!("\nAna,{line}"));
    let sheet = sheet(
        std::iter::once(head.to_owned())
            .chain(body)
            .collect::<String>(),
    );
    let mut mapping = guess(&sheet);
    change(&mut mapping);
    let read: Vec<String> = rows(&sheet, &mapping, &zone("America/New_York"))
        .map(|row| match row.map(|entry| entry.time) {
            Ok(domain::timesheet::HistoricalTime::Span {
                start,
                end,
                break_seconds: 0,
            }) => {
                format!("{start} {end}")
            }
            Ok(time) => format!("{}", time.worked_seconds()),
            Err(rejected) => rejected.reason.code().into(),
        })
        .collect();
    assert_eq!(read, expect);
}

fn dates(file: &str, name: &str) -> DateReading {
    let sheet = sheet(file);
    facts(&sheet, &guess(&sheet), &zone(name)).dates
}

#[test]
fn one_row_settles_the_order_of_dates_for_all_whatever_stands_before_it() {
    let head = "Employee,Date,Hours\n";
    let vague = "Ana,3/4/2024,8\n".repeat(500);
    for (last, order) in [
        ("Ana,3/14/2024,8\n", DateOrder::MonthFirst),
        ("Ana,14/3/2024,8\n", DateOrder::DayFirst),
    ] {
        let file = format!("{head}{vague}{last}");
        assert_eq!(dates(&file, "Europe/Madrid"), DateReading::Settled(order));
    }
    assert_eq!(
        dates(&format!("{head}Ana,2024-03-04,8\n"), "UTC"),
        DateReading::Plain
    );
}

#[test]
fn the_minority_does_not_settle_the_order_and_is_told_which_it_is() {
    let lines = [
        "14/03/2024,8:00,,9:00,,",
        "15/03/2024,8:00,,9:00,,",
        "03/16/2024,8:00,,9:00,,",
    ];
    let expect = [
        "2024-03-14T12:00:00Z 2024-03-14T13:00:00Z",
        "2024-03-15T12:00:00Z 2024-03-15T13:00:00Z",
        "not_a_day_first_date",
    ];
    check(&lines, &expect);
}

#[test]
fn an_undecidable_order_has_a_clue_and_can_be_overruled() {
    let clue = |order, from| DateReading::Undecidable(DateClue { order, from });
    let clockify = "User,Start Date,Start Time,End Time,Duration (h)\nAna,3/4/2024,9:00,10:00,1\n";
    for (file, name, expect) in [
        (
            clockify,
            "Europe/Madrid",
            clue(DateOrder::MonthFirst, ClueSource::Preset),
        ),
        (
            "Employee,Date,In,Out\nAna,3/4/2024,9:00 AM,5:00 PM\n",
            "Europe/Madrid",
            clue(DateOrder::MonthFirst, ClueSource::TwelveHour),
        ),
        (
            "Employee,Date,Hours\nAna,3.4.2024,8\n",
            "America/New_York",
            clue(DateOrder::DayFirst, ClueSource::Dots),
        ),
        (
            "Employee,Date,Hours\nAna,3/4/2024,8\n",
            "America/Chicago",
            clue(DateOrder::MonthFirst, ClueSource::Zone),
        ),
        (
            "Employee,Date,Hours\nAna,3/4/2024,8\nAna,14/3/2024,8\nAna,3/14/2024,8\n",
            "Europe/Madrid",
            clue(DateOrder::DayFirst, ClueSource::Zone),
        ),
    ] {
        assert_eq!(dates(file, name), expect, "{file}");
    }
    let line = ["3/4/2024,8:00,,9:00,,"];
    check(&line, &["2024-03-04T13:00:00Z 2024-03-04T14:00:00Z"]);
    check_with(
        |mapping| mapping.date_order = Some(DateOrder::DayFirst),
        &line,
        &["2024-04-03T12:00:00Z 2024-04-03T13:00:00Z"],
    );
}

#[test]
fn an_end_before_the_start_is_the_next_day_unless_a_date_says_otherwise() {
    check(
        &[
            "2024-03-14,22:00,,06:00,,",
            "2024-03-14,22:00,2024-03-15,06:00,,",
            "2024-03-14,22:00,2024-03-14,06:00,,",
            "2024-03-14,22:00,,24:00,,",
            "2024-03-14,09:00,,09:00,24:00:00,",
            "2024-03-14,09:00,,09:00,,",
            "2024-03-14,09:00,2024-03-21,09:00,,",
            "2024-03-14,09:00,2024-03-21,09:01,,",
        ],
        &[
            "2024-03-15T02:00:00Z 2024-03-15T10:00:00Z",
            "2024-03-15T02:00:00Z 2024-03-15T10:00:00Z",
            "end_before_start",
            "2024-03-15T02:00:00Z 2024-03-15T04:00:00Z",
            "2024-03-14T13:00:00Z 2024-03-15T13:00:00Z",
            "2024-03-14T13:00:00Z 2024-03-14T13:00:00Z",
            "2024-03-14T13:00:00Z 2024-03-21T13:00:00Z",
            "too_long",
        ],
    );
}

#[test]
fn a_time_that_the_clocks_skip_moves_forward_unless_it_then_ends_before_it_starts() {
    // On 10 March 2024, 02:00 jumps to 03:00.
    check(
        &[
            "2024-03-10,02:30,,05:00,,",
            "2024-03-10,01:30,,02:30,,",
            "2024-03-10,02:30,,03:15,,",
            "2024-03-10,02:30,,03:45,1:15,",
            "2024-03-09,22:00,,06:00,,",
        ],
        &[
            "2024-03-10T07:30:00Z 2024-03-10T09:00:00Z",
            "2024-03-10T06:30:00Z 2024-03-10T07:30:00Z",
            "2024-03-10T06:30:00Z 2024-03-10T07:15:00Z",
            "2024-03-10T06:30:00Z 2024-03-10T07:45:00Z",
            "2024-03-10T03:00:00Z 2024-03-10T10:00:00Z",
        ],
    );
}

#[test]
fn a_time_that_occurs_twice_is_the_first_unless_the_row_says_otherwise() {
    // On 3 November 2024, 02:00 falls back to 01:00.
    check(
        &[
            "2024-11-03,01:30,,03:00,,",
            "2024-11-03,01:30,,03:00,1:30:00,",
            "2024-11-03,01:30,,03:00,2:30:00,",
            "2024-11-03,01:30,,03:00,1:00:00,",
            "2024-11-03,01:50,,01:10,,",
            "2024-11-03,00:30,,01:30,2:00,",
            "2024-11-02,23:00,,01:30,3:30,",
        ],
        &[
            "2024-11-03T05:30:00Z 2024-11-03T08:00:00Z",
            "2024-11-03T06:30:00Z 2024-11-03T08:00:00Z",
            "2024-11-03T05:30:00Z 2024-11-03T08:00:00Z",
            "2024-11-03T05:30:00Z 2024-11-03T08:00:00Z",
            "2024-11-03T05:50:00Z 2024-11-03T06:10:00Z",
            "2024-11-03T04:30:00Z 2024-11-03T06:30:00Z",
            "2024-11-03T03:00:00Z 2024-11-03T06:30:00Z",
        ],
    );
}

#[test]
fn start_and_end_stand_over_a_duration_that_contradicts_them() {
    check(
        &[
            "2024-03-14,09:00,,17:00,7:30,",
            "2024-03-14,09:00,,17:00,30:00,",
            "2024-03-14,09:00,,17:00,7:30,30",
            "2024-03-14,09:00,,17:00,,481",
            "2024-03-14,09:00,,,7:30,30",
        ],
        &[
            "2024-03-14T13:00:00Z 2024-03-14T21:00:00Z",
            "2024-03-14T13:00:00Z 2024-03-14T21:00:00Z",
            "27000",
            "break_too_long",
            "27000",
        ],
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    check(
        &[
            "soon,09:00,,17:00,,",
            "2024-03-14,25:00,,17:00,,",
            "2024-03-14,09:00,,17:00,abc,",
            ",09:00,,17:00,,",
            "2024-03-14,,,,,",
            "2024-03-14,,,,8,",
            "2024-03-14,09:00,,-,,",
        ],
        &[
            "not_a_date",
            "not_a_time",
            "not_a_duration",
            "no_date",
            "no_time",
            "28800",
            "still_running",
        ],
    );
}

#[test]
fn a_row_may_name_its_own_zone() {
    check_in(
        "UTC",
        "Employee,Start,End,Time zone\n\
         Ana,2024-03-15 09:00,2024-03-15 17:00,America/New_York\n\
         Ana,2024-03-15 09:00,2024-03-15 17:00,Mars/Olympus\n\
         Ana,2024-03-15T09:00+01:00,2024-03-15 17:00,\n",
        &[
            "2 Ana <> |  / []  /  | 2024-03-15T13:00:00Z 2024-03-15T21:00:00Z | ",
            "3: Mars/Olympus is not a time zone",
            "4 Ana <> |  / []  /  | 2024-03-15T08:00:00Z 2024-03-15T17:00:00Z | ",
        ],
    );
}
