//! What the office has to know while a restored server waits for its phones: since when, for
//! whose, and that an owner may have it go on without them.

use api::recovery::{AwaitedPhone, Recovering, RecoveryStatus};
use domain::company::Permission;
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, Confirm, Toasts};
use ui::i18n;
use ui::{dom, t};

use super::notice;
use crate::data::{Fetched, fetched};
use crate::http;
use crate::state::App;

/// How often it looks again, in milliseconds: the journal does not move while it waits.
const LOOK_MS: u32 = 10_000;
/// The most phones that are named.
const NAMED_MAX: usize = 5;

/// The line; nothing while nothing is waited for.
pub fn line(app: App) -> View {
    if !app.may(Permission::ManagePeople) {
        return View::new();
    }
    let status = fetched::<RecoveryStatus>(app, || Some("/recovery".to_owned()));
    dom::every(LOOK_MS, move || status.reload());
    let asking = create_signal(false);
    let line = View::from_dynamic(move || {
        let now = status.state.with(|state| state.ready().cloned());
        untrack(move || match now {
            Some(RecoveryStatus {
                recovering: Some(waits),
                may_end,
            }) => waiting(app, &waits, may_end, asking),
            Some(_) | None => View::new(),
        })
    });
    view! {
        div(role="status") { (line) }
        (if asking.get() { question(app, status, asking) } else { View::new() })
    }
}

fn waiting(app: App, waits: &Recovering, may_end: bool, asking: Signal<bool>) -> View {
    if waits.ending {
        return notice::line("recovering", t!("recovering-ending"), View::new());
    }
    let since = i18n::date_time_at(waits.since, &app.zone());
    let mut words = t!("recovering-notice", since = since);
    if !waits.awaited.is_empty() {
        words.push(' ');
        words.push_str(&t!("recovering-awaited", phones = phones(&waits.awaited)));
    }
    if let Some(gone) = waits.gone {
        words.push(' ');
        words.push_str(&t!(
            "recovering-gone",
            count = i64::try_from(gone).unwrap_or(i64::MAX)
        ));
    }
    let button = may_end.then(|| {
        view! {
            Button(
                label=t!("recovering-go-on"), on_press=move |()| asking.set(true),
                test="recovering-go-on",
            )
        }
    });
    notice::line("recovering", words, button)
}

/// The phones by name, as many as fit a line.
fn phones(awaited: &[AwaitedPhone]) -> String {
    let mut named: Vec<String> = awaited
        .iter()
        .take(NAMED_MAX)
        .map(|phone| {
            t!(
                "recovering-phone",
                employee = phone.employee_name.clone(),
                phone = phone.name.clone(),
                count = i64::try_from(phone.missing).unwrap_or(i64::MAX)
            )
        })
        .collect();
    if let Some(more) = awaited
        .len()
        .checked_sub(NAMED_MAX)
        .filter(|more| *more > 0)
    {
        named.push(t!(
            "recovering-more",
            count = i64::try_from(more).unwrap_or(i64::MAX)
        ));
    }
    named.join(", ")
}

fn question(app: App, status: Fetched<RecoveryStatus>, asking: Signal<bool>) -> View {
    let go_on = move |()| {
        asking.set(false);
        let path = app.path("/recovery/end");
        let request = async move { http::press::<RecoveryStatus>(Method::POST, &path).await };
        app.run(request, move |answer| {
            match answer {
                Ok(_) => Toasts::get().done(t!("recovering-went-on")),
                Err(fault) => Toasts::get().failed(fault.words()),
            }
            status.reload();
        });
    };
    view! {
        Confirm(
            title=t!("recovering-go-on-title"),
            body=t!("recovering-go-on-body"),
            confirm=t!("recovering-go-on-confirm"),
            on_confirm=go_on,
            on_cancel=move |()| asking.set(false),
        )
    }
}
