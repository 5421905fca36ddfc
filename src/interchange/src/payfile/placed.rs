//! Which of a workweek's hours stand under which item.
//!
//! A law says how many hours of a workweek are overtime, other forms want to know of each day
//! whether they are: the last hours of the workweek are given to the higher items, so that the
//! totals of each workweek are the law's.

use std::collections::BTreeMap;

use domain::JobId;
use jiff::civil::Date;

use super::earnings::Earning;
use super::{Payee, Worked};

/// Time of one entry on one day under one kind of earnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed<'a> {
    /// Which workweek of the payee.
    pub(super) week: usize,
    /// What was worked.
    pub(super) worked: &'a Worked,
    /// Regular, overtime or double time.
    pub(super) earning: Earning,
    /// How much of it.
    pub(super) seconds: i64,
}

/// A payee's hours in order of time, cut where one item ends.
pub(super) fn placed(payee: &Payee) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    for (place, week) in payee.weeks.iter().enumerate() {
        let mut left = [
            (Earning::Regular, week.hours.regular_seconds),
            (Earning::Overtime, week.hours.overtime_seconds),
            (Earning::DoubleTime, week.hours.double_seconds),
        ];
        let of_week = |worked: &&Worked| week.first <= worked.date && worked.date <= week.last;
        for worked in payee.worked.iter().filter(of_week) {
            let mut rest = worked.seconds;
            for (earning, left) in &mut left {
                let seconds = rest.min(*left);
                if seconds <= 0 {
                    continue;
                }
                *left -= seconds;
                rest -= seconds;
                all.push(Placed {
                    week: place,
                    worked,
                    earning: *earning,
                    seconds,
                });
            }
        }
    }
    all
}

/// Straight-time and overtime seconds of a workweek on one job, by day.
pub fn straight_and_overtime(payee: &Payee, week: Date, job: JobId) -> BTreeMap<Date, (i64, i64)> {
    let mut days: BTreeMap<Date, (i64, i64)> = BTreeMap::new();
    for placed in placed(payee) {
        let is_of_week = payee.weeks.get(placed.week).map(|week| week.first) == Some(week);
        if !is_of_week || placed.worked.job_id != Some(job) {
            continue;
        }
        let (straight, overtime) = days.entry(placed.worked.date).or_default();
        let sum = match placed.earning {
            Earning::Regular => straight,
            _more_than_straight => overtime,
        };
        *sum = sum.saturating_add(placed.seconds);
    }
    days
}
