//! Between what travels about pay and what the engine keeps.

use api::pay as a;
use domain::time::{date_of_day, day_number};
use domain::{CostCodeId, JobId};
use engine::rows::{DifferentialRow, PayItemRow, Since};
use jiff::civil::Date;
use oplog::v1::payload as p;

use crate::http::problem::Refused;

/// The name that stands for a firm's own policy.
const POLICY: &str = "policy";

pub(super) fn rules(rules: a::PayRules) -> Result<p::PaySettingsChanged, Refused> {
    Ok(p::PaySettingsChanged {
        from: rules.from,
        law: law(&rules.law, rules.policy)?,
        rounding: rules.rounding.map(|rounding| match rounding {
            a::PayRounding::Five => p::RoundingTag::Five,
            a::PayRounding::Six => p::RoundingTag::Six,
            a::PayRounding::Fifteen => p::RoundingTag::Fifteen,
        }),
        currency: rules.currency,
        address: rules.address,
        signatory: rules.signatory,
        signatory_title: rules.signatory_title,
    })
}

fn law(name: &str, policy: Option<a::PayPolicy>) -> Result<p::LawTag, Refused> {
    let threshold = |one: a::Threshold| p::ThresholdTag {
        over_seconds: one.over_seconds,
        multiple_hundredths: one.multiple,
    };
    match (name, policy) {
        (POLICY, Some(policy)) => Ok(p::LawTag::Policy(p::PolicyTag {
            name: policy.name,
            day: policy.day.into_iter().map(threshold).collect(),
            week: policy.week.into_iter().map(threshold).collect(),
            weekdays: policy
                .weekdays
                .iter()
                .map(|day| (day.weekday, day.multiple))
                .collect(),
            holidays: policy
                .holidays
                .iter()
                .map(|day| (day_number(day.date), day.multiple))
                .collect(),
        })),
        (POLICY, None) => Err(Refused::bad_value(
            "policy",
            "Say what the firm's policy is.",
        )),
        (_, Some(_)) => Err(Refused::bad_value(
            "policy",
            "A policy goes with the law \"policy\" alone.",
        )),
        (name, None) => Ok(p::LawTag::Named(name.to_owned())),
    }
}

pub(super) fn law_name(tag: &p::LawTag) -> String {
    match tag {
        p::LawTag::Named(name) => name.clone(),
        p::LawTag::Policy(_) => POLICY.to_owned(),
    }
}

pub(super) fn shown_rules(since: &Since<engine::rows::PaySettings>) -> a::PayRules {
    let settings = &since.value;
    let policy = match &settings.law {
        p::LawTag::Named(_) => None,
        p::LawTag::Policy(policy) => Some(shown_policy(policy)),
    };
    a::PayRules {
        from: since.from,
        law: law_name(&settings.law),
        policy,
        rounding: settings.rounding.map(|rounding| match rounding {
            p::RoundingTag::Five => a::PayRounding::Five,
            p::RoundingTag::Six => a::PayRounding::Six,
            p::RoundingTag::Fifteen => a::PayRounding::Fifteen,
        }),
        currency: settings.currency.clone(),
        address: settings.address.clone(),
        signatory: settings.signatory.clone(),
        signatory_title: settings.signatory_title.clone(),
    }
}

fn shown_policy(policy: &p::PolicyTag) -> a::PayPolicy {
    let threshold = |one: &p::ThresholdTag| a::Threshold {
        over_seconds: one.over_seconds,
        multiple: one.multiple_hundredths,
    };
    let weekdays = policy.weekdays.iter();
    let holidays = policy.holidays.iter();
    a::PayPolicy {
        name: policy.name.clone(),
        day: policy.day.iter().map(threshold).collect(),
        week: policy.week.iter().map(threshold).collect(),
        weekdays: weekdays
            .map(|(weekday, multiple)| a::PremiumWeekday {
                weekday: *weekday,
                multiple: *multiple,
            })
            .collect(),
        holidays: holidays
            .filter_map(|(day, multiple)| {
                Some(a::PremiumHoliday {
                    date: date_of_day(*day)?,
                    multiple: *multiple,
                })
            })
            .collect(),
    }
}

pub(super) fn terms(terms: a::PayTerms) -> Result<(Date, p::PayTerms), Refused> {
    let basis = match terms.basis {
        a::PayBasis::Hourly => p::BasisTag::Hourly,
        a::PayBasis::Salary {
            minor,
            covers,
            understood,
        } => p::BasisTag::Salary {
            minor,
            covers_hundredths: covers,
            understood,
        },
        a::PayBasis::Exempt { minor } => p::BasisTag::Exempt { minor },
        a::PayBasis::Contractor => p::BasisTag::Contractor,
    };
    let own = p::PayTerms {
        basis,
        law: terms.law.map(|name| law(&name, None)).transpose()?,
        four_tens: terms.four_tens,
        rate_in_effect: terms.rate_in_effect,
        first_name: terms.first_name,
        last_name: terms.last_name,
        title: terms.title,
        identifier: terms.identifier,
        standing: terms.standing.map(|standing| match standing {
            a::PayStanding::Journeyworker => p::StandingTag::Journeyworker,
            a::PayStanding::RegisteredApprentice => p::StandingTag::RegisteredApprentice,
        }),
        classification: terms.classification,
    };
    Ok((terms.from, own))
}

pub(super) fn shown_terms(since: &Since<p::PayTerms>) -> a::PayTerms {
    let terms = since.value.clone();
    a::PayTerms {
        from: since.from,
        basis: match terms.basis {
            p::BasisTag::Hourly => a::PayBasis::Hourly,
            p::BasisTag::Salary {
                minor,
                covers_hundredths,
                understood,
            } => a::PayBasis::Salary {
                minor,
                covers: covers_hundredths,
                understood,
            },
            p::BasisTag::Exempt { minor } => a::PayBasis::Exempt { minor },
            p::BasisTag::Contractor => a::PayBasis::Contractor,
        },
        law: terms.law.as_ref().map(law_name),
        four_tens: terms.four_tens,
        rate_in_effect: terms.rate_in_effect,
        first_name: terms.first_name,
        last_name: terms.last_name,
        title: terms.title,
        identifier: terms.identifier,
        standing: terms.standing.map(|standing| match standing {
            p::StandingTag::Journeyworker => a::PayStanding::Journeyworker,
            p::StandingTag::RegisteredApprentice => a::PayStanding::RegisteredApprentice,
        }),
        classification: terms.classification,
    }
}

/// Which hours a rate is for.
pub(super) fn rate_for(rate: &a::PayRate) -> Result<p::RateFor, Refused> {
    let job = rate.job.map(|id| id.0.to_bytes());
    let code = rate.cost_code.map(|id| id.0.to_bytes());
    match (job, code, rate.weekday) {
        (None, None, None) => Ok(p::RateFor::All),
        (None, None, Some(day)) => Ok(p::RateFor::Weekday(day)),
        (Some(job), None, None) => Ok(p::RateFor::Job(job)),
        (None, Some(code), None) => Ok(p::RateFor::CostCode(code)),
        (Some(job), Some(code), None) => Ok(p::RateFor::JobCostCode(job, code)),
        (_, _, Some(_)) => Err(Refused::bad_value(
            "weekday",
            "A rate is for a weekday, or for a job or cost code.",
        )),
    }
}

pub(super) fn shown_rate(hours: p::RateFor, since: &Since<Option<i64>>) -> a::PayRate {
    let (job, cost_code, weekday) = match hours {
        p::RateFor::All => (None, None, None),
        p::RateFor::Weekday(day) => (None, None, Some(day)),
        p::RateFor::Job(job) => (Some(job), None, None),
        p::RateFor::CostCode(code) => (None, Some(code), None),
        p::RateFor::JobCostCode(job, code) => (Some(job), Some(code), None),
    };
    a::PayRate {
        from: since.from,
        job: job.map(|job| JobId::from_bytes(job).into()),
        cost_code: cost_code.map(|code| CostCodeId::from_bytes(code).into()),
        weekday,
        rate: since.value,
    }
}

pub(super) fn item(new: a::NewPayItem) -> p::PayItemAdded {
    p::PayItemAdded {
        employee: new.employee.0,
        item: kind(new.item),
        first: new.first,
        last: new.last,
        note: new.note,
    }
}

fn kind(item: a::PayItemKind) -> p::PayItemTag {
    match item {
        a::PayItemKind::Bonus {
            minor,
            counts,
            by_hours,
        } => p::PayItemTag::Bonus {
            minor,
            counts: match counts {
                a::BonusCounts::Discretionary => p::BonusTag::Discretionary,
                a::BonusCounts::Flat => p::BonusTag::Flat,
                a::BonusCounts::Production => p::BonusTag::Production,
                a::BonusCounts::OfAllPay => p::BonusTag::OfAllPay,
            },
            by_hours,
        },
        a::PayItemKind::Piece { minor } => p::PayItemTag::Piece { minor },
        a::PayItemKind::Reimbursement { minor } => p::PayItemTag::Reimbursement { minor },
        a::PayItemKind::Mileage { miles, rate } => p::PayItemTag::Mileage {
            miles_hundredths: miles,
            rate,
        },
        a::PayItemKind::PerDiem { minor, days } => p::PayItemTag::PerDiem { minor, days },
        a::PayItemKind::PaidLeave { seconds, rate } => p::PayItemTag::PaidLeave { seconds, rate },
        a::PayItemKind::MealPremium => p::PayItemTag::MealPremium,
        a::PayItemKind::RestPremium => p::PayItemTag::RestPremium,
    }
}

pub(super) fn shown_kind(item: p::PayItemTag) -> a::PayItemKind {
    match item {
        p::PayItemTag::Bonus {
            minor,
            counts,
            by_hours,
        } => a::PayItemKind::Bonus {
            minor,
            counts: match counts {
                p::BonusTag::Discretionary => a::BonusCounts::Discretionary,
                p::BonusTag::Flat => a::BonusCounts::Flat,
                p::BonusTag::Production => a::BonusCounts::Production,
                p::BonusTag::OfAllPay => a::BonusCounts::OfAllPay,
            },
            by_hours,
        },
        p::PayItemTag::Piece { minor } => a::PayItemKind::Piece { minor },
        p::PayItemTag::Reimbursement { minor } => a::PayItemKind::Reimbursement { minor },
        p::PayItemTag::Mileage {
            miles_hundredths,
            rate,
        } => a::PayItemKind::Mileage {
            miles: miles_hundredths,
            rate,
        },
        p::PayItemTag::PerDiem { minor, days } => a::PayItemKind::PerDiem { minor, days },
        p::PayItemTag::PaidLeave { seconds, rate } => a::PayItemKind::PaidLeave { seconds, rate },
        p::PayItemTag::MealPremium => a::PayItemKind::MealPremium,
        p::PayItemTag::RestPremium => a::PayItemKind::RestPremium,
    }
}

pub(super) fn shown_item(
    id: domain::PayItemId,
    employee: api::employee::EmployeeBrief,
    row: PayItemRow,
) -> a::PayItem {
    a::PayItem {
        id: id.into(),
        employee,
        item: shown_kind(row.item),
        first: row.first,
        last: row.last,
        note: row.note,
        at: row.at,
        voided: row.voided,
    }
}

pub(super) fn differential(new: a::NewDifferential) -> Result<p::DifferentialSet, Refused> {
    let mut weekdays = 0_u8;
    for day in &new.weekdays {
        let bit = day.checked_sub(1).filter(|bit| *bit < 7);
        let bit = bit.ok_or_else(|| {
            Refused::bad_value("weekdays", "Weekdays are from 1 (Monday) to 7 (Sunday).")
        })?;
        weekdays |= 1 << bit;
    }
    Ok(p::DifferentialSet {
        name: new.name,
        employee: new.employee.map(|id| id.0),
        from: new.from,
        from_minutes: new.from_minutes,
        to_minutes: new.to_minutes,
        weekdays,
        per_hour: new.per_hour,
    })
}

pub(super) fn shown_differential(
    id: domain::DifferentialId,
    row: DifferentialRow,
) -> a::Differential {
    let weekdays = (1..=7).filter(|day| row.weekdays & (1 << (day - 1)) != 0);
    a::Differential {
        id: id.into(),
        says: a::NewDifferential {
            name: row.name,
            employee: row.employee.map(Into::into),
            from: row.from,
            from_minutes: row.from_minutes,
            to_minutes: row.to_minutes,
            weekdays: weekdays.collect(),
            per_hour: row.per_hour,
        },
        last: row.last.and_then(date_of_day),
    }
}

pub(super) fn mapping(form: &str, mapping: a::PayMapping) -> p::PayMappingSet {
    let codes = mapping.codes.into_iter();
    p::PayMappingSet {
        form: form.to_owned(),
        codes: codes.map(|code| (code.earning, code.code)).collect(),
        company_code: mapping.company_code,
        batch: mapping.batch,
        company_created: mapping.company_created,
    }
}

pub(super) fn works(works: a::PublicWorks) -> p::PublicWorksTag {
    p::PublicWorksTag {
        project: works.project,
        location: works.location,
        contract_number: works.contract_number,
        wage_determination: works.wage_determination,
        is_subcontractor: works.is_subcontractor,
        fringe_credit: works.fringe_credit,
        in_lieu: works.in_lieu,
    }
}

pub(super) fn shown_works(works: p::PublicWorksTag) -> a::PublicWorks {
    a::PublicWorks {
        project: works.project,
        location: works.location,
        contract_number: works.contract_number,
        wage_determination: works.wage_determination,
        is_subcontractor: works.is_subcontractor,
        fringe_credit: works.fringe_credit,
        in_lieu: works.in_lieu,
    }
}
