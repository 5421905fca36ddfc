//! People: employees with their roles, invitations and devices.

mod devices;
mod invitation;
mod invitations;
mod panel;
mod record;
mod zone;

use api::employee::Employee;
use api::invitation::InvitationWithCode;
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Column, DataTable, Empty, Glyph, SkeletonKind, Tone,
};
use ui::t;

use crate::data::fetched_list;
use crate::listing::{Filters, open, when_ready};
use crate::state::App;
use crate::words;

/// The page.
pub fn page(app: App) -> View {
    let filters = Filters::in_address(app, "name");
    let people = fetched_list::<Employee>(app, move || Some(filters.path("/employees")));
    let shown = create_memo(move || {
        let query = filters.query.get_clone();
        let mut people = people.or_default();
        people.retain(|p| words::matches(&query, &[&p.name, &p.number, &p.email, &role(p)]));
        people
    });
    // The invitation that was just issued or looked at; it outlives the panel.
    let invitation = create_signal(None::<InvitationWithCode>);
    let add = app.may(Permission::ManagePeople).then(|| view! {
        Button(
            label=t!("person-new"), icon=Glyph::Plus, kind=ButtonKind::Primary, test="people-add",
            on_press=move |()| open(app, Some("new")),
        )
    });
    let bar = filters.bar(
        t!("people-search"),
        move || t!("employees-count", count = shown.with(Vec::len)),
        View::new(),
    );
    let list = when_ready(people, SkeletonKind::Rows, 8, move || {
        list(app, filters, shown)
    });
    let side = panel::panel(app, invitation);
    let dialog = invitation::dialog(app, invitation);
    view! {
        main(class="page page--fill", id="main", tabindex="-1") {
            div(class="page-head") {
                h1 { (t!("nav-people")) }
                div(class="page-actions") { (add) }
            }
            (bar)
            (list)
        }
        (side)
        (dialog)
    }
}

fn role(person: &Employee) -> String {
    person.role.map(words::role_name).unwrap_or_default()
}

fn list(app: App, filters: Filters, shown: ReadSignal<Vec<Employee>>) -> View {
    let empty = create_selector(move || shown.with(Vec::is_empty));
    View::from_dynamic(move || {
        if empty.get() {
            return untrack(|| nothing(app, filters));
        }
        let columns = columns();
        untrack(|| {
            view! {
                DataTable(
                    caption=t!("nav-people"), columns=columns, rows=shown, sort=filters.sort,
                    key=|person: &Employee| person.id.to_string(),
                    name=|person: &Employee| person.name.clone(), class="table--pin",
                    on_open=move |person: Employee| open(app, Some(&person.id.to_string())),
                )
            }
        })
    })
}

fn columns() -> Vec<Column<Employee>> {
    vec![
        Column::new("name", t!("name"), |person: &Employee| {
            words::who(&person.name, "")
        })
        .sorted_by(|person| person.name.to_lowercase()),
        Column::new("number", t!("number"), |person: &Employee| {
            View::from(person.number.clone())
        })
        .sorted_by(|person| person.number.to_lowercase()),
        Column::new("role", t!("role"), |person: &Employee| {
            View::from(role(person))
        })
        .sorted_by(|person| person.role),
        Column::new("email", t!("email"), |person: &Employee| {
            View::from(person.email.clone())
        })
        .sorted_by(|person| person.email.to_lowercase()),
        Column::new("phone", t!("phone"), phone_state)
            .sorted_by(|p| (p.devices, p.open_invitations)),
        Column::new("account", t!("office-account"), |person: &Employee| {
            View::from(if person.has_account {
                t!("account-yes")
            } else {
                String::new()
            })
        })
        .sorted_by(|person| person.has_account),
    ]
}

/// Whether a phone can clock in for the person, or is on its way to.
fn phone_state(person: &Employee) -> View {
    if person.devices > 0 {
        let words = t!("devices-count", count = i64::from(person.devices));
        return view! { Badge(label=words, tone=Tone::Good, icon=Glyph::Phone) };
    }
    if person.open_invitations > 0 {
        return view! { Badge(label=t!("invited"), icon=Glyph::Mail) };
    }
    view! { span(class="muted") { (t!("no-device")) } }
}

fn nothing(app: App, filters: Filters) -> View {
    if filters.any() {
        return view! { Empty(title=t!("filter-nothing"), body=t!("filter-nothing-hint")) };
    }
    view! {
        Empty(title=t!("people-empty"), body=t!("people-empty-body"), icon=Glyph::Users) {
            Button(
                label=t!("person-new"), icon=Glyph::Plus,
                on_press=move |()| open(app, Some("new")),
            )
        }
    }
}
