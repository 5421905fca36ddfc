//! Where hours without times stand: somewhere on their work date, wholly inside it.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use domain::time::{Zone, day_span};

/// Where the first ones of a day begin, in seconds after midnight: far enough from both ends of
/// the day that they stay on it when the firm's zone changes by some hours.
const MORNING_SECONDS: i64 = 8 * 3600;

/// Start and end of so many seconds on a work date, after `before` seconds that stand there
/// already; `None` when the day is not that long.
pub(super) fn place(
    date: Date,
    seconds: i64,
    before: i64,
    zone: &Zone,
) -> Option<(Timestamp, Timestamp)> {
    let day = day_span(date, zone)?;
    let latest = day.seconds().checked_sub(seconds)?;
    if latest < 0 || seconds < 0 {
        return None;
    }
    let after_midnight = MORNING_SECONDS.saturating_add(before).min(latest);
    let start = day
        .start()
        .checked_add(SignedDuration::from_secs(after_midnight))
        .ok()?;
    let end = start.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::work_date;
    use jiff::civil::date;

    #[track_caller]
    fn check(day: Date, hours: i64, before: i64, expect: Option<(&str, &str)>) {
        let zone = Zone::named("America/New_York").unwrap();
        let placed = place(day, hours * 3600, before * 3600, &zone);
        let local = |at: Timestamp| zone.local(at).time().strftime("%H:%M").to_string();
        assert_eq!(
            placed.map(|(start, end)| (local(start), local(end))),
            expect.map(|(start, end)| (start.to_owned(), end.to_owned()))
        );
        if let Some((start, _)) = placed {
            assert_eq!(work_date(start, &zone), day);
        }
    }

    #[test]
    fn hours_stand_in_a_row_from_the_morning_and_never_leave_their_day() {
        let (plain, short) = (date(2026, 3, 9), date(2026, 3, 8));
        check(plain, 5, 0, Some(("08:00", "13:00")));
        check(plain, 3, 5, Some(("13:00", "16:00")));
        check(plain, 10, 8, Some(("14:00", "00:00")));
        check(plain, 24, 0, Some(("00:00", "00:00")));
        // Clocks go from 2:00 to 3:00 on this day, so that it has 23 hours.
        check(short, 5, 0, Some(("09:00", "14:00")));
        check(short, 23, 0, Some(("00:00", "00:00")));
        check(short, 24, 0, None);
    }
}
