//! Entity tags: what a record's state is called, so that a program changes only what it saw
//! (`If-Match`) and reads only what is new to it (`If-None-Match`).
//!
//! The tag of a record is the hash of its row and, behind a hyphen, of what is shown: the one is
//! what the writer compares, the other changes with everything that is shown beside the row.

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::rows::RowHash;
use serde::Serialize;

use super::problem::Refused;
use super::shape::{hash_of_text, hash_text};

/// How many hexadecimal digits name what is shown.
const SHOWN_DIGITS: usize = 16;

/// A record as an answer, with the state of its row.
#[derive(Debug)]
pub(crate) struct Tagged<T> {
    /// The state.
    pub(crate) state: RowHash,
    /// The record.
    pub(crate) body: T,
}

/// The state of the row that an answer shows.
#[derive(Debug, Clone, Copy)]
struct State(RowHash);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        response.extensions_mut().insert(State(self.state));
        response
    }
}

/// Whether a route changes a record that is there, so that its requests may name its state:
/// everything but adding to a list, and one's own secrets, which nobody else changes.
pub(crate) fn is_edit(method: &str, path: &str, has_list: bool) -> bool {
    let Some((_, rest)) = path.split_once("{company}") else {
        return false;
    };
    let of_record = method != "post" || (rest.contains('{') && !has_list);
    method != "get" && of_record && !rest.contains("/me/")
}

/// The states that a request names in `If-Match`; `None` when it does not care. A tag that is
/// none of ours names no state.
pub(crate) fn expected(headers: &HeaderMap) -> Option<Vec<RowHash>> {
    let tags: Vec<&str> = tags(headers, &header::IF_MATCH).collect();
    // One that cannot be read is a condition all the same.
    if !headers.contains_key(header::IF_MATCH) || tags.contains(&"*") {
        return None;
    }
    let states = tags.iter().filter_map(|tag| {
        let tag = tag.strip_prefix('"')?.strip_suffix('"')?;
        hash_of_text(tag.split('-').next()?)
    });
    Some(states.collect())
}

fn tags<'a>(headers: &'a HeaderMap, name: &'static HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

/// Gives answers their tags, and spares who knows an answer the same again.
pub(crate) async fn conditional(request: Request, next: Next) -> Response {
    let reads = *request.method() == Method::GET;
    let known: Vec<String> = tags(request.headers(), &header::IF_NONE_MATCH)
        .map(|tag| tag.trim_start_matches("W/").to_owned())
        .collect();
    let response = next.run(request).await;
    let state = response.extensions().get::<State>().copied();
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    if !response.status().is_success() || !is_json || !(reads || state.is_some()) {
        return response;
    }
    tagged(response, state, reads.then_some(known.as_slice()))
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

/// The same answer with its tag; without its body when it is among the `known`.
async fn tagged(
    response: Response,
    state: Option<State>,
    known: Option<&[String]>,
) -> Result<Response, Refused> {
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let body = body.map_err(|error| Refused::internal(&error))?;
    let shown = blake3::hash(&body).to_hex();
    let shown = shown.as_str().get(..SHOWN_DIGITS).unwrap_or_default();
    let tag = match state {
        Some(State(state)) => format!("\"{}-{shown}\"", hash_text(state)),
        None => format!("\"{shown}\""),
    };
    let is_known = known.is_some_and(|known| known.iter().any(|one| *one == tag || one == "*"));
    let value = HeaderValue::from_str(&tag).map_err(|error| Refused::internal(&error))?;
    parts.headers.insert(header::ETAG, value);
    if !is_known {
        return Ok(Response::from_parts(parts, Body::from(body)));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, Body::empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: Option<&str>, expect: Option<&[RowHash]>) {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.insert(header::IF_MATCH, value);
        }
        assert_eq!(expected(&headers).as_deref(), expect);
    }

    #[test]
    fn a_condition_names_the_states_that_are_before_the_hyphen() {
        let (one, two) = ("ab".repeat(16), "cd".repeat(16));
        check(None, None);
        check(Some("*"), None);
        check(Some(&format!("\"{one}\"")), Some(&[[0xab; 16]]));
        let both = format!("\"{one}-0123456789abcdef\", \"{two}\"");
        check(Some(&both), Some(&[[0xab; 16], [0xcd; 16]]));
        // A weak tag, one without quotes and one of another server match no state at all.
        check(Some(&format!("W/\"{one}\"")), Some(&[]));
        check(Some(&one), Some(&[]));
        check(Some("\"v17\""), Some(&[]));
        check(Some("\"año\""), Some(&[]));
    }
}
