//! Settling held statements: the question with its reason, and sending the answer in parts.

use std::collections::BTreeSet;

use api::held::{HELD_SETTLED_MAX, HeldAct, HeldSettled, SettleHeld};
use api::id::DeviceId;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Textarea, Toasts, Tone};
use ui::t;

use crate::forms::{Form, missing, on_submit};
use crate::http::{self, Answer};
use crate::state::{App, Put};

/// What is to become of which statements.
#[derive(Clone, PartialEq)]
pub(super) struct Asked {
    act: HeldAct,
    positions: Vec<u64>,
    /// Instead of positions: a device and its name.
    device: Option<(DeviceId, String)>,
}

impl Asked {
    /// These statements.
    pub(super) fn these(act: HeldAct, positions: Vec<u64>) -> Asked {
        Asked {
            act,
            positions,
            device: None,
        }
    }

    /// All that is held of a device shall count.
    pub(super) fn whole(device: DeviceId, name: String) -> Asked {
        Asked {
            act: HeldAct::Release,
            positions: Vec::new(),
            device: Some((device, name)),
        }
    }

    fn title(&self) -> String {
        let count = self.positions.len();
        match (&self.device, self.act) {
            (Some((_, name)), _) => t!("held-release-device", device = name.as_str()),
            (None, HeldAct::Release) => t!("held-release-title", count = count),
            (None, HeldAct::SetAside) => t!("held-set-aside-title", count = count),
            (None, HeldAct::TakeBack) => t!("held-take-back-title", count = count),
        }
    }
}

/// What the button of an act looks like, for so many statements.
pub(super) fn button(act: HeldAct, count: usize) -> (String, ButtonKind, &'static str) {
    match act {
        HeldAct::Release => (
            t!("held-release", count = count),
            ButtonKind::Primary,
            "held-release",
        ),
        HeldAct::SetAside => (
            t!("held-set-aside", count = count),
            ButtonKind::Plain,
            "held-set-aside",
        ),
        HeldAct::TakeBack => (
            t!("held-take-back", count = count),
            ButtonKind::Plain,
            "held-take-back",
        ),
    }
}

/// The dialog, while something is asked.
pub(super) fn dialog_of(
    app: App,
    asked: Signal<Option<Asked>>,
    selected: Signal<BTreeSet<String>>,
) -> View {
    View::from_dynamic(move || match asked.get_clone() {
        None => View::new(),
        Some(what) => untrack(|| dialog(app, what, asked, selected)),
    })
}

fn dialog(
    app: App,
    what: Asked,
    asked: Signal<Option<Asked>>,
    selected: Signal<BTreeSet<String>>,
) -> View {
    let form = Form::new(app);
    let reason = create_signal(String::new());
    let toasts = Toasts::get();
    let (title, act) = (what.title(), what.act);
    let (label, kind, _) = button(act, what.positions.len());
    let effect = match act {
        HeldAct::Release => t!("held-release-effect"),
        HeldAct::SetAside => t!("held-set-aside-effect"),
        HeldAct::TakeBack => t!("held-take-back-effect"),
    };
    let submit = on_submit(move || {
        let text = reason.get_clone().trim().to_owned();
        let needed = act != HeldAct::TakeBack;
        if needed && !form.check(missing("reason", &text, t!("held-reason-missing"))) {
            return;
        }
        let (positions, request) = (what.positions.clone(), send(app, what.clone(), text));
        form.send(request, move |done: Settled| {
            selected.put(BTreeSet::new());
            asked.put(None);
            say(app, toasts, act, positions, done);
        });
    });
    let notice = form.notice(&["reason"]);
    view! {
        Dialog(title=title, on_close=move |()| asked.set(None)) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                p(class="muted") { (effect) }
                Textarea(
                    label=t!("reason"), value=reason, error=form.error("reason"),
                    maxlength="1000", test="held-why",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| asked.set(None))
                    Button(
                        label=label, kind=kind, submit=true, busy=form.busy, test="held-submit",
                    )
                }
            }
        }
    }
}

/// How many were settled, and how many were not.
#[derive(Clone, Copy, Default)]
struct Settled {
    done: u32,
    left: u32,
}

fn say(app: App, toasts: Toasts, act: HeldAct, positions: Vec<u64>, settled: Settled) {
    let words = match act {
        HeldAct::Release => t!("held-released", count = settled.done),
        HeldAct::SetAside => t!("held-was-set-aside", count = settled.done),
        HeldAct::TakeBack => t!("held-taken-back", count = settled.done),
    };
    if settled.left > 0 {
        let left = t!("held-left", count = settled.left);
        return toasts.with_action(Tone::Warn, format!("{words} {left}"), t!("close"), |()| {});
    }
    if act != HeldAct::SetAside {
        return toasts.done(words);
    }
    toasts.undoable(words, move |()| {
        let back = Asked::these(HeldAct::TakeBack, positions.clone());
        let request = send(app, back, String::new());
        app.act(app.idle(), request, move |answer| match answer {
            Ok(settled) => say(app, toasts, HeldAct::TakeBack, Vec::new(), settled),
            Err(fault) => toasts.failed(fault.words()),
        });
    });
}

/// So many at a time as one request takes; the first that is refused ends it, and the rest stays
/// as it is.
async fn send(app: App, what: Asked, reason: String) -> Answer<Settled> {
    let path = app.path("/held/settle");
    let mut settled = Settled::default();
    let Some((device, _)) = what.device else {
        for positions in what.positions.chunks(HELD_SETTLED_MAX) {
            let body = SettleHeld {
                act: what.act,
                positions: positions.to_vec(),
                device: None,
                reason: reason.clone(),
            };
            let answer: HeldSettled = http::send(Method::POST, &path, &body).await?;
            settled.done += answer.settled;
            settled.left += answer.left;
        }
        return Ok(settled);
    };
    loop {
        let body = SettleHeld {
            act: what.act,
            positions: Vec::new(),
            device: Some(device),
            reason: reason.clone(),
        };
        let answer: HeldSettled = http::send(Method::POST, &path, &body).await?;
        settled.done += answer.settled;
        settled.left = answer.left;
        if !answer.more || answer.left > 0 {
            return Ok(settled);
        }
    }
}
