//! Certified payroll (WH-347, revision of January 2025): one worker's week on one project of
//! public works, columns 4 to 9. Taxes and other deductions are stated, never calculated.

use super::exact::Exact;

/// The days of a week, in order from its first.
pub const DAYS: usize = 7;

/// One worker's week on one project, in one classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertifiedWeek {
    /// Straight-time seconds of each day.
    pub straight_seconds: [i64; DAYS],
    /// Overtime seconds of each day.
    pub overtime_seconds: [i64; DAYS],
    /// What a straight-time hour is paid, without cash in lieu of fringe benefits.
    pub rate: Exact,
    /// What the firm pays into plans for each hour.
    pub fringe_credit: Exact,
    /// What is paid in cash for each hour in lieu of fringe benefits.
    pub in_lieu: Exact,
    /// Gross earnings of the week for all work, in minor units, where other projects were worked on.
    pub all_work_minor: Option<i64>,
    /// What was deducted, in minor units, where it is known.
    pub deductions: Option<Deductions>,
}

/// Deductions for all work of the week, in minor units (columns 8A to 8C).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deductions {
    /// Taxes withheld.
    pub tax_minor: i64,
    /// Social security and Medicare.
    pub fica_minor: i64,
    /// Everything else.
    pub other_minor: i64,
}

impl Deductions {
    /// Their sum (column 8D).
    pub const fn total_minor(self) -> i64 {
        self.tax_minor
            .saturating_add(self.fica_minor)
            .saturating_add(self.other_minor)
    }
}

/// Columns 5 to 9 of a line. Amounts are in minor units, rounded half up once each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertifiedLine {
    /// Column 5: straight-time hours.
    pub straight_hours: Exact,
    /// Column 5: overtime hours.
    pub overtime_hours: Exact,
    /// Column 6A: the rate of an overtime hour, one and a half times the straight-time rate.
    pub overtime_rate: Exact,
    /// Column 6B: what went into plans for these hours.
    pub fringe_credit_minor: i64,
    /// Column 6C: cash in lieu of fringe benefits. It is owed on all hours alike: fringe benefits
    /// stay out of the rate that overtime is taken of (29 CFR 5.32).
    pub in_lieu_minor: i64,
    /// Column 7A: gross earnings on this project.
    pub project_minor: i64,
    /// Column 7B: gross earnings for all work.
    pub all_work_minor: i64,
    /// Column 9: what was paid out, where deductions are known.
    pub net_minor: Option<i64>,
}

/// What a certified week comes to; `None` where a figure is too large.
pub fn certified_line(week: &CertifiedWeek, digits: u8) -> Option<CertifiedLine> {
    let hours = |seconds: &[i64; DAYS]| seconds.iter().map(|s| Exact::hours(*s)).sum::<Exact>();
    let straight_hours = hours(&week.straight_seconds);
    let overtime_hours = hours(&week.overtime_seconds);
    let overtime_rate = week.rate * Exact::ratio(3, 2);
    let all_hours = straight_hours + overtime_hours;
    let wages = straight_hours * week.rate + overtime_hours * overtime_rate;
    let in_lieu = all_hours * week.in_lieu;
    let project_minor = (wages + in_lieu).rounded(digits)?;
    let all_work_minor = week.all_work_minor.unwrap_or(project_minor);
    Some(CertifiedLine {
        straight_hours,
        overtime_hours,
        overtime_rate,
        fringe_credit_minor: (all_hours * week.fringe_credit).rounded(digits)?,
        in_lieu_minor: in_lieu.rounded(digits)?,
        project_minor,
        all_work_minor,
        net_minor: week
            .deductions
            .map(|deductions| all_work_minor.saturating_sub(deductions.total_minor())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payroll::scenario::exact;

    const HOUR: i64 = 3600;

    fn week() -> CertifiedWeek {
        CertifiedWeek {
            straight_seconds: [8, 8, 8, 8, 8, 0, 0].map(|hours| hours * HOUR),
            overtime_seconds: [4, 0, 0, 0, 0, 0, 0].map(|hours| hours * HOUR),
            rate: exact("30"),
            fringe_credit: exact("6"),
            in_lieu: Exact::ZERO,
            all_work_minor: None,
            deductions: Some(Deductions {
                tax_minor: 10_000,
                fica_minor: 10_557,
                other_minor: 10_443,
            }),
        }
    }

    #[test]
    fn wages_are_straight_time_and_time_and_a_half_and_the_credit_is_no_wage() {
        // 40 × 30 + 4 × 45 = 1,380; 44 × 6 = 264; 1,380 − 310 = 1,070.
        let line = certified_line(&week(), 2).unwrap();
        assert_eq!(line.overtime_rate, exact("45"));
        assert_eq!(line.fringe_credit_minor, 26_400);
        assert_eq!(line.project_minor, 138_000);
        assert_eq!(line.all_work_minor, 138_000);
        assert_eq!(line.net_minor, Some(107_000));
    }

    #[test]
    fn cash_in_lieu_is_paid_on_all_hours_at_straight_time() {
        // 44 × 2.50 = 110 more than 1,380.
        let mut week = week();
        week.in_lieu = exact("2.50");
        let line = certified_line(&week, 2).unwrap();
        assert_eq!(line.in_lieu_minor, 11_000);
        assert_eq!(line.project_minor, 149_000);
    }

    #[test]
    fn net_pay_is_of_all_work_and_left_open_where_deductions_are_not_known() {
        let mut week = week();
        week.all_work_minor = Some(150_000);
        assert_eq!(certified_line(&week, 2).unwrap().net_minor, Some(119_000));
        week.deductions = None;
        assert_eq!(certified_line(&week, 2).unwrap().net_minor, None);
    }
}
