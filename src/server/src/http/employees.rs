//! Employees and their roles.

use api::device::{Device, DevicesQuery};
use api::employee::{Employee, EmployeePatch, EmployeesQuery, NewEmployee, RoleChange};
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::EmployeeId;
use domain::company::Permission;
use engine::command::{AddEmployee, ChangeEmployee};
use engine::decide::employee_state;
use engine::rows::{self, EmployeeRow, MemberRow};
use engine::{Command, query};
use serde::Deserialize;

use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_text, matches, shaped};
use super::problem::Refused;
use super::shape::{self, Counts};
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which employee.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct EmployeePath {
    /// The employee.
    pub(crate) employee: id::EmployeeId,
}

const EMPLOYEES: Listing<(EmployeeId, EmployeeRow, Option<MemberRow>)> = Listing {
    id: |(id, _, _)| id.to_string(),
    orders: &[
        ("name", |(_, row, _)| by_text(&row.name)),
        ("number", |(_, row, _)| by_text(&row.number)),
    ],
    usual: "name",
};

/// Employees. A worker sees only the own record.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees",
    tag = "people",
    params(CompanyPath, EmployeesQuery),
    responses((status = 200, body = Page<Employee>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<EmployeesQuery>,
) -> Result<Json<Page<Employee>>, Refused> {
    let read = member.read(move |member, view| {
        let sight = member.sight(view, Permission::ViewPeople)?;
        let archived = asked.archived.unwrap_or_default();
        let mut people = query::people(view)?;
        people.retain(|(id, row, _)| {
            let texts = [row.name.as_str(), &row.number, &row.email];
            sight.includes(*id)
                && row.archived_at.is_some() == archived
                && matches(asked.q.as_deref(), &texts)
        });
        let page = EMPLOYEES.page(asked.list(), people)?;
        let counts = Counts::read(view, member.state().now())?;
        shaped(page, |(id, row, place)| {
            Ok(shape::employee(id, &row, place.as_ref(), &counts))
        })
    });
    read.await.map(Json)
}

/// Adds an employee.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees",
    tag = "people",
    params(CompanyPath),
    request_body = NewEmployee,
    responses((status = 201, body = Employee))
)]
pub(crate) async fn add(
    member: Member,
    Body(new): Body<NewEmployee>,
) -> Result<(StatusCode, Tagged<Employee>), Refused> {
    let NewEmployee {
        name,
        email,
        number,
        role,
    } = new;
    let add = AddEmployee {
        name,
        email,
        number,
        role: role.into(),
    };
    let id = member.create(Command::AddEmployee(add)).await?;
    Ok((StatusCode::CREATED, one(&member, id).await?))
}

/// One employee.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees/{employee}",
    tag = "people",
    params(CompanyPath, EmployeePath),
    responses((status = 200, body = Employee))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<EmployeePath>,
) -> Result<Tagged<Employee>, Refused> {
    one(&member, path.employee.0).await
}

/// Changes an employee's record; what is left out stays.
#[utoipa::path(
    patch,
    path = "/companies/{company}/employees/{employee}",
    tag = "people",
    params(CompanyPath, EmployeePath),
    request_body = EmployeePatch,
    responses((status = 200, body = Employee))
)]
pub(crate) async fn change(
    member: Member,
    At(path): At<EmployeePath>,
    Body(patch): Body<EmployeePatch>,
) -> Result<Tagged<Employee>, Refused> {
    let employee = path.employee.0;
    let change = ChangeEmployee {
        employee,
        expected: shape::parse_hash(patch.expected.as_deref())?,
        name: patch.name,
        email: patch.email,
        number: patch.number,
    };
    member.make_so(Command::ChangeEmployee(change)).await?;
    one(&member, employee).await
}

/// Archives an employee who has left.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees/{employee}/archive",
    tag = "people",
    params(CompanyPath, EmployeePath),
    responses((status = 200, body = Employee))
)]
pub(crate) async fn archive(
    member: Member,
    At(path): At<EmployeePath>,
) -> Result<Tagged<Employee>, Refused> {
    member
        .make_so(Command::ArchiveEmployee(path.employee.0))
        .await?;
    one(&member, path.employee.0).await
}

/// Restores an employee who is back.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees/{employee}/restore",
    tag = "people",
    params(CompanyPath, EmployeePath),
    responses((status = 200, body = Employee))
)]
pub(crate) async fn restore(
    member: Member,
    At(path): At<EmployeePath>,
) -> Result<Tagged<Employee>, Refused> {
    member
        .make_so(Command::RestoreEmployee(path.employee.0))
        .await?;
    one(&member, path.employee.0).await
}

/// Gives an employee another role.
#[utoipa::path(
    put,
    path = "/companies/{company}/employees/{employee}/role",
    tag = "people",
    params(CompanyPath, EmployeePath),
    request_body = RoleChange,
    responses((status = 200, body = Employee))
)]
pub(crate) async fn change_role(
    member: Member,
    At(path): At<EmployeePath>,
    Body(change): Body<RoleChange>,
) -> Result<Tagged<Employee>, Refused> {
    member
        .make_so(Command::ChangeRole(path.employee.0, change.role.into()))
        .await?;
    one(&member, path.employee.0).await
}

/// An employee's devices, the newest first.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees/{employee}/devices",
    tag = "devices",
    params(CompanyPath, EmployeePath, DevicesQuery),
    responses((status = 200, body = Page<Device>))
)]
pub(crate) async fn devices(
    member: Member,
    At(path): At<EmployeePath>,
    Asked(asked): Asked<DevicesQuery>,
) -> Result<Json<Page<Device>>, Refused> {
    super::devices::page(&member, Some(path.employee.0), asked).await
}

async fn one(member: &Member, id: EmployeeId) -> Result<Tagged<Employee>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewPeople, Some(id))?;
        let row: EmployeeRow = shape::row(view, id, "employee")?;
        let place = match row.member {
            Some(place) => rows::get::<MemberRow>(view, &place.to_bytes())?,
            None => None,
        };
        let counts = Counts::read(view, member.state().now())?;
        Ok(Tagged {
            state: employee_state(&row, place.as_ref()),
            body: shape::employee(id, &row, place.as_ref(), &counts),
        })
    });
    read.await
}
