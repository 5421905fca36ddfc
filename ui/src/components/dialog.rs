//! A question or a short form over the page, in the browser's own `<dialog>`.
//!
//! A dialog is open as long as it is in the view: the page decides that with a signal, and
//! removes it when told to close. There is never a second one over the first.

use std::cell::Cell;

use sycamore::prelude::*;
use sycamore::web::{events, tags};
use wasm_bindgen::JsCast;

use super::text::{NONE, classes, words, words_if};
use super::{Button, ButtonKind, Callback, Glyph, IconButton, MaybeText, Text, TextInput};
use crate::{dom, t};

thread_local! {
    static OPEN: Cell<u32> = const { Cell::new(0) };
}

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogKind {
    /// In the middle, for a question or a short form; at the bottom edge of a small screen.
    #[default]
    Card,
    /// Always from the bottom edge, most of the screen high: lists to pick from on the phone.
    Sheet,
}

/// A dialog with a title and a way to close it. Escape and a press beside it close it too.
#[component(inline_props)]
pub fn Dialog(
    #[prop(setter(into))] title: Text,
    #[prop(setter(into))] on_close: Callback<()>,
    #[prop(default)] kind: DialogKind,
    #[prop(default)] class: &'static str,
    children: Children,
) -> View {
    let node = create_node_ref();
    let title_id = dom::fresh_id("dialog");
    let heading = create_node_ref();
    open_while_mounted(node, heading, kind);

    let kind_class = match kind {
        DialogKind::Card => "dialog--card",
        DialogKind::Sheet => "dialog--sheet",
    };
    let on_cancel = on_close.clone();
    let on_outside = on_close.clone();
    let heading_id = title_id.clone();
    let title = words(title);
    let content = view! {
        div(class="dialog-frame") {
            header(class="dialog-head") {
                h2(id=heading_id, class="dialog-title", tabindex="-1", r#ref=heading) { (title) }
                IconButton(
                    glyph=Glyph::Close, label=t!("close"), on_press=move |()| on_close.call(()),
                )
            }
            div(class="dialog-body") { (children) }
        }
    };
    tags::dialog()
        .class(classes(&["dialog", kind_class, class]))
        .attr("aria-labelledby", title_id)
        .r#ref(node)
        .on(Cancel, move |event: web_sys::Event| {
            // The view decides when it goes: otherwise it would be closed and still mounted.
            event.prevent_default();
            on_cancel.call(());
        })
        .on(events::mousedown, move |event: web_sys::MouseEvent| {
            // The frame fills the dialog, so that a press on the dialog itself is beside it.
            if event.target().is_some() && event.target() == event.current_target() {
                on_outside.call(());
            }
        })
        .children(content)
        .into()
}

/// The event of Escape in a dialog.
#[derive(Clone, Copy, Debug)]
struct Cancel;

impl events::EventDescriptor for Cancel {
    type EventTy = web_sys::Event;
    const NAME: &'static str = "cancel";
}

fn open_while_mounted(node: NodeRef, heading: NodeRef, kind: DialogKind) {
    let before = dom::focused();
    on_mount(move || {
        let Some(dialog) = dom::element::<web_sys::HtmlDialogElement>(node) else {
            return;
        };
        if OPEN.replace(OPEN.get() + 1) > 0 {
            console_log!("a dialog was opened over a dialog");
        }
        if dialog.show_modal().is_err() {
            console_log!("a dialog did not open");
        }
        focus_first(&dialog, heading, kind);
        on_cleanup(move || {
            OPEN.set(OPEN.get().saturating_sub(1));
            dialog.close();
            if let Some(before) = before.filter(|element| element.is_connected()) {
                dom::focus_element(&before);
            }
        });
    });
}

/// A form starts at its first control. A sheet starts at its title: a control would bring up the
/// keyboard over the list that the sheet is for.
fn focus_first(dialog: &web_sys::HtmlDialogElement, heading: NodeRef, kind: DialogKind) {
    let controls = ".dialog-body :is(input, select, textarea):not(:disabled, [hidden])";
    let control = match kind {
        DialogKind::Card => dialog.query_selector(controls).ok().flatten(),
        DialogKind::Sheet => None,
    };
    match control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(control) => dom::focus_element(&control),
        None => dom::focus(heading),
    }
}

/// Asks before something goes for good. With `type_to_confirm` the person types the name of the
/// thing first.
#[component(inline_props)]
pub fn Confirm(
    #[prop(setter(into))] title: Text,
    #[prop(setter(into))] body: Text,
    #[prop(setter(into))] confirm: Text,
    #[prop(setter(into))] on_confirm: Callback<()>,
    #[prop(setter(into))] on_cancel: Callback<()>,
    #[prop(default, setter(strip_option, into))] type_to_confirm: Option<String>,
    #[prop(default = NONE, setter(into))] type_label: MaybeText,
    #[prop(default = false.into(), setter(into))] busy: MaybeDyn<bool>,
    #[prop(default = true)] danger: bool,
) -> View {
    let typed = create_signal(String::new());
    let wanted = type_to_confirm.clone();
    let held = move || {
        wanted
            .as_ref()
            .is_some_and(|name| typed.with(|typed| typed.trim() != name))
    };
    let field = type_to_confirm.map(|_| {
        words_if(
            type_label,
            move |label| view! { TextInput(label=label, value=typed) },
        )
    });
    let on_close = on_cancel.clone();
    let body = words(body);
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    view! {
        Dialog(title=title, on_close=move |()| on_close.call(())) {
            p { (body) }
            (field)
            div(class="dialog-actions") {
                Button(label=t!("cancel"), on_press=move |()| on_cancel.call(()))
                Button(
                    label=confirm, kind=kind, busy=busy, disabled=held,
                    on_press=move |()| on_confirm.call(()),
                )
            }
        }
    }
}
