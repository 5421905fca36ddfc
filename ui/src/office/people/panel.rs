//! One employee in the panel: the record, the phone, the account, and leaving.

use api::company::Role;
use api::employee::{Employee, RoleChange};
use api::invitation::InvitationWithCode;
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{ButtonKind, Glyph, LinkButton, Select, Toasts};
use ui::t;

use super::{devices, invitations, record, zone};
use crate::data::Fetched;
use crate::panel::{self, Record, Titles};
use crate::state::{App, Put};
use crate::{http, payroll, words};

impl Record for Employee {
    const LIST: &'static str = "/employees";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn hash(&self) -> &str {
        &self.hash
    }

    fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// Roles above worker need more than keeping people.
    fn may_change(&self, app: App) -> bool {
        let worker = self.role.is_none_or(|role| role == Role::Worker);
        app.may(Permission::ManagePeople) && (worker || app.may(Permission::AssignRoles))
    }
}

/// The panel, while a person is in the address.
pub fn panel(app: App, invitation: Signal<Option<InvitationWithCode>>) -> View {
    let titles = Titles {
        new: || t!("person-new"),
        any: || t!("employee"),
    };
    let new = move || record::new_person(app, invitation);
    panel::panel(app, titles, new, move |person| one(app, person, invitation))
}

fn one(
    app: App,
    person: Fetched<Employee>,
    invitation: Signal<Option<InvitationWithCode>>,
) -> View {
    let read = move || person.state.with_untracked(|state| state.ready().cloned());
    let record = panel::form_of(person, move |person, version| {
        record::record(app, person, version)
    });
    let Some(first) = read() else {
        return View::new();
    };
    let role = role(app, person, &first);
    let invitations = invitations::section(app, person, invitation);
    let devices = devices::section(app, person, invitation);
    let zone = zone::section(app, &first);
    let pay = payroll::employee::section(app, person);
    let leaving = panel::archiving(app, person, "person-archive", || t!("person-archive-hint"));
    let hours = format!(
        "/timesheets?q={}",
        js_sys::encode_uri_component(&first.name)
    );
    view! {
        (record)
        (role)
        (invitations)
        (devices)
        (zone)
        (pay)
        section(class="panel-section") {
            LinkButton(
                label=t!("to-timesheet"), href=hours, kind=ButtonKind::Quiet, icon=Glyph::Calendar,
            )
        }
        (leaving)
    }
}

fn role(app: App, person: Fetched<Employee>, first: &Employee) -> View {
    let Some(role) = first.role else {
        return View::new();
    };
    if !app.may(Permission::AssignRoles) {
        let name = words::role_name(role);
        return view! {
            dl(class="facts") { dt { (t!("role")) } dd { (name) } }
        };
    }
    let name_of = |role: Role| domain::company::Role::from(role).name().to_owned();
    let value = create_signal(name_of(role));
    create_effect(move || {
        let now = person
            .state
            .with(|s| s.ready().and_then(|person| person.role))
            .map(name_of);
        if let Some(now) = now
            && value.with_untracked(|value| *value != now)
        {
            value.set(now);
        }
    });
    let id = first.id;
    let change = move |name: String| {
        let path = app.path(&format!("/employees/{id}/role"));
        let body = RoleChange {
            role: words::role_of(&name),
        };
        let request = async move { http::send::<_, Employee>(Method::PUT, &path, &body).await };
        app.run(request, move |answer| match answer {
            Ok(person) => Toasts::get().done(t!("role-changed", name = person.name.as_str())),
            Err(fault) => {
                let before = person.state.is_alive().then(|| {
                    person
                        .state
                        .with_untracked(|s| s.ready().and_then(|person| person.role))
                });
                if let Some(role) = before.flatten() {
                    value.put(name_of(role));
                }
                Toasts::get().failed(fault.words());
            }
        });
    };
    view! {
        section(class="panel-section") {
            Select(
                label=t!("role"), value=value, choices=words::role_choices(), on_choose=change,
                hint=t!("role-hint"), test="person-role",
            )
        }
    }
}
