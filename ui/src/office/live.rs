//! Following the company's journal: the server sends its position whenever it moves, and pages
//! read again what they show. While the connection is gone the position is asked for by hand.

use std::cell::Cell;
use std::rc::Rc;

use api::company::{Company, PositionEvent};
use gloo_timers::callback::Timeout;
use sycamore::futures::spawn_local;
use sycamore::prelude::*;
use ui::dom;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use crate::http;
use crate::state::{App, Link};

/// Positions that come closer together than this are read as one.
const GATHER_MILLISECONDS: u32 = 300;
/// After the server closed the stream, how long until it is asked again.
const RETRY_MILLISECONDS: u32 = 5_000;
/// How often the position is asked for while no stream brings it.
const POLL_MILLISECONDS: u32 = 20_000;

/// Follows the company that is looked at, until the app ends. Once, at the root.
pub fn follow(app: App) {
    let attempt = create_signal(0_u32);
    let company = create_selector(move || app.company.with(|c| c.as_ref().map(|c| c.id)));
    create_effect(move || {
        attempt.track();
        if let Some(company) = company.get() {
            let path = format!("{}/companies/{company}/events", api::PREFIX);
            listen(app, attempt, &path);
        }
    });
    dom::every(POLL_MILLISECONDS, move || {
        if app.link.get_untracked() == Link::Lost && company.get_untracked().is_some() {
            ask(app);
        }
    });
}

fn listen(app: App, attempt: Signal<u32>, path: &str) {
    let Ok(source) = EventSource::new(path) else {
        app.link.set(Link::Lost);
        return;
    };
    let gathering = Rc::new(Cell::new(None::<u64>));
    let on_position = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        if let Ok(PositionEvent { position }) = serde_json::from_str(&text)
            && gathering.replace(Some(position)).is_none()
        {
            let gathering = Rc::clone(&gathering);
            Timeout::new(GATHER_MILLISECONDS, move || {
                if let Some(position) = gathering.take() {
                    moved_to(app, position);
                }
            })
            .forget();
        }
    });
    let on_open = Closure::<dyn FnMut()>::new(move || link_is(app, Link::Live));
    let closed = source.clone();
    let on_error = Closure::<dyn FnMut()>::new(move || {
        link_is(app, Link::Lost);
        // The browser tries again by itself unless the server refused the stream.
        if closed.ready_state() == EventSource::CLOSED {
            ask(app);
            Timeout::new(RETRY_MILLISECONDS, move || attempt.update(|n| *n += 1)).forget();
        }
    });
    let added =
        source.add_event_listener_with_callback("position", on_position.as_ref().unchecked_ref());
    if added.is_err() {
        link_is(app, Link::Lost);
    }
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_cleanup(move || {
        source.set_onopen(None);
        source.set_onerror(None);
        source.close();
        drop((on_position, on_open, on_error));
    });
}

fn ask(app: App) {
    spawn_local(async move {
        match http::get::<Company>(&app.path("")).await {
            Ok(company) => moved_to(app, company.position),
            Err(fault) => app.note(&fault),
        }
    });
}

fn moved_to(app: App, position: u64) {
    if app.position.get_untracked() != position {
        app.position.set(position);
    }
}

fn link_is(app: App, link: Link) {
    if app.link.get_untracked() != link {
        app.link.set(link);
    }
}
