//! The phone's exchange: signed bytes in, bytes out. What is said is `sync`'s; here it meets the
//! store.

use ::sync::message::{
    Answer, BaseMark, Delta, DeltaRow, HELD_MAX, ProblemCode, RefusedCode, Request, Rotation,
    SEGMENTS_MAX, SegmentProblem, SignedRequest,
};
use ::sync::server::{Challenges, Parts, done, skew_ms};
use api::problem::code;
use axum::extract::{FromRequestParts, State};
use axum::http::{StatusCode, header, request};
use axum::response::{IntoResponse, Response};
use domain::LogId;
use engine::rows::{self, DeviceRow, Writer};
use engine::scope::Scope;
use oplog::receipt::{Durable, OUTCOMES_MAX, Outcome, Signed};
use oplog::{LogHead, Segment};
use store::{
    CompanySnapshot, Health, Ingest, Ingested, Mark, Placed, ProblemKind, ReadError, Shown,
};

use super::extract::Octets;
use super::problem::Refused;
use crate::auth::cookie;
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
    let mut response = (kind, answer.encode()).into_response();
    if matches!(answer, Answer::Done(_)) {
        let cookie = cookie::phone(state.is_https(), state.now());
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
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
    // By now it is known who asks, so that nobody spends what is another's.
    let device_key = Key::of("sync", &request.device.to_string());
    let taken = state.throttles().sync_device.take(device_key, now);
    taken.map_err(Refused::too_many)?;
    let company_key = Key::of("sync", &request.company.to_string());
    let Some(_place) = state.syncs_of_company().take(company_key) else {
        return Err(Refused::of_status(StatusCode::SERVICE_UNAVAILABLE));
    };
    let challenges = Challenges::new(state.store().keyed_hash("sync challenge", &[]));
    let challenge = challenges.make(request.device, now);
    if !challenges.holds(request.challenge, request.device, now) {
        return Ok(Answer::Challenge { challenge });
    }
    let is_idle = device.revoked.is_some() && request.segments.is_empty();
    if is_idle && request.held.is_empty() {
        return Ok(Answer::Refused(RefusedCode::DeviceRevoked));
    }
    if !request.segments.is_empty() && state.store().health() != Health::Ok {
        return Ok(Answer::Refused(RefusedCode::Unavailable));
    }
    state.note_seen(request.device, now);
    note_shown(state, &request).await;
    let ingested = take(state, &request).await?;
    let reader = state.clone();
    let parts = tokio::task::spawn_blocking(move || {
        let view = reader.store().snapshot(request.company)?;
        parts(&reader, &view, &request, &device, ingested)
    });
    let parts = parts.await.map_err(|error| Refused::internal(&error))??;
    // A revoked device is told what became of what it had stated, and nothing else.
    if is_idle && parts.outcomes.is_none() {
        return Ok(Answer::Refused(RefusedCode::DeviceRevoked));
    }
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
    let log = view.log(request.log)?;
    // A restored server may not know the log that it had given to a copied phone.
    let own = log.is_none_or(|log| log.writer == Writer::Device(request.device));
    Ok(row.filter(|row| own && signed.verify(&row.public_key)))
}

/// Takes note of a receipt for what this server does not hold: it was set back.
async fn note_shown(state: &AppState, request: &Request) {
    let Some(receipt) = &request.shown else {
        return;
    };
    let shown = Shown {
        company: request.company,
        log: request.log,
        receipt: receipt.clone(),
        base: (request.base.epoch, request.base.position),
        now: state.now(),
    };
    let noted = match state.store().shown(shown) {
        Ok(None) => return,
        Ok(Some(noting)) => noting.await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    // The phone is answered all the same: what it holds is what counts.
    if let Err(error) = noted {
        tracing::warn!(%error, "a receipt from before a restore could not be noted");
    }
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
    device: &DeviceRow,
    ingested: Option<Ingested>,
) -> Result<Parts, Refused> {
    let (mut receipts, placed, problems) = match ingested {
        Some(ingested) => (ingested.receipts, ingested.placed, ingested.problems),
        None => (Vec::new(), Vec::new(), Vec::new()),
    };
    let is_placed = placed.iter().any(|placed| placed.named == request.log);
    let (log, head) = if !is_placed && is_in_another_name(request, &problems) {
        // A restored server has lost what the device wrote before its log had this name: the
        // device chains all of it anew.
        (request.log, LogHead::EMPTY)
    } else {
        standing(state, view, request, device, &placed)?
    };
    // First what is certain of what the device has, then everything that is held.
    receipts.insert(0, receipt(state, view, request, log, head));
    if let Some(own) = view.log(request.log)? {
        receipts.push(receipt(state, view, request, request.log, own.head));
    }
    receipts.dedup_by(|later, earlier| later.statement == earlier.statement);
    let rotate = if log == request.log && view.is_in_own_name(log, head.next_seq)? {
        None
    } else {
        view.log(log)?.map(|state| Rotation {
            log,
            secret: state.secret.to_bytes(),
        })
    };
    let anew = judged_anew(view, request, log)?;
    let room = OUTCOMES_MAX.saturating_sub(anew.len());
    let mut outcomes = view.outcomes(log, request.outcomes_from, room)?;
    let more = outcomes.outcomes.len() == room;
    outcomes.outcomes.splice(0..0, anew);
    let outcomes = (!outcomes.outcomes.is_empty()).then(|| state.store().sign(outcomes));
    Ok(Parts {
        receipts,
        outcomes,
        // A revoked device may still hand in what it holds; it learns nothing new.
        delta: if device.revoked.is_some() {
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
        // By the name that the phone writes under: what it goes on as is not in any backup yet.
        backed_up: backed_up(state, view, request)?,
        rotate,
    })
}

/// Up to where the newest backup that is in place holds the device's own log too.
fn backed_up(state: &AppState, view: &CompanySnapshot, request: &Request) -> Result<u64, Refused> {
    Ok(match state.backups().in_place(state.now())? {
        Some(backup) => view.backed_up(request.log, &backup)?,
        None => 0,
    })
}

/// The outcomes that the device knows and that were given anew since.
fn judged_anew(
    view: &CompanySnapshot,
    request: &Request,
    log: LogId,
) -> Result<Vec<Outcome>, Refused> {
    let known = request.held.iter().take(HELD_MAX);
    let known = known.filter(|held| held.seq < request.outcomes_from);
    Ok(view.judged_anew(log, known.map(|held| (held.seq, held.position)))?)
}

/// The log that holds what the device writes, and up to where: where the last segment of its own
/// ends, or as far as it shows a receipt of. Another log than its own where a copy of the device
/// was here first.
fn standing(
    state: &AppState,
    view: &CompanySnapshot,
    request: &Request,
    device: &DeviceRow,
    placed: &[Placed],
) -> Result<(LogId, LogHead), Refused> {
    let Some(own) = view.log(request.log)? else {
        // It begins again in the log that it was enrolled with.
        return Ok((device.log, LogHead::EMPTY));
    };
    // Its own come after those of colleagues.
    let sent = placed.iter().rfind(|placed| placed.named == request.log);
    if let Some(sent) = sent {
        return Ok((sent.log, sent.head));
    }
    let shown = request.shown.as_ref().filter(|shown| {
        let statement = &shown.statement;
        (statement.company, statement.log) == (request.company, request.log)
            && shown.verified(&state.store().public_key()).is_some()
    });
    let Some(shown) = shown.map(|shown| shown.statement.head()) else {
        return Ok((request.log, own.head));
    };
    Ok(match view.log_through(request.log, shown)? {
        Some(log) if log != request.log => (log, shown),
        // A restored server has lost it, and a copy took its place: nothing of it is certain.
        None if own.head.next_seq >= shown.next_seq => (request.log, LogHead::EMPTY),
        Some(_) | None => (request.log, own.head),
    })
}

/// Whether a segment of the device's own log was refused because it is not chained under its name.
fn is_in_another_name(request: &Request, problems: &[store::SegmentProblem]) -> bool {
    problems.iter().any(|problem| {
        let segment = request.segments.get(problem.index);
        problem_code(&problem.problem) == ProblemCode::NotAuthentic
            && segment
                .and_then(|bytes| Segment::decode(bytes).ok())
                .is_some_and(|(segment, _)| segment.log == request.log)
    })
}

fn receipt(
    state: &AppState,
    view: &CompanySnapshot,
    request: &Request,
    log: LogId,
    head: LogHead,
) -> Signed<Durable> {
    state.store().sign(Durable {
        company: request.company,
        log,
        next_seq: head.next_seq,
        hash: head.hash.0,
        epoch: view.epoch(),
    })
}

fn unchanged(request: &Request) -> Delta {
    Delta {
        from: request.base,
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
        from: request.base,
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
