//! The form of the terms on which somebody is paid from a date on.

use api::pay::{ChangePay, PayBasis, PayEmployee, PayStanding, PayTerms};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Checkbox, Choice, InputKind, Select, TextInput};
use ui::i18n::{decimal_typed, money_typed, read_decimal, read_money, text_in};
use ui::t;

use super::{Open, Pay, say, shown};
use crate::forms::{Form, on_escape, on_submit};
use crate::http;

const FIELDS: &[&str] = &[
    "from",
    "amount",
    "covers",
    "law",
    "first_name",
    "last_name",
    "title",
    "identifier",
    "classification",
];

#[derive(Clone, Copy)]
struct Draft {
    from: Signal<String>,
    basis: Signal<String>,
    amount: Signal<String>,
    covers: Signal<String>,
    understood: Signal<bool>,
    law: Signal<String>,
    four_tens: Signal<bool>,
    rate_in_effect: Signal<bool>,
    first_name: Signal<String>,
    last_name: Signal<String>,
    title: Signal<String>,
    identifier: Signal<String>,
    standing: Signal<String>,
    classification: Signal<String>,
}

impl Draft {
    /// Begins with the terms that hold last.
    fn after(last: Option<&PayTerms>, from: jiff::civil::Date, currency: &str) -> Draft {
        let text = |read: fn(&PayTerms) -> &String| {
            create_signal(last.map(read).cloned().unwrap_or_default())
        };
        let flag = |read: fn(&PayTerms) -> bool| create_signal(last.is_some_and(read));
        let (basis, amount, covers, understood) = match last.map(|last| last.basis) {
            None | Some(PayBasis::Hourly) => ("hourly", None, Some(4_000), false),
            Some(PayBasis::Contractor) => ("contractor", None, Some(4_000), false),
            Some(PayBasis::Exempt { minor }) => ("exempt", Some(minor), Some(4_000), false),
            Some(PayBasis::Salary {
                minor,
                covers,
                understood,
            }) => ("salary", Some(minor), covers, understood),
        };
        let amount = amount.map(|minor| money_typed(minor, currency));
        let covers = covers.map(|hours| decimal_typed(hours.into(), 2));
        let standing = match last.and_then(|last| last.standing) {
            None => "none",
            Some(PayStanding::Journeyworker) => "journeyworker",
            Some(PayStanding::RegisteredApprentice) => "registered_apprentice",
        };
        Draft {
            from: create_signal(from.to_string()),
            basis: create_signal(basis.to_owned()),
            amount: create_signal(amount.unwrap_or_default()),
            covers: create_signal(covers.unwrap_or_default()),
            understood: create_signal(understood),
            law: create_signal(last.and_then(|last| last.law.clone()).unwrap_or_default()),
            four_tens: flag(|terms| terms.four_tens),
            rate_in_effect: flag(|terms| terms.rate_in_effect),
            first_name: text(|terms| &terms.first_name),
            last_name: text(|terms| &terms.last_name),
            title: text(|terms| &terms.title),
            identifier: text(|terms| &terms.identifier),
            standing: create_signal(standing.to_owned()),
            classification: text(|terms| &terms.classification),
        }
    }

    fn read(self, currency: &str) -> Result<PayTerms, Vec<(&'static str, String)>> {
        let from = say::read_date(self.from, "from")?;
        let law = say::text(self.law);
        Ok(PayTerms {
            from,
            basis: self.read_basis(currency)?,
            law: (!law.is_empty()).then_some(law),
            four_tens: self.four_tens.get(),
            rate_in_effect: self.rate_in_effect.get(),
            first_name: say::text(self.first_name),
            last_name: say::text(self.last_name),
            title: say::text(self.title),
            identifier: say::text(self.identifier),
            standing: match self.standing.get_clone().as_str() {
                "journeyworker" => Some(PayStanding::Journeyworker),
                "registered_apprentice" => Some(PayStanding::RegisteredApprentice),
                _ => None,
            },
            classification: say::text(self.classification),
        })
    }

    fn read_basis(self, currency: &str) -> Result<PayBasis, Vec<(&'static str, String)>> {
        let minor = || {
            let minor = self.amount.with(|typed| read_money(typed, currency));
            minor.ok_or_else(|| vec![("amount", t!("payroll-amount-missing"))])
        };
        Ok(match self.basis.get_clone().as_str() {
            "contractor" => PayBasis::Contractor,
            "exempt" => PayBasis::Exempt { minor: minor()? },
            "salary" => {
                let covers = say::text(self.covers);
                let covers = if covers.is_empty() {
                    None
                } else {
                    let hours = read_decimal(&covers, 2).and_then(|hours| hours.try_into().ok());
                    let wrong = || vec![("covers", t!("payroll-covers-missing"))];
                    Some(hours.ok_or_else(wrong)?)
                };
                PayBasis::Salary {
                    minor: minor()?,
                    covers,
                    understood: self.understood.get(),
                }
            }
            _ => PayBasis::Hourly,
        })
    }
}

/// The form.
pub fn form(pay: Pay) -> View {
    let form = Form::new(pay.app);
    let last = pay.record.state.with_untracked(|state| {
        let last = |record: &PayEmployee| record.terms.last().cloned();
        state.ready().and_then(last)
    });
    let draft = Draft::after(last.as_ref(), pay.app.today(), &pay.currency());
    let submit = on_submit(move || {
        let Some(terms) = say::checked(form, draft.read(&pay.currency())) else {
            return;
        };
        let path = pay.path();
        let act = ChangePay::SetTerms { terms };
        let request = async move { http::send(Method::POST, &path, &act).await };
        form.send(request, move |now: PayEmployee| {
            shown(pay, now, t!("payroll-terms-saved"));
        });
    });
    let (basis, more) = (basis_fields(form, draft), more_fields(form, draft));
    let notice = form.notice(FIELDS);
    let leave = move || pay.open.set(Open::Nothing);
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=on_escape(leave)) {
            (notice)
            (basis)
            (more)
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="pay-terms-save",
                )
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}

fn basis_fields(form: Form, draft: Draft) -> View {
    let names = ["hourly", "salary", "exempt", "contractor"];
    let choices = names.map(|name| Choice::new(name, text_in("payroll-basis", name)));
    let amount = View::from_dynamic(move || {
        let basis = draft.basis.get_clone();
        let salary = (basis == "salary").then(|| {
            view! {
                TextInput(
                    label=t!("payroll-covers"), value=draft.covers, error=form.error("covers"),
                    hint=t!("payroll-covers-hint"), optional=true, maxlength="6",
                )
                Checkbox(label=t!("payroll-understood"), checked=draft.understood)
            }
        });
        let salary = View::from(salary);
        if basis == "salary" || basis == "exempt" {
            view! {
                TextInput(
                    label=t!("payroll-salary"), value=draft.amount, error=form.error("amount"),
                    maxlength="16", test="pay-terms-amount",
                )
                (salary)
            }
        } else {
            View::new()
        }
    });
    view! {
        TextInput(
            label=t!("payroll-from-date"), value=draft.from, kind=InputKind::Date,
            error=form.error("from"), test="pay-terms-from",
        )
        Select(
            label=t!("payroll-basis"), value=draft.basis, choices=choices.to_vec(),
            test="pay-terms-basis",
        )
        (amount)
    }
}

fn more_fields(form: Form, draft: Draft) -> View {
    let mut laws = vec![Choice::new("", t!("payroll-law-of-company"))];
    laws.extend(say::law_choices());
    let standings = ["none", "journeyworker", "registered_apprentice"];
    let standings = standings.map(|name| Choice::new(name, text_in("payroll-standing", name)));
    view! {
        Select(
            label=t!("payroll-law-of-work"), value=draft.law, choices=laws,
            error=form.error("law"),
        )
        details(class="disclosure") {
            summary { (t!("payroll-terms-names")) }
            div(class="stack") {
                TextInput(
                    label=t!("payroll-first-name"), value=draft.first_name, optional=true,
                    error=form.error("first_name"), maxlength="120",
                )
                TextInput(
                    label=t!("payroll-last-name"), value=draft.last_name, optional=true,
                    error=form.error("last_name"), maxlength="120",
                )
                TextInput(
                    label=t!("payroll-title"), value=draft.title, optional=true,
                    error=form.error("title"), maxlength="120",
                )
                TextInput(
                    label=t!("payroll-identifier"), value=draft.identifier, optional=true,
                    hint=t!("payroll-identifier-hint"), error=form.error("identifier"),
                    maxlength="4",
                )
                Select(
                    label=t!("payroll-standing"), value=draft.standing,
                    choices=standings.to_vec(),
                )
                TextInput(
                    label=t!("payroll-classification"), value=draft.classification,
                    optional=true, error=form.error("classification"), maxlength="120",
                )
                Checkbox(label=t!("payroll-four-tens"), checked=draft.four_tens)
                Checkbox(label=t!("payroll-rate-in-effect"), checked=draft.rate_in_effect)
            }
        }
    }
}
