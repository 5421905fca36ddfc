//! The first start: the company and its owner.

use api::company::Language;
use api::session::Session;
use api::setup::{SetupRequest, SetupState, Zones};
use gloo_net::http::Method;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Combobox, InputKind, PickItem, Select, TextInput};
use ui::i18n;
use ui::t;

use crate::account::{PasswordField, too_short};
use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{http, words, zones};

const FIELDS: &[&str] = &[
    "code",
    "company_name",
    "zone",
    "workweek_starts",
    "language",
    "owner_name",
    "email",
    "password",
];

#[derive(Clone, Copy)]
struct Values {
    code: Signal<String>,
    company_name: Signal<String>,
    zone: Signal<Option<String>>,
    workweek_starts: Signal<String>,
    language: Signal<String>,
    owner_name: Signal<String>,
    email: Signal<String>,
    password: Signal<String>,
}

impl Values {
    fn new() -> Values {
        let text = || create_signal(String::new());
        Values {
            code: text(),
            company_name: text(),
            zone: create_signal(zones::of_browser()),
            workweek_starts: create_signal("1".to_owned()),
            language: create_signal(i18n::locale().language.code().to_owned()),
            owner_name: text(),
            email: text(),
            password: text(),
        }
    }

    fn request(self) -> SetupRequest {
        let text = |signal: Signal<String>| signal.get_clone_untracked().trim().to_owned();
        SetupRequest {
            code: text(self.code),
            company_name: text(self.company_name),
            zone: self.zone.get_clone_untracked().unwrap_or_default(),
            workweek_starts: text(self.workweek_starts).parse().unwrap_or(1),
            language: Language::from_tag(&text(self.language)),
            owner_name: text(self.owner_name),
            email: text(self.email),
            password: self.password.get_clone_untracked(),
        }
    }
}

fn refused(request: &SetupRequest) -> Vec<(&'static str, String)> {
    let mut refused = Vec::new();
    if request.code.is_empty() {
        refused.push(("code", t!("setup-code-missing")));
    }
    if request.company_name.is_empty() {
        refused.push(("company_name", t!("name-missing")));
    }
    if request.zone.is_empty() {
        refused.push(("zone", t!("zone-missing")));
    }
    if request.owner_name.is_empty() {
        refused.push(("owner_name", t!("name-missing")));
    }
    if request.email.is_empty() {
        refused.push(("email", t!("email-missing")));
    }
    if let Some(words) = too_short(&request.password) {
        refused.push(("password", words));
    }
    refused
}

/// The company that waits for its owner gives its settings to the form; its name says so.
fn waiting_part(values: Values) -> View {
    let waiting = create_signal(None::<String>);
    spawn_local_scoped(async move {
        let state = http::get::<SetupState>("/setup").await.ok();
        if let Some(company) = state.and_then(|state| state.company) {
            values.company_name.set(company.name.clone());
            values.zone.set(Some(company.zone));
            values
                .workweek_starts
                .set(company.workweek_starts.to_string());
            waiting.set(Some(company.name));
        }
    });
    View::from_dynamic(move || {
        waiting.get_clone().map(|company| {
            let words = t!("setup-waiting", company = company);
            view! { p(class="notice", data-test="setup-waiting") { (words) } }
        })
    })
}

/// The page.
pub fn page(app: App) -> View {
    let form = Form::new(app);
    let values = Values::new();
    let waiting = waiting_part(values);
    let submit = on_submit(move || {
        let request = values.request();
        if form.check(refused(&request)) {
            form.send(
                async move { http::send(Method::POST, "/setup", &request).await },
                move |session: Session| super::go_in(app, session),
            );
        }
    });
    let content = view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (form.notice(FIELDS))
            TextInput(
                label=t!("setup-code"), value=values.code, hint=t!("setup-code-hint"),
                error=form.error("code"), autocomplete="one-time-code", placeholder="XXXX-XXXX",
                class="field--code", autofocus=true, test="setup-code",
            )
            (waiting)
            (company_part(form, values))
            (owner_part(form, values))
            div(class="form-actions") {
                Button(
                    label=t!("setup-submit"), kind=ButtonKind::Primary, submit=true,
                    busy=form.busy, test="setup-submit",
                )
            }
        }
    };
    super::frame(t!("setup-title"), t!("setup-lead"), true, content)
}

fn company_part(form: Form, values: Values) -> View {
    let known = create_signal(Vec::<PickItem>::new());
    spawn_local_scoped(async move {
        if let Ok(Zones { zones }) = http::get::<Zones>("/zones").await {
            known.set(zones::items(&zones));
        } else if let Some(own) = values.zone.get_clone_untracked() {
            // Without the list the browser's own zone can still be taken.
            known.set(zones::items(&[own]));
        }
    });
    view! {
        fieldset(class="form-part") {
            legend { h2 { (t!("setup-company")) } }
            TextInput(
                label=t!("company-name"), value=values.company_name, maxlength="120",
                error=form.error("company_name"), autocomplete="organization",
                test="setup-company",
            )
            Combobox(
                label=t!("zone"), selected=values.zone, items=known, hint=t!("zone-hint"),
                error=form.error("zone"), test="setup-zone",
            )
            div(class="form-row") {
                Select(
                    label=t!("workweek-starts"), value=values.workweek_starts,
                    choices=words::weekday_choices(), error=form.error("workweek_starts"),
                    test="setup-workweek",
                )
                Select(
                    label=t!("company-language"), value=values.language,
                    choices=words::language_choices(), error=form.error("language"),
                    test="setup-language",
                )
            }
        }
    }
}

fn owner_part(form: Form, values: Values) -> View {
    view! {
        fieldset(class="form-part") {
            legend { h2 { (t!("setup-owner")) } }
            TextInput(
                label=t!("your-name"), value=values.owner_name, maxlength="120",
                error=form.error("owner_name"), autocomplete="name", test="setup-name",
            )
            TextInput(
                label=t!("email"), value=values.email, kind=InputKind::Email,
                error=form.error("email"), hint=t!("setup-email-hint"), autocomplete="username",
                test="setup-email",
            )
            PasswordField(
                label=t!("password"), value=values.password, error=form.error("password"),
                test="setup-password",
            )
        }
    }
}
