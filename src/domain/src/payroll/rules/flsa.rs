//! # FLSA: hours over 40 in a workweek
//!
//! **What it says.** Every workweek stands alone; hours are never averaged over two (29 CFR
//! 778.104). For each hour over 40, one half of the *regular rate* is owed on top of straight
//! time. The regular rate is all pay of the workweek that may not be left out, over all hours
//! worked: hourly pay, shift differentials, piece pay, bonuses that were promised. Discretionary
//! bonuses, reimbursements and paid hours that were not worked stay out.
//!
//! **Salary.** A salary for agreed hours gives salary ÷ those hours as its rate. Hours beyond are
//! paid at that rate, and every hour over 40 has the half on top (778.113). A salary for all
//! hours, few or many, gives salary ÷ hours worked, and owes the half alone (778.114): only under
//! the FLSA alone, with the signed understanding on record, and never under the minimum wage.
//! Where only part of the hours are the salary's, all pay over all hours is the rate (778.109).
//!
//! **Bonuses.** One over several workweeks is spread over the workweeks that its dates touch,
//! equally, or by their hours where the firm says so (778.209(b)). Where the dates begin or end
//! inside a workweek, that workweek counts as a whole, and a note says so. A bonus whose share of
//! each week is known is entered as one bonus for each week. A percentage of all pay, overtime
//! included, needs no more (778.210).
//!
//! **Rate in effect.** By prior agreement, overtime hours, which are the last of the week, are
//! paid one half of their own rate on top (29 U.S.C. 207(g)(2), 778.419). Other pay that counts,
//! a bonus for example, still adds one half of its share of the hour. Where an overtime hour has
//! no rate of its own, the regular rate is used and an exception says so.
//!
//! **Breaks.** An unpaid break of 20 minutes or less is paid time (785.18), and a note says so.
//!
//! **Rounding of recorded times.** Off unless the firm turns it on: to the nearest 5, 6 or 15
//! minutes (785.48(b)), on a copy. The clock-out and clock-in of a meal, an hour or less between two
//! entries, and recorded breaks are never rounded.
//!
//! **Minimum wage.** Straight pay of the workweek over its hours is compared with it; pay under it is
//! reported and never topped up. Under a state's rule every hourly rate is compared as well.
//!
//! **Change of the workweek's start.** Days that are in an old workweek and a new one count once
//! in the old and once in the new; the way that pays more is paid (778.302). *To confirm at the
//! source: that this holds for the weeks of state law too, as it is applied here.*
//!
//! **Source.** 29 U.S.C. 207; 29 CFR 778.104 to 778.115, 778.209 to 778.211, 778.302, 778.419,
//! 785.18, 785.48.
//!
//! **Example** (29 CFR 778.110). $12 an hour, 46 hours and a bonus of $46: 46 × 12 + 46 = 598
//! over 46 hours is a regular rate of 13.00; 598 + 6 × 6.50 = **637.00**.

use super::{Mark, MissedPeriods, Pays, Terms, hours, over_in_week, straight};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::Piece;

/// The hours of a workweek beyond which overtime begins.
pub const WEEK_HOURS: i64 = 40;

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: false,
    flat_bonus_over_regular_hours: false,
    time_rounding: true,
    missed_periods: MissedPeriods::None,
    minimum_wage_place: "us",
    source: "29 U.S.C. 207(a)",
};

/// Marks the hours over 40 of each workweek.
pub fn marks(pieces: &[Piece]) -> Vec<Mark> {
    over_in_week(pieces, &straight(pieces), hours(WEEK_HOURS), Exact::HALF)
}

/// The seconds over 40 hours, week by week.
pub fn seconds_over_forty(pieces: &[Piece], week: usize) -> i64 {
    let worked = pieces.iter().filter(|piece| piece.week == week);
    let seconds: i64 = worked.map(Piece::seconds).fold(0, i64::saturating_add);
    seconds.saturating_sub(hours(WEEK_HOURS)).max(0)
}

/// The seconds that are paid as overtime.
pub fn overtime_seconds<'a>(marks: impl Iterator<Item = &'a Mark>) -> i64 {
    let overtime = marks.filter(|mark| matches!(mark.pays, Pays::Overtime(_)));
    overtime
        .map(|mark| mark.seconds)
        .fold(0, i64::saturating_add)
}

#[cfg(test)]
mod tests {
    use crate::payroll::scenario::Scenario;

    #[test]
    fn the_example_of_778_110_is_owed_637_dollars() {
        Scenario::under("us-flsa")
            .days("12", &["10", "10", "10", "8", "8"])
            .bonus("46", false)
            .check("40 6 0", "13.00", "637.00", "39.00");
    }

    #[test]
    fn a_salary_for_fewer_hours_pays_those_beyond_it_before_the_half() {
        // 350 ÷ 35 = 10; 11 hours beyond 35 = 110; 6 × 5 = 30.
        Scenario::under("us-flsa")
            .salaried(&["10", "10", "10", "8", "8"])
            .salary("350", Some("35"))
            .check("40 6 0", "10.00", "490.00", "30.00");
    }

    #[test]
    fn a_salary_for_all_hours_owes_the_half_alone() {
        // 778.114: $600, 48 hours: 12.50 an hour; 8 × 6.25 = 50.
        Scenario::under("us-flsa")
            .salaried(&["10", "10", "10", "10", "8"])
            .salary("600", None)
            .check("40 8 0", "12.50", "650.00", "50.00");
    }
}
