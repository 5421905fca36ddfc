//! A labelled control with its hint and its error, joined for assistive technology.

use sycamore::prelude::*;

use super::text::{NONE, classes, words, words_if};
use super::{Glyph, Icon, MaybeText, Text};
use crate::{dom, t};

/// What a control needs to be joined to its label, hint and error.
#[derive(Clone)]
pub struct FieldIds {
    /// The id the control must take; the label points at it.
    pub id: String,
    /// For the control's `aria-describedby`.
    pub described_by: MaybeText,
    /// For the control's `aria-invalid`.
    pub invalid: MaybeText,
}

/// The frame around a control. `control` makes the control from the ids it must carry:
/// `Field(label=t!("name"), control=move |ids| view! { input(id=ids.id) })`.
#[component(inline_props)]
pub fn Field<F>(
    #[prop(setter(into))] label: Text,
    control: F,
    #[prop(default = NONE, setter(into))] hint: MaybeText,
    #[prop(default = NONE, setter(into))] error: MaybeText,
    #[prop(default)] optional: bool,
    #[prop(default)] label_hidden: bool,
    #[prop(default)] class: &'static str,
) -> View
where
    F: FnOnce(FieldIds) -> View + 'static,
{
    let id = dom::fresh_id("field");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let ids = FieldIds {
        id: id.clone(),
        described_by: described_by(&hint, &hint_id, &error, &error_id),
        invalid: match &error {
            MaybeDyn::Static(None) => NONE,
            error => {
                let error = error.clone();
                (move || error.get_clone().map(|_| "true")).into()
            }
        },
    };
    let optional = optional.then(|| view! { span(class="field-optional") { (t!("optional")) } });
    let label_class = if label_hidden {
        "sr-only"
    } else {
        "field-label"
    };
    let label = words(label);
    let control = control(ids);
    let hint = words_if(hint, move |hint| {
        let id = hint_id.clone();
        view! { p(class="field-hint", id=id) { (hint) } }
    });
    let error = words_if(error, move |error| {
        let id = error_id.clone();
        view! {
            p(class="field-error", id=id) {
                Icon(glyph=Glyph::Alert)
                span { (error) }
            }
        }
    });
    let class = classes(&["field", class]);
    view! {
        div(class=class) {
            label(class=label_class, r#for=id) { (label) (optional) }
            (control)
            (hint)
            // The region is always there, so that an error that appears is read out.
            div(class="field-error-region", aria-live="polite") { (error) }
        }
    }
}

fn described_by(hint: &MaybeText, hint_id: &str, error: &MaybeText, error_id: &str) -> MaybeText {
    let parts = [
        (hint.clone(), hint_id.to_owned()),
        (error.clone(), error_id.to_owned()),
    ];
    let join = move || -> Option<String> {
        let ids: Vec<&str> = parts
            .iter()
            .filter(|(text, _)| text.get_clone().is_some())
            .map(|(_, id)| id.as_str())
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    if hint.as_static().is_some() && error.as_static().is_some() {
        join().into()
    } else {
        join.into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{InputKind, TextInput};
    use super::*;

    #[track_caller]
    fn check(view: impl FnOnce() -> View, expect: &[&str]) {
        crate::i18n::start(&[&crate::i18n::COMMON]);
        let html = sycamore::render_to_string(view);
        for part in expect {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn an_error_is_joined_to_its_control() {
        check(
            || {
                let value = create_signal(String::new());
                view! {
                    TextInput(
                        label="E-mail", value=value, kind=InputKind::Email,
                        hint="For signing in.", error="Enter an e-mail address.",
                    )
                }
            },
            &[
                "aria-invalid=\"true\"",
                "-hint field-",
                "-error\"",
                "type=\"email\"",
                "E-mail",
            ],
        );
    }
}
