//! Timesheets: the week as a grid, a day of one employee in the panel beside it.
//!
//! Week, filters, and the day that is open are in the address.

mod approve;
mod ask;
mod card;
mod day;
mod entry_form;
mod entry_values;
mod export;
mod grid;
mod grid_keys;
mod history;
mod late_offer;

use api::week::{Week, WeekRow};
use domain::company::Permission;
use domain::time::Zone;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use sycamore::prelude::*;
use ui::components::{
    Button, Chip, Glyph, IconButton, InputKind, SkeletonKind, Tab, Tabs, TextInput,
};
use ui::i18n;
use ui::{dom, t};

use crate::address::{bound, param, set_params};
use crate::data::{Fetched, fetched_by};
use crate::http::{self, Answer};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// Hours of open entries grow without anything happening: the week is read again.
const REFRESH_MILLISECONDS: u32 = 60_000;
/// The server gives this many employees at once,
const ROWS_AT_ONCE: usize = 500;
/// and a grid has no more of such pages.
const PAGES_MAX: usize = 4;

/// The address of an employee's day.
pub fn day_address(employee: &str, date: Date) -> String {
    format!("/timesheets?week={date}&employee={employee}&day={date}")
}

/// The time of an instant, with its date when that is not today.
pub fn time_or_date(at: Timestamp, zone: &Zone, today: Date) -> String {
    if zone.local(at).date() == today {
        i18n::time_at(at, zone)
    } else {
        i18n::date_time_at(at, zone)
    }
}

/// What is shown of the week.
#[derive(Clone, Copy)]
struct Shown {
    week: Fetched<Week>,
    rows: ReadSignal<Vec<WeekRow>>,
    dates: ReadSignal<Vec<Date>>,
}

/// The tab of approvals, in the address,
const APPROVE: &str = "approve";
/// and that of late corrections.
const LATE: &str = "late";

/// The page: the week as a grid, and for who approves, pay periods and late corrections.
pub fn page(app: App) -> View {
    let tab = bound(app, "show", "");
    let approves = app.may(Permission::ApproveTimesheets);
    let on_week = create_selector(move || !approves || tab.with(String::is_empty));
    let of_week = of_week(app, on_week);
    let side = View::from_dynamic(move || {
        if on_week.get() {
            untrack(|| day::panel(app, of_week.shown))
        } else {
            View::new()
        }
    });
    let content = if approves {
        tabs(app, tab, of_week)
    } else {
        week(app, of_week)
    };
    view! {
        main(class="page page--fill", id="main", tabindex="-1") {
            div(class="page-head") { h1 { (t!("nav-timesheets")) } }
            (content)
        }
        (side)
    }
}

fn tabs(app: App, shown: Signal<String>, of_week: OfWeek) -> View {
    let tab = |value: &str, label: String| Tab {
        value: value.to_owned(),
        label,
        count: None,
    };
    let tabs = vec![
        tab("", t!("week")),
        tab(APPROVE, t!("approve")),
        tab(LATE, t!("approve-late")),
    ];
    let part = move |value: String| {
        untrack(|| match value.as_str() {
            APPROVE => approve::tab(app),
            LATE => approve::late_tab(app),
            _ => week(app, of_week),
        })
    };
    view! { Tabs(label=t!("nav-timesheets"), value=shown, tabs=tabs, panel=part) }
}

/// The week and its filters, read while it is in sight.
#[derive(Clone, Copy)]
struct OfWeek {
    shown: Shown,
    query: Signal<String>,
    only: Signal<String>,
}

fn of_week(app: App, in_sight: ReadSignal<bool>) -> OfWeek {
    let start = param(app, "week");
    let query = bound(app, "q", "");
    let only = bound(app, "only", "");
    let path = move || {
        in_sight.get().then(
            || match start.get_clone().and_then(|date| date.parse::<Date>().ok()) {
                Some(date) => format!("/week?limit={ROWS_AT_ONCE}&start={date}"),
                None => format!("/week?limit={ROWS_AT_ONCE}"),
            },
        )
    };
    let week = fetched_by(app, path, |path| async move { whole_week(&path).await });
    dom::every(REFRESH_MILLISECONDS, move || week.reload());
    let rows = create_memo(move || {
        let (query, only) = (query.get_clone(), only.get_clone());
        week.state.with(|state| {
            let rows = state
                .ready()
                .map(|week| week.rows.iter())
                .into_iter()
                .flatten();
            rows.filter(|row| is_shown(row, &query, &only))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let dates = create_selector(move || {
        week.state
            .with(|s| s.ready().map(|week| week.dates.clone()).unwrap_or_default())
    });
    OfWeek {
        shown: Shown { week, rows, dates },
        query,
        only,
    }
}

/// The week as a grid.
fn week(app: App, of_week: OfWeek) -> View {
    let OfWeek { shown, query, only } = of_week;
    let head = head(app, shown);
    let filters = filters(shown, query, only);
    let grid = when_ready(shown.week, SkeletonKind::Rows, 12, move || {
        grid::grid(app, shown)
    });
    view! { (head) (filters) (grid) }
}

async fn whole_week(path: &str) -> Answer<Week> {
    let mut week: Week = http::get(path).await?;
    for _ in 1..PAGES_MAX {
        let Some(cursor) = week.next.take() else {
            break;
        };
        let cursor = String::from(js_sys::encode_uri_component(&cursor));
        let more: Week = http::get(&format!("{path}&after={cursor}")).await?;
        week.rows.extend(more.rows);
        week.next = more.next;
    }
    Ok(week)
}

fn is_shown(row: &WeekRow, query: &str, only: &str) -> bool {
    let state = match only {
        "exceptions" => row.days.iter().any(|day| !day.exceptions.is_empty()),
        "open" => row.days.iter().any(|day| day.open),
        _ => true,
    };
    state && words::matches(query, &[&row.employee.name, &row.employee.number])
}

fn head(app: App, shown: Shown) -> View {
    let range = create_selector(move || {
        shown
            .dates
            .with(|dates| match (dates.first(), dates.last()) {
                (Some(first), Some(last)) => i18n::date_range(*first, *last),
                _ => String::new(),
            })
    });
    let go = move |days: i64| {
        let first = shown.dates.with_untracked(|dates| dates.first().copied());
        let start = first.and_then(|first| first.checked_add(days.days()).ok());
        if let Some(start) = start {
            to_week(app, Some(start));
        }
    };
    let company = app
        .company
        .with(|c| c.as_ref().map(|c| c.name.clone()))
        .unwrap_or_default();
    let print = |()| {
        if window().print().is_err() {
            console_log!("printing is not allowed here");
        }
    };
    let on_paper = t!("print-head", company = company);
    let export_open = create_signal(false);
    let export = View::from_dynamic(move || {
        if !export_open.get() {
            return View::new();
        }
        let week = shown.dates.with_untracked(|dates| dates.first().copied());
        export::dialog(app, week, export_open)
    });
    view! {
        div(class="page-head") {
            p(class="print-only") { (on_paper) ": " (range) }
            div(class="week-picker", role="group", aria-label=t!("week")) {
                IconButton(
                    glyph=Glyph::ChevronLeft, label=t!("week-before"),
                    on_press=move |()| go(-7), test="week-before",
                )
                span(class="week-picker-label", aria-live="polite", data-test="week-range") {
                    (range)
                }
                IconButton(
                    glyph=Glyph::ChevronRight, label=t!("week-after"), on_press=move |()| go(7),
                    test="week-after",
                )
                Button(
                    label=t!("week-this"), on_press=move |()| to_week(app, None), test="week-this",
                )
            }
            div(class="page-actions") {
                Button(
                    label=t!("export"), icon=Glyph::Download, test="week-export",
                    on_press=move |()| export_open.set(true),
                )
                Button(label=t!("print"), icon=Glyph::Printer, on_press=print, test="week-print")
            }
            (export)
        }
    }
}

/// Another week; the open day stays behind.
fn to_week(app: App, start: Option<Date>) {
    let start = start.map(|date| date.to_string());
    set_params(
        app,
        &[
            ("week", start.as_deref()),
            ("day", None),
            ("employee", None),
        ],
        false,
    );
}

fn filters(shown: Shown, query: Signal<String>, only: Signal<String>) -> View {
    let chip = |value: &'static str, label: String, glyph: Glyph, test: &'static str| {
        let pressed = create_selector(move || only.with(|only| only == value));
        let toggle = move |()| only.set(if pressed.get() { "" } else { value }.to_owned());
        let count = create_selector(move || {
            shown.week.state.with(|state| {
                let rows = state
                    .ready()
                    .map(|week| week.rows.iter())
                    .into_iter()
                    .flatten();
                rows.filter(|row| is_shown(row, "", value)).count()
            })
        });
        view! {
            Chip(label=label, pressed=pressed, on_press=toggle, icon=glyph, count=count, test=test)
        }
    };
    let exceptions = chip(
        "exceptions",
        t!("filter-exceptions"),
        Glyph::Alert,
        "week-only-exceptions",
    );
    let open = chip("open", t!("filter-open"), Glyph::Clock, "week-only-open");
    let count = create_selector(move || t!("employees-count", count = shown.rows.with(Vec::len)));
    view! {
        div(class="filters") {
            TextInput(
                label=t!("search"), value=query, kind=InputKind::Search, label_hidden=true,
                placeholder=t!("week-search"), test="week-query",
            )
            (exceptions)
            (open)
            span(class="filters-count", role="status") { (count) }
        }
    }
}

/// The times of an entry in one line; of one without, that it has none.
pub fn entry_times(entry: &api::entry::Entry, zone: &Zone) -> String {
    if entry.hours_only {
        return t!("hours-only");
    }
    entry_values::times(&entry.values, entry.work_date, zone)
}
