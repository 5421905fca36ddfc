//! Pay periods, and locking them.

use api::Page;
use api::timesheet::{LockPeriod, PayPeriod, PayPeriodsQuery, PeriodWithReason};
use axum::Json;
use domain::company::Permission;
use engine::Command;
use engine::command::{LockPeriod as Lock, TimesheetCommand};
use engine::query::{self, Period};
use jiff::civil::Date;

use super::shape::SheetShape;
use crate::auth::member::Member;
use crate::http::company::CompanyPath;
use crate::http::extract::{Asked, Body};
use crate::http::page::{Listing, matches, shaped};
use crate::http::problem::Refused;

/// How many periods are listed: the weeks of a year, and some more.
const PERIODS_MAX: usize = 60;

const PERIODS: Listing<Period> = Listing {
    id: |period| period.dates.first.to_string(),
    orders: &[
        ("first", |period| period.dates.first.to_string()),
        ("last", |period| period.dates.last.to_string()),
    ],
    usual: "-first",
};

/// Pay periods: the one of today and those before it.
#[utoipa::path(
    get,
    path = "/companies/{company}/pay-periods",
    tag = "timesheets",
    params(CompanyPath, PayPeriodsQuery),
    responses((status = 200, body = Page<PayPeriod>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<PayPeriodsQuery>,
) -> Result<Json<Page<PayPeriod>>, Refused> {
    let read = member.read(move |member, view| {
        member.sight(view, Permission::ViewTime)?;
        let now = member.state().now();
        let mut found = query::periods(view, now, PERIODS_MAX)?;
        found.retain(|period| matches(asked.q.as_deref(), &[&period.dates.first.to_string()]));
        let shape = SheetShape::new(member, view, now)?;
        let page = PERIODS.page(asked.list(), found)?;
        shaped(page, |period| shape.period(&period))
    });
    read.await.map(Json)
}

/// Locks a period: its time changes no more.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay-periods/lock",
    tag = "timesheets",
    params(CompanyPath),
    request_body = LockPeriod,
    responses((status = 200, body = PayPeriod))
)]
pub(crate) async fn lock(
    member: Member,
    Body(body): Body<LockPeriod>,
) -> Result<Json<PayPeriod>, Refused> {
    let lock = Lock {
        first: body.first,
        pay_run: None,
        note: body.note,
    };
    let command = TimesheetCommand::LockPeriod(lock);
    member.run(Command::Timesheet(command)).await?;
    one(&member, body.first).await
}

/// Unlocks a period, with a reason.
#[utoipa::path(
    post,
    path = "/companies/{company}/pay-periods/unlock",
    tag = "timesheets",
    params(CompanyPath),
    request_body = PeriodWithReason,
    responses((status = 200, body = PayPeriod))
)]
pub(crate) async fn unlock(
    member: Member,
    Body(body): Body<PeriodWithReason>,
) -> Result<Json<PayPeriod>, Refused> {
    let command = TimesheetCommand::UnlockPeriod(body.first, body.reason);
    member.run(Command::Timesheet(command)).await?;
    one(&member, body.first).await
}

async fn one(member: &Member, first: Date) -> Result<Json<PayPeriod>, Refused> {
    let read = member.read(move |member, view| {
        let now = member.state().now();
        let period =
            query::period(view, first, now)?.ok_or_else(|| Refused::not_found("pay period"))?;
        SheetShape::new(member, view, now)?.period(&period)
    });
    read.await.map(Json)
}
