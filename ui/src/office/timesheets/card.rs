//! One entry as a card: its times and breaks, what it was for, what is doubtful about it, and what
//! can be done.

use api::entry::{Entry, EntryDetail, Origin};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Badge, Button, ButtonKind, Glyph, Icon, Tone};
use ui::t;

use super::ask::{self, Ask};
use super::day::{Day, Mode};
use super::{entry_values, history};
use crate::data::fetched;
use crate::imports;
use crate::state::App;
use crate::words;

/// The card. It stays when the entry changes; what is open in it stays open.
pub fn card(app: App, day: &Day, entry: ReadSignal<Option<Entry>>) -> View {
    let asked = create_signal(None::<Ask>);
    let shows_history = create_signal(false);
    let zone = app.zone();
    let facts = View::from_dynamic(move || entry.get_clone().map(|entry| facts(&entry, &zone)));
    let import = import(app, entry);
    let exceptions = exceptions(app, entry, asked);
    let actions = actions(app, day, entry, asked, shows_history);
    let question = View::from_dynamic(move || match asked.get() {
        Some(ask) => untrack(|| ask::question(app, entry, ask, asked)),
        None => View::new(),
    });
    let history = View::from_dynamic(move || {
        if shows_history.get() {
            untrack(|| history::history(app, entry))
        } else {
            View::new()
        }
    });
    let class = create_selector(move || {
        let voided = entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.voided));
        if voided {
            "entry-card is-void"
        } else {
            "entry-card"
        }
    });
    view! {
        article(class=class, data-test="entry-card") {
            (facts)
            (import)
            (exceptions)
            (question)
            (actions)
            (history)
        }
    }
}

fn facts(entry: &Entry, zone: &domain::time::Zone) -> View {
    let values = &entry.values;
    let times = super::entry_times(entry, zone);
    let hours = words::hours(entry.worked_seconds);
    let mut badges = Vec::new();
    if entry.voided {
        badges.push(view! { Badge(label=t!("voided"), tone=Tone::Bad, icon=Glyph::Close) });
    } else if values.end.is_none() {
        badges
            .push(view! { Badge(label=t!("on-clock-badge"), tone=Tone::Good, icon=Glyph::Clock) });
    }
    match entry.origin {
        Origin::Clock => {}
        Origin::Hand => badges.push(view! { Badge(label=t!("by-hand"), icon=Glyph::Pencil) }),
        Origin::Import => badges.push(view! { Badge(label=t!("imported"), icon=Glyph::Download) }),
    }
    let breaks: Vec<View> = values
        .breaks
        .iter()
        .map(|pause| {
            let text = entry_values::pause(pause, zone);
            view! { li { (text) } }
        })
        .collect();
    let breaks = (!breaks.is_empty()).then(|| view! { ul(class="entry-breaks") { (breaks) } });
    let job = words::job_name(values.job.as_ref());
    let code = values
        .cost_code
        .as_ref()
        .map(|_| words::cost_code_name(values.cost_code.as_ref()));
    let code =
        code.map(|code| view! { p(class="entry-line") { Icon(glyph=Glyph::Tag) span { (code) } } });
    let note = values.note.clone();
    let note = (!note.is_empty()).then(|| {
        view! {
            p(class="entry-line") { Icon(glyph=Glyph::Note) span(class="entry-note") { (note) } }
        }
    });
    let badges = (!badges.is_empty()).then(|| view! { p(class="badges") { (badges) } });
    view! {
        div(class="entry-card-head") {
            p(class="entry-card-times", data-test="entry-times") { (times) }
            p(class="strong nowrap", data-test="entry-hours") { (hours) }
        }
        (badges)
        (breaks)
        p(class="entry-line") { Icon(glyph=Glyph::Briefcase) span { (job) } }
        (code)
        (note)
    }
}

/// The file that it came from, for those who may see imports.
fn import(app: App, entry: ReadSignal<Option<Entry>>) -> View {
    let imported = create_selector(move || {
        let of = |entry: &Entry| (entry.origin == Origin::Import).then_some(entry.id);
        entry.with(|entry| entry.as_ref().and_then(of))
    });
    if !app.may(Permission::Import) {
        return View::new();
    }
    let detail = fetched::<EntryDetail>(app, move || {
        imported.get().map(|id| format!("/entries/{id}"))
    });
    let import = create_selector(move || {
        let of = |detail: &EntryDetail| detail.import.clone();
        detail.state.with(|state| state.ready().and_then(of))
    });
    View::from_dynamic(move || {
        let Some(import) = import.get_clone() else {
            return View::new();
        };
        let words = t!(
            "import-line-of",
            file = import.file_name.as_str(),
            name = imports::author(import.by.as_ref())
        );
        let href = imports::address(import.id);
        view! {
            p(class="entry-line") {
                Icon(glyph=Glyph::Upload)
                a(href=href, data-test="entry-import") { (words) }
            }
        }
    })
}

fn exceptions(app: App, entry: ReadSignal<Option<Entry>>, asked: Signal<Option<Ask>>) -> View {
    let kinds = create_selector(move || {
        let of = |entry: &Entry| entry.exceptions.clone();
        entry.with(|entry| {
            entry
                .as_ref()
                .filter(|e| !e.voided)
                .map(of)
                .unwrap_or_default()
        })
    });
    View::from_dynamic(move || {
        let all = kinds.get_clone();
        let settled: Vec<_> = all.iter().filter(|e| e.settled).cloned().collect();
        let open: Vec<_> = all.iter().filter(|e| !e.settled).map(|e| e.kind).collect();
        let blocks: Vec<View> = open
            .iter()
            .map(|kind| {
                let (name, meaning) = (
                    words::exception_name(*kind),
                    words::exception_meaning(*kind),
                );
                let class = match words::exception_tone(*kind) {
                    Tone::Bad => "exception exception--bad",
                    Tone::Warn | Tone::Neutral | Tone::Good => "exception",
                };
                view! {
                    div(class=class, data-test="entry-exception") {
                        Icon(glyph=Glyph::Alert)
                        div {
                            p(class="strong") { (name) }
                            p(class="small") { (meaning) }
                        }
                    }
                }
            })
            .collect();
        let asking = asked.get().is_some();
        let may_settle = !asking && app.may(Permission::SettleExceptions);
        let settle = (!open.is_empty() && may_settle).then(|| {
            view! {
                div(class="entry-settle") {
                    Button(
                        label=t!("settle"), icon=Glyph::Check, test="entry-settle",
                        on_press=move |()| asked.set(Some(Ask::Settle)),
                    )
                    span(class="muted small") { (t!("settle-hint")) }
                }
            }
        });
        let settled = (!settled.is_empty()).then(|| words::exception_badges(&settled));
        view! { (blocks) (settle) (settled) }
    })
}

fn actions(
    app: App,
    day: &Day,
    entry: ReadSignal<Option<Entry>>,
    asked: Signal<Option<Ask>>,
    shows_history: Signal<bool>,
) -> View {
    let mode = day.mode;
    let voided = create_selector(move || entry.with(|e| e.as_ref().is_some_and(|e| e.voided)));
    let change = View::from_dynamic(move || {
        if !app.may(Permission::EditTime) {
            return View::new();
        }
        if voided.get() {
            return view! {
                Button(
                    label=t!("entry-restore"), kind=ButtonKind::Quiet, icon=Glyph::Restore,
                    on_press=move |()| asked.set(Some(Ask::Restore)), test="entry-restore",
                )
            };
        }
        let edit = move |()| {
            if let Some(entry) = entry.get_clone_untracked() {
                mode.set(Mode::Edit(Box::new(entry)));
            }
        };
        view! {
            Button(
                label=t!("entry-edit"), kind=ButtonKind::Quiet, icon=Glyph::Pencil, on_press=edit,
                test="entry-edit",
            )
            Button(
                label=t!("entry-void"), kind=ButtonKind::Quiet, icon=Glyph::Trash,
                on_press=move |()| asked.set(Some(Ask::Void)), test="entry-void",
            )
        }
    });
    let label = move || {
        if shows_history.get() {
            t!("history-hide")
        } else {
            t!("history-show")
        }
    };
    view! {
        div(class="entry-actions") {
            (change)
            Button(
                label=label, kind=ButtonKind::Quiet, icon=Glyph::History,
                on_press=move |()| shows_history.set(!shows_history.get()), test="entry-history",
            )
        }
    }
}
