//! # Colorado: over 12 a day, over 12 on end, or over 40 a week
//!
//! **What it says.** One and a half times the regular rate is owed for hours over 40 in a
//! workweek, over 12 in a workday, or over 12 on end whatever the workday, whichever gives more
//! (COMPS Order, Rule 4.1.1). Here: an hour is overtime if it is over 12 in its workday or over 12
//! in its run, each hour once; where the week has more hours over 40 than that, that number is
//! owed instead.
//!
//! **Run.** It crosses midnight and the end of a workweek. Duty-free meal periods of 30 minutes or
//! more neither count nor end it (4.1.5). A break that is recorded in an entry never ends a run.
//! Between two entries, up to one hour is taken for a meal period; the order does not say how long
//! one may be, and a shorter time would cut a shift in two where a worker clocks out to eat. More
//! than an hour ends the run.
//!
//! **Missed rest period.** Ten minutes' extra pay for each (5.2.4), at the day's rate (the average
//! where it has several, the regular rate where it has none), on a line of its own; not hours
//! worked and not in the regular rate. A missed meal period has no premium: time that was worked
//! is entered as worked.
//!
//! **Refused.** Rounding of recorded times.
//!
//! *To confirm at the source: Rule 5.2.4 and the number of the COMPS Order in force.*
//!
//! **Source.** 7 CCR 1103-1 (COMPS Order), Rules 1.8, 4.1.1, 4.1.5, 5.2.4.
//!
//! **Example.** $20 an hour, 18:00 to 08:00: 6 and 8 hours of two workdays, 14 on end. 14 × 20 +
//! 2 × 10 = **300.00**.

use jiff::civil::Date;

use super::{Mark, MissedPeriods, Pays, Terms, flsa, hours, push_split, within};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::{MEAL_SECONDS_MAX, Piece, Week};

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: false,
    flat_bonus_over_regular_hours: false,
    time_rounding: false,
    missed_periods: MissedPeriods::TenMinutes,
    minimum_wage_place: "us-co",
    source: "7 CCR 1103-1, Rule 4.1.1",
};

const LIMIT_HOURS: i64 = 12;

/// Marks days and runs, or hours over 40 in the weeks that have more of them.
pub fn marks(pieces: &[Piece], weeks: &[Week]) -> Vec<Mark> {
    let daily = days_and_runs(pieces);
    let weekly = flsa::marks(pieces);
    let of_week = |marks: &[Mark], week: usize| {
        let own = marks.iter().filter(|mark| is_of(pieces, mark, week));
        own.copied().collect::<Vec<_>>()
    };
    let larger = (0..weeks.len()).flat_map(|week| {
        let (daily, weekly) = (of_week(&daily, week), of_week(&weekly, week));
        if flsa::overtime_seconds(weekly.iter()) > flsa::overtime_seconds(daily.iter()) {
            weekly
        } else {
            daily
        }
    });
    larger.collect()
}

fn is_of(pieces: &[Piece], mark: &Mark, week: usize) -> bool {
    pieces
        .get(mark.piece)
        .is_some_and(|piece| piece.week == week)
}

fn days_and_runs(pieces: &[Piece]) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(pieces.len());
    let mut day: Option<Date> = None;
    let mut before: Option<&Piece> = None;
    let (mut in_day, mut in_run) = (0_i64, 0_i64);
    for (place, piece) in pieces.iter().enumerate() {
        if day != Some(piece.day) {
            (day, in_day) = (Some(piece.day), 0);
        }
        if before.is_some_and(|before| ends_run(before, piece)) {
            in_run = 0;
        }
        let limit = hours(LIMIT_HOURS);
        let seconds = piece.seconds();
        let first = within(limit, in_day, seconds).min(within(limit, in_run, seconds));
        let rest = (seconds.saturating_sub(first), Pays::Overtime(Exact::HALF));
        push_split(&mut marks, place, (first, Pays::Straight), rest);
        in_day = in_day.saturating_add(seconds);
        in_run = in_run.saturating_add(seconds);
        before = Some(piece);
    }
    marks
}

fn ends_run(before: &Piece, piece: &Piece) -> bool {
    let gap = piece.start.saturating_sub(before.end);
    before.work != piece.work && gap > MEAL_SECONDS_MAX
}

#[cfg(test)]
mod tests {
    use crate::payroll::scenario::Scenario;

    #[test]
    fn the_example_of_a_night_has_two_hours_over_twelve_on_end() {
        Scenario::under("us-co")
            .shift("20", "2026-03-03 18:00", "2026-03-04 08:00")
            .check("12 2 0", "20.00", "300.00", "0.00");
    }

    #[test]
    fn an_hour_over_twelve_in_day_and_run_counts_once() {
        Scenario::under("us-co")
            .shift("20", "2026-03-03 06:00", "2026-03-03 20:00")
            .check("12 2 0", "20.00", "300.00", "0.00");
    }

    #[test]
    fn hours_over_forty_are_owed_where_they_are_more() {
        // Four days of 13: 4 over 12; 52 hours, 12 over 40. 52 × 20 + 12 × 10.
        Scenario::under("us-co")
            .days("20", &["13", "13", "13", "13"])
            .check("40 12 0", "20.00", "1160.00", "120.00");
    }
}
