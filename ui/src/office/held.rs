//! Held back: statements that the server keeps and does not count, until what they wait for
//! happens or someone settles them here.

mod one;
mod said;
mod settle;

use std::collections::BTreeSet;

use api::held::{Held, HeldAct, HeldState};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Choice, Column, DataTable, Empty, Glyph, InputKind, Select,
    SkeletonKind, TextInput, Tone,
};
use ui::i18n::{date_time_at, text_in};
use ui::t;

use self::settle::Asked;
use crate::address::bound;
use crate::data::{Fetched, fetched_list};
use crate::listing::{open, when_ready};
use crate::state::App;
use crate::words;

pub use one::panel;

/// Where a statement stands, as the address and the API have it.
const STATES: [(HeldState, &str); 5] = [
    (HeldState::Held, "held"),
    (HeldState::SetAside, "set_aside"),
    (HeldState::Counted, "counted"),
    (HeldState::Late, "late"),
    (HeldState::Superseded, "superseded"),
];

/// What is filtered, in the address.
#[derive(Clone, Copy)]
struct Filters {
    state: Signal<String>,
    reason: Signal<String>,
    query: Signal<String>,
}

impl Filters {
    fn state(self) -> HeldState {
        self.state.with(|asked| {
            let known = STATES.iter().find(|(_, name)| name == asked);
            known.map_or(HeldState::Held, |(state, _)| *state)
        })
    }

    fn hides(self) -> bool {
        self.reason.with(|reason| !reason.is_empty())
            || self.query.with(|query| !query.trim().is_empty())
    }
}

/// The tab of the exceptions page.
pub fn tab(app: App) -> View {
    let filters = Filters {
        state: bound(app, "state", ""),
        reason: bound(app, "reason", ""),
        query: bound(app, "q", ""),
    };
    let path = move || Some(format!("/held?state={}", name_of(filters.state())));
    let all = fetched_list::<Held>(app, path);
    let shown = create_memo(move || {
        let (query, reason) = (filters.query.get_clone(), filters.reason.get_clone());
        let mut held = all.or_default();
        held.retain(|held| {
            let device = held.device.as_deref().unwrap_or_default();
            (reason.is_empty() || held.reason == reason)
                && words::matches(&query, &[&held.actor, device, &said::sentence(app, held)])
        });
        held
    });
    let selected = create_signal(BTreeSet::new());
    create_effect(move || {
        filters.state.track();
        selected.set(BTreeSet::new());
    });
    let asked = create_signal(None::<Asked>);
    let bar = filter_bar(filters, all, shown);
    let list = when_ready(all, SkeletonKind::Rows, 8, move || {
        list(app, filters, shown, selected)
    });
    let chosen = chosen(app, shown, selected, asked);
    let dialog = settle::dialog_of(app, asked, selected);
    view! {
        section(data-test="held") {
            p(class="muted") { (t!("held-lead")) }
            (bar)
            (list)
            (chosen)
        }
        (dialog)
    }
}

fn name_of(state: HeldState) -> &'static str {
    let known = STATES.iter().find(|(known, _)| *known == state);
    known.map_or("held", |(_, name)| name)
}

fn filter_bar(filters: Filters, all: Fetched<Vec<Held>>, shown: ReadSignal<Vec<Held>>) -> View {
    let states = STATES.iter().map(|(state, name)| {
        let value = if *state == HeldState::Held { "" } else { name };
        Choice::new(value, text_in("held-state", name))
    });
    let states: Vec<Choice> = states.collect();
    let reasons = create_selector(move || {
        let of = |held: Vec<Held>| held.into_iter().map(|held| held.reason).collect();
        let mut reasons: BTreeSet<String> = of(all.or_default());
        reasons.extend(filters.reason.with_untracked(|chosen| {
            let chosen = Some(chosen.clone());
            chosen.filter(|chosen| !chosen.is_empty())
        }));
        reasons
    });
    let reason = View::from_dynamic(move || {
        let mut choices = vec![Choice::new("", t!("held-any-reason"))];
        let named = |reason: String| Choice::new(reason.clone(), text_in("quarantined", &reason));
        choices.extend(reasons.get_clone().into_iter().map(named));
        view! {
            Select(
                label=t!("why-not-counted"), value=filters.reason, choices=choices,
                label_hidden=true, test="held-reason",
            )
        }
    });
    view! {
        div(class="filters") {
            TextInput(
                label=t!("search"), value=filters.query, kind=InputKind::Search,
                placeholder=t!("held-search"), label_hidden=true, test="held-query",
            )
            Select(
                label=t!("filter-state"), value=filters.state, choices=states, label_hidden=true,
                test="held-state",
            )
            (reason)
            span(class="filters-count", role="status") {
                (t!("held-count", count = shown.with(Vec::len)))
            }
        }
    }
}

fn list(
    app: App,
    filters: Filters,
    shown: ReadSignal<Vec<Held>>,
    selected: Signal<BTreeSet<String>>,
) -> View {
    let empty = create_selector(move || shown.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return untrack(|| nothing(filters));
        }
        let columns = columns(app);
        let sort = create_signal(None);
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("held"), columns=columns, rows=shown, sort=sort, selected=selected,
                    key=|held: &Held| held.position.to_string(),
                    name=move |held: &Held| said::sentence(app, held),
                    on_open=move |held: Held| open(app, Some(&held.position.to_string())),
                )
            }
        })
    })
}

fn nothing(filters: Filters) -> View {
    if filters.hides() {
        return view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) };
    }
    if filters.state() == HeldState::Held {
        return view! {
            Empty(title=t!("held-empty"), body=t!("held-empty-body"), icon=Glyph::CheckDouble)
        };
    }
    view! { Empty(title=t!("held-none-such"), body=t!("held-none-such-body")) }
}

fn columns(app: App) -> Vec<Column<Held>> {
    let (zone, other) = (app.zone(), app.zone());
    vec![
        Column::new("said", t!("statement"), move |held: &Held| {
            let (sentence, device) = (said::sentence(app, held), said::from(held));
            view! {
                span(class="who-words") {
                    span { (sentence) }
                    span(class="who-detail") { (device) }
                }
            }
        })
        .sorted_by(|held| held.actor.to_lowercase()),
        Column::new("reason", t!("why-not-counted"), reason_badge).sorted_by(|held| {
            // In the order of the words is no order that helps: by code it is a stable one.
            held.reason.clone()
        }),
        Column::new("at", t!("happened-at"), move |held: &Held| {
            View::from(date_time_at(held.at, &zone))
        })
        .figures()
        .sorted_by(|held| held.at),
        Column::new("received", t!("received-at"), move |held: &Held| {
            View::from(date_time_at(held.received_at, &other))
        })
        .figures()
        .sorted_by(|held| held.received_at),
    ]
}

/// Why a statement does not count, or what became of it.
fn reason_badge(held: &Held) -> View {
    let (words, tone, icon) = match held.state {
        HeldState::Held => (
            text_in("quarantined", &held.reason),
            Tone::Warn,
            Glyph::Alert,
        ),
        HeldState::Counted => (t!("held-state-counted"), Tone::Good, Glyph::CheckDouble),
        state @ (HeldState::SetAside | HeldState::Late | HeldState::Superseded) => (
            text_in("held-state", name_of(state)),
            Tone::Neutral,
            Glyph::Archive,
        ),
    };
    view! { Badge(label=words, tone=tone, icon=icon) }
}

/// What is chosen, with what can be done to all of it.
fn chosen(
    app: App,
    shown: ReadSignal<Vec<Held>>,
    selected: Signal<BTreeSet<String>>,
    asked: Signal<Option<Asked>>,
) -> View {
    let chosen = create_memo(move || {
        let mut held = shown.get_clone();
        held.retain(|held| selected.with(|s| s.contains(&held.position.to_string())));
        held
    });
    let any = create_selector(move || chosen.with(|chosen| !chosen.is_empty()));
    View::from_dynamic(move || {
        if !any.get() || !app.may(Permission::SettleExceptions) {
            return View::new();
        }
        let act = move |act: HeldAct, can: fn(&Held) -> bool| {
            let able: Vec<u64> = chosen.with(|chosen| {
                let able = chosen.iter().filter(|held| can(held));
                able.map(|held| held.position).collect()
            });
            (!able.is_empty()).then_some((act, able))
        };
        let acts = View::from_dynamic(move || {
            let acts = [
                act(HeldAct::Release, |held| held.can_release),
                act(HeldAct::SetAside, |held| held.can_set_aside),
                act(HeldAct::TakeBack, |held| held.can_take_back),
            ];
            let buttons = acts.into_iter().flatten().map(|(act, positions)| {
                let (label, kind, test) = settle::button(act, positions.len());
                let ask = move |()| asked.set(Some(Asked::these(act, positions.clone())));
                view! { Button(label=label, kind=kind, on_press=ask, test=test) }
            });
            buttons.collect::<Vec<View>>()
        });
        view! {
            div(class="bar", role="region", aria-label=t!("selection")) {
                span(class="strong") {
                    (t!("selected-count", count = chosen.with(Vec::len)))
                }
                (acts)
                Button(
                    label=t!("clear"), kind=ButtonKind::Quiet,
                    on_press=move |()| selected.set(BTreeSet::new()),
                )
            }
        }
    })
}
