//! Cases: work and pay of one employee, and the figures that somebody says it comes to. Firms hold
//! the pay rules against their accountant's examples with them.

use domain::id::{EmployeeId, JobId, TimeEntryId};
use domain::money::Currency;
use domain::payroll::{
    Agreements, Break, Dated, Dates, Employee, Exact, Input, Law, Policy, Work, Workweek, instant,
    workday_start,
};
use domain::time::{Span, Zone, workweek_start};
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};

use super::fields::{ClockTime, Fault, Fields, Figure, parse};
use super::{items, wages};

/// The most time entries of a case.
const WORK_MAX: usize = 10_000;

/// A file of cases.
#[derive(Debug)]
pub struct CaseFile {
    /// Each case, or what is wrong with it.
    pub cases: Vec<Result<Case, CaseFault>>,
}

/// A case that could not be read.
#[derive(Debug)]
pub struct CaseFault {
    /// Where its figures are from, where that much could be read.
    pub source: String,
    /// What is wrong.
    pub fault: Fault,
}

/// One case.
#[derive(Debug)]
pub struct Case {
    /// Where its figures are from.
    pub source: String,
    /// The line that it starts on.
    pub line: usize,
    /// One employee with their work and pay.
    pub input: Input,
    /// The sums that are expected.
    pub expect: Expect,
    /// What is expected week by week.
    pub weeks: Vec<Expect>,
    /// How far money may be off.
    pub tolerance: Exact,
}

/// Expected figures; those left out are not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expect {
    /// Hours at straight time.
    pub regular_hours: Option<Figure>,
    /// Hours at more than that.
    pub overtime_hours: Option<Figure>,
    /// Hours at double time.
    pub double_hours: Option<Figure>,
    /// The regular rate.
    pub regular_rate: Option<Figure>,
    /// The sum of all earnings lines.
    pub gross: Option<Figure>,
    /// The FLSA's part of the premium.
    pub federal_premium: Option<Figure>,
}

/// Finds a firm's own policy by its name; one that is there may have a fault.
pub type FindPolicy<'a> = &'a dyn Fn(&str) -> Option<Result<Policy, Fault>>;

/// Reads a file of cases.
///
/// # Errors
/// When the file is no TOML, or holds something other than cases.
pub fn cases(text: &str, policy: FindPolicy<'_>) -> Result<CaseFile, Fault> {
    parse(text, |file| {
        file.only(&["case"])?;
        let cases = file.tables("case")?;
        Ok(CaseFile {
            cases: cases.iter().map(|fields| read(fields, policy)).collect(),
        })
    })
}

fn read(fields: &Fields<'_>, policy: FindPolicy<'_>) -> Result<Case, CaseFault> {
    case(fields, policy).map_err(|fault| CaseFault {
        source: fields.text("source").ok().flatten().unwrap_or_default(),
        fault,
    })
}

fn case(fields: &Fields<'_>, policy: FindPolicy<'_>) -> Result<Case, Fault> {
    fields.only(&[
        "source",
        "rules",
        "workweek",
        "work",
        "pay",
        "expect",
        "tolerance",
        "agreement",
    ])?;
    let source = fields.required("source", fields.text("source")?)?;
    let law = law(fields, policy)?;
    let (zone, workweek) = workweek(fields)?;
    let mut agreements = Agreements::default();
    agree(fields, &mut agreements)?;
    let work = work(fields, &zone, workweek, &mut agreements)?;
    let week = dates_of(&work, &zone, workweek);
    let pay = fields.tables("pay")?;
    let pay = pay
        .iter()
        .map(|item| items::item(item, week))
        .collect::<Result<_, _>>()?;
    let expect = fields.required("expect", fields.table("expect")?)?;
    let weeks = expect.tables("weeks")?;
    let currency = Currency::from_code("USD").expect("invariant: USD is a currency");
    Ok(Case {
        source,
        line: fields.line(),
        input: Input {
            currency,
            minimum_wages: wages::bundled(),
            employees: vec![Employee {
                id: EmployeeId::from_bytes([0; 16]),
                zone,
                workweek: Dated::always(workweek),
                law: Dated::always(law),
                agreements,
                rounding: None,
                work,
                pay,
            }],
        },
        expect: expected(&expect, true)?,
        weeks: weeks
            .iter()
            .map(|week| expected(week, false))
            .collect::<Result<_, _>>()?,
        tolerance: fields.amount("tolerance")?.unwrap_or(Exact::ZERO),
    })
}

fn law(fields: &Fields<'_>, policy: FindPolicy<'_>) -> Result<Law, Fault> {
    let rules = fields.required("rules", fields.text("rules")?)?;
    if let Some(law) = Law::named(&rules) {
        return Ok(law);
    }
    match policy(&rules) {
        Some(Ok(policy)) => Ok(Law::Policy(policy)),
        Some(Err(fault)) => {
            Err(fields.fault("rules", format!("is a policy with a fault in {fault}")))
        }
        None => {
            let known = "us-flsa, us-ca, us-ak, us-nv, us-co, none and the policies of the folder";
            Err(fields.fault("rules", format!("is {rules:?}; known are {known}")))
        }
    }
}

fn workweek(fields: &Fields<'_>) -> Result<(Zone, Workweek), Fault> {
    let plain = Workweek {
        starts: Weekday::Monday,
        starts_at: Time::midnight(),
    };
    let Some(own) = fields.table("workweek")? else {
        return Ok((Zone::utc(), plain));
    };
    own.only(&["starts", "zone", "starts_at"])?;
    let zone = match own.text("zone")? {
        None => Zone::utc(),
        Some(name) => {
            Zone::named(&name).map_err(|error| own.fault("zone", format!(": {error}")))?
        }
    };
    let starts_at = match own.clock("starts_at")? {
        None => plain.starts_at,
        Some(ClockTime::At(time)) => time,
        Some(ClockTime::EndOfDay) => {
            return Err(own.fault("starts_at", "must be a time such as \"04:00\""));
        }
    };
    let workweek = Workweek {
        starts: own.weekday("starts")?.unwrap_or(plain.starts),
        starts_at,
    };
    Ok((zone, workweek))
}

/// Takes an agreement, of a case or of an entry.
fn agree(fields: &Fields<'_>, agreements: &mut Agreements) -> Result<(), Fault> {
    let Some(agreement) = fields.text("agreement")? else {
        return Ok(());
    };
    match agreement.to_lowercase().replace(['_', ' '], "-").as_str() {
        "4x10" => agreements.four_tens = true,
        "rate-in-effect" | "7(g)(2)" => agreements.rate_in_effect = true,
        _ => {
            let reason = format!("is {agreement:?}; known are \"4x10\" and \"rate-in-effect\"");
            return Err(fields.fault("agreement", reason));
        }
    }
    Ok(())
}

fn work(
    fields: &Fields<'_>,
    zone: &Zone,
    workweek: Workweek,
    agreements: &mut Agreements,
) -> Result<Vec<Work>, Fault> {
    let own = fields.tables("work")?;
    if own.len() > WORK_MAX {
        return Err(fields.fault("work", format!("has more than {WORK_MAX} entries")));
    }
    let mut jobs: Vec<String> = Vec::new();
    // Runs of hours on one day follow each other.
    let mut ends: Vec<(Date, Timestamp)> = Vec::new();
    let mut work = Vec::with_capacity(own.len());
    for (place, entry) in own.iter().enumerate() {
        entry.only(&[
            "day",
            "hours",
            "from",
            "to",
            "rate",
            "unpaid_break_minutes",
            "agreement",
            "job",
        ])?;
        agree(entry, agreements)?;
        let day = entry.required("day", entry.date("day")?)?;
        let span = if entry.has("hours") {
            if entry.has("from") || entry.has("to") {
                return Err(
                    entry.fault("hours", "stands beside from and to: give one or the other")
                );
            }
            let start = match ends.iter().rev().find(|(ended, _)| *ended == day) {
                Some((_, end)) => *end,
                None => workday_start(day, workweek.starts_at, zone)
                    .ok_or_else(|| entry.fault("day", "is at the end of the calendar"))?,
            };
            let span = of_hours(entry, start)?;
            ends.push((day, span.end()));
            span
        } else {
            from_to(entry, day, zone)?
        };
        work.push(Work {
            entry: TimeEntryId::from_bytes(number(place)),
            breaks: unpaid_break(entry, span)?,
            span,
            rate: entry.amount("rate")?,
            job: entry.text("job")?.map(|job| {
                let known = jobs.iter().position(|known| *known == job);
                let place = known.unwrap_or_else(|| {
                    jobs.push(job);
                    jobs.len() - 1
                });
                JobId::from_bytes(number(place))
            }),
        });
    }
    Ok(work)
}

fn number(place: usize) -> [u8; 16] {
    u128::try_from(place).unwrap_or_default().to_be_bytes()
}

fn of_hours(entry: &Fields<'_>, start: Timestamp) -> Result<Span, Fault> {
    let hours = entry.required("hours", entry.amount("hours")?)?;
    let seconds = (hours * Exact::whole(3600)).rounded(0);
    let end =
        seconds.and_then(|seconds| start.checked_add(SignedDuration::from_secs(seconds)).ok());
    end.and_then(|end| Span::new(start, end))
        .ok_or_else(|| entry.fault("hours", "are too many"))
}

fn from_to(entry: &Fields<'_>, day: Date, zone: &Zone) -> Result<Span, Fault> {
    let from = entry.required("from", entry.clock("from")?)?;
    let to = entry.required("to", entry.clock("to")?)?;
    let ClockTime::At(from) = from else {
        return Err(entry.fault("from", "must be a time such as \"07:30\""));
    };
    let end_of_calendar = || entry.fault("day", "is at the end of the calendar");
    let tomorrow = || day.tomorrow().map_err(|_| end_of_calendar());
    let end = match to {
        ClockTime::EndOfDay => tomorrow()?.to_datetime(Time::midnight()),
        ClockTime::At(to) if to == from => {
            return Err(entry.fault(
                "to",
                "is when it starts; a run of 24 hours is hours = \"24\"",
            ));
        }
        ClockTime::At(to) if to < from => tomorrow()?.to_datetime(to),
        ClockTime::At(to) => day.to_datetime(to),
    };
    let at = |local| {
        instant(local, zone)
            .map(|(at, _)| at)
            .ok_or_else(end_of_calendar)
    };
    let (start, end) = (at(day.to_datetime(from))?, at(end)?);
    Span::new(start, end).ok_or_else(|| entry.fault("to", "is before it starts"))
}

fn unpaid_break(entry: &Fields<'_>, span: Span) -> Result<Vec<Break>, Fault> {
    let Some(minutes) = entry.amount("unpaid_break_minutes")? else {
        return Ok(Vec::new());
    };
    let seconds = (minutes * Exact::whole(60)).rounded(0).unwrap_or(i64::MAX);
    if seconds > span.seconds() {
        return Err(entry.fault("unpaid_break_minutes", "are more than was worked"));
    }
    Ok(vec![Break::Somewhere { seconds }])
}

/// The workweeks of work: when pay without dates was earned.
fn dates_of(work: &[Work], zone: &Zone, workweek: Workweek) -> Option<Dates> {
    let day = |at: Timestamp| {
        let local = zone.local(at);
        let before = local.time() < workweek.starts_at;
        if before {
            local.date().yesterday().ok()
        } else {
            Some(local.date())
        }
    };
    let first = day(work.iter().map(|work| work.span.start()).min()?)?;
    let last = day(work
        .iter()
        .map(|work| work.span.end())
        .max()?
        .checked_sub(SignedDuration::from_secs(1))
        .ok()?)?;
    let last = workweek_start(last.max(first), workweek.starts);
    Some(Dates {
        first: workweek_start(first, workweek.starts),
        last: last.checked_add(SignedDuration::from_hours(6 * 24)).ok()?,
    })
}

fn expected(fields: &Fields<'_>, with_weeks: bool) -> Result<Expect, Fault> {
    let figures = [
        "regular_hours",
        "overtime_hours",
        "double_hours",
        "regular_rate",
        "gross",
        "federal_premium",
    ];
    let weeks: &[&str] = if with_weeks { &["weeks"] } else { &[] };
    fields.only(&[&figures, weeks].concat())?;
    let [
        regular_hours,
        overtime_hours,
        double_hours,
        regular_rate,
        gross,
        federal_premium,
    ] = figures.map(|figure| fields.figure(figure));
    Ok(Expect {
        regular_hours: regular_hours?,
        overtime_hours: overtime_hours?,
        double_hours: double_hours?,
        regular_rate: regular_rate?,
        gross: gross?,
        federal_premium: federal_premium?,
    })
}
