//! Short marks: what a thing is (badge) and what is filtered by (chip).

use sycamore::prelude::*;
use sycamore::web::{events, tags};

use super::text::{NONE, classes, words};
use super::{Callback, Glyph, Icon, MaybeText, Text};

/// What a mark says beside its words. Never the only carrier of the meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// To be looked at.
    Warn,
    /// Wrong, or gone.
    Bad,
}

impl Tone {
    /// The class modifier: `good` in `badge--good`.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }
}

/// A state in a word or two, with an icon if given.
#[component(inline_props)]
pub fn Badge(
    #[prop(setter(into))] label: Text,
    #[prop(default)] tone: Tone,
    #[prop(default, setter(strip_option))] icon: Option<Glyph>,
) -> View {
    let label = words(label);
    let class = format!("badge badge--{}", tone.word());
    let glyph = icon.map(|glyph| view! { Icon(glyph=glyph) });
    view! { span(class=class) { (glyph) span { (label) } } }
}

/// A filter that is on or off.
#[component(inline_props)]
pub fn Chip(
    #[prop(setter(into))] label: Text,
    #[prop(setter(into))] pressed: MaybeDyn<bool>,
    #[prop(default, setter(into))] on_press: Callback<()>,
    #[prop(default, setter(strip_option))] icon: Option<Glyph>,
    #[prop(default, setter(strip_option, into))] count: Option<MaybeDyn<usize>>,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let glyph = icon.map(|glyph| view! { Icon(glyph=glyph) });
    let label = words(label);
    let count = count.map(|count| {
        view! { span(class="chip-count") { (move || count.get().to_string()) } }
    });
    tags::button()
        .r#type("button")
        .class(classes(&["chip"]))
        .attr("data-test", test)
        .attr(
            "aria-pressed",
            move || if pressed.get() { "true" } else { "false" },
        )
        .on(events::click, move |_| on_press.call(()))
        .children(vec![
            View::from(glyph),
            view! { span { (label) } },
            View::from(count),
        ])
        .into()
}
