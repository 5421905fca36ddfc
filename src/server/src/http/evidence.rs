//! Evidence packs to take away: an employee's own, or those of whoever may see the time.

use api::evidence::EvidenceQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::company::Permission;
use domain::payroll::Dates;
use engine::rows::EmployeeRow;
use serde::Deserialize;
use store::EvidenceFault;

use super::company::CompanyPath;
use super::delivery::Delivery;
use super::extract::{Asked, At};
use super::problem::Refused;
use super::shape;
use crate::auth::member::Member;

/// The most days that one pack is about.
const DAYS_MAX: usize = 400;

/// Whose evidence.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct EvidencePath {
    /// The employee.
    employee: api::id::EmployeeId,
}

/// Everything that was stated about an employee's hours of some days, signed, with its chains and
/// receipts: `timetrakr evidence verify FILE` checks it without this server.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees/{employee}/evidence",
    tag = "time",
    params(CompanyPath, EvidencePath, EvidenceQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn download(
    member: Member,
    At(path): At<EvidencePath>,
    Asked(asked): Asked<EvidenceQuery>,
) -> Result<Response, Refused> {
    let dates = Dates {
        first: asked.from,
        last: asked.to,
    };
    let days = domain::timesheet::dates_in(dates).take(DAYS_MAX.saturating_add(1));
    if dates.last < dates.first || days.count() > DAYS_MAX {
        let detail = format!("Ask for 1 to {DAYS_MAX} days.");
        return Err(Refused::bad_value("to", detail));
    }
    let delivery = Delivery::begin(&member)?;
    let permit = member.state().exports().clone().acquire_owned().await;
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    let employee = path.employee.0;
    let read = member.read(move |member, view| {
        let _held_until_made = permit;
        member.must(view, Permission::ViewTime, Some(employee))?;
        let _row: EmployeeRow = shape::row(view, employee, "employee")?;
        let now = member.state().now();
        let made = member.state().store().evidence(view, employee, dates, now);
        made.map_err(refused)
    });
    let bytes = read.await?;
    let name = format!(
        "attachment; filename=\"evidence-{}-{}.ttevidence\"",
        asked.from, asked.to
    );
    let name = HeaderValue::from_str(&name).map_err(|error| Refused::internal(&error))?;
    let kind = HeaderValue::from_static("application/octet-stream");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok(delivery.answer(headers, bytes))
}

fn refused(fault: EvidenceFault) -> Refused {
    let code = match fault {
        EvidenceFault::UnknownEmployee => return Refused::not_found("employee"),
        EvidenceFault::Read(error) => return Refused::internal(&error),
        EvidenceFault::Nothing => "evidence_nothing",
        EvidenceFault::TooMuch => "evidence_too_much",
        EvidenceFault::Unsigned => "evidence_unsigned",
    };
    Refused::new(StatusCode::CONFLICT, code, fault.to_string())
}
