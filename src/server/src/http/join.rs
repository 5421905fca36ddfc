//! Spending an invitation: looking at it, enrolling a phone, opening an account. Whatever is wrong
//! with a code, the answer is the same.

pub(crate) mod accept;
pub(crate) mod enrol;

use std::net::IpAddr;

use api::company::Language;
use api::invitation::{InvitationLook, LookRequest, Purpose};
use api::problem::code;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::{CompanyId, InvitationId};
use engine::rows::{CompanyRow, EmployeeRow, InvitationRow, MemberRow};
use engine::{DecideError, query};
use oplog::v1::payload::InvitationPurpose;
use store::{CompanySnapshot, Execute, ExecuteError, Executed, SecurityEventKind};

use super::extract::Body;
use super::problem::Refused;
use super::shape;
use crate::auth::audit::{self, Whom};
use crate::auth::codes::{self, Code};
use crate::auth::origin::Client;
use crate::state::AppState;

/// An invitation that a code led to.
struct Found {
    company: CompanyId,
    id: InvitationId,
    row: InvitationRow,
    view: CompanySnapshot,
    settings: CompanyRow,
    member: MemberRow,
    employee: EmployeeRow,
}

/// Looks at an open invitation. Changes nothing: scanners that open links spend nothing.
#[utoipa::path(
    post,
    path = "/invitations/look",
    tag = "invitations",
    request_body = LookRequest,
    responses((status = 200, body = InvitationLook))
)]
pub(crate) async fn look(
    State(state): State<AppState>,
    Client(client): Client,
    headers: HeaderMap,
    Body(request): Body<LookRequest>,
) -> Result<Json<InvitationLook>, Refused> {
    let found = find(&state, client, &headers, &request.code)?;
    must_be_open(&state, &found)?;
    Ok(Json(InvitationLook {
        company_name: found.settings.name,
        first_name: found
            .employee
            .name
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned(),
        purpose: match found.row.purpose {
            InvitationPurpose::Device => Purpose::Device,
            InvitationPurpose::Account => Purpose::Account,
        },
        expires_at: found.row.expires_at,
        language: Language::from_tag(&found.settings.language),
    }))
}

/// What the code leads to, whatever has become of it.
fn find(
    state: &AppState,
    client: IpAddr,
    headers: &HeaderMap,
    typed: &str,
) -> Result<Found, Refused> {
    let attempt = codes::attempt(state, client, headers)?;
    let found = led_to(state, typed)?;
    if found.is_none() {
        audit::note(
            state,
            client,
            SecurityEventKind::InvitationRefused,
            Whom::default(),
        );
    }
    let found = found.ok_or_else(Refused::invitation_not_open)?;
    // A crew enrols one after another from one network. A spent code forgives nothing.
    if found.row.is_open(state.now()) {
        attempt.was_right(state);
    }
    Ok(found)
}

fn led_to(state: &AppState, typed: &str) -> Result<Option<Found>, Refused> {
    let Some(code) = Code::parse(typed) else {
        return Ok(None);
    };
    let known = state
        .store()
        .system()?
        .invitation_code(code.hash(state.store()))?;
    let Some(known) = known else { return Ok(None) };
    let view = state.store().snapshot(known.company)?;
    let row: InvitationRow = shape::row(&view, known.invitation, "invitation")?;
    let member: MemberRow = shape::row(&view, row.member, "member")?;
    let employee = shape::row(&view, member.employee, "employee")?;
    let settings = query::company(&view)?.ok_or_else(|| Refused::not_found("company"))?;
    let (company, id) = (known.company, known.invitation);
    Ok(Some(Found {
        company,
        id,
        row,
        view,
        settings,
        member,
        employee,
    }))
}

fn must_be_open(state: &AppState, found: &Found) -> Result<(), Refused> {
    let open = found.row.is_open(state.now()) && found.employee.archived_at.is_none();
    if open {
        Ok(())
    } else {
        Err(Refused::invitation_not_open())
    }
}

fn must_be_for(found: &Found, purpose: InvitationPurpose) -> Result<(), Refused> {
    if found.row.purpose == purpose {
        return Ok(());
    }
    let detail = match found.row.purpose {
        InvitationPurpose::Device => "This code is for a phone. Open it there.",
        InvitationPurpose::Account => "This code opens an account for the office, not a phone.",
    };
    Err(Refused::new(
        StatusCode::CONFLICT,
        code::INVITATION_FOR_OTHER_PURPOSE,
        detail,
    ))
}

/// Spends an invitation; that someone else was faster is no other answer than a wrong code.
async fn spend(state: &AppState, execute: Execute) -> Result<Executed, Refused> {
    match state.store().execute(execute).await {
        Ok(done) => Ok(done),
        Err(ExecuteError::Decide(DecideError::Invitation(_)) | ExecuteError::Judged(_)) => {
            Err(Refused::invitation_not_open())
        }
        Err(error) => Err(error.into()),
    }
}
