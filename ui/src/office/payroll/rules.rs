//! The form of the rules from a date on.

use api::pay::{PayRounding, PayRules, PaySettings};
use domain::money::Currency;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Choice, InputKind, Select, TextInput, Textarea, Toasts};
use ui::i18n::text_in;
use ui::t;

use super::policy::PolicyDraft;
use super::say;
use crate::data::Fetched;
use crate::forms::{Form, on_submit};
use crate::http;
use crate::state::{App, Put};

/// The law that stands for the firm's own policy.
const POLICY: &str = "policy";
const FIELDS: &[&str] = &[
    "from",
    "law",
    "policy",
    "currency",
    "address",
    "signatory",
    "signatory_title",
];

#[derive(Clone, Copy)]
struct Draft {
    from: Signal<String>,
    law: Signal<String>,
    policy: PolicyDraft,
    rounding: Signal<String>,
    currency: Signal<String>,
    address: Signal<String>,
    signatory: Signal<String>,
    title: Signal<String>,
}

impl Draft {
    /// Begins with what held last.
    fn after(last: Option<&PayRules>, from: jiff::civil::Date) -> Draft {
        let text = |read: fn(&PayRules) -> &String, or: &str| {
            let last = last.map(read).cloned();
            create_signal(last.unwrap_or_else(|| or.to_owned()))
        };
        let rounding = match last.and_then(|last| last.rounding) {
            None => "none",
            Some(PayRounding::Five) => "five",
            Some(PayRounding::Six) => "six",
            Some(PayRounding::Fifteen) => "fifteen",
        };
        Draft {
            from: create_signal(from.to_string()),
            law: text(|rules| &rules.law, "us-flsa"),
            policy: PolicyDraft::of(last.and_then(|last| last.policy.as_ref())),
            rounding: create_signal(rounding.to_owned()),
            currency: text(|rules| &rules.currency, "USD"),
            address: text(|rules| &rules.address, ""),
            signatory: text(|rules| &rules.signatory, ""),
            title: text(|rules| &rules.signatory_title, ""),
        }
    }

    fn read(self) -> Result<PayRules, Vec<(&'static str, String)>> {
        let from = say::read_date(self.from, "from")?;
        let currency = say::text(self.currency).to_uppercase();
        if Currency::from_code(&currency).is_none() {
            return Err(vec![("currency", t!("payroll-currency-missing"))]);
        }
        let law = self.law.get_clone();
        let policy = if law == POLICY {
            let policy = self.policy.read();
            Some(policy.ok_or_else(|| vec![("policy", t!("payroll-policy-incomplete"))])?)
        } else {
            None
        };
        Ok(PayRules {
            from,
            law,
            policy,
            rounding: match self.rounding.get_clone().as_str() {
                "five" => Some(PayRounding::Five),
                "six" => Some(PayRounding::Six),
                "fifteen" => Some(PayRounding::Fifteen),
                _ => None,
            },
            currency,
            address: say::text(self.address),
            signatory: say::text(self.signatory),
            signatory_title: say::text(self.title),
        })
    }
}

/// The form. It begins with what held last; the first rules hold from the beginning of the year.
pub fn form(
    app: App,
    settings: Fetched<PaySettings>,
    last: Option<&PayRules>,
    adding: Signal<bool>,
) -> View {
    let form = Form::new(app);
    let is_first = last.is_none();
    let today = app.today();
    let from = if is_first {
        today.first_of_year()
    } else {
        today
    };
    let draft = Draft::after(last, from);
    let submit = on_submit(move || {
        let Some(rules) = say::checked(form, draft.read()) else {
            return;
        };
        let path = app.path("/pay/settings");
        let request = async move { http::send(Method::POST, &path, &rules).await };
        form.send(request, move |_now: PaySettings| {
            Toasts::get().done(t!("payroll-rules-saved"));
            adding.put(false);
            settings.reload();
        });
    });
    let law = law(form, draft);
    let cancel = (!is_first).then(|| {
        view! { Button(label=t!("cancel"), on_press=move |()| adding.set(false)) }
    });
    let cancel = View::from(cancel);
    let for_certified = certified(form, draft);
    let notice = form.notice(FIELDS);
    view! {
        form(class="form", novalidate=true, on:submit=submit, data-test="pay-rules-form") {
            (notice)
            (law)
            (for_certified)
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="pay-rules-save",
                )
                (cancel)
            }
        }
    }
}

fn law(form: Form, draft: Draft) -> View {
    let mut laws = say::law_choices();
    laws.insert(6, Choice::new(POLICY, say::law(POLICY)));
    let roundings = ["none", "five", "six", "fifteen"];
    let roundings = roundings.map(|name| Choice::new(name, text_in("payroll-rounding", name)));
    let own = create_selector(move || draft.law.with(|law| law == POLICY));
    let policy = View::from_dynamic(move || match own.get() {
        true => untrack(|| draft.policy.fields(form.error("policy"))),
        false => View::new(),
    });
    view! {
        div(class="form-row") {
            TextInput(
                label=t!("payroll-from-date"), value=draft.from, kind=InputKind::Date,
                error=form.error("from"), test="pay-rules-from",
            )
            TextInput(
                label=t!("payroll-currency"), value=draft.currency, maxlength="3",
                error=form.error("currency"), test="pay-rules-currency",
            )
        }
        Select(
            label=t!("payroll-law"), value=draft.law, choices=laws, error=form.error("law"),
            hint=t!("payroll-law-hint"), test="pay-rules-law",
        )
        (policy)
        Select(
            label=t!("payroll-rounding"), value=draft.rounding, choices=roundings.to_vec(),
            hint=t!("payroll-rounding-hint"), test="pay-rules-rounding",
        )
    }
}

fn certified(form: Form, draft: Draft) -> View {
    view! {
        details(class="disclosure") {
            summary { (t!("payroll-rules-certified")) }
            div(class="stack") {
                Textarea(
                    label=t!("payroll-address"), value=draft.address, optional=true,
                    error=form.error("address"), maxlength="1000",
                )
                div(class="form-row") {
                    TextInput(
                        label=t!("payroll-signatory"), value=draft.signatory, optional=true,
                        error=form.error("signatory"), maxlength="120",
                    )
                    TextInput(
                        label=t!("payroll-signatory-title"), value=draft.title, optional=true,
                        error=form.error("signatory_title"), maxlength="120",
                    )
                }
            }
        }
    }
}
