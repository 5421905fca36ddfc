//! # A firm's own policy
//!
//! **What it says.** What the firm writes in its file: thresholds by day and by week with what
//! hours beyond them are paid, and days and holidays at a premium. The FLSA holds beside it: for
//! each workweek the larger of both is paid, never the sum.
//!
//! **Thresholds.** Hours beyond one are paid the multiple of the regular rate. They must be the
//! hours that are normal for the work, so that their premium is credited against the FLSA's (29
//! U.S.C. 207(e)(5), 29 CFR 778.202). Hours beyond a day's threshold do not count toward the
//! week's.
//!
//! **Days.** Hours on a weekday or holiday of the list are paid the multiple of their own rate. One
//! and a half times or more on a Saturday, Sunday or holiday is credited against overtime and left
//! out of the regular rate (207(e)(6), 778.203). Anything else, 1.25 times on holidays say, goes
//! into the regular rate and is credited against nothing (778.207). Where an hour is on such a day
//! and beyond a threshold, the larger multiple is paid, never the sum.
//!
//! **Source.** The firm's file in `config/payroll`; 29 U.S.C. 207(e); 29 CFR 778.201 to 778.207.
//!
//! **Example.** $20 an hour; 1.5 beyond 8 hours a day. Four days of 10 hours: 40 × 20 + 8 × 10 =
//! **880.00**. The FLSA asks for nothing: there is no hour over 40.

use jiff::civil::{Date, Weekday};

use super::{Mark, MissedPeriods, Pays, Terms, over_in_day, over_in_week, straight};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::Piece;

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: false,
    flat_bonus_over_regular_hours: false,
    time_rounding: true,
    missed_periods: MissedPeriods::None,
    minimum_wage_place: "us",
    source: "the firm's policy",
};

/// What a firm pays of its own accord.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// What the firm calls it.
    pub name: String,
    /// Thresholds of a workday.
    pub day: Vec<Threshold>,
    /// Thresholds of a workweek.
    pub week: Vec<Threshold>,
    /// Weekdays at a premium, with the multiple of straight pay.
    pub weekdays: Vec<(Weekday, Exact)>,
    /// Holidays at a premium, with the multiple of straight pay.
    pub holidays: Vec<(Date, Exact)>,
}

/// Hours beyond which a multiple is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The seconds up to which straight time is paid.
    pub over_seconds: i64,
    /// The multiple of straight pay: 1.5 for time and a half.
    pub multiplier: Exact,
}

impl Policy {
    /// The multiple of a day's own rate, and whether it is credited against overtime.
    fn day_premium(&self, date: Date) -> Option<(Exact, bool)> {
        let holidays = self.holidays.iter().filter(|(day, _)| *day == date);
        let holiday = holidays
            .map(|(_, multiplier)| *multiplier)
            .reduce(Exact::larger);
        let weekdays = self
            .weekdays
            .iter()
            .filter(|(day, _)| *day == date.weekday());
        let weekday = weekdays
            .map(|(_, multiplier)| *multiplier)
            .reduce(Exact::larger);
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let multiplier = match (holiday, weekday) {
            (Some(holiday), Some(weekday)) => holiday.larger(weekday),
            (one, other) => one.or(other)?,
        };
        let rest_day = weekend || holiday.is_some();
        Some((multiplier, rest_day && multiplier >= Exact::ratio(3, 2)))
    }
}

/// Marks the thresholds, then the days.
pub fn marks(pieces: &[Piece], policy: &Policy) -> Vec<Mark> {
    let daily = beyond(straight(pieces), &policy.day, |marks, limit, premium| {
        over_in_day(pieces, marks, limit, premium)
    });
    let weekly = beyond(daily, &policy.week, |marks, limit, premium| {
        over_in_week(pieces, marks, limit, premium)
    });
    let with_days = weekly.into_iter().map(|mark| {
        let piece = pieces.get(mark.piece);
        let day = piece.and_then(|piece| policy.day_premium(piece.day));
        let Some((multiplier, credited)) = day else {
            return mark;
        };
        let extra = multiplier - Exact::ONE;
        let pays = match mark.pays {
            Pays::Overtime(premium) if premium >= extra => mark.pays,
            Pays::Straight | Pays::Overtime(_) | Pays::Day { .. } => Pays::Day { extra, credited },
        };
        Mark { pays, ..mark }
    });
    with_days.collect()
}

/// Applies thresholds, the highest first: an hour beyond several is paid by the highest.
fn beyond(
    marks: Vec<Mark>,
    thresholds: &[Threshold],
    over: impl Fn(&[Mark], i64, Exact) -> Vec<Mark>,
) -> Vec<Mark> {
    let mut thresholds = thresholds.to_vec();
    thresholds.sort_by_key(|threshold| std::cmp::Reverse(threshold.over_seconds));
    thresholds.into_iter().fold(marks, |marks, threshold| {
        over(
            &marks,
            threshold.over_seconds,
            threshold.multiplier - Exact::ONE,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payroll::rules::{Law, hours};
    use crate::payroll::scenario::Scenario;
    use jiff::civil::date;

    fn over_eight() -> Policy {
        Policy {
            day: vec![Threshold {
                over_seconds: hours(8),
                multiplier: Exact::ratio(3, 2),
            }],
            ..Policy::default()
        }
    }

    fn holiday(multiplier: Exact) -> Policy {
        Policy {
            holidays: vec![(date(2026, 3, 3), multiplier)],
            ..Policy::default()
        }
    }

    #[test]
    fn the_example_pays_beyond_eight_hours() {
        Scenario::of_law(Law::Policy(over_eight()))
            .days("20", &["10", "10", "10", "10"])
            .check("32 8 0", "20.00", "880.00", "0.00");
    }

    #[test]
    fn the_larger_of_policy_and_flsa_is_paid_and_never_the_sum() {
        // Policy: 2 hours over 8. FLSA: 50 hours, 10 over 40.
        Scenario::of_law(Law::Policy(over_eight()))
            .days("20", &["10", "8", "8", "8", "8", "8"])
            .check("40 10 0", "20.00", "1100.00", "100.00");
    }

    #[test]
    fn a_holiday_at_time_and_a_half_is_credited_against_overtime() {
        // 46 hours at 10; the holiday's 8 hours at 5 on top are 40, the FLSA asks for 6 × 5.
        Scenario::of_law(Law::Policy(holiday(Exact::ratio(3, 2))))
            .days("10", &["10", "8", "10", "10", "8"])
            .check("38 8 0", "10.00", "500.00", "30.00");
    }

    #[test]
    fn a_holiday_at_a_quarter_more_goes_into_the_rate_and_is_credited_against_nothing() {
        // 46 × 10 + 8 × 2.50 = 480; 480 ÷ 46 = 10.43; 6 × 5.2174 = 31.30.
        Scenario::of_law(Law::Policy(holiday(Exact::ratio(5, 4))))
            .days("10", &["10", "8", "10", "10", "8"])
            .check("40 6 0", "10.43", "511.30", "31.30");
    }
}
