//! What one employee is paid, in the panel of People: terms, rates, and money beside hourly pay.

mod items;
mod rates;
mod terms;

use api::employee::Employee;
use api::id::EmployeeId;
use api::pay::{PayBasis, PayEmployee, PayRate, PaySettings, PayTerms};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, SkeletonKind, Toasts};
use ui::i18n::{date, money, money_rate, weekday};
use ui::t;

use super::{differentials, say};
use crate::data::{Fetched, fetched, fetched_list};
use crate::http;
use crate::listing::when_ready;
use crate::state::{App, Put};

/// Which form is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Rate,
    Terms,
    Item,
}

/// What the forms of the section share.
#[derive(Clone, Copy)]
struct Pay {
    app: App,
    employee: EmployeeId,
    record: Fetched<PayEmployee>,
    settings: Fetched<PaySettings>,
    open: Signal<Open>,
    may_change: bool,
}

impl Pay {
    fn currency(self) -> String {
        differentials::currency(self.settings)
    }

    fn path(self) -> String {
        self.app.path(&format!("/pay/employees/{}", self.employee))
    }
}

/// The section, for who may see pay.
pub fn section(app: App, person: Fetched<Employee>) -> View {
    let id = person
        .state
        .with_untracked(|state| state.ready().map(|person| person.id));
    let Some(employee) = id.filter(|_| app.may(Permission::ViewPay)) else {
        return View::new();
    };
    let pay = Pay {
        app,
        employee,
        record: fetched(app, move || Some(format!("/pay/employees/{employee}"))),
        settings: fetched(app, || Some("/pay/settings".to_owned())),
        open: create_signal(Open::Nothing),
        may_change: app.may(Permission::ManagePay),
    };
    let content = when_ready(pay.record, SkeletonKind::Lines, 3, move || content(pay));
    let items = items::list(pay);
    view! {
        section(class="panel-section", data-test="pay-section") {
            h3 { (t!("payroll-pay")) }
            (content)
            (items)
        }
    }
}

fn content(pay: Pay) -> View {
    let names = names(pay.app);
    let facts = View::from_dynamic(move || {
        let record = pay.record.state.with(|state| state.ready().cloned());
        let currency = pay.currency();
        let Some(record) = record else {
            return View::new();
        };
        let terms: Vec<View> = record
            .terms
            .iter()
            .map(|terms| term(pay, terms, &currency))
            .collect();
        let names = names.get_clone();
        let rates: Vec<View> = record
            .rates
            .iter()
            .map(|rate| one_rate(rate, &names, &currency))
            .collect();
        let nothing = (terms.is_empty() && rates.is_empty())
            .then(|| view! { p(class="muted small") { (t!("payroll-pay-none")) } });
        let nothing = View::from(nothing);
        view! { (nothing) ul(class="record-list") { (terms) (rates) } }
    });
    let forms = View::from_dynamic(move || match pay.open.get() {
        Open::Nothing => buttons(pay),
        Open::Rate => untrack(|| rates::form(pay)),
        Open::Terms => untrack(|| terms::form(pay)),
        Open::Item => untrack(|| items::form(pay)),
    });
    view! { (facts) (forms) }
}

fn buttons(pay: Pay) -> View {
    if !pay.may_change {
        return View::new();
    }
    view! {
        div(class="form-actions") {
            Button(
                label=t!("payroll-rate-add"), icon=Glyph::Plus, test="pay-rate-add",
                on_press=move |()| pay.open.set(Open::Rate),
            )
            Button(
                label=t!("payroll-terms-add"), kind=ButtonKind::Quiet, test="pay-terms-add",
                on_press=move |()| pay.open.set(Open::Terms),
            )
            Button(
                label=t!("payroll-item-add"), kind=ButtonKind::Quiet, test="pay-item-add",
                on_press=move |()| pay.open.set(Open::Item),
            )
        }
    }
}

/// The names of jobs and cost codes by their ids.
fn names(app: App) -> ReadSignal<Vec<(String, String)>> {
    let jobs = fetched_list::<api::job::Job>(app, || Some("/jobs".to_owned()));
    let codes = fetched_list::<api::job::CostCode>(app, || Some("/cost-codes".to_owned()));
    create_memo(move || {
        let jobs = jobs.or_default().into_iter();
        let jobs = jobs.map(|job| (job.id.to_string(), job.name));
        let codes = codes.or_default().into_iter();
        let codes = codes.map(|code| (code.id.to_string(), code.name));
        jobs.chain(codes).collect()
    })
}

fn one_rate(rate: &PayRate, names: &[(String, String)], currency: &str) -> View {
    let name = |id: String| {
        let known = names.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| t!("payroll-archived-work"), |(_, name)| name.clone())
    };
    let job = rate.job.map(|id| name(id.to_string()));
    let code = rate.cost_code.map(|id| name(id.to_string()));
    let day = rate.weekday.map(|day| {
        let day = i8::try_from(day.clamp(1, 7)).unwrap_or(1);
        weekday(jiff::civil::Date::constant(2026, 1, 4 + day))
    });
    let hours: Vec<String> = [job, code, day].into_iter().flatten().collect();
    let hours = if hours.is_empty() {
        t!("payroll-all-hours")
    } else {
        hours.join(" · ")
    };
    let amount = rate.rate.map_or_else(
        || t!("payroll-rate-ended"),
        |rate| t!("payroll-an-hour", rate = money_rate(rate, currency)),
    );
    let from = t!("payroll-from", date = date(rate.from));
    view! {
        li(class="record", data-test="pay-rate") {
            div(class="grow") {
                p { span(class="strong") { (amount) } }
                p(class="muted small") { (hours) " · " (from) }
            }
        }
    }
}

fn term(pay: Pay, terms: &PayTerms, currency: &str) -> View {
    let basis = match terms.basis {
        PayBasis::Hourly => t!("payroll-basis-hourly"),
        PayBasis::Contractor => t!("payroll-basis-contractor"),
        PayBasis::Salary { minor, .. } => {
            t!("payroll-a-week", amount = money(minor, currency))
        }
        PayBasis::Exempt { minor } => {
            t!("payroll-a-week-exempt", amount = money(minor, currency))
        }
    };
    let mut facts = vec![t!("payroll-from", date = date(terms.from))];
    facts.extend(terms.law.as_deref().map(say::law));
    facts.extend((!terms.title.is_empty()).then(|| terms.title.clone()));
    facts.extend((!terms.classification.is_empty()).then(|| terms.classification.clone()));
    let facts = facts.join(" · ");
    let (busy, from) = (create_signal(false), terms.from);
    let remove = pay.may_change.then(|| {
        let remove = move |()| {
            let path = pay.path();
            let act = api::pay::ChangePay::RemoveTerms { from };
            let request =
                async move { http::send::<_, PayEmployee>(Method::POST, &path, &act).await };
            pay.app.act(busy, request, move |answer| match answer {
                Ok(now) => shown(pay, now, t!("payroll-terms-removed")),
                Err(fault) => Toasts::get().failed(fault.words()),
            });
        };
        view! {
            ui::components::IconButton(
                glyph=Glyph::Trash, label=t!("payroll-terms-remove"), on_press=remove,
                disabled=busy,
            )
        }
    });
    let remove = View::from(remove);
    view! {
        li(class="record") {
            div(class="grow") {
                p { span(class="strong") { (basis) } }
                p(class="muted small") { (facts) }
            }
            (remove)
        }
    }
}

/// Shows what the record is now, and closes the form.
fn shown(pay: Pay, now: PayEmployee, words: String) {
    pay.record.state.put(ui::components::Load::Ready(now));
    pay.open.put(Open::Nothing);
    Toasts::get().done(words);
}
