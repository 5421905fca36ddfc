//! Devices: who uses which phone, and revoking one.

use api::device::{Device, DeviceRevocation, DevicesQuery, RevokeDevice};
use api::{Page, id};
use axum::Json;
use domain::company::Permission;
use domain::{DeviceId, EmployeeId};
use engine::rows::{DeviceRow, EmployeeRow, Row as _};
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_instant, by_text, matches, shaped};
use super::problem::Refused;
use super::shape::{self, Names, hash_text};
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which device.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct DevicePath {
    /// The device.
    device: id::DeviceId,
}

const DEVICES: Listing<(DeviceId, DeviceRow)> = Listing {
    id: |(id, _)| id.to_string(),
    orders: &[
        ("enrolled_at", |(_, row)| by_instant(row.enrolled_at)),
        ("name", |(_, row)| by_text(&row.name)),
    ],
    usual: "-enrolled_at",
};

/// Every device that the member may see.
#[utoipa::path(
    get,
    path = "/companies/{company}/devices",
    tag = "devices",
    params(CompanyPath, DevicesQuery),
    responses((status = 200, body = Page<Device>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<DevicesQuery>,
) -> Result<Json<Page<Device>>, Refused> {
    page(&member, None, asked).await
}

/// One device.
#[utoipa::path(
    get,
    path = "/companies/{company}/devices/{device}",
    tag = "devices",
    params(CompanyPath, DevicePath),
    responses((status = 200, body = Device))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<DevicePath>,
) -> Result<Tagged<Device>, Refused> {
    one(&member, path.device.0).await
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
) -> Result<Tagged<Device>, Refused> {
    let id = path.device.0;
    member
        .make_so(Command::RevokeDevice(id, revoke.reason))
        .await?;
    one(&member, id).await
}

async fn one(member: &Member, id: DeviceId) -> Result<Tagged<Device>, Refused> {
    let read = member.read(move |member, view| {
        let row: DeviceRow = shape::row(view, id, "device")?;
        let names = Names::new(view);
        let employee = names.member(row.member)?;
        let employee = employee.ok_or_else(|| Refused::not_found("employee"))?;
        member.must(view, Permission::ViewPeople, Some(employee.id.0))?;
        Ok(Tagged {
            state: row.hash(),
            body: shaped_device(member, &names, id, row)?,
        })
    });
    read.await
}

/// A page of the devices of one employee, or of everyone whom the member may see.
pub(crate) async fn page(
    member: &Member,
    employee: Option<EmployeeId>,
    asked: DevicesQuery,
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
        let names = Names::new(view);
        let mut devices = Vec::new();
        for (id, row) in query::devices(view, place)? {
            let employee = names.member(row.member)?.map(|employee| employee.name);
            let texts = [row.name.as_str(), employee.as_deref().unwrap_or_default()];
            let wanted = asked.revoked.is_none_or(|yes| yes == row.revoked.is_some());
            if wanted && matches(asked.q.as_deref(), &texts) {
                devices.push((id, row));
            }
        }
        let page = DEVICES.page(asked.list(), devices)?;
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
    let hash = hash_text(row.hash());
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
        copied: row.forks.iter().map(|fork| fork.at).collect(),
        hash,
    })
}
