//! One's access tokens, for programs: making one, whose secret is told once, and revoking it.

use api::id::AccessTokenId;
use api::token::{AccessToken, MadeAccessToken, NewAccessToken, TokenLife};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{
    Badge, Button, ButtonKind, Checkbox, Choice, Dialog, Glyph, Icon, Select, SkeletonKind,
    TextInput, Toasts, Tone,
};
use ui::i18n::date;
use ui::t;

use crate::clipboard::copy_row;
use crate::data::{Fetched, fetched_list};
use crate::forms::{Form, on_submit};
use crate::http;
use crate::listing::when_ready;
use crate::state::{App, Overlay, Put};

const PATH: &str = "/me/tokens";
/// How long a token can be good for, the usual first.
const LIVES: [TokenLife; 3] = [TokenLife::Quarter, TokenLife::Month, TokenLife::Year];

/// What the dialog shows: one's tokens, and the one that was just made.
#[derive(Clone, Copy)]
struct Shown {
    list: Fetched<Vec<AccessToken>>,
    made: Signal<Option<MadeAccessToken>>,
}

/// The dialog.
pub fn dialog(app: App) -> View {
    let list = fetched_list::<AccessToken>(app, || Some(PATH.to_owned()));
    let made = create_signal(None::<MadeAccessToken>);
    let shown = Shown { list, made };
    let tokens = when_ready(list, SkeletonKind::Lines, 2, move || tokens(app, shown));
    let secret = View::from_dynamic(move || made.get_clone().map(secret));
    let form = form(app, shown);
    view! {
        Dialog(
            title=t!("tokens"), on_close=move |()| app.overlay.set(Overlay::None),
            class="dialog--wide",
        ) {
            div(class="stack", data-test="tokens-card") {
                p {
                    (t!("tokens-lead")) " "
                    a(href=api::DOCS_PATH, rel="external") { (t!("api-docs")) }
                }
                div(class="stack stack--tight", role="status") { (secret) }
                (tokens)
                (form)
            }
        }
    }
}

/// The secret of the token that was just made.
fn secret(made: MadeAccessToken) -> View {
    let row = copy_row(made.secret, made.token.name, ["token-secret", "token-copy"]);
    view! {
        (row)
        p(class="muted small") { (t!("token-once")) }
    }
}

fn tokens(app: App, shown: Shown) -> View {
    let rows = View::from_dynamic(move || {
        let tokens = shown.list.or_default();
        if tokens.is_empty() {
            return view! { p(class="muted") { (t!("tokens-empty")) } };
        }
        let rows: Vec<View> = tokens
            .into_iter()
            .map(|token| row(app, shown, token))
            .collect();
        view! { ul(class="record-list") { (rows) } }
    });
    view! { (rows) }
}

fn row(app: App, shown: Shown, token: AccessToken) -> View {
    let busy = create_signal(false);
    let zone = app.zone();
    let day = |at| date(zone.local(at).date());
    let id = token.id;
    let until = t!("token-until", date = day(token.expires_at));
    let used = match token.last_used_at {
        Some(at) => t!("token-used", date = day(at)),
        None => t!("token-unused"),
    };
    let reads = token.read_only.then(|| {
        view! { Badge(label=t!("token-read-only"), tone=Tone::Neutral) }
    });
    let reads = View::from(reads);
    let name = token.name;
    view! {
        li(class="record") {
            span(class="record-icon") { Icon(glyph=Glyph::Lock) }
            div(class="grow") {
                p(class="strong") { (name) " " (reads) }
                p(class="muted small") { (until) " · " (used) }
            }
            div(class="record-actions") {
                Button(
                    label=t!("token-revoke"), kind=ButtonKind::Quiet, busy=busy,
                    on_press=move |()| revoke(app, shown, id, busy), test="token-revoke",
                )
            }
        }
    }
}

fn form(app: App, shown: Shown) -> View {
    let form = Form::new(app);
    let name = create_signal(String::new());
    let life = create_signal(LIVES[0].days().to_string());
    let read_only = create_signal(false);
    let choices: Vec<Choice> = LIVES
        .iter()
        .map(|life| {
            Choice::new(
                life.days().to_string(),
                t!("token-days", count = life.days()),
            )
        })
        .collect();
    let submit = on_submit(move || {
        let missing = name.with(|name| name.trim().is_empty());
        let missing = missing.then(|| ("name", t!("token-name-missing")));
        if !form.check(missing.into_iter().collect()) {
            return;
        }
        let good_for = LIVES
            .into_iter()
            .find(|one| life.with(|life| *life == one.days().to_string()));
        let request = NewAccessToken {
            name: name.get_clone(),
            good_for: good_for.unwrap_or(LIVES[0]),
            read_only: read_only.get(),
        };
        let path = app.path(PATH);
        form.send(
            async move { http::send(Method::POST, &path, &request).await },
            move |token: MadeAccessToken| {
                shown.made.set(Some(token));
                name.set(String::new());
                shown.list.reload();
            },
        );
    });
    view! {
        form(class="form", novalidate=true, on:submit=submit) {
            (form.notice(&["name"]))
            TextInput(
                label=t!("token-name"), value=name, hint=t!("token-name-hint"),
                error=form.error("name"), maxlength="100", test="token-name",
            )
            Select(label=t!("token-life"), value=life, choices=choices, test="token-life")
            Checkbox(
                label=t!("token-read-only"), checked=read_only,
                hint=t!("token-read-only-hint"), test="token-read-only",
            )
            p(class="muted small") { (t!("token-power")) }
            div(class="dialog-actions") {
                Button(
                    label=t!("token-make"), kind=ButtonKind::Primary, icon=Glyph::Plus,
                    submit=true, busy=form.busy, test="token-make",
                )
            }
        }
    }
}

fn revoke(app: App, shown: Shown, id: AccessTokenId, busy: Signal<bool>) {
    let path = app.path(&format!("{PATH}/{id}"));
    let request = async move { http::tell_bare(Method::DELETE, &path).await };
    app.act(busy, request, move |answer| match answer {
        Ok(()) => {
            let is_shown = |made: &Option<MadeAccessToken>| {
                made.as_ref().is_some_and(|made| made.token.id == id)
            };
            if shown.made.with(is_shown) {
                shown.made.put(None);
            }
            shown.list.reload();
            Toasts::get().done(t!("token-revoked"));
        }
        Err(fault) => Toasts::get().failed(fault.words()),
    });
}
