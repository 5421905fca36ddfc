//! Issuing, showing and revoking invitations in the office.

use api::invitation::{
    Invitation, InvitationStatus, InvitationWithCode, InvitationsQuery, MailStatus, NewInvitation,
    Purpose,
};
use api::problem::code;
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::company::{Permission, Role};
use domain::{InvitationId, MemberId};
use engine::rows::{EmployeeRow, InvitationRow, InvitationState, MemberRow, Row as _};
use engine::{Command, query};
use oplog::Payload;
use oplog::v1::payload::InvitationPurpose;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use store::{CompanySnapshot, InvitationCode, SystemChange, SystemPlan};

use super::company::CompanyPath;
use super::employees::EmployeePath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_instant, matches, shaped};
use super::problem::Refused;
use super::shape::{self, Names, hash_text};
use super::tag::Tagged;
use crate::auth::codes;
use crate::auth::member::Member;
use crate::state::AppState;

/// Which invitation.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct InvitationPath {
    /// The invitation.
    invitation: id::InvitationId,
}

const INVITATIONS: Listing<(InvitationRow, Invitation)> = Listing {
    id: |(_, shown)| shown.id.to_string(),
    orders: &[
        ("issued_at", |(row, _)| by_instant(row.issued_at)),
        ("expires_at", |(row, _)| by_instant(row.expires_at)),
    ],
    usual: "-issued_at",
};

/// An employee's invitations.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees/{employee}/invitations",
    tag = "invitations",
    params(CompanyPath, EmployeePath, InvitationsQuery),
    responses((status = 200, body = Page<Invitation>))
)]
pub(crate) async fn list(
    member: Member,
    At(path): At<EmployeePath>,
    Asked(asked): Asked<InvitationsQuery>,
) -> Result<Json<Page<Invitation>>, Refused> {
    let employee = path.employee.0;
    let read = member.read(move |member, view| {
        member.must(view, Permission::InvitePeople, Some(employee))?;
        let row: EmployeeRow = shape::row(view, employee, "employee")?;
        let mut found = Vec::new();
        if let Some(place) = row.member {
            for (id, row) in query::invitations(view, Some(place))? {
                let shown = shaped_invitation(member, view, id, &row)?;
                let wanted = asked.status.is_none_or(|status| status == shown.status);
                if wanted && matches(asked.q.as_deref(), &[&shown.issued_by]) {
                    found.push((row, shown));
                }
            }
        }
        let page = INVITATIONS.page(asked.list(), found)?;
        shaped(page, |(_, shown)| Ok(shown))
    });
    read.await.map(Json)
}

/// Invites an employee: the code and the link work once, for seven days. For people who sign in,
/// not for programs.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees/{employee}/invitations",
    tag = "invitations",
    params(CompanyPath, EmployeePath),
    request_body = NewInvitation,
    responses((status = 201, body = InvitationWithCode))
)]
pub(crate) async fn issue(
    member: Member,
    At(path): At<EmployeePath>,
    Body(new): Body<NewInvitation>,
) -> Result<(StatusCode, Tagged<InvitationWithCode>), Refused> {
    member.must_be_signed_in()?;
    must_be_secure(member.state())?;
    let purpose = match new.purpose {
        Purpose::Device => InvitationPurpose::Device,
        Purpose::Account => InvitationPurpose::Account,
    };
    let store = member.state().store().clone();
    let company = member.company;
    let plan = SystemPlan::after(move |ops| {
        let issued = ops.iter().filter_map(|op| match &op.payload {
            Payload::InvitationIssued(issued) => Some((op.subject(), issued.expires_at)),
            _other => None,
        });
        issued
            .map(|(invitation, expires_at)| SystemChange::PutInvitationCode {
                code: codes::of_invitation(&store, invitation).hash(&store),
                row: InvitationCode {
                    company,
                    invitation,
                    expires_at,
                },
            })
            .collect()
    });
    let command = Command::Invite(path.employee.0, purpose);
    let done = member.run_with(command, plan).await?;
    let id = done
        .subject()
        .ok_or_else(|| Refused::internal(&"a new invitation has no id"))?;
    Ok((StatusCode::CREATED, with_code(&member, id).await?))
}

/// One invitation, with its code, link and QR code while it is open. Programs are not shown them.
#[utoipa::path(
    get,
    path = "/companies/{company}/invitations/{invitation}",
    tag = "invitations",
    params(CompanyPath, InvitationPath),
    responses((status = 200, body = InvitationWithCode))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<InvitationPath>,
) -> Result<Tagged<InvitationWithCode>, Refused> {
    with_code(&member, path.invitation.0).await
}

/// Revokes an invitation.
#[utoipa::path(
    delete,
    path = "/companies/{company}/invitations/{invitation}",
    tag = "invitations",
    params(CompanyPath, InvitationPath),
    responses((status = 200, body = Invitation))
)]
pub(crate) async fn revoke(
    member: Member,
    At(path): At<InvitationPath>,
) -> Result<Tagged<Invitation>, Refused> {
    let id = path.invitation.0;
    let store = member.state().store();
    let code = codes::of_invitation(store, id).hash(store);
    let plan = SystemPlan::from(vec![SystemChange::RemoveInvitationCode { code }]);
    member.run_with(Command::RevokeInvitation(id), plan).await?;
    let Tagged { state, body } = with_code(&member, id).await?;
    Ok(Tagged {
        state,
        body: body.invitation,
    })
}

/// Refuses invitations that could not be used: without a secure address phones cannot work
/// offline, and a password would travel in the clear.
pub(crate) fn must_be_secure(state: &AppState) -> Result<(), Refused> {
    if state.is_secure_context() {
        return Ok(());
    }
    let detail = format!(
        "Phones need https. Set public_url to an https address, or put the server behind one; it \
         is {} now.",
        state.settings().network.public_url
    );
    Err(Refused::new(
        StatusCode::CONFLICT,
        code::PUBLIC_URL_NOT_SECURE,
        detail,
    ))
}

async fn with_code(
    member: &Member,
    id: InvitationId,
) -> Result<Tagged<InvitationWithCode>, Refused> {
    let read = member.read(move |member, view| {
        let row: InvitationRow = shape::row(view, id, "invitation")?;
        let employee = Names::new(view).member(row.member)?;
        let employee = employee.ok_or_else(|| Refused::not_found("employee"))?.id.0;
        member.must(view, Permission::InvitePeople, Some(employee))?;
        must_be_above(member, view, row.member)?;
        let mut shown = InvitationWithCode {
            invitation: shaped_invitation(member, view, id, &row)?,
            code: None,
            link: None,
            qr_svg: None,
        };
        let state = member.state();
        // A code makes phones and accounts that outlive a program's token.
        if row.is_open(state.now()) && member.must_be_signed_in().is_ok() {
            let code = codes::of_invitation(state.store(), id);
            let link = codes::link(&state.settings().network.public_url, row.purpose, &code);
            shown.qr_svg = Some(qr(&link)?);
            shown.code = Some(code.to_string());
            shown.link = Some(link);
        }
        Ok(Tagged {
            state: row.hash(),
            body: shown,
        })
    });
    read.await
}

/// A code is as good as the role it leads to: seeing the one of someone above worker takes what
/// inviting them takes.
fn must_be_above(
    member: &Member,
    view: &CompanySnapshot,
    invited: MemberId,
) -> Result<(), Refused> {
    let row: MemberRow = shape::row(view, invited, "employee")?;
    if Role::from(row.role) > Role::Worker && invited != member.id {
        member.must(view, Permission::AssignRoles, None)?;
    }
    Ok(())
}

/// A QR code as an SVG document, black on white with the quiet zone that readers need.
fn qr(link: &str) -> Result<String, Refused> {
    let code = QrCode::new(link).map_err(|error| Refused::internal(&error))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build())
}

fn shaped_invitation(
    member: &Member,
    view: &CompanySnapshot,
    id: InvitationId,
    row: &InvitationRow,
) -> Result<Invitation, Refused> {
    let names = Names::new(view);
    let employee = names
        .member(row.member)?
        .ok_or_else(|| Refused::not_found("employee"))?;
    let (status, ended_at) = match row.state {
        InvitationState::Used { at } => (InvitationStatus::Used, Some(at)),
        InvitationState::Revoked { at } => (InvitationStatus::Revoked, Some(at)),
        InvitationState::Open if row.is_open(member.state().now()) => {
            (InvitationStatus::Open, None)
        }
        InvitationState::Open => (InvitationStatus::Expired, Some(row.expires_at)),
    };
    let person: EmployeeRow = shape::row(view, employee.id.0, "employee")?;
    let configured = member.state().settings().mail_configured;
    let mail = match row.mail_problem.as_deref() {
        Some("") => MailStatus::Sent,
        Some(_) => MailStatus::Failed,
        None if person.email.is_empty() => MailStatus::NoAddress,
        None if configured => MailStatus::Queued,
        None => MailStatus::NotConfigured,
    };
    Ok(Invitation {
        id: id.into(),
        employee: employee.id,
        employee_name: employee.name,
        purpose: match row.purpose {
            InvitationPurpose::Device => Purpose::Device,
            InvitationPurpose::Account => Purpose::Account,
        },
        issued_by: names
            .member(row.issued_by)?
            .map(|by| by.name)
            .unwrap_or_default(),
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        status,
        ended_at,
        mail,
        mail_problem: row
            .mail_problem
            .clone()
            .filter(|problem| !problem.is_empty()),
        hash: hash_text(row.hash()),
    })
}
