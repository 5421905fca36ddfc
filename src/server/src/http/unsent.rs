//! A phone's unsent hours, brought as a file by any member.

use ::sync::export;
use api::problem::code;
use api::sent::{UnsentProblem, UnsentResult};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Ingest;
use tokio::sync::OwnedSemaphorePermit;

use super::company::CompanyPath;
use super::extract::{At, Octets};
use super::problem::Refused;
use crate::auth::member::Member;
use crate::auth::places::Place;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// The largest file.
pub(crate) const BODY_BYTES_MAX: usize = export::FILE_BYTES_MAX;
/// How many segments are taken in one transaction.
const BATCH: usize = 16;

/// Room for one more file, taken before its bytes are read.
pub(crate) struct Room {
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

impl FromRequestParts<AppState> for Room {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refused> {
        let busy = || Refused::of_status(StatusCode::SERVICE_UNAVAILABLE);
        // One company leaves room for another.
        let At(path) = At::<CompanyPath>::from_request_parts(parts, state).await?;
        let key = Key::of("upload", &path.company.0.to_string());
        let place = state.uploads_of_company().take(key).ok_or_else(busy)?;
        let permit = Arc::clone(state.uploads()).try_acquire_owned();
        Ok(Self {
            _permit: permit.map_err(|_| busy())?,
            _place: place,
        })
    }
}

/// Takes the segments of an exported file; each vouches for itself, whoever brings it.
#[utoipa::path(
    post,
    path = "/companies/{company}/unsent",
    tag = "sync",
    params(CompanyPath),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = UnsentResult))
)]
pub(crate) async fn upload(
    member: Member,
    _room: Room,
    Octets(file): Octets,
) -> Result<Json<UnsentResult>, Refused> {
    let segments = export::read(&file).map_err(|error| {
        Refused::new(
            StatusCode::BAD_REQUEST,
            code::BAD_UNSENT_FILE,
            format!("{error}."),
        )
    })?;
    let count = u32::try_from(segments.len()).unwrap_or(u32::MAX);
    let mut problems = Vec::new();
    let mut heads = BTreeMap::new();
    for (batch, segments) in segments.chunks(BATCH).enumerate() {
        let ingest = Ingest {
            company: member.company,
            segments: segments.to_vec(),
            received_at: member.state().now(),
            // The file's age says nothing about the phone's clock.
            skew_ms: 0,
        };
        let store = member.state().store().clone();
        let reply = tokio::task::spawn_blocking(move || store.ingest(ingest)).await;
        let done = reply.map_err(|error| Refused::internal(&error))?.await?;
        problems.extend(done.problems.into_iter().map(|problem| UnsentProblem {
            index: u32::try_from(batch * BATCH + problem.index).unwrap_or(u32::MAX),
            code: problem.problem.code().to_owned(),
        }));
        heads.extend(
            done.receipts
                .iter()
                .map(|r| (r.statement.log, r.statement.next_seq)),
        );
    }
    Ok(Json(UnsentResult {
        segments: count,
        ops: heads.values().sum(),
        receipts: u32::try_from(heads.len()).unwrap_or(u32::MAX),
        problems,
    }))
}
