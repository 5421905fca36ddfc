//! Money beside hourly pay: the list with a way to void one, and the form of a new one.

use api::pay::{BonusCounts, NewPayItem, PayItem, PayItemKind, VoidPayItem};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Choice, Glyph, InputKind, Select, TextInput, Textarea, Toasts, Tone,
};
use ui::i18n::{
    date_range, hundredths, money, money_rate, read_decimal, read_money, read_rate, text_in,
};
use ui::t;

use super::{Open, Pay, say};
use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, missing, on_escape, on_submit};
use crate::http;
use crate::state::Put;
use crate::words;

const FIELDS: &[&str] = &["amount", "rate", "count", "from", "last", "note"];
const KINDS: [&str; 8] = [
    "bonus",
    "reimbursement",
    "mileage",
    "per_diem",
    "piece",
    "paid_leave",
    "meal_premium",
    "rest_premium",
];
const COUNTS: [&str; 4] = ["flat", "production", "of_all_pay", "discretionary"];

/// The items of an employee, the latest first.
pub fn list(pay: Pay) -> View {
    let employee = pay.employee;
    let items = fetched_list::<PayItem>(pay.app, move || {
        Some(format!("/pay/items?employee={employee}"))
    });
    View::from_dynamic(move || {
        let currency = pay.currency();
        let rows: Vec<View> = items
            .or_default()
            .iter()
            .map(|item| row(pay, items, item, &currency))
            .collect();
        if rows.is_empty() {
            return View::new();
        }
        view! {
            h4(class="small-head") { (t!("payroll-items")) }
            ul(class="record-list", data-test="pay-items") { (rows) }
        }
    })
}

fn row(pay: Pay, items: Fetched<Vec<PayItem>>, item: &PayItem, currency: &str) -> View {
    let (name, amount) = said(&item.item, currency);
    let dates = date_range(item.first, item.last);
    let note = item.note.clone();
    let voided = item.voided.clone().map(|reason| {
        view! {
            p(class="small") { Badge(label=t!("payroll-voided"), icon=Glyph::Close, tone=Tone::Bad) }
            p(class="muted small") { "“" (reason) "”" }
        }
    });
    let asking = create_signal(false);
    let may_void = pay.may_change && item.voided.is_none();
    let id = item.id;
    let ask = View::from_dynamic(move || match (may_void, asking.get()) {
        (false, _) => View::new(),
        (true, true) => untrack(|| void(pay, items, id, asking)),
        (true, false) => view! {
            Button(
                label=t!("payroll-void"), kind=ButtonKind::Quiet, test="pay-item-void",
                on_press=move |()| asking.set(true),
            )
        },
    });
    let voided = View::from(voided);
    view! {
        li(class="record") {
            div(class="grow") {
                p { span(class="strong") { (name) } " · " (amount) }
                p(class="muted small") { (dates) }
                p(class="muted small") { (note) }
                (voided)
                (ask)
            }
        }
    }
}

/// What an item is, and how much.
fn said(item: &PayItemKind, currency: &str) -> (String, String) {
    let named = |name: &str, amount: String| (text_in("payroll-item", name), amount);
    match *item {
        PayItemKind::Bonus { minor, .. } => named("bonus", money(minor, currency)),
        PayItemKind::Piece { minor } => named("piece", money(minor, currency)),
        PayItemKind::Reimbursement { minor } => named("reimbursement", money(minor, currency)),
        PayItemKind::Mileage { miles, rate } => named(
            "mileage",
            t!(
                "payroll-item-miles",
                miles = hundredths(miles),
                rate = money_rate(rate, currency)
            ),
        ),
        PayItemKind::PerDiem { minor, days } => named(
            "per_diem",
            t!(
                "payroll-item-days",
                count = i64::from(days),
                amount = money(minor, currency)
            ),
        ),
        PayItemKind::PaidLeave { seconds, rate } => named(
            "paid_leave",
            t!(
                "payroll-line-hours-at",
                hours = words::decimal(seconds),
                rate = money_rate(rate, currency)
            ),
        ),
        PayItemKind::MealPremium => named("meal_premium", t!("payroll-item-by-rule")),
        PayItemKind::RestPremium => named("rest_premium", t!("payroll-item-by-rule")),
    }
}

fn void(
    pay: Pay,
    items: Fetched<Vec<PayItem>>,
    item: api::id::PayItemId,
    asking: Signal<bool>,
) -> View {
    let form = Form::new(pay.app);
    let reason = create_signal(String::new());
    let submit = on_submit(move || {
        let reason = say::text(reason);
        if !form.check(missing("reason", &reason, t!("reason-missing"))) {
            return;
        }
        let path = pay.app.path("/pay/items/void");
        let body = VoidPayItem {
            employee: pay.employee,
            item,
            reason,
        };
        let request = async move { http::send(Method::POST, &path, &body).await };
        form.send(request, move |_item: PayItem| {
            Toasts::get().done(t!("payroll-voided-toast"));
            items.reload();
        });
    });
    let notice = form.notice(&["reason"]);
    let leave = move || asking.put(false);
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=on_escape(leave)) {
            (notice)
            Textarea(
                label=t!("reason"), value=reason, rows="2", error=form.error("reason"),
                maxlength="1000",
            )
            div(class="form-actions") {
                Button(
                    label=t!("payroll-void"), kind=ButtonKind::Danger, submit=true,
                    busy=form.busy,
                )
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Draft {
    kind: Signal<String>,
    counts: Signal<String>,
    amount: Signal<String>,
    rate: Signal<String>,
    count: Signal<String>,
    first: Signal<String>,
    last: Signal<String>,
    note: Signal<String>,
}

impl Draft {
    fn read(self, pay: Pay) -> Result<NewPayItem, Vec<(&'static str, String)>> {
        let item = self.read_kind(&pay.currency())?;
        let first = say::read_date(self.first, "from")?;
        let last = say::read_date(self.last, "last")?;
        if last < first {
            return Err(vec![("last", t!("export-ends-before"))]);
        }
        Ok(NewPayItem {
            employee: pay.employee,
            item,
            first,
            last,
            note: say::text(self.note),
        })
    }

    fn read_kind(self, currency: &str) -> Result<PayItemKind, Vec<(&'static str, String)>> {
        let minor = || {
            let minor = self.amount.with(|typed| read_money(typed, currency));
            minor.ok_or_else(|| vec![("amount", t!("payroll-amount-missing"))])
        };
        let rate = || {
            let rate = self.rate.with(|typed| read_rate(typed, currency));
            rate.ok_or_else(|| vec![("rate", t!("payroll-rate-missing"))])
        };
        let count = |digits: u8| {
            let count = self.count.with(|typed| read_decimal(typed, digits));
            count.ok_or_else(|| vec![("count", t!("payroll-count-missing"))])
        };
        Ok(match self.kind.get_clone().as_str() {
            "reimbursement" => PayItemKind::Reimbursement { minor: minor()? },
            "mileage" => PayItemKind::Mileage {
                miles: count(2)?,
                rate: rate()?,
            },
            "per_diem" => PayItemKind::PerDiem {
                minor: minor()?,
                days: count(0)?
                    .try_into()
                    .map_err(|_| vec![("count", t!("payroll-count-missing"))])?,
            },
            "piece" => PayItemKind::Piece { minor: minor()? },
            "paid_leave" => PayItemKind::PaidLeave {
                seconds: count(2)?.saturating_mul(36),
                rate: rate()?,
            },
            "meal_premium" => PayItemKind::MealPremium,
            "rest_premium" => PayItemKind::RestPremium,
            _ => PayItemKind::Bonus {
                minor: minor()?,
                counts: match self.counts.get_clone().as_str() {
                    "production" => BonusCounts::Production,
                    "of_all_pay" => BonusCounts::OfAllPay,
                    "discretionary" => BonusCounts::Discretionary,
                    _ => BonusCounts::Flat,
                },
                by_hours: false,
            },
        })
    }
}

/// The form of a new item.
pub fn form(pay: Pay) -> View {
    let form = Form::new(pay.app);
    let text = |text: &str| create_signal(text.to_owned());
    let today = pay.app.today().to_string();
    let draft = Draft {
        kind: text("bonus"),
        counts: text("flat"),
        amount: text(""),
        rate: text(""),
        count: text(""),
        first: text(&today),
        last: text(&today),
        note: text(""),
    };
    let submit = on_submit(move || {
        let Some(new) = say::checked(form, draft.read(pay)) else {
            return;
        };
        let path = pay.app.path("/pay/items");
        let request = async move { http::send(Method::POST, &path, &new).await };
        form.send(request, move |_item: PayItem| {
            Toasts::get().done(t!("payroll-item-saved"));
            pay.open.put(Open::Nothing);
        });
    });
    let kinds = KINDS.map(|name| Choice::new(name, text_in("payroll-item", name)));
    let figures = View::from_dynamic(move || {
        let kind = draft.kind.get_clone();
        untrack(|| figures(form, draft, &kind))
    });
    let notice = form.notice(FIELDS);
    let leave = move || pay.open.set(Open::Nothing);
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=on_escape(leave)) {
            (notice)
            Select(
                label=t!("payroll-item-kind"), value=draft.kind, choices=kinds.to_vec(),
                test="pay-item-kind",
            )
            (figures)
            div(class="form-pair") {
                TextInput(
                    label=t!("payroll-earned-from"), value=draft.first, kind=InputKind::Date,
                    error=form.error("from"),
                )
                TextInput(
                    label=t!("payroll-earned-to"), value=draft.last, kind=InputKind::Date,
                    error=form.error("last"),
                )
            }
            TextInput(
                label=t!("note"), value=draft.note, optional=true, error=form.error("note"),
                maxlength="1000",
            )
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="pay-item-save",
                )
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}

fn figures(form: Form, draft: Draft, kind: &str) -> View {
    let counted = match kind {
        "mileage" => Some(t!("payroll-miles")),
        "per_diem" => Some(t!("payroll-days")),
        "paid_leave" => Some(t!("payroll-hours")),
        _ => None,
    };
    let counted = counted.map(|label| {
        view! {
            TextInput(
                label=label, value=draft.count, error=form.error("count"), maxlength="12",
                test="pay-item-count",
            )
        }
    });
    let amount = match kind {
        "mileage" => Some((t!("payroll-per-mile"), draft.rate, "rate")),
        "paid_leave" => Some((t!("payroll-per-hour"), draft.rate, "rate")),
        "per_diem" => Some((t!("payroll-per-day"), draft.amount, "amount")),
        "meal_premium" | "rest_premium" => None,
        _ => Some((t!("payroll-amount"), draft.amount, "amount")),
    };
    let amount = amount.map(|(label, value, field)| {
        view! {
            TextInput(
                label=label, value=value, error=form.error(field), maxlength="16",
                test="pay-item-amount",
            )
        }
    });
    let counts = (kind == "bonus").then(|| {
        let choices = COUNTS.map(|name| Choice::new(name, text_in("payroll-bonus", name)));
        view! {
            Select(
                label=t!("payroll-bonus-counts"), value=draft.counts, choices=choices.to_vec(),
            )
        }
    });
    let (counted, amount, counts) = (View::from(counted), View::from(amount), View::from(counts));
    view! { (counted) (amount) (counts) }
}
