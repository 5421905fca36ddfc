//! Yes or no.

use sycamore::prelude::*;
use sycamore::web::{bind, events, tags};

use super::text::{NONE, words, words_if};
use super::{Callback, MaybeText, Text};
use crate::dom;

/// A box to tick, with its label beside it and an optional hint under it.
#[component(inline_props)]
pub fn Checkbox(
    #[prop(setter(into))] label: Text,
    checked: Signal<bool>,
    #[prop(default, setter(into))] on_change: Callback<bool>,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let id = dom::fresh_id("check");
    let hint_id = format!("{id}-hint");
    let described_by = match &hint {
        MaybeDyn::Static(None) => NONE,
        _ => hint_id.clone().into(),
    };
    let input: View = tags::input()
        .r#type("checkbox")
        .class("check-box")
        .attr("data-test", test)
        .id(id.clone())
        .attr("aria-describedby", described_by)
        .disabled(disabled)
        .bind(bind::checked, checked)
        .on(events::change, move |_| on_change.call(checked.get()))
        .into();
    let label = words(label);
    let hint = words_if(hint, move |hint| {
        let id = hint_id.clone();
        view! { p(class="field-hint check-hint", id=id) { (hint) } }
    });
    view! {
        div(class="check") {
            (input)
            label(class="check-label", r#for=id) { (label) }
            (hint)
        }
    }
}
