//! What is one's own: the password, which is chosen with plain guidance, and the calendar link.

pub mod calendar;
pub mod tokens;

use api::session::PasswordChange;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Dialog, Field, FieldIds, Glyph, IconButton, InputKind, MaybeText, Text,
    TextInput, Toasts,
};
use ui::t;

use crate::forms::{Form, on_submit};
use crate::http;
use crate::state::{App, Overlay};

/// The fewest characters that the server takes.
const PASSWORD_CHARS_MIN: usize = 12;
/// From these lengths on a password is called good, and strong.
const PASSWORD_CHARS_GOOD: usize = 16;
const PASSWORD_CHARS_STRONG: usize = 20;

/// What to say about a password that is too short.
pub fn too_short(password: &str) -> Option<String> {
    let count = password.chars().count();
    (count < PASSWORD_CHARS_MIN).then(|| t!("password-short", count = PASSWORD_CHARS_MIN))
}

/// A new password: length counts, and the field says how far it goes.
#[component(inline_props)]
pub fn PasswordField(
    #[prop(setter(into))] label: Text,
    value: Signal<String>,
    #[prop(setter(into))] error: MaybeText,
    #[prop(setter(into))] test: MaybeText,
) -> View {
    let shown = create_signal(false);
    let control = move |ids: FieldIds| -> View {
        let input: View = sycamore::web::tags::input()
            .r#type(move || if shown.get() { "text" } else { "password" })
            .class("input")
            .id(ids.id)
            .autocomplete("new-password")
            .attr("aria-describedby", ids.described_by)
            .attr("aria-invalid", ids.invalid)
            .attr("data-test", test)
            .attr("spellcheck", "false")
            .attr("autocapitalize", "none")
            .bind(sycamore::web::bind::value, value)
            .into();
        let label = move || {
            if shown.get() {
                t!("password-hide")
            } else {
                t!("password-show")
            }
        };
        view! {
            div(class="password") {
                (input)
                IconButton(
                    glyph=Glyph::Eye, label=label,
                    pressed=move || Some(if shown.get() { "true" } else { "false" }),
                    on_press=move |()| shown.set(!shown.get()),
                )
            }
        }
    };
    view! {
        div(class="password-field") {
            Field(label=label, control=control, hint=t!("password-hint"), error=error)
            (strength(value))
        }
    }
}

/// How far the length goes, as a bar and in words.
fn strength(value: Signal<String>) -> View {
    let count = create_selector(move || value.with(|value| value.chars().count()));
    let level = create_selector(move || match count.get() {
        0 => 0_u8,
        1..PASSWORD_CHARS_MIN => 1,
        PASSWORD_CHARS_MIN..PASSWORD_CHARS_GOOD => 2,
        PASSWORD_CHARS_GOOD..PASSWORD_CHARS_STRONG => 3,
        PASSWORD_CHARS_STRONG.. => 4,
    });
    let class = move || format!("strength strength--{}", level.get());
    let words = move || match level.get() {
        0 => String::new(),
        1 => {
            let missing = PASSWORD_CHARS_MIN.saturating_sub(count.get());
            t!("password-more", count = missing)
        }
        2 => t!("password-fair"),
        3 => t!("password-good"),
        _ => t!("password-strong"),
    };
    view! {
        div(class=class) {
            span(class="strength-bar", aria-hidden="true") { span() span() span() span() }
            span(class="strength-words", role="status") { (words()) }
        }
    }
}

/// The dialog that changes the password.
pub fn change_dialog(app: App) -> View {
    let form = Form::new(app);
    let current = create_signal(String::new());
    let new = create_signal(String::new());
    let toasts = Toasts::get();
    let close = move || app.overlay.set(Overlay::None);
    let submit = on_submit(move || {
        let mut refused = Vec::new();
        if current.with(String::is_empty) {
            refused.push(("current", t!("password-missing")));
        }
        if let Some(words) = new.with(|new| too_short(new)) {
            refused.push(("new", words));
        }
        if form.check(refused) {
            let request = PasswordChange {
                current: current.get_clone(),
                new: new.get_clone(),
            };
            form.send(
                async move { http::tell(Method::POST, "/account/password", &request).await },
                move |()| {
                    close();
                    toasts.done(t!("password-changed"));
                },
            );
        }
    });
    // Password managers look for whose password it is.
    let email = app
        .session
        .with(|s| s.as_ref().map(|s| s.account.email.clone()));
    let email = email.unwrap_or_default();
    view! {
        Dialog(title=t!("password-change"), on_close=move |()| close()) {
            form(class="form", novalidate=true, on:submit=submit) {
                input(r#type="email", autocomplete="username", hidden=true, value=email)
                (form.notice(&["current", "new"]))
                TextInput(
                    label=t!("password-current"), value=current, kind=InputKind::Password,
                    autocomplete="current-password", error=form.error("current"),
                    test="password-current",
                )
                PasswordField(
                    label=t!("password-new"), value=new, error=form.error("new"),
                    test="password-new",
                )
                p(class="muted small") { (t!("password-change-effect")) }
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| close())
                    Button(
                        label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                        test="password-save",
                    )
                }
            }
        }
    }
}
