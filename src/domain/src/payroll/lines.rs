//! Earnings lines of a workweek: each rounded half up once, with the hours, rate, rule and time
//! entries behind it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::input::{BonusKind, PayItem, PayKind};
use super::rules::{Law, LawName, MissedPeriods};
use super::run::{Line, LineKind, PremiumStep, WeekPay};
use super::timeline::{Piece, Week};
use super::week::{Basis, LawPay};
use crate::id::{JobId, TimeEntryId};

/// What a workweek is paid, before it is rounded.
pub struct Paid<'a> {
    /// The place of the workweek.
    pub week: usize,
    /// The employee's law.
    pub law: &'a Law,
    /// The law that gives more.
    pub name: LawName,
    /// The regular rate to show.
    pub rate: Exact,
    /// What that law gives.
    pub pay: LawPay,
    /// What is paid in any case.
    pub basis: Basis,
    /// The FLSA's part of the premium.
    pub federal_share: Exact,
    /// How the FLSA's premium came about.
    pub federal_step: Option<PremiumStep>,
}

/// Lines being made.
struct Lines<'a> {
    paid: &'a Paid<'a>,
    pieces: Vec<&'a Piece>,
    digits: u8,
    lines: Vec<Line>,
    kinds: Vec<PayExceptionKind>,
}

/// The lines of a workweek, and what is to be looked at.
pub fn week_lines(
    paid: &Paid<'_>,
    dates: Week,
    pieces: &[Piece],
    items: &[&PayItem],
    digits: u8,
) -> (WeekPay, Vec<PayExceptionKind>) {
    let mut lines = Lines {
        paid,
        pieces: pieces
            .iter()
            .filter(|piece| piece.week == paid.week)
            .collect(),
        digits,
        lines: Vec::new(),
        kinds: Vec::new(),
    };
    lines.straight_time();
    lines.beyond_salary();
    let mut missed = BTreeSet::new();
    for item in items {
        lines.item(item, &mut missed);
    }
    let premium_minor = lines.premium();
    let federal_premium_minor = lines.minor(paid.federal_share);
    let gross = lines
        .lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.amount_minor));
    if gross.is_none() {
        lines.kinds.push(PayExceptionKind::TooLarge);
    }
    let mut explained = paid.pay.explained.clone();
    explained.federal.clone_from(&paid.federal_step);
    let week = WeekPay {
        first: dates.first,
        last: dates.last,
        law: paid.name,
        hours: paid.pay.hours,
        regular_rate: (!paid.rate.is_lost() && paid.basis.seconds() > 0).then_some(paid.rate),
        gross_minor: gross.unwrap_or(0),
        lines: lines.lines,
        premium_minor,
        federal_premium_minor,
        explained,
    };
    (week, lines.kinds)
}

impl Lines<'_> {
    /// The one rounding. What does not fit is an exception and nothing.
    fn minor(&mut self, amount: Exact) -> i64 {
        amount.rounded(self.digits).unwrap_or_else(|| {
            self.kinds.push(PayExceptionKind::TooLarge);
            0
        })
    }

    fn push(
        &mut self,
        kind: LineKind,
        amount: Exact,
        hours_at: Option<(Exact, Exact)>,
        source: &'static str,
    ) {
        let amount_minor = self.minor(amount);
        let entries = match kind {
            LineKind::StraightTime
            | LineKind::Bonus
            | LineKind::Differential
            | LineKind::Reimbursement
            | LineKind::PaidLeave
            | LineKind::MealPremium
            | LineKind::RestPremium => Vec::new(),
            LineKind::Salary | LineKind::BeyondSalary | LineKind::Piece => {
                self.entries(|piece| piece.rate.is_none())
            }
            LineKind::OvertimePremium => self.entries(|_| true),
        };
        self.lines.push(Line {
            kind,
            job: None,
            hours: hours_at.map(|(hours, _)| hours),
            rate: hours_at.map(|(_, rate)| rate),
            amount_minor,
            law: self.paid.name,
            source: source.into(),
            entries,
        });
    }

    fn entries(&self, of: impl Fn(&Piece) -> bool) -> Vec<TimeEntryId> {
        let own: BTreeSet<TimeEntryId> = self
            .pieces
            .iter()
            .filter(|piece| of(piece))
            .map(|piece| piece.entry)
            .collect();
        own.into_iter().collect()
    }

    /// One line for each job and rate.
    fn straight_time(&mut self) {
        let mut groups: Vec<(Option<JobId>, Exact, i64)> = Vec::new();
        for piece in &self.pieces {
            let Some(rate) = piece.rate else {
                continue;
            };
            match groups
                .iter_mut()
                .find(|group| (group.0, group.1) == (piece.job, rate))
            {
                Some(group) => group.2 = group.2.saturating_add(piece.seconds()),
                None => groups.push((piece.job, rate, piece.seconds())),
            }
        }
        groups.sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal))
        });
        for (job, rate, seconds) in groups {
            let hours = Exact::hours(seconds);
            let entries = self.entries(|piece| piece.job == job && piece.rate == Some(rate));
            self.push(
                LineKind::StraightTime,
                hours * rate,
                Some((hours, rate)),
                "29 CFR 778.109",
            );
            if let Some(line) = self.lines.last_mut() {
                line.job = job;
                line.entries = entries;
            }
        }
    }

    fn beyond_salary(&mut self) {
        let (hours, rate) = self.paid.pay.beyond;
        if hours > Exact::ZERO {
            let source = match self.paid.name {
                LawName::California => "Labor Code 515(d)",
                LawName::Alaska => "8 AAC 15.100(a)",
                LawName::Flsa
                | LawName::Nevada
                | LawName::Colorado
                | LawName::Policy
                | LawName::None => "29 CFR 778.113",
            };
            self.push(
                LineKind::BeyondSalary,
                hours * rate,
                Some((hours, rate)),
                source,
            );
        }
    }

    fn item(&mut self, item: &PayItem, missed: &mut BTreeSet<(bool, Date)>) {
        if item.figures().any(Exact::is_negative) {
            self.kinds.push(PayExceptionKind::Negative);
            return;
        }
        match item.kind {
            PayKind::Bonus { amount, counts, .. } => {
                let source = match counts {
                    BonusKind::Discretionary => "29 CFR 778.211",
                    BonusKind::OfAllPay => "29 CFR 778.210",
                    BonusKind::Flat | BonusKind::Production => "29 CFR 778.208",
                };
                self.push(LineKind::Bonus, amount, None, source);
            }
            PayKind::Piece { amount } => self.push(LineKind::Piece, amount, None, "29 CFR 778.111"),
            PayKind::Differential { hours, per_hour } => {
                self.push(
                    LineKind::Differential,
                    hours * per_hour,
                    Some((hours, per_hour)),
                    "29 CFR 778.207(b)",
                );
            }
            PayKind::Salary { amount, .. } => {
                self.push(LineKind::Salary, amount, None, "29 CFR 778.113");
            }
            PayKind::Reimbursement { amount } => {
                self.push(LineKind::Reimbursement, amount, None, "29 CFR 778.217");
            }
            PayKind::PaidLeave { hours, rate } => {
                self.push(
                    LineKind::PaidLeave,
                    hours * rate,
                    Some((hours, rate)),
                    "29 CFR 778.218",
                );
            }
            PayKind::MealPremium => {
                self.missed_period(LineKind::MealPremium, item.earned.last, missed);
            }
            PayKind::RestPremium => {
                self.missed_period(LineKind::RestPremium, item.earned.last, missed);
            }
        }
    }

    fn missed_period(&mut self, kind: LineKind, day: Date, missed: &mut BTreeSet<(bool, Date)>) {
        let meal = kind == LineKind::MealPremium;
        let (hours, rate, source) = match self.paid.law.terms().missed_periods {
            MissedPeriods::TenMinutes if !meal => (
                Exact::ratio(1, 6),
                self.day_rate(day),
                "7 CCR 1103-1, Rule 5.2.4",
            ),
            MissedPeriods::None | MissedPeriods::TenMinutes => {
                self.kinds.push(PayExceptionKind::PremiumNotComputed);
                return;
            }
            MissedPeriods::HourAtRegularRate => {
                if !missed.insert((meal, day)) {
                    return;
                }
                (Exact::ONE, self.paid.rate, "Labor Code 226.7")
            }
        };
        if rate.is_lost() || self.paid.basis.seconds() == 0 {
            self.kinds.push(PayExceptionKind::PremiumWithoutRate);
            return;
        }
        self.push(kind, hours * rate, Some((hours, rate)), source);
    }

    /// The average rate of a day's hours that have one, else the regular rate.
    fn day_rate(&self, day: Date) -> Exact {
        let rated = self.pieces.iter().filter(|piece| piece.day == day);
        let rated: Vec<(Exact, Exact)> = rated
            .filter_map(|piece| Some((piece.rate?, Exact::hours(piece.seconds()))))
            .collect();
        if rated.is_empty() {
            return self.paid.rate;
        }
        let pay: Exact = rated.iter().map(|(rate, hours)| *rate * *hours).sum();
        pay / rated.iter().map(|(_, hours)| *hours).sum()
    }

    /// One premium for the workweek.
    fn premium(&mut self) -> i64 {
        let premium = self.paid.pay.premium;
        if premium.is_zero() {
            return 0;
        }
        let steps = &self.paid.pay.explained.premium;
        let hours_at = match steps.as_slice() {
            [step] => Some((step.hours, step.rate * step.multiplier)),
            _ => None,
        };
        let source = match self.paid.name {
            LawName::Flsa => super::rules::flsa::TERMS.source,
            LawName::California
            | LawName::Alaska
            | LawName::Nevada
            | LawName::Colorado
            | LawName::Policy
            | LawName::None => self.paid.law.terms().source,
        };
        self.push(LineKind::OvertimePremium, premium, hours_at, source);
        self.lines.last().map_or(0, |line| line.amount_minor)
    }
}
