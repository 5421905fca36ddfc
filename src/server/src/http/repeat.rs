//! Idempotency keys: a program that does not know whether its request arrived sends it again with
//! the same `Idempotency-Key`, and what it asked for happens once. The first answer is kept for a
//! day. What a command wrote is found by the key as well (see [`Member::repeatable`]), so that
//! nothing happens twice even when the server stopped before the answer was kept.

use std::sync::Arc;

use api::Problem;
use api::problem::code;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::{KeptAnswer, SystemChange};
use tracing::Instrument as _;

use super::problem::Refused;
use super::routes::JSON_BYTES_MAX;
use crate::auth::member::Member;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// The header that names a request.
pub(crate) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header of an answer that was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const JSON: &str = "application/json";
/// The longest key.
const KEY_CHARS_MAX: usize = 128;
/// The largest answer that is kept. What a larger one speaks of is found by its key again.
const KEPT_BYTES_MAX: usize = 64 * 1024;

/// Whether a route's requests may carry a key: those that change data of a company. One's own
/// secrets are told once, and backups are not kept twice.
pub(crate) fn is_repeatable(method: &Method, route: &str) -> bool {
    let own = ["/me/", "/backup"];
    *method == Method::POST
        && route.contains("{company}")
        && !own.iter().any(|part| route.contains(part))
}

/// Answers a repeated request as the first time.
pub(crate) async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map(MatchedPath::as_str).unwrap_or_default();
    if !is_repeatable(request.method(), route) || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    named(state, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

/// A request that is named by its key.
struct Named {
    member: Member,
    /// Hash of the key, with a secret of the store.
    key: [u8; 32],
    /// Hash of the whole request, with a secret of the store.
    request: [u8; 32],
}

async fn named(state: AppState, request: Request, next: Next) -> Result<Response, Refused> {
    let (mut parts, body) = request.into_parts();
    let key = key(&parts)?;
    let member = Member::from_request_parts(&mut parts, &state).await?;
    let body = read(&state, &parts, body).await?;
    let named = Named::new(&state, member, &parts, &key, &body);
    let text = format!("{} {} {key}", named.member.company, named.member.id);
    let turn = state.named_requests().take(Key::of("idempotency", &text));
    let turn = turn.ok_or_else(|| {
        let detail = "The first request with this Idempotency-Key is under way. Wait for it.";
        Refused::new(StatusCode::CONFLICT, code::IDEMPOTENCY_KEY_IN_USE, detail)
    })?;
    if let Some(kept) = named.kept(&state)? {
        return named.replay(kept);
    }
    let by = Key::of("idempotency", &named.member.id.to_string());
    let throttle = &state.throttles().named_requests;
    throttle.take(by, state.now()).map_err(Refused::too_many)?;
    let repeatable = named.member.clone().repeatable(named.request);
    parts.extensions.insert(repeatable);
    // Goes on when the client hangs up: what was begun gets its answer kept.
    let run = async move {
        let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
        let kept = named.keep(&state, answer).await;
        drop(turn);
        kept
    };
    let run = tokio::spawn(run.in_current_span());
    run.await.map_err(|error| Refused::internal(&error))?
}

/// The key: visible ASCII.
fn key(parts: &Parts) -> Result<String, Refused> {
    let mut values = parts.headers.get_all(KEY).iter();
    let key = values.next().map(HeaderValue::as_bytes).unwrap_or_default();
    let visible = key.iter().all(u8::is_ascii_graphic);
    if values.next().is_some() || key.is_empty() || key.len() > KEY_CHARS_MAX || !visible {
        let detail = format!("Idempotency-Key is 1 to {KEY_CHARS_MAX} visible ASCII characters.");
        return Err(Refused::bad_value("Idempotency-Key", detail));
    }
    Ok(key.iter().copied().map(char::from).collect())
}

/// The body, up to what any route takes. A large one waits for its turn: it is held in memory.
async fn read(state: &AppState, parts: &Parts, body: Body) -> Result<Bytes, Refused> {
    let length = parts.headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let small = length.is_some_and(|length| length <= JSON_BYTES_MAX);
    let room = if small {
        None
    } else {
        let room = Arc::clone(state.uploads()).try_acquire_owned();
        Some(room.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?)
    };
    let most = super::imports::BODY_BYTES_MAX.max(super::unsent::BODY_BYTES_MAX);
    let read = axum::body::to_bytes(body, most).await;
    drop(room);
    read.map_err(|_| Refused::of_status(StatusCode::PAYLOAD_TOO_LARGE))
}

impl Named {
    fn new(state: &AppState, member: Member, parts: &Parts, key: &str, body: &[u8]) -> Self {
        let store = state.store();
        let said = |name: HeaderName| parts.headers.get(name).map(HeaderValue::as_bytes);
        let head = format!("{} {} {key}", parts.method, parts.uri);
        let request: Vec<u8> = [
            head.as_bytes(),
            said(header::CONTENT_TYPE).unwrap_or_default(),
            said(header::IF_MATCH).unwrap_or_default(),
            body,
        ]
        .into_iter()
        .flat_map(|part| [&(part.len() as u64).to_be_bytes(), part].concat())
        .collect();
        Self {
            member,
            key: store.keyed_hash("idempotency key", key.as_bytes()),
            request: store.keyed_hash("idempotent request", &request),
        }
    }

    fn kept(&self, state: &AppState) -> Result<Option<KeptAnswer>, Refused> {
        let Member { company, id, .. } = &self.member;
        let system = state.store().system()?;
        Ok(system.kept_answer(*company, *id, &self.key, state.now())?)
    }

    /// The answer of the first time, unless this is another request.
    fn replay(&self, kept: KeptAnswer) -> Result<Response, Refused> {
        if kept.request != self.request {
            return Err(Refused::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                code::IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key came with another request before. Take a new key for each.",
            ));
        }
        let status = StatusCode::from_u16(kept.status);
        let status = status.map_err(|error| Refused::internal(&error))?;
        let mut response = if status.is_success() {
            let kind = [(header::CONTENT_TYPE, JSON)];
            (status, kind, kept.body).into_response()
        } else {
            let problem: Problem =
                serde_json::from_slice(&kept.body).map_err(|error| Refused::internal(&error))?;
            Refused::of_problem(status, problem).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
        if let Ok(tag) = HeaderValue::from_str(&kept.tag)
            && !tag.is_empty()
        {
            headers.insert(header::ETAG, tag);
        }
        Ok(response)
    }

    /// Keeps an answer, unless the same request may get another one soon.
    async fn keep(&self, state: &AppState, answer: Response) -> Result<Response, Refused> {
        let (parts, body) = match answer.extensions().get::<Refused>() {
            Some(refused) => {
                let problem = serde_json::to_vec(&refused.problem(None));
                let problem = problem.map_err(|error| Refused::internal(&error))?;
                (answer.into_parts().0, Bytes::from(problem))
            }
            None => {
                let (parts, body) = answer.into_parts();
                let body = axum::body::to_bytes(body, usize::MAX).await;
                (parts, body.map_err(|error| Refused::internal(&error))?)
            }
        };
        let passing = parts.status.is_server_error()
            || matches!(parts.status.as_u16(), 401 | 408 | 413 | 429);
        // A file changes nothing: it is made again.
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let is_file = parts.status.is_success() && kind.is_none_or(|kind| kind != JSON);
        if !passing && !is_file && body.len() <= KEPT_BYTES_MAX {
            let tag = parts.headers.get(header::ETAG);
            let tag = tag.and_then(|tag| tag.to_str().ok()).unwrap_or_default();
            let keep = SystemChange::KeepAnswer(KeptAnswer {
                company: self.member.company,
                member: self.member.id,
                key: self.key,
                request: self.request,
                at: state.now(),
                status: parts.status.as_u16(),
                tag: tag.to_owned(),
                body: body.to_vec(),
            });
            if let Err(error) = state.store().change_system(vec![keep]).await {
                // It is done all the same, and found by its key.
                tracing::warn!(%error, "an answer could not be kept");
            }
        }
        let body = if parts.extensions.get::<Refused>().is_some() {
            Body::empty()
        } else {
            Body::from(body)
        };
        Ok(Response::from_parts(parts, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &[u8], expect: bool) {
        let request = Request::post("/").header(KEY, HeaderValue::from_bytes(value).unwrap());
        let (parts, ()) = request.body(()).unwrap().into_parts();
        assert_eq!(key(&parts).is_ok(), expect);
    }

    #[test]
    fn a_key_is_visible_ascii_of_a_bounded_length() {
        check(b"5f0c-payroll-42", true);
        check(&[b'x'; KEY_CHARS_MAX], true);
        check(&[b'x'; KEY_CHARS_MAX + 1], false);
        check(b"", false);
        check(b"two words", false);
        check("clé".as_bytes(), false);
    }

    #[test]
    fn only_what_changes_a_company_is_repeatable() {
        let of = |method, rest: &str| {
            is_repeatable(&method, &format!("/api/v1/companies/{{company}}{rest}"))
        };
        assert!(of(Method::POST, "/jobs"));
        assert!(of(Method::POST, "/jobs/{job}/archive"));
        assert!(!of(Method::PATCH, "/jobs/{job}"));
        assert!(!of(Method::POST, "/me/tokens"));
        assert!(!of(Method::POST, "/backup/file"));
        assert!(!is_repeatable(&Method::POST, "/api/v1/session"));
    }
}
