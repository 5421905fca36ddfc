//! The form of an hour's pay from a date on: for all hours, or those of a job, cost code or
//! weekday.

use api::job::{CostCode, Job};
use api::pay::{ChangePay, PayEmployee, PayRate};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Button, ButtonKind, Choice, Combobox, InputKind, PickItem, Select, TextInput,
};
use ui::i18n::read_rate;
use ui::t;

use super::{Open, Pay, say, shown};
use crate::data::fetched_list;
use crate::forms::{Form, on_escape, on_submit};
use crate::http;
use crate::words;

const FIELDS: &[&str] = &["from", "amount", "job", "cost_code", "weekday"];

/// A rate as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    from: Signal<String>,
    amount: Signal<String>,
    hours: Signal<String>,
    job: Signal<Option<String>>,
    code: Signal<Option<String>>,
    weekday: Signal<String>,
}

impl Draft {
    fn read(self, currency: &str) -> Result<PayRate, Vec<(&'static str, String)>> {
        let from = say::read_date(self.from, "from")?;
        let rate = self.amount.with(|typed| read_rate(typed, currency));
        let rate = rate.ok_or_else(|| vec![("amount", t!("payroll-rate-missing"))])?;
        let mut rate = PayRate {
            from,
            job: None,
            cost_code: None,
            weekday: None,
            rate: Some(rate),
        };
        match self.hours.get_clone().as_str() {
            "work" => {
                rate.job = self.job.get_clone().and_then(|id| id.parse().ok());
                rate.cost_code = self.code.get_clone().and_then(|id| id.parse().ok());
                if rate.job.is_none() && rate.cost_code.is_none() {
                    return Err(vec![("job", t!("payroll-work-missing"))]);
                }
            }
            "weekday" => rate.weekday = self.weekday.with(|day| day.parse().ok()),
            _ => {}
        }
        Ok(rate)
    }
}

/// The form.
pub fn form(pay: Pay) -> View {
    let form = Form::new(pay.app);
    let draft = Draft {
        from: create_signal(pay.app.today().to_string()),
        amount: create_signal(String::new()),
        hours: create_signal("all".to_owned()),
        job: create_signal(None),
        code: create_signal(None),
        weekday: create_signal("6".to_owned()),
    };
    let submit = on_submit(move || {
        let Some(rate) = say::checked(form, draft.read(&pay.currency())) else {
            return;
        };
        let path = pay.path();
        let act = ChangePay::SetRate { rate };
        let request = async move { http::send(Method::POST, &path, &act).await };
        form.send(request, move |now: PayEmployee| {
            shown(pay, now, t!("payroll-rate-saved"));
        });
    });
    let which = which(pay, form, draft);
    let notice = form.notice(FIELDS);
    let leave = move || pay.open.set(Open::Nothing);
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=on_escape(leave)) {
            (notice)
            div(class="form-pair") {
                TextInput(
                    label=t!("payroll-rate"), value=draft.amount, error=form.error("amount"),
                    maxlength="16", autofocus=true, test="pay-rate-amount",
                )
                TextInput(
                    label=t!("payroll-from-date"), value=draft.from, kind=InputKind::Date,
                    error=form.error("from"), test="pay-rate-from",
                )
            }
            (which)
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="pay-rate-save",
                )
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}

/// For which hours.
fn which(pay: Pay, form: Form, draft: Draft) -> View {
    let choices = vec![
        Choice::new("all", t!("payroll-all-hours")),
        Choice::new("work", t!("payroll-hours-of-work")),
        Choice::new("weekday", t!("payroll-hours-of-weekday")),
    ];
    let jobs = fetched_list::<Job>(pay.app, || Some("/jobs".to_owned()));
    let codes = fetched_list::<CostCode>(pay.app, || Some("/cost-codes".to_owned()));
    let jobs = create_memo(move || {
        let item = |job: Job| PickItem::new(job.id.to_string(), job.name).with_detail(job.code);
        jobs.or_default().into_iter().map(item).collect::<Vec<_>>()
    });
    let codes = create_memo(move || {
        let item =
            |code: CostCode| PickItem::new(code.id.to_string(), code.name).with_detail(code.code);
        codes.or_default().into_iter().map(item).collect::<Vec<_>>()
    });
    let fields = View::from_dynamic(move || match draft.hours.get_clone().as_str() {
        "work" => untrack(|| {
            view! {
                Combobox(
                    label=t!("job"), selected=draft.job, items=jobs, clearable=true,
                    optional=true, error=form.error("job"),
                )
                Combobox(
                    label=t!("cost-code"), selected=draft.code, items=codes, clearable=true,
                    optional=true, error=form.error("cost_code"),
                )
            }
        }),
        "weekday" => untrack(|| {
            view! {
                Select(
                    label=t!("payroll-weekday"), value=draft.weekday,
                    choices=words::weekday_choices(), error=form.error("weekday"),
                )
            }
        }),
        _ => View::new(),
    });
    view! {
        Select(
            label=t!("payroll-for-hours"), value=draft.hours, choices=choices,
            test="pay-rate-hours",
        )
        (fields)
    }
}
