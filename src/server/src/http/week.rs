//! The week grid.

use api::week::{Week, WeekCell, WeekQuery, WeekRow};
use axum::Json;
use domain::company::Permission;
use domain::time::work_date;
use engine::query;

use super::company::CompanyPath;
use super::entry_shape::zone;
use super::extract::Asked;
use super::page::{Listing, by_text, matches, shaped};
use super::problem::Refused;
use super::shape;
use crate::auth::member::Member;

const ROWS: Listing<query::WeekRow> = Listing {
    id: |row| row.employee.to_string(),
    orders: &[
        ("name", |row| by_text(&row.record.name)),
        ("number", |row| by_text(&row.record.number)),
    ],
    usual: "name",
};

/// A workweek. A worker sees only the own row.
#[utoipa::path(
    get,
    path = "/companies/{company}/week",
    tag = "time",
    params(CompanyPath, WeekQuery),
    responses((status = 200, body = Week))
)]
pub(crate) async fn show(
    member: Member,
    Asked(asked): Asked<WeekQuery>,
) -> Result<Json<Week>, Refused> {
    let read = member.read(move |member, view| {
        let sight = member.sight(view, Permission::ViewTime)?;
        let now = member.state().now();
        let date = match asked.start {
            Some(date) => date,
            None => work_date(now, &zone(view)?),
        };
        let mut week = query::week(view, date, now)?
            .ok_or_else(|| Refused::bad_value("start", "No week begins there."))?;
        let mut rows = std::mem::take(&mut week.rows);
        rows.retain(|row| {
            let texts = [row.record.name.as_str(), &row.record.number];
            sight.includes(row.employee) && matches(asked.q.as_deref(), &texts)
        });
        let page = ROWS.page(asked.list(), rows)?;
        let page = shaped(page, |row| Ok(shaped_row(row)))?;
        let day_totals: Vec<i64> = (0..week.dates.len())
            .map(|day| {
                let cells = page.items.iter().filter_map(|row| row.days.get(day));
                cells.map(|cell| cell.worked_seconds).sum()
            })
            .collect();
        Ok(Week {
            start: week.first,
            dates: week.dates,
            zone: week.zone.name().to_owned(),
            now,
            position: view.position(),
            total_seconds: day_totals.iter().sum(),
            day_totals,
            rows: page.items,
            next: page.next,
        })
    });
    read.await.map(Json)
}

fn shaped_row(row: query::WeekRow) -> WeekRow {
    WeekRow {
        employee: shape::employee_brief(row.employee, &row.record),
        archived: row.record.archived_at.is_some(),
        total_seconds: row.worked_seconds,
        days: row.days.into_iter().map(shaped_cell).collect(),
    }
}

fn shaped_cell(cell: query::WeekCell) -> WeekCell {
    WeekCell {
        worked_seconds: cell.worked_seconds,
        break_seconds: cell.break_seconds,
        entries: cell.entries.into_iter().map(Into::into).collect(),
        open: cell.open,
        exceptions: cell.exceptions.into_iter().map(Into::into).collect(),
    }
}
