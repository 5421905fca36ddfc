//! What certified payroll says of a job of public works, in the panel of Jobs.

use api::job::Job;
use api::pay::{JobPublicWorks, PaySettings, PublicWorks, SetPublicWorks};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Checkbox, SkeletonKind, TextInput, Toasts};
use ui::i18n::{rate_typed, read_rate};
use ui::t;

use super::{differentials, say};
use crate::data::{Fetched, fetched};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::listing::when_ready;
use crate::state::App;

const FIELDS: &[&str] = &[
    "project",
    "location",
    "contract_number",
    "wage_determination",
    "fringe_credit",
    "in_lieu",
];

/// The section, for who may see pay.
pub fn section(app: App, job: Fetched<Job>) -> View {
    let id = job
        .state
        .with_untracked(|state| state.ready().map(|job| job.id));
    let Some(id) = id.filter(|_| app.may(Permission::ViewPay)) else {
        return View::new();
    };
    let path = format!("/jobs/{id}/public-works");
    let works = fetched::<JobPublicWorks>(app, {
        let path = path.clone();
        move || Some(path.clone())
    });
    let settings = fetched::<PaySettings>(app, || Some("/pay/settings".to_owned()));
    let content = when_ready(works, SkeletonKind::Lines, 1, move || {
        let now = works.state.with_untracked(|state| state.ready().cloned());
        let works = now.and_then(|now| now.works);
        let path = path.clone();
        when_ready(settings, SkeletonKind::Lines, 1, move || {
            let currency = differentials::currency(settings);
            form(app, path.clone(), works.as_ref(), currency)
        })
    });
    view! {
        section(class="panel-section", data-test="public-works") {
            h3 { (t!("payroll-works")) }
            (content)
        }
    }
}

#[derive(Clone, Copy)]
struct Draft {
    is_works: Signal<bool>,
    project: Signal<String>,
    location: Signal<String>,
    contract_number: Signal<String>,
    wage_determination: Signal<String>,
    is_subcontractor: Signal<bool>,
    fringe_credit: Signal<String>,
    in_lieu: Signal<String>,
}

impl Draft {
    fn of(works: Option<&PublicWorks>, currency: &str) -> Draft {
        let text = |read: fn(&PublicWorks) -> &String| {
            create_signal(works.map(read).cloned().unwrap_or_default())
        };
        let rate = |read: fn(&PublicWorks) -> i64| {
            let rate = works.map(read).unwrap_or_default();
            create_signal(rate_typed(rate, currency))
        };
        Draft {
            is_works: create_signal(works.is_some()),
            project: text(|works| &works.project),
            location: text(|works| &works.location),
            contract_number: text(|works| &works.contract_number),
            wage_determination: text(|works| &works.wage_determination),
            is_subcontractor: create_signal(works.is_some_and(|works| works.is_subcontractor)),
            fringe_credit: rate(|works| works.fringe_credit),
            in_lieu: rate(|works| works.in_lieu),
        }
    }

    fn read(self, currency: &str) -> Result<SetPublicWorks, Vec<(&'static str, String)>> {
        if !self.is_works.get() {
            return Ok(SetPublicWorks { works: None });
        }
        let project = say::text(self.project);
        if project.is_empty() {
            return Err(vec![("project", t!("payroll-project-missing"))]);
        }
        let rate = |typed: Signal<String>, field| {
            let rate = typed.with(|typed| read_rate(typed, currency));
            rate.ok_or_else(|| vec![(field, t!("payroll-rate-missing"))])
        };
        Ok(SetPublicWorks {
            works: Some(PublicWorks {
                project,
                location: say::text(self.location),
                contract_number: say::text(self.contract_number),
                wage_determination: say::text(self.wage_determination),
                is_subcontractor: self.is_subcontractor.get(),
                fringe_credit: rate(self.fringe_credit, "fringe_credit")?,
                in_lieu: rate(self.in_lieu, "in_lieu")?,
            }),
        })
    }
}

fn form(app: App, path: String, works: Option<&PublicWorks>, currency: String) -> View {
    let form = Form::new(app);
    let draft = Draft::of(works, &currency);
    let submit = on_submit(move || {
        let Some(wanted) = say::checked(form, draft.read(&currency)) else {
            return;
        };
        let path = app.path(&path);
        let request = async move { http::send(Method::POST, &path, &wanted).await };
        form.send(request, move |_now: JobPublicWorks| {
            Toasts::get().done(t!("payroll-works-saved"));
        });
    });
    let fields = View::from_dynamic(move || match draft.is_works.get() {
        true => untrack(|| fields(form, draft)),
        false => View::new(),
    });
    let may_change = app.may(Permission::ManagePay);
    let save = may_change.then(|| {
        view! {
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Plain, submit=true, busy=form.busy,
                    test="works-save",
                )
            }
        }
    });
    let save = View::from(save);
    let notice = form.notice(FIELDS);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            Checkbox(
                label=t!("payroll-works-is"), checked=draft.is_works, disabled=!may_change,
                hint=t!("payroll-works-hint"), test="works-is",
            )
            (fields)
            (save)
        }
    }
}

fn fields(form: Form, draft: Draft) -> View {
    view! {
        TextInput(
            label=t!("payroll-project"), value=draft.project, error=form.error("project"),
            maxlength="120", test="works-project",
        )
        TextInput(
            label=t!("payroll-location"), value=draft.location, optional=true,
            error=form.error("location"), maxlength="1000",
        )
        TextInput(
            label=t!("payroll-contract-number"), value=draft.contract_number, optional=true,
            error=form.error("contract_number"), maxlength="120",
        )
        TextInput(
            label=t!("payroll-wage-determination"), value=draft.wage_determination,
            optional=true, error=form.error("wage_determination"), maxlength="120",
        )
        div(class="form-pair") {
            TextInput(
                label=t!("payroll-fringe-credit"), value=draft.fringe_credit,
                error=form.error("fringe_credit"), maxlength="16",
            )
            TextInput(
                label=t!("payroll-in-lieu"), value=draft.in_lieu, error=form.error("in_lieu"),
                maxlength="16",
            )
        }
        Checkbox(label=t!("payroll-subcontractor"), checked=draft.is_subcontractor)
    }
}
