//! Everyone's timesheets of a period: who stands where, what is to be looked at, and approving
//! many at once.

use std::collections::BTreeSet;

use api::timesheet::{PeriodSheets, SheetStatus, SheetSummary, SheetToApprove};
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Chip, Column, DataTable, Empty, Glyph, InputKind, Sort, TextInput,
};
use ui::t;

use super::act::Act;
use super::words::{
    STATUSES, is_ready, is_taken, needs_a_look, questions, status_badge, status_glyph, status_name,
};
use super::{shown_period, to_sheet};
use crate::address::bound;
use crate::data::Fetched;
use crate::state::App;
use crate::words;

/// The filter for what somebody has to look at.
const LOOK: &str = "look";

/// What is filtered, in the address.
#[derive(Clone, Copy)]
struct Filters {
    query: Signal<String>,
    only: Signal<String>,
}

impl Filters {
    fn shows(self, row: &SheetSummary) -> bool {
        let only = self.only.with(|only| is_of(row, only));
        let texts = [row.employee.name.as_str(), &row.employee.number];
        only && self.query.with(|query| words::matches(query, &texts))
    }
}

fn is_of(row: &SheetSummary, only: &str) -> bool {
    match STATUSES.iter().find(|(_, name)| *name == only) {
        Some((status, _)) => row.status == *status,
        None => only != LOOK || needs_a_look(row),
    }
}

/// The overview.
pub(super) fn overview(
    app: App,
    sheets: Fetched<PeriodSheets>,
    asked: Signal<Option<Act>>,
    selected: Signal<BTreeSet<String>>,
) -> View {
    let all = create_memo(move || {
        sheets.state.with(|s| {
            s.ready()
                .map(|sheets| sheets.rows.clone())
                .unwrap_or_default()
        })
    });
    let filters = Filters {
        query: bound(app, "q", ""),
        only: bound(app, "status", ""),
    };
    let shown = create_memo(move || {
        let mut rows = all.get_clone();
        rows.retain(|row| filters.shows(row));
        rows
    });
    let period = shown_period(sheets);
    let first = create_selector(move || period.with(|p| p.as_ref().map(|period| period.first)));
    create_effect(move || {
        first.track();
        selected.set(BTreeSet::new());
    });
    let by_exception = by_exception(all, first, asked);
    let bar = filter_bar(filters, all, shown);
    let list = list(app, all, shown, selected);
    let chosen = chosen(shown, selected, first, asked);
    view! { (by_exception) (bar) (list) (chosen) }
}

/// Approving all that needs no look, with how many that are.
fn by_exception(
    all: ReadSignal<Vec<SheetSummary>>,
    first: ReadSignal<Option<jiff::civil::Date>>,
    asked: Signal<Option<Act>>,
) -> View {
    let counts = create_selector(move || {
        all.with(|rows| {
            let count = |is: fn(&SheetSummary) -> bool| rows.iter().filter(|row| is(row)).count();
            let approved = |row: &SheetSummary| row.status == SheetStatus::Approved;
            // Whoever has no hours has nothing to approve either.
            let any = |row: &SheetSummary| row.entries > 0 || row.status != SheetStatus::Open;
            (count(is_taken), count(approved), count(any))
        })
    });
    View::from_dynamic(move || {
        let (taken, approved, all) = counts.get();
        if all == 0 {
            return View::new();
        }
        let words = if taken > 0 {
            let others = all.saturating_sub(taken).saturating_sub(approved);
            t!("approve-by-exception", count = taken, others = others)
        } else if approved == all {
            t!("approve-all-done")
        } else {
            t!("approve-none-ready")
        };
        let press = move |()| {
            asked.set(first.get_untracked().map(|first| Act::ApproveSubmitted {
                first,
                count: taken,
            }));
        };
        let button = (taken > 0).then(|| {
            view! {
                Button(
                    label=t!("approve-all-ready", count = taken), kind=ButtonKind::Primary,
                    icon=Glyph::CheckDouble, on_press=press, test="approve-all",
                )
            }
        });
        view! {
            div(class="row row--apart approve-lead") {
                p(class="grow", data-test="approve-lead") { (words) }
                (button)
            }
        }
    })
}

fn filter_bar(
    filters: Filters,
    all: ReadSignal<Vec<SheetSummary>>,
    shown: ReadSignal<Vec<SheetSummary>>,
) -> View {
    let only = filters.only;
    let chip = move |value: &'static str, label: String, glyph: Glyph| {
        let pressed = create_selector(move || only.with(|only| only == value));
        let toggle = move |()| only.set(if pressed.get() { "" } else { value }.to_owned());
        let count = create_selector(move || {
            all.with(|rows| rows.iter().filter(|row| is_of(row, value)).count())
        });
        let test = format!("approve-only-{value}");
        // A status that nobody's is would be one more word to read.
        let visible = create_selector(move || count.get() > 0 || pressed.get());
        View::from_dynamic(move || {
            if !visible.get() {
                return View::new();
            }
            let (label, test) = (label.clone(), test.clone());
            untrack(|| {
                view! {
                    Chip(
                        label=label, pressed=pressed, on_press=toggle, icon=glyph, count=count,
                        test=test,
                    )
                }
            })
        })
    };
    let mut chips = vec![chip(LOOK, t!("approve-look"), Glyph::Eye)];
    chips.extend(
        STATUSES.map(|(status, name)| chip(name, status_name(status), status_glyph(status))),
    );
    view! {
        div(class="filters") {
            TextInput(
                label=t!("search"), value=filters.query, kind=InputKind::Search,
                label_hidden=true, placeholder=t!("week-search"), test="approve-query",
            )
            (chips)
            span(class="filters-count", role="status") {
                (t!("employees-count", count = shown.with(Vec::len)))
            }
        }
    }
}

fn list(
    app: App,
    all: ReadSignal<Vec<SheetSummary>>,
    shown: ReadSignal<Vec<SheetSummary>>,
    selected: Signal<BTreeSet<String>>,
) -> View {
    let state = create_selector(move || (shown.with(Vec::is_empty), all.with(Vec::is_empty)));
    let sort = create_signal(None::<Sort>);
    View::from_dynamic(move || match state.get() {
        (true, true) => view! {
            Empty(
                title=t!("approve-empty"), body=t!("approve-empty-body"), icon=Glyph::Calendar,
            )
        },
        (true, false) => {
            view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) }
        }
        (false, _) => untrack(|| {
            let columns = columns();
            view! {
                DataTable(
                    caption=t!("approve-caption"), columns=columns, rows=shown, sort=sort,
                    selected=selected, key=|row: &SheetSummary| row.employee.id.to_string(),
                    name=|row: &SheetSummary| row.employee.name.clone(),
                    on_open=move |row: SheetSummary| {
                        to_sheet(app, Some(&row.employee.id.to_string()));
                    },
                    class="table--pin",
                )
            }
        }),
    })
}

fn columns() -> Vec<Column<SheetSummary>> {
    let length = |key, label: String, read: fn(&SheetSummary) -> i64| {
        let cell = move |row: &SheetSummary| {
            let seconds = read(row);
            let words = if seconds == 0 {
                "–".to_owned()
            } else {
                words::hours(seconds)
            };
            View::from(words)
        };
        Column::new(key, label, cell).figures().sorted_by(read)
    };
    vec![
        Column::new("name", t!("employee"), |row: &SheetSummary| {
            words::who(&row.employee.name, &row.employee.number)
        })
        .sorted_by(|row| row.employee.name.to_lowercase()),
        Column::new("status", t!("filter-state"), |row: &SheetSummary| {
            status_badge(row.status)
        })
        .sorted_by(|row| {
            STATUSES
                .iter()
                .position(|(status, _)| *status == row.status)
        }),
        length("worked", t!("hours"), |row| row.worked_seconds),
        Column::new("decimal", t!("approve-decimal"), |row: &SheetSummary| {
            View::from(words::decimal(row.worked_seconds))
        })
        .figures(),
        length("breaks", t!("breaks"), |row| row.break_seconds),
        length("deducted", t!("approve-deducted"), |row| {
            row.deducted_seconds
        }),
        Column::new("questions", t!("approve-questions"), questions)
            .sorted_by(|row| usize::from(!needs_a_look(row))),
    ]
}

/// What is chosen, and approving it.
fn chosen(
    shown: ReadSignal<Vec<SheetSummary>>,
    selected: Signal<BTreeSet<String>>,
    first: ReadSignal<Option<jiff::civil::Date>>,
    asked: Signal<Option<Act>>,
) -> View {
    let chosen = create_memo(move || {
        let mut rows = shown.get_clone();
        rows.retain(|row| selected.with(|s| s.contains(&row.employee.id.to_string())));
        rows
    });
    let any = create_selector(move || chosen.with(|chosen| !chosen.is_empty()));
    let ready = create_selector(move || {
        chosen.with(|chosen| chosen.iter().filter(|row| is_ready(row)).count())
    });
    let approve = move |()| {
        let rows = chosen.get_clone_untracked();
        let left = rows.iter().filter(|row| !is_ready(row)).count();
        let sheets = rows.iter().filter(|row| is_ready(row));
        let sheets = sheets.map(|row| SheetToApprove {
            employee: row.employee.id,
            entries_hash: row.entries_hash.clone(),
        });
        let sheets: Vec<SheetToApprove> = sheets.collect();
        asked.set(first.get_untracked().map(|first| Act::Approve {
            first,
            sheets,
            left,
        }));
    };
    View::from_dynamic(move || {
        if !any.get() {
            return View::new();
        }
        view! {
            div(class="bar", role="region", aria-label=t!("selection")) {
                span(class="strong") {
                    (t!("approve-chosen", count = chosen.with(Vec::len)))
                }
                Button(
                    label=move || t!("approve-selected", count = ready.get()),
                    kind=ButtonKind::Primary, disabled=move || ready.get() == 0,
                    on_press=approve, test="approve-selected",
                )
                (if ready.get() == 0 {
                    view! { span(class="small") { (t!("approve-selected-none")) } }
                } else {
                    View::new()
                })
                Button(
                    label=t!("clear"), kind=ButtonKind::Quiet,
                    on_press=move |()| selected.set(BTreeSet::new()),
                )
            }
        }
    })
}
