//! A small language for the tests of pay: a workweek, what is paid, and the figures it comes to.

use jiff::civil::{Date, Time, Weekday, date};
use jiff::{SignedDuration, ToSpan};

use super::*;
use crate::id::{EmployeeId, TimeEntryId};
use crate::money::Currency;
use crate::time::{Span, Zone};

/// One employee in a workweek that starts on Monday 2026-03-02.
pub struct Scenario {
    pub employee: Employee,
}

pub const MONDAY: Date = date(2026, 3, 2);

pub fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

pub fn wages() -> MinimumWages {
    let wage = |place: &str, from, amount: &str| MinimumWage {
        place: place.to_owned(),
        from,
        amount: exact(amount),
    };
    MinimumWages::new(vec![
        wage("us", date(2009, 7, 24), "7.25"),
        wage("us-nv", date(2024, 7, 1), "12.00"),
    ])
}

pub fn zone() -> Zone {
    Zone::named("America/Los_Angeles").unwrap()
}

fn week() -> Dates {
    Dates {
        first: MONDAY,
        last: date(2026, 3, 8),
    }
}

impl Scenario {
    pub fn under(law: &str) -> Self {
        Self::of_law(Law::named(law).unwrap())
    }

    pub fn of_law(law: Law) -> Self {
        let workweek = Workweek {
            starts: Weekday::Monday,
            starts_at: Time::midnight(),
        };
        Self {
            employee: Employee {
                id: EmployeeId::from_bytes([1; 16]),
                zone: zone(),
                workweek: Dated::always(workweek),
                law: Dated::always(law),
                agreements: Agreements::default(),
                rounding: None,
                work: Vec::new(),
                pay: Vec::new(),
            },
        }
    }

    /// Work from one local time to another.
    pub fn shift(self, rate: &str, from: &str, to: &str) -> Self {
        let at = |local: &str| zone().instant(local.parse().unwrap()).unwrap();
        self.worked(Some(rate), Span::new(at(from), at(to)).unwrap())
    }

    fn worked(mut self, rate: Option<&str>, span: Span) -> Self {
        let number = u8::try_from(self.employee.work.len() + 1).unwrap();
        self.employee.work.push(Work {
            entry: TimeEntryId::from_bytes([number; 16]),
            span,
            breaks: Vec::new(),
            rate: rate.map(exact),
            job: None,
        });
        self
    }

    fn hours(mut self, rate: Option<&str>, hours: &[&str]) -> Self {
        for (day, hours) in hours.iter().enumerate() {
            let seconds = (exact(hours) * Exact::whole(3600)).rounded(0).unwrap();
            if seconds > 0 {
                let from = (MONDAY + i64::try_from(day).unwrap().days()).at(0, 0, 0, 0);
                let start = zone().instant(from).unwrap();
                let span = Span::new(start, start + SignedDuration::from_secs(seconds));
                self = self.worked(rate, span.unwrap());
            }
        }
        self
    }

    pub fn days(self, rate: &str, hours: &[&str]) -> Self {
        self.hours(Some(rate), hours)
    }

    pub fn salaried(self, hours: &[&str]) -> Self {
        self.hours(None, hours)
    }

    pub fn item(mut self, kind: PayKind) -> Self {
        self.employee.pay.push(PayItem {
            kind,
            earned: week(),
        });
        self
    }

    pub fn salary(self, amount: &str, covers: Option<&str>) -> Self {
        let fluctuating = Covers::Fluctuating { understood: true };
        self.item(PayKind::Salary {
            amount: exact(amount),
            covers: covers.map_or(fluctuating, |hours| Covers::Hours(exact(hours))),
        })
    }

    pub fn bonus(self, amount: &str, production: bool) -> Self {
        self.item(PayKind::Bonus {
            amount: exact(amount),
            counts: if production {
                BonusKind::Production
            } else {
                BonusKind::Flat
            },
            apportion: Apportion::Weeks,
        })
    }

    pub fn run(&self) -> (Vec<WeekPay>, Vec<PayExceptionKind>) {
        let input = Input {
            currency: Currency::from_code("USD").unwrap(),
            minimum_wages: wages(),
            employees: vec![self.employee.clone()],
        };
        let (run, exceptions) = calculate(&input);
        let kinds = exceptions.into_iter().map(|exception| exception.kind);
        (run.employees[0].weeks.clone(), kinds.collect())
    }

    /// Hours as `regular overtime double`, the rate in cents, gross and federal premium.
    #[track_caller]
    pub fn check(&self, hours: &str, rate: &str, gross: &str, federal: &str) {
        let (weeks, exceptions) = self.run();
        let sum = |of: fn(&WeekPay) -> i64| weeks.iter().map(of).sum::<i64>();
        let text = |seconds: i64| Exact::hours(seconds).to_string();
        let ours = [
            text(sum(|week| week.hours.regular_seconds)),
            text(sum(|week| week.hours.overtime_seconds)),
            text(sum(|week| week.hours.double_seconds)),
        ];
        let money = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
        let our_rate = weeks[0]
            .regular_rate
            .and_then(|rate| rate.rounded(2))
            .unwrap_or(0);
        assert_eq!(
            (
                ours.join(" ").as_str(),
                money(our_rate).as_str(),
                money(sum(|week| week.gross_minor)).as_str(),
                money(sum(|week| week.federal_premium_minor)).as_str(),
            ),
            (hours, rate, gross, federal),
            "{exceptions:?}\n{weeks:#?}"
        );
        let blocking: Vec<_> = exceptions.iter().filter(|kind| kind.blocks()).collect();
        assert!(blocking.is_empty(), "{blocking:?}");
    }
}
