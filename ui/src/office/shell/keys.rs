//! Keys that work on every page. Those of one letter can be turned off, because speech input and
//! an elbow press letters too.

use std::cell::Cell;
use std::rc::Rc;

use sycamore::prelude::*;
use ui::dom;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent};

use crate::address::go;
use crate::state::{App, Overlay};

const KEY: &str = "tt-single-keys";
/// How long `g` waits for the letter of a page.
const SEQUENCE_MILLISECONDS: f64 = 1_500.0;

/// Whether keys of one letter lead somewhere.
pub fn single_keys() -> bool {
    dom::stored(KEY).as_deref() != Some("off")
}

/// Turns them on or off.
pub fn set_single_keys(on: bool) {
    dom::store(KEY, (!on).then_some("off"));
}

/// The pages by letter, after `g`.
pub const PAGES: [(&str, &str); 7] = [
    ("t", "/"),
    ("h", "/timesheets"),
    ("e", "/exceptions"),
    ("j", "/jobs"),
    ("c", "/cost-codes"),
    ("p", "/people"),
    ("s", "/settings"),
];

/// Listens as long as the frame is there.
pub fn listen(app: App) {
    let gone_at = Rc::new(Cell::new(None::<f64>));
    let closure = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.default_prevented() {
            return;
        }
        let control = event.ctrl_key() || event.meta_key();
        if control && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            open(app, Overlay::Search);
        } else if !control && !event.alt_key() && single_keys() && !is_typing() {
            on_letter(app, &event, &gone_at);
        }
    });
    let function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    if document()
        .add_event_listener_with_callback("keydown", &function)
        .is_err()
    {
        console_log!("cannot listen to the keyboard");
    }
    on_cleanup(move || {
        if document()
            .remove_event_listener_with_callback("keydown", &function)
            .is_err()
        {
            console_log!("still listening to the keyboard");
        }
        drop(closure);
    });
}

fn on_letter(app: App, event: &KeyboardEvent, gone_at: &Cell<Option<f64>>) {
    let key = event.key();
    let begun = gone_at
        .take()
        .is_some_and(|at| event.time_stamp() - at < SEQUENCE_MILLISECONDS);
    if begun && let Some((_, path)) = PAGES.iter().find(|(letter, _)| *letter == key) {
        event.prevent_default();
        go(app, path);
        return;
    }
    match key.as_str() {
        "g" => gone_at.set(Some(event.time_stamp())),
        "/" => {
            event.prevent_default();
            open(app, Overlay::Search);
        }
        "?" => {
            event.prevent_default();
            open(app, Overlay::Shortcuts);
        }
        _ => {}
    }
}

fn open(app: App, overlay: Overlay) {
    // Never a dialog over a dialog.
    if document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_none()
    {
        app.overlay.set(overlay);
    }
}

/// Whether the keyboard writes into a field, or something lies over the page.
fn is_typing() -> bool {
    let Some(element) = document().active_element() else {
        return false;
    };
    let field = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
    let inside = |selector| element.closest(selector).ok().flatten().is_some();
    inside(field) || inside("dialog[open]") || in_popover(&element)
}

fn in_popover(element: &Element) -> bool {
    element.closest("[popover]").ok().flatten().is_some()
}
