//! The company's name, zone, workweek and language.

use api::company::{Company, CompanyPatch, Language};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Combobox, Select, TextInput, Toasts};
use ui::t;

use crate::data::Fetched;
use crate::forms::{Form, on_submit, saved_words};
use crate::state::App;
use crate::{http, words, zones};

fn settings(company: &Company) -> (String, String, u8, Language) {
    (
        company.name.clone(),
        company.zone.clone(),
        company.workweek_starts,
        company.language,
    )
}

/// The form for who may change them.
pub fn form(app: App, company: Fetched<Company>) -> View {
    let Some(first) = company.state.with_untracked(|s| s.ready().cloned()) else {
        return View::new();
    };
    let form = Form::new(app);
    let toasts = Toasts::get();
    let name = create_signal(first.name.clone());
    let zone = create_signal(Some(first.zone.clone()));
    let workweek = create_signal(first.workweek_starts.to_string());
    let language = create_signal(first.language.tag().to_owned());
    let known = zones::known(first.zone);
    let submit = on_submit(move || {
        let typed = name.with(|name| name.trim().to_owned());
        let mut refused = Vec::new();
        if typed.is_empty() {
            refused.push(("name", t!("name-missing")));
        }
        if zone.with(Option::is_none) {
            refused.push(("zone", t!("zone-missing")));
        }
        if !form.check(refused) {
            return;
        }
        let patch = CompanyPatch {
            name: Some(typed),
            zone: zone.get_clone(),
            workweek_starts: workweek.with(|day| day.parse().ok()),
            language: Some(language.with(|language| Language::from_tag(language))),
        };
        let path = app.path("");
        let request = async move { http::send(Method::PATCH, &path, &patch).await };
        form.send(request, move |now: Company| {
            let before = company.state.with_untracked(|s| s.ready().map(settings));
            let changed = before != Some(settings(&now));
            toasts.done(saved_words(changed, t!("settings-saved")));
            company.reload();
            app.refresh_session();
        });
    });
    let notice = form.notice(&["name", "zone", "workweek_starts", "language"]);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            TextInput(
                label=t!("company-name"), value=name, error=form.error("name"), maxlength="120",
                test="settings-name",
            )
            Combobox(
                label=t!("zone"), selected=zone, items=known, hint=t!("zone-change-hint"),
                error=form.error("zone"), test="settings-zone",
            )
            div(class="form-row") {
                Select(
                    label=t!("workweek-starts"), value=workweek,
                    choices=words::weekday_choices(), error=form.error("workweek_starts"),
                    test="settings-workweek",
                )
                Select(
                    label=t!("company-language"), value=language,
                    choices=words::language_choices(), error=form.error("language"),
                    test="settings-language",
                )
            }
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="settings-save",
                )
            }
        }
    }
}

/// The zones to choose from: the company's own at once, the others when they are here.
/// The same to read, for who may not change them.
pub fn facts(company: Fetched<Company>) -> View {
    View::from_dynamic(move || {
        let Some(company) = company.state.with(|s| s.ready().cloned()) else {
            return View::new();
        };
        let starts = company.workweek_starts.to_string();
        let day = words::weekday_choices()
            .into_iter()
            .find(|choice| choice.value == starts);
        let day = day.map(|day| day.label).unwrap_or_default();
        let (name, zone) = (company.name, company.zone);
        view! {
            dl(class="facts") {
                dt { (t!("company-name")) }
                dd { (name) }
                dt { (t!("zone")) }
                dd { (zone) }
                dt { (t!("workweek-starts")) }
                dd { (day) }
            }
        }
    })
}
