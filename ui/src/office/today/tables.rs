//! The tables of *Today*.

use api::employee::{Employee, EmployeeBrief};
use api::today::{DoneToday, OnClock, Today};
use jiff::Timestamp;
use sycamore::prelude::*;
use ui::components::{Column, DataTable, Load, Sort};
use ui::i18n::{elapsed, time_at};
use ui::t;

use super::since;
use crate::address::go;
use crate::data::Fetched;
use crate::state::App;
use crate::{timesheets, words};

/// Someone on the clock, with the moment the figures are of.
#[derive(Clone, PartialEq)]
struct On {
    on: OnClock,
    counted_at: Timestamp,
}

/// Those on the clock.
pub fn on_clock(app: App, today: Signal<Load<Today>>) -> View {
    let rows = create_memo(move || {
        today.with(|state| {
            let Some(today) = state.ready() else {
                return Vec::new();
            };
            let row = |on: &OnClock| On {
                on: on.clone(),
                counted_at: today.now,
            };
            today.on_clock.iter().map(row).collect::<Vec<_>>()
        })
    });
    let empty = create_selector(move || rows.with(Vec::is_empty));
    let sort = create_signal(None::<Sort>);
    let table = View::from_dynamic(move || {
        if empty.get() {
            return view! { p(class="muted") { (t!("nobody-on-clock")) } };
        }
        let columns = on_clock_columns(app);
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("on-clock"), columns=columns, rows=rows, sort=sort, class="table--pin",
                    key=|row: &On| row.on.entry.to_string(),
                    name=|row: &On| row.on.employee.name.clone(),
                    on_open=move |row: On| {
                        to_day(app, &row.on.employee, row.on.since);
                    },
                )
            }
        })
    });
    view! {
        section(class="section", data-test="on-clock") {
            div(class="section-head") { h2 { (t!("on-clock")) } }
            (table)
        }
    }
}

fn on_clock_columns(app: App) -> Vec<Column<On>> {
    let zone = app.zone();
    vec![
        Column::new("employee", t!("employee"), |row: &On| {
            words::who(&row.on.employee.name, &row.on.employee.number)
        })
        .sorted_by(|row| row.on.employee.name.to_lowercase()),
        Column::new("state", t!("state"), move |row: &On| state(app, &row.on)),
        Column::new("job", t!("job"), |row: &On| job(&row.on))
            .sorted_by(|row| words::job_name(row.on.job.as_ref())),
        Column::new("since", t!("since"), move |row: &On| {
            let at = row.on.since;
            let start = timesheets::time_or_date(at, &zone, app.today());
            let ticking = View::from_dynamic(move || elapsed(since(app, at), true));
            view! {
                span(class="stacked") {
                    span(class="nowrap") { (start) }
                    span(class="who-detail") { (ticking) }
                }
            }
        })
        .figures()
        .sorted_by(|row| row.on.since),
        Column::new("today", t!("today-total"), move |row: &On| {
            let (base, at) = (row.on.worked_seconds, row.counted_at);
            let runs = row.on.break_since.is_none();
            let grown = move || base + if runs { since(app, at) } else { 0 };
            let shown = create_selector(move || words::hours(grown()));
            View::from_dynamic(move || shown.get_clone())
        })
        .figures()
        .sorted_by(|row| row.on.worked_seconds),
    ]
}

fn state(app: App, on: &OnClock) -> View {
    let exceptions = words::exception_badges(&on.exceptions);
    let state = match on.break_since {
        None => view! { span(class="live nowrap") { (t!("state-working")) } },
        Some(since_break) => {
            let ticking = View::from_dynamic(move || elapsed(since(app, since_break), false));
            view! {
                span(class="live live--break nowrap") { (t!("state-break")) " " (ticking) }
            }
        }
    };
    view! { span(class="state-cell") { (state) (exceptions) } }
}

fn job(on: &OnClock) -> View {
    let job = words::job_name(on.job.as_ref());
    let class = if on.job.is_some() { "" } else { "muted" };
    let code = on
        .cost_code
        .as_ref()
        .map(|code| words::coded(&code.code, &code.name));
    let code = code.map(|code| view! { span(class="who-detail") { (code) } });
    view! {
        span(class="who-words") {
            span(class=class) { (job) }
            (code)
        }
    }
}

/// Those who worked today and are off the clock.
pub fn done(app: App, today: Signal<Load<Today>>) -> View {
    let rows = create_memo(move || {
        today.with(|state| {
            state
                .ready()
                .map(|today| today.done.clone())
                .unwrap_or_default()
        })
    });
    let empty = create_selector(move || rows.with(Vec::is_empty));
    let sort = create_signal(None::<Sort>);
    View::from_dynamic(move || {
        if empty.get() {
            return View::new();
        }
        let columns = done_columns(app);
        untrack(|| {
            view! {
                section(class="section", data-test="done-today") {
                    div(class="section-head") { h2 { (t!("done-today")) } }
                    DataTable(
                        caption=t!("done-today"), columns=columns, rows=rows, sort=sort,
                        class="table--pin",
                        key=|row: &DoneToday| row.employee.id.to_string(),
                        name=|row: &DoneToday| row.employee.name.clone(),
                        on_open=move |row: DoneToday| to_day(app, &row.employee, row.first_start),
                    )
                }
            }
        })
    })
}

fn done_columns(app: App) -> Vec<Column<DoneToday>> {
    let (zone, other) = (app.zone(), app.zone());
    vec![
        Column::new("employee", t!("employee"), |row: &DoneToday| {
            words::who(&row.employee.name, &row.employee.number)
        })
        .sorted_by(|row| row.employee.name.to_lowercase()),
        Column::new("start", t!("first-start"), move |row: &DoneToday| {
            View::from(time_at(row.first_start, &zone))
        })
        .figures()
        .sorted_by(|row| row.first_start),
        Column::new("end", t!("last-end"), move |row: &DoneToday| {
            View::from(time_at(row.last_end, &other))
        })
        .figures()
        .sorted_by(|row| row.last_end),
        Column::new("today", t!("today-total"), |row: &DoneToday| {
            View::from(words::hours(row.worked_seconds))
        })
        .figures()
        .sorted_by(|row| row.worked_seconds),
    ]
}

/// Those who have not clocked in today, behind a fold: it is the long list of a day off.
pub fn absent(today: Signal<Load<Today>>, people: Fetched<Vec<Employee>>) -> View {
    let names = create_selector(move || {
        let people = people.or_default();
        today.with(|state| {
            let Some(today) = state.ready() else {
                return Vec::new();
            };
            let here = |e: &Employee| {
                today.on_clock.iter().any(|on| on.employee.id == e.id)
                    || today.done.iter().any(|done| done.employee.id == e.id)
            };
            let away = people
                .into_iter()
                .filter(|e| e.archived_at.is_none() && !here(e));
            away.map(|e| (e.id.to_string(), e.name)).collect::<Vec<_>>()
        })
    });
    View::from_dynamic(move || {
        let names = names.get_clone();
        if names.is_empty() {
            return View::new();
        }
        let count = names.len();
        let link = |(id, name): (String, String)| {
            let to = format!("/people?open={id}");
            let initials = name.clone();
            view! {
                li { a(href=to) { ui::components::Avatar(name=initials) span { (name) } } }
            }
        };
        let links: Vec<View> = names.into_iter().map(link).collect();
        // Few are named at once, many when asked for.
        let open = count <= 12;
        view! {
            details(class="section fold", open=open, data-test="absent-today") {
                summary { h2 { (t!("absent-today", count = count)) } }
                ul(class="people-list") { (links) }
            }
        }
    })
}

/// Opens someone's day in the timesheet.
fn to_day(app: App, employee: &EmployeeBrief, at: Timestamp) {
    let date = app.zone().local(at).date();
    go(
        app,
        &timesheets::day_address(&employee.id.to_string(), date),
    );
}
