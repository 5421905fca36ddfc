//! One person of a run, in the panel: workweeks with their earnings, each with its rule and its
//! time entries, how the figures came about, and corrections of what earlier runs paid.

use api::employee::EmployeeBrief;
use api::pay::run::{EarningsLine, PaidPerson, PaidWeek, PayCorrection, PayRunDetail};
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::SidePanel;
use ui::i18n::{date_range, hundredths, money, money_rate};
use ui::t;

use super::run::Run;
use super::{explain, say};
use crate::address::param;
use crate::listing::open;
use crate::state::App;
use crate::words;

/// The panel, while a person is in the address.
pub fn panel(app: App, run: Run) -> View {
    let chosen = param(app, "open");
    // Another person's panel is another panel: it takes the keyboard.
    let shown = create_selector(move || {
        let id = chosen.get_clone()?;
        let person = |detail: &PayRunDetail| {
            let mut people = detail.people.iter();
            let person = people.find(|person| person.employee.id.to_string() == id)?;
            Some((person.clone(), detail.run.currency.clone()))
        };
        run.state.with(|state| state.ready().and_then(person))
    });
    View::from_dynamic(move || match shown.get_clone() {
        None => View::new(),
        Some((person, currency)) => untrack(move || {
            let name = person.employee.name.clone();
            let total = t!(
                "payroll-gross-of",
                amount = money(person.gross_minor, &currency)
            );
            let content = content(&person, &currency);
            view! {
                SidePanel(title=name, subtitle=total, on_close=move |()| open(app, None)) {
                    (content)
                }
            }
        }),
    })
}

/// The timesheets of a person around a date.
pub fn timesheet_link(employee: &EmployeeBrief, date: Option<Date>) -> String {
    let name = js_sys::encode_uri_component(&employee.name);
    match date {
        Some(date) => format!("/timesheets?week={date}&q={name}"),
        None => format!("/timesheets?q={name}"),
    }
}

fn content(person: &PaidPerson, currency: &str) -> View {
    let weeks: Vec<View> = person
        .weeks
        .iter()
        .map(|week| paid_week(person, week, currency))
        .collect();
    let corrections: Vec<View> = person
        .corrections
        .iter()
        .map(|correction| corrected(person, correction, currency))
        .collect();
    let corrections = (!corrections.is_empty()).then(|| {
        view! {
            section(class="panel-section", data-test="payroll-corrections") {
                h3 { (t!("payroll-corrections")) }
                (corrections)
            }
        }
    });
    let corrections = View::from(corrections);
    let pay = format!("/people?open={}", person.employee.id);
    view! {
        (weeks)
        (corrections)
        p(class="small") { a(href=pay) { (t!("payroll-to-pay")) } }
    }
}

fn paid_week(person: &PaidPerson, week: &PaidWeek, currency: &str) -> View {
    let title = date_range(week.first, week.last);
    let gross = money(week.gross_minor, currency);
    let body = week_body(person, week, currency);
    view! {
        section(class="panel-section payroll-week", data-test="payroll-week") {
            div(class="payroll-week-head") { h3 { (title) } strong(class="num") { (gross) } }
            (body)
        }
    }
}

/// Hours, lines, and the arithmetic.
fn week_body(person: &PaidPerson, week: &PaidWeek, currency: &str) -> View {
    let hours = hours(week);
    let lines: Vec<View> = week
        .lines
        .iter()
        .map(|line| earnings(person, week, line, currency))
        .collect();
    let sentences = explain::week(week, currency);
    let explained: Vec<View> = sentences
        .into_iter()
        .map(|sentence| view! { p { (sentence) } })
        .collect();
    let explained = (!explained.is_empty()).then(|| {
        view! {
            details(class="disclosure", data-test="payroll-explain") {
                summary { (t!("payroll-explain")) }
                div(class="stack stack--tight small", data-test="payroll-explained") { (explained) }
            }
        }
    });
    let explained = View::from(explained);
    view! {
        p(class="muted small") { (hours) }
        ul(class="payroll-lines") { (lines) }
        (explained)
    }
}

/// `40:00 regular, 6:00 overtime · Federal rules`
fn hours(week: &PaidWeek) -> String {
    let mut parts = Vec::new();
    if week.regular_seconds > 0 || (week.overtime_seconds == 0 && week.double_seconds == 0) {
        parts.push(t!(
            "payroll-hours-regular",
            hours = words::hours(week.regular_seconds)
        ));
    }
    if week.overtime_seconds > 0 {
        parts.push(t!(
            "payroll-hours-overtime",
            hours = words::hours(week.overtime_seconds)
        ));
    }
    if week.double_seconds > 0 {
        parts.push(t!(
            "payroll-hours-double",
            hours = words::hours(week.double_seconds)
        ));
    }
    format!("{} · {}", parts.join(", "), say::law(&week.law))
}

fn earnings(person: &PaidPerson, week: &PaidWeek, line: &EarningsLine, currency: &str) -> View {
    let kind = say::line_kind(&line.kind);
    let title = match &line.job {
        Some(job) => format!("{kind} · {job}"),
        None => kind,
    };
    let amount = money(line.minor, currency);
    let counted = match (line.hours, line.rate) {
        (Some(hours), Some(rate)) => t!(
            "payroll-line-hours-at",
            hours = hundredths(hours),
            rate = money_rate(rate, currency)
        ),
        (Some(hours), None) => t!("payroll-line-hours", hours = hundredths(hours)),
        (None, _) => String::new(),
    };
    // The rule of the week is named above its lines.
    let rule = match (line.source.as_str(), line.law == week.law) {
        ("", _) => say::law(&line.law),
        (source, true) => source.to_owned(),
        (source, false) => format!("{} · {source}", say::law(&line.law)),
    };
    let link = (!line.entries.is_empty()).then(|| {
        let href = timesheet_link(&person.employee, Some(week.first));
        let words = t!("payroll-line-entries", count = line.entries.len());
        view! { " · " a(href=href) { (words) } }
    });
    let link = View::from(link);
    view! {
        li(class="payroll-line") {
            div(class="payroll-line-main") {
                span { (title) }
                span(class="num") { (amount) }
            }
            p(class="muted small") { (counted) }
            p(class="muted small") { (rule) (link) }
        }
    }
}

fn corrected(person: &PaidPerson, correction: &PayCorrection, currency: &str) -> View {
    let week = &correction.week;
    let title = date_range(week.first, week.last);
    let moved = say::difference(correction.minor, currency);
    let words = explain::correction(correction, currency);
    let body = week_body(person, week, currency);
    view! {
        div(class="payroll-week-head") { h4 { (title) } strong(class="num") { (moved) } }
        p { (words) }
        details(class="disclosure") {
            summary { (t!("payroll-week-now")) }
            div(class="stack stack--tight") { (body) }
        }
    }
}
