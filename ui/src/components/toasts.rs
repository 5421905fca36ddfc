//! Short word of what was done, with a way to undo it.

use gloo_timers::callback::Timeout;
use sycamore::prelude::*;

use super::text::NONE;
use super::{Callback, Glyph, Icon, IconButton, MaybeText, Tone};
use crate::{dom, t};

/// How long a toast stays; one with an action stays longer, so that there is time to reach it.
const STAY_MILLISECONDS: u32 = 6_000;
const STAY_WITH_ACTION_MILLISECONDS: u32 = 12_000;
/// More than this many at once are noise: the oldest goes.
const TOASTS_MAX: usize = 3;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    tone: Tone,
    action: Option<(String, Callback<()>)>,
}

impl PartialEq for Toast {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The handle that pages show toasts with. Provide it once at the root, outside `Localized`.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: Signal<Vec<Toast>>,
    next_id: Signal<u32>,
}

impl Toasts {
    /// Makes the handle and puts it into the context.
    pub fn provide() -> Toasts {
        let toasts = Toasts {
            shown: create_signal(Vec::new()),
            next_id: create_signal(0),
        };
        provide_context(toasts);
        toasts
    }

    /// The handle that was provided.
    pub fn get() -> Toasts {
        use_context::<Toasts>()
    }

    /// Says that something was done.
    pub fn done(self, text: impl Into<String>) {
        self.show(Tone::Good, text.into(), None);
    }

    /// Says that something was done, with *Undo*.
    pub fn undoable(self, text: impl Into<String>, undo: impl Into<Callback<()>>) {
        self.show(Tone::Good, text.into(), Some((t!("undo"), undo.into())));
    }

    /// Says that something did not work.
    pub fn failed(self, text: impl Into<String>) {
        self.show(Tone::Bad, text.into(), None);
    }

    /// Says something with an action of the page's own.
    pub fn with_action(
        self,
        tone: Tone,
        text: impl Into<String>,
        action: impl Into<String>,
        on_press: impl Into<Callback<()>>,
    ) {
        self.show(tone, text.into(), Some((action.into(), on_press.into())));
    }

    fn show(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let id = self.next_id.get_untracked();
        self.next_id.set_silent(id + 1);
        let stay = match action {
            Some(_) => STAY_WITH_ACTION_MILLISECONDS,
            None => STAY_MILLISECONDS,
        };
        self.shown.update(|shown| {
            // The way back is of the last act only.
            shown.retain(|toast| toast.action.is_none());
            shown.push(Toast {
                id,
                text,
                tone,
                action,
            });
            if shown.len() > TOASTS_MAX {
                shown.remove(0);
            }
        });
        if is_not_ssr!() {
            Timeout::new(stay, move || {
                // What has the keyboard stays until it is used or closed.
                if !dom::focus_is_in(".toasts") {
                    self.dismiss(id);
                }
            })
            .forget();
        }
    }

    /// Closes a toast by the person's hand; the keyboard goes back to the page.
    fn close(self, id: u32) {
        let had_focus = dom::focus_is_in(".toasts");
        self.dismiss(id);
        if had_focus {
            dom::focus_page();
        }
    }

    fn dismiss(self, id: u32) {
        if self.shown.is_alive() && self.shown.with_untracked(|s| s.iter().any(|t| t.id == id)) {
            self.shown
                .update(|shown| shown.retain(|toast| toast.id != id));
        }
    }
}

/// Where toasts appear. Once, near the root.
#[component]
pub fn ToastRegion() -> View {
    let toasts = Toasts::get();
    view! {
        div(class="toasts", aria-live="polite") {
            Keyed(
                list=*toasts.shown,
                view=move |toast| toast_view(toasts, toast),
                key=|toast| toast.id,
            )
        }
    }
}

fn toast_view(toasts: Toasts, toast: Toast) -> View {
    let Toast {
        id,
        text,
        tone,
        action,
    } = toast;
    let (glyph, name): (Glyph, MaybeText) = match tone {
        Tone::Good => (Glyph::Check, NONE),
        Tone::Neutral => (Glyph::Info, NONE),
        Tone::Warn | Tone::Bad => (Glyph::Alert, NONE),
    };
    let action = action.map(|(label, on_press)| {
        view! {
            button(
                r#type="button", class="toast-action",
                on:click=move |_| {
                    on_press.call(());
                    toasts.close(id);
                },
            ) { (label) }
        }
    });
    let class = format!("toast toast--{}", tone.word());
    view! {
        div(class=class) {
            Icon(glyph=glyph, label=name)
            p(class="toast-text") { (text) }
            (action)
            IconButton(glyph=Glyph::Close, label=t!("close"), on_press=move |()| toasts.close(id))
        }
    }
}
