//! Payroll: the list of pay runs, what one still needs, and beginning one. A run's own page, the
//! rules about pay, and what stands about pay beside people and jobs are in the modules below.

mod act;
mod certified;
mod differentials;
pub mod employee;
mod explain;
mod files;
mod mapping;
mod person;
mod policy;
mod rules;
mod run;
mod say;
mod settings;
pub mod works;

use api::pay::run::{NewPayRun, PayRun, PayRunState};
use api::pay::{PayEmployee, PayRules, PaySettings};
use api::timesheet::PayPeriod;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Choice, Column, DataTable, Dialog, Empty, Glyph, Icon, LinkButton, Select,
    SkeletonKind,
};
use ui::i18n::{date, date_range, money};
use ui::t;

pub use self::run::page as run_page;
pub use self::settings::page as settings_page;

use crate::address::go;
use crate::data::{Fetched, fetched, fetched_list};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::listing::when_ready;
use crate::state::App;

/// Where the rules about pay are.
pub const SETTINGS: &str = "/settings/pay";
/// Where pay runs are.
const LIST: &str = "/payroll";

/// What pay runs begin with.
#[derive(Clone, Copy)]
struct Ground {
    runs: Fetched<Vec<PayRun>>,
    periods: Fetched<Vec<PayPeriod>>,
    settings: Fetched<PaySettings>,
    people: Fetched<Vec<PayEmployee>>,
}

impl Ground {
    /// Periods that are over and have no run, the next one first: the earliest after the last run,
    /// or else the latest.
    fn open_periods(self) -> Vec<PayPeriod> {
        let runs = self.runs.or_default();
        let live = || {
            runs.iter()
                .filter(|run| run.state != PayRunState::Discarded)
        };
        let mut periods = self.periods.or_default();
        periods.retain(|period| {
            let meets = |run: &PayRun| run.first <= period.last && run.last >= period.first;
            period.ended && !live().any(meets)
        });
        periods.sort_by_key(|period| std::cmp::Reverse(period.first));
        if let Some(last) = live().map(|run| run.last).max() {
            let next = periods.iter().rposition(|period| period.first > last);
            if let Some(next) = next {
                let next = periods.remove(next);
                periods.insert(0, next);
            }
        }
        periods
    }

    /// How many people nothing says an amount for.
    fn without_pay(self) -> usize {
        let unpaid = |person: &&PayEmployee| {
            let is_salaried = person.terms.iter().any(|terms| {
                matches!(
                    terms.basis,
                    api::pay::PayBasis::Salary { .. } | api::pay::PayBasis::Exempt { .. }
                )
            });
            !is_salaried && person.rates.iter().all(|rate| rate.rate.is_none())
        };
        self.people.or_default().iter().filter(unpaid).count()
    }

    fn rules(self) -> Vec<PayRules> {
        let rules = |settings: &PaySettings| settings.rules.clone();
        self.settings
            .state
            .with(|state| state.ready().map(rules))
            .unwrap_or_default()
    }
}

/// The page.
pub fn page(app: App) -> View {
    let ground = Ground {
        runs: fetched_list::<PayRun>(app, || Some("/pay/runs".to_owned())),
        periods: fetched_list::<PayPeriod>(app, || Some("/pay-periods".to_owned())),
        settings: fetched::<PaySettings>(app, || Some("/pay/settings".to_owned())),
        people: fetched_list::<PayEmployee>(app, || Some("/pay/employees".to_owned())),
    };
    let asking = create_signal(false);
    let list = when_ready(ground.runs, SkeletonKind::Rows, 5, move || {
        list(app, ground, asking)
    });
    let needs = needs(ground);
    let dialog = View::from_dynamic(move || match asking.get() {
        true => untrack(|| begin(app, ground, asking)),
        false => View::new(),
    });
    view! {
        main(class="page", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("nav-payroll")) }
                div(class="page-actions") {
                    LinkButton(
                        label=t!("payroll-need-rules-link"), href=SETTINGS, kind=ButtonKind::Quiet,
                        icon=Glyph::Settings, test="payroll-settings",
                    )
                    Button(
                        label=t!("payroll-begin"), icon=Glyph::Plus, kind=ButtonKind::Primary,
                        on_press=move |()| asking.set(true), test="payroll-begin",
                    )
                }
            }
            (needs)
            (list)
        }
        (dialog)
    }
}

/// What should be there before a first run.
fn needs(ground: Ground) -> View {
    let missing = create_selector(move || {
        let known = ground.settings.state.with(|state| state.ready().is_some())
            && ground.people.state.with(|state| state.ready().is_some());
        known.then(|| (ground.rules().is_empty(), ground.without_pay()))
    });
    View::from_dynamic(move || {
        let Some((rules, people)) = missing.get() else {
            return View::new();
        };
        let rules = rules.then(|| {
            view! {
                li(class="payroll-need") {
                    Icon(glyph=Glyph::Settings)
                    span { (t!("payroll-need-rules")) " "
                        a(href=SETTINGS, data-test="need-rules") { (t!("payroll-need-rules-link")) }
                    }
                }
            }
        });
        let people = (people > 0).then(|| {
            view! {
                li(class="payroll-need") {
                    Icon(glyph=Glyph::Users)
                    span { (t!("payroll-need-rates", count = people)) " "
                        a(href="/people") { (t!("payroll-need-rates-link")) }
                    }
                }
            }
        });
        if rules.is_none() && people.is_none() {
            return View::new();
        }
        let (rules, people) = (View::from(rules), View::from(people));
        view! {
            section(class="section section--narrow", data-test="payroll-needs") {
                h2(class="small-head") { (t!("payroll-needs")) }
                ul(class="payroll-needs") { (rules) (people) }
            }
        }
    })
}

fn list(app: App, ground: Ground, asking: Signal<bool>) -> View {
    let runs = create_memo(move || ground.runs.or_default());
    let empty = create_selector(move || runs.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return untrack(|| {
                view! {
                    Empty(
                        title=t!("payroll-empty"), body=t!("payroll-empty-body"),
                        icon=Glyph::Money,
                    ) {
                        Button(
                            label=t!("payroll-begin"), icon=Glyph::Plus,
                            on_press=move |()| asking.set(true),
                        )
                    }
                }
            });
        }
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("nav-payroll"), columns=columns(app), rows=runs,
                    key=|run: &PayRun| run.id.to_string(), name=|run: &PayRun| name(run),
                    on_open=move |run: PayRun| go(app, &format!("{LIST}/{}", run.id)),
                )
            }
        })
    })
}

/// What a run is called: its number and its dates.
fn name(run: &PayRun) -> String {
    t!(
        "payroll-run-name",
        number = i64::from(run.number),
        dates = date_range(run.first, run.last)
    )
}

fn columns(app: App) -> Vec<Column<PayRun>> {
    let zone = app.zone();
    vec![
        Column::new("number", t!("payroll-period"), |run: &PayRun| {
            View::from(name(run))
        })
        .sorted_by(|run| run.number),
        Column::new("state", t!("payroll-state"), |run: &PayRun| {
            say::state_badge(run.state)
        }),
        Column::new("people", t!("payroll-people"), |run: &PayRun| {
            let people = run.totals.map(|totals| i64::from(totals.people));
            View::from(people.map_or_else(|| say::NO_FIGURE.to_owned(), ui::i18n::number))
        })
        .figures(),
        Column::new("gross", t!("payroll-gross"), |run: &PayRun| {
            let gross = run.totals.map(|totals| totals.gross_minor);
            let gross = gross.map(|gross| money(gross, &run.currency));
            View::from(gross.unwrap_or_else(|| say::NO_FIGURE.to_owned()))
        })
        .figures(),
        Column::new("at", t!("payroll-final-on"), move |run: &PayRun| {
            let at = run.finalised_at.map(|at| date(zone.local(at).date()));
            View::from(at.unwrap_or_default())
        }),
    ]
}

/// The dialog that begins a run.
fn begin(app: App, ground: Ground, asking: Signal<bool>) -> View {
    let form = Form::new(app);
    let periods = ground.open_periods();
    let choices: Vec<Choice> = periods
        .iter()
        .map(|period| {
            Choice::new(
                period.first.to_string(),
                date_range(period.first, period.last),
            )
        })
        .collect();
    let chosen = create_signal(choices.first().map(|choice| choice.value.clone()));
    let value = create_signal(chosen.get_clone_untracked().unwrap_or_default());
    let close = move || asking.set(false);
    if choices.is_empty() {
        return view! {
            Dialog(title=t!("payroll-begin"), on_close=move |()| close()) {
                p { (t!("payroll-no-period")) }
                div(class="dialog-actions") {
                    Button(label=t!("close"), on_press=move |()| close())
                }
            }
        };
    }
    let submit = on_submit(move || {
        let Ok(first) = value.with(|first| first.parse()) else {
            return;
        };
        let path = app.path("/pay/runs");
        let request = async move { http::send(Method::POST, &path, &NewPayRun { first }).await };
        form.send(request, move |run: PayRun| {
            go(app, &format!("{LIST}/{}", run.id));
        });
    });
    let notice = form.notice(&[]);
    view! {
        Dialog(title=t!("payroll-begin"), on_close=move |()| close()) {
            form(class="form", novalidate=true, on:submit=submit) {
                (notice)
                Select(
                    label=t!("payroll-period"), value=value, choices=choices,
                    hint=t!("payroll-begin-hint"), test="payroll-period",
                )
                div(class="dialog-actions") {
                    Button(label=t!("cancel"), on_press=move |()| close())
                    Button(
                        label=t!("payroll-begin"), kind=ButtonKind::Primary, submit=true,
                        busy=form.busy, test="payroll-begin-submit",
                    )
                }
            }
        }
    }
}
