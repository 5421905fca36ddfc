//! Late corrections: stating them, those that await an approver, and deciding about them.

use api::timesheet::{
    AcceptLateCorrection, DeclineLateCorrection, LateCorrection, LateCorrectionsQuery,
    NewLateCorrection,
};
use api::{Page, id};
use axum::Json;
use axum::http::StatusCode;
use domain::TimeEntryId;
use domain::company::Permission;
use engine::Command;
use engine::command::TimesheetCommand;
use engine::query::{self, Late};
use engine::rows::{EntryRow, LateEntryRow, LateState, Row as _};
use serde::Deserialize;

use super::shape::{SheetShape, row_hash};
use crate::auth::member::Member;
use crate::http::company::CompanyPath;
use crate::http::entries;
use crate::http::extract::{Asked, At, Body};
use crate::http::page::{Listing, by_instant, by_text, matches, shaped};
use crate::http::problem::Refused;
use crate::http::shape;
use crate::http::tag::Tagged;

/// Which late correction.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LatePath {
    /// The time entry that it is about.
    late: id::TimeEntryId,
}

/// A late correction with the employee's name.
type Named = (Late, String);

const LATE: Listing<Named> = Listing {
    id: |(late, _)| late.entry.to_string(),
    orders: &[
        ("at", |(late, _)| by_instant(late.row.at)),
        ("employee", |(_, name)| by_text(name)),
    ],
    usual: "at",
};

/// Late corrections that await an approver. A worker sees only the own ones.
#[utoipa::path(
    get,
    path = "/companies/{company}/late-corrections",
    tag = "timesheets",
    params(CompanyPath, LateCorrectionsQuery),
    responses((status = 200, body = Page<LateCorrection>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<LateCorrectionsQuery>,
) -> Result<Json<Page<LateCorrection>>, Refused> {
    let read = member.read(move |member, view| {
        let sight = member.sight(view, Permission::ViewTime)?;
        if let Some(id::Id(employee)) = asked.employee {
            member.must(view, Permission::ViewTime, Some(employee))?;
        }
        let shape = SheetShape::new(member, view, member.state().now())?;
        let mut found = Vec::new();
        for late in query::late_pending(view)? {
            let employee = shape.employee(late.row.employee)?;
            let texts = [employee.name.as_str(), &employee.number, &late.row.reason];
            let wanted = asked.employee.is_none_or(|id| id.0 == late.row.employee);
            if wanted && sight.includes(late.row.employee) && matches(asked.q.as_deref(), &texts) {
                found.push((late, employee.name));
            }
        }
        let page = LATE.page(asked.list(), found)?;
        shaped(page, |(late, _)| shape.late(&late))
    });
    read.await.map(Json)
}

/// States locked time, knowing that it awaits an approver and pays in a later period.
#[utoipa::path(
    post,
    path = "/companies/{company}/late-corrections",
    tag = "timesheets",
    params(CompanyPath),
    request_body = NewLateCorrection,
    responses((status = 201, body = LateCorrection))
)]
pub(crate) async fn state(
    member: Member,
    Body(body): Body<NewLateCorrection>,
) -> Result<(StatusCode, Tagged<LateCorrection>), Refused> {
    let command = match body {
        NewLateCorrection::Add(new) => entries::adding(new),
        NewLateCorrection::Edit(edit) => entries::editing(edit.entry.0, edit.change)?,
        NewLateCorrection::Void(void) => Command::VoidEntry(void.entry.0, void.reason),
        NewLateCorrection::Restore(void) => Command::RestoreEntry(void.entry.0, void.reason),
    };
    may_state(&member, &command).await?;
    let late = TimesheetCommand::StateLate(Box::new(command));
    let entry: TimeEntryId = member.create(Command::Timesheet(late)).await?;
    Ok((StatusCode::CREATED, one(&member, entry).await?))
}

/// Refuses before anything is looked at what the member may not state, and what is not locked.
async fn may_state(member: &Member, command: &Command) -> Result<(), Refused> {
    let (employee, entry) = match command {
        Command::AddEntry(add) => (Some(add.employee), None),
        Command::EditEntry(edit) => (None, Some(edit.entry)),
        Command::VoidEntry(entry, _) | Command::RestoreEntry(entry, _) => (None, Some(*entry)),
        _other => (None, None),
    };
    let read = member.read(move |member, view| {
        let employee = match (employee, entry) {
            (Some(employee), _) => Some(employee),
            (None, Some(entry)) => {
                let row: EntryRow = shape::row(view, entry, "time entry")?;
                Some(row.employee)
            }
            (None, None) => None,
        };
        member.must(view, Permission::EditTime, employee)
    });
    read.await
}

/// One late correction that awaits an approver.
#[utoipa::path(
    get,
    path = "/companies/{company}/late-corrections/{late}",
    tag = "timesheets",
    params(CompanyPath, LatePath),
    responses((status = 200, body = LateCorrection))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<LatePath>,
) -> Result<Tagged<LateCorrection>, Refused> {
    one(&member, path.late.0).await
}

async fn one(member: &Member, entry: TimeEntryId) -> Result<Tagged<LateCorrection>, Refused> {
    let read = member.read(move |member, view| {
        let missing = || Refused::not_found("late correction");
        let row: LateEntryRow = shape::row(view, entry, "late correction")?;
        member.must(view, Permission::ViewTime, Some(row.employee))?;
        if row.state != LateState::Pending {
            return Err(missing());
        }
        let late = Late {
            entry,
            hash: row.proposed.hash(),
            row,
        };
        let shape = SheetShape::new(member, view, member.state().now())?;
        Ok(Tagged {
            state: late.hash,
            body: shape.late(&late)?,
        })
    });
    read.await
}

/// Lets a late correction count; it pays in the next period that is not locked.
#[utoipa::path(
    post,
    path = "/companies/{company}/late-corrections/{late}/accept",
    tag = "timesheets",
    params(CompanyPath, LatePath),
    request_body = AcceptLateCorrection,
    responses((status = 204))
)]
pub(crate) async fn accept(
    member: Member,
    At(path): At<LatePath>,
    Body(body): Body<AcceptLateCorrection>,
) -> Result<StatusCode, Refused> {
    let proposed = row_hash(&body.proposed)?;
    let command = TimesheetCommand::AcceptLate(path.late.0, proposed, body.note);
    member.run(Command::Timesheet(command)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does not let it count, with a reason.
#[utoipa::path(
    post,
    path = "/companies/{company}/late-corrections/{late}/decline",
    tag = "timesheets",
    params(CompanyPath, LatePath),
    request_body = DeclineLateCorrection,
    responses((status = 204))
)]
pub(crate) async fn decline(
    member: Member,
    At(path): At<LatePath>,
    Body(body): Body<DeclineLateCorrection>,
) -> Result<StatusCode, Refused> {
    let proposed = row_hash(&body.proposed)?;
    let command = TimesheetCommand::DeclineLate(path.late.0, proposed, body.reason);
    member.run(Command::Timesheet(command)).await?;
    Ok(StatusCode::NO_CONTENT)
}
