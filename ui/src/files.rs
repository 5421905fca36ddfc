//! Files out of the app, into the browser's hands.

use js_sys::{Array, Uint8Array};
use sycamore::prelude::{console_log, document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long a file's address stays valid after the download was started, in milliseconds.
const ADDRESS_MS: i32 = 60_000;

/// Gives a file to the browser to keep; `false` when it did not take it.
pub fn download(name: &str, bytes: &[u8]) -> bool {
    start_download(name, bytes).is_ok()
}

fn start_download(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let release = wasm_bindgen::closure::Closure::once_into_js(move || {
        if Url::revoke_object_url(&address).is_err() {
            console_log!("a file's address was not released");
        }
    });
    window().set_timeout_with_callback_and_timeout_and_arguments_0(
        release.unchecked_ref(),
        ADDRESS_MS,
    )?;
    Ok(())
}
