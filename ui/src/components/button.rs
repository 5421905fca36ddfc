//! Buttons, and links that look like them.

use sycamore::prelude::*;
use sycamore::web::tags;

use super::text::{NONE, classes, words};
use super::{Callback, Glyph, Icon, MaybeText, Text};

/// How much a button asks for attention. At most one primary button to a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this view is for.
    Primary,
    /// Any other action, with an edge.
    #[default]
    Plain,
    /// An action among many: no edge until pointed at.
    Quiet,
    /// Something goes: it says what, and can be undone or asks first.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "btn--primary",
            ButtonKind::Plain => "",
            ButtonKind::Quiet => "btn--quiet",
            ButtonKind::Danger => "btn--danger",
        }
    }
}

/// A button with words, and an icon before them if given. While `busy` it keeps the keyboard,
/// takes no second press, and shows a spinner after 300 ms. `test` names it for browser journeys.
#[component(inline_props)]
pub fn Button(
    #[prop(setter(into))] label: Text,
    #[prop(default, setter(into))] on_press: Callback<()>,
    #[prop(default)] kind: ButtonKind,
    #[prop(default, setter(strip_option))] icon: Option<Glyph>,
    #[prop(default = false.into(), setter(into))] busy: MaybeDyn<bool>,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default)] submit: bool,
    #[prop(default)] class: &'static str,
    #[prop(default = NONE, setter(into))] described_by: MaybeText,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let glyph = icon.map(|glyph| view! { Icon(glyph=glyph) });
    let label = words(label);
    let is_busy = busy.clone();
    let says_busy = busy.clone();
    tags::button()
        .r#type(if submit { "submit" } else { "button" })
        .class(classes(&["btn", kind.class(), class]))
        .disabled(disabled)
        .attr("aria-busy", move || says_busy.get().then_some("true"))
        .attr("aria-describedby", described_by)
        .attr("data-test", test)
        .on(
            sycamore::web::events::click,
            move |event: web_sys::MouseEvent| {
                if is_busy.get() {
                    event.prevent_default();
                } else if !submit {
                    on_press.call(());
                }
            },
        )
        .children(vec![
            View::from(glyph),
            view! { span(class="btn-label") { (label) } },
            view! { span(class="btn-spinner", aria-hidden="true") },
        ])
        .into()
}

/// A button that is an icon alone; `label` names it and is shown when pointed at.
#[component(inline_props)]
pub fn IconButton(
    glyph: Glyph,
    #[prop(setter(into))] label: Text,
    #[prop(default, setter(into))] on_press: Callback<()>,
    #[prop(default = false.into(), setter(into))] disabled: MaybeDyn<bool>,
    #[prop(default = NONE, setter(into))] pressed: MaybeText,
    #[prop(default = NONE, setter(into))] expanded: MaybeText,
    #[prop(default = NONE, setter(into))] test: MaybeText,
    #[prop(default)] class: &'static str,
) -> View {
    let name = label.clone();
    tags::button()
        .r#type("button")
        .class(classes(&["btn", "btn--icon", "btn--quiet", class]))
        .attr("aria-label", move || name.get_clone())
        .attr("title", move || label.get_clone())
        .attr("aria-pressed", pressed)
        .attr("aria-expanded", expanded)
        .attr("data-test", test)
        .disabled(disabled)
        .on(sycamore::web::events::click, move |_| on_press.call(()))
        .children(view! { Icon(glyph=glyph) })
        .into()
}

/// A link that looks like a button: it goes somewhere, it does nothing.
#[component(inline_props)]
pub fn LinkButton(
    #[prop(setter(into))] label: Text,
    #[prop(setter(into))] href: MaybeText,
    #[prop(default)] kind: ButtonKind,
    #[prop(default, setter(strip_option))] icon: Option<Glyph>,
    #[prop(default)] class: &'static str,
    #[prop(default = NONE, setter(into))] test: MaybeText,
) -> View {
    let glyph = icon.map(|glyph| view! { Icon(glyph=glyph) });
    let label = words(label);
    tags::a()
        .class(classes(&["btn", kind.class(), class]))
        .href(href)
        .attr("data-test", test)
        .children(vec![
            View::from(glyph),
            view! { span(class="btn-label") { (label) } },
        ])
        .into()
}
