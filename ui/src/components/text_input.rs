//! One-line and many-line text, and the browser's own date and time controls.

use sycamore::prelude::*;
use sycamore::web::{bind, tags};

use super::text::NONE;
use super::{Field, FieldIds, MaybeText, Text};

/// What is typed into a [`TextInput`]. It decides the keyboard of a phone and the control shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any words.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// A password, hidden while typed.
    Password,
    /// A telephone number.
    Tel,
    /// Words to look for.
    Search,
    /// A number with digits; its value is text all the same.
    Digits,
    /// A day: the value is `2026-03-04`, which `jiff::civil::Date` parses.
    Date,
    /// A time of day: the value is `07:45`, which `jiff::civil::Time` parses.
    Time,
    /// Both: the value is `2026-03-04T07:45`, which `jiff::civil::DateTime` parses.
    DateTime,
}

impl InputKind {
    fn html(self) -> &'static str {
        match self {
            InputKind::Text | InputKind::Digits => "text",
            InputKind::Email => "email",
            InputKind::Password => "password",
            InputKind::Tel => "tel",
            InputKind::Search => "search",
            InputKind::Date => "date",
            InputKind::Time => "time",
            InputKind::DateTime => "datetime-local",
        }
    }

    fn keyboard(self) -> Option<&'static str> {
        (self == InputKind::Digits).then_some("numeric")
    }
}

/// One line of text, or a date or time, with its label.
#[component(inline_props)]
pub fn TextInput(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    #[prop(default)] kind: InputKind,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = NONE, setter(into))] error: MaybeText,
    #[prop(default = NONE, setter(into))] placeholder: MaybeText,
    #[prop(default = NONE, setter(into))] autocomplete: MaybeText,
    #[prop(default = NONE, setter(into))] name: MaybeText,
    #[prop(default = NONE, setter(into))] min: MaybeText,
    #[prop(default = NONE, setter(into))] max: MaybeText,
    #[prop(default = NONE, setter(into))] step: MaybeText,
    #[prop(default = NONE, setter(into))] maxlength: MaybeText,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default)] required: bool,
    #[prop(default)] optional: bool,
    #[prop(default)] autofocus: bool,
    #[prop(default)] label_hidden: bool,
    #[prop(default)] class: &'static str,
    #[prop(default, setter(strip_option))] node: Option<NodeRef>,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let node = node.unwrap_or_else(create_node_ref);
    if autofocus {
        on_mount(move || crate::dom::focus(node));
    }
    let control = move |ids: FieldIds| -> View {
        tags::input()
            .r#type(kind.html())
            .class("input")
            .id(ids.id)
            .r#ref(node)
            .attr("data-test", test)
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .attr("aria-required", required.then_some("true"))
            .inputmode(kind.keyboard())
            .placeholder(placeholder)
            .autocomplete(autocomplete)
            .name(name)
            .min(min)
            .max(max)
            .step(step)
            .maxlength(maxlength)
            .disabled(disabled)
            .bind(bind::value, value)
            .into()
    };
    view! {
        Field(
            label=label, hint=hint, error=error, optional=optional, label_hidden=label_hidden,
            class=class, control=control,
        )
    }
}

/// Many lines of text with their label.
#[component(inline_props)]
pub fn Textarea(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    #[prop(default = "3")] rows: &'static str,
    #[prop(default = NONE, setter(into))] test: MaybeText,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = NONE, setter(into))] error: MaybeText,
    #[prop(default = NONE, setter(into))] placeholder: MaybeText,
    #[prop(default = NONE, setter(into))] maxlength: MaybeText,
    #[prop(default)] required: bool,
    #[prop(default)] optional: bool,
    #[prop(default)] label_hidden: bool,
) -> View {
    let control = move |ids: FieldIds| -> View {
        tags::textarea()
            .class("input input--area")
            .id(ids.id)
            .rows(rows)
            .attr("data-test", test)
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .attr("aria-required", required.then_some("true"))
            .placeholder(placeholder)
            .maxlength(maxlength)
            .bind(bind::value, value)
            .into()
    };
    view! {
        Field(
            label=label, hint=hint, error=error, optional=optional, label_hidden=label_hidden,
            control=control,
        )
    }
}
