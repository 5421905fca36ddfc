//! Settings of days, workweeks, pay periods and breaks that hold from a date on.

use api::timesheet::{
    ChangePayCalendar, ChangePolicy, ChangeZone, DatedPeriods, DatedPolicy, DatedWorkweek,
    DatedZone, MealRule, TimesheetPolicy, TimesheetSettings, Workweek,
};
use domain::company::Permission;
use domain::timesheet::PeriodRule;
use engine::command::{ChangePayCalendar as Change, TimesheetCommand};
use engine::rows::{Row as _, SheetSettingsRow};
use engine::{Command, query};
use oplog::v1::payload as p;

use crate::auth::member::Member;
use crate::http::company::CompanyPath;
use crate::http::employees::EmployeePath;
use crate::http::extract::{At, Body};
use crate::http::problem::Refused;
use crate::http::tag::Tagged;

/// Settings of timesheets.
#[utoipa::path(
    get,
    path = "/companies/{company}/timesheet-settings",
    tag = "timesheets",
    params(CompanyPath),
    responses((status = 200, body = TimesheetSettings))
)]
pub(crate) async fn show(member: Member) -> Result<Tagged<TimesheetSettings>, Refused> {
    one(&member).await
}

/// Lets days, workweeks or pay periods lie otherwise from a date on.
#[utoipa::path(
    post,
    path = "/companies/{company}/timesheet-settings/calendar",
    tag = "timesheets",
    params(CompanyPath),
    request_body = ChangePayCalendar,
    responses((status = 200, body = TimesheetSettings))
)]
pub(crate) async fn change_calendar(
    member: Member,
    Body(body): Body<ChangePayCalendar>,
) -> Result<Tagged<TimesheetSettings>, Refused> {
    let workweek = body.workweek.map(|week| {
        let tag = p::WorkweekTag {
            starts: week.starts,
            starts_at_minutes: week.starts_at_minutes,
        };
        let detail = "A workweek starts on a day from 1 to 7, within 1440 minutes.";
        tag.read()
            .ok_or_else(|| Refused::bad_value("workweek", detail))
    });
    let change = Change {
        from: body.from,
        zone: body.zone,
        workweek: workweek.transpose()?,
        periods: body.periods.map(PeriodRule::from),
    };
    let command = TimesheetCommand::ChangePayCalendar(change);
    member.run(Command::Timesheet(command)).await?;
    one(&member).await
}

/// Wants other things of timesheets from a date on.
#[utoipa::path(
    post,
    path = "/companies/{company}/timesheet-settings/policy",
    tag = "timesheets",
    params(CompanyPath),
    request_body = ChangePolicy,
    responses((status = 200, body = TimesheetSettings))
)]
pub(crate) async fn change_policy(
    member: Member,
    Body(body): Body<ChangePolicy>,
) -> Result<Tagged<TimesheetSettings>, Refused> {
    let asked = body.policy;
    let policy = p::TimesheetPolicy {
        meal: asked.meal.map(|meal| p::MealRuleTag {
            after_minutes: meal.after_minutes,
            deduct_minutes: meal.deduct_minutes,
        }),
        ask_meal: asked.ask_meal,
        ask_rest: asked.ask_rest,
        submit_due_hours: asked.submit_due_hours,
        approve_due_hours: asked.approve_due_hours,
        remind_hours: asked.remind_hours,
    };
    let command = TimesheetCommand::ChangePolicy(body.from, policy);
    member.run(Command::Timesheet(command)).await?;
    one(&member).await
}

/// Lets an employee's days be in another zone from a date on.
#[utoipa::path(
    put,
    path = "/companies/{company}/employees/{employee}/zone",
    tag = "timesheets",
    params(CompanyPath, EmployeePath),
    request_body = ChangeZone,
    responses((status = 200, body = TimesheetSettings))
)]
pub(crate) async fn change_zone(
    member: Member,
    At(path): At<EmployeePath>,
    Body(body): Body<ChangeZone>,
) -> Result<Tagged<TimesheetSettings>, Refused> {
    let command = TimesheetCommand::ChangeEmployeeZone(path.employee.0, body.from, body.zone);
    member.run(Command::Timesheet(command)).await?;
    one(&member).await
}

async fn one(member: &Member) -> Result<Tagged<TimesheetSettings>, Refused> {
    let read = member.read(|member, view| {
        member.sight(view, Permission::ViewTime)?;
        let row = engine::timesheet::settings(view)?;
        let locked = query::locked_periods(view)?;
        Ok(Tagged {
            state: row.hash(),
            body: TimesheetSettings {
                locked_until: locked.iter().map(|lock| lock.last).max(),
                ..shown(row)
            },
        })
    });
    read.await
}

fn shown(row: SheetSettingsRow) -> TimesheetSettings {
    let zones = row.zones.into_iter().map(|since| DatedZone {
        from: since.from,
        zone: since.value,
    });
    let workweeks = row.workweeks.into_iter().map(|since| DatedWorkweek {
        from: since.from,
        workweek: Workweek {
            starts: since.value.starts,
            starts_at_minutes: since.value.starts_at_minutes,
        },
    });
    let periods = row.periods.into_iter().map(|since| DatedPeriods {
        from: since.from,
        periods: PeriodRule::from(since.value).into(),
    });
    let policies = row.policies.into_iter().map(|since| DatedPolicy {
        from: since.from,
        policy: policy(since.value),
    });
    TimesheetSettings {
        zones: zones.collect(),
        workweeks: workweeks.collect(),
        periods: periods.collect(),
        policies: policies.collect(),
        locked_until: None,
    }
}

fn policy(policy: p::TimesheetPolicy) -> TimesheetPolicy {
    TimesheetPolicy {
        meal: policy.meal.map(|meal| MealRule {
            after_minutes: meal.after_minutes,
            deduct_minutes: meal.deduct_minutes,
        }),
        ask_meal: policy.ask_meal,
        ask_rest: policy.ask_rest,
        submit_due_hours: policy.submit_due_hours,
        approve_due_hours: policy.approve_due_hours,
        remind_hours: policy.remind_hours,
    }
}
