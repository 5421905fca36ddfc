//! The devices of an employee: which may clock in, and taking that away.

use api::device::{Device, RevokeDevice};
use api::employee::Employee;
use api::invitation::{InvitationWithCode, Purpose};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Glyph, Icon, SkeletonKind, Textarea, Toasts, Tone,
};
use ui::i18n::{age, date, date_time_at};
use ui::t;

use super::invitation;
use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, focus_soon, missing, on_escape, on_submit};
use crate::http;
use crate::listing::when_ready;
use crate::state::{App, Put};

/// What is asked about a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// Why it shall write no more.
    Revoke,
    /// The same, and a new phone is invited.
    Replace,
}

/// The section in the panel.
pub fn section(
    app: App,
    person: Fetched<Employee>,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let Some(id) = person
        .state
        .with_untracked(|s| s.ready().map(|person| person.id))
    else {
        return View::new();
    };
    if !app.may(Permission::ManageDevices) {
        return View::new();
    }
    let list = fetched_list::<Device>(app, move || Some(format!("/employees/{id}/devices")));
    let ids = create_selector(move || list.or_default().iter().map(|d| d.id).collect::<Vec<_>>());
    let none = create_selector(move || ids.with(Vec::is_empty));
    let items = when_ready(list, SkeletonKind::Lines, 2, move || {
        let empty = View::from_dynamic(move || {
            none.get()
                .then(|| view! { p(class="muted small") { (t!("devices-empty")) } })
        });
        view! {
            (empty)
            ul(class="record-list") {
                Keyed(
                    list=ids, key=|id| *id,
                    view=move |id| {
                        let device = create_selector(move || {
                            list.or_default().into_iter().find(|device| device.id == id)
                        });
                        row(app, device, shown)
                    },
                )
            }
        }
    });
    view! {
        section(class="panel-section", data-test="devices") {
            h3 { (t!("devices")) }
            (items)
        }
    }
}

fn row(
    app: App,
    device: ReadSignal<Option<Device>>,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let asked = create_signal(Asked::Nothing);
    let facts = View::from_dynamic(move || device.get_clone().map(|device| facts(app, &device)));
    let revoked = create_selector(move || {
        device.with(|device| {
            device
                .as_ref()
                .is_none_or(|device| device.revoked.is_some())
        })
    });
    let actions = View::from_dynamic(move || {
        if revoked.get() || asked.get() != Asked::Nothing {
            return View::new();
        }
        view! {
            div(class="record-actions") {
                Button(
                    label=t!("device-replace"), kind=ButtonKind::Quiet,
                    on_press=move |()| asked.set(Asked::Replace), test="device-replace",
                )
                Button(
                    label=t!("device-revoke"), kind=ButtonKind::Quiet,
                    on_press=move |()| asked.set(Asked::Revoke), test="device-revoke",
                )
            }
        }
    });
    let question = View::from_dynamic(move || match asked.get() {
        Asked::Nothing => View::new(),
        what @ (Asked::Revoke | Asked::Replace) => {
            untrack(|| question(app, device, what, asked, shown))
        }
    });
    view! {
        li(class="record") {
            span(class="record-icon") { Icon(glyph=Glyph::Phone) }
            div(class="grow") { (facts) (question) }
            (actions)
        }
    }
}

fn facts(app: App, device: &Device) -> View {
    let (name, zone) = (device.name.clone(), app.zone());
    let enrolled = date(zone.local(device.enrolled_at).date());
    let enrolled = t!("device-enrolled", date = enrolled.as_str());
    let seen = match device.last_seen_at {
        Some(at) => t!("device-seen", age = age(at, app.now.get_untracked())),
        None => t!("device-not-seen"),
    };
    let revoked = device.revoked.as_ref().map(|revoked| {
        let when = date_time_at(revoked.at, &zone);
        let words = t!("device-revoked-by", name = revoked.by.as_str(), time = when.as_str());
        let reason = revoked.reason.clone();
        view! {
            p(class="small") { Badge(label=t!("device-revoked"), tone=Tone::Bad, icon=Glyph::Close) }
            p(class="muted small") { (words) " · “" (reason) "”" }
        }
    });
    let copied = device.copied.last().map(|last| {
        let when = date_time_at(*last, &zone);
        let count = device.copied.len();
        let words = t!("device-copied-times", count = count, time = when.as_str());
        view! {
            p(class="small") { Badge(label=t!("device-copied"), tone=Tone::Warn, icon=Glyph::Alert) }
            p(class="muted small", data-test="device-copied") { (words) }
        }
    });
    view! {
        p(class="strong") { (name) }
        p(class="muted small") { (enrolled) " · " (seen) }
        (revoked)
        (copied)
    }
}

fn question(
    app: App,
    device: ReadSignal<Option<Device>>,
    what: Asked,
    asked: Signal<Asked>,
    shown: Signal<Option<InvitationWithCode>>,
) -> View {
    let form = Form::new(app);
    let reason = create_signal(String::new());
    let toasts = Toasts::get();
    let submit = on_submit(move || {
        let text = reason.get_clone().trim().to_owned();
        if !form.check(missing("reason", &text, t!("reason-missing"))) {
            return;
        }
        let Some(device) = device.get_clone_untracked() else {
            return;
        };
        let path = app.path(&format!("/devices/{}/revoke", device.id));
        let body = RevokeDevice { reason: text };
        let request = async move { http::send(Method::POST, &path, &body).await };
        form.send(request, move |device: Device| {
            asked.put(Asked::Nothing);
            toasts.done(t!("device-revoked-toast", name = device.name.as_str()));
            if what == Asked::Replace {
                invitation::issue(app, device.employee.id, Purpose::Device, shown, app.idle());
            }
        });
    });
    let hint = match what {
        Asked::Replace => t!("device-replace-effect"),
        Asked::Revoke | Asked::Nothing => t!("device-revoke-effect"),
    };
    let action = match what {
        Asked::Replace => t!("device-replace"),
        Asked::Revoke | Asked::Nothing => t!("device-revoke"),
    };
    let notice = form.notice(&["reason"]);
    let leave = move || asked.set(Asked::Nothing);
    focus_soon(".ask textarea");
    on_cleanup(|| focus_soon(".panel-title"));
    view! {
        form(class="ask", novalidate=true, on:submit=submit, on:keydown=on_escape(leave)) {
            (notice)
            Textarea(
                label=t!("reason"), value=reason, rows="2", hint=hint, error=form.error("reason"),
                maxlength="1000", test="device-reason",
            )
            div(class="form-actions") {
                Button(
                    label=action, kind=ButtonKind::Danger, submit=true, busy=form.busy,
                    test="device-submit",
                )
                Button(label=t!("cancel"), on_press=move |()| leave())
            }
        }
    }
}
