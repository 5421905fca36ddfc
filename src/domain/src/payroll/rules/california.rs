//! # California: days, weeks and the seventh day
//!
//! **What it says.** One and a half times the regular rate is owed for hours over 8 and up to 12
//! in a workday, for hours over 40 in a workweek that are not overtime already, and for the first
//! 8 hours on the seventh day worked in a workweek; double for hours over 12 in a workday and over
//! 8 on that seventh day (Labor Code 510). No hour is paid twice. The seventh day counts only when
//! all seven days of the workweek were worked; seven days in a row over two workweeks do not
//! (*Mendoza v. Nordstrom*, 2017). Work past midnight is work of the day that it falls on.
//!
//! **Regular rate.** Hourly pay, differentials, piece pay, commissions and production bonuses go
//! over all hours, and overtime adds the half of them (the whole, at double time). A flat bonus
//! goes over the non-overtime hours of the period that it was earned in, and overtime adds one and
//! a half of it (2, at double time) (*Alvarado v. Dart*, 2018). A bonus that was earned within one
//! workweek has that workweek as its period; one over more has its own dates, and adds to the
//! overtime of those dates alone.
//!
//! **Salary.** It covers the non-overtime hours of 40 a week, whatever was agreed (515(d)): its
//! rate is salary ÷ 40, and every overtime hour is paid in full on top. There is no fluctuating
//! workweek and no rate in effect.
//!
//! **Missed periods.** One hour at the regular rate for each workday and kind, meal or rest
//! (226.7; *Ferra v. Loews*, 2021): a wage on its own line, not hours worked, not in the regular
//! rate. Two of a kind on one workday are one.
//!
//! **Refused.** Rounding of recorded times. **Not calculated**, and said in an exception where it
//! is noticed: alternative schedules (511), reporting time, split shifts, pay for rest periods
//! beside piece rates (226.2).
//!
//! **Source.** Labor Code 226.2, 226.7, 510, 511, 515(d); *Mendoza v. Nordstrom* (2017) 2 Cal.5th
//! 1074; *Alvarado v. Dart Container* (2018) 4 Cal.5th 542; *Ferra v. Loews Hollywood Hotel* (2021)
//! 11 Cal.5th 858.
//!
//! **Example** (hours only). Days of 17, 12, 15, 11, 12, 4 and 0 hours: the days give 19 at one
//! and a half and 8 at double; of the 44 that are left, 4 are over 40. **40 regular, 23 at 1.5, 8
//! at 2.**

use jiff::civil::Date;

use super::{Mark, MissedPeriods, Pays, Terms, hours, over_in_week, push_split, within};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::{Piece, Week};

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: true,
    flat_bonus_over_regular_hours: true,
    time_rounding: false,
    missed_periods: MissedPeriods::HourAtRegularRate,
    minimum_wage_place: "us-ca",
    source: "Labor Code 510",
};

/// Marks days, the seventh day and the week.
pub fn marks(pieces: &[Piece], weeks: &[Week]) -> Vec<Mark> {
    let all_worked: Vec<bool> = (0..weeks.len())
        .map(|week| worked_days(pieces, week) == 7)
        .collect();
    let mut marks = Vec::with_capacity(pieces.len());
    let mut day: Option<Date> = None;
    let mut counted = 0_i64;
    for (place, piece) in pieces.iter().enumerate() {
        if day != Some(piece.day) {
            (day, counted) = (Some(piece.day), 0);
        }
        let last = weeks.get(piece.week).map(|week| week.last) == Some(piece.day);
        let seventh = last && all_worked.get(piece.week) == Some(&true);
        let (base, upper) = if seventh { (0, 8) } else { (8, 12) };
        let first = within(hours(base), counted, piece.seconds());
        let up_to_upper = within(hours(upper), counted, piece.seconds());
        let half = up_to_upper.saturating_sub(first);
        let double = piece.seconds().saturating_sub(up_to_upper);
        counted = counted.saturating_add(piece.seconds());
        let nothing = (0, Pays::Straight);
        push_split(&mut marks, place, (first, Pays::Straight), nothing);
        let half = (half, Pays::Overtime(Exact::HALF));
        push_split(
            &mut marks,
            place,
            half,
            (double, Pays::Overtime(Exact::ONE)),
        );
    }
    over_in_week(pieces, &marks, hours(40), Exact::HALF)
}

/// How many workdays of a workweek have worked time.
fn worked_days(pieces: &[Piece], week: usize) -> usize {
    let mut days: Vec<Date> = pieces
        .iter()
        .filter(|piece| piece.week == week)
        .map(|piece| piece.day)
        .collect();
    days.sort_unstable();
    days.dedup();
    days.len()
}

#[cfg(test)]
mod tests {
    use crate::payroll::scenario::Scenario;

    #[test]
    fn the_example_of_six_long_days_has_40_23_and_8_hours() {
        // 71 × 10 + 23 × 5 + 8 × 10 = 710 + 115 + 80; federal 31 × 5.
        Scenario::under("us-ca")
            .days("10", &["17", "12", "15", "11", "12", "4", "0"])
            .check("40 23 8", "10.00", "905.00", "155.00");
    }

    #[test]
    fn the_seventh_day_counts_when_all_seven_were_worked() {
        // Six days of 4 hours, then 10: 8 at one and a half, 2 at double; the week has 34.
        Scenario::under("us-ca")
            .days("20", &["4", "4", "4", "4", "4", "4", "10"])
            .check("24 8 2", "20.00", "800.00", "0.00");
    }

    #[test]
    fn a_flat_bonus_goes_over_the_hours_that_are_not_overtime() {
        // 40 regular hours and 10 over: 50 × 10; 1 an hour of bonus: 10 × (5 + 1.5) = 65.
        Scenario::under("us-ca")
            .days("10", &["10", "10", "10", "10", "10"])
            .bonus("40", false)
            .check("40 10 0", "11.00", "605.00", "54.00");
    }

    #[test]
    fn a_salary_covers_forty_hours_whatever_was_agreed() {
        // 1000 ÷ 40 = 25; 10 hours over at 37.50 = 375. The FLSA: 1000 ÷ 50 = 20; 10 × 10.
        Scenario::under("us-ca")
            .salaried(&["10", "10", "10", "10", "10"])
            .salary("1000", Some("50"))
            .check("40 10 0", "25.00", "1375.00", "100.00");
    }
}
