//! Dates as numbers of days, in which the length of months does not matter. By instants of
//! universal time: spans of days bring all of jiff's error messages into the phone's bundle.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

const DAY_SECONDS: i64 = 86_400;
/// The numbers of the calendar's first and last date, -9999-01-01 and 9999-12-31.
const FIRST: i32 = -4_371_587;
const LAST: i32 = 2_932_896;

/// Days from 1970-01-01 to a date; negative before it.
pub fn day_number(date: Date) -> i32 {
    // Midnight of the calendar's last days is no instant any more.
    let end = if date.year() > 0 { LAST } else { FIRST };
    let midnight = Offset::UTC.to_timestamp(date.to_datetime(Time::midnight()));
    let days = midnight.map(|at| at.as_second().div_euclid(DAY_SECONDS));
    days.map_or(end, |days| i32::try_from(days).unwrap_or(end))
}

/// The date so many days after 1970-01-01; `None` outside the calendar.
pub fn date_of_day(number: i32) -> Option<Date> {
    let at = Timestamp::from_second(i64::from(number).saturating_mul(DAY_SECONDS)).ok()?;
    Some(Offset::UTC.to_datetime(at).date())
}

/// The date so many days after another, or before it; at the ends of the calendar the last one.
pub fn days_after(date: Date, days: i32) -> Date {
    date_of_day(day_number(date).saturating_add(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_of_days_leads_back_to_its_date() {
        for (day, number) in [
            (date(1970, 1, 1), 0),
            (date(1969, 12, 31), -1),
            (date(2024, 2, 29), 19_782),
            (date(2024, 3, 1), 19_783),
        ] {
            assert_eq!(day_number(day), number);
            assert_eq!(date_of_day(number), Some(day));
        }
        assert_eq!(days_after(date(2026, 2, 28), 1), date(2026, 3, 1));
        assert_eq!(days_after(date(2026, 3, 1), -1), date(2026, 2, 28));
        assert_eq!(date_of_day(i32::MAX), None);
        assert_eq!(day_number(Date::MAX), day_number(date(9999, 12, 29)) + 2);
        assert_eq!(day_number(Date::MIN), day_number(date(-9999, 1, 3)) - 2);
    }
}
