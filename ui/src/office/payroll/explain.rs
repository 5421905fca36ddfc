//! The arithmetic of a workweek in words. The figures are the server's; nothing is calculated
//! here.

use api::pay::run::{PaidWeek, PayCorrection, PremiumStep, RateStep};
use ui::i18n::{hundredths, money, money_rate, text_in};
use ui::t;

/// How the regular rate and the premium came about, a sentence each.
pub fn week(week: &PaidWeek, currency: &str) -> Vec<String> {
    let mut sentences = regular_rate(week, currency);
    let premium = week.premium_steps.iter();
    sentences.extend(premium.map(|step| premium_step(step, currency)));
    let is_federal_alone = week.law == "us-flsa" || week.federal_step.as_ref().is_none();
    if let Some(step) = week.federal_step.as_ref().filter(|_| !is_federal_alone) {
        sentences.push(t!(
            "payroll-explain-federal",
            hours = hundredths(step.hours),
            multiple = multiple(step.multiple),
            rate = money_rate(step.rate, currency),
            amount = money(step.minor, currency)
        ));
    }
    if week.premium_minor > 0 && !is_federal_alone {
        sentences.push(t!(
            "payroll-explain-federal-part",
            premium = money(week.premium_minor, currency),
            federal = money(week.federal_premium_minor, currency)
        ));
    }
    sentences
}

/// What was paid, what it is worth now, and the difference.
pub fn correction(correction: &PayCorrection, currency: &str) -> String {
    let paid = money(correction.paid_minor, currency);
    let now = money(correction.week.gross_minor, currency);
    let apart = i64::try_from(correction.minor.unsigned_abs()).unwrap_or(i64::MAX);
    let apart = money(apart, currency);
    if correction.minor < 0 {
        t!(
            "payroll-correction-less",
            paid = paid,
            now = now,
            apart = apart
        )
    } else {
        t!(
            "payroll-correction-more",
            paid = paid,
            now = now,
            apart = apart
        )
    }
}

fn regular_rate(week: &PaidWeek, currency: &str) -> Vec<String> {
    let steps = &week.rate_steps;
    let (Some(first), Some(rate)) = (steps.first(), week.regular_rate) else {
        return Vec::new();
    };
    let rate = money_rate(rate, currency);
    if steps.iter().all(|step| step.hours == first.hours) {
        let amounts: Vec<String> = steps.iter().map(|step| amount(step, currency)).collect();
        return vec![t!(
            "payroll-explain-rate",
            amounts = listed(&amounts),
            count = steps.len(),
            hours = hundredths(first.hours),
            rate = rate
        )];
    }
    let mut sentences: Vec<String> = steps.iter().map(|step| rate_step(step, currency)).collect();
    sentences.push(t!("payroll-explain-rate-sum", rate = rate));
    sentences
}

fn rate_step(step: &RateStep, currency: &str) -> String {
    t!(
        "payroll-explain-rate-part",
        amount = amount(step, currency),
        hours = hundredths(step.hours),
        rate = money_rate(step.rate, currency)
    )
}

/// `$552.00 of hourly pay`
fn amount(step: &RateStep, currency: &str) -> String {
    t!(
        "payroll-explain-amount",
        amount = money(step.minor, currency),
        part = text_in("payroll-part", &step.part)
    )
}

fn premium_step(step: &PremiumStep, currency: &str) -> String {
    t!(
        "payroll-explain-premium",
        hours = hundredths(step.hours),
        multiple = multiple(step.multiple),
        rate = money_rate(step.rate, currency),
        amount = money(step.minor, currency)
    )
}

/// How much of a rate is owed on top, in words where there are some.
fn multiple(hundredths_of_rate: i64) -> String {
    match hundredths_of_rate {
        50 => t!("payroll-multiple-half"),
        100 => t!("payroll-multiple-once"),
        150 => t!("payroll-multiple-once-and-half"),
        other => t!("payroll-multiple-times", times = hundredths(other)),
    }
}

/// `a, b and c`
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {} {last}", most.join(", "), t!("payroll-and")),
    }
}
