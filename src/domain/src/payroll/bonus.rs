//! Bonuses over workweeks: what of each counts in which week, and the hours that a flat bonus is
//! spread over where a state says so.

use jiff::civil::Date;

use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::input::{Apportion, BonusKind, Dated, Dates, Employee, PayKind, Workweek};
use super::rules::{Mark, Pays};
use super::timeline::{Piece, Week};
use crate::time::workweek_start;

/// A bonus that counts toward the regular rate.
#[derive(Debug, Clone)]
pub struct Bonus {
    /// Whether it is a flat sum.
    pub flat: bool,
    /// All of it.
    pub amount: Exact,
    /// The days that it was earned in; a whole workweek when it was earned within one.
    pub days: Dates,
    /// What of it counts in each workweek.
    pub shares: Vec<Exact>,
}

/// The bonuses that count, each spread over the workweeks.
pub fn bonuses(
    employee: &Employee,
    weeks: &[Week],
    pieces: &[Piece],
    notes: &mut Vec<PayExceptionKind>,
) -> Vec<Bonus> {
    let mut bonuses = Vec::new();
    for item in &employee.pay {
        let PayKind::Bonus {
            amount,
            counts,
            apportion,
        } = item.kind
        else {
            continue;
        };
        let flat = match counts {
            BonusKind::Flat => true,
            BonusKind::Production => false,
            BonusKind::Discretionary | BonusKind::OfAllPay => continue,
        };
        bonuses.push(spread(
            (flat, amount, apportion),
            item.earned,
            (weeks, pieces, &employee.workweek),
            notes,
        ));
    }
    bonuses
}

fn spread(
    (flat, amount, apportion): (bool, Exact, Apportion),
    earned: Dates,
    (weeks, pieces, workweek): (&[Week], &[Piece], &Dated<Workweek>),
    notes: &mut Vec<PayExceptionKind>,
) -> Bonus {
    let touched: Vec<bool> = weeks
        .iter()
        .map(|week| week.first <= earned.last && earned.first <= week.last)
        .collect();
    let here = touched.iter().filter(|touched| **touched).count();
    let inside = weeks.first().is_some_and(|week| week.first <= earned.first)
        && weeks.last().is_some_and(|week| earned.last <= week.last);
    let count = if inside {
        i64::try_from(here).unwrap_or(i64::MAX)
    } else {
        notes.push(PayExceptionKind::BonusOutside);
        workweeks_touched(earned, workweek)
    };
    let own_week = weeks
        .iter()
        .find(|week| week.first <= earned.first && earned.last <= week.last);
    let cuts = |week: &Week| {
        (week.first < earned.first && earned.first <= week.last)
            || (week.first <= earned.last && earned.last < week.last)
    };
    if own_week.is_none() && weeks.iter().any(cuts) {
        notes.push(PayExceptionKind::BonusCutsWeek);
    }
    let worked = |week: usize| {
        let own = pieces.iter().filter(|piece| piece.week == week);
        own.map(Piece::seconds).fold(0_i64, i64::saturating_add)
    };
    let all_worked = || {
        let own = touched.iter().enumerate().filter(|(_, touched)| **touched);
        own.map(|(week, _)| worked(week))
            .fold(0_i64, i64::saturating_add)
    };
    let total = match apportion {
        Apportion::Weeks => count,
        Apportion::Hours => all_worked(),
    };
    let share = |(week, touched): (usize, &bool)| match apportion {
        _ if !touched || total == 0 => Exact::ZERO,
        Apportion::Weeks => amount * Exact::ratio(1, total),
        Apportion::Hours => amount * Exact::ratio(worked(week), total),
    };
    Bonus {
        flat,
        amount,
        days: own_week.map_or(earned, |week| Dates {
            first: week.first,
            last: week.last,
        }),
        shares: touched.iter().enumerate().map(share).collect(),
    }
}

/// How many workweeks dates touch, whether they are here or not.
fn workweeks_touched(dates: Dates, workweek: &Dated<Workweek>) -> i64 {
    let week = |date: Date| workweek_start(date, workweek.on(date).starts);
    let days = (week(dates.last).duration_since(week(dates.first))).as_hours() / 24;
    (days / 7).saturating_add(1).max(1)
}

/// What a flat bonus comes to for each non-overtime hour of its days, by a state's marks. Lost
/// when there is no such hour.
pub fn flat_rate(bonus: &Bonus, pieces: &[Piece], marks: &[Mark]) -> Exact {
    let regular = marks.iter().filter(|mark| {
        let piece = pieces.get(mark.piece);
        let within = piece.is_some_and(|piece| bonus.days.contains(piece.day));
        within && !matches!(mark.pays, Pays::Overtime(_))
    });
    let seconds = regular
        .map(|mark| mark.seconds)
        .fold(0, i64::saturating_add);
    bonus.amount / Exact::hours(seconds)
}
