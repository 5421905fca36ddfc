//! What a pay run comes to: everybody's workweeks that end in its period, corrections of weeks that
//! earlier runs paid, and what a clerk should look at.

use std::collections::BTreeMap;

use domain::money::Currency;
use domain::payroll::{
    Dates, EmployeePay, Input, MinimumWages, PayException, WeekPay, calculate as calculated_pay,
};
use domain::time::days_after;
use domain::timesheet::Calendar;
use domain::{EmployeeId, PayRunId};
use jiff::civil::Date;
use oplog::codec;
use oplog::v1::payload::{PaidWeek, PayRunTotals};

use super::gather::{Gathered, Person, WorkedTime};
use super::warning::{self, Warning};
use crate::query;
use crate::rows::{self, EmployeeRow, PaidWeekRow, PayItemRow, PayRunRow, PayRunState, date_key};
use crate::view::{Snapshot, ViewError};

/// How far back a workweek is corrected: a year and a week.
const CORRECTED_DAYS: i32 = 371;
/// The most pay runs of a company.
const RUNS_MAX: usize = 10_000;
/// The most workweeks of one person that are read.
const WEEKS_MAX: usize = 10_000;
/// Days before the first workweek whose hours can count into it: Nevada's workdays and Colorado's
/// runs.
const CONTEXT_DAYS: i32 = 7;

/// One person's part of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidPerson {
    /// Who.
    pub employee: EmployeeId,
    /// The firm's number for the person, or empty.
    pub number: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// Trade or title, or empty.
    pub title: String,
    /// The workweeks that end in the period.
    pub weeks: Vec<WeekPay>,
    /// Corrections of workweeks that earlier runs paid.
    pub corrections: Vec<Correction>,
    /// Paid time of those workweeks by day.
    pub worked: Vec<WorkedTime>,
}

/// A workweek that an earlier run paid and that is worth something else now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What was paid so far, in minor units.
    pub paid_minor: i64,
    /// The workweek as it is now.
    pub week: WeekPay,
}

impl Correction {
    /// What is to be paid or taken back.
    pub const fn minor(&self) -> i64 {
        self.week.gross_minor.saturating_sub(self.paid_minor)
    }
}

impl PaidPerson {
    /// The sum of all corrections.
    pub fn correction_minor(&self) -> i64 {
        let corrections = self.corrections.iter().map(Correction::minor);
        corrections.fold(0, i64::saturating_add)
    }

    /// Everything that the run pays.
    pub fn gross_minor(&self) -> i64 {
        let weeks = self.weeks.iter().map(|week| week.gross_minor);
        weeks.fold(self.correction_minor(), i64::saturating_add)
    }
}

/// A calculated run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculated {
    /// The run.
    pub run: PayRunId,
    /// Its number.
    pub number: u32,
    /// The pay period.
    pub dates: Dates,
    /// What everybody is paid in.
    pub currency: Currency,
    /// Whoever is paid, by last name.
    pub people: Vec<PaidPerson>,
    /// What the laws found.
    pub exceptions: Vec<PayException>,
    /// What a clerk should look at.
    pub warnings: Vec<Warning>,
    /// What it comes to.
    pub totals: PayRunTotals,
    /// What it pays for each workweek.
    pub paid: Vec<PaidWeek>,
    /// The hash of what it was calculated from.
    pub basis: [u8; 32],
}

impl Calculated {
    /// Whether something stands against making it final.
    pub fn is_blocked(&self) -> bool {
        self.exceptions
            .iter()
            .any(|exception| exception.kind.blocks())
    }
}

/// A person with what earlier runs paid.
struct Due {
    person: Person,
    /// The first days of the workweeks that end in the period.
    weeks: Vec<Date>,
    /// Workweeks that earlier runs covered and that changed, with what was paid.
    changed: BTreeMap<Date, i64>,
}

/// Calculates a run.
///
/// # Errors
/// When rows cannot be read.
pub fn calculate(
    view: &impl Snapshot,
    run: PayRunId,
    row: &PayRunRow,
    wages: &MinimumWages,
) -> Result<Calculated, ViewError> {
    let gathered = Gathered::read(view, row.last)?;
    let due = due(view, &gathered, row)?;
    let basis = basis_of(row, &due);
    let (pay, exceptions) = calculated_pay(&Input {
        currency: gathered.currency,
        minimum_wages: wages.clone(),
        employees: due.iter().map(|due| due.person.input.clone()).collect(),
    });
    let mut calculated = Calculated {
        run,
        number: row.number,
        dates: row.dates(),
        currency: gathered.currency,
        people: Vec::new(),
        exceptions: Vec::new(),
        warnings: Vec::new(),
        totals: PayRunTotals::default(),
        paid: Vec::new(),
        basis,
    };
    for (due, pay) in due.iter().zip(pay.employees) {
        let found = exceptions.iter();
        let own = found.filter(|found| found.employee == due.person.employee);
        // What is wrong in weeks that only give context is not this run's.
        let own = own.filter(|found| found.week.is_none_or(|week| due.pays(week)));
        calculated.exceptions.extend(own.cloned());
        person(&mut calculated, due, pay);
    }
    let people = due.iter().map(|due| &due.person);
    calculated.warnings = warning::find(view, row, people, &calculated)?;
    Ok(calculated)
}

/// The hash of what a run is calculated from, without calculating it.
///
/// # Errors
/// When rows cannot be read.
pub fn basis(view: &impl Snapshot, row: &PayRunRow) -> Result<[u8; 32], ViewError> {
    let gathered = Gathered::read(view, row.last)?;
    Ok(basis_of(row, &due(view, &gathered, row)?))
}

fn basis_of(row: &PayRunRow, due: &[Due]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"pay run 1");
    hasher.update(&date_key(row.first));
    hasher.update(&date_key(row.last));
    for due in due {
        hasher.update(&due.person.employee.to_bytes());
        for week in due.weeks.iter().chain(due.changed.keys()) {
            let basis = due.person.bases.get(week);
            hasher.update(&date_key(*week));
            hasher.update(basis.unwrap_or(&[0; 16]));
        }
        hasher.update(&codec::encode(&due.changed.values().collect::<Vec<_>>()));
    }
    *hasher.finalize().as_bytes()
}

impl Due {
    fn pays(&self, week: Date) -> bool {
        self.weeks.contains(&week) || self.changed.contains_key(&week)
    }
}

fn person(calculated: &mut Calculated, due: &Due, pay: EmployeePay) {
    let [first_name, last_name, title] = due.person.names.clone();
    let mut paid = PaidPerson {
        employee: due.person.employee,
        number: due.person.record.number.clone(),
        first_name,
        last_name,
        title,
        weeks: Vec::new(),
        corrections: Vec::new(),
        worked: Vec::new(),
    };
    for week in pay.weeks {
        if due.weeks.contains(&week.first) {
            if !week.lines.is_empty() {
                paid.weeks.push(week);
            }
        } else if let Some(paid_minor) = due.changed.get(&week.first) {
            let paid_minor = *paid_minor;
            paid.corrections.push(Correction { paid_minor, week });
        }
    }
    paid.corrections
        .retain(|correction| correction.minor() != 0);
    if paid.weeks.is_empty() && paid.corrections.is_empty() {
        return;
    }
    let of_weeks = |date: Date| {
        let mut weeks = paid.weeks.iter();
        weeks.any(|week| week.first <= date && date <= week.last)
    };
    let worked = due.person.worked.iter();
    paid.worked = worked.filter(|time| of_weeks(time.date)).cloned().collect();
    note_paid(calculated, due, &paid);
    add_totals(&mut calculated.totals, &paid);
    calculated.people.push(paid);
}

fn note_paid(calculated: &mut Calculated, due: &Due, paid: &PaidPerson) {
    let weeks = paid.weeks.iter().map(|week| (week.first, week.gross_minor));
    let corrections = paid.corrections.iter();
    let corrections = corrections.map(|one| (one.week.first, one.minor()));
    for (first, minor) in weeks.chain(corrections) {
        calculated.paid.push(PaidWeek {
            employee: paid.employee,
            first,
            minor,
            basis: due.person.bases.get(&first).copied().unwrap_or_default(),
        });
    }
}

fn add_totals(totals: &mut PayRunTotals, paid: &PaidPerson) {
    let sum = |sum: &mut i64, more: i64| *sum = sum.saturating_add(more);
    totals.people = totals.people.saturating_add(1);
    for week in &paid.weeks {
        sum(&mut totals.worked_seconds, week.hours.regular_seconds);
        sum(&mut totals.worked_seconds, week.hours.overtime_seconds);
        sum(&mut totals.worked_seconds, week.hours.double_seconds);
        sum(&mut totals.premium_minor, week.premium_minor);
        sum(
            &mut totals.federal_premium_minor,
            week.federal_premium_minor,
        );
    }
    sum(&mut totals.gross_minor, paid.gross_minor());
    sum(&mut totals.correction_minor, paid.correction_minor());
}

/// Everybody with what is due in a run, by last name.
fn due(view: &impl Snapshot, gathered: &Gathered, row: &PayRunRow) -> Result<Vec<Due>, ViewError> {
    let covered = covered(view, row.first)?;
    let mut all = Vec::new();
    for (employee, record, _) in query::people(view)? {
        if let Some(due) = due_of(view, gathered, row, &covered, employee, &record)? {
            all.push(due);
        }
    }
    all.sort_by_cached_key(|due| {
        let [first, last, _] = &due.person.names;
        (
            last.to_lowercase(),
            first.to_lowercase(),
            due.person.employee,
        )
    });
    Ok(all)
}

fn due_of(
    view: &impl Snapshot,
    gathered: &Gathered,
    row: &PayRunRow,
    covered: &[Dates],
    employee: EmployeeId,
    record: &EmployeeRow,
) -> Result<Option<Due>, ViewError> {
    let Some(calendar) = crate::timesheet::calendar(view, employee)? else {
        return Ok(None);
    };
    let weeks = weeks_ending_in(&calendar, row.dates());
    let first = weeks.first().map_or(row.first, |week| week.first);
    let last = weeks.last().map_or(row.last, |week| week.last);
    let reach = |first: Date| Dates {
        first: calendar.week_of(days_after(first, -CONTEXT_DAYS)).first,
        last,
    };
    let from = covered
        .first()
        .map_or(first, |dates| dates.first.min(first));
    let from = items_from(view, employee, from, last)?;
    let Some(mut person) = gathered.person(view, employee, record, reach(from))? else {
        return Ok(None);
    };
    let paid = paid_weeks(view, employee, from)?;
    let changed = changed(&person, covered, &paid, first);
    // Weeks that nothing changed need not be calculated again: only what follows them counts.
    let earliest = changed.keys().next().copied().unwrap_or(first);
    let needed = items_from(view, employee, earliest, last)?;
    if needed > from {
        person.cut_before(reach(needed).first);
    }
    let weeks = weeks.iter().map(|week| week.first).collect();
    Ok(Some(Due {
        person,
        weeks,
        changed,
    }))
}

/// The workweeks whose last day is one of these: they are paid whole, with the period that they end
/// in.
fn weeks_ending_in(calendar: &Calendar, dates: Dates) -> Vec<Dates> {
    let mut weeks = Vec::new();
    let mut date = dates.first;
    while date <= dates.last {
        let week = calendar.week_of(date);
        if dates.contains(week.last) {
            weeks.push(week);
        }
        date = days_after(week.last.max(date), 1);
    }
    weeks
}

/// The first date of the items that are paid with these dates.
fn items_from(
    view: &impl Snapshot,
    employee: EmployeeId,
    first: Date,
    last: Date,
) -> Result<Date, ViewError> {
    let items = rows::all::<PayItemRow>(view, &employee.to_bytes(), WEEKS_MAX)?;
    let counted = items.into_iter().map(|(_, item)| item);
    let counted =
        counted.filter(|item| item.voided.is_none() && item.first <= last && item.last >= first);
    let oldest = days_after(last, CORRECTED_DAYS.saturating_neg());
    let from = counted.map(|item| item.first).fold(first, Date::min);
    Ok(from.max(oldest).min(first))
}

/// The periods of final runs before a date, within what is corrected.
fn covered(view: &impl Snapshot, before: Date) -> Result<Vec<Dates>, ViewError> {
    let oldest = days_after(before, CORRECTED_DAYS.saturating_neg());
    let runs = rows::all::<PayRunRow>(view, &[], RUNS_MAX)?.into_iter();
    let runs = runs
        .map(|(_, run)| run)
        .filter(|run| run.state == PayRunState::Final && run.last < before && run.first >= oldest);
    let mut covered: Vec<Dates> = runs.map(|run| run.dates()).collect();
    covered.sort_unstable();
    Ok(covered)
}

/// By workweek what runs paid: the sum, and what each was calculated from.
type Paid = BTreeMap<Date, (i64, Vec<[u8; 16]>)>;

/// What runs paid for workweeks: the sum, and the basis of the last one.
fn paid_weeks(view: &impl Snapshot, employee: EmployeeId, from: Date) -> Result<Paid, ViewError> {
    let mut paid = Paid::new();
    for (key, row) in rows::all::<PaidWeekRow>(view, &employee.to_bytes(), WEEKS_MAX)? {
        let date = key.get(16..20).and_then(|date| date.try_into().ok());
        let Some(date) = date
            .and_then(rows::date_of_key)
            .filter(|date| *date >= from)
        else {
            continue;
        };
        let (sum, bases) = paid.entry(date).or_default();
        *sum = sum.saturating_add(row.minor);
        bases.push(row.basis);
    }
    Ok(paid)
}

/// The workweeks before `first` that a final run covered and whose basis none of them had.
fn changed(person: &Person, covered: &[Dates], paid: &Paid, first: Date) -> BTreeMap<Date, i64> {
    let mut changed = BTreeMap::new();
    for (week, basis) in person.bases.range(..first) {
        let last = person.calendar.week_of(*week).last;
        if !covered.iter().any(|dates| dates.contains(last)) {
            continue;
        }
        let (sum, bases) = paid.get(week).cloned().unwrap_or_default();
        let is_same = bases.contains(basis) || (bases.is_empty() && !person.has_pay_in(*week));
        if !is_same {
            changed.insert(*week, sum);
        }
    }
    changed
}
