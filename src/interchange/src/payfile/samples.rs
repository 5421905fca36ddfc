//! A pay run to test the forms with: calculated, not written down.

use domain::money::Currency;
use domain::payroll::{
    Agreements, Apportion, BonusKind, Dated, Dates, Employee, Exact, Input, Law, MinimumWages,
    PayItem, PayKind, Work, Workweek, calculate,
};
use domain::time::{Span, Zone};
use domain::{EmployeeId, JobId, TimeEntryId};
use jiff::civil::{Date, Time, Weekday, date};

use super::{Earning, Frequency, Mapping, PayFile, Payee, Worked};
use crate::export::Language;

pub(super) const ANA: EmployeeId = EmployeeId::from_bytes([1; 16]);
pub(super) const JOB: JobId = JobId::from_bytes([9; 16]);
pub(super) const BEN: EmployeeId = EmployeeId::from_bytes([2; 16]);

const HOUR: i64 = 3600;

fn period() -> Dates {
    Dates {
        first: date(2026, 3, 2),
        last: date(2026, 3, 8),
    }
}

/// A week from Monday on, with so many hours each day at a rate, and other pay.
fn payee(id: EmployeeId, names: [&str; 2], hours: &[i64], rate: &str, pay: Vec<PayItem>) -> Payee {
    let zone = Zone::named("America/New_York").unwrap();
    let monday = period().first;
    let day = |place: usize| -> Date { (0..place).fold(monday, |day, _| day.tomorrow().unwrap()) };
    let work = hours.iter().enumerate().filter(|(_, hours)| **hours > 0);
    let employee = Employee {
        id,
        zone: zone.clone(),
        workweek: Dated::always(Workweek {
            starts: Weekday::Monday,
            starts_at: Time::midnight(),
        }),
        law: Dated::always(Law::Flsa),
        agreements: Agreements::default(),
        rounding: None,
        work: work
            .clone()
            .map(|(place, hours)| {
                let start =
                    domain::payroll::workday_start(day(place), Time::midnight(), &zone).unwrap();
                let end = start + jiff::SignedDuration::from_hours(*hours);
                Work {
                    entry: TimeEntryId::from_bytes([u8::try_from(place).unwrap(); 16]),
                    span: Span::new(start, end).unwrap(),
                    breaks: Vec::new(),
                    rate: Some(rate.parse().unwrap()),
                    job: None,
                }
            })
            .collect(),
        pay,
    };
    let (run, exceptions) = calculate(&Input {
        currency: Currency::from_code("USD").unwrap(),
        minimum_wages: MinimumWages::default(),
        employees: vec![employee],
    });
    assert_eq!(exceptions, []);
    let [first_name, last_name] = names.map(str::to_owned);
    Payee {
        employee: id,
        first_name,
        last_name,
        number: "7".to_owned(),
        title: "Framer".to_owned(),
        weeks: run
            .employees
            .into_iter()
            .flat_map(|one| one.weeks)
            .collect(),
        correction_minor: 0,
        worked: work
            .map(|(place, hours)| Worked {
                date: day(place),
                seconds: hours * HOUR,
                job_id: Some(JOB),
                customer: "Ada: Sons".to_owned(),
                job: "Kitchen".to_owned(),
                cost_code: "Framing".to_owned(),
                note: "sill\nplates".to_owned(),
            })
            .collect(),
    }
}

fn item(kind: PayKind) -> PayItem {
    PayItem {
        kind,
        earned: period(),
    }
}

/// Ana with overtime, a bonus, paid leave, a reimbursement and a correction; Ben with a short week.
pub(super) fn run() -> PayFile {
    let exact = |text: &str| -> Exact { text.parse().unwrap() };
    let mut ana = payee(
        ANA,
        ["Ana", "=Reyes"],
        &[10, 10, 10, 10, 6],
        "12.00",
        vec![
            item(PayKind::Bonus {
                amount: exact("46.00"),
                counts: BonusKind::Flat,
                apportion: Apportion::Weeks,
            }),
            item(PayKind::PaidLeave {
                hours: exact("4"),
                rate: exact("12.00"),
            }),
            item(PayKind::Reimbursement {
                amount: exact("18.40"),
            }),
        ],
    );
    ana.correction_minor = -525;
    PayFile {
        company: "Reyes Framing".to_owned(),
        currency: Currency::from_code("USD").unwrap(),
        number: 3,
        period: period(),
        frequency: Frequency::Weekly,
        finalised_at: "2026-03-10T12:00:00Z".parse().unwrap(),
        language: Language::English,
        payees: vec![
            ana,
            payee(BEN, ["Ben", "Ode, Jr"], &[0, 8, 7], "20.00", Vec::new()),
        ],
    }
}

/// A mapping that lacks nothing.
pub(super) fn mapping() -> Mapping {
    let codes = Earning::ALL.map(|kind| (kind, kind.name().to_uppercase()));
    Mapping {
        ids: [(ANA, "1001".to_owned()), (BEN, "1002".to_owned())].into(),
        codes: codes.into(),
        company_code: "ABC".to_owned(),
        batch: "B1".to_owned(),
        company_created: "1234567890".to_owned(),
    }
}
