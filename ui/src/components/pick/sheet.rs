//! The phone's picker: a large row that opens a sheet with recent ones and a search.

use sycamore::prelude::*;
use sycamore::web::{bind, events, tags};

use super::list::{PickState, option_list};
use super::matching::PickItem;
use crate::components::text::{NONE, words};
use crate::components::{Callback, Dialog, DialogKind, Glyph, Icon, MaybeText, Text};
use crate::t;

/// A row that shows what is picked and opens a sheet to pick another. `none` are the words for
/// nothing picked; with `none_pickable` the sheet offers them too. `test` names the row for browser
/// journeys.
#[component(inline_props)]
pub fn PickSheet(
    #[prop(setter(into))] label: Text,
    selected: Signal<Option<String>>,
    #[prop(setter(into))] items: MaybeDyn<Vec<PickItem>>,
    #[prop(setter(into))] none: Text,
    icon: Glyph,
    #[prop(default, setter(into))] on_pick: Callback<Option<String>>,
    #[prop(default)] none_pickable: bool,
    #[prop(default = NONE, setter(into))] search_label: MaybeText,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let open = create_signal(false);
    let shown_items = items.clone();
    let none_shown = none.clone();
    let value = move || -> String {
        let id = selected.get_clone();
        let items = shown_items.get_clone();
        let item = items.into_iter().find(|item| Some(&item.id) == id.as_ref());
        item.map_or_else(|| none_shown.get_clone().into_owned(), |item| item.label)
    };
    let title = label.clone();
    let label = words(label);
    let value = View::from_dynamic(value);
    let row: View = tags::button()
        .r#type("button")
        .class(move || {
            if selected.with(Option::is_some) {
                "pick-row"
            } else {
                "pick-row is-unset"
            }
        })
        .attr("aria-haspopup", "dialog")
        .attr("data-test", test)
        .disabled(disabled)
        .on(events::click, move |_| open.set(true))
        .children(view! {
            Icon(glyph=icon)
            span(class="pick-row-words") {
                span(class="pick-row-label") { (label) }
                span(class="pick-row-value") { (value) }
            }
            Icon(glyph=Glyph::ChevronRight, class="pick-row-more")
        })
        .into();
    let sheet = crate::reactive::dynamic(move || {
        if !open.get() {
            return View::new();
        }
        let choose = on_pick.clone();
        let choose = Callback::from(move |id: Option<String>| {
            open.set(false);
            selected.set(id.clone());
            choose.call(id);
        });
        let parts = Sheet {
            title: title.clone(),
            items: items.clone(),
            selected,
            none: none_pickable.then(|| none.clone()),
            search_label: search_label.clone(),
            choose,
        };
        untrack(move || sheet(parts, open))
    });
    view! { (row) (sheet) }
}

struct Sheet {
    title: Text,
    items: MaybeDyn<Vec<PickItem>>,
    selected: Signal<Option<String>>,
    none: Option<Text>,
    search_label: MaybeText,
    choose: Callback<Option<String>>,
}

fn sheet(parts: Sheet, open: Signal<bool>) -> View {
    let Sheet {
        title,
        items,
        selected,
        none,
        search_label,
        choose,
    } = parts;
    let state = PickState::new(items);
    let keys = state.clone();
    let active = state.clone();
    let enter = choose.clone();
    let search_name = search_label
        .get_clone()
        .map_or_else(|| t!("search"), Into::into);
    let search: View = tags::input()
        .r#type("search")
        .class("input pick-search")
        .role("combobox")
        .autocomplete("off")
        .placeholder(search_name.clone())
        .attr("aria-label", search_name)
        .attr("aria-autocomplete", "list")
        .attr("aria-expanded", "true")
        .attr("aria-controls", state.list_id.clone())
        .attr("aria-activedescendant", move || active.marked_id())
        .attr("enterkeyhint", "done")
        .bind(bind::value, state.query)
        .on(events::keydown, move |event: web_sys::KeyboardEvent| {
            let key = event.key();
            if key == "Enter" {
                event.prevent_default();
                if let Some(item) = keys.marked_item() {
                    enter.call(Some(item.id));
                }
            } else if keys.move_mark(&key) {
                event.prevent_default();
            }
        })
        .into();
    let none = none.map(|none| {
        let choose = choose.clone();
        let none = words(none);
        view! {
            button(
                r#type="button", class="pick-option pick-option--none",
                on:click=move |_| choose.call(None),
            ) { (none) }
        }
    });
    let list_label = title.get_clone().into_owned();
    let pick = Callback::from(move |item: PickItem| choose.call(Some(item.id)));
    let list = option_list(state, selected, list_label, pick);
    view! {
        Dialog(title=title, kind=DialogKind::Sheet, on_close=move |()| open.set(false)) {
            div(class="pick-sheet") {
                (search)
                (none)
                (list)
            }
        }
    }
}
