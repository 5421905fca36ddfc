//! Details beside a list, which keeps its place.

use sycamore::prelude::*;
use sycamore::web::{events, tags};

use super::text::{NONE, words, words_if};
use super::{Callback, Glyph, IconButton, MaybeText, Text};
use crate::{dom, t};

/// A panel at the side of the page, open as long as it is in the view. It takes the keyboard when
/// it opens and gives it back when it goes; Escape closes it.
#[component(inline_props)]
pub fn SidePanel(
    #[prop(setter(into))] title: Text,
    #[prop(setter(into))] on_close: Callback<()>,
    #[prop(default = NONE, setter(into))] subtitle: MaybeText,
    children: Children,
) -> View {
    let heading = create_node_ref();
    let title_id = dom::fresh_id("panel");
    let before = dom::focused();
    on_mount(move || {
        dom::focus(heading);
        on_cleanup(move || {
            if let Some(before) = before.filter(|element| element.is_connected()) {
                dom::focus_element(&before);
            }
        });
    });
    let on_escape = on_close.clone();
    let heading_id = title_id.clone();
    let title = words(title);
    let subtitle = words_if(
        subtitle,
        |text| view! { p(class="panel-subtitle") { (text) } },
    );
    let content = view! {
        header(class="panel-head") {
            div(class="grow") {
                h2(class="panel-title", id=heading_id, tabindex="-1", r#ref=heading) { (title) }
                (subtitle)
            }
            IconButton(
                glyph=Glyph::Close, label=t!("close"), on_press=move |()| on_close.call(()),
            )
        }
        div(class="panel-body") { (children) }
    };
    tags::aside()
        .class("panel")
        .attr("aria-labelledby", title_id)
        .on(events::keydown, move |event: web_sys::KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                on_escape.call(());
            }
        })
        .children(content)
        .into()
}
