//! Signing in and out, and changing one's password.

use api::problem::code;
use api::session::{PasswordChange, Session, SignInRequest};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AccountId;
use store::{Account, SecurityEventKind, SystemChange};

use super::extract::Body;
use super::problem::Refused;
use crate::auth::audit::{self, Whom};
use crate::auth::cookie;
use crate::auth::origin::{self, Client, Sender};
use crate::auth::password::{self, About};
use crate::auth::session::{self, SignedIn};
use crate::auth::throttle::Key;
use crate::state::AppState;

/// Who is signed in, and where. An old token is replaced on this occasion.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = Session)))]
pub(crate) async fn current(
    State(state): State<AppState>,
    signed_in: SignedIn,
) -> Result<Response, Refused> {
    let view = session::describe(&state, signed_in.account, signed_in.session.expires_at)?;
    let Some((change, cookie)) = session::rotate(&state, &signed_in) else {
        return Ok(Json(view).into_response());
    };
    state.store().change_system(vec![change]).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(view)).into_response())
}

/// Signs in. An unknown address and a wrong password give the same answer in the same time.
#[utoipa::path(
    post,
    path = "/session",
    tag = "session",
    request_body = SignInRequest,
    responses((status = 200, body = Session))
)]
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<SignInRequest>,
) -> Result<Response, Refused> {
    let public_url = &state.settings().network.public_url;
    origin::check(public_url, &Method::POST, &headers, Sender::NotForeign)?;
    let now = state.now();
    let email = request.email.trim().to_lowercase();
    state
        .throttles()
        .take_sign_in(client, &email, now)
        .inspect_err(|_| {
            tracing::warn!("a sign-in was throttled");
            state.metrics().signed_in("throttled");
        })
        .map_err(Refused::too_many)?;
    let known = state.store().system()?.account_by_email(&email)?;
    let phc = known.as_ref().map(|(_, row)| row.password.clone());
    let right = password_is(&state, request.password, phc).await?;
    let whom = Whom {
        account: known.as_ref().map(|(account, _)| *account),
        company: None,
    };
    let Some((account, seen)) = known.filter(|_| right) else {
        audit::note(&state, client, SecurityEventKind::SignInRefused, whom);
        state.metrics().signed_in("wrong");
        return Err(wrong_credentials());
    };
    state.throttles().forgive_sign_in(client, &email);
    let mut changes = vec![
        SystemChange::ExpectPassword { account, seen },
        audit::event(&state, client, SecurityEventKind::SignedIn, whom),
    ];
    // The browser's session before this one ends: a token is never carried over a sign-in.
    if let Some(token) = cookie::token(state.is_https(), &headers) {
        changes.push(SystemChange::EndSession {
            token: state.store().token_hash(&token),
        });
    }
    let session = session::begin(&state, account);
    changes.push(session.change);
    state.store().change_system(changes).await?;
    state.metrics().signed_in("ok");
    let view = session::describe(&state, account, session.expires_at)?;
    Ok(([(header::SET_COOKIE, session.cookie)], Json(view)).into_response())
}

/// Signs out. It is no error that one was not signed in.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    Client(client): Client,
    signed_in: Result<SignedIn, Refused>,
) -> Result<Response, Refused> {
    match signed_in {
        Ok(signed_in) => {
            let whom = Whom {
                account: Some(signed_in.account),
                company: None,
            };
            let event = audit::event(&state, client, SecurityEventKind::SignedOut, whom);
            let end = SystemChange::EndSession {
                token: signed_in.token,
            };
            state.store().change_system(vec![end, event]).await?;
        }
        Err(refused) if refused.status == StatusCode::UNAUTHORIZED => {}
        Err(refused) => return Err(refused),
    }
    let cookie = cookie::clear(state.is_https());
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Changes the password; every other session of the account ends.
#[utoipa::path(
    post,
    path = "/account/password",
    tag = "session",
    request_body = PasswordChange,
    responses((status = 204))
)]
pub(crate) async fn change_password(
    State(state): State<AppState>,
    Client(client): Client,
    signed_in: SignedIn,
    Body(request): Body<PasswordChange>,
) -> Result<Response, Refused> {
    let account = signed_in.account;
    let row = check_password(&state, account, request.current)
        .await
        .map_err(|refused| refused.about("current"))?;
    let about = About {
        email: &row.email,
        person: &row.name,
        company: "",
    };
    password::check_new(&request.new, about).map_err(|refused| refused.about("new"))?;
    let password = password::hash(&state, request.new).await?;
    let session = session::begin(&state, account);
    let whom = Whom {
        account: Some(account),
        company: None,
    };
    let event = audit::event(&state, client, SecurityEventKind::PasswordChanged, whom);
    let changed = Account {
        password,
        password_changed_at: state.now(),
        ..row.clone()
    };
    let changes = vec![
        SystemChange::ExpectPassword { account, seen: row },
        SystemChange::PutAccount {
            account,
            row: changed,
        },
        SystemChange::EndSessionsOf {
            account,
            except: None,
        },
        session.change,
        event,
    ];
    state.store().change_system(changes).await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, session.cookie)],
    )
        .into_response())
}

/// Refuses unless the password is the account's; limited like changing it.
pub(super) async fn check_password(
    state: &AppState,
    account: AccountId,
    password: String,
) -> Result<Account, Refused> {
    let key = Key::of("password", &account.to_string());
    state
        .throttles()
        .sign_in_account
        .take(key, state.now())
        .map_err(Refused::too_many)?;
    let row = account_row(state, account)?;
    if !password_is(state, password, Some(row.password.clone())).await? {
        return Err(wrong_credentials());
    }
    state.throttles().sign_in_account.forgive(key);
    Ok(row)
}

fn account_row(state: &AppState, account: AccountId) -> Result<Account, Refused> {
    state
        .store()
        .system()?
        .account(account)?
        .ok_or_else(Refused::not_signed_in)
}

/// Whether the password is right; one that no account can have is wrong without a look, after the
/// same work.
async fn password_is(
    state: &AppState,
    password: String,
    phc: Option<String>,
) -> Result<bool, Refused> {
    let possible = password.chars().count() <= password::PASSWORD_CHARS_MAX;
    let password = if possible { password } else { String::new() };
    Ok(password::verify(state, password, phc).await? && possible)
}

fn wrong_credentials() -> Refused {
    Refused::new(
        StatusCode::UNAUTHORIZED,
        code::WRONG_CREDENTIALS,
        "The e-mail address or the password is wrong.",
    )
}

#[cfg(test)]
mod tests;
