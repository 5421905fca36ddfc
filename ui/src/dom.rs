//! The bridge to the browser that every page needs: the HTML shell's `<meta>` values, ids for
//! elements, and the few preferences kept in local storage.
//!
//! Outside a browser (native tests render to strings) each read answers "nothing there".

use std::cell::Cell;

use sycamore::prelude::*;
use wasm_bindgen::JsCast;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// Renders an app into the shell's `<div id="app">`.
pub fn mount(view: impl FnOnce() -> View) {
    match document().get_element_by_id("app") {
        Some(app) => sycamore::render_to(view, &app),
        None => sycamore::render(view),
    }
}

/// An id that no other element of this page has: `field-7`.
pub fn fresh_id(prefix: &str) -> String {
    let n = NEXT_ID.get();
    NEXT_ID.set(n.wrapping_add(1));
    format!("{prefix}-{n}")
}

/// The `content` of `<meta name="NAME">` in the HTML shell.
pub fn meta(name: &str) -> Option<String> {
    if is_ssr!() {
        return None;
    }
    let selector = format!("meta[name=\"{name}\"]");
    let found = document().query_selector(&selector).ok().flatten()?;
    found
        .get_attribute("content")
        .filter(|content| !content.is_empty())
}

/// A preference from local storage. Blocked storage reads as no preference.
pub fn stored(key: &str) -> Option<String> {
    if is_ssr!() {
        return None;
    }
    window()
        .local_storage()
        .ok()
        .flatten()?
        .get_item(key)
        .ok()
        .flatten()
}

/// Keeps a preference in local storage, or forgets it. Where storage is blocked the preference
/// lasts as long as the page: nothing that matters is kept here.
pub fn store(key: &str, value: Option<&str>) {
    if is_ssr!() {
        return;
    }
    if let Ok(Some(storage)) = window().local_storage() {
        let kept = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
        if kept.is_err() {
            console_log!("preference {key} is not kept: storage is full or blocked");
        }
    }
}

/// Sets or removes an attribute of the `<html>` element.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if is_ssr!() {
        return;
    }
    if let Some(root) = document().document_element() {
        let done = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
        done.expect("invariant: the attribute names used here are valid");
    }
}

/// The element behind a node reference, if it is in the page and of this type.
pub fn element<T: JsCast>(node: NodeRef) -> Option<T> {
    node.try_get()?.dyn_into::<T>().ok()
}

/// Moves the keyboard to the element behind a node reference.
pub fn focus(node: NodeRef) {
    if let Some(element) = element::<web_sys::HtmlElement>(node) {
        focus_element(&element);
    }
}

/// Moves the keyboard to an element; one that cannot take it is left alone.
pub fn focus_element(element: &web_sys::HtmlElement) {
    if element.focus().is_err() {
        console_log!("an element did not take the focus");
    }
}

/// Moves the keyboard to the top of the page: its heading, or its main part.
pub fn focus_page() {
    if is_ssr!() {
        return;
    }
    let top = document()
        .query_selector("main h1[tabindex], main[tabindex]")
        .ok();
    if let Some(top) = top.flatten().and_then(|top| top.dyn_into().ok()) {
        focus_element(&top);
    }
}

/// Whether what has the keyboard stands inside an element of this selector.
pub fn focus_is_in(selector: &str) -> bool {
    focused().is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

/// The element that has the keyboard now.
pub fn focused() -> Option<web_sys::HtmlElement> {
    if is_ssr!() {
        return None;
    }
    document().active_element()?.dyn_into().ok()
}

/// Calls `f` every so many milliseconds until the current scope ends.
pub fn every(milliseconds: u32, f: impl FnMut() + 'static) {
    if is_ssr!() {
        return;
    }
    let interval = gloo_timers::callback::Interval::new(milliseconds, f);
    on_cleanup(move || {
        interval.cancel();
    });
}
