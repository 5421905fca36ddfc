//! A case against what the pay rules make of it.

use std::fmt;

use domain::payroll::{Exact, PayException, WeekPay, calculate};

use super::case::{Case, Expect};
use super::fields::Figure;

/// One figure that differs, or an exception that keeps figures from standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A figure.
    Figure {
        /// Its name, with the week where it is of one: `weeks[2].gross`.
        name: String,
        /// What was expected.
        expected: String,
        /// What it is.
        ours: String,
    },
    /// Not as many workweeks.
    Weeks {
        /// How many were expected.
        expected: usize,
        /// How many there are.
        ours: usize,
    },
    /// What keeps figures from standing.
    Exception(PayException),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Figure {
                name,
                expected,
                ours,
            } => write!(f, "{name}: expected {expected}, ours {ours}"),
            Self::Weeks { expected, ours } => write!(f, "weeks: expected {expected}, ours {ours}"),
            Self::Exception(exception) => match exception.week {
                Some(week) => write!(f, "exception: week of {week}: {}", exception.kind),
                None => write!(f, "exception: {}", exception.kind),
            },
        }
    }
}

impl Case {
    /// Calculates the case and gives what differs from what is expected.
    pub fn differences(&self) -> Vec<Difference> {
        let (run, exceptions) = calculate(&self.input);
        let weeks = run
            .employees
            .first()
            .map_or(&[][..], |employee| &employee.weeks);
        let blocking = exceptions
            .into_iter()
            .filter(|exception| exception.kind.blocks());
        let mut differences: Vec<_> = blocking.map(Difference::Exception).collect();
        let all: Vec<&WeekPay> = weeks.iter().collect();
        differences.extend(self.compare("", &self.expect, &all));
        if self.weeks.is_empty() {
            return differences;
        }
        // A week in which nothing happened may be left out.
        let lively: Vec<&WeekPay> = weeks.iter().filter(|week| !week.lines.is_empty()).collect();
        let shown = if self.weeks.len() == all.len() {
            all
        } else {
            lively
        };
        if self.weeks.len() != shown.len() {
            differences.push(Difference::Weeks {
                expected: self.weeks.len(),
                ours: shown.len(),
            });
            return differences;
        }
        for (place, (expect, week)) in self.weeks.iter().zip(shown).enumerate() {
            let prefix = format!("weeks[{}].", place + 1);
            differences.extend(self.compare(&prefix, expect, &[week]));
        }
        differences
    }

    fn compare(&self, prefix: &str, expect: &Expect, weeks: &[&WeekPay]) -> Vec<Difference> {
        let sum =
            |of: fn(&WeekPay) -> i64| weeks.iter().map(|week| i128::from(of(week))).sum::<i128>();
        let seconds = |of| i64::try_from(sum(of)).map_or(Exact::LOST, Exact::hours);
        let money =
            |of| i64::try_from(sum(of)).map_or(Exact::LOST, |minor| Exact::ratio(minor, 100));
        let hours = [
            (
                "regular_hours",
                expect.regular_hours,
                seconds(|week| week.hours.regular_seconds),
            ),
            (
                "overtime_hours",
                expect.overtime_hours,
                seconds(|week| week.hours.overtime_seconds),
            ),
            (
                "double_hours",
                expect.double_hours,
                seconds(|week| week.hours.double_seconds),
            ),
        ];
        let amounts = [
            ("gross", expect.gross, money(|week| week.gross_minor)),
            (
                "federal_premium",
                expect.federal_premium,
                money(|week| week.federal_premium_minor),
            ),
        ];
        let mut differences = Vec::new();
        for (name, expected, ours) in hours {
            let Some(expected) = expected else { continue };
            let same = ours.rounded(expected.decimals) == expected.value.rounded(expected.decimals);
            differences.extend(difference(
                prefix,
                name,
                same,
                expected,
                decimal(ours, expected.decimals),
            ));
        }
        if let Some(expected) = expect.regular_rate {
            let decimals = expected.decimals.max(2);
            let ours = rate(weeks);
            let same = ours.is_some_and(|ours| self.near(cut(ours, decimals), expected.value));
            let ours = ours.map_or_else(
                || "none, or one for each week".to_owned(),
                |ours| decimal(ours, decimals),
            );
            differences.extend(difference(prefix, "regular_rate", same, expected, ours));
        }
        for (name, expected, ours) in amounts {
            let Some(expected) = expected else { continue };
            let same = self.near(ours, expected.value);
            differences.extend(difference(prefix, name, same, expected, decimal(ours, 2)));
        }
        differences
    }

    fn near(&self, ours: Exact, expected: Exact) -> bool {
        let off = (ours - expected).larger(expected - ours);
        off <= self.tolerance
    }
}

/// The one regular rate of workweeks, or none when they have several.
fn rate(weeks: &[&WeekPay]) -> Option<Exact> {
    let mut rates = weeks.iter().filter_map(|week| week.regular_rate);
    let first = rates.next()?;
    rates
        .all(|rate| cut(rate, 2) == cut(first, 2))
        .then_some(first)
}

fn cut(figure: Exact, decimals: u8) -> Exact {
    let unit = 10_i64.checked_pow(decimals.into());
    match (figure.rounded(decimals), unit) {
        (Some(rounded), Some(unit)) => Exact::ratio(rounded, unit),
        _ => Exact::LOST,
    }
}

fn difference(
    prefix: &str,
    name: &str,
    same: bool,
    expected: Figure,
    ours: String,
) -> Option<Difference> {
    (!same).then(|| Difference::Figure {
        name: format!("{prefix}{name}"),
        expected: decimal(expected.value, expected.decimals),
        ours,
    })
}

/// A figure with so many decimals.
fn decimal(figure: Exact, decimals: u8) -> String {
    let Some(rounded) = figure.rounded(decimals) else {
        return "too large".to_owned();
    };
    let sign = if rounded < 0 { "-" } else { "" };
    let digits = usize::from(decimals);
    let text = format!("{:0>width$}", rounded.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let dot = if digits == 0 { "" } else { "." };
    format!("{sign}{whole}{dot}{part}")
}
