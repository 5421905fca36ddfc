//! The first step: choosing a file or dropping it on the page, and how far it has been sent.

use api::import::{FILE_BYTES_MAX, ImportFile};
use sycamore::prelude::*;
use sycamore::web::{events, tags};
use ui::components::{Field, FieldIds, Glyph, Icon};
use ui::i18n::text_in;
use ui::{dom, t};
use web_sys::{DragEvent, File, HtmlInputElement};

use super::Wizard;
use crate::forms::Form;
use crate::http;
use crate::state::Put;

/// The programs whose exports are known, as the page names them.
const PROGRAMS: [&str; 5] = ["toggl", "clockify", "harvest", "kimai", "solidtime"];

/// The step.
pub fn step(wizard: Wizard) -> View {
    let form = Form::new(wizard.app);
    let sent = create_signal(None::<u32>);
    let over = create_signal(false);
    let field = field(wizard, form, sent);
    let class = move || if over.get() { "drop is-over" } else { "drop" };
    let on_over = move |event: DragEvent| {
        event.prevent_default();
        if !over.get() {
            over.set(true);
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            send(wizard, form, sent, file);
        }
    };
    let notice = form.notice(&["file"]);
    let progress = progress(form, sent);
    let programs = PROGRAMS.map(|name| {
        let name = text_in("import-preset", name);
        view! { li { (name) } }
    });
    let programs: Vec<View> = programs.into();
    view! {
        div(class="form form--wide") {
            p(class="muted") { (t!("import-file-lead")) }
            (notice)
            div(class=class(), on:dragover=on_over, on:dragleave=move |_| over.set(false), on:drop=on_drop) {
                Icon(glyph=Glyph::Upload, class="drop-icon")
                (field)
            }
            (progress)
            section(class="stack stack--tight") {
                h2(class="small-head") { (t!("import-programs")) }
                ul(class="chips-list") {
                    (programs)
                    li { (t!("import-programs-own")) }
                }
                p(class="muted small") { (t!("import-programs-how")) }
            }
        }
    }
}

fn field(wizard: Wizard, form: Form, sent: Signal<Option<u32>>) -> View {
    let node = create_node_ref();
    let changed = move |_: web_sys::Event| {
        let input = dom::element::<HtmlInputElement>(node);
        if let Some(file) = input.and_then(|input| input.files()?.get(0)) {
            send(wizard, form, sent, file);
        }
    };
    let control = move |ids: FieldIds| -> View {
        tags::input()
            .r#type("file")
            .class("input input--file")
            .id(ids.id)
            .r#ref(node)
            .attr("accept", ".csv,.tsv,.txt,.xlsx")
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .attr("data-test", "import-file")
            .on(events::change, changed)
            .into()
    };
    view! {
        Field(
            label=t!("import-file-choose"), control=control, hint=t!("import-file-hint"),
            error=form.error("file"),
        )
    }
}

fn send(wizard: Wizard, form: Form, sent: Signal<Option<u32>>, file: File) {
    let too_large = file.size() > FILE_BYTES_MAX as f64;
    let refused = too_large.then(|| ("file", t!("error-file-too-large")));
    if !form.check(refused.into_iter().collect()) || form.busy.get_untracked() {
        return;
    }
    sent.set(Some(0));
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let path = wizard.app.path(&format!("/imports/files?name={name}"));
    let request = async move {
        let tell = move |part: f64| sent.put(Some((part * 100.0) as u32));
        http::upload::<ImportFile>(&path, &file, tell).await
    };
    form.send(request, move |file: ImportFile| {
        if wizard.step.is_alive() {
            wizard.take(file);
        }
    });
}

fn progress(form: Form, sent: Signal<Option<u32>>) -> View {
    let shown = create_selector(move || form.busy.get());
    let reading = create_selector(move || sent.get().is_some_and(|sent| sent >= 100));
    let words = move || match (shown.get(), reading.get()) {
        (false, _) => String::new(),
        (true, false) => t!("import-sending"),
        (true, true) => t!("import-file-reading"),
    };
    let bar = View::from_dynamic(move || {
        if !shown.get() {
            return View::new();
        }
        // How far the server is with reading is not known.
        tags::progress()
            .class("progress")
            .attr("aria-label", t!("import-sending"))
            .attr("max", "100")
            .attr("value", move || {
                sent.get()
                    .filter(|sent| *sent < 100)
                    .map(|sent| sent.to_string())
            })
            .into()
    });
    view! {
        div(class="stack stack--tight") {
            p(class="muted", role="status", data-test="import-sending") { (words()) }
            (bar)
        }
    }
}
