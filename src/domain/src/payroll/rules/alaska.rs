//! # Alaska: over 8 a day and over 40 a week
//!
//! **What it says.** One and a half times the regular rate is owed for hours over 8 in a day and
//! over 40 in a week (AS 23.10.060). Daily overtime hours do not count toward the 40, so that no
//! hour is paid twice.
//!
//! **Salary.** It covers 8 hours a day and 40 a week (8 AAC 15.100(a)): its rate is salary ÷ 40,
//! and every overtime hour is paid in full on top. A written contract that fixes daily and weekly
//! hours, to which the hours kept, is not calculated; where other hours were agreed, a note says
//! that 40 were taken, which never pays less.
//!
//! **Who.** Employers of fewer than four employees fall under the FLSA alone: give them `us-flsa`.
//!
//! **Source.** AS 23.10.060; 8 AAC 15.100.
//!
//! **Example.** $20 an hour, five days of 10, 10, 8, 8 and 8 hours: 4 over 8 in their days, and
//! the other 40 are not over 40. 44 × 20 + 4 × 10 = **920.00**.

use super::{Mark, MissedPeriods, Terms, hours, over_in_day, over_in_week, straight};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::Piece;

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: true,
    flat_bonus_over_regular_hours: false,
    time_rounding: true,
    missed_periods: MissedPeriods::None,
    minimum_wage_place: "us-ak",
    source: "AS 23.10.060",
};

/// Marks the hours over 8 of each day, then those over 40 that are left.
pub fn marks(pieces: &[Piece]) -> Vec<Mark> {
    let daily = over_in_day(pieces, &straight(pieces), hours(8), Exact::HALF);
    over_in_week(pieces, &daily, hours(40), Exact::HALF)
}

#[cfg(test)]
mod tests {
    use crate::payroll::scenario::Scenario;

    #[test]
    fn the_example_pays_four_hours_over_eight_once() {
        Scenario::under("us-ak")
            .days("20", &["10", "10", "8", "8", "8"])
            .check("40 4 0", "20.00", "920.00", "40.00");
    }

    #[test]
    fn hours_over_forty_are_those_that_are_not_daily_overtime() {
        // Six days of 9: 6 daily; 48 left, 8 over 40. 54 × 10 + 14 × 5; federal 14 × 5.
        Scenario::under("us-ak")
            .days("10", &["9", "9", "9", "9", "9", "9"])
            .check("40 14 0", "10.00", "610.00", "70.00");
    }
}
