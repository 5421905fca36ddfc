//! Choosing a new password with a link from the operator: looking at the code changes nothing, the
//! button spends it and signs in.

use api::problem::code::RESET_NOT_OPEN;
use api::session::{ResetLook, ResetLookRequest, ResetRequest, Session};
use gloo_net::http::Method;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, ErrorState, Load, Loaded, SkeletonKind};
use ui::t;

use crate::account::PasswordField;
use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{address, http};

/// The page for a code.
pub fn page(app: App, code: String) -> View {
    let state = create_signal(Load::Pending);
    let again = create_signal(0_u32);
    let ended = create_signal(None::<String>);
    let looked = code.clone();
    create_effect(move || {
        again.track();
        let request = ResetLookRequest {
            code: looked.clone(),
        };
        spawn_local_scoped(async move {
            let answer = http::send(Method::POST, "/password-resets/look", &request).await;
            match answer {
                Ok(look) => state.set(Load::Ready(look)),
                // Trying again does not open it.
                Err(fault) if fault.is(RESET_NOT_OPEN) => ended.set(Some(t!("reset-ended-body"))),
                Err(fault) => state.set(Load::Failed(fault.words())),
            }
        });
    });
    let choice = View::from_dynamic(move || {
        if let Some(words) = ended.get_clone() {
            return view! { ErrorState(body=words, title=t!("reset-ended")) };
        }
        let code = code.clone();
        view! {
            Loaded(
                state=*state, skeleton=SkeletonKind::Lines,
                on_retry=move |()| again.update(|n| *n += 1),
                view=move |look: ResetLook| choose(app, code.clone(), look),
            )
        }
    });
    let leave = move |()| {
        address::forget_code();
        app.start();
    };
    let content = view! {
        (choice)
        div(class="form-actions") {
            Button(label=t!("join-leave"), kind=ButtonKind::Quiet, on_press=leave)
        }
    };
    super::frame(t!("reset-title"), String::new(), false, content)
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
