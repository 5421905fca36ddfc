//! The invitations of an employee: those that can still be used, with what can be done about
//! them, and the buttons that issue one.

use api::company::Role;
use api::employee::Employee;
use api::invitation::{Invitation, InvitationStatus, InvitationWithCode, Purpose};
use domain::company::Permission;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Glyph, SkeletonKind};
use ui::i18n::date_time_at;
use ui::t;

use super::invitation;
use crate::data::{Fetched, fetched_list};
use crate::listing::when_ready;
use crate::state::App;

/// The last ones that ended are told too, for who wonders where one went.
const ENDED_MAX: usize = 3;

/// The section in the panel.
pub fn section(
    app: App,
    person: Fetched<Employee>,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let Some(first) = person.state.with_untracked(|s| s.ready().cloned()) else {
        return View::new();
    };
    if !app.may(Permission::InvitePeople) {
        return View::new();
    }
    let path = format!("/employees/{}/invitations", first.id);
    let list = fetched_list::<Invitation>(app, move || Some(path.clone()));
    let rows = create_memo(move || {
        let mut all = list.or_default();
        all.sort_by_key(|invitation| std::cmp::Reverse(invitation.issued_at));
        let (open, mut ended): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|i| i.status == InvitationStatus::Open);
        ended.truncate(ENDED_MAX);
        open.into_iter().chain(ended).collect::<Vec<_>>()
    });
    let items = when_ready(list, SkeletonKind::Lines, 2, move || {
        view! {
            ul(class="record-list") {
                Indexed(list=rows, view=move |invitation| row(app, &invitation, shown))
            }
        }
    });
    let buttons = buttons(app, person, first.id, shown);
    view! {
        section(class="panel-section", data-test="invitations") {
            h3 { (t!("invitations")) }
            (buttons)
            (items)
        }
    }
}

fn buttons(
    app: App,
    person: Fetched<Employee>,
    id: api::id::EmployeeId,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let busy = create_signal(false);
    let state = create_selector(move || {
        person.state.with(|s| {
            s.ready().map(|p| {
                let above = p.role.is_some_and(|role| role != Role::Worker);
                (p.archived_at.is_some(), above && !p.has_account, p.devices)
            })
        })
    });
    View::from_dynamic(move || {
        let Some((archived, wants_account, devices)) = state.get() else {
            return View::new();
        };
        if archived {
            return view! { p(class="muted small") { (t!("invite-archived")) } };
        }
        let issue = move |purpose| invitation::issue(app, id, purpose, shown, busy);
        let account = wants_account.then(|| {
            view! {
                Button(
                    label=t!("invite-account"), icon=Glyph::Monitor, busy=busy,
                    on_press=move |()| issue(Purpose::Account), test="invite-account",
                )
            }
        });
        let label = if devices == 0 {
            t!("invite-phone")
        } else {
            t!("invite-another-phone")
        };
        view! {
            div(class="row") {
                Button(
                    label=label, icon=Glyph::Phone, busy=busy,
                    on_press=move |()| issue(Purpose::Device), test="invite-phone",
                )
                (account)
            }
        }
    })
}

fn row(app: App, item: &Invitation, shown: Signal<Option<InvitationWithCode>>) -> View {
    let busy = create_signal(false);
    let id = item.id.to_string();
    let icon = invitation::purpose_icon(item.purpose);
    let badge = invitation::status_badge(item.status);
    let zone = app.zone();
    let when = match item.ended_at {
        Some(at) => date_time_at(at, &zone),
        None => t!("invite-until", time = date_time_at(item.expires_at, &zone)),
    };
    let by = t!("invite-by", name = item.issued_by.as_str());
    let actions = (item.status == InvitationStatus::Open).then(|| {
        let (show_id, revoke_id) = (id.clone(), id);
        view! {
            div(class="record-actions") {
                Button(
                    label=t!("invite-show"), kind=ButtonKind::Quiet, busy=busy, test="invite-show",
                    on_press=move |()| invitation::show(app, &show_id, shown, busy),
                )
                Button(
                    label=t!("invite-revoke"), kind=ButtonKind::Quiet, busy=busy,
                    on_press=move |()| invitation::revoke(app, &revoke_id, busy, || {}),
                )
            }
        }
    });
    view! {
        li(class="record") {
            span(class="record-icon") { (icon) }
            div(class="grow") {
                p { (badge) " " span { (when) } }
                p(class="muted small") { (by) }
            }
            (actions)
        }
    }
}
