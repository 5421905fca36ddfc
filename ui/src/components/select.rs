//! A choice of one from a short, fixed list. For long lists there is the combobox.

use sycamore::prelude::*;
use sycamore::web::{events, tags};
use wasm_bindgen::JsCast;

use super::text::NONE;
use super::{Callback, Field, FieldIds, MaybeText, Text};

/// One of the values that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the signal holds when this is chosen.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// The browser's own drop-down list, with its label.
#[component(inline_props)]
pub fn Select(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    #[prop(setter(into))] choices: MaybeDyn<Vec<Choice>>,
    #[prop(default, setter(into))] on_choose: Callback<String>,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = NONE, setter(into))] error: MaybeText,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default)] label_hidden: bool,
    #[prop(default)] class: &'static str,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let control = move |ids: FieldIds| -> View {
        let options = crate::reactive::dynamic(move || {
            let options = choices
                .get_clone()
                .into_iter()
                .map(|choice| option(choice, value));
            View::from(options.collect::<Vec<View>>())
        });
        tags::select()
            .class("input input--select")
            .attr("data-test", test)
            .id(ids.id)
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .disabled(disabled)
            .on(events::change, move |event: web_sys::Event| {
                let select = event.target().and_then(|t| t.dyn_into().ok());
                if let Some(select) = select.map(|s: web_sys::HtmlSelectElement| s.value()) {
                    value.set(select.clone());
                    on_choose.call(select);
                }
            })
            .children(options)
            .into()
    };
    view! {
        Field(
            label=label, hint=hint, error=error, label_hidden=label_hidden, class=class,
            control=control,
        )
    }
}

fn option(choice: Choice, value: Signal<String>) -> View {
    let own = choice.value.clone();
    tags::option()
        .value(choice.value)
        .prop("selected", move || value.with(|value| *value == own))
        .children(View::from(choice.label))
        .into()
}
