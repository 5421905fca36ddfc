//! Time entries: reading, writing by hand, correcting, voiding and settling.

use api::entry::{
    EntriesQuery, Entry, EntryDetail, EntryPatch, NewEntry, SettleExceptions, WithReason,
};
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::company::Permission;
use domain::time::{Span, Zone, day_span};
use domain::{EmployeeId, TimeEntryId};
use engine::command::{AddEntry, Booking, EditEntry};
use engine::rows::{EmployeeRow, EntryRow, Row as _};
use engine::{Command, access, query};
use jiff::civil::Date;
use serde::Deserialize;
use store::CompanySnapshot;

use super::company::CompanyPath;
use super::entry_shape::{EntryShape, entries_of, zone};
use super::extract::{Asked, At, Body};
use super::problem::Refused;
use super::shape;
use super::tag::Tagged;
use crate::auth::member::Member;

/// The longest stretch that one list covers, in days.
const DAYS_MAX: i32 = 93;

/// Which time entry.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct EntryPath {
    /// The time entry.
    pub(crate) entry: id::TimeEntryId,
}

/// Entries. A worker sees only the own ones.
#[utoipa::path(
    get,
    path = "/companies/{company}/entries",
    tag = "time",
    params(CompanyPath, EntriesQuery),
    responses((status = 200, body = Page<Entry>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<EntriesQuery>,
) -> Result<Json<Page<Entry>>, Refused> {
    let read = member.read(move |member, view| {
        let people = people(member, view, asked.employee)?;
        let now = member.state().now();
        let span = span(asked.from, asked.to, &zone(view)?)?;
        let mut found = entries_of(view, people, span, asked.q.as_deref(), now)?;
        found.retain(|found| asked.job.is_none_or(|job| found.job() == Some(job.0)));
        EntryShape::new(view, now)?.page("employee", asked.list(), found)
    });
    read.await.map(Json)
}

/// Writes an entry by hand.
#[utoipa::path(
    post,
    path = "/companies/{company}/entries",
    tag = "time",
    params(CompanyPath),
    request_body = NewEntry,
    responses((status = 201, body = EntryDetail))
)]
pub(crate) async fn add(
    member: Member,
    Body(new): Body<NewEntry>,
) -> Result<(StatusCode, Tagged<EntryDetail>), Refused> {
    may_edit_employee(&member, new.employee.0).await?;
    let id = member.create(adding(new)).await?;
    Ok((StatusCode::CREATED, one(&member, id).await?))
}

/// The command that writes an entry by hand.
pub(crate) fn adding(new: NewEntry) -> Command {
    Command::AddEntry(AddEntry {
        employee: new.employee.0,
        start: new.start,
        end: new.end,
        breaks: new.breaks.into_iter().map(Into::into).collect(),
        booking: Booking {
            job: new.job.map(|job| job.0),
            cost_code: new.cost_code.map(|cost_code| cost_code.0),
            note: new.note,
        },
        reason: new.reason,
    })
}

/// One entry with its history.
#[utoipa::path(
    get,
    path = "/companies/{company}/entries/{entry}",
    tag = "time",
    params(CompanyPath, EntryPath),
    responses((status = 200, body = EntryDetail))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<EntryPath>,
) -> Result<Tagged<EntryDetail>, Refused> {
    one(&member, path.entry.0).await
}

/// Corrects an entry; what is left out stays.
#[utoipa::path(
    patch,
    path = "/companies/{company}/entries/{entry}",
    tag = "time",
    params(CompanyPath, EntryPath),
    request_body = EntryPatch,
    responses((status = 200, body = EntryDetail))
)]
pub(crate) async fn change(
    member: Member,
    At(path): At<EntryPath>,
    Body(patch): Body<EntryPatch>,
) -> Result<Tagged<EntryDetail>, Refused> {
    let entry = path.entry.0;
    may(&member, entry, Permission::EditTime).await?;
    member.make_so(editing(entry, patch)?).await?;
    one(&member, entry).await
}

/// The command that corrects an entry.
///
/// # Errors
/// When `expected` is no hash.
pub(crate) fn editing(entry: TimeEntryId, patch: EntryPatch) -> Result<Command, Refused> {
    Ok(Command::EditEntry(EditEntry {
        entry,
        expected: shape::parse_hash(patch.expected.as_deref())?,
        start: patch.start,
        end: patch.end,
        breaks: patch
            .breaks
            .map(|breaks| breaks.into_iter().map(Into::into).collect()),
        job: patch.job.map(|job| job.map(|job| job.0)),
        cost_code: patch
            .cost_code
            .map(|cost_code| cost_code.map(|cost_code| cost_code.0)),
        note: patch.note,
        reason: patch.reason,
    }))
}

/// Voids an entry: it stays visible and counts no more.
#[utoipa::path(
    post,
    path = "/companies/{company}/entries/{entry}/void",
    tag = "time",
    params(CompanyPath, EntryPath),
    request_body = WithReason,
    responses((status = 200, body = EntryDetail))
)]
pub(crate) async fn void(
    member: Member,
    At(path): At<EntryPath>,
    Body(body): Body<WithReason>,
) -> Result<Tagged<EntryDetail>, Refused> {
    may(&member, path.entry.0, Permission::EditTime).await?;
    member
        .run(Command::VoidEntry(path.entry.0, body.reason))
        .await?;
    one(&member, path.entry.0).await
}

/// Restores a voided entry: it counts again.
#[utoipa::path(
    post,
    path = "/companies/{company}/entries/{entry}/restore",
    tag = "time",
    params(CompanyPath, EntryPath),
    request_body = WithReason,
    responses((status = 200, body = EntryDetail))
)]
pub(crate) async fn restore(
    member: Member,
    At(path): At<EntryPath>,
    Body(body): Body<WithReason>,
) -> Result<Tagged<EntryDetail>, Refused> {
    may(&member, path.entry.0, Permission::EditTime).await?;
    member
        .run(Command::RestoreEntry(path.entry.0, body.reason))
        .await?;
    one(&member, path.entry.0).await
}

/// Lets exceptions of an entry stand, after someone looked at them.
#[utoipa::path(
    post,
    path = "/companies/{company}/entries/{entry}/settle",
    tag = "time",
    params(CompanyPath, EntryPath),
    request_body = SettleExceptions,
    responses((status = 200, body = EntryDetail))
)]
pub(crate) async fn settle(
    member: Member,
    At(path): At<EntryPath>,
    Body(body): Body<SettleExceptions>,
) -> Result<Tagged<EntryDetail>, Refused> {
    let entry = path.entry.0;
    may(&member, entry, Permission::SettleExceptions).await?;
    let kinds = body.exceptions.into_iter().map(Into::into).collect();
    member
        .make_so(Command::SettleExceptions(entry, kinds, body.note))
        .await?;
    one(&member, entry).await
}

/// The employee that was asked for, or everyone whose time the member sees.
pub(crate) fn people(
    member: &Member,
    view: &CompanySnapshot,
    asked: Option<id::EmployeeId>,
) -> Result<Vec<(EmployeeId, EmployeeRow)>, Refused> {
    if let Some(id::Id(employee)) = asked {
        member.must(view, Permission::ViewTime, Some(employee))?;
        return Ok(vec![(employee, shape::row(view, employee, "employee")?)]);
    }
    let sight = member.sight(view, Permission::ViewTime)?;
    let people = query::people(view)?
        .into_iter()
        .map(|(id, row, _)| (id, row));
    Ok(people.filter(|(id, _)| sight.includes(*id)).collect())
}

/// The time from the beginning of one local date to the end of another.
pub(crate) fn span(from: Date, to: Date, zone: &Zone) -> Result<Span, Refused> {
    if to < from {
        return Err(Refused::bad_value(
            "to",
            "The last date is before the first.",
        ));
    }
    if from.until(to).map_or(i32::MAX, |span| span.get_days()) >= DAYS_MAX {
        let detail = format!("One list covers at most {DAYS_MAX} days.");
        return Err(Refused::bad_value("to", detail));
    }
    let first = day_span(from, zone).ok_or_else(|| Refused::bad_value("from", "No such day."))?;
    let last = day_span(to, zone).ok_or_else(|| Refused::bad_value("to", "No such day."))?;
    Span::new(first.start(), last.end())
        .ok_or_else(|| Refused::bad_value("to", "The last date is before the first."))
}

/// Refuses before anything is looked at what the member may not do to an entry. `engine` asks
/// again where the command takes its place.
async fn may(member: &Member, entry: TimeEntryId, permission: Permission) -> Result<(), Refused> {
    let read = member.read(move |member, view| {
        let row: EntryRow = shape::row(view, entry, "time entry")?;
        member.must(view, permission, Some(row.employee))
    });
    read.await
}

async fn may_edit_employee(member: &Member, employee: EmployeeId) -> Result<(), Refused> {
    let read =
        member.read(move |member, view| member.must(view, Permission::EditTime, Some(employee)));
    read.await
}

async fn one(member: &Member, id: TimeEntryId) -> Result<Tagged<EntryDetail>, Refused> {
    let read = member.read(move |member, view| {
        let now = member.state().now();
        let detail =
            query::entry(view, id, now)?.ok_or_else(|| Refused::not_found("time entry"))?;
        member.must(view, Permission::ViewTime, Some(detail.row.employee))?;
        let shape = EntryShape::new(view, now)?;
        let mut shown = shape.detail(id, &detail)?;
        if access::may(view, member.id, Permission::Import, None)? {
            shown.import = shape.import(&detail.row)?;
        }
        Ok(Tagged {
            state: detail.row.hash(),
            body: shown,
        })
    });
    read.await
}
