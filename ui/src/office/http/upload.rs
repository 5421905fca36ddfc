//! Sending a large file with a word on how far it has come, which `fetch` has none for.

use js_sys::Promise;
use serde::de::DeserializeOwned;
use sycamore::prelude::console_log;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::{Answer, Fault};

/// Sends a file as it is and reads the answer; `tell` gets the part that was sent, 0 to 1.
pub async fn upload<T: DeserializeOwned>(
    path: &str,
    file: &File,
    tell: impl Fn(f64) + 'static,
) -> Answer<T> {
    let request = XmlHttpRequest::new().map_err(|_| Fault::Unclear)?;
    let url = format!("{}{path}", api::PREFIX);
    request.open("POST", &url).map_err(|_| Fault::Unclear)?;
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/octet-stream"),
    ];
    for (name, value) in headers {
        request
            .set_request_header(name, value)
            .map_err(|_| Fault::Unclear)?;
    }
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            tell(event.loaded() / event.total());
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    let ended = ended(&request, file);
    if JsFuture::from(ended).await.is_err() {
        return Err(Fault::Offline);
    }
    drop(on_progress);
    answer(&request)
}

/// Sends, and is settled once the request ended in whatever way.
fn ended(request: &XmlHttpRequest, file: &File) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onloadend(Some(&resolve));
        if request.send_with_opt_blob(Some(file)).is_err()
            && reject.call0(&wasm_bindgen::JsValue::NULL).is_err()
        {
            console_log!("a file could not be sent");
        }
    })
}

fn answer<T: DeserializeOwned>(request: &XmlHttpRequest) -> Answer<T> {
    let status = request.status().unwrap_or_default();
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match status {
        200..=299 => serde_json::from_str(&text).map_err(|_| Fault::Unclear),
        0 | 502..=504 => Err(Fault::Offline),
        _refused => Err(serde_json::from_str(&text)
            .map_or(Fault::Unclear, |problem| Fault::Problem(Box::new(problem)))),
    }
}
