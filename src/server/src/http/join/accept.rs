//! Opening an account for the office, or linking one that there is.

use std::net::IpAddr;

use api::invitation::AcceptRequest;
use api::problem::code;
use api::session::Session;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AccountId;
use engine::Command;
use jiff::Timestamp;
use oplog::v1::payload::InvitationPurpose;
use store::{Account, Execute, SecurityEventKind, SystemChange};

use super::{Found, find, must_be_for, must_be_open, spend};
use crate::auth::audit::{self, Whom};
use crate::auth::origin::Client;
use crate::auth::password::{self, About};
use crate::auth::session;
use crate::http::extract::Body;
use crate::http::invitations::must_be_secure;
use crate::http::problem::Refused;
use crate::state::AppState;

/// Spends a code to open an account, or to link the one that has this address and password.
#[utoipa::path(
    post,
    path = "/invitations/accept",
    tag = "invitations",
    request_body = AcceptRequest,
    responses((status = 201, body = Session))
)]
pub(crate) async fn accept(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<AcceptRequest>,
) -> Result<Response, Refused> {
    must_be_secure(&state)?;
    let now = state.now();
    let found = find(&state, client, &headers, &request.code)?;
    must_be_open(&state, &found)?;
    must_be_for(&found, InvitationPurpose::Account)?;
    let opened = account(&state, client, &request, &found, now).await?;
    let account = opened.account;
    let session = session::begin(&state, account);
    let (company, member) = (found.company, found.row.member);
    let whom = Whom {
        account: Some(account),
        company: Some(company),
    };
    let event = |kind| audit::event(&state, client, kind, whom);
    let mut changes = vec![opened.rests_on];
    if opened.created {
        changes.push(event(SecurityEventKind::AccountCreated));
    }
    changes.extend([
        SystemChange::PutMembership {
            account,
            company,
            member,
        },
        session.change,
        event(SecurityEventKind::InvitationSpent),
    ]);
    let command = Command::LinkAccount(found.id, account);
    let execute = Execute::new(company, member, command, now).with_system(changes.into());
    spend(&state, execute).await?;
    state.throttles().forgive_sign_in(client, &opened.email);
    let view = session::describe(&state, account, session.expires_at)?;
    Ok((
        StatusCode::CREATED,
        [(header::SET_COOKIE, session.cookie)],
        Json(view),
    )
        .into_response())
}

/// The account to link.
struct Opened {
    account: AccountId,
    /// What makes it, or what holds its password to the one that was checked.
    rests_on: SystemChange,
    created: bool,
    email: String,
}

/// The account to link, which is opened or whose password is checked.
async fn account(
    state: &AppState,
    client: IpAddr,
    request: &AcceptRequest,
    found: &Found,
    now: Timestamp,
) -> Result<Opened, Refused> {
    let email = domain::text::email(&request.email)
        .ok()
        .filter(|email| !email.is_empty())
        .ok_or_else(|| Refused::bad_value("email", "Give an e-mail address to sign in with."))?;
    state
        .throttles()
        .take_sign_in(client, &email, now)
        .map_err(Refused::too_many)?;
    let system = state.store().system()?;
    let Some((account, row)) = system.account_by_email(&email)? else {
        let about = About {
            email: &email,
            person: &found.employee.name,
            company: &found.settings.name,
        };
        password::check_new(&request.password, about)?;
        let password = password::hash(state, request.password.clone()).await?;
        let row = Account {
            email: email.clone(),
            name: found.employee.name.clone(),
            password,
            language: found.settings.language.clone(),
            created_at: now,
            password_changed_at: now,
        };
        let account = AccountId::from_bytes(state.store().random());
        return Ok(Opened {
            account,
            rests_on: SystemChange::CreateAccount { account, row },
            created: true,
            email,
        });
    };
    if !password::verify(state, request.password.clone(), Some(row.password.clone())).await? {
        let detail = "There is an account with this address, and the password is not its.";
        let status = StatusCode::UNAUTHORIZED;
        return Err(Refused::new(status, code::WRONG_CREDENTIALS, detail).about("password"));
    }
    match system.membership(account, found.company)? {
        Some(member) if member != found.row.member => {
            let detail = "This account already belongs to someone else in this company.";
            let status = StatusCode::CONFLICT;
            Err(Refused::new(status, code::ACCOUNT_OF_OTHER_MEMBER, detail).about("email"))
        }
        Some(_) | None => Ok(Opened {
            account,
            rests_on: SystemChange::ExpectPassword { account, seen: row },
            created: false,
            email,
        }),
    }
}
