//! The list of options and the keys that move through it, shared by the combobox and the sheet.

use sycamore::prelude::*;
use sycamore::web::{events, tags};

use super::matching::{PickItem, matches, recent_count};
use crate::components::{Callback, Glyph, Icon};
use crate::{dom, t};

/// What is searched, found and marked.
#[derive(Clone)]
pub(super) struct PickState {
    pub(super) query: Signal<String>,
    pub(super) shown: ReadSignal<Vec<PickItem>>,
    pub(super) marked: Signal<usize>,
    pub(super) list_id: String,
}

impl PickState {
    pub(super) fn new(items: MaybeDyn<Vec<PickItem>>) -> PickState {
        let query = create_signal(String::new());
        let marked = create_signal(0);
        let shown = create_memo(move || query.with(|query| matches(&items.get_clone(), query)));
        create_effect(move || {
            query.track();
            marked.set(0);
        });
        PickState {
            query,
            shown,
            marked,
            list_id: dom::fresh_id("pick"),
        }
    }

    /// The id of the option at a place in the list.
    pub(super) fn option_id(&self, at: usize) -> String {
        format!("{}-{at}", self.list_id)
    }

    /// The id of the option that is marked, if there is any option.
    pub(super) fn marked_id(&self) -> Option<String> {
        let any = self.shown.with(|shown| !shown.is_empty());
        any.then(|| self.option_id(self.marked.get()))
    }

    /// The item that is marked.
    pub(super) fn marked_item(&self) -> Option<PickItem> {
        self.shown
            .with(|shown| shown.get(self.marked.get()).cloned())
    }

    /// Moves the mark by a key. Says whether the key was one of those.
    pub(super) fn move_mark(&self, key: &str) -> bool {
        let count = self.shown.with(Vec::len);
        let at = self.marked.get();
        let next = match key {
            "ArrowDown" => (at + 1) % count.max(1),
            "ArrowUp" => at.checked_sub(1).unwrap_or(count.saturating_sub(1)),
            "PageDown" => (at + 8).min(count.saturating_sub(1)),
            "PageUp" => at.saturating_sub(8),
            _ => return false,
        };
        self.marked.set(next);
        self.scroll_to_marked();
        true
    }

    fn scroll_to_marked(&self) {
        if is_not_ssr!()
            && let Some(option) = document().get_element_by_id(&self.option_id(self.marked.get()))
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}

/// The listbox: "Recent" and the rest, or what the search found, or that it found nothing.
pub(super) fn option_list(
    state: PickState,
    selected: Signal<Option<String>>,
    label: String,
    on_pick: Callback<PickItem>,
) -> View {
    let id = state.list_id.clone();
    // Without an option it is no listbox.
    let shown = state.shown;
    let any = move || shown.with(|shown| !shown.is_empty());
    let content = crate::reactive::dynamic(move || {
        let shown = state.shown.get_clone();
        let query = state.query.get_clone_untracked();
        if shown.is_empty() {
            let words = t!("nothing-found", query = query.trim());
            return view! { p(class="pick-none", role="status") { (words) } };
        }
        let recent = recent_count(&shown, &query);
        let mut options: Vec<View> = shown
            .into_iter()
            .enumerate()
            .map(|(at, item)| option(at, item, &state, selected, on_pick.clone()))
            .collect();
        let others = options.split_off(recent);
        if recent == 0 {
            return View::from(others);
        }
        let recent_id = format!("{}-recent", state.list_id);
        let heading_id = recent_id.clone();
        view! {
            div(role="group", class="pick-group", aria-labelledby=recent_id) {
                div(class="pick-heading", id=heading_id, role="presentation") { (t!("recent")) }
                (options)
            }
            div(role="group", class="pick-group") { (others) }
        }
    });
    tags::div()
        .class("pick-list")
        .id(id)
        .attr("role", move || any().then_some("listbox"))
        .attr("aria-label", move || any().then(|| label.clone()))
        .children(content)
        .into()
}

fn option(
    at: usize,
    item: PickItem,
    state: &PickState,
    selected: Signal<Option<String>>,
    on_pick: Callback<PickItem>,
) -> View {
    let marked = state.marked;
    let own = item.id.clone();
    let chosen = selected.with_untracked(|selected| selected.as_ref() == Some(&own));
    let check = chosen.then(|| view! { Icon(glyph=Glyph::Check, class="pick-check") });
    let detail = item.detail.clone();
    let detail = (!detail.is_empty()).then(|| view! { span(class="pick-detail") { (detail) } });
    let label = item.label.clone();
    tags::div()
        .class(move || {
            if marked.get() == at {
                "pick-option is-marked"
            } else {
                "pick-option"
            }
        })
        .role("option")
        .id(state.option_id(at))
        .attr("aria-selected", if chosen { "true" } else { "false" })
        // The search field keeps the keyboard: without this the press would take it away and
        // close the list before the click arrives.
        .on(events::mousedown, |event: web_sys::MouseEvent| {
            event.prevent_default();
        })
        .on(events::mousemove, move |_| {
            if marked.get() != at {
                marked.set(at);
            }
        })
        .on(events::click, move |_| on_pick.call(item.clone()))
        .children(vec![
            view! { span(class="pick-words") { span(class="pick-label") { (label) } (detail) } },
            View::from(check),
        ])
        .into()
}
