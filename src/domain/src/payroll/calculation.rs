//! One way to lay workweeks over an employee's work, being calculated: each law marks all of it, and
//! each workweek is paid by the law that gives more.

use jiff::civil::Date;

use super::bonus::{Bonus, bonuses};
use super::employee::laws;
use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::input::{Employee, Input, PayItem};
use super::lines::{Paid, week_lines};
use super::rules::{self, Law, LawName, Mark, Pays};
use super::run::{PremiumStep, WeekPay};
use super::timeline::{self, Piece, Stretch, Week};
use super::week::{Basis, LawPay, Under};

/// One way to lay workweeks, being calculated.
pub(super) struct Calculation<'a> {
    pub(super) input: &'a Input,
    pub(super) employee: &'a Employee,
    pub(super) weeks: &'a [Week],
    pub(super) pieces: Vec<Piece>,
    pub(super) bases: Vec<Basis>,
    pub(super) bonuses: Vec<Bonus>,
    pub(super) notes: Vec<(Option<Date>, PayExceptionKind)>,
}

impl<'a> Calculation<'a> {
    pub(super) fn new(
        input: &'a Input,
        employee: &'a Employee,
        weeks: &'a [Week],
        stretches: &[Stretch],
    ) -> Self {
        let pieces = timeline::pieces(employee, stretches, weeks);
        let mut own = Vec::new();
        let bonuses = bonuses(employee, weeks, &pieces, &mut own);
        let notes = own.into_iter().map(|kind| (None, kind)).collect();
        let mut calculation = Self {
            input,
            employee,
            weeks,
            pieces,
            bases: Vec::new(),
            bonuses,
            notes,
        };
        calculation.bases = (0..weeks.len())
            .map(|week| calculation.basis(week))
            .collect();
        calculation.give_bases();
        calculation
    }

    pub(super) fn note(&mut self, week: usize, kind: PayExceptionKind) {
        let first = self.weeks.get(week).map(|week| week.first);
        if !self.notes.contains(&(first, kind.clone())) {
            self.notes.push((first, kind));
        }
    }

    /// The workweek that pays an item: that of its last day, or the nearest.
    pub(super) fn week_of(&self, item: &PayItem) -> usize {
        let place = self
            .weeks
            .partition_point(|week| week.last < item.earned.last);
        place.min(self.weeks.len().saturating_sub(1))
    }

    /// The laws in force in a workweek, each once.
    pub(super) fn laws_of(&self, week: usize) -> Vec<&'a Law> {
        let Some(week) = self.weeks.get(week) else {
            return Vec::new();
        };
        let mut laws = vec![self.employee.law.on(week.first)];
        for (from, law) in self.employee.law.changes() {
            if week.first < from && from <= week.last && !laws.contains(&law) {
                laws.push(law);
            }
        }
        laws
    }

    /// The marks of a law on all pieces.
    fn marks(&mut self, law: &Law) -> Vec<Mark> {
        match law {
            Law::Flsa | Law::NotComputed => rules::flsa::marks(&self.pieces),
            Law::California => rules::california::marks(&self.pieces, self.weeks),
            Law::Alaska => rules::alaska::marks(&self.pieces),
            Law::Colorado => rules::colorado::marks(&self.pieces, self.weeks),
            Law::Policy(policy) => rules::policy::marks(&self.pieces, policy),
            Law::None => rules::straight(&self.pieces),
            Law::Nevada => {
                let four_tens = self.employee.agreements.four_tens;
                let marked =
                    rules::nevada::marks(&self.pieces, &self.input.minimum_wages, four_tens);
                self.note_nevada(&marked, four_tens);
                marked.marks
            }
        }
    }

    fn note_nevada(&mut self, marked: &rules::nevada::Marked, four_tens: bool) {
        let weeks = self.weeks;
        let week_of = |date: &Date| weeks.partition_point(|week| week.last < *date);
        for date in &marked.wage_unknown {
            self.note(week_of(date), PayExceptionKind::MinimumWageUnknown);
        }
        if !four_tens {
            return;
        }
        for date in &marked.over_ten {
            self.note(week_of(date), PayExceptionKind::FourTensNotKept);
        }
        for week in 0..weeks.len() {
            let mut days: Vec<Date> = self
                .pieces
                .iter()
                .filter(|piece| piece.week == week)
                .map(|piece| piece.day)
                .collect();
            days.dedup();
            if days.len() > 4 {
                self.note(week, PayExceptionKind::FourTensNotKept);
            }
        }
    }

    pub(super) fn run(mut self) -> (Vec<WeekPay>, Vec<(Option<Date>, PayExceptionKind)>) {
        let flsa = self.marks(&Law::Flsa);
        let mut marked: Vec<(&Law, Vec<Mark>)> = Vec::new();
        for law in laws(self.employee) {
            if !marked.iter().any(|(known, _)| *known == law) {
                let marks = self.marks(law);
                marked.push((law, marks));
            }
        }
        let weeks = (0..self.weeks.len()).filter_map(|week| self.week(week, &flsa, &marked));
        let weeks = weeks.collect();
        (weeks, self.notes)
    }

    /// Every law's whole premium of a workweek, and the larger of them paid.
    fn week(
        &mut self,
        week: usize,
        flsa: &[Mark],
        marked: &[(&'a Law, Vec<Mark>)],
    ) -> Option<WeekPay> {
        let laws = self.laws_of(week);
        let own: Vec<&(&Law, Vec<Mark>)> = marked
            .iter()
            .filter(|(law, _)| laws.contains(law))
            .collect();
        if own.len() > 1 {
            self.note(week, PayExceptionKind::RuleChanges);
        }
        let mut basis = self.bases.get(week)?.clone();
        basis.own_premium = own
            .iter()
            .map(|(_, marks)| self.own_premium(week, marks))
            .reduce(Exact::larger)?;
        let rate_in_effect = self.employee.agreements.rate_in_effect;
        let mut federal = self
            .under(week, flsa, &Law::Flsa, rate_in_effect)
            .pay(&basis);
        let federal_premium = federal.premium;
        federal.premium += basis.own_premium;
        let federal_step = self.federal_step(week, &federal, federal_premium);
        let calculated = own
            .iter()
            .map(|(law, marks)| (*law, self.under(week, marks, law, false).pay(&basis)));
        let (law, of_law) = calculated.reduce(|best, next| {
            if next.1.whole_premium() > best.1.whole_premium() {
                next
            } else {
                best
            }
        })?;
        let rate = of_law.rate;
        let exempt = *law == Law::None;
        let flsa_gives_more = !exempt && federal.whole_premium() > of_law.whole_premium();
        let flsa_alone = law.name() == LawName::Flsa;
        let (name, paid) = if flsa_alone || flsa_gives_more {
            (LawName::Flsa, federal)
        } else {
            (law.name(), of_law)
        };
        self.note_week(week, law, &basis, &paid, rate_in_effect && !exempt);
        let federal_share = if exempt {
            Exact::ZERO
        } else {
            federal_premium.smaller(paid.premium)
        };
        let paid = Paid {
            week,
            law,
            name,
            rate,
            pay: paid,
            basis,
            federal_share,
            federal_step: federal_step.filter(|_| !exempt),
        };
        Some(self.finish(&paid))
    }

    fn under<'b>(
        &'b self,
        week: usize,
        marks: &'b [Mark],
        law: &Law,
        rate_in_effect: bool,
    ) -> Under<'b> {
        Under {
            week,
            pieces: &self.pieces,
            marks,
            bonuses: &self.bonuses,
            terms: law.terms(),
            rate_in_effect,
        }
    }

    /// Premiums for days that may not be credited against overtime.
    fn own_premium(&self, week: usize, marks: &[Mark]) -> Exact {
        let own = marks.iter().filter_map(|mark| {
            let piece = self
                .pieces
                .get(mark.piece)
                .filter(|piece| piece.week == week)?;
            match mark.pays {
                Pays::Day {
                    extra,
                    credited: false,
                } => Some(piece.base * extra * Exact::hours(mark.seconds)),
                Pays::Day { credited: true, .. } | Pays::Straight | Pays::Overtime(_) => None,
            }
        });
        own.sum()
    }

    fn federal_step(&self, week: usize, federal: &LawPay, premium: Exact) -> Option<PremiumStep> {
        let seconds = rules::flsa::seconds_over_forty(&self.pieces, week);
        (seconds > 0).then_some(PremiumStep {
            hours: Exact::hours(seconds),
            rate: federal.rate,
            multiplier: Exact::HALF,
            amount: premium,
        })
    }

    fn finish(&mut self, paid: &Paid<'_>) -> WeekPay {
        let week = paid.week;
        let items: Vec<&PayItem> = self
            .employee
            .pay
            .iter()
            .filter(|item| self.week_of(item) == week)
            .collect();
        let dates = self.weeks.get(week).copied().unwrap_or(Week {
            first: Date::MIN,
            last: Date::MIN,
        });
        let digits = self.input.currency.minor_digits();
        let (pay, kinds) = week_lines(paid, dates, &self.pieces, &items, digits);
        for kind in kinds {
            self.note(week, kind);
        }
        pay
    }
}
