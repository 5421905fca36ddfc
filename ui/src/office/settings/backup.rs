//! The server's backups: how old the last one is, making one now, and taking one away.

mod file;

use api::backup::{BackupFileRequest, BackupStatus};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, Glyph, InputKind, TextInput, Toasts, Tone};
use ui::i18n;
use ui::{dom, t};

use crate::data::{Fetched, fetched};
use crate::forms::{Form, missing, on_submit};
use crate::state::App;
use crate::{http, words};

/// How often it looks whether a backup that is being made is done, in milliseconds.
const LOOK_MS: u32 = 2_000;

/// The group.
pub fn group(app: App) -> View {
    let status = fetched::<BackupStatus>(app, || Some("/backup".to_owned()));
    let is_making = create_selector(move || {
        status
            .state
            .with(|state| state.ready().is_some_and(|status| status.making))
    });
    // Nothing of the company changes when a backup is done, so nothing else tells of it.
    create_effect(move || {
        if is_making.get() {
            dom::every(LOOK_MS, move || status.reload());
        }
    });
    let may_take = create_selector(move || {
        status
            .state
            .with(|state| state.ready().is_some_and(|status| status.may_take))
    });
    let facts = facts(app, status);
    let actions = View::from_dynamic(move || {
        if may_take.get() {
            untrack(move || actions(app, status))
        } else {
            View::new()
        }
    });
    let content = view! { (facts) (actions) };
    super::group(t!("backup-title"), t!("backup-lead"), content)
}

fn facts(app: App, status: Fetched<BackupStatus>) -> View {
    let zone = app.zone();
    View::from_dynamic(move || {
        let Some(status) = status.state.with(|state| state.ready().cloned()) else {
            return View::new();
        };
        let last = match status.made_at {
            Some(at) => i18n::date_time_at(at, &zone),
            None => t!("backup-none"),
        };
        let scheduled = if status.scheduled {
            t!("backup-scheduled-yes")
        } else {
            t!("backup-scheduled-no")
        };
        let size = status.bytes.map(|bytes| {
            let size = size(bytes);
            view! {
                dt { (t!("backup-size")) }
                dd { (size) }
            }
        });
        let failed = status.failed_at.map(|at| {
            let at = i18n::date_time_at(at, &zone);
            words::notice(Glyph::Alert, Tone::Warn, t!("backup-failed", at = at))
        });
        view! {
            (failed)
            dl(class="facts", data-test="backup-facts") {
                dt { (t!("backup-last")) }
                dd { (last) }
                (size)
                dt { (t!("backup-scheduled")) }
                dd { (scheduled) }
            }
        }
    })
}

/// A size as people read it: whole units, and at least one.
fn size(bytes: u64) -> String {
    let mebibytes = bytes.div_ceil(1024 * 1024);
    t!(
        "backup-mebibytes",
        size = i18n::number(i64::try_from(mebibytes).unwrap_or(i64::MAX))
    )
}

fn actions(app: App, status: Fetched<BackupStatus>) -> View {
    let now = View::from_dynamic(move || {
        let scheduled = status
            .state
            .with(|state| state.ready().is_some_and(|status| status.scheduled));
        if scheduled {
            untrack(move || make_now(app, status))
        } else {
            View::new()
        }
    });
    let download = download(app, status);
    view! { (now) (download) }
}

fn make_now(app: App, status: Fetched<BackupStatus>) -> View {
    let toasts = Toasts::get();
    let sending = create_signal(false);
    let busy = create_memo(move || {
        let making = status
            .state
            .with(|state| state.ready().is_some_and(|status| status.making));
        sending.get() || making
    });
    let press = move |()| {
        let path = app.path("/backup");
        let request = async move { http::press::<BackupStatus>(Method::POST, &path).await };
        app.act(sending, request, move |answer| match answer {
            Ok(_) => {
                toasts.done(t!("backup-begun"));
                status.reload();
            }
            Err(fault) => toasts.failed(fault.words()),
        });
    };
    view! {
        div(class="row") {
            Button(
                label=t!("backup-now"), icon=Glyph::Refresh, busy=busy, on_press=press,
                test="backup-now",
            )
        }
    }
}

fn download(app: App, status: Fetched<BackupStatus>) -> View {
    let form = Form::new(app);
    let password = create_signal(String::new());
    let submit = on_submit(move || {
        let typed = password.get_clone();
        if !form.check(missing("password", &typed, t!("password-missing"))) {
            return;
        }
        let path = app.path("/backup/file");
        let request = async move {
            let body = BackupFileRequest { password: typed };
            let response = http::receive(Method::POST, &path, &body).await?;
            file::keep(response).await
        };
        form.send(request, move |()| {
            password.set(String::new());
            status.reload();
        });
    });
    let notice = form.notice(&["password"]);
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (notice)
            TextInput(
                label=t!("backup-password"), value=password, kind=InputKind::Password,
                hint=t!("backup-password-hint"), error=form.error("password"),
                autocomplete="current-password", test="backup-password",
            )
            div(class="form-actions") {
                Button(
                    label=t!("backup-download"), icon=Glyph::Download, submit=true,
                    busy=form.busy, test="backup-download",
                )
            }
        }
    }
}
