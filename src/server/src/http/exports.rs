//! Timesheets as files to take away.

use std::collections::BTreeSet;
use std::str::FromStr;

use api::export::{ExportFormat, TimesheetsQuery};
use api::problem::code;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::company::Permission;
use domain::id::Id;
use domain::{EmployeeId, JobId};
use engine::query;
use engine::rows::{EmployeeRow, JobRow, Row};
use interchange::export::{Column, ExportError, Form, Language, PaperSize};
use store::CompanySnapshot;

use super::company::CompanyPath;
use super::delivery::Delivery;
use super::extract::Asked;
use super::problem::Refused;
use super::shape;
use crate::auth::member::Member;
use crate::export::{self, MakeError, Wanted};

/// The most ids that one query names.
const IDS_MAX: usize = 1_000;

/// Timesheets of a range of days: one line for each entry, which belongs to the day it began on.
/// A worker gets only the own ones.
#[utoipa::path(
    get,
    path = "/companies/{company}/exports/timesheets",
    tag = "time",
    params(CompanyPath, TimesheetsQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn timesheets(
    member: Member,
    Asked(asked): Asked<TimesheetsQuery>,
) -> Result<Response, Refused> {
    let delivery = Delivery::begin(&member)?;
    // Waits for its turn: what is made at once is held in memory.
    let permit = member.state().exports().clone().acquire_owned().await;
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    let read = member.read(move |member, view| {
        let _held_until_made = permit;
        let wanted = wanted(member, view, &asked)?;
        export::make(view, &wanted, member.state().now()).map_err(refused)
    });
    let made = read.await?;
    let disposition = format!("attachment; filename=\"{}\"", made.name);
    let disposition = HeaderValue::from_str(&disposition)
        .map_err(|_| Refused::internal(&"the name of an export is not ASCII"))?;
    let kind = HeaderValue::from_static(made.form.media_type());
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok(delivery.answer(headers, made.bytes))
}

fn wanted(
    member: &Member,
    view: &CompanySnapshot,
    asked: &TimesheetsQuery,
) -> Result<Wanted, Refused> {
    let employees = match &asked.employees {
        Some(ids) => {
            let ids = ids_of::<EmployeeId>("employees", ids)?;
            for id in &ids {
                member.must(view, Permission::ViewTime, Some(*id))?;
                there::<EmployeeRow>(view, *id, "employee")?;
            }
            ids
        }
        None => {
            let sight = member.sight(view, Permission::ViewTime)?;
            let people = query::people(view)?.into_iter().map(|(id, _, _)| id);
            people.filter(|id| sight.includes(*id)).collect()
        }
    };
    let jobs = asked.jobs.as_deref();
    let jobs = jobs.map(|ids| ids_of::<JobId>("jobs", ids)).transpose()?;
    for id in jobs.iter().flatten() {
        there::<JobRow>(view, *id, "job")?;
    }
    let columns = asked.columns.as_deref().map(parts).unwrap_or_default();
    Ok(Wanted {
        form: form(asked.format),
        from: asked.from,
        to: asked.to,
        employees,
        jobs,
        columns: columns
            .iter()
            .map(|name| named("columns", name, Column::from_name))
            .collect::<Result<_, _>>()?,
        language: optional("language", asked.language.as_deref(), Language::from_code)?,
        paper: optional("paper", asked.paper.as_deref(), PaperSize::from_name)?,
        byte_order_mark: asked.bom.unwrap_or(true),
    })
}

fn there<R: Row>(view: &CompanySnapshot, id: impl Id, what: &str) -> Result<(), Refused> {
    shape::row::<R>(view, id, what).map(|_| ())
}

fn form(format: ExportFormat) -> Form {
    match format {
        ExportFormat::Csv => Form::Csv,
        ExportFormat::Tsv => Form::Tsv,
        ExportFormat::Xlsx => Form::Xlsx,
        ExportFormat::Pdf => Form::Pdf,
    }
}

fn parts(list: &str) -> Vec<&str> {
    let parts = list.split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

fn ids_of<I: FromStr + Ord>(field: &'static str, list: &str) -> Result<BTreeSet<I>, Refused> {
    let parts = parts(list);
    if parts.len() > IDS_MAX {
        let detail = format!("Name at most {IDS_MAX}, or none for all.");
        return Err(Refused::bad_value(field, detail));
    }
    let ids = parts.into_iter().map(str::parse).collect::<Result<_, _>>();
    ids.map_err(|_| Refused::bad_value(field, "This is a list of ids, with commas between them."))
}

fn named<T>(
    field: &'static str,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Refused> {
    read(name).ok_or_else(|| Refused::bad_value(field, format!("{name:?} is not one of {field}.")))
}

fn optional<T>(
    field: &'static str,
    name: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refused> {
    name.map(|name| named(field, name, read)).transpose()
}

fn refused(error: MakeError) -> Refused {
    match error {
        MakeError::NoCompany => Refused::not_found("company"),
        MakeError::EndsBeforeStart => {
            Refused::bad_value("to", "The last date is before the first.")
        }
        MakeError::View(error) => error.into(),
        MakeError::Export(ExportError::TooManyLines { form, .. }) => Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::EXPORT_TOO_LARGE,
            format!(
                "These are more than {} lines, the most that one {} file holds. Ask for fewer \
                 days or employees.",
                form.lines_max(),
                form.name()
            ),
        ),
        MakeError::Export(error) => Refused::internal(&error),
    }
}
