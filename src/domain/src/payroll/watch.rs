//! What a person must look at in a workweek beside its figures.

use super::calculation::Calculation;
use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::rules::{self, Law};
use super::run::Hours;
use super::week::{Basis, LawPay};

impl Calculation<'_> {
    /// What is to be looked at in a workweek beside its figures.
    pub(super) fn note_week(
        &mut self,
        week: usize,
        law: &Law,
        basis: &Basis,
        paid: &LawPay,
        rate_in_effect: bool,
    ) {
        if *law == Law::NotComputed && basis.seconds() > 0 {
            self.note(week, PayExceptionKind::RuleNotComputed);
        }
        if paid.bonus_without_hours {
            self.note(week, PayExceptionKind::BonusWithoutHours);
        }
        if rate_in_effect
            && basis.unrated_seconds > 0
            && paid.hours != Hours::default()
            && rules::flsa::seconds_over_forty(&self.pieces, week) > 0
        {
            self.note(week, PayExceptionKind::RateInEffectUnknown);
        }
        if *law == Law::California && !basis.pieces.is_zero() {
            self.note(week, PayExceptionKind::PieceRestPay);
        }
        if *law != Law::None {
            self.note_minimum_wage(week, law, basis, paid);
        }
    }

    /// Pay under the minimum wage is reported and never topped up. A state's minimum is owed for
    /// every hour, the federal one over the workweek.
    fn note_minimum_wage(&mut self, week: usize, law: &Law, basis: &Basis, paid: &LawPay) {
        let Some(minimum) = self.minimum_wage(week, law) else {
            return;
        };
        let salary = basis.salary.map_or(Exact::ZERO, |(amount, _)| amount);
        let straight = basis.hourly
            + salary
            + paid.beyond.0 * paid.beyond.1
            + basis.pieces
            + basis.differentials;
        let average = straight / Exact::hours(basis.seconds());
        let by_hour = law.terms().minimum_wage_place != "us";
        let rates = self
            .pieces
            .iter()
            .filter(|piece| by_hour && piece.week == week)
            .filter_map(|piece| piece.rate);
        let lowest = rates.fold(average, Exact::smaller);
        if lowest < minimum {
            let kind = PayExceptionKind::BelowMinimumWage {
                paid: lowest,
                minimum,
            };
            self.note(week, kind);
        }
    }

    /// The higher of the federal minimum wage and the state's, in a workweek.
    pub(super) fn minimum_wage(&self, week: usize, law: &Law) -> Option<Exact> {
        let date = self.weeks.get(week)?.last;
        let wages = &self.input.minimum_wages;
        let places = ["us", law.terms().minimum_wage_place];
        places
            .into_iter()
            .filter_map(|place| wages.on(place, date))
            .reduce(Exact::larger)
    }
}
