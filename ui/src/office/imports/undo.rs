//! Taking an import back: the question that says what goes.

use api::import::{Import, ImportCounts, UndoImport};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Glyph, TextInput, Toasts};
use ui::t;

use super::shown;
use crate::data::Fetched;
use crate::forms::{Form, on_submit};
use crate::state::{App, Put};
use crate::{http, words};

/// The dialog.
pub fn dialog(
    app: App,
    import: &Import,
    fetched: Fetched<Option<Import>>,
    open: Signal<bool>,
) -> View {
    let form = Form::new(app);
    let reason = create_signal(String::new());
    let path = app.path(&format!("{}/undo", super::address(import.id)));
    let submit = on_submit(move || {
        let body = UndoImport {
            reason: reason.with(|reason| reason.trim().to_owned()),
        };
        let path = path.clone();
        let request = async move { http::send::<_, Import>(Method::POST, &path, &body).await };
        form.send(request, move |_| {
            open.put(false);
            fetched.reload();
            Toasts::get().done(t!("import-undo-done"));
        });
    });
    let counts = import.counts.unwrap_or_default();
    let goes = goes(counts);
    let notice = form.notice(&["reason"]);
    let title = t!("import-undo-title", file = import.file_name.as_str());
    view! {
        Dialog(title=title, on_close=move |()| open.set(false)) {
            form(class="form", novalidate=true, on:submit=submit, data-test="import-undo-form") {
                (notice)
                (goes)
                p(class="muted small") { (t!("import-undo-stays")) }
                TextInput(
                    label=t!("reason"), value=reason, error=form.error("reason"),
                    maxlength="1000", optional=true, test="import-undo-reason",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| open.set(false))
                    Button(
                        label=t!("import-undo"), kind=ButtonKind::Danger, icon=Glyph::Undo,
                        submit=true, busy=form.busy, test="import-undo-submit",
                    )
                }
            }
        }
    }
}

fn goes(counts: ImportCounts) -> View {
    let hours = words::hours(counts.seconds);
    let entries = t!(
        "import-undo-entries",
        count = counts.entries,
        shown = shown::number(counts.entries),
        hours = hours.as_str()
    );
    let added: Vec<View> = added(counts)
        .into_iter()
        .map(|words| view! { li { (words) } })
        .collect();
    let added = (!added.is_empty()).then(|| {
        view! {
            p { (t!("import-undo-added")) }
            ul(class="bullets") { (added) }
        }
    });
    view! {
        p(class="strong") { (entries) }
        (added)
    }
}

/// What is added beside entries, each in words: `3 jobs`.
pub fn added(counts: ImportCounts) -> Vec<String> {
    let words = |count: u64, words: fn(u64, String) -> String| {
        (count > 0).then(|| words(count, shown::number(count)))
    };
    let all = [
        words(counts.employees, |count, shown| {
            t!("import-added-employees", count = count, shown = shown)
        }),
        words(counts.jobs, |count, shown| {
            t!("import-added-jobs", count = count, shown = shown)
        }),
        words(counts.cost_codes, |count, shown| {
            t!("import-added-cost-codes", count = count, shown = shown)
        }),
    ];
    all.into_iter().flatten().collect()
}
