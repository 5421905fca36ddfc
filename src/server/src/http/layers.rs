//! What surrounds every request: its id, its log line, limits of time and number, headers that
//! browsers obey, and problems in one form.

use std::time::Instant;

use api::problem::{MEDIA_TYPE, code};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Health;
use tracing::Instrument;

use super::problem::Refused;
use super::repeat::REPLAYED;
use crate::auth::origin::Client;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// Scripts, styles and connections of this server alone; wasm may run; nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'self'; object-src 'none'";
/// What TimeTrakr never asks for.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), \
     display-capture=(), geolocation=(), gyroscope=(), hid=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id and a span, and writes problems.
pub(crate) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let id = u64::from_be_bytes(state.store().random::<8>());
    let id = format!("{id:016x}");
    let method = request.method().clone();
    // The route's pattern: paths hold ids and queries hold what people search for.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "other".to_owned());
    let span = tracing::info_span!("request", id = %id, %method, route = %route);
    let began = Instant::now();
    async {
        let response = next.run(request).await;
        let mut response = in_one_form(response, &id, &state.store().health());
        let value = HeaderValue::from_str(&id).expect("invariant: an id is hexadecimal");
        response.headers_mut().insert(REQUEST_ID, value);
        let status = response.status().as_u16();
        let took = began.elapsed();
        state
            .metrics()
            .answered(method.as_str(), &route, status, took);
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(status, milliseconds, "answered");
        response
    }
    .instrument(span)
    .await
}

/// Writes refusals, ours and the framework's, as problems.
fn in_one_form(response: Response, id: &str, health: &Health) -> Response {
    if let Some(refused) = response.extensions().get::<Refused>() {
        let refused = refused.clone().explained(health);
        return with_headers_of(&response, refused.render(Some(id)));
    }
    let status = response.status();
    let ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == MEDIA_TYPE || kind.as_bytes().starts_with(b"text/html"));
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    with_headers_of(&response, Refused::of_status(status).render(Some(id)))
}

/// Keeps what layers and the framework said about the answer: `Allow`, cookies.
fn with_headers_of(old: &Response, mut new: Response) -> Response {
    for name in [header::ALLOW, header::SET_COOKIE, REPLAYED] {
        for value in old.headers().get_all(&name) {
            new.headers_mut().append(&name, value.clone());
        }
    }
    new
}

/// Ends what takes too long, and keeps the number of requests under way bounded.
/// One network gets only a part of them, so that it cannot take them all.
pub(crate) async fn bound(
    State(state): State<AppState>,
    Client(client): Client,
    request: Request,
    next: Next,
) -> Response {
    let key = Key::of_client("requests", client);
    let Some(_place) = state.requests_of_client().take(key) else {
        let detail = "Too many requests of your network are under way. Try again in a moment.";
        return Refused::crowded(detail).into_response();
    };
    let Ok(_permit) = state.requests().try_acquire() else {
        return Refused::of_status(StatusCode::SERVICE_UNAVAILABLE).into_response();
    };
    let limit = state.settings().limits.request;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::new(
            StatusCode::SERVICE_UNAVAILABLE,
            code::TIMED_OUT,
            "This took too long. It may or may not be done: look before you try again.",
        )
        .into_response(),
    }
}

/// What a panic is answered with; the panic hook has logged it.
pub(crate) fn panicked(_panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Refused::internal(&"a handler panicked").into_response()
}

/// Sets the headers that browsers obey.
pub(crate) async fn secure(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    // A phone that must trust another local CA one day opens a page over http, which a browser
    // that was asked to stay with https would not.
    let stay = state.is_https() && state.settings().trust_page.is_none();
    set_headers(response.headers_mut(), stay);
    response
}

fn set_headers(headers: &mut HeaderMap, stay_with_https: bool) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    };
    set("content-security-policy", CONTENT_SECURITY_POLICY);
    set("permissions-policy", PERMISSIONS_POLICY);
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    if stay_with_https {
        set("strict-transport-security", "max-age=63072000");
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_asks_browsers_to_stay_with_https() {
        let mut headers = HeaderMap::new();
        set_headers(&mut headers, false);
        assert!(!headers.contains_key("strict-transport-security"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        set_headers(&mut headers, true);
        assert!(headers.contains_key("strict-transport-security"));
    }

    #[test]
    fn an_answer_of_the_framework_becomes_a_problem_and_keeps_allow() {
        let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET"));
        let response = in_one_form(response, "id", &Health::Ok);
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
        assert_eq!(response.headers()[header::ALLOW], "GET");
    }
}
