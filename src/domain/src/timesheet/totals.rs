//! Worked time: elapsed time less unpaid breaks, by entry and by work date.

use crate::order::put_in_order;
use jiff::Timestamp;
use jiff::civil::Date;

use super::entry::TimeEntry;
use crate::time::{Span, Zone, split_by_work_date};

/// Worked seconds of one employee on one work date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTotal {
    /// The local date.
    pub date: Date,
    /// Worked seconds: elapsed less unpaid breaks.
    pub worked_seconds: i64,
    /// Seconds of unpaid breaks.
    pub break_seconds: i64,
}

/// Worked seconds of an entry; an open one is counted up to `now`, a voided one is 0.
pub fn worked_seconds(entry: &TimeEntry, now: Timestamp) -> i64 {
    let Some(span) = counted_span(entry, now) else {
        return 0;
    };
    let unpaid: i64 = unpaid_spans(entry, span, now)
        .map(|pause| pause.seconds())
        .sum();
    span.seconds().saturating_sub(unpaid)
}

/// Seconds of an entry's breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BreakSeconds {
    /// Taken off the worked time.
    pub unpaid: i64,
    /// Part of the worked time.
    pub paid: i64,
}

/// The breaks of an entry; open ones are counted up to `now`, a voided entry has none.
pub fn break_seconds(entry: &TimeEntry, now: Timestamp) -> BreakSeconds {
    let Some(span) = counted_span(entry, now) else {
        return BreakSeconds::default();
    };
    let sum = |paid| {
        let spans = break_spans(entry, span, now, paid);
        spans.map(|pause| pause.seconds()).sum()
    };
    BreakSeconds {
        unpaid: sum(false),
        paid: sum(true),
    }
}

/// Worked seconds of an entry inside a span, and seconds of its unpaid breaks there.
pub fn worked_within(entry: &TimeEntry, within: Span, now: Timestamp) -> (i64, i64) {
    let Some(part) = counted_span(entry, now).and_then(|span| span.overlap(&within)) else {
        return (0, 0);
    };
    let unpaid: i64 = unpaid_spans(entry, part, now)
        .map(|pause| pause.seconds())
        .sum();
    (part.seconds().saturating_sub(unpaid), unpaid)
}

/// Totals by work date, in order; entries are split at local midnight. Overlapping entries are
/// counted as stated: the overlap is an exception for a person to settle, not a guess.
pub fn day_totals(entries: &[TimeEntry], zone: &Zone, now: Timestamp) -> Vec<DayTotal> {
    let mut days = Vec::<DayTotal>::new();
    for entry in entries {
        let Some(span) = counted_span(entry, now) else {
            continue;
        };
        for (date, part) in split_by_work_date(span, zone) {
            let unpaid: i64 = unpaid_spans(entry, part, now)
                .map(|pause| pause.seconds())
                .sum();
            let at = days.partition_point(|day| day.date < date);
            if days.get(at).is_none_or(|day| day.date != date) {
                let (worked_seconds, break_seconds) = (0, 0);
                days.insert(
                    at,
                    DayTotal {
                        date,
                        worked_seconds,
                        break_seconds,
                    },
                );
            }
            if let Some(day) = days.get_mut(at) {
                let worked = part.seconds().saturating_sub(unpaid);
                day.worked_seconds = day.worked_seconds.saturating_add(worked);
                day.break_seconds = day.break_seconds.saturating_add(unpaid);
            }
        }
    }
    days
}

fn counted_span(entry: &TimeEntry, now: Timestamp) -> Option<Span> {
    if entry.voided {
        return None;
    }
    Span::new(entry.start, entry.end.unwrap_or(now))
}

fn unpaid_spans(entry: &TimeEntry, within: Span, now: Timestamp) -> impl Iterator<Item = Span> {
    break_spans(entry, within, now, false)
}

/// The breaks of one kind inside `within`, merged so that overlapping ones are not counted twice.
fn break_spans(
    entry: &TimeEntry,
    within: Span,
    now: Timestamp,
    paid: bool,
) -> impl Iterator<Item = Span> {
    let mut spans: Vec<Span> = entry
        .breaks
        .iter()
        .filter(|pause| pause.paid == paid)
        .filter_map(|pause| Span::new(pause.start, pause.end.or(entry.end).unwrap_or(now)))
        .filter_map(|pause| pause.overlap(&within))
        .collect();
    put_in_order(&mut spans, Span::start);
    let mut reached = within.start();
    spans.into_iter().filter_map(move |pause| {
        let fresh = Span::new(pause.start().max(reached), pause.end())?;
        reached = fresh.end();
        Some(fresh)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{EmployeeId, TimeEntryId};
    use crate::timesheet::Break;
    use jiff::civil::date;

    fn entry(start: &str, end: Option<&str>, breaks: &[(&str, Option<&str>, bool)]) -> TimeEntry {
        TimeEntry {
            id: TimeEntryId::from_bytes([1; 16]),
            employee: EmployeeId::from_bytes([2; 16]),
            start: start.parse().unwrap(),
            end: end.map(|end| end.parse().unwrap()),
            breaks: breaks
                .iter()
                .map(|(start, end, paid)| Break {
                    start: start.parse().unwrap(),
                    end: end.map(|end| end.parse().unwrap()),
                    paid: *paid,
                })
                .collect(),
            job: None,
            cost_code: None,
            voided: false,
        }
    }

    fn now() -> Timestamp {
        "2026-03-10T18:00:00Z".parse().unwrap()
    }

    #[test]
    fn unpaid_breaks_are_taken_off_once_and_paid_ones_are_not() {
        let day = entry(
            "2026-03-10T08:00:00Z",
            Some("2026-03-10T16:00:00Z"),
            &[
                ("2026-03-10T10:00:00Z", Some("2026-03-10T10:15:00Z"), true),
                ("2026-03-10T12:00:00Z", Some("2026-03-10T12:30:00Z"), false),
                ("2026-03-10T12:20:00Z", Some("2026-03-10T12:40:00Z"), false),
            ],
        );
        assert_eq!(worked_seconds(&day, now()), 8 * 3600 - 40 * 60);
        let breaks = break_seconds(&day, now());
        assert_eq!((breaks.unpaid, breaks.paid), (40 * 60, 15 * 60));
    }

    #[test]
    fn an_open_entry_counts_up_to_now_and_an_open_break_stops_it() {
        let open = entry("2026-03-10T16:00:00Z", None, &[]);
        assert_eq!(worked_seconds(&open, now()), 2 * 3600);
        let paused = entry(
            "2026-03-10T16:00:00Z",
            None,
            &[("2026-03-10T17:00:00Z", None, false)],
        );
        assert_eq!(worked_seconds(&paused, now()), 3600);
    }

    #[test]
    fn a_void_entry_and_one_that_ends_before_it_starts_count_for_nothing() {
        let mut void = entry("2026-03-10T08:00:00Z", Some("2026-03-10T16:00:00Z"), &[]);
        void.voided = true;
        assert_eq!(worked_seconds(&void, now()), 0);
        let backwards = entry("2026-03-10T08:00:00Z", Some("2026-03-10T07:00:00Z"), &[]);
        assert_eq!(worked_seconds(&backwards, now()), 0);
    }

    #[test]
    fn a_night_is_split_at_midnight_with_its_break_on_the_right_day() {
        let zone = Zone::named("Europe/Madrid").unwrap();
        let night = entry(
            "2026-03-09T21:00:00Z",
            Some("2026-03-10T05:00:00Z"),
            &[("2026-03-10T00:00:00Z", Some("2026-03-10T01:00:00Z"), false)],
        );
        let totals = day_totals(&[night], &zone, now());
        assert_eq!(
            totals,
            [
                DayTotal {
                    date: date(2026, 3, 9),
                    worked_seconds: 2 * 3600,
                    break_seconds: 0
                },
                DayTotal {
                    date: date(2026, 3, 10),
                    worked_seconds: 5 * 3600,
                    break_seconds: 3600
                },
            ]
        );
    }
}
