//! One employee's day in the panel: its entries, and the form that adds or changes one.

use api::employee::Employee;
use api::entry::Entry;
use domain::company::Permission;
use domain::time::Zone;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, DaySpan, DayStrip, Empty, Glyph, LinkButton, SidePanel, SkeletonKind,
    SpanKind,
};
use ui::i18n;
use ui::t;

use super::{Shown, card, entry_form, entry_values};
use crate::address::{param, set_params};
use crate::data::{Fetched, fetched, fetched_list};
use crate::listing::when_ready;
use crate::state::App;
use crate::words;

/// What the panel shows.
#[derive(Clone, PartialEq)]
pub enum Mode {
    /// The day's entries.
    Entries,
    /// The form of a new entry.
    Add,
    /// The form of an entry, as it was when it was opened.
    Edit(Box<Entry>),
}

/// A day of an employee.
#[derive(Clone)]
pub struct Day {
    /// Whose.
    pub employee: String,
    /// Which.
    pub date: Date,
    /// What the panel shows of it.
    pub mode: Signal<Mode>,
    /// Its entries.
    pub entries: Fetched<Vec<Entry>>,
}

/// The panel, while a day is in the address.
pub fn panel(app: App, shown: Shown) -> View {
    let (employee, day) = (param(app, "employee"), param(app, "day"));
    let chosen = create_selector(move || {
        let day = day.get_clone().and_then(|day| day.parse::<Date>().ok());
        employee.get_clone().zip(day)
    });
    View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some((employee, date)) => untrack(move || open(app, shown, employee, date)),
    })
}

fn close(app: App) {
    set_params(app, &[("employee", None), ("day", None)], false);
}

fn open(app: App, shown: Shown, employee: String, date: Date) -> View {
    let id = employee.clone();
    let person = fetched::<Employee>(app, move || Some(format!("/employees/{id}")));
    let path = format!("/entries?employee={employee}&from={date}&to={date}");
    let entries = fetched_list::<Entry>(app, move || Some(path.clone()));
    let id = employee.clone();
    let in_grid = shown.rows.with(|rows| {
        let row = rows.iter().find(|row| row.employee.id.to_string() == id);
        row.map(|row| row.employee.name.clone())
    });
    let name = create_selector(move || {
        let read = person
            .state
            .with(|s| s.ready().map(|person| person.name.clone()));
        read.or_else(|| in_grid.clone())
            .unwrap_or_else(|| t!("employee"))
    });
    let day = Day {
        employee,
        date,
        mode: create_signal(Mode::Entries),
        entries,
    };
    let subtitle = i18n::date_long(date);
    let content = View::from_dynamic(move || {
        let day = day.clone();
        let mode = day.mode.get_clone();
        untrack(move || match mode {
            Mode::Entries => {
                let shown = day.clone();
                when_ready(day.entries, SkeletonKind::Block, 2, move || {
                    list(app, &shown)
                })
            }
            Mode::Add => entry_form::form(app, &day, None),
            Mode::Edit(entry) => entry_form::form(app, &day, Some(&entry)),
        })
    });
    view! {
        SidePanel(title=name, subtitle=subtitle, on_close=move |()| close(app)) { (content) }
    }
}

fn list(app: App, day: &Day) -> View {
    let entries = day.entries;
    let of = {
        let day = day.clone();
        move || day.clone()
    };
    let ids = create_selector(move || {
        entries
            .or_default()
            .iter()
            .map(|e| e.id)
            .collect::<Vec<_>>()
    });
    let none = create_selector(move || ids.with(Vec::is_empty));
    let mode = day.mode;
    let may_edit = app.may(Permission::EditTime);
    let cards = View::from_dynamic(move || {
        if none.get() {
            return view! { Empty(title=t!("day-empty"), icon=Glyph::Clock) };
        }
        let of = of.clone();
        untrack(|| {
            view! {
                div(class="stack") {
                    Keyed(
                        list=ids, key=|id| *id,
                        view=move |id| {
                            let entry = create_selector(move || {
                                let all = entries.or_default();
                                all.into_iter().find(|entry| entry.id == id)
                            });
                            card::card(app, &of(), entry)
                        },
                    )
                }
            }
        })
    });
    let summary = summary(app, day);
    let noon = day
        .date
        .to_datetime(jiff::civil::Time::constant(12, 0, 0, 0));
    let noon = app.zone().instant(noon);
    let zone_note = noon.map(|noon| entry_values::zone_note(app, noon));
    let add = may_edit.then(|| {
        view! {
            Button(
                label=t!("entry-add"), icon=Glyph::Plus, on_press=move |()| mode.set(Mode::Add),
                test="entry-add",
            )
        }
    });
    let person = format!("/people?open={}", day.employee);
    view! {
        (summary)
        (zone_note)
        (cards)
        div(class="panel-foot") {
            (add)
            LinkButton(
                label=t!("to-employee"), href=person, kind=ButtonKind::Quiet, icon=Glyph::User,
            )
        }
    }
}

/// The day as a strip, with what it adds up to.
fn summary(app: App, day: &Day) -> View {
    let (entries, date) = (day.entries, day.date);
    let zone = app.zone();
    let spans = create_memo(move || {
        let now = app.now.get_untracked();
        let entries = entries.or_default();
        // Hours without times have no place on it.
        let drawn = |entry: &&Entry| !entry.voided && !entry.hours_only;
        let counted = entries.iter().filter(drawn);
        counted
            .flat_map(|entry| spans(entry, date, now, &zone))
            .collect::<Vec<_>>()
    });
    let totals = create_selector(move || {
        let entries = entries.or_default();
        let sum = |read: fn(&Entry) -> i64| entries.iter().map(read).sum::<i64>();
        (
            sum(|entry| entry.worked_seconds),
            sum(|entry| entry.break_seconds),
        )
    });
    let any = create_selector(move || entries.or_default().iter().any(|entry| !entry.voided));
    View::from_dynamic(move || {
        if !any.get() {
            return View::new();
        }
        let label = move || {
            let (worked, _) = totals.get();
            t!("day-strip-label", hours = words::hours(worked))
        };
        let strip = View::from_dynamic(move || {
            let drawn = spans.with(|spans| !spans.is_empty());
            drawn.then(|| untrack(|| view! { DayStrip(label=label, spans=spans) }))
        });
        let worked = View::from_dynamic(move || {
            let (worked, _) = totals.get();
            format!(
                "{} · {}",
                words::hours(worked),
                t!("decimal-hours", hours = words::decimal(worked))
            )
        });
        let breaks = View::from_dynamic(move || {
            let (_, breaks) = totals.get();
            if breaks == 0 {
                String::new()
            } else {
                t!("day-breaks", hours = words::hours(breaks))
            }
        });
        untrack(|| {
            view! {
                div(class="day-summary") {
                    (strip)
                    p(class="row row--apart") {
                        span(class="strong", data-test="day-total") { (worked) }
                        span(class="muted") { (breaks) }
                    }
                }
            }
        })
    })
}

/// An entry and its breaks on the strip of a day.
fn spans(entry: &Entry, date: Date, now: jiff::Timestamp, zone: &Zone) -> Vec<DaySpan> {
    let minute = |at: jiff::Timestamp| -> u32 {
        let local = zone.local(at);
        match local.date().cmp(&date) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 24 * 60,
            std::cmp::Ordering::Equal => {
                u32::from(local.hour().unsigned_abs()) * 60
                    + u32::from(local.minute().unsigned_abs())
            }
        }
    };
    let span = |start, end: Option<jiff::Timestamp>, kind| DaySpan {
        start_minute: minute(start),
        end_minute: minute(end.unwrap_or(now)),
        kind,
    };
    let values = &entry.values;
    let kind = if values.end.is_some() {
        SpanKind::Work
    } else {
        SpanKind::Open
    };
    let breaks = values
        .breaks
        .iter()
        .map(|pause| span(pause.start, pause.end, SpanKind::Break));
    std::iter::once(span(values.start, values.end, kind))
        .chain(breaks)
        .collect()
}
