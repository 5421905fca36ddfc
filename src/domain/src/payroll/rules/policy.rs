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

use super::{Mark, MissedPeriods, Pays, Terms, over_in_day, over_in_week, push_split, straight};
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
        let holiday = holidays.map(|(_, multiplier)| *multiplier).reduce(Exact::larger);
        let weekdays = self.weekdays.iter().filter(|(day, _)| *day == date.weekday());
        let weekday = weekdays.map(|(_, multiplier)| *multiplier).reduce(Exact::larger);
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
        over(&marks, threshold.over_seconds, threshold.multiplier - Exact::ONE)
    })
}

/// Joins marks of the same piece and pay that follow each other.
pub fn joined(marks: &[Mark]) -> Vec<Mark> {
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if last.piece == mark.piece && last.pays == mark.pays => {
                last.seconds = last.seconds.saturating_add(mark.seconds);
            }
            _ => push_split(&mut joined, mark.piece, (mark.seconds, mark.pays), (0, mark.pays)),
        }
    }
    joined
}
