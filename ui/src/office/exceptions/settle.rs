//! Settling several entries with one note.

use std::collections::BTreeSet;

use api::entry::{Entry, EntryDetail, SettleExceptions};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Textarea, Toasts};
use ui::t;

use crate::forms::{Form, missing, on_submit};
use crate::http::{self, Answer};
use crate::state::{App, Put};

/// The dialog over the chosen entries.
pub fn dialog(
    app: App,
    shown: ReadSignal<Vec<Entry>>,
    selected: Signal<BTreeSet<String>>,
    open: Signal<bool>,
) -> View {
    let form = Form::new(app);
    let note = create_signal(String::new());
    let toasts = Toasts::get();
    let chosen: Vec<Entry> = shown.with(|entries| {
        let is_chosen = |e: &&Entry| selected.with(|s| s.contains(&e.id.to_string()));
        entries.iter().filter(is_chosen).cloned().collect()
    });
    let count = chosen.len();
    let submit = on_submit(move || {
        let text = note.get_clone().trim().to_owned();
        if !form.check(missing("note", &text, t!("note-missing"))) {
            return;
        }
        let request = settle_all(app, chosen.clone(), text);
        form.send(request, move |settled: usize| {
            selected.put(BTreeSet::new());
            open.put(false);
            toasts.done(t!("settled-count", count = settled));
        });
    });
    let notice = form.notice(&["note"]);
    view! {
        Dialog(title=t!("settle-title", count = count), on_close=move |()| open.set(false)) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                p(class="muted") { (t!("settle-effect")) }
                Textarea(
                    label=t!("settle-note"), value=note, error=form.error("note"),
                    maxlength="1000", test="settle-note",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| open.set(false))
                    Button(
                        label=t!("settle"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                        test="settle-submit",
                    )
                }
            }
        }
    }
}

/// One after the other; the first that is refused ends it, and the rest stays as it is.
async fn settle_all(app: App, entries: Vec<Entry>, note: String) -> Answer<usize> {
    let mut settled = 0;
    for entry in entries {
        let open = entry
            .exceptions
            .iter()
            .filter(|exception| !exception.settled);
        let exceptions: Vec<_> = open.map(|exception| exception.kind).collect();
        if exceptions.is_empty() {
            continue;
        }
        let path = app.path(&format!("/entries/{}/settle", entry.id));
        let body = SettleExceptions {
            exceptions,
            note: note.clone(),
        };
        http::send::<_, EntryDetail>(Method::POST, &path, &body).await?;
        settled += 1;
    }
    Ok(settled)
}
