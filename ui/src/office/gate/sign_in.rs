//! Signing in.

use api::session::{Session, SignInRequest};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, InputKind, TextInput, Tone};
use ui::t;

use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{http, words};

/// The page. `ended` tells that a session came to its end.
pub fn page(app: App, ended: bool) -> View {
    let form = Form::new(app);
    let email = create_signal(String::new());
    let password = create_signal(String::new());
    let submit = on_submit(move || {
        let (typed, secret) = (email.get_clone().trim().to_owned(), password.get_clone());
        let mut refused = Vec::new();
        if typed.is_empty() {
            refused.push(("email", t!("email-missing")));
        }
        if secret.is_empty() {
            refused.push(("password", t!("password-missing")));
        }
        if form.check(refused) {
            let request = SignInRequest {
                email: typed,
                password: secret,
            };
            form.send(
                async move { http::send(Method::POST, "/session", &request).await },
                move |session: Session| super::go_in(app, session),
            );
        }
    });
    let notice = ended.then(|| words::notice(Glyph::Info, Tone::Neutral, t!("session-ended")));
    let content = view! {
        (notice)
        form(class="form", novalidate=true, on:submit=submit) {
            (form.notice(&["email", "password"]))
            TextInput(
                label=t!("email"), value=email, kind=InputKind::Email, autocomplete="username",
                name="email", error=form.error("email"), autofocus=true, test="signin-email",
            )
            TextInput(
                label=t!("password"), value=password, kind=InputKind::Password,
                autocomplete="current-password", name="password", error=form.error("password"),
                test="signin-password",
            )
            div(class="form-actions") {
                Button(
                    label=t!("sign-in"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    class="btn--wide", test="signin-submit",
                )
            }
        }
        p(class="muted small") { (t!("sign-in-help")) }
    };
    super::frame(t!("sign-in-title"), String::new(), false, content)
}
