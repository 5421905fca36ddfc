//! A final run as it is kept, in a blob that is never written again: what files and pages are made
//! of, whatever rules, names and hours are later.

use domain::money::Currency;
use domain::payroll::run::{PremiumStep, RatePart, RateStep};
use domain::payroll::{Dates, Exact, Explained, Hours, LawName, Line, LineKind, WeekPay};
use domain::{CostCodeId, EmployeeId, JobId, PayRunId, TimeEntryId};
use jiff::civil::Date;
use oplog::codec::{self, CodecError};
use oplog::v1::payload::PayRunTotals;
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::gather::WorkedTime;
use super::run::{Calculated, Correction, PaidPerson};

/// The most bytes of a kept run.
pub const STORED_RUN_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most memory that reading one may claim.
const LIMIT: usize = 4 * STORED_RUN_BYTES_MAX;
/// The byte that it begins with.
const VERSION: u8 = 1;

/// A value of ours and the form in which it is kept.
macro_rules! kept_variants {
    ($tag:ident, $domain:ident: $($variant:ident)*) => {
        #[derive(Clone, Copy, Serialize, Deserialize)]
        enum $tag { $($variant,)* }

        impl From<$tag> for $domain {
            fn from(tag: $tag) -> Self {
                match tag { $($tag::$variant => Self::$variant,)* }
            }
        }

        impl From<$domain> for $tag {
            fn from(value: $domain) -> Self {
                match value { $($domain::$variant => Self::$variant,)* }
            }
        }
    };
}

kept_variants!(LawKept, LawName: Flsa California Alaska Nevada Colorado Policy None);
kept_variants!(LineKindKept, LineKind:
    StraightTime Salary BeyondSalary Bonus Piece Differential Reimbursement PaidLeave MealPremium
    RestPremium OvertimePremium);
kept_variants!(RatePartKept, RatePart:
    Hourly Salary Piece Differential Bonus FlatBonus OwnPremium);

type Figure = (i128, i128);

#[derive(Serialize, Deserialize)]
struct RunKept {
    #[serde(with = "wire::id")]
    run: PayRunId,
    number: u32,
    #[serde(with = "wire::date")]
    first: Date,
    #[serde(with = "wire::date")]
    last: Date,
    currency: String,
    people: Vec<PersonKept>,
    totals: PayRunTotals,
    basis: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct PersonKept {
    #[serde(with = "wire::id")]
    employee: EmployeeId,
    number: String,
    first_name: String,
    last_name: String,
    title: String,
    weeks: Vec<WeekKept>,
    corrections: Vec<(i64, WeekKept)>,
    worked: Vec<WorkedKept>,
}

#[derive(Serialize, Deserialize)]
struct WeekKept {
    #[serde(with = "wire::date")]
    first: Date,
    #[serde(with = "wire::date")]
    last: Date,
    law: LawKept,
    hours: [i64; 3],
    regular_rate: Option<Figure>,
    lines: Vec<LineKept>,
    gross_minor: i64,
    premium_minor: i64,
    federal_premium_minor: i64,
    rate: Vec<(RatePartKept, [Figure; 3])>,
    premium: Vec<[Figure; 4]>,
    federal: Option<[Figure; 4]>,
}

#[derive(Serialize, Deserialize)]
struct LineKept {
    kind: LineKindKept,
    #[serde(with = "wire::id_option")]
    job: Option<JobId>,
    hours: Option<Figure>,
    rate: Option<Figure>,
    amount_minor: i64,
    law: LawKept,
    source: String,
    #[serde(with = "wire::id_list")]
    entries: Vec<TimeEntryId>,
}

#[derive(Serialize, Deserialize)]
struct WorkedKept {
    #[serde(with = "wire::id")]
    entry: TimeEntryId,
    #[serde(with = "wire::date")]
    date: Date,
    seconds: i64,
    #[serde(with = "wire::id_option")]
    job: Option<JobId>,
    #[serde(with = "wire::id_option")]
    cost_code: Option<CostCodeId>,
    note: String,
}

/// The bytes of a final run. Exceptions and warnings are not kept: nothing stood against it.
pub fn encode_run(run: &Calculated) -> Vec<u8> {
    let kept = RunKept {
        run: run.run,
        number: run.number,
        first: run.dates.first,
        last: run.dates.last,
        currency: run.currency.code().to_owned(),
        people: run.people.iter().map(keep_person).collect(),
        totals: run.totals,
        basis: run.basis,
    };
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&codec::encode(&kept));
    bytes
}

/// The run of kept bytes.
///
/// # Errors
/// When they are not of this form.
pub fn decode_run(bytes: &[u8]) -> Result<Calculated, CodecError> {
    let (version, rest) = bytes.split_first().ok_or(CodecError::Malformed)?;
    if *version != VERSION {
        return Err(CodecError::Malformed);
    }
    let kept = codec::decode::<RunKept, LIMIT>(rest)?;
    Ok(Calculated {
        run: kept.run,
        number: kept.number,
        dates: Dates {
            first: kept.first,
            last: kept.last,
        },
        currency: Currency::from_code(&kept.currency).ok_or(CodecError::Malformed)?,
        people: kept.people.into_iter().map(person_of).collect(),
        exceptions: Vec::new(),
        warnings: Vec::new(),
        totals: kept.totals,
        paid: Vec::new(),
        basis: kept.basis,
    })
}

const fn figure(exact: Exact) -> Figure {
    (exact.numerator(), exact.denominator())
}

fn exact((numerator, denominator): Figure) -> Exact {
    Exact::of(numerator, denominator)
}

fn keep_person(person: &PaidPerson) -> PersonKept {
    let corrections = person.corrections.iter();
    let worked = person.worked.iter().map(|time| WorkedKept {
        entry: time.entry,
        date: time.date,
        seconds: time.seconds,
        job: time.job,
        cost_code: time.cost_code,
        note: time.note.clone(),
    });
    PersonKept {
        employee: person.employee,
        number: person.number.clone(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        title: person.title.clone(),
        weeks: person.weeks.iter().map(keep_week).collect(),
        corrections: corrections
            .map(|one| (one.paid_minor, keep_week(&one.week)))
            .collect(),
        worked: worked.collect(),
    }
}

fn person_of(kept: PersonKept) -> PaidPerson {
    let worked = kept.worked.into_iter().map(|time| WorkedTime {
        entry: time.entry,
        date: time.date,
        seconds: time.seconds,
        job: time.job,
        cost_code: time.cost_code,
        note: time.note,
    });
    let corrections = kept.corrections.into_iter();
    PaidPerson {
        employee: kept.employee,
        number: kept.number,
        first_name: kept.first_name,
        last_name: kept.last_name,
        title: kept.title,
        weeks: kept.weeks.into_iter().map(week_of).collect(),
        corrections: corrections
            .map(|(paid_minor, week)| Correction {
                paid_minor,
                week: week_of(week),
            })
            .collect(),
        worked: worked.collect(),
    }
}

fn keep_week(week: &WeekPay) -> WeekKept {
    let step =
        |step: &PremiumStep| [step.hours, step.rate, step.multiplier, step.amount].map(figure);
    let rate = week.explained.rate.iter().map(|step| {
        let figures = [step.amount, step.hours, step.rate].map(figure);
        (step.part.into(), figures)
    });
    let lines = week.lines.iter().map(|line| LineKept {
        kind: line.kind.into(),
        job: line.job,
        hours: line.hours.map(figure),
        rate: line.rate.map(figure),
        amount_minor: line.amount_minor,
        law: line.law.into(),
        source: line.source.to_string(),
        entries: line.entries.clone(),
    });
    WeekKept {
        first: week.first,
        last: week.last,
        law: week.law.into(),
        hours: [
            week.hours.regular_seconds,
            week.hours.overtime_seconds,
            week.hours.double_seconds,
        ],
        regular_rate: week.regular_rate.map(figure),
        lines: lines.collect(),
        gross_minor: week.gross_minor,
        premium_minor: week.premium_minor,
        federal_premium_minor: week.federal_premium_minor,
        rate: rate.collect(),
        premium: week.explained.premium.iter().map(step).collect(),
        federal: week.explained.federal.as_ref().map(step),
    }
}

fn week_of(kept: WeekKept) -> WeekPay {
    let step = |figures: [Figure; 4]| {
        let [hours, rate, multiplier, amount] = figures.map(exact);
        PremiumStep {
            hours,
            rate,
            multiplier,
            amount,
        }
    };
    let rate = kept.rate.into_iter().map(|(part, figures)| {
        let [amount, hours, rate] = figures.map(exact);
        RateStep {
            part: part.into(),
            amount,
            hours,
            rate,
        }
    });
    let lines = kept.lines.into_iter().map(|line| Line {
        kind: line.kind.into(),
        job: line.job,
        hours: line.hours.map(exact),
        rate: line.rate.map(exact),
        amount_minor: line.amount_minor,
        law: line.law.into(),
        source: line.source.into(),
        entries: line.entries,
    });
    let [regular_seconds, overtime_seconds, double_seconds] = kept.hours;
    WeekPay {
        first: kept.first,
        last: kept.last,
        law: kept.law.into(),
        hours: Hours {
            regular_seconds,
            overtime_seconds,
            double_seconds,
        },
        regular_rate: kept.regular_rate.map(exact),
        lines: lines.collect(),
        gross_minor: kept.gross_minor,
        premium_minor: kept.premium_minor,
        federal_premium_minor: kept.federal_premium_minor,
        explained: Explained {
            rate: rate.collect(),
            premium: kept.premium.into_iter().map(step).collect(),
            federal: kept.federal.map(step),
        },
    }
}
