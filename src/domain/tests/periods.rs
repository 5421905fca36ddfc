//! Pay periods, workweeks and workdays under any settings that change from any dates on: every
//! day is in exactly one of each, and no instant is lost.
#![allow(clippy::arithmetic_side_effects)]

use domain::payroll::{Dated, Workweek};
use domain::time::{Zone, date_of_day, day_number, days_after};
use domain::timesheet::{Calendar, PERIOD_DAYS_MAX, PeriodRule, dates_in};
use jiff::civil::{Date, Time, Weekday, date};
use proptest::prelude::*;

/// Any date of the years 2019 to 2029: leap years, and every change of clocks in them.
fn any_date() -> impl Strategy<Value = Date> {
    let first = day_number(date(2019, 1, 1));
    (0..11 * 366).prop_map(move |days| date_of_day(first + days).expect("in the calendar"))
}

fn any_rule() -> impl Strategy<Value = PeriodRule> {
    prop_oneof![
        Just(PeriodRule::Workweek),
        any_date().prop_map(|anchor| PeriodRule::Weekly { anchor }),
        any_date().prop_map(|anchor| PeriodRule::TwoWeeks { anchor }),
        (1..28_i8, 1..28_i8).prop_map(|(one, two)| PeriodRule::TwiceMonthly {
            first_day: one.min(two),
            second_day: one.max(two) + 1,
        }),
        (1..=28_i8).prop_map(|first_day| PeriodRule::Monthly { first_day }),
    ]
}

fn any_workweek() -> impl Strategy<Value = Workweek> {
    (1..=7_i8, 0..24_i8, 0..60_i8).prop_map(|(day, hour, minute)| Workweek {
        starts: Weekday::from_monday_one_offset(day).expect("a weekday"),
        starts_at: Time::constant(hour, minute, 0, 0),
    })
}

fn any_zone() -> impl Strategy<Value = Zone> {
    let names = [
        "America/New_York",
        "America/Anchorage",
        "Pacific/Honolulu",
        "Europe/Madrid",
        "Australia/Lord_Howe",
    ];
    prop::sample::select(names.to_vec()).prop_map(|name| Zone::named(name).expect("a zone"))
}

fn dated<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Dated<T>> {
    let changes = prop::collection::vec((any_date(), value.clone()), 0..4);
    (value, changes).prop_map(|(first, changes)| {
        let always = Dated::always(first);
        changes
            .into_iter()
            .fold(always, |dated, (from, value)| dated.then(from, value))
    })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let zones = dated(any_zone().boxed());
    let workweeks = dated(any_workweek().boxed());
    let periods = dated(any_rule().boxed());
    (zones, workweeks, periods).prop_map(|(zones, workweeks, periods)| Calendar {
        zones,
        workweeks,
        periods,
    })
}

proptest! {
    #[test]
    fn every_day_is_in_one_period_and_periods_leave_no_gap(
        calendar in any_calendar(),
        from in any_date(),
    ) {
        let mut period = calendar.period_of(from);
        for _ in 0..40 {
            prop_assert!(period.first <= period.last);
            let length = day_number(period.last) - day_number(period.first) + 1;
            prop_assert!(length <= PERIOD_DAYS_MAX);
            for day in dates_in(period) {
                prop_assert_eq!(calendar.period_of(day), period);
            }
            let next = calendar.period_after(period.last);
            prop_assert_eq!(next.first, days_after(period.last, 1));
            prop_assert_eq!(calendar.period_before(next.first), period);
            period = next;
        }
    }

    #[test]
    fn every_day_is_in_one_workweek_and_periods_consist_of_them(
        calendar in any_calendar(),
        day in any_date(),
    ) {
        let week = calendar.week_of(day);
        prop_assert!(day_number(week.last) - day_number(week.first) < 7);
        for day in dates_in(week) {
            prop_assert_eq!(calendar.week_of(day), week);
        }
        let period = calendar.period_of(day);
        let weeks = calendar.weeks_in(period);
        let days: Vec<Date> = weeks.into_iter().flat_map(dates_in).collect();
        prop_assert_eq!(days, dates_in(period).collect::<Vec<_>>());
    }

    #[test]
    fn every_instant_is_in_the_day_that_it_falls_into(
        calendar in any_calendar(),
        day in any_date(),
        part in 0..1_000_i64,
    ) {
        let span = calendar.day_span(day).expect("in the calendar");
        let into = span.seconds() * part / 1_000;
        let at = jiff::Timestamp::from_second(span.start().as_second() + into).expect("an instant");
        if span.seconds() > 0 {
            prop_assert_eq!(calendar.date_of(at), day);
        }
        let next = calendar.day_span(days_after(day, 1)).expect("in the calendar");
        prop_assert_eq!(next.start(), span.end());
    }
}
