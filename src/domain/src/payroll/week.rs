//! One workweek under one law: its regular rate, the premium, and what a salary leaves to pay.
//! The same arithmetic for every law; what differs are the marks and the terms that come in.

use super::bonus::{Bonus, flat_rate};
use super::exact::Exact;
use super::input::Covers;
use super::rules::{Mark, Pays, Terms};
use super::run::{Explained, Hours, PremiumStep, RatePart, RateStep};
use super::timeline::Piece;

/// What a workweek's pay is, before any premium.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Seconds with a rate of their own.
    pub rated_seconds: i64,
    /// Seconds that salary or piece pay pays for.
    pub unrated_seconds: i64,
    /// Rates times hours.
    pub hourly: Exact,
    /// Shift differentials.
    pub differentials: Exact,
    /// Pay by the piece.
    pub pieces: Exact,
    /// The salary and the hours that it covers.
    pub salary: Option<(Exact, Covers)>,
    /// Premiums of the firm's own accord that may not be credited.
    pub own_premium: Exact,
}

impl Basis {
    /// All worked seconds.
    pub const fn seconds(&self) -> i64 {
        self.rated_seconds.saturating_add(self.unrated_seconds)
    }

    /// The salary's rate: over the hours it covers, or over all of them.
    pub fn salary_rate(&self, terms: &Terms) -> Exact {
        match self.salary {
            None => Exact::ZERO,
            Some((amount, _)) if terms.salary_covers_forty => amount / Exact::whole(40),
            Some((amount, Covers::Hours(covered))) => amount / covered,
            Some((amount, Covers::Fluctuating { .. })) => amount / Exact::hours(self.seconds()),
        }
    }
}

/// What a law makes of a workweek.
#[derive(Debug, Clone)]
pub struct LawPay {
    /// Hours by what they are paid.
    pub hours: Hours,
    /// The regular rate, flat bonuses included; lost when nothing was worked.
    pub rate: Exact,
    /// How rate and premium came about.
    pub explained: Explained,
    /// What is owed on top of straight time.
    pub premium: Exact,
    /// Hours beyond the salary's, and their rate.
    pub beyond: (Exact, Exact),
    /// Whether a flat bonus has no hours to go over.
    pub bonus_without_hours: bool,
}

impl LawPay {
    /// What this law gives over what is paid in any case: the figure by which laws compare.
    pub fn whole_premium(&self) -> Exact {
        self.premium + self.beyond.0 * self.beyond.1
    }
}

/// What one law looks at.
pub struct Under<'a> {
    /// The place of the workweek.
    pub week: usize,
    /// All pieces.
    pub pieces: &'a [Piece],
    /// All marks of the law.
    pub marks: &'a [Mark],
    /// All bonuses.
    pub bonuses: &'a [Bonus],
    /// The law's terms.
    pub terms: Terms,
    /// Whether overtime hours are paid by their own rate.
    pub rate_in_effect: bool,
}

impl Under<'_> {
    /// The week's marks with their pieces.
    pub fn own(&self) -> impl Iterator<Item = (&Piece, &Mark)> {
        let all = self.marks.iter();
        let with_pieces = all.filter_map(|mark| Some((self.pieces.get(mark.piece)?, mark)));
        with_pieces.filter(|(piece, _)| piece.week == self.week)
    }

    /// Calculates the workweek.
    pub fn pay(&self, basis: &Basis) -> LawPay {
        let beyond_hours = self.beyond_salary(basis);
        let beyond_rate = basis.salary_rate(&self.terms);
        let mut rate_steps = self.rate_steps(basis, beyond_hours * beyond_rate);
        let over_all: Exact = rate_steps.iter().map(|step| step.rate).sum();
        let hourly: Exact = rate_steps
            .iter()
            .filter(|step| step.part == RatePart::Hourly)
            .map(|step| step.rate)
            .sum();
        let mut steps = Steps::default();
        for (piece, mark) in self.own() {
            match (mark.pays, piece.rate) {
                (Pays::Straight, _) => {}
                (Pays::Overtime(premium), Some(rate)) if self.rate_in_effect => {
                    steps.add(mark.seconds, rate + over_all - hourly, premium);
                }
                (Pays::Overtime(premium), _) => steps.add(mark.seconds, over_all, premium),
                (Pays::Day { extra, .. }, _) => steps.add(mark.seconds, piece.base, extra),
            }
        }
        let bonus_without_hours = self.add_flat_bonuses(&mut rate_steps, &mut steps);
        let premium_steps = steps.done();
        LawPay {
            hours: self.hours(),
            rate: rate_steps.iter().map(|step| step.rate).sum(),
            premium: premium_steps.iter().map(|step| step.amount).sum(),
            explained: Explained {
                rate: rate_steps,
                premium: premium_steps,
                federal: None,
            },
            beyond: (beyond_hours, beyond_rate),
            bonus_without_hours,
        }
    }

    /// Hours that the salary does not pay for.
    fn beyond_salary(&self, basis: &Basis) -> Exact {
        let unrated = Exact::hours(basis.unrated_seconds);
        match basis.salary {
            None => Exact::ZERO,
            Some(_) if self.terms.salary_covers_forty => {
                let overtime = self.own().filter(|(piece, mark)| {
                    piece.rate.is_none() && matches!(mark.pays, Pays::Overtime(_))
                });
                let seconds = overtime.map(|(_, mark)| mark.seconds);
                Exact::hours(seconds.fold(0, i64::saturating_add))
            }
            Some((_, Covers::Hours(covered))) => (unrated - covered).larger(Exact::ZERO),
            Some((_, Covers::Fluctuating { .. })) => Exact::ZERO,
        }
    }

    /// The parts of the regular rate that go over all hours.
    fn rate_steps(&self, basis: &Basis, beyond: Exact) -> Vec<RateStep> {
        let worked = Exact::hours(basis.seconds());
        let salary = match basis.salary {
            None => Exact::ZERO,
            // A week of salaried hours alone has the salary's own rate, however few they are.
            Some(_) if basis.rated_seconds == 0 => basis.salary_rate(&self.terms) * worked,
            Some((amount, _)) => amount + beyond,
        };
        let bonus: Exact = self
            .bonuses
            .iter()
            .filter(|bonus| !(bonus.flat && self.terms.flat_bonus_over_regular_hours))
            .filter_map(|bonus| bonus.shares.get(self.week).copied())
            .sum();
        let parts = [
            (RatePart::Hourly, basis.hourly),
            (RatePart::Salary, salary),
            (RatePart::Piece, basis.pieces),
            (RatePart::Differential, basis.differentials),
            (RatePart::Bonus, bonus),
            (RatePart::OwnPremium, basis.own_premium),
        ];
        let steps = parts.into_iter().filter(|(_, amount)| !amount.is_zero());
        steps
            .map(|(part, amount)| RateStep {
                part,
                amount,
                hours: worked,
                rate: amount / worked,
            })
            .collect()
    }

    /// Adds flat bonuses that go over non-overtime hours; says whether one has none.
    fn add_flat_bonuses(&self, rate_steps: &mut Vec<RateStep>, steps: &mut Steps) -> bool {
        if !self.terms.flat_bonus_over_regular_hours {
            return false;
        }
        let mut without_hours = false;
        for bonus in self.bonuses.iter().filter(|bonus| bonus.flat) {
            let mut own = self
                .own()
                .filter(|(piece, _)| bonus.days.contains(piece.day))
                .peekable();
            if own.peek().is_none() {
                continue;
            }
            let rate = flat_rate(bonus, self.pieces, self.marks);
            if rate.is_lost() {
                without_hours = true;
                continue;
            }
            rate_steps.push(RateStep {
                part: RatePart::FlatBonus,
                amount: bonus.amount,
                hours: bonus.amount / rate,
                rate,
            });
            for (_, mark) in own {
                if let Pays::Overtime(premium) = mark.pays {
                    steps.add(mark.seconds, rate, Exact::ONE + premium);
                }
            }
        }
        without_hours
    }

    fn hours(&self) -> Hours {
        let mut hours = Hours::default();
        for (_, mark) in self.own() {
            let premium = match mark.pays {
                Pays::Overtime(premium) => premium,
                Pays::Day {
                    extra,
                    credited: true,
                } => extra,
                Pays::Straight | Pays::Day { .. } => Exact::ZERO,
            };
            let seconds = if premium >= Exact::ONE {
                &mut hours.double_seconds
            } else if premium > Exact::ZERO {
                &mut hours.overtime_seconds
            } else {
                &mut hours.regular_seconds
            };
            *seconds = seconds.saturating_add(mark.seconds);
        }
        hours
    }
}

/// Premiums by rate and multiplier.
#[derive(Default)]
struct Steps(Vec<(Exact, Exact, i64)>);

impl Steps {
    fn add(&mut self, seconds: i64, rate: Exact, multiplier: Exact) {
        let mut same = self
            .0
            .iter_mut()
            .filter(|step| (step.0, step.1) == (rate, multiplier));
        match same.next() {
            Some(step) => step.2 = step.2.saturating_add(seconds),
            None => self.0.push((rate, multiplier, seconds)),
        }
    }

    fn done(self) -> Vec<PremiumStep> {
        let steps = self
            .0
            .into_iter()
            .map(|(rate, multiplier, seconds)| PremiumStep {
                hours: Exact::hours(seconds),
                rate,
                multiplier,
                amount: Exact::hours(seconds) * rate * multiplier,
            });
        steps.collect()
    }
}
