//! What a workweek pays before any premium: hours at their rates, and the items that count.

use super::calculation::Calculation;
use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::input::{Covers, PayItem, PayKind};
use super::rules::{Law, LawName};
use super::week::Basis;

impl Calculation<'_> {
    pub(super) fn basis(&mut self, week: usize) -> Basis {
        let mut basis = Basis {
            rated_seconds: 0,
            unrated_seconds: 0,
            hourly: Exact::ZERO,
            differentials: Exact::ZERO,
            pieces: Exact::ZERO,
            salary: None,
            own_premium: Exact::ZERO,
        };
        for piece in self.pieces.iter().filter(|piece| piece.week == week) {
            let seconds = match piece.rate {
                Some(_) => &mut basis.rated_seconds,
                None => &mut basis.unrated_seconds,
            };
            *seconds = seconds.saturating_add(piece.seconds());
            if let Some(rate) = piece.rate {
                basis.hourly += rate * Exact::hours(piece.seconds());
            }
        }
        let employee = self.employee;
        for item in employee
            .pay
            .iter()
            .filter(|item| self.week_of(item) == week)
            .collect::<Vec<_>>()
        {
            self.add_item(week, &mut basis, item);
        }
        if basis.unrated_seconds > 0 && basis.salary.is_none() && basis.pieces.is_zero() {
            self.note(week, PayExceptionKind::RateMissing);
        }
        self.settle_salary(week, &mut basis);
        basis
    }

    fn add_item(&mut self, week: usize, basis: &mut Basis, item: &PayItem) {
        if item.figures().any(Exact::is_negative) {
            self.note(week, PayExceptionKind::Negative);
            return;
        }
        let of_one_week = self
            .weeks
            .get(week)
            .is_some_and(|week| week.first <= item.earned.first);
        match item.kind {
            PayKind::Piece { amount } => basis.pieces += amount,
            PayKind::Differential { hours, per_hour } => basis.differentials += hours * per_hour,
            PayKind::Salary { amount, covers } => {
                basis.salary = match basis.salary {
                    None => Some((amount, covers)),
                    Some((before, same)) => {
                        if same != covers {
                            self.note(week, PayExceptionKind::TwoSalaries);
                        }
                        Some((before + amount, same))
                    }
                };
            }
            PayKind::Bonus { .. }
            | PayKind::Reimbursement { .. }
            | PayKind::PaidLeave { .. }
            | PayKind::MealPremium
            | PayKind::RestPremium => return,
        }
        if !of_one_week {
            self.note(week, PayExceptionKind::SeveralWeeks);
        }
    }

    /// Holds a fluctuating workweek to its conditions.
    fn settle_salary(&mut self, week: usize, basis: &mut Basis) {
        let laws = self.laws_of(week);
        if laws.contains(&&Law::None) {
            return;
        }
        let forty = laws.iter().any(|law| law.terms().salary_covers_forty);
        let Some((amount, covers)) = basis.salary else {
            return;
        };
        let all_hours = match covers {
            Covers::Hours(hours) => {
                if forty && hours != Exact::whole(40) {
                    self.note(week, PayExceptionKind::SalaryCoversForty);
                }
                if hours > Exact::ZERO {
                    return;
                }
                Some(PayExceptionKind::Negative)
            }
            Covers::Fluctuating { understood } => {
                let flsa_alone = laws.iter().all(|law| law.name() == LawName::Flsa);
                let minimum = self.minimum_wage(week, &Law::Flsa);
                let hour = amount / Exact::hours(basis.seconds());
                if !flsa_alone || !understood {
                    Some(PayExceptionKind::FluctuatingNotAllowed)
                } else if minimum.is_some_and(|minimum| hour < minimum) {
                    Some(PayExceptionKind::FluctuatingBelowMinimumWage)
                } else {
                    None
                }
            }
        };
        if let Some(kind) = all_hours {
            self.note(week, kind);
            basis.salary = Some((amount, Covers::Hours(Exact::whole(40))));
        }
    }

    /// Gives each piece what an hour of it is paid before premiums.
    pub(super) fn give_bases(&mut self) {
        for piece in &mut self.pieces {
            if piece.rate.is_some() {
                continue;
            }
            if let Some(basis) = self.bases.get(piece.week) {
                let law = self.employee.law.on(piece.day);
                piece.base = if basis.salary.is_some() {
                    basis.salary_rate(&law.terms())
                } else {
                    basis.pieces / Exact::hours(basis.unrated_seconds)
                };
            }
        }
    }
}
