//! Local clock times as people write them, which on two nights a year exist twice or not at all.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::time::Zone;

/// What was taken for a local time that is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalNote {
    /// It occurs twice; the first was taken.
    Twice,
    /// It does not exist; it was moved forward by the gap.
    Missing,
}

/// The instant of a local time, with a note where it is not plain. `None` at the ends of the
/// calendar.
pub fn instant(local: DateTime, zone: &Zone) -> Option<(Timestamp, Option<LocalNote>)> {
    let at = zone.instant(local)?;
    let note = if zone.local(at) != local {
        Some(LocalNote::Missing)
    } else {
        let later = |minutes: i64| {
            let at = Timestamp::from_second(at.as_second().checked_add(minutes.checked_mul(60)?)?);
            Some(zone.local(at.ok()?) == local)
        };
        // Clocks go back by an hour, and on Lord Howe Island by half of one.
        let twice = [30, 60]
            .into_iter()
            .any(|minutes| later(minutes) == Some(true));
        twice.then_some(LocalNote::Twice)
    };
    Some((at, note))
}

/// When the workday of a date starts.
pub fn workday_start(date: Date, starts_at: Time, zone: &Zone) -> Option<Timestamp> {
    zone.instant(date.to_datetime(starts_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_that_exists_twice_or_not_at_all_is_noted() {
        let zone = Zone::named("America/New_York").unwrap();
        let note = |local: DateTime| instant(local, &zone).unwrap().1;
        assert_eq!(
            note(date(2026, 11, 1).at(1, 30, 0, 0)),
            Some(LocalNote::Twice)
        );
        assert_eq!(note(date(2026, 11, 1).at(2, 30, 0, 0)), None);
        assert_eq!(
            note(date(2026, 3, 8).at(2, 30, 0, 0)),
            Some(LocalNote::Missing)
        );
        assert_eq!(note(date(2026, 3, 8).at(3, 30, 0, 0)), None);
    }
}
