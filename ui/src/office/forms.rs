//! What every form of the office needs: sending once, and telling beside which field what is
//! wrong.

use api::problem::code;
use gloo_timers::callback::Timeout;
use sycamore::prelude::*;
use ui::components::{Button, Glyph, Icon};
use ui::{dom, t};
use wasm_bindgen::JsCast;

use crate::http::{Answer, Fault};
use crate::state::{App, Put};

/// The state of a form.
#[derive(Clone, Copy)]
pub struct Form {
    app: App,
    /// Whether it is being sent.
    pub busy: Signal<bool>,
    /// What the server said against it.
    pub fault: Signal<Option<Fault>>,
    refused: Signal<Vec<(&'static str, String)>>,
}

impl Form {
    /// A form that was not sent yet.
    pub fn new(app: App) -> Form {
        Form {
            app,
            busy: create_signal(false),
            fault: create_signal(None),
            refused: create_signal(Vec::new()),
        }
    }

    /// What is wrong with a field, following what becomes known.
    pub fn error(self, field: &'static str) -> impl Fn() -> Option<String> + 'static {
        move || {
            let own = self.refused.with(|refused| {
                refused
                    .iter()
                    .find(|(name, _)| *name == field)
                    .map(|(_, words)| words.clone())
            });
            own.or_else(|| {
                self.fault
                    .with(|fault| fault.as_ref().and_then(|f| f.words_for(field)))
            })
        }
    }

    /// What is wrong with the form as a whole: what is not told beside one of `fields`.
    pub fn notice(self, fields: &'static [&'static str]) -> View {
        self.notice_unless(fields, "")
    }

    /// The same for a form that tells about a fault of this code in its own way.
    pub fn notice_unless(self, fields: &'static [&'static str], told: &'static str) -> View {
        let words = create_memo(move || {
            self.fault.with(|fault| {
                let new = |fault: &&Fault| !fault.is_about(fields) && !fault.is(told);
                fault.as_ref().filter(new).map(Fault::words)
            })
        });
        view! {
            div(class="form-notice", aria-live="assertive") {
                (move || match words.get_clone() {
                    Some(words) => view! {
                        p(class="form-error") { Icon(glyph=Glyph::Alert) span { (words) } }
                    },
                    None => View::new(),
                })
            }
        }
    }

    /// After someone else changed the record: the way to start over from what it is now.
    pub fn start_over(self, version: Option<Signal<u32>>) -> View {
        let changed = create_selector(move || {
            self.fault
                .with(|f| f.as_ref().is_some_and(|f| f.is(code::CHANGED_MEANWHILE)))
        });
        View::from_dynamic(move || match version {
            Some(version) if changed.get() => view! {
                Button(
                    label=t!("start-over"), icon=Glyph::Refresh, test="start-over",
                    on_press=move |()| version.update(|n| *n += 1),
                )
            },
            Some(_) | None => View::new(),
        })
    }

    /// Looks at what was typed before it is sent: the fields that cannot be, with what to do.
    /// Says whether all is well.
    pub fn check(self, refused: Vec<(&'static str, String)>) -> bool {
        let well = refused.is_empty();
        self.fault.set(None);
        self.refused.set(refused);
        if !well {
            focus_first_error();
        }
        well
    }

    /// Sends it, once at a time; `done` gets a good answer.
    pub fn send<T: 'static>(
        self,
        request: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.fault.set(None);
        self.app
            .act(self.busy, request, move |answer| match answer {
                Ok(value) => done(value),
                Err(fault) => {
                    self.fault.put(Some(fault));
                    focus_first_error();
                }
            });
    }
}

/// What is said after a change was sent: one that changed nothing was not saved anew.
pub fn saved_words(changed: bool, words: String) -> String {
    if changed {
        words
    } else {
        t!("error-nothing-changed")
    }
}

/// For [`Form::check`]: the field with what to do, when nothing was typed.
pub fn missing(field: &'static str, typed: &str, words: String) -> Vec<(&'static str, String)> {
    if typed.is_empty() {
        vec![(field, words)]
    } else {
        Vec::new()
    }
}

/// The handler for `on:submit`: the page stays, the form is read.
pub fn on_submit(f: impl Fn() + 'static) -> impl Fn(web_sys::SubmitEvent) + 'static {
    move |event| {
        event.prevent_default();
        f();
    }
}

/// Gives up what stands open inside a panel by Escape, which else would close the panel.
pub fn on_escape(f: impl Fn() + 'static) -> impl Fn(web_sys::KeyboardEvent) + 'static {
    move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            f();
        }
    }
}

fn focus_first_error() {
    focus_soon("dialog [aria-invalid='true'], form [aria-invalid='true']");
}

/// Leads the keyboard to the first element of a selector, once it is drawn.
pub fn focus_soon(selector: &'static str) {
    Timeout::new(0, move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into().ok()) {
            dom::focus_element(&found);
        }
    })
    .forget();
}
