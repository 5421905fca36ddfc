//! The week grid: employees by days, with totals.
//!
//! Two hundred employees are fourteen hundred cells: a cell is one button without handlers of its
//! own, and presses and keys are heard by the table. Buttons stay when figures change, so that the
//! keyboard keeps its place.

use std::collections::HashMap;

use api::entry::ExceptionKind;
use api::week::{WeekCell, WeekRow};
use jiff::civil::{Date, Weekday};
use sycamore::prelude::*;
use sycamore::web::tags;
use ui::components::{Badge, Empty, Glyph, Icon, LinkButton, Tone};
use ui::i18n;
use ui::t;

use super::{Shown, grid_keys};
use crate::state::App;
use crate::words;

/// So many marks are named in a cell; the rest is counted.
const MARKS_MAX: usize = 2;

/// The grid, or why there is none.
pub fn grid(app: App, shown: Shown) -> View {
    let empty = create_selector(move || shown.rows.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            untrack(|| nothing(shown))
        } else {
            untrack(|| table(app, shown))
        }
    })
}

fn nothing(shown: Shown) -> View {
    let nobody = shown
        .week
        .state
        .with(|s| s.ready().is_none_or(|week| week.rows.is_empty()));
    if !nobody {
        return view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) };
    }
    view! {
        Empty(title=t!("week-empty"), body=t!("week-empty-body"), icon=Glyph::Calendar) {
            LinkButton(label=t!("first-add-people"), href="/people?open=new", icon=Glyph::Users)
        }
    }
}

fn table(app: App, shown: Shown) -> View {
    let by_employee = create_memo(move || {
        shown.rows.with(|rows| {
            rows.iter()
                .map(|row| (row.employee.id.to_string(), row.clone()))
                .collect::<HashMap<_, _>>()
        })
    });
    // Rows are made anew for another week, and stay while only figures change.
    let order = create_selector(move || {
        let start = shown.dates.with(|dates| dates.first().copied());
        shown.rows.with(|rows| {
            rows.iter()
                .map(|row| (start, row.employee.id.to_string()))
                .collect::<Vec<_>>()
        })
    });
    let head = head(app, shown);
    let body = view! {
        Keyed(
            list=order, key=|key| key.clone(),
            view=move |(_, employee)| row(shown, by_employee, &employee),
        )
    };
    let foot = foot(shown);
    let node = create_node_ref();
    grid_keys::keep_place(app, node, order);
    let table: View = tags::table()
        .class("table table--pin week")
        .attr("role", "grid")
        .attr("data-test", "week-grid")
        .attr("aria-label", t!("nav-timesheets"))
        .r#ref(node)
        .on(
            sycamore::web::events::click,
            move |event: web_sys::MouseEvent| {
                grid_keys::on_press(app, &event);
            },
        )
        .on(
            sycamore::web::events::keydown,
            move |event: web_sys::KeyboardEvent| {
                grid_keys::on_key(&event);
            },
        )
        .on(
            sycamore::web::events::focusin,
            move |event: web_sys::FocusEvent| {
                grid_keys::on_focus(&event);
            },
        )
        .children(view! { (head) tbody { (body) } (foot) })
        .into();
    view! { div(class="table-wrap fill", role="region", aria-label=t!("nav-timesheets")) { (table) } }
}

fn head(app: App, shown: Shown) -> View {
    let days = View::from_dynamic(move || {
        let today = app.today();
        let day = |date: &Date| {
            let class = if *date == today { "is-today" } else { "" };
            let (weekday, short) = (i18n::weekday_short(*date), i18n::date_short(*date));
            let is_today =
                (*date == today).then(|| view! { span(class="sr-only") { (t!("day-today")) } });
            view! {
                th(scope="col", class=class) {
                    span(class="day-of-week") { (weekday) }
                    span { (short) }
                    (is_today)
                }
            }
        };
        shown
            .dates
            .get_clone()
            .iter()
            .map(day)
            .collect::<Vec<View>>()
    });
    view! {
        thead {
            tr {
                th(scope="col") { (t!("employee")) }
                (days)
                th(scope="col") { (t!("total")) }
            }
        }
    }
}

fn row(shown: Shown, rows: ReadSignal<HashMap<String, WeekRow>>, employee: &str) -> View {
    let id = employee.to_owned();
    let row = create_selector(move || rows.with(|rows| rows.get(&id).cloned()));
    let name = row
        .with_untracked(|r| r.as_ref().map(|r| r.employee.name.clone()))
        .unwrap_or_default();
    let who = View::from_dynamic(move || {
        row.get_clone().map(|row| {
            let badge = row.archived.then(|| view! { Badge(label=t!("archived")) });
            let who = words::who(&row.employee.name, &row.employee.number);
            view! { (who) (badge) }
        })
    });
    let dates = shown.dates.get_clone_untracked();
    let cells: Vec<View> = dates
        .into_iter()
        .enumerate()
        .map(|(at, date)| cell(row, at, date, employee))
        .collect();
    let total = View::from_dynamic(move || {
        total(row.with(|row| row.as_ref().map_or(0, |row| row.total_seconds)))
    });
    view! {
        tr(data-name=name) {
            th(scope="row") { (who) }
            (cells)
            td(class="week-total") { (total) }
        }
    }
}

fn cell(row: ReadSignal<Option<WeekRow>>, at: usize, date: Date, employee: &str) -> View {
    // A view is made outside of reading: its parts are signals too.
    let content = View::from_dynamic(move || {
        let cell = row.with(|row| row.as_ref().and_then(|row| row.days.get(at)).cloned());
        cell.as_ref().map(cell_content)
    });
    let class = move || {
        row.with(|row| match row.as_ref().and_then(|row| row.days.get(at)) {
            Some(cell) if cell.open => "cell is-open",
            Some(cell) if cell.worked_seconds > 0 => "cell",
            Some(_) | None => "cell is-empty",
        })
    };
    let button: View = tags::button()
        .r#type("button")
        .class(class)
        .attr("tabindex", "-1")
        .attr("data-employee", employee.to_owned())
        .attr("data-date", date.to_string())
        .attr("data-test", format!("cell-{date}"))
        .children(content)
        .into();
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    if weekend {
        view! { td(class="is-weekend") { (button) } }
    } else {
        view! { td { (button) } }
    }
}

fn cell_content(cell: &WeekCell) -> View {
    if cell.entries.is_empty() && cell.worked_seconds == 0 {
        return view! {
            span(class="cell-hours") {
                span(aria-hidden="true") { "–" }
                span(class="sr-only") { (t!("no-hours")) }
            }
        };
    }
    let hours = words::hours(cell.worked_seconds);
    let open = cell.open.then(|| {
        view! {
            span(class="cell-mark cell-mark--open") {
                Icon(glyph=Glyph::Clock)
                span { (t!("cell-open")) }
            }
        }
    });
    let marks: Vec<View> = cell
        .exceptions
        .iter()
        .take(MARKS_MAX)
        .map(|kind| mark(*kind))
        .collect();
    let more = cell.exceptions.len().saturating_sub(MARKS_MAX);
    let more = (more > 0).then(|| {
        view! {
            span(class="cell-mark") { (t!("cell-more", count = more)) }
        }
    });
    view! {
        span(class="cell-hours") { (hours) }
        (open)
        (marks)
        (more)
    }
}

fn mark(kind: ExceptionKind) -> View {
    let word = i18n::text_in("mark", words::exception_key(kind));
    let class = match words::exception_tone(kind) {
        Tone::Bad => "cell-mark cell-mark--bad",
        Tone::Warn | Tone::Neutral | Tone::Good => "cell-mark",
    };
    view! { span(class=class) { Icon(glyph=Glyph::Alert) span { (word) } } }
}

fn total(seconds: i64) -> View {
    let (hours, decimal) = (words::hours(seconds), words::decimal(seconds));
    view! { span { (hours) } span(class="decimal") { (decimal) } }
}

/// Totals of the rows in sight.
fn foot(shown: Shown) -> View {
    let totals = create_selector(move || {
        let mut days = vec![0_i64; shown.dates.with(Vec::len)];
        shown.rows.with(|rows| {
            for row in rows {
                for (sum, cell) in days.iter_mut().zip(&row.days) {
                    *sum += cell.worked_seconds;
                }
            }
        });
        days
    });
    let cells = View::from_dynamic(move || {
        let days = totals.get_clone();
        let all = days.iter().sum();
        let cell = |seconds: i64, class: &'static str| {
            let total = total(seconds);
            view! { td(class=class) { (total) } }
        };
        let mut cells: Vec<View> = days
            .into_iter()
            .map(|day| cell(day, "week-day-total"))
            .collect();
        cells.push(cell(all, "week-total"));
        cells
    });
    view! { tfoot { tr { th(scope="row") { (t!("total")) } (cells) } } }
}
