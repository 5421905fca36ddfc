//! The office's picker: a text field that opens a list.

use sycamore::prelude::*;
use sycamore::web::{bind, events, tags};
use wasm_bindgen::JsCast;

use super::list::{PickState, option_list};
use super::matching::PickItem;
use crate::components::text::NONE;
use crate::components::{Callback, Field, FieldIds, Glyph, Icon, IconButton, MaybeText, Text};
use crate::t;

/// A field that finds one of many: type to search, arrows to mark, Enter to pick, Escape to leave
/// it as it was.
#[component(inline_props)]
pub fn Combobox(
    #[prop(setter(into))] label: Text,
    selected: Signal<Option<String>>,
    #[prop(setter(into))] items: MaybeDyn<Vec<PickItem>>,
    #[prop(default, setter(into))] on_pick: Callback<Option<String>>,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = NONE, setter(into))] error: MaybeText,
    #[prop(default = NONE, setter(into))] placeholder: MaybeText,
    #[prop(default)] clearable: bool,
    #[prop(default)] optional: bool,
    #[prop(default)] label_hidden: bool,
    #[prop(default)] class: &'static str,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let list_label = label.clone();
    let control = move |ids: FieldIds| {
        let parts = Parts {
            selected,
            items,
            on_pick,
            placeholder,
            clearable,
            test,
        };
        control(ids, parts, list_label.get_clone().into_owned())
    };
    view! {
        Field(
            label=label, hint=hint, error=error, optional=optional, label_hidden=label_hidden,
            class=class, control=control,
        )
    }
}

struct Parts {
    selected: Signal<Option<String>>,
    items: MaybeDyn<Vec<PickItem>>,
    on_pick: Callback<Option<String>>,
    placeholder: MaybeText,
    clearable: bool,
    test: MaybeText,
}

fn control(ids: FieldIds, parts: Parts, list_label: String) -> View {
    let Parts {
        selected,
        items,
        on_pick,
        placeholder,
        clearable,
        test,
    } = parts;
    let open = create_signal(false);
    // What the field reads: the picked item's name while closed, the search while open.
    let typed = create_signal(String::new());
    let state = PickState::new(items.clone());
    create_effect(move || {
        let name = selected.with(|id| name_of(&items.get_clone(), id.as_deref()));
        if !open.get() {
            typed.set(name);
        }
    });

    let clear_pick = on_pick.clone();
    let pick = Callback::from(move |item: PickItem| {
        selected.set(Some(item.id.clone()));
        open.set(false);
        on_pick.call(Some(item.id));
    });
    let input = input(
        ids,
        &state,
        InputParts {
            open,
            typed,
            pick: pick.clone(),
            placeholder,
            test,
        },
    );
    let list = crate::reactive::dynamic(move || {
        if open.get() {
            option_list(state.clone(), selected, list_label.clone(), pick.clone())
        } else {
            View::new()
        }
    });
    let clear = crate::reactive::dynamic(move || {
        if !clearable || selected.with(Option::is_none) {
            return view! { Icon(glyph=Glyph::ChevronDown, class="combo-mark") };
        }
        let clear_pick = clear_pick.clone();
        view! {
            IconButton(glyph=Glyph::Close, label=t!("clear"), class="combo-clear", on_press=move |()| {
                selected.set(None);
                clear_pick.call(None);
            })
        }
    });
    view! { div(class="combo") { (input) (clear) (list) } }
}

struct InputParts {
    open: Signal<bool>,
    typed: Signal<String>,
    pick: Callback<PickItem>,
    placeholder: MaybeText,
    test: MaybeText,
}

fn input(ids: FieldIds, state: &PickState, parts: InputParts) -> View {
    let InputParts {
        open,
        typed,
        pick,
        placeholder,
        test,
    } = parts;
    let query = state.query;
    let open_fresh = move || {
        if !open.get() {
            query.set(String::new());
            open.set(true);
        }
    };
    let keys = state.clone();
    let active = state.clone();
    tags::input()
        .r#type("text")
        .class("input combo-input")
        .id(ids.id)
        .role("combobox")
        .attr("data-test", test)
        .autocomplete("off")
        .attr("spellcheck", "false")
        .placeholder(placeholder)
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", state.list_id.clone())
        .attr(
            "aria-expanded",
            move || if open.get() { "true" } else { "false" },
        )
        .attr("aria-activedescendant", move || {
            open.get().then(|| active.marked_id()).flatten()
        })
        .attr("aria-describedby", ids.described_by)
        .attr("aria-invalid", ids.invalid)
        .bind(bind::value, typed)
        .on(events::input, move |_| {
            open.set(true);
            query.set(typed.get_clone());
        })
        .on(events::click, move |event: web_sys::MouseEvent| {
            open_fresh();
            if let Some(input) = event.target().and_then(|t| t.dyn_into().ok()) {
                let input: web_sys::HtmlInputElement = input;
                input.select();
            }
        })
        .on(events::blur, move |_| open.set(false))
        .on(events::keydown, move |event: web_sys::KeyboardEvent| {
            on_key(&event, open, &keys, &pick, open_fresh);
        })
        .into()
}

fn on_key(
    event: &web_sys::KeyboardEvent,
    open: Signal<bool>,
    state: &PickState,
    pick: &Callback<PickItem>,
    open_fresh: impl Fn(),
) {
    let key = event.key();
    match (key.as_str(), open.get()) {
        ("ArrowDown" | "ArrowUp", false) => open_fresh(),
        ("Enter", true) => match state.marked_item() {
            Some(item) => pick.call(item),
            None => return,
        },
        ("Escape", true) => open.set(false),
        (key, true) => {
            if !state.move_mark(key) {
                return;
            }
        }
        (_, false) => return,
    }
    event.prevent_default();
}

fn name_of(items: &[PickItem], id: Option<&str>) -> String {
    let item = items.iter().find(|item| Some(item.id.as_str()) == id);
    item.map(|item| item.label.clone()).unwrap_or_default()
}
