//! Exceptions: time entries that someone has to look at, settled one by one or several at once;
//! and, in a tab of their own, statements that are held back.

mod settle;

use std::collections::{BTreeMap, BTreeSet};

use api::entry::{Entry, ExceptionKind};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Checkbox, Chip, Column, DataTable, Empty, Glyph, InputKind, SkeletonKind,
    Sort, Tab, Tabs, TextInput,
};
use ui::i18n;
use ui::t;

use crate::address::{bound, go};
use crate::data::{Fetched, fetched_list};
use crate::held;
use crate::listing::when_ready;
use crate::state::App;
use crate::timesheets::{day_address, entry_times};
use crate::words;

/// The tab of what is held back, in the address.
const HELD: &str = "held";

/// What is filtered, in the address.
#[derive(Clone, Copy)]
struct Range {
    from: Signal<String>,
    to: Signal<String>,
    settled: Signal<String>,
    kind: Signal<String>,
}

impl Range {
    fn in_address(app: App) -> Range {
        Range {
            from: bound(app, "from", ""),
            to: bound(app, "to", ""),
            settled: bound(app, "settled", ""),
            kind: bound(app, "kind", ""),
        }
    }

    fn path(self) -> String {
        let mut path = String::from("/exceptions?");
        for (name, value) in [("from", self.from), ("to", self.to)] {
            let date = value.get_clone();
            if date.parse::<jiff::civil::Date>().is_ok() {
                path.push_str(&format!("{name}={date}&"));
            }
        }
        path.push_str(if self.settled.with(|s| s == "1") {
            "settled=true"
        } else {
            "settled=false"
        });
        path
    }
}

/// The page: what is wrong with entries, and what is held back where someone may see that.
pub fn page(app: App) -> View {
    if !app.may(Permission::ViewTime) {
        let entries = of_entries(app);
        return view! {
            main(class="page", id="main", tabindex="-1") {
                div(class="page-head") { h1 { (t!("nav-exceptions")) } }
                (entries)
            }
        };
    }
    let shown = bound(app, "show", "");
    let tab = |value: &str, label: String| Tab {
        value: value.to_owned(),
        label,
        count: None,
    };
    let tabs = vec![tab("", t!("exceptions-of-entries")), tab(HELD, t!("held"))];
    let part = move |value: String| {
        untrack(|| {
            if value == HELD {
                held::tab(app)
            } else {
                of_entries(app)
            }
        })
    };
    let side = View::from_dynamic(move || {
        if shown.with(|shown| shown == HELD) {
            untrack(|| held::panel(app))
        } else {
            View::new()
        }
    });
    view! {
        main(class="page", id="main", tabindex="-1") {
            div(class="page-head") { h1 { (t!("nav-exceptions")) } }
            Tabs(label=t!("nav-exceptions"), value=shown, tabs=tabs, panel=part)
        }
        (side)
    }
}

/// Entries that someone has to look at.
fn of_entries(app: App) -> View {
    let range = Range::in_address(app);
    let entries = fetched_list::<Entry>(app, move || Some(range.path()));
    let shown = create_memo(move || {
        let kind = range.kind.get_clone();
        let mut entries = entries.or_default();
        entries.retain(|entry| {
            kind.is_empty()
                || entry
                    .exceptions
                    .iter()
                    .any(|e| words::exception_key(e.kind) == kind)
        });
        entries
    });
    let selected = create_signal(BTreeSet::new());
    let settling = create_signal(false);
    let filters = filters(range);
    let chips = chips(range, entries);
    let list = when_ready(entries, SkeletonKind::Rows, 8, move || {
        list(app, shown, selected, range)
    });
    let bar = bar(app, shown, selected, settling);
    let dialog = View::from_dynamic(move || {
        if settling.get() {
            untrack(|| settle::dialog(app, shown, selected, settling))
        } else {
            View::new()
        }
    });
    view! {
        (filters)
        (chips)
        (list)
        (bar)
        (dialog)
    }
}

fn filters(range: Range) -> View {
    let with_settled = create_signal(range.settled.with_untracked(|s| s == "1"));
    create_effect(move || {
        let on = range.settled.with(|s| s == "1");
        if with_settled.get_untracked() != on {
            with_settled.set(on);
        }
    });
    view! {
        div(class="filters") {
            TextInput(
                label=t!("range-from"), value=range.from, kind=InputKind::Date,
                test="exceptions-from",
            )
            TextInput(
                label=t!("range-to"), value=range.to, kind=InputKind::Date, test="exceptions-to",
            )
            Checkbox(
                label=t!("with-settled"), checked=with_settled, test="exceptions-settled",
                on_change=move |on: bool| range.settled.set(if on { "1" } else { "" }.to_owned()),
            )
            span(class="filters-count muted") { (t!("range-hint")) }
        }
    }
}

/// The kinds that occur, each with its count.
fn chips(range: Range, entries: Fetched<Vec<Entry>>) -> View {
    let counts = create_selector(move || {
        let mut counts = BTreeMap::<ExceptionKind, usize>::new();
        for entry in entries.or_default() {
            let kinds: BTreeSet<_> = entry.exceptions.iter().map(|e| e.kind).collect();
            for kind in kinds {
                *counts.entry(kind).or_default() += 1;
            }
        }
        counts.into_iter().collect::<Vec<_>>()
    });
    View::from_dynamic(move || {
        let counts = counts.get_clone();
        let chosen = range.kind.get_clone_untracked();
        if counts.len() < 2 && chosen.is_empty() {
            return View::new();
        }
        let chip = |(kind, count): (ExceptionKind, usize)| {
            let key = words::exception_key(kind);
            let pressed = create_selector(move || range.kind.with(|kind| kind == key));
            let toggle = move |()| {
                range
                    .kind
                    .set(if pressed.get() { "" } else { key }.to_owned());
            };
            view! {
                Chip(
                    label=words::exception_name(kind), pressed=pressed, on_press=toggle,
                    count=move || count, test=format!("kind-{key}"),
                )
            }
        };
        let chips: Vec<View> = counts.into_iter().map(chip).collect();
        view! { div(class="chips", role="group", aria-label=t!("filter-kind")) { (chips) } }
    })
}

fn list(
    app: App,
    shown: ReadSignal<Vec<Entry>>,
    selected: Signal<BTreeSet<String>>,
    range: Range,
) -> View {
    let empty = create_selector(move || shown.with(Vec::is_empty));
    let sort = create_signal(None::<Sort>);
    View::from_dynamic(move || {
        if empty.get() {
            let filtered = untrack(|| range.kind.with(|kind| !kind.is_empty()));
            return if filtered {
                view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) }
            } else {
                view! {
                    Empty(
                        title=t!("exceptions-empty"), body=t!("exceptions-empty-body"),
                        icon=Glyph::CheckDouble,
                    )
                }
            };
        }
        let columns = columns(app);
        let open = move |entry: Entry| {
            go(
                app,
                &day_address(&entry.employee.id.to_string(), entry.work_date),
            );
        };
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("nav-exceptions"), columns=columns, rows=shown, sort=sort,
                    selected=selected, class="exceptions-table",
                    key=|entry: &Entry| entry.id.to_string(),
                    name=|entry: &Entry| {
                        format!("{}, {}", entry.employee.name, i18n::date_with_weekday(entry.work_date))
                    },
                    on_open=open,
                )
            }
        })
    })
}

fn columns(app: App) -> Vec<Column<Entry>> {
    let zone = app.zone();
    vec![
        Column::new("employee", t!("employee"), |entry: &Entry| {
            words::who(&entry.employee.name, &entry.employee.number)
        })
        .sorted_by(|entry| entry.employee.name.to_lowercase()),
        Column::new("date", t!("day"), |entry: &Entry| {
            View::from(i18n::date_with_weekday(entry.work_date))
        })
        .sorted_by(|entry| entry.work_date),
        Column::new("exceptions", t!("what-is-wrong"), |entry: &Entry| {
            words::exception_badges(&entry.exceptions)
        }),
        Column::new("times", t!("times"), move |entry: &Entry| {
            let times = entry_times(entry, &zone);
            view! { span(class="nowrap") { (times) } }
        }),
        Column::new("hours", t!("hours"), |entry: &Entry| {
            View::from(words::hours(entry.worked_seconds))
        })
        .figures()
        .sorted_by(|entry| entry.worked_seconds),
        Column::new("job", t!("job"), |entry: &Entry| {
            View::from(words::job_name(entry.values.job.as_ref()))
        })
        .sorted_by(|entry| words::job_name(entry.values.job.as_ref())),
    ]
}

/// What is chosen, with what can be done to it.
fn bar(
    app: App,
    shown: ReadSignal<Vec<Entry>>,
    selected: Signal<BTreeSet<String>>,
    settling: Signal<bool>,
) -> View {
    let count = create_selector(move || {
        let open = |entry: &&Entry| {
            selected.with(|s| s.contains(&entry.id.to_string()))
                && entry.exceptions.iter().any(|e| !e.settled)
        };
        shown.with(|entries| entries.iter().filter(open).count())
    });
    View::from_dynamic(move || {
        let count = count.get();
        if count == 0 || !app.may(Permission::SettleExceptions) {
            return View::new();
        }
        view! {
            div(class="bar", role="region", aria-label=t!("selection")) {
                span(class="strong") { (t!("selected-count", count = count)) }
                Button(
                    label=t!("settle-selected"), kind=ButtonKind::Primary, icon=Glyph::Check,
                    on_press=move |()| settling.set(true), test="exceptions-settle",
                )
                Button(
                    label=t!("clear"), kind=ButtonKind::Quiet,
                    on_press=move |()| selected.set(BTreeSet::new()),
                )
            }
        }
    })
}
