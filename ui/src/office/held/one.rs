//! One held statement: what it says, why it does not count and what can be done, and what has
//! happened since.

use std::collections::BTreeSet;

use api::held::{Held, HeldAct, HeldEvent, HeldState};
use domain::time::Zone;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, SidePanel, SkeletonKind};
use ui::i18n::{date_time_at, text_in};
use ui::t;

use super::settle::{self, Asked};
use super::{reason_badge, said};
use crate::address::param;
use crate::data::fetched;
use crate::listing::{open, when_ready};
use crate::state::App;
use crate::words;

/// The panel, while a statement is in the address.
pub fn panel(app: App) -> View {
    let chosen = param(app, "open");
    let asked = create_signal(None::<Asked>);
    let selected = create_signal(BTreeSet::new());
    let dialog = settle::dialog_of(app, asked, selected);
    let panel = View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some(position) => untrack(move || {
            let held = fetched::<Held>(app, move || Some(format!("/held/{position}")));
            let now = create_memo(move || held.state.with(|state| state.ready().cloned()));
            let content = when_ready(held, SkeletonKind::Lines, 6, move || {
                View::from_dynamic(move || {
                    now.get_clone()
                        .map(|held| untrack(|| one(app, &held, asked)))
                })
            });
            view! {
                SidePanel(title=t!("held-one"), on_close=move |()| open(app, None)) { (content) }
            }
        }),
    });
    view! { (panel) (dialog) }
}

fn one(app: App, held: &Held, asked: Signal<Option<Asked>>) -> View {
    let zone = app.zone();
    let sentence = said::sentence(app, held);
    let badge = reason_badge(held);
    let next = match held.state {
        HeldState::Held => text_in("held-next", &held.reason),
        HeldState::SetAside => t!("held-next-set-aside"),
        HeldState::Counted => t!("held-next-counted"),
        HeldState::Late => t!("held-next-late"),
        HeldState::Superseded => t!("held-next-superseded"),
    };
    let facts = facts(held, &zone);
    let acts = acts(held, asked);
    let story = story(held, &zone);
    view! {
        div(class="panel-section", data-test="held-one") {
            p(class="strong") { (sentence) }
            p { (badge) }
            p(class="muted") { (next) }
            (acts)
        }
        section(class="panel-section") {
            h3 { (t!("held-said")) }
            (facts)
        }
        section(class="panel-section") {
            h3 { (t!("held-since")) }
            (story)
        }
    }
}

fn facts(held: &Held, zone: &Zone) -> View {
    let said = &held.said;
    let time = |at: Option<jiff::Timestamp>| at.map(|at| date_time_at(at, zone));
    let text = Some(said.text.clone()).filter(|text| !text.is_empty());
    let fields = (!said.fields.is_empty()).then(|| {
        let name = |field: &api::entry::EntryField| {
            let name = format!("{field:?}").to_lowercase();
            text_in("held-field", &name)
        };
        let names: Vec<String> = said.fields.iter().map(name).collect();
        names.join(", ")
    });
    let job = said.job.as_ref().map(|job| words::job_name(Some(job)));
    let code = said.cost_code.as_ref();
    let facts = [
        (t!("stated-by"), Some(held.actor.clone())),
        (t!("held-device"), Some(said::from(held))),
        (t!("happened-at"), time(Some(held.at))),
        (t!("received-at"), time(Some(held.received_at))),
        (
            t!("held-whom"),
            said.employee.as_ref().map(|e| e.name.clone()),
        ),
        (t!("held-start"), time(said.start)),
        (t!("held-end"), time(said.end)),
        (t!("job"), job),
        (
            t!("cost-code"),
            code.map(|code| words::cost_code_name(Some(code))),
        ),
        (t!("held-changes"), fields),
        (t!("held-note"), text),
    ];
    let rows = facts.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(view! { dt { (name) } dd { (value) } })
    });
    let rows: Vec<View> = rows.collect();
    view! { dl(class="facts") { (rows) } }
}

fn acts(held: &Held, asked: Signal<Option<Asked>>) -> View {
    let position = held.position;
    let one = [
        (held.can_release, HeldAct::Release),
        (held.can_set_aside, HeldAct::SetAside),
        (held.can_take_back, HeldAct::TakeBack),
    ];
    let mut buttons: Vec<View> = Vec::new();
    for (can, act) in one {
        if can {
            let (label, kind, test) = settle::button(act, 1);
            let ask = move |()| asked.set(Some(Asked::these(act, vec![position])));
            buttons.push(view! { Button(label=label, kind=kind, on_press=ask, test=test) });
        }
    }
    // What one statement of a lost phone needs, all of them need; one that goes on with another
    // cannot count before that one does.
    let of_lost_phone = held.can_set_aside && held.reason == "device_revoked";
    let whole = held.device_id.filter(|_| held.can_release || of_lost_phone);
    if let (Some(device), Some(name)) = (whole, held.device.clone()) {
        let label = t!("held-release-device", device = name.as_str());
        let ask = move |()| asked.set(Some(Asked::whole(device, name.clone())));
        buttons.push(view! {
            Button(label=label, kind=ButtonKind::Plain, on_press=ask, test="held-release-device")
        });
    }
    if buttons.is_empty() {
        return View::new();
    }
    view! { div(class="form-actions") { (buttons) } }
}

fn story(held: &Held, zone: &Zone) -> View {
    let received = date_time_at(held.received_at, zone);
    let arrived = view! {
        li(class="timeline-item") {
            p(class="strong") { (t!("held-arrived")) }
            p(class="timeline-when") { (received) }
        }
    };
    let since = held.since.iter().map(|event| event_item(event, zone));
    let since: Vec<View> = since.collect();
    view! { ol(class="timeline", data-test="held-story") { (arrived) (since) } }
}

fn event_item(event: &HeldEvent, zone: &Zone) -> View {
    let by = event.by.clone().unwrap_or_else(|| t!("held-by-server"));
    let what = match event.state {
        HeldState::Held => {
            let reason = text_in("quarantined", event.reason.as_deref().unwrap_or_default());
            t!("held-event-held", by = by, reason = reason)
        }
        HeldState::SetAside => t!("held-event-set-aside", by = by),
        HeldState::Counted => t!("held-event-counted", by = by),
        HeldState::Late => t!("held-event-late", by = by),
        HeldState::Superseded => t!("held-event-superseded", by = by),
    };
    let when = date_time_at(event.at, zone);
    let note = Some(event.note.clone()).filter(|note| !note.is_empty());
    let note = note.map(|note| view! { p { "“" (note) "”" } });
    view! {
        li(class="timeline-item") {
            p(class="strong") { (what) }
            p(class="timeline-when") { (when) }
            (note)
        }
    }
}
