//! What a payroll provider calls people and earnings: the forms that fill in what a file lacks.

use api::id::EmployeeId;
use api::pay::run::PayFileCheck;
use api::pay::{ChangePay, EarningCode, PayEmployee, PayId, PayMapping};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, SkeletonKind, TextInput, Toasts};
use ui::i18n::text_in;
use ui::t;

use super::say;
use crate::data::{Fetched, fetched};
use crate::forms::{Form, on_submit};
use crate::http::{self, Answer};
use crate::listing::when_ready;
use crate::state::App;

/// The settings of a form, by the names that the check gives them.
const SETTINGS: [&str; 3] = ["company_code", "batch", "company_created"];

/// What is typed for one person.
type TypedId = (EmployeeId, String, Signal<String>);
/// What is typed for one kind of earnings or one setting.
type Typed = (String, Signal<String>);

/// The form of what is missing.
pub fn form(app: App, checked: Fetched<PayFileCheck>, check: PayFileCheck) -> View {
    let name = check.form.clone();
    let known = fetched::<PayMapping>(app, move || Some(format!("/pay/mappings/{name}")));
    when_ready(known, SkeletonKind::Lines, 3, move || {
        let now = known.state.with_untracked(|state| state.ready().cloned());
        fields(app, checked, &check, &now.unwrap_or_default())
    })
}

/// The same, folded away, where nothing is missing but something could be changed.
pub fn known(app: App, checked: Fetched<PayFileCheck>, form_name: String) -> View {
    let path = format!("/pay/mappings/{form_name}");
    let known = fetched::<PayMapping>(app, move || Some(path.clone()));
    when_ready(known, SkeletonKind::Lines, 1, move || {
        let now = known.state.with_untracked(|state| state.ready().cloned());
        let now = now.unwrap_or_default();
        let check = PayFileCheck {
            form: form_name.clone(),
            unverified: false,
            missing_ids: Vec::new(),
            missing_codes: Vec::new(),
            missing_settings: Vec::new(),
            unfit: Vec::new(),
            left_out: Vec::new(),
        };
        let has_any =
            !now.codes.is_empty() || SETTINGS.iter().any(|s| !setting(&now, s).is_empty());
        if !has_any {
            return View::new();
        }
        let fields = fields(app, checked, &check, &now);
        view! {
            details(class="disclosure") {
                summary { (t!("payroll-codes-change")) }
                (fields)
            }
        }
    })
}

fn setting<'a>(mapping: &'a PayMapping, name: &str) -> &'a str {
    match name {
        "company_code" => &mapping.company_code,
        "batch" => &mapping.batch,
        _ => &mapping.company_created,
    }
}

/// Fields for what is missing, and for what is there of codes and settings.
fn fields(
    app: App,
    checked: Fetched<PayFileCheck>,
    check: &PayFileCheck,
    now: &PayMapping,
) -> View {
    let form = Form::new(app);
    let people = check.missing_ids.iter().chain(&check.unfit);
    let ids: Vec<TypedId> = people
        .map(|who| (who.id, who.name.clone(), create_signal(String::new())))
        .collect();
    let known = now.codes.iter();
    let mut codes: Vec<Typed> = known
        .map(|code| (code.earning.clone(), create_signal(code.code.clone())))
        .collect();
    let missing = check.missing_codes.iter();
    codes.extend(missing.map(|earning| (earning.clone(), create_signal(String::new()))));
    let wanted = SETTINGS.into_iter().filter(|name| {
        let is_missing = check.missing_settings.iter().any(|missing| missing == name);
        is_missing || !setting(now, name).is_empty()
    });
    let settings: Vec<Typed> = wanted
        .map(|name| {
            (
                name.to_owned(),
                create_signal(setting(now, name).to_owned()),
            )
        })
        .collect();
    let id_fields = id_fields(&ids);
    let code_fields = code_fields(&codes);
    let setting_fields = setting_fields(&settings);
    let (name, before) = (check.form.clone(), now.clone());
    let submit = on_submit(move || {
        let mapping = typed_mapping(&before, &codes, &settings);
        let typed = ids.iter().filter_map(|(employee, _, id)| {
            let id = say::text(*id);
            (!id.is_empty()).then_some((*employee, id))
        });
        let typed: Vec<(EmployeeId, String)> = typed.collect();
        let changed = (mapping != before).then_some(mapping);
        let request = save(app, name.clone(), typed, changed);
        form.send(request, move |()| {
            Toasts::get().done(t!("payroll-codes-saved"));
            checked.reload();
        });
    });
    let notice = form.notice(&[]);
    view! {
        form(class="ask payroll-mapping", novalidate=true, on:submit=submit) {
            (notice)
            (id_fields)
            (code_fields)
            (setting_fields)
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="payroll-mapping-save",
                )
            }
        }
    }
}

fn typed_mapping(before: &PayMapping, codes: &[Typed], settings: &[Typed]) -> PayMapping {
    let codes = codes.iter().map(|(earning, code)| EarningCode {
        earning: earning.clone(),
        code: say::text(*code),
    });
    let mut codes: Vec<EarningCode> = codes.collect();
    codes.retain(|code| !code.code.is_empty());
    let mut mapping = PayMapping {
        codes,
        ..before.clone()
    };
    for (name, typed) in settings {
        let typed = say::text(*typed);
        match name.as_str() {
            "company_code" => mapping.company_code = typed,
            "batch" => mapping.batch = typed,
            _ => mapping.company_created = typed,
        }
    }
    mapping
}

/// Saves ids one after the other, then codes and settings; stops at what is refused.
async fn save(
    app: App,
    form: String,
    ids: Vec<(EmployeeId, String)>,
    mapping: Option<PayMapping>,
) -> Answer<()> {
    for (employee, id) in ids {
        let path = app.path(&format!("/pay/employees/{employee}"));
        let change = ChangePay::SetId {
            id: PayId {
                form: form.clone(),
                id,
            },
        };
        let _now: PayEmployee = http::send(Method::POST, &path, &change).await?;
    }
    if let Some(mapping) = mapping {
        let path = app.path(&format!("/pay/mappings/{form}"));
        let _now: PayMapping = http::send(Method::POST, &path, &mapping).await?;
    }
    Ok(())
}

fn id_fields(ids: &[TypedId]) -> View {
    if ids.is_empty() {
        return View::new();
    }
    let fields: Vec<View> = ids
        .iter()
        .map(|(_, name, id)| {
            let (label, id) = (t!("payroll-id-of", name = name.as_str()), *id);
            view! { TextInput(label=label, value=id, maxlength="120", test="payroll-id") }
        })
        .collect();
    view! {
        fieldset(class="stack", data-test="payroll-missing-ids") {
            legend(class="field-label") { (t!("payroll-missing-ids")) }
            (fields)
        }
    }
}

fn code_fields(codes: &[Typed]) -> View {
    if codes.is_empty() {
        return View::new();
    }
    let fields: Vec<View> = codes
        .iter()
        .map(|(earning, code)| {
            let (label, code) = (say::earning(earning), *code);
            let test = format!("payroll-code-{earning}");
            view! { TextInput(label=label, value=code, maxlength="32", test=test) }
        })
        .collect();
    view! {
        fieldset(class="stack", data-test="payroll-missing-codes") {
            legend(class="field-label") { (t!("payroll-codes")) }
            div(class="form-row") { (fields) }
        }
    }
}

fn setting_fields(settings: &[Typed]) -> View {
    let fields: Vec<View> = settings
        .iter()
        .map(|(name, value)| {
            let (label, hint) = (
                text_in("payroll-setting", name),
                text_in("payroll-setting-hint", name),
            );
            let (value, test) = (*value, format!("payroll-setting-{name}"));
            view! { TextInput(label=label, value=value, hint=hint, maxlength="32", test=test) }
        })
        .collect();
    view! { (fields) }
}
