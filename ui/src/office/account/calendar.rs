//! The link to one's own hours in a calendar: making one, copying it, and ending it.
//!
//! The link is told once, when it is made: the server keeps no more of it than it needs to know
//! it again.

use api::export::{CalendarFeed, NewCalendarFeed};
use gloo_net::http::Method;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, Dialog, Glyph, SkeletonKind, Toasts};
use ui::i18n;
use ui::t;

use crate::clipboard::copy_row;
use crate::data::{Fetched, fetched};
use crate::http;
use crate::listing::when_ready;
use crate::state::{App, Overlay, Put};

const PATH: &str = "/me/calendar-feed";

/// The dialog.
pub fn dialog(app: App) -> View {
    let feed = fetched::<CalendarFeed>(app, || Some(PATH.to_owned()));
    let made = create_signal(None::<NewCalendarFeed>);
    let content = when_ready(feed, SkeletonKind::Lines, 3, move || card(app, feed, made));
    view! {
        Dialog(
            title=t!("calendar-link"), on_close=move |()| app.overlay.set(Overlay::None),
            class="dialog--wide",
        ) {
            div(class="stack", data-test="calendar-card") {
                p { (t!("calendar-lead")) }
                (content)
            }
        }
    }
}

fn card(app: App, feed: Fetched<CalendarFeed>, made: Signal<Option<NewCalendarFeed>>) -> View {
    let busy = create_signal(false);
    let zone = app.zone();
    let state = View::from_dynamic(
        move || match (made.get_clone(), feed.or_default().made_at) {
            (Some(made), _) => {
                let tests = ["calendar-url", "calendar-copy"];
                let link = copy_row(made.url, t!("calendar-link"), tests);
                view! {
                    (link)
                    p(class="muted small") { (t!("calendar-once")) }
                }
            }
            (None, Some(since)) => {
                let since = t!("calendar-since", time = i18n::date_time_at(since, &zone));
                view! { p(data-test="calendar-since") { (since) } }
            }
            (None, None) => view! { p(class="muted") { (t!("calendar-none")) } },
        },
    );
    let actions = View::from_dynamic(move || {
        let has_one = made.with(Option::is_some) || feed.or_default().made_at.is_some();
        let label = if has_one {
            t!("calendar-renew")
        } else {
            t!("calendar-make")
        };
        let revoke = has_one.then(|| {
            view! {
                Button(
                    label=t!("calendar-revoke"), kind=ButtonKind::Danger, busy=busy,
                    on_press=move |()| revoke(app, feed, made, busy), test="calendar-revoke",
                )
            }
        });
        let revoke = View::from(revoke);
        view! {
            (revoke)
            Button(
                label=label, kind=ButtonKind::Primary, icon=Glyph::Link, busy=busy,
                on_press=move |()| make(app, made, busy), test="calendar-make",
            )
        }
    });
    view! {
        div(class="stack stack--tight", role="status") { (state) }
        p(class="muted small") { (t!("calendar-secret")) }
        div(class="dialog-actions") { (actions) }
    }
}

fn make(app: App, made: Signal<Option<NewCalendarFeed>>, busy: Signal<bool>) {
    let path = app.path(PATH);
    let request = async move { http::press::<NewCalendarFeed>(Method::POST, &path).await };
    app.act(busy, request, move |answer| match answer {
        Ok(feed) => made.put(Some(feed)),
        Err(fault) => Toasts::get().failed(fault.words()),
    });
}

fn revoke(
    app: App,
    feed: Fetched<CalendarFeed>,
    made: Signal<Option<NewCalendarFeed>>,
    busy: Signal<bool>,
) {
    let path = app.path(PATH);
    let request = async move { http::tell_bare(Method::DELETE, &path).await };
    app.act(busy, request, move |answer| match answer {
        Ok(()) => {
            made.put(None);
            feed.reload();
            Toasts::get().done(t!("calendar-revoked"));
        }
        Err(fault) => Toasts::get().failed(fault.words()),
    });
}
