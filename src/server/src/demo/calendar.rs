//! The demo's calendar: in the zone of its company.

use domain::time::{Zone, work_date, workweek_start};
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

/// The company's zone.
pub(super) const ZONE: &str = "America/New_York";

/// The zone with its rules.
pub(super) fn zone() -> Zone {
    Zone::named(ZONE).expect("invariant: the demo's zone is in the bundled database")
}

/// The Monday that `weeks` workweeks ending with the current one began on.
pub(super) fn weeks_before(now: Timestamp, weeks: i64) -> Date {
    let monday = workweek_start(work_date(now, &zone()), Weekday::Monday);
    monday.saturating_sub((weeks - 1).weeks())
}

/// The instant of a minute of a local day.
pub(super) fn at(date: Date, minute: i64) -> Timestamp {
    let midnight = date.to_datetime(jiff::civil::Time::midnight());
    let local = midnight.saturating_add(minute.minutes());
    zone().instant(local).unwrap_or(Timestamp::MAX)
}
