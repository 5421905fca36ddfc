//! What the firm wants of timesheets from a date on: meals that are taken off, questions at
//! clock-out, deadlines and reminders.

use api::timesheet::{ChangePolicy, MealRule, TimesheetPolicy, TimesheetSettings};
use gloo_net::http::Method;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Checkbox, InputKind, TextInput, Toasts};
use ui::t;

use super::{first_possible, number};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::state::App;

const FIELDS: &[&str] = &["from", "meal", "due"];

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    from: Signal<String>,
    meal: Signal<bool>,
    after: Signal<String>,
    deduct: Signal<String>,
    ask_meal: Signal<bool>,
    ask_rest: Signal<bool>,
    submit: Signal<String>,
    approve: Signal<String>,
    remind: Signal<String>,
}

impl Draft {
    fn of(app: App, settings: &TimesheetSettings) -> Draft {
        let now = settings.policies.last().map(|dated| dated.policy);
        let now = now.unwrap_or_default();
        let hours = |hours: Option<u16>| {
            create_signal(hours.map(|hours| hours.to_string()).unwrap_or_default())
        };
        let meal = now.meal.unwrap_or(MealRule {
            after_minutes: 360,
            deduct_minutes: 30,
        });
        Draft {
            from: create_signal(first_possible(app, settings)),
            meal: create_signal(now.meal.is_some()),
            after: create_signal(meal.after_minutes.to_string()),
            deduct: create_signal(meal.deduct_minutes.to_string()),
            ask_meal: create_signal(now.ask_meal),
            ask_rest: create_signal(now.ask_rest),
            submit: hours(now.submit_due_hours),
            approve: hours(now.approve_due_hours),
            remind: hours(now.remind_hours),
        }
    }

    /// The meal rule as typed; an error where it cannot be one.
    fn meal(self) -> Result<Option<MealRule>, ()> {
        if !self.meal.get() {
            return Ok(None);
        }
        let both = number(self.after)?.zip(number(self.deduct)?);
        let rule = both.map(|(after_minutes, deduct_minutes)| MealRule {
            after_minutes,
            deduct_minutes,
        });
        rule.map(Some).ok_or(())
    }

    fn policy(self) -> Result<TimesheetPolicy, (&'static str, String)> {
        let hours = |typed| number(typed).map_err(|()| ("due", t!("timesheet-hours-wrong")));
        Ok(TimesheetPolicy {
            meal: self
                .meal()
                .map_err(|()| ("meal", t!("timesheet-meal-wrong")))?,
            ask_meal: self.ask_meal.get(),
            ask_rest: self.ask_rest.get(),
            submit_due_hours: hours(self.submit)?,
            approve_due_hours: hours(self.approve)?,
            remind_hours: hours(self.remind)?,
        })
    }
}

/// The form.
pub(super) fn form(app: App, settings: &TimesheetSettings) -> View {
    let form = Form::new(app);
    let draft = Draft::of(app, settings);
    let submit = on_submit(move || {
        let mut refused = Vec::new();
        let from = draft.from.with(|from| from.parse::<Date>().ok());
        if from.is_none() {
            refused.push(("from", t!("timesheet-date-missing")));
        }
        let policy = draft.policy().map_err(|error| refused.push(error)).ok();
        if !form.check(refused) {
            return;
        }
        let Some((from, policy)) = from.zip(policy) else {
            return;
        };
        let change = ChangePolicy { from, policy };
        let path = app.path("/timesheet-settings/policy");
        let request = async move { http::send(Method::POST, &path, &change).await };
        form.send(request, move |_: TimesheetSettings| {
            Toasts::get().done(t!("settings-saved"));
        });
    });
    let notice = form.notice(FIELDS);
    let meal = meal_fields(form, draft);
    view! {
        form(class="form", novalidate=true, on:submit=submit, data-test="policy-form") {
            h3 { (t!("timesheet-policy")) }
            (notice)
            TextInput(
                label=t!("timesheet-from"), value=draft.from, kind=InputKind::Date,
                hint=t!("timesheet-from-hint"), error=form.error("from"), test="policy-from",
            )
            (meal)
            Checkbox(
                label=t!("timesheet-ask-meal"), checked=draft.ask_meal,
                hint=t!("timesheet-ask-hint"), test="policy-ask-meal",
            )
            Checkbox(
                label=t!("timesheet-ask-rest"), checked=draft.ask_rest, test="policy-ask-rest",
            )
            div(class="form-row") {
                TextInput(
                    label=t!("timesheet-submit-due"), value=draft.submit,
                    kind=InputKind::Digits, optional=true, error=form.error("due"),
                    hint=t!("timesheet-due-hint"), test="policy-submit",
                )
                TextInput(
                    label=t!("timesheet-approve-due"), value=draft.approve,
                    kind=InputKind::Digits, optional=true, test="policy-approve",
                )
            }
            TextInput(
                label=t!("timesheet-remind"), value=draft.remind, kind=InputKind::Digits,
                optional=true, hint=t!("timesheet-remind-hint"), test="policy-remind",
            )
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="policy-save",
                )
            }
        }
    }
}

fn meal_fields(form: Form, draft: Draft) -> View {
    let more = View::from_dynamic(move || {
        draft.meal.get().then(|| {
            view! {
                div(class="form-row") {
                    TextInput(
                        label=t!("timesheet-meal-after"), value=draft.after,
                        kind=InputKind::Digits, error=form.error("meal"), test="policy-after",
                    )
                    TextInput(
                        label=t!("timesheet-meal-minutes"), value=draft.deduct,
                        kind=InputKind::Digits, test="policy-deduct",
                    )
                }
            }
        })
    });
    view! {
        Checkbox(
            label=t!("timesheet-meal"), checked=draft.meal, hint=t!("timesheet-meal-hint"),
            test="policy-meal",
        )
        (more)
    }
}

/// What the firm wants, in words.
pub(super) fn words(policy: TimesheetPolicy) -> String {
    let mut parts = Vec::new();
    if let Some(meal) = policy.meal {
        parts.push(t!(
            "timesheet-meal-words",
            minutes = meal.deduct_minutes.to_string(),
            hours = ui::i18n::duration(i64::from(meal.after_minutes))
        ));
    }
    if policy.ask_meal {
        parts.push(t!("timesheet-ask-meal"));
    }
    if policy.ask_rest {
        parts.push(t!("timesheet-ask-rest"));
    }
    let due = [
        policy
            .submit_due_hours
            .map(|hours| t!("timesheet-submit-words", hours = hours.to_string())),
        policy
            .approve_due_hours
            .map(|hours| t!("timesheet-approve-words", hours = hours.to_string())),
        policy
            .remind_hours
            .map(|hours| t!("timesheet-remind-words", hours = hours.to_string())),
    ];
    parts.extend(due.into_iter().flatten());
    if parts.is_empty() {
        return t!("timesheet-policy-nothing");
    }
    parts.join(" · ")
}
