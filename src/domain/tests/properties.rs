//! Properties of time: days cover a span, totals add up, overlaps are all found.
#![allow(clippy::arithmetic_side_effects)]

use domain::time::{Span, Zone, day_span, split_by_work_date, workweek_dates, workweek_start};
use domain::timesheet::{
    Break, EntryFlags, Exception, TimeEntry, check_entry, day_totals, exceptions, worked_seconds,
};
use domain::{EmployeeId, TimeEntryId};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use proptest::prelude::*;

const ZONES: [&str; 5] = [
    "UTC",
    "America/New_York",
    "Europe/Madrid",
    "Australia/Lord_Howe",
    "Pacific/Apia",
];

fn zone() -> impl Strategy<Value = Zone> {
    prop::sample::select(&ZONES[..]).prop_map(|name| Zone::named(name).expect("a known zone"))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("inside the calendar")
}

/// From 2010 to 2040: Samoa's missing day and every change of clocks there was.
fn second() -> impl Strategy<Value = i64> {
    1_262_300_000_i64..2_208_900_000
}

fn entry(
    id: u8,
    start: i64,
    seconds: Option<i64>,
    breaks: &[(i64, Option<i64>, bool)],
) -> TimeEntry {
    TimeEntry {
        id: TimeEntryId::from_bytes([id; 16]),
        employee: EmployeeId::from_bytes([0; 16]),
        start: at(start),
        end: seconds.map(|seconds| at(start + seconds)),
        breaks: breaks
            .iter()
            .map(|(after, seconds, paid)| Break {
                start: at(start + after),
                end: seconds.map(|seconds| at(start + after + seconds)),
                paid: *paid,
            })
            .collect(),
        job: None,
        cost_code: None,
        voided: false,
    }
}

fn breaks() -> impl Strategy<Value = Vec<(i64, Option<i64>, bool)>> {
    prop::collection::vec(
        (
            -3_600_i64..90_000,
            prop::option::weighted(0.9, -600_i64..9_000),
            any::<bool>(),
        ),
        0..6,
    )
}

proptest! {
    #[test]
    fn the_parts_of_a_span_cover_it_once_and_are_inside_their_days(
        zone in zone(), start in second(), length in 0_i64..40 * 86_400,
    ) {
        let span = Span::new(at(start), at(start + length)).expect("in order");
        let parts = split_by_work_date(span, &zone);
        prop_assert_eq!(parts.iter().map(|(_, part)| part.seconds()).sum::<i64>(), length);
        let mut reached = span.start();
        for (date, part) in parts {
            prop_assert_eq!(part.start(), reached);
            reached = part.end();
            prop_assert_eq!(day_span(date, &zone).and_then(|day| day.overlap(&part)), Some(part));
        }
    }

    #[test]
    fn the_days_of_an_entry_add_up_to_its_worked_time(
        zone in zone(), start in second(), length in prop::option::of(0_i64..3 * 86_400), breaks in breaks(),
    ) {
        let entry = entry(1, start, length, &breaks);
        let now = at(start + 2 * 86_400);
        let days = day_totals(std::slice::from_ref(&entry), &zone, now);
        let worked = worked_seconds(&entry, now);
        prop_assert_eq!(days.iter().map(|day| day.worked_seconds).sum::<i64>(), worked);
        let elapsed = length.unwrap_or(2 * 86_400);
        let unpaid: i64 = days.iter().map(|day| day.break_seconds).sum();
        prop_assert_eq!(worked + unpaid, elapsed);
        prop_assert!(worked >= 0 && unpaid >= 0);
        prop_assert!(days.iter().all(|day| day.worked_seconds <= 25 * 3600));
    }

    #[test]
    fn times_that_pass_the_check_count_as_they_read(
        start in second(), length in -100_i64..9 * 86_400, breaks in breaks(),
    ) {
        let entry = entry(1, start, Some(length), &breaks);
        let now = at(start + 8 * 86_400);
        if check_entry(entry.start, entry.end, &entry.breaks, now).is_ok() {
            let unpaid: i64 = breaks
                .iter()
                .filter(|(_, _, paid)| !paid)
                .map(|(_, seconds, _)| seconds.expect("no open break passes"))
                .sum();
            prop_assert_eq!(worked_seconds(&entry, now), length - unpaid);
        }
    }

    /// One sweep finds what holding each entry against each other finds.
    #[test]
    fn every_overlap_is_found(
        stretches in prop::collection::vec((0_i64..5_000, prop::option::of(-50_i64..800), any::<bool>()), 0..12),
    ) {
        let now = at(1_262_300_000 + 4_000);
        let entries: Vec<(TimeEntry, EntryFlags)> = stretches
            .iter()
            .zip(0..)
            .map(|((start, seconds, voided), id)| {
                let mut entry = entry(id, 1_262_300_000 + start, *seconds, &[]);
                entry.voided = *voided && id % 3 == 0;
                (entry, EntryFlags::default())
            })
            .collect();
        let reach = |entry: &TimeEntry| Span::new(entry.start, entry.end.unwrap_or(now.max(entry.start)));
        let shares = |one: &TimeEntry, other: &TimeEntry| {
            let spans = reach(one).zip(reach(other));
            one.id != other.id && !other.voided && spans.is_some_and(|(a, b)| a.overlap(&b).is_some())
        };
        let expect: std::collections::BTreeSet<TimeEntryId> = entries
            .iter()
            .filter(|(entry, _)| !entry.voided && entries.iter().any(|(other, _)| shares(entry, other)))
            .map(|(entry, _)| entry.id)
            .collect();
        let found: std::collections::BTreeSet<TimeEntryId> = exceptions(&entries, now)
            .into_iter()
            .filter(|(_, kind)| *kind == Exception::Overlap)
            .map(|(id, _)| id)
            .collect();
        prop_assert_eq!(found, expect);
    }

    #[test]
    fn a_date_is_in_its_own_workweek(days in -700_000_i32..2_000_000, starts in 1_i8..=7) {
        let starts = Weekday::from_monday_one_offset(starts).expect("a weekday");
        let Ok(date) = Date::constant(2026, 1, 1).checked_add(jiff::Span::new().days(days)) else { return Ok(()) };
        let first = workweek_start(date, starts);
        let week = workweek_dates(first);
        prop_assert!(week.contains(&date));
        prop_assert_eq!(first.weekday(), starts);
        prop_assert!(week.len() <= 7);
    }
}
