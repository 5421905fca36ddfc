//! Uploading what a phone exported because it could not send it.

use api::sent::UnsentResult;
use sycamore::prelude::*;
use sycamore::web::tags;
use ui::components::{Button, Field, FieldIds, Glyph, Tone};
use ui::i18n::text_in;
use ui::{dom, t};
use web_sys::{File, HtmlInputElement};

use crate::forms::{Form, on_submit};
use crate::state::{App, Put};
use crate::{http, words};

/// The form.
pub fn form(app: App) -> View {
    let form = Form::new(app);
    let node = create_node_ref();
    let result = create_signal(None::<UnsentResult>);
    let submit = on_submit(move || {
        let Some(file) = chosen(node) else {
            form.check(vec![("file", t!("unsent-missing"))]);
            return;
        };
        if form.check(Vec::new()) {
            let path = app.path("/unsent");
            let request = async move { http::send_file(&path, &file).await };
            form.send(request, move |answer: UnsentResult| {
                result.put(Some(answer));
            });
        }
    });
    let control = move |ids: FieldIds| -> View {
        tags::input()
            .r#type("file")
            .class("input input--file")
            .id(ids.id)
            .r#ref(node)
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .attr("data-test", "unsent-file")
            .into()
    };
    let notice = form.notice(&["file"]);
    let outcome = View::from_dynamic(move || match result.get_clone() {
        Some(result) => outcome(&result),
        None => View::new(),
    });
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            Field(
                label=t!("unsent-file"), control=control, hint=t!("unsent-hint"),
                error=form.error("file"),
            )
            div(role="status") { (outcome) }
            div(class="form-actions") {
                Button(
                    label=t!("unsent-upload"), icon=Glyph::Upload, submit=true, busy=form.busy,
                    test="unsent-upload",
                )
            }
        }
    }
}

fn chosen(node: NodeRef) -> Option<File> {
    dom::element::<HtmlInputElement>(node)?.files()?.get(0)
}

fn outcome(result: &UnsentResult) -> View {
    let ops = i64::try_from(result.ops).unwrap_or(i64::MAX);
    let taken = words::notice(Glyph::Check, Tone::Good, t!("unsent-taken", count = ops));
    if result.problems.is_empty() {
        return taken;
    }
    let problems: Vec<View> = result
        .problems
        .iter()
        .map(|problem| {
            let part = t!("unsent-part", number = i64::from(problem.index) + 1);
            let words = text_in("unsent-problem", &problem.code);
            view! { li { (part) ": " (words) } }
        })
        .collect();
    let lead = words::notice(Glyph::Alert, Tone::Warn, t!("unsent-problems"));
    let taken = if result.ops > 0 { taken } else { View::new() };
    view! { (taken) (lead) ul(class="plain-list") { (problems) } }
}
