//! Choosing a new password with a link from the operator: looking at the code changes nothing, the
//! button spends it and signs in.

use api::problem::code::RESET_NOT_OPEN;
use api::session::{ResetLook, ResetRequest, Session};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind};
use ui::t;

use super::linked::{self, Linked};
use crate::account::PasswordField;
use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{address, http};

/// The page for a code.
pub fn page(app: App, code: String) -> View {
    let link = Linked {
        title: t!("reset-title"),
        path: "/password-resets/look",
        over: RESET_NOT_OPEN,
        over_title: t!("reset-ended"),
    };
    linked::page(app, code, link, move |code, look| choose(app, code, look))
}

fn choose(app: App, code: String, look: ResetLook) -> View {
    let form = Form::new(app);
    let password = create_signal(String::new());
    let submit = on_submit(move || {
        let secret = password.get_clone();
        let refused = crate::account::too_short(&secret).map(|words| ("password", words));
        if form.check(refused.into_iter().collect()) {
            let request = ResetRequest {
                code: code.clone(),
                password: secret,
            };
            form.send(
                async move { http::send(Method::POST, "/password-resets", &request).await },
                move |session: Session| {
                    address::forget_code();
                    super::go_in(app, session);
                },
            );
        }
    });
    view! {
        p { (t!("reset-lead", email = look.email.as_str())) }
        form(class="form", novalidate=true, on:submit=submit) {
            (form.notice(&["password"]))
            PasswordField(
                label=t!("password"), value=password, error=form.error("password"),
                test="reset-password",
            )
            div(class="form-actions") {
                Button(
                    label=t!("reset-accept"), kind=ButtonKind::Primary, submit=true,
                    busy=form.busy, class="btn--wide", test="reset-submit",
                )
            }
        }
    }
}
