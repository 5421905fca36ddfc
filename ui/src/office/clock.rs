//! Between instants and what a person types into date and time fields, in the company's zone.

use domain::time::Zone;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

/// The date of an instant as a date field has it: `2026-03-04`.
pub fn date_text(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).date().to_string()
}

/// The time of an instant as a time field has it: `07:45`, its seconds left out.
pub fn time_text(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).strftime("%H:%M").to_string()
}

/// The instant of a typed date and time. A time that occurs twice is the first; one that the
/// change of clocks leaves out moves forward.
pub fn instant(date: &str, time: &str, zone: &Zone) -> Option<Timestamp> {
    let date: Date = date.parse().ok()?;
    zone.instant(date.to_datetime(time_of(time)?))
}

/// The first instant with this time of day at or after another instant: a break at 00:30 in a
/// shift that began at 22:00 is on the next day.
pub fn next_instant(time: &str, after: Timestamp, zone: &Zone) -> Option<Timestamp> {
    let time = time_of(time)?;
    let date = zone.local(after).date();
    let same_day = zone.instant(date.to_datetime(time))?;
    // Fields have no seconds: a break in the very minute of the start is not a day later.
    if same_day.as_second().saturating_add(59) >= after.as_second() {
        return Some(same_day.max(after));
    }
    zone.instant(date.checked_add(1.day()).ok()?.to_datetime(time))
}

fn time_of(text: &str) -> Option<Time> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use domain::time::Zone;

    use super::*;

    fn zone() -> Zone {
        Zone::named("America/New_York").unwrap()
    }

    #[test]
    fn a_typed_time_reads_back_in_the_companys_zone() {
        let at = instant("2026-03-04", "07:45", &zone()).unwrap();
        assert_eq!(at.to_string(), "2026-03-04T12:45:00Z");
        assert_eq!(
            (date_text(at, &zone()), time_text(at, &zone())),
            ("2026-03-04".into(), "07:45".into())
        );
        assert_eq!(instant("2026-03-04", "", &zone()), None);
    }

    #[test]
    fn a_break_after_midnight_is_on_the_next_day() {
        let start = instant("2026-03-04", "22:00", &zone()).unwrap();
        let pause = next_instant("00:30", start, &zone()).unwrap();
        assert_eq!(date_text(pause, &zone()), "2026-03-05");
        let pause = next_instant("22:00", start, &zone()).unwrap();
        assert_eq!(pause, start);
    }

    #[test]
    fn a_break_in_the_minute_of_the_start_is_not_a_day_later() {
        let start: Timestamp = "2026-03-04T12:45:31Z".parse().unwrap();
        assert_eq!(next_instant("07:45", start, &zone()), Some(start));
    }
}
