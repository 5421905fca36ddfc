//! Installing the app on the home screen: whether it is, and how the browser offers it.

use js_sys::{Function, Reflect};
use sycamore::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

use super::{device_name, property};

/// Where the boot script keeps the browser's offer, which comes before this code runs.
const OFFER: &str = "ttInstallOffer";
/// The event that the boot script sends when an offer came, or went.
pub(crate) const OFFER_CHANGED: &str = "tt-install-offer";

/// Whether this runs as an installed app.
pub(crate) fn is_installed() -> bool {
    let standalone = ["(display-mode: standalone)", "(display-mode: fullscreen)"]
        .iter()
        .any(|query| {
            window()
                .match_media(query)
                .ok()
                .flatten()
                .is_some_and(|media| media.matches())
        });
    standalone
        || property(&window().navigator(), "standalone").is_some_and(|value| value.is_truthy())
}

/// Whether this is an iPhone or iPad in the browser: there the app must be installed first.
pub(crate) fn must_install_first() -> bool {
    let navigator = window().navigator();
    let user_agent = navigator.user_agent().unwrap_or_default();
    device_name::is_ios(&user_agent, navigator.max_touch_points()) && !is_installed()
}

/// Whether the browser offers to install.
pub(crate) fn is_offered() -> bool {
    property(&window(), OFFER).is_some()
}

/// Lets the browser ask the person to install. The offer is good for once.
pub(crate) fn accept_offer() {
    let Some(offer) = property(&window(), OFFER) else {
        return;
    };
    if Reflect::set(&window(), &OFFER.into(), &JsValue::NULL).is_err() {
        sycamore::prelude::console_log!("the install offer was not put away");
    }
    let prompt = property(&offer, "prompt").and_then(|prompt| prompt.dyn_into::<Function>().ok());
    if let Some(prompt) = prompt
        && prompt.call0(&offer).is_err()
    {
        sycamore::prelude::console_log!("the browser did not offer to install");
    }
}
