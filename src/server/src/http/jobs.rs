//! Jobs.

use api::job::{Job, JobPatch, NewJob};
use api::page::ListQuery;
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::JobId;
use domain::company::Permission;
use engine::command::{JobPatch as Change, JobText};
use engine::rows::JobRow;
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Cut, matches, shaped};
use super::problem::Refused;
use super::shape;
use crate::auth::member::Member;

/// Which job.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct JobPath {
    /// The job.
    job: id::JobId,
}

/// Jobs by name.
#[utoipa::path(
    get,
    path = "/companies/{company}/jobs",
    tag = "jobs",
    params(CompanyPath, ListQuery),
    responses((status = 200, body = Page<Job>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<ListQuery>,
) -> Result<Json<Page<Job>>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        let archived = asked.archived.unwrap_or_default();
        let cut = Cut {
            cursor: asked.cursor.as_deref(),
            limit: asked.limit,
        };
        let page = cut.page(
            query::jobs(view)?,
            |(id, _)| id.to_string(),
            |(_, row)| {
                let texts = [row.name.as_str(), &row.code, &row.customer];
                row.archived == archived && matches(asked.q.as_deref(), &texts)
            },
        )?;
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
) -> Result<(StatusCode, Json<Job>), Refused> {
    let text = JobText {
        code: new.code,
        name: new.name,
        customer: new.customer,
    };
    let done = member.run(Command::AddJob(text)).await?;
    let id = done
        .subject()
        .ok_or_else(|| Refused::internal(&"a new job has no id"))?;
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
pub(crate) async fn show(member: Member, At(path): At<JobPath>) -> Result<Json<Job>, Refused> {
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
) -> Result<Json<Job>, Refused> {
    let id = path.job.0;
    let JobPatch {
        code,
        name,
        customer,
        expected,
    } = patch;
    let seen = member.read(move |member, view| {
        member.must(view, Permission::ManageJobs, None)?;
        let row: JobRow = shape::row(view, id, "job")?;
        shape::check_expected(expected.as_deref(), &row)
    });
    seen.await?;
    member
        .make_so(Command::ChangeJob(
            id,
            Change {
                code,
                name,
                customer,
            },
        ))
        .await?;
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
pub(crate) async fn archive(member: Member, At(path): At<JobPath>) -> Result<Json<Job>, Refused> {
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
pub(crate) async fn restore(member: Member, At(path): At<JobPath>) -> Result<Json<Job>, Refused> {
    member.make_so(Command::RestoreJob(path.job.0)).await?;
    one(&member, path.job.0).await
}

async fn one(member: &Member, id: JobId) -> Result<Json<Job>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewJobs, None)?;
        Ok(shape::job(id, &shape::row(view, id, "job")?))
    });
    read.await.map(Json)
}
