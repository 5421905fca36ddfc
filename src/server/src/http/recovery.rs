//! A server that was set back: what the company waits for, and going on without it.

use api::problem::code;
use api::recovery::{AwaitedPhone, Recovering, RecoveryStatus};
use axum::Json;
use axum::http::StatusCode;
use domain::company::Permission;
use engine::rows::{self, DeviceRow, Writer};
use store::{AwaitedLog, CompanySnapshot, EndRecoveryError, Recovery};

use super::company::CompanyPath;
use super::problem::Refused;
use super::shape::Names;
use crate::auth::member::Member;

/// What the company waits for.
#[utoipa::path(
    get,
    path = "/companies/{company}/recovery",
    tag = "backup",
    params(CompanyPath),
    responses((status = 200, body = RecoveryStatus))
)]
pub(crate) async fn show(member: Member) -> Result<Json<RecoveryStatus>, Refused> {
    member
        .read(|member, view| {
            member.must(view, Permission::ManagePeople, None)?;
            status(member, view)
        })
        .await
        .map(Json)
}

/// Goes on without what is still missing. What phones bring of it later counts when it comes.
#[utoipa::path(
    post,
    path = "/companies/{company}/recovery/end",
    tag = "backup",
    params(CompanyPath),
    responses((status = 200, body = RecoveryStatus))
)]
pub(crate) async fn end(member: Member) -> Result<Json<RecoveryStatus>, Refused> {
    member
        .read(|member, view| member.must(view, Permission::ManageCompany, None))
        .await?;
    let state = member.state();
    let ended = state
        .store()
        .end_recovery(member.company, member.id, state.now());
    match ended.await {
        Ok(missing) => tracing::info!(company = %member.company, missing, "a recovery was ended"),
        Err(EndRecoveryError::NotRecovering) => {
            return Err(Refused::new(
                StatusCode::CONFLICT,
                code::NOT_RECOVERING,
                "Nothing is waited for: everything goes on.",
            ));
        }
        Err(EndRecoveryError::Execute(error)) => return Err(error.into()),
    }
    member.read(status).await.map(Json)
}

fn status(member: &Member, view: &CompanySnapshot) -> Result<RecoveryStatus, Refused> {
    let recovering = view
        .recovery()?
        .map(|recovery| told(member, view, &recovery))
        .transpose()?;
    Ok(RecoveryStatus {
        recovering,
        may_end: member.must(view, Permission::ManageCompany, None).is_ok(),
    })
}

fn told(
    member: &Member,
    view: &CompanySnapshot,
    recovery: &Recovery,
) -> Result<Recovering, Refused> {
    let restored = member.state().store().restored()?;
    let back = restored.and_then(|restored| restored.position(member.company));
    let names = Names::new(view);
    let mut awaited = Vec::with_capacity(recovery.awaited.len());
    for log in &recovery.awaited {
        awaited.extend(phone(view, &names, log)?);
    }
    Ok(Recovering {
        since: recovery.since,
        ending: recovery.is_ending,
        waiting: recovery.waiting,
        awaited,
        gone: back
            .map(|back| recovery.position_seen.saturating_sub(back))
            .filter(|gone| *gone > 0),
    })
}

fn phone(
    view: &CompanySnapshot,
    names: &Names<'_>,
    log: &AwaitedLog,
) -> Result<Option<AwaitedPhone>, Refused> {
    let Writer::Device(device) = log.writer else {
        return Ok(None);
    };
    let Some(row) = rows::get::<DeviceRow>(view, &device.to_bytes())? else {
        return Ok(None);
    };
    let employee = names.member(row.member)?;
    Ok(employee.map(|employee| AwaitedPhone {
        device: device.into(),
        name: row.name,
        employee: employee.id,
        employee_name: employee.name,
        missing: log.shown.saturating_sub(log.held),
    }))
}
