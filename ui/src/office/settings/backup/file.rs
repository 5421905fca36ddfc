//! Handing a file that the server sends to the browser to keep. The browser holds it, not the
//! app: a backup may be larger than what an app may hold.

use gloo_net::http::Response;
use sycamore::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::http::{Answer, Fault};

/// How long the file's address stays valid, in milliseconds.
const ADDRESS_MS: u32 = 60_000;

/// Has the browser keep what an answer holds, under the name that it has there.
pub async fn keep(response: Response) -> Answer<()> {
    let name = response
        .headers()
        .get("content-disposition")
        .and_then(|text| {
            Some(
                text.split_once("filename=\"")?
                    .1
                    .trim_end_matches('"')
                    .to_owned(),
            )
        })
        .ok_or(Fault::Unclear)?;
    // The answer breaks off when the server could not go on.
    let blob = content(response).await.map_err(|_| Fault::Offline)?;
    hand_over(&name, &blob).map_err(|_| Fault::Unclear)
}

async fn content(response: Response) -> Result<Blob, JsValue> {
    let response: web_sys::Response = response.into();
    JsFuture::from(response.blob()?).await?.dyn_into()
}

fn hand_over(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    gloo_timers::callback::Timeout::new(ADDRESS_MS, move || {
        if Url::revoke_object_url(&address).is_err() {
            console_log!("a file's address was not released");
        }
    })
    .forget();
    Ok(())
}
