//! Jobs.

use api::job::{Job, JobPatch, JobsQuery, NewJob};
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::JobId;
use domain::company::Permission;
use engine::command::{JobPatch as Change, JobText};
use engine::rows::{JobRow, Row as _};
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_text, matches, shaped};
use super::problem::Refused;
use super::shape;
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which job.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct JobPath {
    /// The job.
    job: id::JobId,
}

const JOBS: Listing<(JobId, JobRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("name", |(_, row)| by_text(&row.name)),
        ("code", |(_, row)| by_text(&row.code)),
        ("customer", |(_, row)| by_text(&row.customer)),
    ],
    usual: "name",
};

/// Jobs.
#[utoipa::path(
    get,
    path = "/companies/{company}/jobs",
    tag = "jobs",
    params(CompanyPath, JobsQuery),
    responses((status = 200, body = Page<Job>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<JobsQuery>,
) -> Result<Json<Page<Job>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        let archived = asked.archived.unwrap_or_default();
        let mut jobs = query::jobs(view)?;
        jobs.retain(|(_, row)| {
            let texts = [row.name.as_str(), &row.code, &row.customer];
            row.archived == archived && matches(asked.q.as_deref(), &texts)
        });
        let page = JOBS.page(asked.list(), jobs)?;
        shaped(page, |(id, row)| Ok(shape::job(id, &row)))
    });
    read.await.map(Json)
}

/// Adds a job.
#[utoipa::path(
    post,
    path = "/companies/{company}/jobs",
    tag = "jobs",
    params(CompanyPath),
    request_body = NewJob,
    responses((status = 201, body = Job))
)]
pub(crate) async fn add(
    member: Member,
    Body(new): Body<NewJob>,
) -> Result<(StatusCode, Tagged<Job>), Refused> {
    let text = JobText {
        code: new.code,
        name: new.name,
        customer: new.customer,
    };
    let id = member.create(Command::AddJob(text)).await?;
    Ok((StatusCode::CREATED, one(&member, id).await?))
}

/// One job.
#[utoipa::path(
    get,
    path = "/companies/{company}/jobs/{job}",
    tag = "jobs",
    params(CompanyPath, JobPath),
    responses((status = 200, body = Job))
)]
pub(crate) async fn show(member: Member, At(path): At<JobPath>) -> Result<Tagged<Job>, Refused> {
    one(&member, path.job.0).await
}

/// Changes a job; what is left out stays.
#[utoipa::path(
    patch,
    path = "/companies/{company}/jobs/{job}",
    tag = "jobs",
    params(CompanyPath, JobPath),
    request_body = JobPatch,
    responses((status = 200, body = Job))
)]
pub(crate) async fn change(
    member: Member,
    At(path): At<JobPath>,
    Body(patch): Body<JobPatch>,
) -> Result<Tagged<Job>, Refused> {
    let id = path.job.0;
    let change = Change {
        expected: shape::parse_hash(patch.expected.as_deref())?,
        code: patch.code,
        name: patch.name,
        customer: patch.customer,
    };
    member.make_so(Command::ChangeJob(id, change)).await?;
    one(&member, id).await
}

/// Archives a job: it takes no more hours.
#[utoipa::path(
    post,
    path = "/companies/{company}/jobs/{job}/archive",
    tag = "jobs",
    params(CompanyPath, JobPath),
    responses((status = 200, body = Job))
)]
pub(crate) async fn archive(member: Member, At(path): At<JobPath>) -> Result<Tagged<Job>, Refused> {
    member.make_so(Command::ArchiveJob(path.job.0)).await?;
    one(&member, path.job.0).await
}

/// Restores a job: it takes hours again.
#[utoipa::path(
    post,
    path = "/companies/{company}/jobs/{job}/restore",
    tag = "jobs",
    params(CompanyPath, JobPath),
    responses((status = 200, body = Job))
)]
pub(crate) async fn restore(member: Member, At(path): At<JobPath>) -> Result<Tagged<Job>, Refused> {
    member.make_so(Command::RestoreJob(path.job.0)).await?;
    one(&member, path.job.0).await
}

async fn one(member: &Member, id: JobId) -> Result<Tagged<Job>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        let row: JobRow = shape::row(view, id, "job")?;
        Ok(Tagged {
            state: row.hash(),
            body: shape::job(id, &row),
        })
    });
    read.await
}
