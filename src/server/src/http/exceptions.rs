//! What a person must look at: entries with exceptions, and ops in quarantine.

use api::Page;
use api::entry::{Entry, ExceptionsQuery, Quarantined};
use api::page::PageQuery;
use axum::Json;
use domain::company::Permission;
use domain::time::work_date;
use engine::query;
use engine::rows::QuarantineRow;
use jiff::ToSpan;
use oplog::receipt::QuarantineReason;

use super::company::CompanyPath;
use super::entries::span;
use super::entry_shape::{EntryShape, by_entry, kind_name, zone};
use super::extract::Asked;
use super::page::{Cut, shaped};
use super::problem::Refused;
use super::shape::Names;
use crate::auth::member::{Member, Sight};

/// How many days back an unasked list reaches.
pub(crate) const DAYS_BACK: i64 = 30;
/// The most quarantined ops that are listed; older ones are in the journal.
const QUARANTINE_MAX: usize = 10_000;

/// Entries with exceptions, the latest first. A worker sees only the own ones.
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
        let sight = member.sight(view, Permission::ViewTime)?;
        let now = member.state().now();
        let zone = zone(view)?;
        let to = asked.to.unwrap_or_else(|| work_date(now, &zone));
        let earliest = to.checked_sub(DAYS_BACK.days());
        let from = asked.from.or(earliest.ok()).unwrap_or(to);
        let span = span(from, to, &zone)?;
        let settled_too = asked.settled.unwrap_or_default();
        let mut found = Vec::new();
        for (employee, _, _) in query::people(view)? {
            if !sight.includes(employee) {
                continue;
            }
            let entries = query::entries_of(view, employee, span.start(), span.end())?;
            let mut exceptions = by_entry(query::exceptions_of(&entries, now));
            for (id, row) in entries {
                let own = exceptions.remove(&id).unwrap_or_default();
                if own.iter().any(|found| settled_too || !found.settled) {
                    found.push((id, row, own));
                }
            }
        }
        found.sort_by_key(|(id, row, _)| (std::cmp::Reverse(row.values.start), *id));
        let cut = Cut {
            cursor: asked.cursor.as_deref(),
            limit: asked.limit,
        };
        let page = cut.page(found, |(id, _, _)| id.to_string(), |_| true)?;
        let entries = EntryShape::new(view, now)?;
        shaped(page, |(id, row, exceptions)| {
            entries.entry(id, &row, &exceptions)
        })
    });
    read.await.map(Json)
}

/// Ops that do not count until they are settled or understood, the newest first.
#[utoipa::path(
    get,
    path = "/companies/{company}/quarantine",
    tag = "time",
    params(CompanyPath, PageQuery),
    responses((status = 200, body = Page<Quarantined>))
)]
pub(crate) async fn quarantine(
    member: Member,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Quarantined>>, Refused> {
    let read = member.read(move |member, view| {
        // What an op says may be about anyone, so this takes the sight of all.
        if member.sight(view, Permission::ViewTime)? != Sight::All {
            return Err(Refused::not_permitted());
        }
        let cut = Cut {
            cursor: asked.cursor.as_deref(),
            limit: asked.limit,
        };
        let rows = query::quarantine(view, QUARANTINE_MAX)?;
        let page = cut.page(rows, |(position, _)| position.to_string(), |_| true)?;
        let names = Names::new(view);
        shaped(page, |(position, row)| {
            Ok(Quarantined {
                position,
                kind: kind_name(row.kind).unwrap_or("Unknown").to_owned(),
                actor: names
                    .member(row.actor)?
                    .map(|actor| actor.name)
                    .unwrap_or_default(),
                device: query::device_name(view, row.log)?,
                at: row.at,
                received_at: row.received_at,
                reason: reason(&row).to_owned(),
            })
        })
    });
    read.await.map(Json)
}

fn reason(row: &QuarantineRow) -> &'static str {
    match row.reason {
        None => "parked",
        Some(QuarantineReason::NotPermitted) => "not_permitted",
        Some(QuarantineReason::WrongActor) => "wrong_actor",
        Some(QuarantineReason::DeviceRevoked) => "device_revoked",
        Some(QuarantineReason::UnknownSubject) => "unknown_subject",
        Some(QuarantineReason::IdReused) => "id_reused",
        Some(QuarantineReason::Unreadable) => "unreadable",
        Some(QuarantineReason::BreaksRule) => "breaks_rule",
    }
}
