//! A choice of one from two to four, all of them in sight.

use sycamore::prelude::*;
use sycamore::web::{events, tags};

use super::text::words;
use super::{Callback, Choice, Text};
use crate::dom;

/// Radio buttons drawn as one bar; the arrow keys move the choice.
#[component(inline_props)]
pub fn Segmented(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    choices: Vec<Choice>,
    #[prop(default, setter(into))] on_choose: Callback<String>,
    #[prop(default)] label_hidden: bool,
) -> View {
    let name = dom::fresh_id("segmented");
    let label_class = if label_hidden {
        "sr-only"
    } else {
        "field-label"
    };
    let segments: Vec<View> = choices
        .into_iter()
        .map(|choice| segment(choice, name.clone(), value, on_choose.clone()))
        .collect();
    let label = words(label);
    view! {
        fieldset(class="field") {
            legend(class=label_class) { (label) }
            div(class="segmented") { (segments) }
        }
    }
}

fn segment(
    choice: Choice,
    name: String,
    value: Signal<String>,
    on_choose: Callback<String>,
) -> View {
    let id = dom::fresh_id("segment");
    let own = choice.value.clone();
    let chosen = choice.value.clone();
    let input: View = tags::input()
        .r#type("radio")
        .id(id.clone())
        .name(name)
        .attr("data-test", format!("segment-{}", choice.value))
        .value(choice.value)
        .prop("checked", move || value.with(|value| *value == own))
        .on(events::change, move |_| {
            value.set(chosen.clone());
            on_choose.call(chosen.clone());
        })
        .into();
    view! {
        (input)
        label(class="segment", r#for=id) { (choice.label) }
    }
}
