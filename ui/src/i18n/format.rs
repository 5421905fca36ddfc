//! Durations, dates, times and numbers as the person writes them.
//!
//! Time zones are those of `domain`; names of days and months are the
//! browser's. Nothing here reads a clock: "now" is an argument.

use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::intl::{self, Pattern};
use crate::t;

/// A duration in minutes as `7:45`; below zero `−0:30`.
pub fn duration(minutes: i64) -> String {
    let sign = if minutes < 0 { "\u{2212}" } else { "" };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// A duration in seconds as `4:32`, or with seconds as `4:32:08`, rounded down.
pub fn elapsed(seconds: i64, with_seconds: bool) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    if with_seconds {
        format!("{hours}:{minutes:02}:{:02}", seconds % 60)
    } else {
        format!("{hours}:{minutes:02}")
    }
}

/// A duration in minutes as decimal hours with two places, `7.75`, half a hundredth rounded up.
pub fn decimal_hours(minutes: i64) -> String {
    let hundredths = (minutes.unsigned_abs() * 100 + 30) / 60;
    let sign = if minutes < 0 && hundredths > 0 {
        "\u{2212}"
    } else {
        ""
    };
    let point = intl::decimal_point();
    format!(
        "{sign}{}{point}{:02}",
        number((hundredths / 100).cast_signed()),
        hundredths % 100
    )
}

/// A whole number, grouped as the locale does: `12,480`.
pub fn number(value: i64) -> String {
    intl::number(value)
}

/// `Mar 4, 2026`
pub fn date(date: Date) -> String {
    intl::write(Pattern::Date, date.to_datetime(Time::midnight()))
}

/// `Mar 4`
pub fn date_short(date: Date) -> String {
    intl::write(Pattern::DateShort, date.to_datetime(Time::midnight()))
}

/// `Wed, Mar 4`
pub fn date_with_weekday(date: Date) -> String {
    intl::write(Pattern::DateWithWeekday, date.to_datetime(Time::midnight()))
}

/// `Wednesday, March 4`
pub fn date_long(date: Date) -> String {
    intl::write(Pattern::DateLong, date.to_datetime(Time::midnight()))
}

/// `March 2026`
pub fn month(date: Date) -> String {
    intl::write(Pattern::Month, date.to_datetime(Time::midnight()))
}

/// `Wed`
pub fn weekday_short(date: Date) -> String {
    intl::write(Pattern::WeekdayShort, date.to_datetime(Time::midnight()))
}

/// `Wednesday`
pub fn weekday(date: Date) -> String {
    intl::write(Pattern::Weekday, date.to_datetime(Time::midnight()))
}

/// `Mar 2 – Mar 8, 2026`
pub fn date_range(first: Date, last: Date) -> String {
    if first == last {
        return date(first);
    }
    let start = if first.year() == last.year() {
        date_short(first)
    } else {
        date(first)
    };
    format!("{start} \u{2013} {}", date(last))
}

/// A wall-clock time: `7:45 AM`, or `7:45` where the day has 24 hours.
pub fn time(time: Time) -> String {
    intl::write(Pattern::Time, Date::constant(2026, 1, 1).to_datetime(time))
}

/// The wall-clock time of an instant in a zone.
pub fn time_at(at: Timestamp, zone: &Zone) -> String {
    time(zone.local(at).time())
}

/// Date and time of an instant in a zone: `Mar 4, 7:45 AM`.
pub fn date_time_at(at: Timestamp, zone: &Zone) -> String {
    intl::write(Pattern::DateTime, zone.local(at))
}

/// "today", "yesterday", "tomorrow", else `Wed, Mar 4`, with the year if it is another one.
pub fn day_relative(day: Date, today: Date) -> String {
    if day == today {
        t!("day-today")
    } else if day.tomorrow().is_ok_and(|next| next == today) {
        t!("day-yesterday")
    } else if today.tomorrow().is_ok_and(|next| next == day) {
        t!("day-tomorrow")
    } else if day.year() != today.year() {
        date(day)
    } else {
        date_with_weekday(day)
    }
}

/// How long ago: "just now", "3 min ago", "2 h ago", "5 days ago". A clock that is behind says
/// "just now" rather than a time to come.
pub fn age(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(then.as_second()).max(0);
    match seconds {
        0..60 => t!("age-now"),
        60..3_600 => t!("age-minutes", count = seconds / 60),
        3_600..86_400 => t!("age-hours", count = seconds / 3_600),
        _ => t!("age-days", count = seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{COMMON, start};

    #[test]
    fn durations_are_hours_and_minutes() {
        assert_eq!(duration(0), "0:00");
        assert_eq!(duration(465), "7:45");
        assert_eq!(duration(6_005), "100:05");
        assert_eq!(duration(-30), "\u{2212}0:30");
    }

    #[test]
    fn decimal_hours_have_two_places_and_round_half_up() {
        assert_eq!(decimal_hours(465), "7.75");
        assert_eq!(decimal_hours(20), "0.33");
        assert_eq!(decimal_hours(50), "0.83");
        assert_eq!(decimal_hours(1), "0.02");
        assert_eq!(decimal_hours(-90), "\u{2212}1.50");
    }

    #[test]
    fn elapsed_time_is_rounded_down_and_never_negative() {
        assert_eq!(elapsed(16_379, false), "4:32");
        assert_eq!(elapsed(16_379, true), "4:32:59");
        assert_eq!(elapsed(-5, false), "0:00");
    }

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        start(&[&COMMON]);
        let at = |second| Timestamp::from_second(second).unwrap();
        let now = at(1_000_000);
        assert_eq!(age(at(999_980), now), "just now");
        assert_eq!(age(at(1_000_500), now), "just now");
        assert_eq!(age(at(1_000_000 - 180), now), "3 min ago");
        assert_eq!(age(at(1_000_000 - 7_300), now), "2 h ago");
        assert_eq!(age(at(1_000_000 - 86_400), now), "1 day ago");
    }

    #[test]
    fn a_day_near_today_has_a_name() {
        start(&[&COMMON]);
        let today = Date::constant(2026, 3, 4);
        assert_eq!(day_relative(today, today), "Today");
        assert_eq!(day_relative(Date::constant(2026, 3, 3), today), "Yesterday");
    }

    #[test]
    fn a_range_names_the_first_year_only_when_it_differs() {
        let range = date_range(Date::constant(2026, 3, 2), Date::constant(2026, 3, 8));
        assert_eq!(range, "Mar 2 \u{2013} Mar 8, 2026");
        let range = date_range(Date::constant(2025, 12, 29), Date::constant(2026, 1, 4));
        assert_eq!(range, "Dec 29, 2025 \u{2013} Jan 4, 2026");
    }
}
