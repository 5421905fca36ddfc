//! Speaking to the server: one POST, with a time limit, whose failure says what is known.

use js_sys::Uint8Array;
use sycamore::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

use crate::json::{self, FromJson, Json, ToJson};

/// How long an answer may take, in milliseconds.
const ANSWER_MS_MAX: u32 = 30_000;

/// No answer, or not the one that was hoped for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HttpFault {
    /// The server was not reached, or the answer was lost: what was asked may have happened.
    NoAnswer,
    /// The server said no, with its stable code, and after how many seconds to try again.
    Refused {
        /// The status.
        status: u16,
        /// The code, or empty where the answer had none.
        code: String,
        /// Seconds to wait.
        retry_after: Option<u64>,
    },
    /// The answer is not of the form that was expected.
    BadAnswer,
}

/// Posts bytes and gives the answer's bytes.
pub(crate) async fn post_bytes(path: &str, body: &[u8]) -> Result<Vec<u8>, HttpFault> {
    post(
        path,
        "application/octet-stream",
        &Uint8Array::from(body).into(),
    )
    .await
}

/// Posts JSON and reads the answer's JSON.
pub(crate) async fn post_json<A: FromJson>(
    path: &str,
    request: &impl ToJson,
) -> Result<A, HttpFault> {
    let body = json::to_text(request).ok_or(HttpFault::BadAnswer)?;
    let answer = post(path, "application/json", &body.into()).await?;
    read(&answer)
        .as_ref()
        .and_then(A::from_json)
        .ok_or(HttpFault::BadAnswer)
}

fn read(answer: &[u8]) -> Option<Json> {
    Json::parse(std::str::from_utf8(answer).ok()?)
}

async fn post(path: &str, media_type: &str, body: &JsValue) -> Result<Vec<u8>, HttpFault> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(ANSWER_MS_MAX)));
    let headers = web_sys::Headers::new().map_err(|_| HttpFault::BadAnswer)?;
    headers
        .set("content-type", media_type)
        .map_err(|_| HttpFault::BadAnswer)?;
    init.set_headers(&headers);
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init));
    let response: Response = answer
        .await
        .map_err(|_| HttpFault::NoAnswer)?
        .unchecked_into();
    let buffer = response.array_buffer().map_err(|_| HttpFault::NoAnswer)?;
    let buffer = JsFuture::from(buffer)
        .await
        .map_err(|_| HttpFault::NoAnswer)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    if response.ok() {
        return Ok(bytes);
    }
    let header = response.headers().get("retry-after").ok().flatten();
    Err(HttpFault::Refused {
        status: response.status(),
        retry_after: header.and_then(|seconds| seconds.parse().ok()),
        code: read(&bytes)
            .and_then(|problem| problem.text("code"))
            .unwrap_or_default(),
    })
}
