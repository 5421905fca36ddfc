//! An employee's record: the form of a new one, and of one that is there.

use api::employee::{Employee, EmployeePatch, NewEmployee};
use api::invitation::{InvitationWithCode, Purpose};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Checkbox, InputKind, Select, TextInput, Toasts};
use ui::t;

use super::invitation;
use crate::forms::{Form, missing, on_submit};
use crate::listing::open;
use crate::panel::{self, Record};
use crate::state::App;
use crate::{http, words};

const FIELDS: &[&str] = &["name", "email", "number", "role"];

#[derive(Clone, Copy)]
struct Values {
    name: Signal<String>,
    number: Signal<String>,
    email: Signal<String>,
}

impl Values {
    fn of(person: Option<&Employee>) -> Values {
        let field = |read: fn(&Employee) -> &String| {
            create_signal(person.map(read).cloned().unwrap_or_default())
        };
        Values {
            name: field(|p| &p.name),
            number: field(|p| &p.number),
            email: field(|p| &p.email),
        }
    }

    fn text(signal: Signal<String>) -> String {
        signal.with(|text| text.trim().to_owned())
    }
}

/// The form of a new employee. When it is saved, the phone can be invited at once.
pub fn new_person(app: App, shown: Signal<Option<InvitationWithCode>>) -> View {
    let form = Form::new(app);
    let values = Values::of(None);
    let role = create_signal("worker".to_owned());
    let invite = create_signal(true);
    let toasts = Toasts::get();
    let submit = on_submit(move || {
        let name = Values::text(values.name);
        if !form.check(missing("name", &name, t!("name-missing"))) {
            return;
        }
        let new = NewEmployee {
            name,
            email: Values::text(values.email),
            number: Values::text(values.number),
            role: role.with(|role| words::role_of(role)),
        };
        let path = app.path("/employees");
        let request = async move { http::send(Method::POST, &path, &new).await };
        form.send(request, move |person: Employee| {
            toasts.done(t!("created-toast", name = person.name.as_str()));
            // This form is gone once the panel shows the person.
            let wanted = invite.is_alive() && invite.get_untracked();
            open(app, Some(&person.id.to_string()));
            if wanted {
                invitation::issue(app, person.id, Purpose::Device, shown, app.idle());
            }
        });
    });
    let roles = app.may(Permission::AssignRoles).then(|| {
        view! {
            Select(
                label=t!("role"), value=role, choices=words::role_choices(), hint=t!("role-hint"),
                error=form.error("role"), test="person-role",
            )
        }
    });
    let notice = form.notice(FIELDS);
    let fields = fields(form, values, false);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            (fields)
            (roles)
            Checkbox(
                label=t!("invite-now"), checked=invite, hint=t!("invite-now-hint"),
                test="person-invite-now",
            )
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="person-save",
                )
                Button(label=t!("cancel"), on_press=move |()| open(app, None))
            }
        }
    }
}

/// The form of an employee. `version` is raised to start over from what it is now.
pub fn record(app: App, person: Employee, version: Signal<u32>) -> View {
    let form = Form::new(app);
    let values = Values::of(Some(&person));
    let may_change = person.may_change(app);
    let submit = on_submit(move || {
        let name = Values::text(values.name);
        if !form.check(missing("name", &name, t!("name-missing"))) {
            return;
        }
        let patch = EmployeePatch {
            name: Some(name),
            email: Some(Values::text(values.email)),
            number: Some(Values::text(values.number)),
            expected: Some(person.hash.clone()),
        };
        panel::change(app, form, &person, patch);
    });
    let notice = form.notice(FIELDS);
    let again = form.start_over(Some(version));
    let fields = fields(form, values, !may_change);
    let actions = may_change.then(|| {
        view! {
            div(class="form-actions") {
                Button(
                    label=t!("save"), kind=ButtonKind::Primary, submit=true, busy=form.busy,
                    test="person-save",
                )
            }
        }
    });
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            (again)
            (fields)
            (actions)
        }
    }
}

fn fields(form: Form, values: Values, disabled: bool) -> View {
    view! {
        TextInput(
            label=t!("name"), value=values.name, error=form.error("name"), maxlength="120",
            disabled=disabled, test="person-name",
        )
        TextInput(
            label=t!("number"), value=values.number, error=form.error("number"), maxlength="32",
            optional=true, hint=t!("number-hint"), disabled=disabled, test="person-number",
        )
        TextInput(
            label=t!("email"), value=values.email, kind=InputKind::Email,
            error=form.error("email"), optional=true, hint=t!("person-email-hint"),
            disabled=disabled, test="person-email",
        )
    }
}
