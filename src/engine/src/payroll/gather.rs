//! What one person's pay is calculated from, over whole workweeks, and the hash of each of them.

use std::collections::BTreeMap;

use domain::money::Currency;
use domain::payroll::rules::MissedPeriods;
use domain::payroll::{
    Apportion, BonusKind, Break, Covers, Dates, Employee, Exact, PayItem, PayKind, Work,
};
use domain::time::{Span, day_number, days_after};
use domain::timesheet::{BreakQuestion, Calendar};
use domain::{CostCodeId, EmployeeId, JobId, TimeEntryId};
use jiff::civil::Date;
use oplog::codec;
use oplog::v1::payload::{BonusTag, PayItemTag};
use serde::Serialize;

use super::money::{hundredths_exact, minor_exact, rate_exact};
use super::terms::Terms;
use crate::rows::{self, DifferentialRow, EmployeeRow, EntryRow, PayItemRow, PaySettingsRow};
use crate::timesheet::sheet_entries;
use crate::view::{Snapshot, ViewError};

/// The most items of one person.
const ITEMS_MAX: usize = 10_000;
/// The most differentials of a company.
const DIFFERENTIALS_MAX: usize = 1_000;

/// Paid time of one entry on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedTime {
    /// The entry.
    pub entry: TimeEntryId,
    /// The workday.
    pub date: Date,
    /// How long.
    pub seconds: i64,
    /// The job.
    pub job: Option<JobId>,
    /// The cost code.
    pub cost_code: Option<CostCodeId>,
    /// The note, or empty.
    pub note: String,
}

/// One person, as pay is calculated.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub employee: EmployeeId,
    /// Their record.
    pub record: EmployeeRow,
    /// What the calculation takes.
    pub input: Employee,
    /// Their days, workweeks and periods.
    pub calendar: Calendar,
    /// Paid time by day.
    pub worked: Vec<WorkedTime>,
    /// Entries without an end, which are not paid.
    pub open: Vec<TimeEntryId>,
    /// The hash of what each workweek is calculated from, by its first day.
    pub bases: BTreeMap<Date, [u8; 16]>,
    /// Whether nothing says what they are paid.
    pub without_terms: bool,
    /// First name, last name and title as payroll has them.
    pub names: [String; 3],
}

/// What is the same for everyone in a run.
pub struct Gathered {
    pub(super) settings: PaySettingsRow,
    pub(super) currency: Currency,
    differentials: Vec<DifferentialRow>,
}

impl Gathered {
    /// Reads the firm's rules.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn read(view: &impl Snapshot, last: Date) -> Result<Self, ViewError> {
        let settings: PaySettingsRow = rows::get(view, &[])?.unwrap_or_default();
        let found = rows::all::<DifferentialRow>(view, &[], DIFFERENTIALS_MAX)?;
        let differentials: Vec<_> = found.into_iter().map(|(_, row)| row).collect();
        let code = settings.on(last).currency;
        let dollar = Currency::from_code("USD").expect("invariant: USD is a currency");
        Ok(Self {
            currency: Currency::from_code(&code).unwrap_or(dollar),
            settings,
            differentials,
        })
    }

    /// One person over whole workweeks; `None` before the company is founded.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn person(
        &self,
        view: &impl Snapshot,
        employee: EmployeeId,
        record: &EmployeeRow,
        dates: Dates,
    ) -> Result<Option<Person>, ViewError> {
        let Some(sheet) = sheet_entries(view, employee, dates)? else {
            return Ok(None);
        };
        let terms = Terms::read(view, employee, &self.settings, self.currency)?;
        let calendar = sheet.calendar.clone();
        let left = record.archived_at.map(|at| calendar.date_of(at));
        let mut taken: BTreeMap<TimeEntryId, i64> = BTreeMap::new();
        for deduction in &sheet.deductions {
            taken.insert(deduction.entry, deduction.seconds);
        }
        let (mut work, mut worked, mut open) = (Vec::new(), Vec::new(), Vec::new());
        let mut pay = terms.salaries(&calendar, dates, left);
        for (id, row) in sheet.entries.iter().filter(|(_, row)| !row.voided) {
            let Some(span) = ended(row) else {
                open.push(*id);
                continue;
            };
            let own = self.work(*id, row, span, taken.get(id).copied(), &calendar, &terms);
            pay.extend(self.differentials(employee, span, &own.breaks, &calendar));
            worked.extend(by_day(*id, row, &own, &calendar, dates));
            work.push(own);
        }
        pay.extend(self.items(view, employee, dates)?);
        let law = terms.law();
        for missed in &sheet.missed {
            let periods = law.on(missed.date).terms().missed_periods;
            if periods == MissedPeriods::None {
                continue;
            }
            let kind = match missed.question {
                BreakQuestion::Meal => PayKind::MealPremium,
                BreakQuestion::Rest => PayKind::RestPremium,
            };
            let earned = Dates {
                first: missed.date,
                last: missed.date,
            };
            pay.push(PayItem { kind, earned });
        }
        let input = Employee {
            id: employee,
            zone: calendar.zones.on(dates.last).clone(),
            workweek: calendar.workweeks.clone(),
            law,
            agreements: terms.agreements(dates.last),
            rounding: terms.rounding(dates.last),
            work,
            pay,
        };
        Ok(Some(Person {
            employee,
            record: record.clone(),
            bases: bases(&input, &calendar, dates),
            calendar,
            input,
            worked,
            open,
            without_terms: terms.is_empty(),
            names: names(record, &terms),
        }))
    }

    fn work(
        &self,
        id: TimeEntryId,
        row: &EntryRow,
        span: Span,
        deducted: Option<i64>,
        calendar: &Calendar,
        terms: &Terms,
    ) -> Work {
        let unpaid = row.values.breaks.iter().filter(|pause| !pause.paid);
        let recorded = unpaid.filter_map(|pause| {
            let pause = Span::new(pause.start, pause.end?)?;
            Some(Break::At(pause.overlap(&span)?))
        });
        let deducted = deducted.map(|seconds| Break::Somewhere { seconds });
        let date = calendar.date_of(span.start());
        Work {
            entry: id,
            span,
            breaks: recorded.chain(deducted).collect(),
            rate: terms.rate(date, row.values.job, row.values.cost_code),
            job: row.values.job,
        }
    }

    /// What is paid more for the hours of an entry between clock times.
    fn differentials(
        &self,
        employee: EmployeeId,
        span: Span,
        breaks: &[Break],
        calendar: &Calendar,
    ) -> Vec<PayItem> {
        let mut items = Vec::new();
        let owned = self.differentials.iter();
        for row in owned.filter(|row| row.employee.is_none_or(|owner| owner == employee)) {
            // A shift that began the day before can reach into this entry.
            let mut date = days_after(calendar.date_of(span.start()), -1);
            let end = calendar.date_of(span.end());
            while date <= end {
                if let Some(window) = window(row, date, calendar)
                    && let Some(inside) = window.overlap(&span)
                {
                    let seconds = inside.seconds().saturating_sub(paused(breaks, &inside));
                    if seconds > 0 {
                        let earned = calendar.date_of(inside.start());
                        items.push(PayItem {
                            kind: PayKind::Differential {
                                hours: Exact::hours(seconds),
                                per_hour: rate_exact(row.per_hour, self.currency),
                            },
                            earned: Dates {
                                first: earned,
                                last: earned,
                            },
                        });
                    }
                }
                date = days_after(date, 1);
            }
        }
        items
    }

    /// The items that share a date with these.
    fn items(
        &self,
        view: &impl Snapshot,
        employee: EmployeeId,
        dates: Dates,
    ) -> Result<Vec<PayItem>, ViewError> {
        let found = rows::all::<PayItemRow>(view, &employee.to_bytes(), ITEMS_MAX)?;
        let counted = found.into_iter().map(|(_, row)| row).filter(|row| {
            row.voided.is_none() && row.first <= dates.last && row.last >= dates.first
        });
        Ok(counted
            .map(|row| PayItem {
                kind: self.kind(row.item),
                earned: Dates {
                    first: row.first,
                    last: row.last,
                },
            })
            .collect())
    }

    fn kind(&self, item: PayItemTag) -> PayKind {
        let money = |minor| minor_exact(minor, self.currency);
        match item {
            PayItemTag::Bonus {
                minor,
                counts,
                by_hours,
            } => PayKind::Bonus {
                amount: money(minor),
                counts: match counts {
                    BonusTag::Discretionary => BonusKind::Discretionary,
                    BonusTag::Flat => BonusKind::Flat,
                    BonusTag::Production => BonusKind::Production,
                    BonusTag::OfAllPay => BonusKind::OfAllPay,
                },
                apportion: if by_hours {
                    Apportion::Hours
                } else {
                    Apportion::Weeks
                },
            },
            PayItemTag::Piece { minor } => PayKind::Piece {
                amount: money(minor),
            },
            PayItemTag::Reimbursement { minor } => PayKind::Reimbursement {
                amount: money(minor),
            },
            PayItemTag::Mileage {
                miles_hundredths,
                rate,
            } => PayKind::Reimbursement {
                amount: hundredths_exact(miles_hundredths) * rate_exact(rate, self.currency),
            },
            PayItemTag::PerDiem { minor, days } => PayKind::Reimbursement {
                amount: money(minor) * Exact::whole(days.into()),
            },
            PayItemTag::PaidLeave { seconds, rate } => PayKind::PaidLeave {
                hours: Exact::hours(seconds),
                rate: rate_exact(rate, self.currency),
            },
            PayItemTag::MealPremium => PayKind::MealPremium,
            PayItemTag::RestPremium => PayKind::RestPremium,
        }
    }
}

impl Person {
    /// Forgets what was before a date.
    pub(super) fn cut_before(&mut self, first: Date) {
        let Some(start) = self.calendar.day_start(first) else {
            return;
        };
        self.input.work.retain(|work| work.span.end() > start);
        self.input.pay.retain(|item| item.earned.last >= first);
    }

    /// Whether there is anything to be paid in a workweek.
    pub(super) fn has_pay_in(&self, first: Date) -> bool {
        let week = self.calendar.week_of(first);
        let earned =
            |item: &PayItem| item.earned.first <= week.last && item.earned.last >= week.first;
        let worked = |time: &WorkedTime| week.contains(time.date);
        self.worked.iter().any(worked) || self.input.pay.iter().any(earned)
    }
}

fn ended(row: &EntryRow) -> Option<Span> {
    Span::new(row.values.start, row.values.end?)
}

/// When a differential is in force that begins on a date.
fn window(row: &DifferentialRow, date: Date, calendar: &Calendar) -> Option<Span> {
    let is_over = row.last.is_some_and(|last| last < day_number(date));
    let bit = u32::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let is_on = 1_u8
        .checked_shl(bit)
        .is_some_and(|bit| row.weekdays & bit != 0);
    if date < row.from || is_over || !is_on {
        return None;
    }
    let zone = calendar.zones.on(date);
    let at = |date: Date, minutes: u16| {
        let hour = i8::try_from(minutes.checked_div(60)?).ok()?;
        let minute = i8::try_from(minutes.checked_rem(60)?).ok()?;
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        zone.instant(date.to_datetime(time))
    };
    let end = if row.to_minutes > row.from_minutes {
        date
    } else {
        days_after(date, 1)
    };
    Span::new(at(date, row.from_minutes)?, at(end, row.to_minutes)?)
}

/// Unpaid seconds inside a span. A break that nobody placed is not taken off: it may lie outside.
fn paused(breaks: &[Break], inside: &Span) -> i64 {
    let placed = breaks.iter().filter_map(|pause| match pause {
        Break::At(pause) => pause.overlap(inside),
        Break::Somewhere { .. } => None,
    });
    placed
        .map(|pause| pause.seconds())
        .fold(0, i64::saturating_add)
}

/// The paid time of an entry by workday. A break that nobody placed is taken off the first day
/// that has room for it.
fn by_day(
    id: TimeEntryId,
    row: &EntryRow,
    work: &Work,
    calendar: &Calendar,
    dates: Dates,
) -> Vec<WorkedTime> {
    let somewhere = work.breaks.iter().map(|pause| match pause {
        Break::Somewhere { seconds } => *seconds,
        Break::At(_) => 0,
    });
    let mut rest: i64 = somewhere.fold(0, i64::saturating_add);
    let mut days = Vec::new();
    let mut date = calendar.date_of(work.span.start());
    let last = calendar.date_of(work.span.end());
    while date <= last {
        let part = calendar
            .day_span(date)
            .and_then(|day| day.overlap(&work.span));
        if let Some(part) = part.filter(|_| dates.contains(date)) {
            let seconds = part.seconds().saturating_sub(paused(&work.breaks, &part));
            let off = rest.min(seconds);
            rest = rest.saturating_sub(off);
            let seconds = seconds.saturating_sub(off);
            if seconds > 0 {
                days.push(WorkedTime {
                    entry: id,
                    date,
                    seconds,
                    job: row.values.job,
                    cost_code: row.values.cost_code,
                    note: row.values.note.clone(),
                });
            }
        }
        date = days_after(date, 1);
    }
    days
}

/// First name, last name and title as payroll has them, else as the record says: the last word is
/// the last name.
fn names(record: &EmployeeRow, terms: &Terms) -> [String; 3] {
    let stated = terms.last();
    let title = stated.map_or_else(String::new, |terms| terms.title.clone());
    if let Some(terms) = stated.filter(|terms| !terms.last_name.is_empty()) {
        return [terms.first_name.clone(), terms.last_name.clone(), title];
    }
    let name = record.name.trim();
    match name.rsplit_once(' ') {
        Some((first, last)) => [first.trim().to_owned(), last.to_owned(), title],
        None => [String::new(), name.to_owned(), title],
    }
}

/// What a workweek is calculated from, as it is hashed.
#[derive(Serialize)]
struct Basis<'a> {
    week: (i32, i32),
    law: String,
    zone: &'a str,
    agreements: (bool, bool),
    rounding: Option<i64>,
    work: Vec<HashedWork>,
    pay: Vec<HashedItem>,
}

type HashedFigure = (i128, i128);

#[derive(Serialize)]
struct HashedWork {
    entry: [u8; 16],
    span: (i64, i64),
    breaks: Vec<(i64, i64)>,
    rate: Option<HashedFigure>,
    job: Option<[u8; 16]>,
}

#[derive(Serialize)]
struct HashedItem {
    kind: u8,
    counts: u8,
    figures: Vec<HashedFigure>,
    earned: (i32, i32),
}

fn figure(exact: Exact) -> HashedFigure {
    (exact.numerator(), exact.denominator())
}

fn bases(input: &Employee, calendar: &Calendar, dates: Dates) -> BTreeMap<Date, [u8; 16]> {
    let mut bases = BTreeMap::new();
    let mut date = dates.first;
    while date <= dates.last {
        let week = calendar.week_of(date);
        bases.insert(week.first, basis_of(input, calendar, week));
        date = days_after(week.last.max(date), 1);
    }
    bases
}

fn basis_of(input: &Employee, calendar: &Calendar, week: Dates) -> [u8; 16] {
    let span = calendar.span(week);
    let in_week = |work: &&Work| {
        span.is_some_and(|span| {
            span.overlap(&work.span)
                .is_some_and(|part| part.seconds() > 0)
        })
    };
    let work = input.work.iter().filter(in_week).map(hashed_work).collect();
    let earned = |item: &&PayItem| item.earned.first <= week.last && item.earned.last >= week.first;
    let pay = input.pay.iter().filter(earned).map(hashed_item).collect();
    let basis = Basis {
        week: (day_number(week.first), day_number(week.last)),
        law: format!("{:?}", input.law.on(week.last)),
        zone: input.zone.name(),
        agreements: (input.agreements.four_tens, input.agreements.rate_in_effect),
        rounding: input.rounding.map(|rounding| rounding.seconds()),
        work,
        pay,
    };
    rows::first_half(&blake3::hash(&codec::encode(&basis)))
}

fn hashed_work(work: &Work) -> HashedWork {
    let breaks = work.breaks.iter().map(|pause| match pause {
        Break::At(span) => (span.start().as_millisecond(), span.end().as_millisecond()),
        Break::Somewhere { seconds } => (i64::MIN, *seconds),
    });
    HashedWork {
        entry: work.entry.to_bytes(),
        span: (
            work.span.start().as_millisecond(),
            work.span.end().as_millisecond(),
        ),
        breaks: breaks.collect(),
        rate: work.rate.map(figure),
        job: work.job.map(JobId::to_bytes),
    }
}

fn hashed_item(item: &PayItem) -> HashedItem {
    let (kind, counts) = match item.kind {
        PayKind::Bonus {
            counts, apportion, ..
        } => {
            let by_hours = u8::from(apportion == Apportion::Hours);
            let counts = match counts {
                BonusKind::Discretionary => 0,
                BonusKind::Flat => 2,
                BonusKind::Production => 4,
                BonusKind::OfAllPay => 6,
            };
            (0, counts | by_hours)
        }
        PayKind::Piece { .. } => (1, 0),
        PayKind::Differential { .. } => (2, 0),
        PayKind::Salary { covers, .. } => match covers {
            Covers::Hours(_) => (3, 0),
            Covers::Fluctuating { understood: false } => (3, 1),
            Covers::Fluctuating { understood: true } => (3, 2),
        },
        PayKind::Reimbursement { .. } => (4, 0),
        PayKind::PaidLeave { .. } => (5, 0),
        PayKind::MealPremium => (6, 0),
        PayKind::RestPremium => (7, 0),
    };
    HashedItem {
        kind,
        counts,
        figures: item.figures().map(figure).collect(),
        earned: (day_number(item.earned.first), day_number(item.earned.last)),
    }
}
