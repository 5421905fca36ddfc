//! Access tokens: making and revoking one's own in the office, and what programs exchange them
//! for.

use api::token::{
    AccessToken, AccessTokensQuery, BearerToken, KeySet, MadeAccessToken, NewAccessToken,
};
use api::{Page, id};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AccessTokenId;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{SecurityEventKind, SystemChange};

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_instant, by_text, matches};
use super::problem::Refused;
use crate::auth::audit::{self, Whom};
use crate::auth::bearer;
use crate::auth::member::Member;
use crate::auth::origin::Client;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// The longest name.
const NAME_CHARS_MAX: usize = 100;
/// Use is noted no more often than this: each note is a write.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(5);

const TOKENS: Listing<AccessToken> = Listing {
    id: |token| token.id.to_string(),
    orders: &[
        ("made_at", |token| by_instant(token.made_at)),
        ("name", |token| by_text(&token.name)),
        ("expires_at", |token| by_instant(token.expires_at)),
    ],
    usual: "-made_at",
};

/// Which access token.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TokenPath {
    /// The access token.
    token: id::AccessTokenId,
}

/// One's own access tokens.
#[utoipa::path(
    get,
    path = "/companies/{company}/me/tokens",
    tag = "tokens",
    params(CompanyPath, AccessTokensQuery),
    responses((status = 200, body = Page<AccessToken>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<AccessTokensQuery>,
) -> Result<Json<Page<AccessToken>>, Refused> {
    let system = member.state().store().system()?;
    let held = system.access_tokens(member.company, member.id)?;
    let now = member.state().now();
    let shown = held
        .into_iter()
        .filter(|(_, row)| now < row.expires_at)
        .filter(|(_, row)| matches(asked.q.as_deref(), &[&row.name]))
        .map(|(id, row)| shown(id, row));
    TOKENS.page(asked.list(), shown.collect()).map(Json)
}

/// Makes an access token. Its secret is told this once. For people who sign in, not for programs.
#[utoipa::path(
    post,
    path = "/companies/{company}/me/tokens",
    tag = "tokens",
    params(CompanyPath),
    request_body = NewAccessToken,
    responses((status = 201, body = MadeAccessToken))
)]
pub(crate) async fn make(
    Client(client): Client,
    member: Member,
    Body(new): Body<NewAccessToken>,
) -> Result<(StatusCode, Json<MadeAccessToken>), Refused> {
    member.must_be_signed_in()?;
    let name = new.name.trim();
    let length = name.chars().count();
    if length == 0 || length > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let detail = format!("The name has from 1 to {NAME_CHARS_MAX} characters.");
        return Err(Refused::bad_value("name", detail));
    }
    let state = member.state();
    // An owner who has left may look at the own time; a program of theirs may not.
    let place = member.place_of(AccessTokenId::from_bytes(state.store().random()));
    if Member::of_token(state, place, member.account)?.is_none() {
        return Err(Refused::not_permitted());
    }
    let (secret, hash) = bearer::new_secret(state);
    let made_at = state.now();
    let life = SignedDuration::from_hours(i64::from(new.good_for.days()) * 24);
    let row = store::AccessToken {
        hash,
        account: member.account,
        name: name.to_owned(),
        read_only: new.read_only,
        made_at,
        expires_at: made_at.checked_add(life).unwrap_or(made_at),
        last_used_at: None,
    };
    let token = shown(place.token, row.clone());
    let put = SystemChange::PutAccessToken { place, row };
    let note = event(&member, client, SecurityEventKind::AccessTokenMade);
    state.store().change_system(vec![put, note]).await?;
    Ok((StatusCode::CREATED, Json(MadeAccessToken { token, secret })))
}

/// Revokes an access token: nothing that was exchanged for it is good any more.
#[utoipa::path(
    delete,
    path = "/companies/{company}/me/tokens/{token}",
    tag = "tokens",
    params(CompanyPath, TokenPath),
    responses((status = 204))
)]
pub(crate) async fn revoke(
    Client(client): Client,
    member: Member,
    At(path): At<TokenPath>,
) -> Result<StatusCode, Refused> {
    let place = member.place_of(path.token.0);
    let state = member.state();
    if state.store().system()?.access_token(place)?.is_none() {
        return Err(Refused::not_found("access token"));
    }
    let remove = SystemChange::RemoveAccessToken { place };
    let note = event(&member, client, SecurityEventKind::AccessTokenRevoked);
    state.store().change_system(vec![remove, note]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Exchanges an access token, shown in `Authorization`, for a bearer token that is good for
/// minutes.
#[utoipa::path(
    post,
    path = "/tokens",
    tag = "tokens",
    security(("access_token" = [])),
    responses((status = 200, body = BearerToken))
)]
pub(crate) async fn exchange(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
) -> Result<Json<BearerToken>, Refused> {
    let now = state.now();
    let key = Key::of_client("access token", client);
    let throttle = &state.throttles().code_client;
    throttle.take(key, now).map_err(Refused::too_many)?;
    let found = find(&state, &headers).inspect_err(|refused| {
        if refused.status == StatusCode::UNAUTHORIZED {
            let kind = SecurityEventKind::AccessTokenRefused;
            audit::note(&state, client, kind, Whom::default());
        }
    });
    let (place, row) = found?;
    throttle.forgive(key);
    let (access_token, life) = bearer::issue(&state, place, &row).await?;
    let noted = row.last_used_at;
    if noted.is_none_or(|noted| now.duration_since(noted) > NOTE_EVERY) {
        let touch = SystemChange::TouchAccessToken { place, at: now };
        if let Err(error) = state.store().change_system(vec![touch]).await {
            tracing::warn!(%error, "the use of an access token could not be noted");
        }
    }
    Ok(Json(BearerToken {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: u32::try_from(life.as_secs()).unwrap_or_default(),
        company: place.company.into(),
    }))
}

fn find(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<(store::AccessTokenPlace, store::AccessToken), Refused> {
    let secret = bearer::shown(headers)?.ok_or_else(Refused::bad_token)?;
    let (place, row) = bearer::of_secret(state, secret)?;
    Member::of_token(state, place, row.account)?.ok_or_else(Refused::bad_token)?;
    Ok((place, row))
}

/// The public keys that verify bearer tokens.
#[utoipa::path(get, path = "/jwks.json", tag = "tokens", responses((status = 200, body = KeySet)))]
pub(crate) async fn keys(State(state): State<AppState>) -> Result<Response, Refused> {
    let caching = [(header::CACHE_CONTROL, "public, max-age=300")];
    Ok((caching, Json(bearer::key_set(&state)?)).into_response())
}

fn event(member: &Member, client: std::net::IpAddr, kind: SecurityEventKind) -> SystemChange {
    let whom = Whom {
        account: Some(member.account),
        company: Some(member.company),
    };
    audit::event(member.state(), client, kind, whom)
}

fn shown(id: AccessTokenId, row: store::AccessToken) -> AccessToken {
    AccessToken {
        id: id.into(),
        name: row.name,
        read_only: row.read_only,
        made_at: row.made_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}
