//! What a person must look at: entries with exceptions.

use api::Page;
use api::entry::{Entry, ExceptionsQuery};
use axum::Json;
use domain::time::work_date;
use jiff::ToSpan;

use super::company::CompanyPath;
use super::entries::{people, span};
use super::entry_shape::{EntryShape, entries_of, zone};
use super::extract::Asked;
use super::problem::Refused;
use crate::auth::member::Member;

/// How many days back an unasked list reaches.
pub(crate) const DAYS_BACK: i64 = 30;
/// Entries with exceptions. A worker sees only the own ones.
#[utoipa::path(
    get,
    path = "/companies/{company}/exceptions",
    tag = "time",
    params(CompanyPath, ExceptionsQuery),
    responses((status = 200, body = Page<Entry>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<ExceptionsQuery>,
) -> Result<Json<Page<Entry>>, Refused> {
    let read = member.read(move |member, view| {
        let people = people(member, view, asked.employee)?;
        let now = member.state().now();
        let zone = zone(view)?;
        let to = asked.to.unwrap_or_else(|| work_date(now, &zone));
        let earliest = to.checked_sub(DAYS_BACK.days());
        let from = asked.from.or(earliest.ok()).unwrap_or(to);
        let span = span(from, to, &zone)?;
        let settled_too = asked.settled.unwrap_or_default();
        let mut found = entries_of(view, people, span, asked.q.as_deref(), now)?;
        found.retain(|found| {
            let mut own = found.exceptions.iter();
            own.any(|found| settled_too || !found.settled)
        });
        EntryShape::new(view, now)?.page("-start", asked.list(), found)
    });
    read.await.map(Json)
}
