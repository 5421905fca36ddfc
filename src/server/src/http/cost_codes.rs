//! Cost codes.

use api::job::{CostCode, CostCodePatch, CostCodesQuery, NewCostCode};
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::CostCodeId;
use domain::company::Permission;
use engine::command::{CostCodePatch as Change, CostCodeText};
use engine::rows::{CostCodeRow, Row as _};
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_text, matches, shaped};
use super::problem::Refused;
use super::shape;
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which cost code.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CostCodePath {
    /// The cost code.
    cost_code: id::CostCodeId,
}

const COST_CODES: Listing<(CostCodeId, CostCodeRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("code", |(_, row)| {
            format!("{}\0{}", by_text(&row.code), by_text(&row.name))
        }),
        ("name", |(_, row)| by_text(&row.name)),
    ],
    usual: "code",
};

/// Cost codes.
#[utoipa::path(
    get,
    path = "/companies/{company}/cost-codes",
    tag = "jobs",
    params(CompanyPath, CostCodesQuery),
    responses((status = 200, body = Page<CostCode>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<CostCodesQuery>,
) -> Result<Json<Page<CostCode>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        let archived = asked.archived.unwrap_or_default();
        let mut codes = query::cost_codes(view)?;
        codes.retain(|(_, row)| {
            let for_job = asked
                .job
                .is_none_or(|job| row.job.is_none_or(|only| only == job.0));
            let found = matches(asked.q.as_deref(), &[row.name.as_str(), &row.code]);
            row.archived == archived && for_job && found
        });
        let page = COST_CODES.page(asked.list(), codes)?;
        shaped(page, |(id, row)| Ok(shape::cost_code(id, &row)))
    });
    read.await.map(Json)
}

/// Adds a cost code.
#[utoipa::path(
    post,
    path = "/companies/{company}/cost-codes",
    tag = "jobs",
    params(CompanyPath),
    request_body = NewCostCode,
    responses((status = 201, body = CostCode))
)]
pub(crate) async fn add(
    member: Member,
    Body(new): Body<NewCostCode>,
) -> Result<(StatusCode, Tagged<CostCode>), Refused> {
    let text = CostCodeText {
        code: new.code,
        name: new.name,
        job: new.job.map(|job| job.0),
    };
    let id = member.create(Command::AddCostCode(text)).await?;
    Ok((StatusCode::CREATED, one(&member, id).await?))
}

/// One cost code.
#[utoipa::path(
    get,
    path = "/companies/{company}/cost-codes/{cost_code}",
    tag = "jobs",
    params(CompanyPath, CostCodePath),
    responses((status = 200, body = CostCode))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<CostCodePath>,
) -> Result<Tagged<CostCode>, Refused> {
    one(&member, path.cost_code.0).await
}

/// Changes a cost code; what is left out stays.
#[utoipa::path(
    patch,
    path = "/companies/{company}/cost-codes/{cost_code}",
    tag = "jobs",
    params(CompanyPath, CostCodePath),
    request_body = CostCodePatch,
    responses((status = 200, body = CostCode))
)]
pub(crate) async fn change(
    member: Member,
    At(path): At<CostCodePath>,
    Body(patch): Body<CostCodePatch>,
) -> Result<Tagged<CostCode>, Refused> {
    let id = path.cost_code.0;
    let change = Change {
        expected: shape::parse_hash(patch.expected.as_deref())?,
        code: patch.code,
        name: patch.name,
        job: patch.job.map(|job| job.map(|job| job.0)),
    };
    member.make_so(Command::ChangeCostCode(id, change)).await?;
    one(&member, id).await
}

/// Archives a cost code: it takes no more hours.
#[utoipa::path(
    post,
    path = "/companies/{company}/cost-codes/{cost_code}/archive",
    tag = "jobs",
    params(CompanyPath, CostCodePath),
    responses((status = 200, body = CostCode))
)]
pub(crate) async fn archive(
    member: Member,
    At(path): At<CostCodePath>,
) -> Result<Tagged<CostCode>, Refused> {
    member
        .make_so(Command::ArchiveCostCode(path.cost_code.0))
        .await?;
    one(&member, path.cost_code.0).await
}

/// Restores a cost code: it takes hours again.
#[utoipa::path(
    post,
    path = "/companies/{company}/cost-codes/{cost_code}/restore",
    tag = "jobs",
    params(CompanyPath, CostCodePath),
    responses((status = 200, body = CostCode))
)]
pub(crate) async fn restore(
    member: Member,
    At(path): At<CostCodePath>,
) -> Result<Tagged<CostCode>, Refused> {
    member
        .make_so(Command::RestoreCostCode(path.cost_code.0))
        .await?;
    one(&member, path.cost_code.0).await
}

async fn one(member: &Member, id: CostCodeId) -> Result<Tagged<CostCode>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        let row: CostCodeRow = shape::row(view, id, "cost code")?;
        Ok(Tagged {
            state: row.hash(),
            body: shape::cost_code(id, &row),
        })
    });
    read.await
}
