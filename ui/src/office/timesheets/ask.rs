//! The short questions inside a card: why to void or restore an entry, and what was found about
//! its exceptions.

use api::entry::{Entry, EntryDetail, SettleExceptions, WithReason};
use api::timesheet::{LateVoid, NewLateCorrection};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Textarea, Toasts};
use ui::{dom, t};

use super::late_offer;
use crate::forms::{Form, focus_soon, missing, on_escape, on_submit};
use crate::http;
use crate::state::{App, Put};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What was found about the exceptions that are not settled.
    Settle,
    /// Why the entry shall count no more.
    Void,
    /// Why it shall count again.
    Restore,
}

/// The question with its field; `asked` is emptied when it is done with.
pub fn question(
    app: App,
    entry: ReadSignal<Option<Entry>>,
    ask: Ask,
    asked: Signal<Option<Ask>>,
) -> View {
    let form = Form::new(app);
    let reason = create_signal(String::new());
    let submit = on_submit(move || {
        let text = reason.get_clone().trim().to_owned();
        let words = if ask == Ask::Settle {
            t!("note-missing")
        } else {
            t!("reason-missing")
        };
        if !form.check(missing("reason", &text, words)) {
            return;
        }
        if let Some(entry) = entry.get_clone_untracked() {
            let request = send(app, entry, ask, text);
            form.send(request, move |detail| {
                asked.put(None);
                focus_soon(".panel-title");
                done(app, ask, &detail.entry);
            });
        }
    });
    let (label, action, kind) = match ask {
        Ask::Settle => (t!("settle-note"), t!("settle"), ButtonKind::Primary),
        Ask::Void => (t!("void-reason"), t!("entry-void"), ButtonKind::Danger),
        Ask::Restore => (
            t!("restore-reason"),
            t!("entry-restore"),
            ButtonKind::Primary,
        ),
    };
    let hint = match ask {
        Ask::Settle => t!("settle-effect"),
        Ask::Void => t!("void-effect"),
        Ask::Restore => t!("restore-effect"),
    };
    let notice = form.notice(&["reason", "note"]);
    let what = move || {
        let reason = reason.get_clone().trim().to_owned();
        let entry = entry.get_clone_untracked()?.id;
        let void = LateVoid { entry, reason };
        match ask {
            Ask::Settle => None,
            Ask::Void => Some(NewLateCorrection::Void(void)),
            Ask::Restore => Some(NewLateCorrection::Restore(void)),
        }
    };
    let late = late_offer::offer(app, form, what, move || asked.put(None));
    let before = dom::focused();
    let leave = move || {
        asked.set(None);
        if let Some(before) = &before {
            dom::focus_element(before);
        }
    };
    let escape = on_escape(leave.clone());
    focus_soon(".ask textarea");
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=escape) {
            (notice)
            (late)
            Textarea(
                label=label, value=reason, rows="2", hint=hint, error=form.error("reason"),
                maxlength="1000", test="ask-reason",
            )
            div(class="form-actions") {
                Button(label=action, kind=kind, submit=true, busy=form.busy, test="ask-submit")
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}

async fn send(app: App, entry: Entry, ask: Ask, text: String) -> http::Answer<EntryDetail> {
    let path = |act: &str| app.path(&format!("/entries/{}/{act}", entry.id));
    match ask {
        Ask::Settle => {
            let open = entry
                .exceptions
                .iter()
                .filter(|exception| !exception.settled);
            let exceptions = open.map(|exception| exception.kind).collect();
            let body = SettleExceptions {
                exceptions,
                note: text,
            };
            http::send(Method::POST, &path("settle"), &body).await
        }
        Ask::Void => http::send(Method::POST, &path("void"), &WithReason { reason: text }).await,
        Ask::Restore => {
            http::send(Method::POST, &path("restore"), &WithReason { reason: text }).await
        }
    }
}

fn done(app: App, ask: Ask, entry: &Entry) {
    let toasts = Toasts::get();
    match ask {
        Ask::Settle => toasts.done(t!("settled-toast")),
        Ask::Restore => toasts.done(t!("entry-restored-toast")),
        Ask::Void => {
            let path = app.path(&format!("/entries/{}/restore", entry.id));
            toasts.undoable(t!("entry-voided-toast"), move |()| {
                let body = WithReason {
                    reason: t!("undo-reason"),
                };
                let path = path.clone();
                let request =
                    async move { http::send::<_, EntryDetail>(Method::POST, &path, &body).await };
                app.run(request, move |answer| match answer {
                    Ok(_) => Toasts::get().done(t!("entry-restored-toast")),
                    Err(fault) => Toasts::get().failed(fault.words()),
                });
            });
        }
    }
}
