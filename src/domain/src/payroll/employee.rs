//! One employee: lays workweeks over their work and weighs the ways to do so.

use jiff::civil::Date;

use super::calculation::Calculation;
use super::exception::{PayException, PayExceptionKind};
use super::input::{Break, Dates, Employee, Input, PayItem, PayKind};
use super::rules::Law;
use super::run::{EmployeePay, WeekPay};
use super::timeline::{self, Placed, Stretch};

/// The pay of one employee and what is to be looked at.
pub fn pay(input: &Input, employee: &Employee) -> (EmployeePay, Vec<PayException>) {
    let (weeks, mut exceptions) = pay_with(input, employee, Placed::Middle);
    if unplaced_break_may_matter(employee) {
        let differs = |placed| !same_figures(&weeks, &pay_with(input, employee, placed).0);
        if differs(Placed::Early) || differs(Placed::Late) {
            exceptions.push(PayException {
                employee: employee.id,
                week: None,
                entry: None,
                kind: PayExceptionKind::BreakWithoutPlace,
            });
        }
    }
    let pay = EmployeePay {
        employee: employee.id,
        weeks,
    };
    (pay, exceptions)
}

fn unplaced_break_may_matter(employee: &Employee) -> bool {
    let unplaced = |unpaid: &Break| matches!(unpaid, Break::Somewhere { .. });
    let any = employee
        .work
        .iter()
        .any(|work| work.breaks.iter().any(unplaced));
    any && (laws(employee).any(|law| *law == Law::Nevada) || timeline::break_may_cross(employee))
}

/// Whether everything that is paid or counted is the same.
fn same_figures(a: &[WeekPay], b: &[WeekPay]) -> bool {
    let figures = |week: &WeekPay| (week.hours, week.gross_minor, week.federal_premium_minor);
    a.iter().map(figures).eq(b.iter().map(figures))
}

/// Every law that an employee has, whenever.
pub fn laws(employee: &Employee) -> impl Iterator<Item = &Law> {
    let changes = employee.law.changes().map(|(_, law)| law);
    std::iter::once(employee.law.on(Date::MIN)).chain(changes)
}

fn pay_with(
    input: &Input,
    employee: &Employee,
    placed: Placed,
) -> (Vec<WeekPay>, Vec<PayException>) {
    let mut entry_notes = Vec::new();
    let mut notes: Vec<(Option<Date>, PayExceptionKind)> = Vec::new();
    let refused = laws(employee).any(|law| !law.terms().time_rounding);
    if employee.rounding.is_some() && refused {
        notes.push((None, PayExceptionKind::RoundingRefused));
    }
    let step = employee
        .rounding
        .filter(|_| !refused)
        .map(|rounding| rounding.seconds());
    let stretches = timeline::stretches(employee, step, placed, &mut entry_notes);
    timeline::neighbours(employee, &stretches, &mut entry_notes);
    let mut weeks = Vec::new();
    if let Some(dates) = dates_touched(employee, &stretches) {
        match timeline::plans(&employee.workweek, dates.first, dates.last) {
            None => notes.push((None, PayExceptionKind::TooManyWeeks)),
            Some(plans) if plans.overlaps > timeline::CHANGES_MAX => {
                notes.push((None, PayExceptionKind::TooManyChanges));
            }
            Some(plans) => {
                if plans.overlaps > 0 {
                    notes.push((None, PayExceptionKind::WorkweekChanges));
                }
                let ways = plans.ways.iter();
                let calculated =
                    ways.map(|weeks| Calculation::new(input, employee, weeks, &stretches).run());
                let gross = |weeks: &[WeekPay]| {
                    weeks
                        .iter()
                        .fold(0_i64, |sum, week| sum.saturating_add(week.gross_minor))
                };
                let greatest = calculated.reduce(|best, next| {
                    if gross(&next.0) > gross(&best.0) {
                        next
                    } else {
                        best
                    }
                });
                if let Some((greatest, own)) = greatest {
                    weeks = greatest;
                    notes.extend(own);
                }
            }
        }
    }
    let of_entries = entry_notes
        .into_iter()
        .map(|(entry, kind)| (None, Some(entry), kind));
    let of_weeks = notes.into_iter().map(|(week, kind)| (week, None, kind));
    let exceptions = of_entries
        .chain(of_weeks)
        .map(|(week, entry, kind)| PayException {
            employee: employee.id,
            week,
            entry,
            kind,
        });
    (weeks, exceptions.collect())
}

/// The dates whose workweeks are calculated: those of work and of pay for a workweek, and where
/// there is none, of anything else.
fn dates_touched(employee: &Employee, stretches: &[Stretch]) -> Option<Dates> {
    let worked = timeline::days_touched(employee, stretches);
    let of_week = |item: &&PayItem| match item.kind {
        PayKind::Bonus { .. } => false,
        PayKind::Piece { .. }
        | PayKind::Differential { .. }
        | PayKind::Salary { .. }
        | PayKind::Reimbursement { .. }
        | PayKind::PaidLeave { .. }
        | PayKind::MealPremium
        | PayKind::RestPremium => true,
    };
    let mut days: Vec<Date> = worked
        .into_iter()
        .flat_map(|(first, last)| [first, last])
        .collect();
    let paid = employee.pay.iter().filter(of_week);
    days.extend(paid.map(|item| item.earned.last));
    if days.is_empty() {
        days.extend(employee.pay.iter().map(|item| item.earned.last));
    }
    Some(Dates {
        first: *days.iter().min()?,
        last: *days.iter().max()?,
    })
}
