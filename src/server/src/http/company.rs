//! The company's settings.

use api::company::{Company, CompanyPatch, Language};
use api::id;
use engine::command::ChangeCompany;
use engine::rows::Row as _;
use engine::{Command, query};
use serde::Deserialize;

use super::extract::Body;
use super::problem::Refused;
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which company.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CompanyPath {
    /// The company.
    pub(super) company: id::CompanyId,
}

/// The settings.
#[utoipa::path(
    get,
    path = "/companies/{company}",
    tag = "company",
    params(CompanyPath),
    responses((status = 200, body = Company))
)]
pub(crate) async fn show(member: Member) -> Result<Tagged<Company>, Refused> {
    member.read(settings).await
}

/// Changes settings; what is left out stays.
#[utoipa::path(
    patch,
    path = "/companies/{company}",
    tag = "company",
    params(CompanyPath),
    request_body = CompanyPatch,
    responses((status = 200, body = Company))
)]
pub(crate) async fn change(
    member: Member,
    Body(patch): Body<CompanyPatch>,
) -> Result<Tagged<Company>, Refused> {
    let change = ChangeCompany {
        name: patch.name,
        zone: patch.zone,
        workweek_starts: patch.workweek_starts,
        language: patch.language.map(|language| language.tag().to_owned()),
    };
    member.make_so(Command::ChangeCompany(change)).await?;
    member.read(settings).await
}

fn settings(member: &Member, view: &store::CompanySnapshot) -> Result<Tagged<Company>, Refused> {
    let row = query::company(view)?.ok_or_else(|| Refused::not_found("company"))?;
    let state = row.hash();
    let body = Company {
        id: member.company.into(),
        name: row.name,
        zone: row.zone,
        workweek_starts: row.workweek_starts,
        language: Language::from_tag(&row.language),
        founded_at: row.founded_at,
        position: view.position(),
        mail_configured: member.state().settings().mail_configured,
        secure: member.state().is_secure_context(),
    };
    Ok(Tagged { state, body })
}
