//! Timesheets: a period's overview, one in full, and what is said about them.

pub(crate) mod late;
pub(crate) mod periods;
pub(crate) mod settings;
mod shape;

use api::id;
use api::timesheet::{
    ApproveSubmitted, ApproveTimesheets, AttestBreaks, MealWorked, ObjectToTimesheet, PeriodSheets,
    PeriodWithReason, StatusCount, SubmitTimesheet, Timesheet, TimesheetQuery, TimesheetsApproved,
    TimesheetsQuery,
};
use axum::Json;
use domain::company::Permission;
use domain::time::work_date;
use domain::timesheet::SheetStatus;
use domain::{EmployeeId, TimeEntryId};
use engine::Command;
use engine::command::{ApproveTimesheets as Approve, SubmitTimesheet as Submit, TimesheetCommand};
use engine::decide::sheet_state;
use engine::query::{self, SheetSummary};
use engine::rows::EntryRow;
use jiff::civil::Date;
use serde::Deserialize;
use store::CompanySnapshot;

use self::shape::{SheetShape, entries_hash};
use super::company::CompanyPath;
use super::employees::EmployeePath;
use super::entries::EntryPath;
use super::entry_shape::zone;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_text, matches, shaped};
use super::problem::Refused;
use super::shape::row;
use super::tag::Tagged;
use crate::auth::member::Member;

/// Which of one's own time entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OwnEntryPath {
    /// The time entry.
    own_entry: id::TimeEntryId,
}

const ROWS: Listing<SheetSummary> = Listing {
    id: |row| row.employee.to_string(),
    orders: &[
        ("name", |row| by_text(&row.record.name)),
        ("number", |row| by_text(&row.record.number)),
        ("status", |row| {
            let place = SheetStatus::ALL.iter().position(|one| *one == row.status);
            let place = place.unwrap_or_default();
            format!("{place} {}", by_text(&row.record.name))
        }),
    ],
    usual: "name",
};

/// Everyone's timesheets of a pay period. A worker sees only the own one.
#[utoipa::path(
    get,
    path = "/companies/{company}/timesheets",
    tag = "timesheets",
    params(CompanyPath, TimesheetsQuery),
    responses((status = 200, body = PeriodSheets))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<TimesheetsQuery>,
) -> Result<Json<PeriodSheets>, Refused> {
    let read = member.read(move |member, view| {
        let sight = member.sight(view, Permission::ViewTime)?;
        let now = member.state().now();
        let date = date_asked(member, view, asked.date)?;
        let mut found = query::timesheets(view, date, now)?
            .ok_or_else(|| Refused::bad_value("date", "No pay period has this date."))?;
        found.sheets.retain(|row| {
            let texts = [row.record.name.as_str(), &row.record.number];
            sight.includes(row.employee) && matches(asked.q.as_deref(), &texts)
        });
        let counts = SheetStatus::ALL.into_iter().map(|status| StatusCount {
            status: status.into(),
            count: found
                .sheets
                .iter()
                .filter(|row| row.status == status)
                .count(),
        });
        let counts = counts.filter(|count| count.count > 0).collect();
        found.sheets.retain(|row| {
            asked
                .status
                .is_none_or(|wanted| wanted == row.status.into())
        });
        let shape = SheetShape::new(member, view, now)?;
        let page = ROWS.page(asked.list(), found.sheets)?;
        let page = shaped(page, |row| shape.summary(&row))?;
        Ok(PeriodSheets {
            period: shape.period(&found.period)?,
            now,
            position: view.position(),
            counts,
            rows: page.items,
            next: page.next,
        })
    });
    read.await.map(Json)
}

/// The date that was asked for, or today.
fn date_asked(
    member: &Member,
    view: &CompanySnapshot,
    asked: Option<Date>,
) -> Result<Date, Refused> {
    match asked {
        Some(date) => Ok(date),
        None => Ok(work_date(member.state().now(), &zone(view)?)),
    }
}

/// One timesheet in full.
#[utoipa::path(
    get,
    path = "/companies/{company}/employees/{employee}/timesheet",
    tag = "timesheets",
    params(CompanyPath, EmployeePath, TimesheetQuery),
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn show(
    member: Member,
    At(path): At<EmployeePath>,
    Asked(asked): Asked<TimesheetQuery>,
) -> Result<Tagged<Timesheet>, Refused> {
    one(&member, path.employee.0, asked.date).await
}

async fn one(
    member: &Member,
    employee: EmployeeId,
    date: Option<Date>,
) -> Result<Tagged<Timesheet>, Refused> {
    let read = member.read(move |member, view| {
        member.must(view, Permission::ViewTime, Some(employee))?;
        let now = member.state().now();
        let date = date_asked(member, view, date)?;
        let detail = query::timesheet(view, employee, date, now)?
            .ok_or_else(|| Refused::not_found("employee"))?;
        Ok(Tagged {
            state: sheet_state(view, employee, detail.period.dates.first)?,
            body: SheetShape::new(member, view, now)?.sheet(&detail)?,
        })
    });
    read.await
}

/// Submits one's own timesheet, with the statement that it is true.
#[utoipa::path(
    post,
    path = "/companies/{company}/me/timesheet/submit",
    tag = "timesheets",
    params(CompanyPath),
    request_body = SubmitTimesheet,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn submit(
    member: Member,
    Body(body): Body<SubmitTimesheet>,
) -> Result<Tagged<Timesheet>, Refused> {
    let submit = Submit {
        first: body.first,
        seen: Some(entries_hash(&body.entries_hash)?),
        statement: body.statement,
        language: body.language,
    };
    own(&member, TimesheetCommand::Submit(submit), body.first).await
}

/// Says that one does not agree with one's own timesheet.
#[utoipa::path(
    post,
    path = "/companies/{company}/me/timesheet/object",
    tag = "timesheets",
    params(CompanyPath),
    request_body = ObjectToTimesheet,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn object(
    member: Member,
    Body(body): Body<ObjectToTimesheet>,
) -> Result<Tagged<Timesheet>, Refused> {
    let command = TimesheetCommand::Object(body.first, body.words);
    own(&member, command, body.first).await
}

async fn own(
    member: &Member,
    command: TimesheetCommand,
    first: Date,
) -> Result<Tagged<Timesheet>, Refused> {
    let done = member.run(Command::Timesheet(command)).await?;
    let employee = done
        .subject()
        .ok_or_else(|| Refused::not_found("employee"))?;
    one(member, employee, Some(first)).await
}

/// Approves timesheets: the entries that were seen and no others; all of them, or none.
#[utoipa::path(
    post,
    path = "/companies/{company}/timesheets/approve",
    tag = "timesheets",
    params(CompanyPath),
    request_body = ApproveTimesheets,
    responses((status = 200, body = TimesheetsApproved))
)]
pub(crate) async fn approve(
    member: Member,
    Body(body): Body<ApproveTimesheets>,
) -> Result<Json<TimesheetsApproved>, Refused> {
    let sheets = body
        .sheets
        .iter()
        .map(|sheet| Ok((sheet.employee.0, entries_hash(&sheet.entries_hash)?)))
        .collect::<Result<_, Refused>>()?;
    let approve = Approve {
        first: body.first,
        sheets,
        note: body.note,
    };
    approved(&member, TimesheetCommand::Approve(approve)).await
}

/// Approves every submitted timesheet of a period that has no open questions.
#[utoipa::path(
    post,
    path = "/companies/{company}/timesheets/approve-submitted",
    tag = "timesheets",
    params(CompanyPath),
    request_body = ApproveSubmitted,
    responses((status = 200, body = TimesheetsApproved))
)]
pub(crate) async fn approve_submitted(
    member: Member,
    Body(body): Body<ApproveSubmitted>,
) -> Result<Json<TimesheetsApproved>, Refused> {
    approved(&member, TimesheetCommand::ApproveSubmitted(body.first)).await
}

async fn approved(
    member: &Member,
    command: TimesheetCommand,
) -> Result<Json<TimesheetsApproved>, Refused> {
    let done = member.run(Command::Timesheet(command)).await?;
    let employees = done.ops.iter().map(|op| op.subject::<EmployeeId>().into());
    Ok(Json(TimesheetsApproved {
        employees: employees.collect(),
    }))
}

/// Sends a timesheet back to the employee.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees/{employee}/timesheet/return",
    tag = "timesheets",
    params(CompanyPath, EmployeePath),
    request_body = PeriodWithReason,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn send_back(
    member: Member,
    At(path): At<EmployeePath>,
    Body(body): Body<PeriodWithReason>,
) -> Result<Tagged<Timesheet>, Refused> {
    let employee = path.employee.0;
    let command = TimesheetCommand::Return(employee, body.first, body.reason);
    member.run(Command::Timesheet(command)).await?;
    one(&member, employee, Some(body.first)).await
}

/// Opens a timesheet again.
#[utoipa::path(
    post,
    path = "/companies/{company}/employees/{employee}/timesheet/reopen",
    tag = "timesheets",
    params(CompanyPath, EmployeePath),
    request_body = PeriodWithReason,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn reopen(
    member: Member,
    At(path): At<EmployeePath>,
    Body(body): Body<PeriodWithReason>,
) -> Result<Tagged<Timesheet>, Refused> {
    let employee = path.employee.0;
    let command = TimesheetCommand::Reopen(employee, body.first, body.reason);
    member.run(Command::Timesheet(command)).await?;
    one(&member, employee, Some(body.first)).await
}

/// Says how one's own meal and rest periods were.
#[utoipa::path(
    put,
    path = "/companies/{company}/me/entries/{own_entry}/breaks",
    tag = "timesheets",
    params(CompanyPath, OwnEntryPath),
    request_body = AttestBreaks,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn attest_breaks(
    member: Member,
    At(path): At<OwnEntryPath>,
    Body(body): Body<AttestBreaks>,
) -> Result<Tagged<Timesheet>, Refused> {
    let answers = body.answers.into_iter();
    let answers = answers.map(|one| (one.question.into(), one.answer.into()));
    let entry = path.own_entry.0;
    about_entry(
        &member,
        entry,
        TimesheetCommand::AttestBreaks(entry, answers.collect()),
    )
    .await
}

/// Says whether the meal that is taken off by rule was worked.
#[utoipa::path(
    put,
    path = "/companies/{company}/entries/{entry}/meal",
    tag = "timesheets",
    params(CompanyPath, EntryPath),
    request_body = MealWorked,
    responses((status = 200, body = Timesheet))
)]
pub(crate) async fn say_meal_worked(
    member: Member,
    At(path): At<EntryPath>,
    Body(body): Body<MealWorked>,
) -> Result<Tagged<Timesheet>, Refused> {
    let entry = path.entry.0;
    let command = TimesheetCommand::SayMealWorked(entry, body.worked, body.note);
    about_entry(&member, entry, command).await
}

/// What is said about an entry, and the timesheet that it is in.
async fn about_entry(
    member: &Member,
    entry: TimeEntryId,
    command: TimesheetCommand,
) -> Result<Tagged<Timesheet>, Refused> {
    let read = member.read(move |member, view| {
        let row: EntryRow = row(view, entry, "time entry")?;
        member.must(view, Permission::ViewTime, Some(row.employee))?;
        let calendar = engine::timesheet::calendar(view, row.employee)?
            .ok_or_else(|| Refused::not_found("company"))?;
        Ok((row.employee, calendar.date_of(row.values.start)))
    });
    let (employee, date) = read.await?;
    member.make_so(Command::Timesheet(command)).await?;
    one(member, employee, Some(date)).await
}
