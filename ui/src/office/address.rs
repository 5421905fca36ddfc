//! The address bar: pages by path, filters by query, so that a view can be sent to someone.

use sycamore::prelude::*;
use sycamore_router::{Integration, navigate_no_history};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, UrlSearchParams};

use crate::state::{App, Stage};

/// Paths of this server that are not the office's.
const OTHER_APPS: [&str; 4] = ["/app/", "/api/", "/calendar/", "/static/"];

/// The browser's history for the router: unlike the router's own it keeps the query.
pub struct OfficeHistory {
    app: App,
}

impl OfficeHistory {
    /// The history of this window.
    pub fn new(app: App) -> OfficeHistory {
        listen_for_codes(app);
        OfficeHistory { app }
    }
}

impl Integration for OfficeHistory {
    fn current_pathname(&self) -> String {
        window()
            .location()
            .pathname()
            .unwrap_or_else(|_| "/".to_owned())
    }

    fn on_popstate(&self, mut f: Box<dyn FnMut()>) {
        let app = self.app;
        let closure = Closure::<dyn FnMut()>::new(move || {
            app.together(|| {
                app.search
                    .set(window().location().search().unwrap_or_default());
                f();
            });
        });
        listen("popstate", closure);
    }

    fn click_handler(&self) -> Box<dyn Fn(MouseEvent)> {
        let app = self.app;
        Box::new(move |event| {
            if let Some(to) = link_of(&event) {
                event.prevent_default();
                go(app, &to);
            }
        })
    }
}

/// Goes to a page of the office: `/people?open=ID`.
pub fn go(app: App, to: &str) {
    push(to, false);
    let (path, search) = match to.find('?') {
        Some(at) => to.split_at(at),
        None => (to, ""),
    };
    app.together(|| {
        app.search.set(search.to_owned());
        navigate_no_history(path);
    });
}

/// The value of a filter in the address.
pub fn param(app: App, name: &'static str) -> ReadSignal<Option<String>> {
    create_selector(move || app.search.with(|search| value_in(search, name)))
}

/// Sets or removes filters in the address. `replace` for what changes while one types: Back then
/// does not step through it.
pub fn set_params(app: App, values: &[(&str, Option<&str>)], replace: bool) {
    let before = app.search.get_clone_untracked();
    let Ok(params) = UrlSearchParams::new_with_str(&before) else {
        return;
    };
    for (name, value) in values {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => params.set(name, value),
            None => params.delete(name),
        }
    }
    let query = String::from(params.to_string());
    let search = if query.is_empty() {
        String::new()
    } else {
        format!("?{query}")
    };
    if search == before {
        return;
    }
    let path = window()
        .location()
        .pathname()
        .unwrap_or_else(|_| "/".to_owned());
    push(&format!("{path}{search}"), replace);
    app.search.set(search);
}

/// A signal that is a filter in the address, both ways. `default` is not written.
pub fn bound(app: App, name: &'static str, default: &'static str) -> Signal<String> {
    let in_address = param(app, name);
    let read = move || in_address.get_clone().unwrap_or_else(|| default.to_owned());
    let value = create_signal(untrack(read));
    create_effect(move || {
        let read = read();
        if value.with_untracked(|value| *value != read) {
            value.set(read);
        }
    });
    create_effect(move || {
        let value = value.get_clone();
        if untrack(read) != value {
            let shown = (value != default).then_some(value.as_str());
            set_params(app, &[(name, shown)], true);
        }
    });
    value
}

/// What a link with a code opens: `/#join/CODE` or `/#reset/CODE`.
pub fn linked_stage() -> Option<Stage> {
    let hash = window().location().hash().ok()?;
    let (what, code) = hash.strip_prefix('#')?.split_once('/')?;
    let code = Some(code).filter(|code| !code.is_empty())?.to_owned();
    match what {
        "join" => Some(Stage::Join(code)),
        "reset" => Some(Stage::Reset(code)),
        _ => None,
    }
}

/// Takes a code out of the address, where it has no more business.
pub fn forget_code() {
    push(
        &window()
            .location()
            .pathname()
            .unwrap_or_else(|_| "/".to_owned()),
        true,
    );
}

fn listen_for_codes(app: App) {
    listen(
        "hashchange",
        Closure::<dyn FnMut()>::new(move || {
            if let Some(stage) = linked_stage() {
                app.stage.set(stage);
            }
        }),
    );
}

fn listen(event: &str, closure: Closure<dyn FnMut()>) {
    let function = closure.into_js_value();
    if window()
        .add_event_listener_with_callback(event, function.unchecked_ref())
        .is_err()
    {
        console_log!("cannot listen for {event}");
    }
}

fn push(url: &str, replace: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let done = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(url))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(url))
    };
    if done.is_err() {
        console_log!("the address could not be changed");
    }
}

fn value_in(search: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(search)
        .ok()?
        .get(name)
        .filter(|value| !value.is_empty())
}

/// Where a press on a link of the office leads; none for a press that the browser should handle.
fn link_of(event: &MouseEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if modified || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let link = event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("a[href]")
        .ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let location = window().location();
    let here = location.origin().ok()? == link.origin();
    let path = link.pathname();
    let other = OTHER_APPS
        .iter()
        .any(|app| path.starts_with(app) || path == app.trim_end_matches('/'));
    if !here || other || link.has_attribute("download") || link.has_attribute("target") {
        return None;
    }
    // Inside one page the browser moves by itself.
    (link.hash().is_empty()).then(|| format!("{path}{}", link.search()))
}
