//! Arguments of handlers: axum's own extractors, whose refusals become problems.

use api::problem::code;
use axum::extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Refused;

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

/// A body of bytes.
#[derive(Debug)]
pub(crate) struct Octets(pub(crate) axum::body::Bytes);

/// What the path names. An id that cannot be one leads nowhere.
#[derive(Debug)]
pub(crate) struct At<T>(pub(crate) T);

/// What the query asks for.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(refuse_json(&rejection)),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Octets {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let kind = request.headers().get(axum::http::header::CONTENT_TYPE);
        if kind.is_none_or(|kind| kind != "application/octet-stream") {
            let detail = "Send application/octet-stream here.";
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Refused::new(status, code::WRONG_MEDIA_TYPE, detail));
        }
        match axum::body::Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => Err(refuse_bytes(&rejection)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let path: Result<_, PathRejection> =
            axum::extract::Path::from_request_parts(parts, state).await;
        match path {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Refused::of_status(StatusCode::NOT_FOUND)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let query: Result<_, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        match query {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Refused::new(
                StatusCode::BAD_REQUEST,
                code::BAD_VALUE,
                rejection.body_text(),
            )),
        }
    }
}

fn refuse_json(rejection: &JsonRejection) -> Refused {
    match rejection {
        JsonRejection::JsonDataError(error) => Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::BAD_VALUE,
            error.body_text(),
        ),
        JsonRejection::JsonSyntaxError(error) => Refused::new(
            StatusCode::BAD_REQUEST,
            code::BAD_REQUEST,
            error.body_text(),
        ),
        JsonRejection::MissingJsonContentType(_) => Refused::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            code::WRONG_MEDIA_TYPE,
            "Send application/json here.",
        ),
        JsonRejection::BytesRejection(error) => refuse_bytes(error),
        other => Refused::of_status(other.status()),
    }
}

fn refuse_bytes(rejection: &BytesRejection) -> Refused {
    Refused::of_status(rejection.status())
}
