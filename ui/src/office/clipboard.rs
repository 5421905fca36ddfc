//! Links that a person takes along: shown in full, with a button that copies them.

use js_sys::Reflect;
use sycamore::prelude::*;
use ui::components::{Button, Glyph, Toasts};
use ui::t;
use wasm_bindgen_futures::JsFuture;

/// A link with its button; `tests` are the test ids of both.
pub fn copy_row(link: String, label: String, tests: [&'static str; 2]) -> View {
    let copied = link.clone();
    let toasts = Toasts::get();
    let [field, button] = tests;
    view! {
        div(class="copy-row") {
            input(
                class="input", r#type="text", readonly=true, value=link, aria-label=label,
                data-test=field,
            )
            Button(
                label=t!("copy"), icon=Glyph::Copy, test=button,
                on_press=move |()| copy(&copied, toasts),
            )
        }
    }
}

fn copy(text: &str, toasts: Toasts) {
    let navigator = window().navigator();
    // Browsers have no clipboard for pages without a secure connection.
    let clipboard = Reflect::get(&navigator, &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        toasts.failed(t!("copy-failed"));
        return;
    }
    let written = navigator.clipboard().write_text(text);
    sycamore::futures::spawn_local(async move {
        match JsFuture::from(written).await {
            Ok(_) => toasts.done(t!("copied")),
            Err(_) => toasts.failed(t!("copy-failed")),
        }
    });
}
