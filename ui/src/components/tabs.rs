//! Parts of one page, one in sight at a time.

use sycamore::prelude::*;
use sycamore::web::{events, tags};
use wasm_bindgen::JsCast;

use super::Text;
use crate::dom;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What the signal holds when this part is in sight.
    pub value: String,
    /// Its name.
    pub label: String,
    /// A count beside the name.
    pub count: Option<usize>,
}

/// The bar of tabs and the part in sight. The arrow keys move between tabs.
#[component(inline_props)]
pub fn Tabs<F>(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    tabs: Vec<Tab>,
    panel: F,
) -> View
where
    F: Fn(String) -> View + 'static,
{
    let base = dom::fresh_id("tabs");
    let panel_id = format!("{base}-panel");
    let order: Vec<String> = tabs.iter().map(|tab| tab.value.clone()).collect();
    let buttons: Vec<View> = tabs
        .into_iter()
        .map(|tab| tab_button(tab, &base, &panel_id, value))
        .collect();
    let name = label;
    let list: View = tags::div()
        .class("tabs")
        .role("tablist")
        .attr("aria-label", move || name.get_clone())
        .on(events::keydown, move |event: web_sys::KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => order.len() - 1,
                _ => return,
            };
            let at = value
                .with(|value| order.iter().position(|own| own == value))
                .unwrap_or(0);
            if let Some(next) = order.get((at + step) % order.len().max(1)) {
                event.prevent_default();
                value.set(next.clone());
                focus_chosen(&event);
            }
        })
        .children(buttons)
        .into();
    let content = View::from_dynamic(move || panel(value.get_clone()));
    view! {
        (list)
        div(class="tab-panel", role="tabpanel", id=panel_id, tabindex="0") { (content) }
    }
}

fn tab_button(tab: Tab, base: &str, panel_id: &str, value: Signal<String>) -> View {
    let own = create_signal(tab.value.clone());
    let chosen = create_selector(move || value.with(|value| own.with(|own| own == value)));
    let label = tab.label;
    let count = tab
        .count
        .map(|count| view! { span(class="tab-count") { (count) } });
    tags::button()
        .r#type("button")
        .class("tab")
        .role("tab")
        .id(format!("{base}-{}", tab.value))
        .attr("aria-controls", panel_id.to_owned())
        .attr(
            "aria-selected",
            move || if chosen.get() { "true" } else { "false" },
        )
        .attr("tabindex", move || if chosen.get() { "0" } else { "-1" })
        .on(events::click, move |_| value.set(own.get_clone()))
        .children(vec![view! { span { (label) } }, View::from(count)])
        .into()
}

fn focus_chosen(event: &web_sys::KeyboardEvent) {
    let list = event
        .current_target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let tab = list.and_then(|l| l.query_selector("[aria-selected=\"true\"]").ok().flatten());
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
        dom::focus_element(&tab);
    }
}
