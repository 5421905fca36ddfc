//! Accepting an invitation to the office: looking at the code changes nothing, the button spends
//! it and opens the account.

use api::invitation::{AcceptRequest, InvitationLook, Purpose};
use api::problem::code::INVITATION_NOT_OPEN;
use api::session::Session;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, InputKind, LinkButton, TextInput, Tone};
use ui::i18n::{self, Language};
use ui::t;

use super::linked::{self, Linked};
use crate::account::PasswordField;
use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{address, http, words};

/// The page for a code.
pub fn page(app: App, code: String) -> View {
    let link = Linked {
        title: t!("join-title"),
        path: "/invitations/look",
        over: INVITATION_NOT_OPEN,
        over_title: t!("join-ended"),
    };
    linked::page(
        app,
        code,
        link,
        move |code, look: InvitationLook| match look.purpose {
            Purpose::Account => account(app, code, look),
            Purpose::Device => device(&code, look),
        },
    )
}

fn device(code: &str, look: InvitationLook) -> View {
    let text = t!(
        "join-device",
        name = look.first_name,
        company = look.company_name
    );
    let notice = words::notice(Glyph::Phone, Tone::Neutral, text);
    let href = format!("/app/#join/{code}");
    view! {
        (notice)
        LinkButton(
            label=t!("join-device-open"), href=href, kind=ButtonKind::Primary, icon=Glyph::Phone,
        )
    }
}

fn account(app: App, code: String, look: InvitationLook) -> View {
    prefer(look.language);
    let form = Form::new(app);
    let email = create_signal(String::new());
    let password = create_signal(String::new());
    let submit = on_submit(move || {
        let (typed, secret) = (email.get_clone().trim().to_owned(), password.get_clone());
        let mut refused = Vec::new();
        if typed.is_empty() {
            refused.push(("email", t!("email-missing")));
        }
        if let Some(words) = crate::account::too_short(&secret) {
            refused.push(("password", words));
        }
        if form.check(refused) {
            let request = AcceptRequest {
                code: code.clone(),
                email: typed,
                password: secret,
            };
            form.send(
                async move { http::send(Method::POST, "/invitations/accept", &request).await },
                move |session: Session| {
                    address::forget_code();
                    super::go_in(app, session);
                },
            );
        }
    });
    let lead = t!(
        "join-account",
        name = look.first_name,
        company = look.company_name
    );
    view! {
        p { (lead) }
        form(class="form", novalidate=true, on:submit=submit) {
            (form.notice(&["email", "password"]))
            TextInput(
                label=t!("email"), value=email, kind=InputKind::Email, autocomplete="username",
                hint=t!("join-email-hint"), error=form.error("email"), name="email",
                test="join-email",
            )
            PasswordField(
                label=t!("password"), value=password, error=form.error("password"),
                test="join-password",
            )
            div(class="form-actions") {
                Button(
                    label=t!("join-accept"), kind=ButtonKind::Primary, submit=true,
                    busy=form.busy, class="btn--wide", test="join-submit",
                )
            }
        }
    }
}

/// Someone who was invited in Spanish reads Spanish, unless the browser or they themselves said
/// otherwise.
fn prefer(language: api::company::Language) {
    if ui::dom::stored("tt-language").is_some() {
        return;
    }
    if let Some(language) = Language::of_tag(language.tag())
        && language != i18n::locale().language
    {
        i18n::choose_language(language);
    }
}
