//! What a person earned, gathered by kind over the workweeks of a run.

use std::collections::BTreeMap;

use domain::payroll::{Exact, Line, LineKind};

use super::Payee;

/// A kind of earnings that other systems have a code for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Earning {
    /// Hours at straight time.
    Regular,
    /// Hours at more than straight time and less than double.
    Overtime,
    /// Hours at double time.
    DoubleTime,
    /// A salary.
    Salary,
    /// A bonus.
    Bonus,
    /// Pay by the piece.
    Piece,
    /// A shift differential.
    Differential,
    /// Paid hours not worked.
    PaidLeave,
    /// A missed meal period.
    MealPremium,
    /// A missed rest period.
    RestPremium,
    /// Money laid out.
    Reimbursement,
    /// A correction of an earlier run.
    Correction,
}

impl Earning {
    /// Every kind, in the order in which files list them.
    pub const ALL: [Self; 12] = [
        Self::Regular,
        Self::Overtime,
        Self::DoubleTime,
        Self::Salary,
        Self::Bonus,
        Self::Piece,
        Self::Differential,
        Self::PaidLeave,
        Self::MealPremium,
        Self::RestPremium,
        Self::Reimbursement,
        Self::Correction,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Overtime => "overtime",
            Self::DoubleTime => "double_time",
            Self::Salary => "salary",
            Self::Bonus => "bonus",
            Self::Piece => "piece",
            Self::Differential => "differential",
            Self::PaidLeave => "paid_leave",
            Self::MealPremium => "meal_premium",
            Self::RestPremium => "rest_premium",
            Self::Reimbursement => "reimbursement",
            Self::Correction => "correction",
        }
    }

    /// The kind of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether other systems take it as hours and find the money themselves.
    pub const fn is_hours(self) -> bool {
        matches!(
            self,
            Self::Regular
                | Self::Overtime
                | Self::DoubleTime
                | Self::PaidLeave
                | Self::MealPremium
                | Self::RestPremium
        )
    }

    /// The kind of a line; `None` for hours worked and the premium on them, which are gathered as
    /// hours.
    const fn of(kind: LineKind) -> Option<Self> {
        Some(match kind {
            LineKind::StraightTime | LineKind::BeyondSalary | LineKind::OvertimePremium => {
                return None;
            }
            LineKind::Salary => Self::Salary,
            LineKind::Bonus => Self::Bonus,
            LineKind::Piece => Self::Piece,
            LineKind::Differential => Self::Differential,
            LineKind::Reimbursement => Self::Reimbursement,
            LineKind::PaidLeave => Self::PaidLeave,
            LineKind::MealPremium => Self::MealPremium,
            LineKind::RestPremium => Self::RestPremium,
        })
    }
}

/// How much of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// Hours, exact.
    pub(super) hours: Exact,
    /// Minor units.
    pub(super) minor: i64,
}

impl Sum {
    const NONE: Self = Self {
        hours: Exact::ZERO,
        minor: 0,
    };

    /// Hours with two decimals; `None` for none.
    pub(super) fn hours_text(self) -> Option<String> {
        let hundredths = self.hours.rounded(2).filter(|hundredths| *hundredths > 0)?;
        Some(decimal(hundredths, 2))
    }
}

/// A person's earnings by kind. What is neither hours nor money is left out.
pub(super) fn of(payee: &Payee) -> BTreeMap<Earning, Sum> {
    let mut sums: BTreeMap<Earning, Sum> = BTreeMap::new();
    let mut add = |kind: Earning, hours: Exact, minor: i64| {
        let sum = sums.entry(kind).or_insert(Sum::NONE);
        sum.hours += hours;
        sum.minor = sum.minor.saturating_add(minor);
    };
    for week in &payee.weeks {
        add(
            Earning::Regular,
            Exact::hours(week.hours.regular_seconds),
            0,
        );
        add(
            Earning::Overtime,
            Exact::hours(week.hours.overtime_seconds),
            0,
        );
        add(
            Earning::DoubleTime,
            Exact::hours(week.hours.double_seconds),
            0,
        );
        for line in &week.lines {
            if let Some(kind) = Earning::of(line.kind) {
                add(kind, line_hours(line), line.amount_minor);
            }
        }
    }
    add(Earning::Correction, Exact::ZERO, payee.correction_minor);
    sums.retain(|_, sum| !sum.hours.is_zero() || sum.minor != 0);
    sums
}

fn line_hours(line: &Line) -> Exact {
    line.hours.unwrap_or(Exact::ZERO)
}

/// `12.50`: a number of parts of ten, a hundred and so on, by digits after the point.
pub(super) fn decimal(parts: i64, digits: u8) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let width = usize::from(digits).saturating_add(1);
    let text = format!("{:0>width$}", parts.unsigned_abs());
    let (whole, rest) = text.split_at(text.len().saturating_sub(usize::from(digits)));
    let point = if digits == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{rest}")
}
