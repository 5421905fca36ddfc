//! The service worker's side of updates: which version runs, whether a newer one waits, and
//! switching to it when the person says so.

use js_sys::{Object, Reflect};
use sycamore::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

use super::{listen, property};

/// How often a page that stays open asks for a newer version, in milliseconds: an hour.
const ASK_EVERY_MS: u32 = 3_600_000;

/// What is known of versions.
#[derive(Clone, Copy)]
pub(crate) struct Updates {
    /// The version that runs; `None` while it is not known, or where nothing is kept for offline.
    pub(crate) version: Signal<Option<String>>,
    /// Whether a newer version is there to switch to.
    pub(crate) ready: Signal<bool>,
    /// Whether the person asked this tab to switch.
    agreed: Signal<bool>,
}

impl Updates {
    /// Begins to watch.
    pub(crate) fn watch() -> Updates {
        let updates = Updates {
            version: create_signal(None),
            ready: create_signal(false),
            agreed: create_signal(false),
        };
        if let Some(container) = container() {
            wasm_bindgen_futures::spawn_local(updates.follow(container));
        }
        updates
    }

    /// Switches to the newer version: this page loads again. Other tabs offer the same, because
    /// something may be half written in them.
    pub(crate) fn switch(self) {
        self.agreed.set(true);
        wasm_bindgen_futures::spawn_local(async {
            let waiting = match is_kept() {
                true => registration().await.and_then(|found| found.waiting()),
                false => None,
            };
            // None waits where another tab has switched already.
            let told = waiting.is_some_and(|it| it.post_message(&message("skip-waiting")).is_ok());
            if !told {
                reload();
            }
        });
    }

    /// Asks the server for a newer version.
    pub(crate) fn look(self) {
        wasm_bindgen_futures::spawn_local(async {
            let Some(registration) = registration().await else {
                return;
            };
            // Without a network this fails, which is no news.
            if let Ok(asked) = registration.update()
                && JsFuture::from(asked).await.is_err()
            {
                console_log!("no word of a newer version");
            }
        });
    }

    async fn follow(self, container: ServiceWorkerContainer) {
        let controlled = std::cell::Cell::new(container.controller().is_some());
        listen(&container, "controllerchange", move || {
            // The first worker takes over a page that already runs its version; a later one brings
            // another.
            if self.agreed.get_untracked() {
                reload();
            } else if controlled.replace(true) {
                self.ready.set(true);
            }
        });
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if let Some(version) =
                property(&data, "version").and_then(|version| version.as_string())
            {
                self.version.set(Some(version));
            }
        });
        container.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else {
            return;
        };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        if let Some(active) = registration.active()
            && active.post_message(&message("version")).is_err()
        {
            console_log!("the worker did not hear");
        }
        self.note(&registration);
        let found = registration.clone();
        listen(&registration, "updatefound", move || self.note(&found));
        gloo_timers::callback::Interval::new(ASK_EVERY_MS, move || self.look()).forget();
    }

    /// Sees whether a newer version waits, and follows one that is being installed. The first
    /// version waits too, for a moment, before there is an active one.
    fn note(self, registration: &ServiceWorkerRegistration) {
        if registration.waiting().is_some() && registration.active().is_some() {
            self.ready.set(true);
        }
        if let Some(installing) = registration.installing() {
            let found = registration.clone();
            listen(&installing, "statechange", move || self.note(&found));
        }
    }
}

fn reload() {
    if window().location().reload().is_err() {
        console_log!("the page could not be loaded again");
    }
}

/// Whether this page is served by a worker: without one there is no registration to wait for.
fn is_kept() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

fn container() -> Option<ServiceWorkerContainer> {
    // Absent where the page is not secure.
    property(&window().navigator(), "serviceWorker").map(JsCast::unchecked_into)
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let ready = container()?.ready().ok()?;
    Some(JsFuture::from(ready).await.ok()?.unchecked_into())
}

fn message(kind: &str) -> JsValue {
    let message = Object::new();
    if Reflect::set(&message, &"type".into(), &kind.into()).is_err() {
        console_log!("a message could not be written");
    }
    message.into()
}
