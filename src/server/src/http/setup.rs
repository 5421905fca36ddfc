//! The first start: the company, its owner and the owner's session, in one transaction.

use api::company::Language;
use api::problem::code;
use api::session::Session;
use api::setup::{SetupCompany, SetupRequest, SetupState, Zones};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::Zone;
use domain::{AccountId, CompanyId, MemberId};
use engine::command::{AppointOwner, ChangeCompany, FoundCompany};
use engine::rows::CompanyRow;
use engine::{Command, Ctx, DecideError, MemoryView, access, query};
use oplog::Op;
use store::{
    Account, Execute, ExecuteError, SecurityEventKind, SystemChange, SystemPlan, TokenHash,
};

use super::extract::Body;
use super::problem::Refused;
use crate::auth::audit::{self, Whom};
use crate::auth::codes::Code;
use crate::auth::origin::{self, Client, Sender};
use crate::auth::owners;
use crate::auth::password::{self, About};
use crate::auth::session;
use crate::auth::setup_code;
use crate::auth::throttle::Key;
use crate::state::AppState;

/// Whether the server waits for its company.
#[utoipa::path(get, path = "/setup", tag = "set-up", responses((status = 200, body = SetupState)))]
pub(crate) async fn state(State(state): State<AppState>) -> Result<Json<SetupState>, Refused> {
    let needed = setup_code::is_needed(state.store())?;
    let waiting = if needed { waiting(&state)? } else { Vec::new() };
    Ok(Json(SetupState {
        needed,
        secure: state.is_secure_context(),
        company: waiting.into_iter().next().map(|(_, row)| SetupCompany {
            name: row.name,
            zone: row.zone,
            workweek_starts: row.workweek_starts,
            language: Language::from_tag(&row.language),
        }),
    }))
}

/// The companies that wait for an owner, as hours were imported before anyone set the server up;
/// the first one first.
fn waiting(state: &AppState) -> Result<Vec<(CompanyId, CompanyRow)>, Refused> {
    let mut companies = state.store().system()?.companies()?;
    companies.sort_by_key(|(id, entry)| (entry.created_at, *id));
    let mut waiting = Vec::new();
    for (id, _) in companies {
        if let Some(row) = query::company(&state.store().snapshot(id)?)? {
            waiting.push((id, row));
        }
    }
    Ok(waiting)
}

/// The zones that the server knows.
#[utoipa::path(get, path = "/zones", tag = "set-up", responses((status = 200, body = Zones)))]
pub(crate) async fn zones() -> Response {
    let headers = [(header::CACHE_CONTROL, "public, max-age=86400")];
    (
        headers,
        Json(Zones {
            zones: Zone::names(),
        }),
    )
        .into_response()
}

/// Makes the company and its owner, and signs the owner in.
#[utoipa::path(
    post,
    path = "/setup",
    tag = "set-up",
    request_body = SetupRequest,
    responses((status = 201, body = Session))
)]
pub(crate) async fn set_up(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<SetupRequest>,
) -> Result<Response, Refused> {
    let public_url = &state.settings().network.public_url;
    origin::check(
        public_url,
        &axum::http::Method::POST,
        &headers,
        Sender::NotForeign,
    )?;
    let now = state.now();
    let throttles = state.throttles();
    throttles
        .code_client
        .take(Key::of_client("setup", client), now)
        .map_err(Refused::too_many)?;
    throttles
        .setup
        .take(Key::of("setup", ""), now)
        .map_err(Refused::too_many)?;
    let code = check_code(&state, &request.code).inspect_err(|_| {
        audit::note(
            &state,
            client,
            SecurityEventKind::SetupRefused,
            Whom::default(),
        );
    })?;
    password::check_new(&request.password, about(&request))?;
    let hash = password::hash(&state, request.password.clone()).await?;

    let account = AccountId::from_bytes(state.store().random());
    let waiting: Vec<CompanyId> = waiting(&state)?.into_iter().map(|(id, _)| id).collect();
    let (company, command, actor) = match waiting.first() {
        Some(company) => {
            check_settings(&request, *company, account, now)?;
            let appoint = Command::AppointOwner(appointed(&request, account));
            (*company, appoint, access::SYSTEM)
        }
        None => {
            let company = CompanyId::from_bytes(state.store().random());
            let found = Command::FoundCompany(found(request.clone(), company, account));
            // Whose op it is follows from the command: there is no member yet.
            (company, found, MemberId::from_bytes([0; 16]))
        }
    };
    let session = session::begin(&state, account);
    let whom = Whom {
        account: Some(account),
        company: Some(company),
    };
    let note = |kind| audit::event(&state, client, kind, whom);
    let mut changes = vec![
        SystemChange::UseSetup { code, at: now },
        SystemChange::CreateAccount {
            account,
            row: new_account(&request, hash, now)?,
        },
        session.change,
        note(SecurityEventKind::AccountCreated),
        note(SecurityEventKind::CompanyFounded),
    ];
    let plan = SystemPlan::after(move |ops| {
        changes.extend(owners::membership(ops, account, company));
        changes
    });
    let execute = Execute::new(company, actor, command, now);
    let done = state.store().execute(execute.with_system(plan)).await?;
    tracing::info!(%company, "a company was set up");
    if !waiting.is_empty() {
        take_over(&state, &request, account, &done.ops, &waiting).await?;
    }
    let view = session::describe(&state, account, session.expires_at)?;
    Ok((
        StatusCode::CREATED,
        [(header::SET_COOKIE, session.cookie)],
        Json(view),
    )
        .into_response())
}

/// What else follows once someone owns the first of the companies that waited: it gets the
/// settings that were chosen, and the others the same owner.
async fn take_over(
    state: &AppState,
    request: &SetupRequest,
    account: AccountId,
    ops: &[Op],
    waiting: &[CompanyId],
) -> Result<(), Refused> {
    let now = state.now();
    let (first, others) = match waiting {
        [first, others @ ..] => (*first, others),
        [] => return Ok(()),
    };
    if let Some(owner) = owners::owner(ops) {
        let change = Command::ChangeCompany(ChangeCompany {
            name: Some(request.company_name.clone()),
            zone: Some(request.zone.clone()),
            workweek_starts: Some(request.workweek_starts),
            language: Some(request.language.tag().to_owned()),
        });
        match state
            .store()
            .execute(Execute::new(first, owner, change, now))
            .await
        {
            Ok(_) | Err(ExecuteError::Decide(DecideError::NothingChanged)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for company in others.iter().copied() {
        let appoint = owners::appoint(company, appointed(request, account), now);
        state.store().execute(appoint).await?;
    }
    Ok(())
}

fn check_code(state: &AppState, typed: &str) -> Result<TokenHash, Refused> {
    let system = state.store().system()?;
    if system.has_accounts()? {
        let detail = "The company is set up already. Sign in instead.";
        return Err(Refused::new(StatusCode::CONFLICT, code::SETUP_DONE, detail));
    }
    let hash = Code::parse(typed)
        .ok_or_else(Refused::wrong_setup_code)?
        .hash(state.store());
    match system.setup()? {
        Some(setup) if setup.used_at.is_none() && setup.code == hash => Ok(hash),
        Some(_) | None => {
            tracing::warn!("a wrong set-up code was tried");
            Err(Refused::wrong_setup_code())
        }
    }
}

/// Refuses what a company cannot be founded with, before the code is spent on one that is there:
/// its settings follow in a step of their own.
fn check_settings(
    request: &SetupRequest,
    company: CompanyId,
    account: AccountId,
    now: jiff::Timestamp,
) -> Result<(), Refused> {
    let found = Command::FoundCompany(found(request.clone(), company, account));
    let ctx = Ctx {
        now,
        actor: access::SYSTEM,
        zone: &Zone::utc(),
        boot_id: 0,
        monotonic_ms: 0,
        seen: 0,
        entropy: [0; 32],
    };
    let decided = engine::decide(&MemoryView::default(), &found, &ctx);
    decided.map_err(ExecuteError::from)?;
    Ok(())
}

fn about(request: &SetupRequest) -> About<'_> {
    About {
        email: &request.email,
        person: &request.owner_name,
        company: &request.company_name,
    }
}

fn new_account(
    request: &SetupRequest,
    password: String,
    now: jiff::Timestamp,
) -> Result<Account, Refused> {
    let email = domain::text::email(&request.email)
        .ok()
        .filter(|email| !email.is_empty())
        .ok_or_else(|| Refused::bad_value("email", "Give an e-mail address to sign in with."))?;
    let name = domain::text::name(&request.owner_name)
        .map_err(|error| Refused::bad_value("owner_name", format!("The name {error}.")))?;
    Ok(Account {
        email,
        name,
        password,
        language: request.language.tag().to_owned(),
        created_at: now,
        password_changed_at: now,
    })
}

fn found(request: SetupRequest, company: CompanyId, account: AccountId) -> FoundCompany {
    FoundCompany {
        company,
        name: request.company_name,
        zone: request.zone,
        workweek_starts: request.workweek_starts,
        language: request.language.tag().to_owned(),
        owner_name: request.owner_name,
        owner_email: request.email,
        account,
    }
}

fn appointed(request: &SetupRequest, account: AccountId) -> AppointOwner {
    AppointOwner {
        account,
        name: request.owner_name.clone(),
        email: request.email.clone(),
    }
}
