//! Devices: who uses which phone, and revoking one.

use api::device::{Device, DeviceRevocation, RevokeDevice};
use api::page::PageQuery;
use api::{Page, id};
use axum::Json;
use domain::company::Permission;
use domain::{DeviceId, EmployeeId};
use engine::rows::{DeviceRow, EmployeeRow};
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Cut, shaped};
use super::problem::Refused;
use super::shape::{self, Names};
use crate::auth::member::Member;

/// Which device.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct DevicePath {
    /// The device.
    device: id::DeviceId,
}

/// Every device that the member may see, the newest first.
#[utoipa::path(
    get,
    path = "/companies/{company}/devices",
    tag = "devices",
    params(CompanyPath, PageQuery),
    responses((status = 200, body = Page<Device>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Device>>, Refused> {
    page(&member, None, asked).await
}

/// Revokes a device: it may write no more.
#[utoipa::path(
    post,
    path = "/companies/{company}/devices/{device}/revoke",
    tag = "devices",
    params(CompanyPath, DevicePath),
    request_body = RevokeDevice,
    responses((status = 200, body = Device))
)]
pub(crate) async fn revoke(
    member: Member,
    At(path): At<DevicePath>,
    Body(revoke): Body<RevokeDevice>,
) -> Result<Json<Device>, Refused> {
    let id = path.device.0;
    member
        .make_so(Command::RevokeDevice(id, revoke.reason))
        .await?;
    let read = member.read(move |member, view| {
        let row: DeviceRow = shape::row(view, id, "device")?;
        shaped_device(member, &Names::new(view), id, row)
    });
    read.await.map(Json)
}

/// A page of the devices of one employee, or of everyone whom the member may see.
pub(crate) async fn page(
    member: &Member,
    employee: Option<EmployeeId>,
    asked: PageQuery,
) -> Result<Json<Page<Device>>, Refused> {
    let read = member.read(move |member, view| {
        let place = match employee {
            Some(employee) => {
                member.must(view, Permission::ViewPeople, Some(employee))?;
                let row: EmployeeRow = shape::row(view, employee, "employee")?;
                row.member
            }
            None => match member.sight(view, Permission::ViewPeople)? {
                crate::auth::member::Sight::All => None,
                crate::auth::member::Sight::Own(_) => Some(member.id),
            },
        };
        let cut = Cut {
            cursor: asked.cursor.as_deref(),
            limit: asked.limit,
        };
        let page = cut.page(
            query::devices(view, place)?,
            |(id, _)| id.to_string(),
            |_| true,
        )?;
        let names = Names::new(view);
        shaped(page, |(id, row)| shaped_device(member, &names, id, row))
    });
    read.await.map(Json)
}

fn shaped_device(
    member: &Member,
    names: &Names<'_>,
    id: DeviceId,
    row: DeviceRow,
) -> Result<Device, Refused> {
    let employee = names
        .member(row.member)?
        .ok_or_else(|| Refused::not_found("employee"))?;
    let revoked = match row.revoked {
        None => None,
        Some(revoked) => Some(DeviceRevocation {
            at: revoked.at,
            by: names
                .member(revoked.by)?
                .map(|by| by.name)
                .unwrap_or_default(),
            reason: revoked.reason,
        }),
    };
    Ok(Device {
        id: id.into(),
        employee,
        name: row.name,
        enrolled_at: row.enrolled_at,
        last_seen_at: member.state().last_seen(id),
        revoked,
    })
}
