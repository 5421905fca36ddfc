//! Choosing a new password with a code that the operator made. Whatever is wrong with a code, the
//! answer is the same.

use std::net::IpAddr;

use api::invitation::LookRequest;
use api::problem::code;
use api::session::{ResetLook, ResetRequest, Session};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AccountId;
use store::{AccessTokenPlace, Account, SecurityEventKind, SystemChange, TokenHash};

use super::extract::Body;
use super::problem::Refused;
use crate::auth::audit::{self, Whom};
use crate::auth::codes::{self, Code};
use crate::auth::origin::Client;
use crate::auth::password::{self, About};
use crate::auth::session;
use crate::state::AppState;

/// Says whose password a code resets. Changes nothing.
#[utoipa::path(
    post,
    path = "/password-resets/look",
    tag = "session",
    request_body = LookRequest,
    responses((status = 200, body = ResetLook))
)]
pub(crate) async fn look(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<LookRequest>,
) -> Result<Json<ResetLook>, Refused> {
    let found = find(&state, client, &headers, &request.code)?;
    Ok(Json(ResetLook {
        email: found.row.email,
    }))
}

/// Spends a code: sets the password, ends every session, access token and calendar link of the
/// account, and signs in.
#[utoipa::path(
    post,
    path = "/password-resets",
    tag = "session",
    request_body = ResetRequest,
    responses((status = 200, body = Session))
)]
pub(crate) async fn reset(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<ResetRequest>,
) -> Result<Response, Refused> {
    let Found { code, account, row } = find(&state, client, &headers, &request.code)?;
    let about = About {
        email: &row.email,
        person: &row.name,
        company: "",
    };
    password::check_new(&request.password, about)?;
    let password = password::hash(&state, request.password).await?;
    let now = state.now();
    let session = session::begin(&state, account);
    let whom = Whom {
        account: Some(account),
        company: None,
    };
    let email = row.email.trim().to_lowercase();
    let mut changes = vec![
        SystemChange::SpendPasswordReset { code, now },
        SystemChange::PutAccount {
            account,
            row: Account {
                password,
                password_changed_at: now,
                ..row
            },
        },
        SystemChange::EndSessionsOf {
            account,
            except: None,
        },
        session.change,
        audit::event(&state, client, SecurityEventKind::PasswordChanged, whom),
    ];
    changes.extend(other_ways_in(&state, account)?);
    state.store().change_system(changes).await?;
    state.throttles().forgive_sign_in(client, &email);
    let view = session::describe(&state, account, session.expires_at)?;
    Ok(([(header::SET_COOKIE, session.cookie)], Json(view)).into_response())
}

/// Ends what someone who had taken the account over could still come in by: access tokens and
/// calendar links.
fn other_ways_in(state: &AppState, account: AccountId) -> Result<Vec<SystemChange>, Refused> {
    let system = state.store().system()?;
    let mut changes = Vec::new();
    for (company, member) in system.memberships(account)? {
        changes.push(SystemChange::RemoveCalendarFeed { company, member });
        for (token, _) in system.access_tokens(company, member)? {
            let place = AccessTokenPlace {
                company,
                member,
                token,
            };
            changes.push(SystemChange::RemoveAccessToken { place });
        }
    }
    Ok(changes)
}

struct Found {
    code: TokenHash,
    account: AccountId,
    row: Account,
}

fn find(
    state: &AppState,
    client: IpAddr,
    headers: &HeaderMap,
    typed: &str,
) -> Result<Found, Refused> {
    let attempt = codes::attempt(state, client, headers)?;
    let system = state.store().system()?;
    let code = Code::parse(typed).map(|code| code.hash(state.store()));
    let account = match code {
        Some(code) => system.password_reset(code, state.now())?,
        None => None,
    };
    let row = match account {
        Some(account) => system.account(account)?,
        None => None,
    };
    let (Some(code), Some(account), Some(row)) = (code, account, row) else {
        let kind = SecurityEventKind::PasswordResetRefused;
        audit::note(state, client, kind, Whom::default());
        return Err(reset_not_open());
    };
    attempt.was_right(state);
    Ok(Found { code, account, row })
}

/// The answer for every code that does not reset a password, or not any more.
pub(crate) fn reset_not_open() -> Refused {
    Refused::new(
        StatusCode::NOT_FOUND,
        code::RESET_NOT_OPEN,
        "This link was used already or is past its time. Ask for a new one.",
    )
}
