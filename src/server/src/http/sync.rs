//! The phone's exchange: signed bytes in, bytes out. What is said is `sync`'s; here it meets the
//! store.

use ::sync::message::{
    Answer, BaseMark, Delta, DeltaRow, ProblemCode, RefusedCode, Request, SEGMENTS_MAX,
    SegmentProblem, SignedRequest,
};
use ::sync::server::{Challenges, Parts, done, skew_ms};
use api::problem::code;
use axum::extract::{FromRequestParts, State};
use axum::http::{StatusCode, header, request};
use axum::response::{IntoResponse, Response};
use engine::rows::{self, DeviceRow};
use engine::scope::Scope;
use oplog::receipt::{Durable, OUTCOMES_MAX, Signed};
use store::{CompanySnapshot, Health, Ingest, Ingested, Mark, ProblemKind, ReadError};

use super::extract::Octets;
use super::problem::Refused;
use crate::auth::origin::Client;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// The largest request: what `sync` allows.
pub(crate) const BODY_BYTES_MAX: usize = ::sync::message::REQUEST_BYTES_MAX;

/// That a client may sync once more, which is known before anything of the body is read.
pub(crate) struct Turn;

impl FromRequestParts<AppState> for Turn {
    type Rejection = Refused;

    async fn from_request_parts(
        parts: &mut request::Parts,
        state: &AppState,
    ) -> Result<Self, Refused> {
        let Ok(Client(client)) = Client::from_request_parts(parts, state).await;
        let key = Key::of_client("sync", client);
        let taken = state.throttles().sync_client.take(key, state.now());
        taken.map(|()| Self).map_err(Refused::too_many)
    }
}

/// One exchange with a device, which its signature authenticates.
#[utoipa::path(
    post,
    path = "/sync",
    tag = "sync",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn exchange(
    State(state): State<AppState>,
    _turn: Turn,
    Octets(bytes): Octets,
) -> Result<Response, Refused> {
    let (signed, request) = SignedRequest::decode(&bytes).map_err(|error| {
        let detail = format!("This is not a sync request: {error}.");
        Refused::new(StatusCode::BAD_REQUEST, code::BAD_SYNC_REQUEST, detail)
    })?;
    if request.segments.len() > SEGMENTS_MAX {
        let detail = format!("A sync request has at most {SEGMENTS_MAX} segments.");
        return Err(Refused::new(
            StatusCode::BAD_REQUEST,
            code::BAD_SYNC_REQUEST,
            detail,
        ));
    }
    let segments = request.segments.len();
    let answer = answer(&state, &signed, request).await?;
    match &answer {
        Answer::Done(_) => state.metrics().exchanged("done", segments),
        Answer::Challenge { .. } => state.metrics().exchanged("challenge", 0),
        Answer::Refused(_) => state.metrics().exchanged("refused", 0),
    }
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, answer.encode()).into_response())
}

async fn answer(
    state: &AppState,
    signed: &SignedRequest,
    request: Request,
) -> Result<Answer, Refused> {
    let now = state.now();
    let Some(device) = device(state, signed, &request)? else {
        return Ok(Answer::Refused(RefusedCode::UnknownDevice));
    };
    let challenges = Challenges::new(state.store().keyed_hash("sync challenge", &[]));
    let challenge = challenges.make(request.device, now);
    if !challenges.holds(request.challenge, request.device, now) {
        return Ok(Answer::Challenge { challenge });
    }
    if device.revoked.is_some() && request.segments.is_empty() {
        return Ok(Answer::Refused(RefusedCode::DeviceRevoked));
    }
    if !request.segments.is_empty() && state.store().health() != Health::Ok {
        return Ok(Answer::Refused(RefusedCode::Unavailable));
    }
    state.note_seen(request.device, now);
    let ingested = take(state, &request).await?;
    let reader = state.clone();
    let parts = tokio::task::spawn_blocking(move || {
        let view = reader.store().snapshot(request.company)?;
        parts(&reader, &view, &request, ingested, device.revoked.is_some())
    });
    let parts = parts.await.map_err(|error| Refused::internal(&error))??;
    Ok(done(parts, challenge, now))
}

/// The device that the request names, if the signature is its own.
fn device(
    state: &AppState,
    signed: &SignedRequest,
    request: &Request,
) -> Result<Option<DeviceRow>, Refused> {
    let view = match state.store().snapshot(request.company) {
        Ok(view) => view,
        Err(ReadError::UnknownCompany) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let row: Option<DeviceRow> = rows::get(&view, &request.device.to_bytes())?;
    Ok(row.filter(|row| row.log == request.log && signed.verify(&row.public_key)))
}

/// Puts the segments on the disk. Signatures are checked on a thread of their own.
async fn take(state: &AppState, request: &Request) -> Result<Option<Ingested>, Refused> {
    if request.segments.is_empty() {
        return Ok(None);
    }
    let ingest = Ingest {
        company: request.company,
        segments: request.segments.clone(),
        received_at: state.now(),
        skew_ms: skew_ms(request, state.now()),
    };
    let store = state.store().clone();
    let reply = tokio::task::spawn_blocking(move || store.ingest(ingest)).await;
    let reply = reply.map_err(|error| Refused::internal(&error))?;
    Ok(Some(reply.await?))
}

fn parts(
    state: &AppState,
    view: &CompanySnapshot,
    request: &Request,
    ingested: Option<Ingested>,
    revoked: bool,
) -> Result<Parts, Refused> {
    let (mut receipts, problems) = match ingested {
        Some(ingested) => (ingested.receipts, ingested.problems),
        None => (Vec::new(), Vec::new()),
    };
    if !receipts
        .iter()
        .any(|receipt| receipt.statement.log == request.log)
    {
        receipts.extend(own_receipt(state, view, request)?);
    }
    let outcomes = view.outcomes(request.log, request.outcomes_from, OUTCOMES_MAX)?;
    let more = outcomes.outcomes.len() == OUTCOMES_MAX;
    let outcomes = (!outcomes.outcomes.is_empty()).then(|| state.store().sign(outcomes));
    Ok(Parts {
        receipts,
        outcomes,
        // A revoked device may still hand in what it holds; it learns nothing new.
        delta: if revoked {
            unchanged(request)
        } else {
            delta(view, request)?
        },
        problems: problems
            .into_iter()
            .map(|problem| SegmentProblem {
                index: u32::try_from(problem.index).unwrap_or(u32::MAX),
                code: problem_code(&problem.problem),
            })
            .collect(),
        more,
        backed_up: 0,
        rotate: None,
    })
}

fn own_receipt(
    state: &AppState,
    view: &CompanySnapshot,
    request: &Request,
) -> Result<Option<Signed<Durable>>, Refused> {
    let Some(log) = view.log(request.log)? else {
        return Ok(None);
    };
    Ok(Some(state.store().sign(Durable {
        company: request.company,
        log: request.log,
        next_seq: log.head.next_seq,
        hash: log.head.hash.0,
        epoch: view.epoch(),
    })))
}

fn unchanged(request: &Request) -> Delta {
    Delta {
        snapshot: false,
        mark: request.base,
        rows: Vec::new(),
    }
}

fn delta(view: &CompanySnapshot, request: &Request) -> Result<Delta, Refused> {
    let Some(scope) = Scope::of_device(view, request.device)? else {
        return Ok(unchanged(request));
    };
    let BaseMark {
        epoch,
        position,
        view_version,
    } = request.base;
    let delta = view.delta(
        &scope,
        Mark {
            epoch,
            position,
            view_version,
        },
    )?;
    let rows = delta.rows.into_iter().map(|change| DeltaRow {
        table: change.table.tag(),
        key: change.key,
        value: change.value,
    });
    let Mark {
        epoch,
        position,
        view_version,
    } = delta.mark;
    Ok(Delta {
        snapshot: delta.snapshot,
        mark: BaseMark {
            epoch,
            position,
            view_version,
        },
        rows: rows.collect(),
    })
}

fn problem_code(problem: &ProblemKind) -> ProblemCode {
    use oplog::segment::SegmentError;
    match problem {
        ProblemKind::Segment(SegmentError::Chain | SegmentError::Signature) => {
            ProblemCode::NotAuthentic
        }
        ProblemKind::Segment(_) => ProblemCode::Malformed,
        ProblemKind::WrongCompany | ProblemKind::UnknownLog | ProblemKind::ServerLog => {
            ProblemCode::UnknownLog
        }
        ProblemKind::Gap { .. } => ProblemCode::Gap,
        ProblemKind::Fork { .. } => ProblemCode::Fork,
    }
}
