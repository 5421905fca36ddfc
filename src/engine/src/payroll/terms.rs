//! On what terms somebody is paid on a date: law, basis and rate.

use std::collections::BTreeSet;

use domain::money::Currency;
use domain::payroll::rules::policy::Threshold;
use domain::payroll::{
    Agreements, Covers, Dated, Dates, Exact, Law, PayItem, PayKind, Policy, TimeRounding,
};
use domain::time::{date_of_day, days_after};
use domain::timesheet::Calendar;
use domain::{CostCodeId, EmployeeId, JobId};
use jiff::civil::{Date, Weekday};
use oplog::v1::payload::{
    BasisTag, LawTag, PayTerms, PolicyTag, RateFor, RoundingTag, ThresholdTag,
};

use super::money::{hundredths_exact, minor_exact, rate_exact};
use crate::rows::{self, PayRatesRow, PaySettingsRow, PayTermsRow};
use crate::view::{Snapshot, ViewError};

/// More hours than a week has: a salary that covers them covers all.
const ALL_HOURS: i64 = 200;

/// What one person is paid, over time.
pub struct Terms {
    settings: PaySettingsRow,
    own: PayTermsRow,
    rates: PayRatesRow,
    currency: Currency,
}

/// The law that is stored.
pub fn law_of(tag: &LawTag) -> Option<Law> {
    match tag {
        LawTag::Named(name) => Law::named(name),
        LawTag::Policy(policy) => Some(Law::Policy(policy_of(policy)?)),
    }
}

fn policy_of(tag: &PolicyTag) -> Option<Policy> {
    let threshold = |tag: &ThresholdTag| Threshold {
        over_seconds: tag.over_seconds.into(),
        multiplier: hundredths_exact(tag.multiple_hundredths.into()),
    };
    let weekday = |(day, multiple): &(u8, u16)| {
        let day = i8::try_from(*day).ok()?;
        let day = Weekday::from_monday_one_offset(day).ok()?;
        Some((day, hundredths_exact((*multiple).into())))
    };
    let holiday = |(day, multiple): &(i32, u16)| {
        Some((date_of_day(*day)?, hundredths_exact((*multiple).into())))
    };
    Some(Policy {
        name: tag.name.clone(),
        day: tag.day.iter().map(threshold).collect(),
        week: tag.week.iter().map(threshold).collect(),
        weekdays: tag.weekdays.iter().map(weekday).collect::<Option<_>>()?,
        holidays: tag.holidays.iter().map(holiday).collect::<Option<_>>()?,
    })
}

impl Terms {
    /// The terms of an employee.
    pub fn read(
        view: &impl Snapshot,
        employee: EmployeeId,
        settings: &PaySettingsRow,
        currency: Currency,
    ) -> Result<Self, ViewError> {
        let key = employee.to_bytes();
        Ok(Self {
            settings: settings.clone(),
            own: rows::get(view, &key)?.unwrap_or_default(),
            rates: rows::get(view, &key)?.unwrap_or_default(),
            currency,
        })
    }

    /// The terms in force on a date.
    pub fn on(&self, date: Date) -> Option<&PayTerms> {
        let past = self.own.terms.iter().rev();
        let mut past = past.filter(|since| since.from <= date);
        past.next().map(|since| &since.value)
    }

    /// The terms that were set last.
    pub fn last(&self) -> Option<&PayTerms> {
        self.own.terms.last().map(|since| &since.value)
    }

    /// Whether nothing says what the person is paid.
    pub fn is_empty(&self) -> bool {
        self.own.terms.is_empty() && self.rates.rates.is_empty()
    }

    /// The law of each date.
    pub fn law(&self) -> Dated<Law> {
        let on = |date: Option<Date>| {
            let terms = date.and_then(|date| self.on(date));
            match terms.map(|terms| terms.basis) {
                Some(BasisTag::Exempt { .. } | BasisTag::Contractor) => return Law::None,
                Some(BasisTag::Hourly | BasisTag::Salary { .. }) | None => {}
            }
            let own = terms.and_then(|terms| terms.law.as_ref()).and_then(law_of);
            let firms = self.settings.on(date.unwrap_or(Date::MIN));
            own.or_else(|| law_of(&firms.law))
                .unwrap_or(Law::NotComputed)
        };
        let own = self.own.terms.iter().map(|since| since.from);
        let firms = self.settings.settings.iter().map(|since| since.from);
        let changes: BTreeSet<Date> = own.chain(firms).collect();
        let mut last = on(None);
        let mut law = Dated::always(last.clone());
        for date in changes {
            let next = on(Some(date));
            if next != last {
                law = law.then(date, next.clone());
                last = next;
            }
        }
        law
    }

    /// How recorded times are rounded for pay.
    pub fn rounding(&self, date: Date) -> Option<TimeRounding> {
        self.settings
            .on(date)
            .rounding
            .map(|rounding| match rounding {
                RoundingTag::Five => TimeRounding::Five,
                RoundingTag::Six => TimeRounding::Six,
                RoundingTag::Fifteen => TimeRounding::Fifteen,
            })
    }

    /// What was agreed.
    pub fn agreements(&self, date: Date) -> Agreements {
        self.on(date)
            .map_or_else(Agreements::default, |terms| Agreements {
                four_tens: terms.four_tens,
                rate_in_effect: terms.rate_in_effect,
            })
    }

    /// What an hour is paid; `None` where a salary pays for it, or nothing says.
    pub fn rate(
        &self,
        date: Date,
        job: Option<JobId>,
        cost_code: Option<CostCodeId>,
    ) -> Option<Exact> {
        let salaried = self.on(date).is_some_and(|terms| {
            matches!(
                terms.basis,
                BasisTag::Salary { .. } | BasisTag::Exempt { .. }
            )
        });
        if salaried {
            return None;
        }
        let weekday = u8::try_from(date.weekday().to_monday_one_offset()).unwrap_or(0);
        let (job, cost_code) = (
            job.map(JobId::to_bytes),
            cost_code.map(CostCodeId::to_bytes),
        );
        let fits = |hours: RateFor| match hours {
            RateFor::All => true,
            RateFor::Weekday(day) => day == weekday,
            RateFor::CostCode(code) => cost_code == Some(code),
            RateFor::Job(wanted) => job == Some(wanted),
            RateFor::JobCostCode(wanted, code) => job == Some(wanted) && cost_code == Some(code),
        };
        // The list is from the widest to the narrowest: the narrowest that has a rate decides.
        let mut rates = self.rates.rates.iter().rev();
        rates.find_map(|(hours, since)| {
            let mut past = since.iter().rev();
            let past = past.find(|since| fits(*hours) && since.from <= date)?;
            past.value.map(|rate| rate_exact(rate, self.currency))
        })
    }

    /// The salaries of whole workweeks, until somebody left.
    pub fn salaries(&self, calendar: &Calendar, dates: Dates, left: Option<Date>) -> Vec<PayItem> {
        let mut salaries = Vec::new();
        let mut date = dates.first;
        while date <= dates.last {
            let week = calendar.week_of(date);
            let is_there = left.is_none_or(|left| week.first <= left);
            let terms = self.on(week.last).filter(|_| is_there);
            if let Some((minor, covers)) = terms.and_then(|terms| salary(terms.basis)) {
                let amount = minor_exact(minor, self.currency);
                salaries.push(PayItem {
                    kind: PayKind::Salary { amount, covers },
                    earned: week,
                });
            }
            date = days_after(week.last.max(date), 1);
        }
        salaries
    }
}

fn salary(basis: BasisTag) -> Option<(i64, Covers)> {
    match basis {
        BasisTag::Hourly | BasisTag::Contractor => None,
        BasisTag::Exempt { minor } => Some((minor, Covers::Hours(Exact::whole(ALL_HOURS)))),
        BasisTag::Salary {
            minor,
            covers_hundredths: Some(hours),
            ..
        } => Some((minor, Covers::Hours(hundredths_exact(hours.into())))),
        BasisTag::Salary {
            minor,
            covers_hundredths: None,
            understood,
        } => Some((minor, Covers::Fluctuating { understood })),
    }
}
