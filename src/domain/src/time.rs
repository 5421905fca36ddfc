//! Instants, zones, work dates and workweeks.
//!
//! A local day needs a zone; elapsed time is not wall-clock time. On the days the clocks change
//! a work date has 23 or 25 hours, and a shift is split at its boundary by elapsed seconds.

mod day;
mod zone;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

pub use day::{date_of_day, day_number, days_after};
pub use zone::{UnknownZone, Zone};

/// A stretch of time, end after start or equal to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    start: Timestamp,
    end: Timestamp,
}

impl Span {
    /// The span between two instants, or `None` when it would end before it starts.
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// When it starts.
    pub const fn start(&self) -> Timestamp {
        self.start
    }

    /// When it ends.
    pub const fn end(&self) -> Timestamp {
        self.end
    }

    /// Elapsed whole seconds.
    pub fn seconds(&self) -> i64 {
        elapsed_seconds(self.start, self.end)
    }

    /// What two spans share, if that is more than an instant.
    pub fn overlap(&self, other: &Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = self.end.min(other.end);
        (start < end).then_some(Self { start, end })
    }
}

/// Elapsed whole seconds from one instant to a later one; negative when it is earlier.
pub fn elapsed_seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second().saturating_sub(from.as_second())
}

/// The local date that an instant falls on.
pub fn work_date(at: Timestamp, zone: &Zone) -> Date {
    zone.local(at).date()
}

/// The span of a local day: 23, 24 or 25 hours. `None` only at the ends of the calendar.
pub fn day_span(date: Date, zone: &Zone) -> Option<Span> {
    let start = zone.instant(date.to_datetime(jiff::civil::Time::midnight()))?;
    let next = date.tomorrow().ok()?;
    let end = zone.instant(next.to_datetime(jiff::civil::Time::midnight()))?;
    Span::new(start, end)
}

/// The most work dates that a span is cut into: what a clock years off states must cost no more.
pub const SPAN_DAYS_MAX: usize = 400;

/// A span cut at local midnights: the parts by work date, in order. One longer than
/// [`SPAN_DAYS_MAX`] days gives the last of them, those that end where it ends.
pub fn split_by_work_date(span: Span, zone: &Zone) -> Vec<(Date, Span)> {
    let mut parts = Vec::new();
    let last = work_date(span.end, zone);
    let back = jiff::Span::new()
        .try_days(SPAN_DAYS_MAX as i64)
        .unwrap_or_default();
    let mut date = work_date(span.start, zone).max(last.checked_sub(back).unwrap_or(Date::MIN));
    loop {
        let Some(day) = day_span(date, zone) else {
            return parts;
        };
        if let Some(part) = day.overlap(&span) {
            parts.push((date, part));
        }
        match date.tomorrow() {
            Ok(next) if date < last => date = next,
            Ok(_) | Err(_) => return parts,
        }
    }
}

/// The first day of the workweek that a date is in.
pub fn workweek_start(date: Date, starts: Weekday) -> Date {
    // Day by day: spans of days bring all of jiff's error messages into the phone's bundle.
    let mut first = date;
    for _ in 0..date.weekday().since(starts) {
        first = first.yesterday().unwrap_or(Date::MIN);
    }
    first
}

/// The seven dates of a workweek.
pub fn workweek_dates(first: Date) -> Vec<Date> {
    std::iter::successors(Some(first), |date| date.tomorrow().ok())
        .take(7)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn new_york() -> Zone {
        Zone::named("America/New_York").unwrap()
    }

    fn span(start: &str, end: &str) -> Span {
        Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_on_which_clocks_go_forward_has_23_hours() {
        assert_eq!(
            day_span(date(2026, 3, 8), &new_york()).unwrap().seconds(),
            23 * 3600
        );
        assert_eq!(
            day_span(date(2026, 11, 1), &new_york()).unwrap().seconds(),
            25 * 3600
        );
    }

    #[test]
    fn a_shift_over_midnight_is_split_there_by_elapsed_time() {
        // 22:00 on the 7th to 06:00 on the 8th, when 02:00 jumps to 03:00.
        let parts = split_by_work_date(
            span("2026-03-08T03:00:00Z", "2026-03-08T10:00:00Z"),
            &new_york(),
        );
        let hours: Vec<_> = parts
            .iter()
            .map(|(d, s)| (*d, s.seconds() / 3600))
            .collect();
        assert_eq!(hours, [(date(2026, 3, 7), 2), (date(2026, 3, 8), 5)]);
    }

    #[test]
    fn a_span_of_centuries_gives_its_last_days_and_no_more() {
        let parts = split_by_work_date(
            span("0001-01-01T00:00:00Z", "2026-03-08T12:00:00Z"),
            &Zone::utc(),
        );
        assert_eq!(parts.len(), SPAN_DAYS_MAX + 1);
        assert_eq!(
            parts.last().map(|(date, part)| (*date, part.seconds())),
            Some((date(2026, 3, 8), 12 * 3600))
        );
        let (first, last) = (Timestamp::MIN, Timestamp::MAX);
        assert!(
            split_by_work_date(Span::new(first, last).unwrap(), &new_york()).len()
                <= SPAN_DAYS_MAX + 1
        );
    }

    #[test]
    fn an_empty_span_has_no_parts() {
        assert!(
            split_by_work_date(
                span("2026-03-08T03:00:00Z", "2026-03-08T03:00:00Z"),
                &new_york()
            )
            .is_empty()
        );
    }

    #[test]
    fn a_workweek_starts_where_the_firm_says() {
        let wednesday = date(2026, 3, 4);
        assert_eq!(workweek_start(wednesday, Weekday::Monday), date(2026, 3, 2));
        assert_eq!(workweek_start(wednesday, Weekday::Sunday), date(2026, 3, 1));
        assert_eq!(workweek_start(wednesday, Weekday::Wednesday), wednesday);
        assert_eq!(
            workweek_dates(date(2026, 2, 26)).last(),
            Some(&date(2026, 3, 4))
        );
    }
}
