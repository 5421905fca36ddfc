//! What only this browser can say or do: which one it is, whether the app is installed, whether
//! its storage stays, its vibration, its files, and its service worker.

pub(crate) mod device_name;
pub(crate) mod file;
pub(crate) mod install;
pub(crate) mod worker;

use domain::time::Zone;
use jiff::Timestamp;
use js_sys::{Function, Promise, Reflect};
use sycamore::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the browser has promised to keep what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Persistence {
    /// It stays until the person removes it.
    Kept,
    /// The browser may remove it when room is short, or after weeks without use.
    MayBeRemoved,
    /// The browser does not say.
    Unknown,
}

/// A short buzz, where there is one: the tap was taken.
pub(crate) fn buzz() {
    let navigator = window().navigator();
    let vibrate = Reflect::get(&navigator, &"vibrate".into())
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(vibrate) = vibrate
        && vibrate.call1(&navigator, &25.into()).is_err()
    {
        sycamore::prelude::console_log!("no vibration");
    }
}

/// The zone that this phone is set to, if our database knows it. Asked of the browser each time:
/// a phone travels while the app is open.
pub(crate) fn device_zone() -> Option<Zone> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    Zone::named(&property(&format.resolved_options(), "timeZone")?.as_string()?).ok()
}

/// The wall clock. The browser's own rather than jiff's, which panics in words that are larger than
/// the rest of this module many times over.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Milliseconds since this page was opened, by a clock that never goes back.
pub(crate) fn monotonic_ms() -> u64 {
    window()
        .performance()
        .map_or(0, |performance| performance.now() as u64)
}

/// Random bytes; `None` where the browser has none to give.
pub(crate) fn entropy<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Whether the page is in sight.
pub(crate) fn is_visible() -> bool {
    sycamore::prelude::document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Asks the browser to keep what is stored.
pub(crate) async fn ask_to_persist() -> Persistence {
    match storage_says("persist").await {
        Some(true) => Persistence::Kept,
        Some(false) => Persistence::MayBeRemoved,
        None => Persistence::Unknown,
    }
}

/// Whether the browser keeps what is stored.
pub(crate) async fn persistence() -> Persistence {
    match storage_says("persisted").await {
        Some(true) => Persistence::Kept,
        Some(false) => Persistence::MayBeRemoved,
        None => Persistence::Unknown,
    }
}

/// Less room than this is told of before it is none: 10 MB.
const ROOM_BYTES_LOW: f64 = 10_000_000.0;

/// How much room the browser gives, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room {
    /// What is used.
    pub(crate) used: f64,
    /// What is left.
    pub(crate) left: f64,
}

impl Room {
    /// Whether little is left.
    pub(crate) fn is_low(self) -> bool {
        self.left < ROOM_BYTES_LOW
    }
}

/// How much room there is; `None` where the browser does not say.
pub(crate) async fn room() -> Option<Room> {
    let estimate = ask_storage("estimate").await?;
    let bytes = |name| property(&estimate, name)?.as_f64();
    let (used, quota) = (bytes("usage")?, bytes("quota")?);
    Some(Room {
        used,
        left: (quota - used).max(0.0),
    })
}

async fn storage_says(method: &str) -> Option<bool> {
    ask_storage(method).await?.as_bool()
}

async fn ask_storage(method: &str) -> Option<JsValue> {
    let storage = property(&window().navigator(), "storage")?;
    let method: Function = property(&storage, method)?.dyn_into().ok()?;
    let promise: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Saves what was not sent as a file by the way that needs nothing of the app; how many taps it
/// holds, or `None` when it could not be made.
pub(crate) async fn rescue() -> Option<f64> {
    let rescue: Function = property(&window(), "ttRescue")?.dyn_into().ok()?;
    let promise: Promise = rescue.call0(&JsValue::NULL).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_f64()
}

/// Calls `f` whenever an event of the window happens, for as long as the page lives.
pub(crate) fn on_window(event: &str, f: impl FnMut() + 'static) {
    listen(window().as_ref(), event, f);
}

/// Calls `f` whenever an event happens to a target, for as long as the page lives.
pub(crate) fn listen(target: &web_sys::EventTarget, event: &str, f: impl FnMut() + 'static) {
    let listener = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(f).into_js_value();
    if target
        .add_event_listener_with_callback(event, listener.unchecked_ref())
        .is_err()
    {
        sycamore::prelude::console_log!("no listener for {event}");
    }
}

/// A property of an object, if it is there and not empty.
pub(crate) fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}
