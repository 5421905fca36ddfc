//! An employee's calendar: the company's settings with those that have dates, in the employee's
//! zone.

use domain::EmployeeId;
use domain::order::put_in_order;
use domain::payroll::{Dated, Workweek};
use domain::time::Zone;
use domain::timesheet::{Calendar, PeriodRule};
use jiff::civil::{Date, Time, Weekday};

use crate::rows::{self, CompanyRow, EmployeeZoneRow, SheetSettingsRow, Since};
use crate::view::{Snapshot, ViewError};

/// The company's settings that have dates.
///
/// # Errors
/// When rows cannot be read.
pub fn settings(view: &impl Snapshot) -> Result<SheetSettingsRow, ViewError> {
    Ok(rows::get(view, &[])?.unwrap_or_default())
}

/// When an employee's days, workweeks and pay periods begin; `None` before the company is founded.
///
/// # Errors
/// When rows cannot be read.
pub fn calendar(view: &impl Snapshot, employee: EmployeeId) -> Result<Option<Calendar>, ViewError> {
    let Some(company) = rows::get::<CompanyRow>(view, &[])? else {
        return Ok(None);
    };
    let own: Option<EmployeeZoneRow> = rows::get(view, &employee.to_bytes())?;
    let own = own.unwrap_or_default();
    Ok(Some(calendar_of(&company, &settings(view)?, &own.zones)))
}

/// As [`calendar`], of someone whose days are in the company's zone.
///
/// # Errors
/// When rows cannot be read.
pub fn company_calendar(view: &impl Snapshot) -> Result<Option<Calendar>, ViewError> {
    let Some(company) = rows::get::<CompanyRow>(view, &[])? else {
        return Ok(None);
    };
    Ok(Some(calendar_of(&company, &settings(view)?, &[])))
}

fn calendar_of(
    company: &CompanyRow,
    settings: &SheetSettingsRow,
    own: &[Since<Option<String>>],
) -> Calendar {
    let starts = i8::try_from(company.workweek_starts)
        .ok()
        .and_then(|day| Weekday::from_monday_one_offset(day).ok())
        .unwrap_or(Weekday::Monday);
    let first = Workweek {
        starts,
        starts_at: Time::midnight(),
    };
    let workweeks = settings.workweeks.iter();
    let workweeks = workweeks.filter_map(|since| Some((since.from, since.value.read()?)));
    let periods = settings.periods.iter();
    let periods = periods.map(|since| (since.from, PeriodRule::from(since.value)));
    Calendar {
        zones: zones(company, settings, own),
        workweeks: workweeks.fold(Dated::always(first), then),
        periods: periods.fold(Dated::always(PeriodRule::Workweek), then),
    }
}

fn then<T>(dated: Dated<T>, (from, value): (Date, T)) -> Dated<T> {
    dated.then(from, value)
}

/// The zone of each date: the employee's own where one is set, else the company's.
fn zones(
    company: &CompanyRow,
    settings: &SheetSettingsRow,
    own: &[Since<Option<String>>],
) -> Dated<Zone> {
    let companys = |date: Option<Date>| {
        let mut past = settings.zones.iter().rev();
        let past = past.find(|since| date.is_some_and(|date| since.from <= date));
        past.map_or(&company.zone, |since| &since.value)
    };
    let on = |date: Option<Date>| {
        let mut past = own.iter().rev();
        let past = past.find(|since| date.is_some_and(|date| since.from <= date));
        let name = past.and_then(|since| since.value.as_ref());
        Zone::named(name.unwrap_or(companys(date))).unwrap_or_else(|_| Zone::utc())
    };
    let changes = settings.zones.iter().map(|since| since.from);
    let mut changes: Vec<Date> = changes.chain(own.iter().map(|since| since.from)).collect();
    put_in_order(&mut changes, |from| *from);
    changes.dedup();
    let dated = changes.into_iter().map(|date| (date, on(Some(date))));
    dated.fold(Dated::always(on(None)), then)
}
