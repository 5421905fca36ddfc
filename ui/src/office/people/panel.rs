//! One employee in the panel: the record, the phone, the account, and leaving.

use api::company::Role;
use api::employee::{Employee, RoleChange};
use api::invitation::InvitationWithCode;
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Glyph, LinkButton, Select, SidePanel, SkeletonKind, Toasts,
};
use ui::t;

use super::{devices, invitations, record};
use crate::address::param;
use crate::data::{Fetched, fetched};
use crate::listing::{Archivable, open, set_archived, when_ready};
use crate::state::{App, Put};
use crate::{http, words};

/// The panel, while a person is in the address.
pub fn panel(app: App, invitation: Signal<Option<InvitationWithCode>>) -> View {
    let chosen = param(app, "open");
    View::from_dynamic(move || match chosen.get_clone() {
        None => View::new(),
        Some(id) => untrack(move || {
            if id == "new" {
                let content = record::new_person(app, invitation);
                return view! {
                    SidePanel(title=t!("person-new"), on_close=move |()| open(app, None)) {
                        (content)
                    }
                };
            }
            let person = fetched::<Employee>(app, move || Some(format!("/employees/{id}")));
            let title = move || person.state.with(|s| s.ready().map(|p| p.name.clone()));
            let content = when_ready(person, SkeletonKind::Lines, 6, move || {
                one(app, person, invitation)
            });
            view! {
                SidePanel(
                    title=move || title().unwrap_or_else(|| t!("employee")),
                    on_close=move |()| open(app, None),
                ) { (content) }
            }
        }),
    })
}

/// Whether one may change this person: roles above worker need more than keeping people.
pub fn may_change(app: App, person: &Employee) -> bool {
    let worker = person.role.is_none_or(|role| role == Role::Worker);
    app.may(Permission::ManagePeople) && (worker || app.may(Permission::AssignRoles))
}

fn one(
    app: App,
    person: Fetched<Employee>,
    invitation: Signal<Option<InvitationWithCode>>,
) -> View {
    let read = move || person.state.with_untracked(|state| state.ready().cloned());
    let version = create_signal(0_u32);
    let record = View::from_dynamic(move || {
        version.track();
        untrack(|| read().map(|person| record::record(app, person, version)))
    });
    let Some(first) = read() else {
        return View::new();
    };
    let role = role(app, person, &first);
    let invitations = invitations::section(app, person, invitation);
    let devices = devices::section(app, person, invitation);
    let leaving = leaving(app, person);
    let hours = format!(
        "/timesheets?q={}",
        js_sys::encode_uri_component(&first.name)
    );
    view! {
        (record)
        (role)
        (invitations)
        (devices)
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

fn leaving(app: App, person: Fetched<Employee>) -> View {
    let busy = create_signal(false);
    let state = create_selector(move || {
        person.state.with(|s| {
            s.ready().map(|p| {
                (
                    p.id,
                    p.name.clone(),
                    p.archived_at.is_some(),
                    may_change(app, p),
                )
            })
        })
    });
    View::from_dynamic(move || {
        let Some((id, name, archived, may_change)) = state.get_clone() else {
            return View::new();
        };
        let badge = archived.then(|| view! { Badge(label=t!("archived"), icon=Glyph::Archive) });
        if !may_change {
            return badge.into();
        }
        let toggle = move |()| {
            let what = Archivable {
                path: format!("/employees/{id}"),
                archived: t!("archived-toast", name = name.as_str()),
                restored: t!("restored-toast", name = name.as_str()),
            };
            set_archived(app, what, !archived, busy);
        };
        let (label, icon) = if archived {
            (t!("restore"), Glyph::Restore)
        } else {
            (t!("archive"), Glyph::Archive)
        };
        view! {
            section(class="panel-state") {
                (badge)
                Button(label=label, icon=icon, on_press=toggle, busy=busy, test="person-archive")
                p(class="muted small") { (t!("person-archive-hint")) }
            }
        }
    })
}
