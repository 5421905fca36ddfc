//! # Nevada: a workday of 24 elapsed hours
//!
//! **What it says.** One and a half times the regular rate is owed for hours over 40 in a
//! workweek, at any rate of pay. An employee who is paid less than one and a half times the
//! minimum wage is owed it for hours over 8 in a workday too (NRS 608.018). With the minimum wage
//! of $12.00 since 2024-07-01 that is under $18.00; $18.00 itself is not under. Daily overtime
//! hours do not count toward the 40.
//!
//! **Workday.** 24 elapsed hours from the first work after the last workday ended (608.0126). It
//! follows the employee's work and not the clock on the wall.
//!
//! **Which rate.** The lowest base rate that is paid in the workday. Under a salary that is salary
//! ÷ the hours that it covers, under piece pay the week's piece pay ÷ its hours. The minimum wage
//! is that of the date on which the workday began. Before the first date of the table nobody knows
//! the limit: daily overtime is paid, and an exception says so.
//!
//! **Four tens.** Where four scheduled days of 10 hours are agreed, hours over 8 in a workday are
//! not owed the premium; hours over 40 are. The agreement must be on record and is never inferred.
//! The law's words lift the daily rule as a whole; where a day went over 10 hours or a fifth day
//! was worked, a note says that the schedule was not kept to.
//!
//! *To confirm at the source: the minimum wage after 2026-07.*
//!
//! **Source.** NRS 608.018, 608.0126, 608.250.
//!
//! **Example.** $15 an hour, which is under $18.00, four days of 10 hours: 2 over 8 in each. 40 ×
//! 15 + 8 × 7.50 = **660.00**. At $18.00 it is 720.00 and nothing on top.

use jiff::civil::Date;

use super::{Mark, MissedPeriods, Pays, Terms, hours, over_in_week, push_split, within};
use crate::payroll::exact::Exact;
use crate::payroll::timeline::Piece;
use crate::payroll::wage::MinimumWages;

/// Its terms.
pub const TERMS: Terms = Terms {
    salary_covers_forty: false,
    flat_bonus_over_regular_hours: false,
    time_rounding: true,
    missed_periods: MissedPeriods::None,
    minimum_wage_place: "us-nv",
    source: "NRS 608.018",
};

/// The marks, and what a workday showed.
#[derive(Debug, Default)]
pub struct Marked {
    /// The marks.
    pub marks: Vec<Mark>,
    /// Dates of workdays whose minimum wage is not known.
    pub wage_unknown: Vec<Date>,
    /// Dates of workdays over ten hours.
    pub over_ten: Vec<Date>,
}

/// Seconds of a piece in one workday.
struct Part {
    piece: usize,
    workday: usize,
    seconds: i64,
}

/// What is known of a workday.
struct Workday {
    date: Date,
    end: i64,
    lowest: Exact,
}

/// Marks the hours over 8 of workdays at a low rate, then those over 40 that are left.
pub fn marks(pieces: &[Piece], wages: &MinimumWages, four_tens: bool) -> Marked {
    let (parts, workdays) = workdays(pieces);
    let mut marked = Marked::default();
    let daily: Vec<bool> = workdays
        .iter()
        .map(
            |workday| match wages.on(TERMS.minimum_wage_place, workday.date) {
                Some(minimum) => workday.lowest < minimum * Exact::ratio(3, 2),
                None => {
                    marked.wage_unknown.push(workday.date);
                    true
                }
            },
        )
        .collect();
    let (mut workday, mut counted) = (usize::MAX, 0_i64);
    for part in &parts {
        if part.workday != workday {
            (workday, counted) = (part.workday, 0);
        }
        let under = !four_tens && daily.get(part.workday) == Some(&true);
        let first = if under {
            within(hours(8), counted, part.seconds)
        } else {
            part.seconds
        };
        let rest = (
            part.seconds.saturating_sub(first),
            Pays::Overtime(Exact::HALF),
        );
        push_split(&mut marked.marks, part.piece, (first, Pays::Straight), rest);
        let before = counted;
        counted = counted.saturating_add(part.seconds);
        if before <= hours(10) && counted > hours(10) {
            marked
                .over_ten
                .extend(workdays.get(part.workday).map(|workday| workday.date));
        }
    }
    marked.marks = over_in_week(pieces, &marked.marks, hours(40), Exact::HALF);
    marked
}

/// Cuts pieces at the ends of workdays.
fn workdays(pieces: &[Piece]) -> (Vec<Part>, Vec<Workday>) {
    let mut parts = Vec::with_capacity(pieces.len());
    let mut workdays: Vec<Workday> = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let mut start = piece.start;
        while start < piece.end {
            if workdays.last().is_none_or(|workday| workday.end <= start) {
                workdays.push(Workday {
                    date: piece.day,
                    end: start.saturating_add(hours(24)),
                    lowest: piece.base,
                });
            }
            let Some(workday) = workdays.last_mut() else {
                break;
            };
            workday.lowest = workday.lowest.smaller(piece.base);
            let end = piece.end.min(workday.end);
            parts.push(Part {
                piece: place,
                workday: workdays.len(),
                seconds: end.saturating_sub(start),
            });
            start = end;
        }
    }
    for part in &mut parts {
        part.workday = part.workday.saturating_sub(1);
    }
    (parts, workdays)
}

#[cfg(test)]
mod tests {
    use crate::payroll::scenario::Scenario;

    #[test]
    fn the_example_pays_two_hours_over_eight_on_each_day() {
        Scenario::under("us-nv")
            .days("15", &["10", "10", "10", "10"])
            .check("32 8 0", "15.00", "660.00", "0.00");
        Scenario::under("us-nv")
            .days("18", &["10", "10", "10", "10"])
            .check("40 0 0", "18.00", "720.00", "0.00");
    }

    #[test]
    fn a_workday_follows_the_work_and_not_midnight() {
        // 20:00 to 01:00 and 12:00 to 17:00 are 10 hours of the workday that began at 20:00.
        Scenario::under("us-nv")
            .shift("15", "2026-03-02 20:00", "2026-03-03 01:00")
            .shift("15", "2026-03-03 12:00", "2026-03-03 17:00")
            .check("8 2 0", "15.00", "165.00", "0.00");
    }

    #[test]
    fn a_workday_ends_after_24_hours_even_in_the_middle_of_work() {
        // 5 hours, then 3 before 08:00 make 8; the 9 hours after it are the next workday's.
        Scenario::under("us-nv")
            .shift("15", "2026-03-02 08:00", "2026-03-02 13:00")
            .shift("15", "2026-03-03 05:00", "2026-03-03 17:00")
            .check("16 1 0", "15.00", "262.50", "0.00");
    }
}
