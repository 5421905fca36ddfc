//! The zone of an employee's days, where it is not the company's.

use api::employee::Employee;
use api::timesheet::{ChangeZone, Timesheet, TimesheetSettings};
use domain::company::Permission;
use gloo_net::http::Method;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Checkbox, Combobox, InputKind, TextInput, Toasts};
use ui::t;

use crate::data::fetched;
use crate::forms::{Form, on_submit};
use crate::state::App;
use crate::{http, zones};

const FIELDS: &[&str] = &["from", "zone"];

/// The form, for who may change it.
pub(super) fn section(app: App, person: &Employee) -> View {
    if !app.may(Permission::ManagePayPolicy) {
        return View::new();
    }
    let form = Form::new(app);
    let from = create_signal(app.today().to_string());
    let own = create_signal(false);
    let company = app.zone().name().to_owned();
    let zone = create_signal(Some(company.clone()));
    let known = zones::known(company);
    let (id, name) = (person.id, person.name.clone());
    let submit = on_submit(move || {
        let mut refused = Vec::new();
        let date = from.with(|from| from.parse::<Date>().ok());
        if date.is_none() {
            refused.push(("from", t!("timesheet-date-missing")));
        }
        let wanted = zone.get_clone().filter(|_| own.get());
        if own.get() && wanted.is_none() {
            refused.push(("zone", t!("zone-missing")));
        }
        if !form.check(refused) {
            return;
        }
        let Some(from) = date else { return };
        let change = ChangeZone { from, zone: wanted };
        let path = app.path(&format!("/employees/{id}/zone"));
        let request = async move { http::send(Method::PUT, &path, &change).await };
        let said = t!("saved-toast", name = name.as_str());
        form.send(request, move |_: TimesheetSettings| {
            Toasts::get().done(said);
        });
    });
    let notice = form.notice(FIELDS);
    let sheet = fetched::<Timesheet>(app, move || Some(format!("/employees/{id}/timesheet")));
    let now = View::from_dynamic(move || {
        let zone = |sheet: &Timesheet| sheet.zone.replace('_', " ");
        let zone = sheet.state.with(|state| state.ready().map(zone))?;
        let words = t!("timesheet-zone", zone = zone.as_str());
        Some(view! { p(data-test="person-zone-now") { (words) } })
    });
    let pick = View::from_dynamic(move || {
        own.get().then(|| {
            view! {
                Combobox(
                    label=t!("zone"), selected=zone, items=known, error=form.error("zone"),
                    test="person-zone",
                )
            }
        })
    });
    view! {
        details(class="panel-section fold") {
            summary { h3 { (t!("timesheet-person-zone")) } }
            form(class="form", novalidate=true, on:submit=submit, data-test="person-zone-form") {
                (notice)
                (now)
                p(class="muted small") { (t!("timesheet-person-zone-lead")) }
                Checkbox(
                    label=t!("timesheet-person-zone-own"), checked=own, test="person-zone-own",
                )
                (pick)
                TextInput(
                    label=t!("timesheet-from"), value=from, kind=InputKind::Date,
                    error=form.error("from"), test="person-zone-from",
                )
                div(class="form-actions") {
                    Button(
                        label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                        test="person-zone-save",
                    )
                }
            }
        }
    }
}
