//! What a person must look at: entries with exceptions, and ops in quarantine.

use api::Page;
use api::entry::{Entry, ExceptionsQuery, QuarantineQuery, Quarantined};
use axum::Json;
use domain::company::Permission;
use domain::time::work_date;
use engine::query;
use engine::rows::QuarantineRow;
use jiff::ToSpan;
use oplog::receipt::QuarantineReason;

use super::company::CompanyPath;
use super::entries::{people, span};
use super::entry_shape::{EntryShape, entries_of, kind_name, zone};
use super::extract::Asked;
use super::page::{Listing, by_instant, matches};
use super::problem::Refused;
use super::shape::Names;
use crate::auth::member::{Member, Sight};

/// How many days back an unasked list reaches.
pub(crate) const DAYS_BACK: i64 = 30;
/// The most quarantined ops that are listed; older ones are in the journal.
const QUARANTINE_MAX: usize = 10_000;

const QUARANTINE: Listing<Quarantined> = Listing {
    id: |shown| shown.position.to_string(),
    orders: &[
        ("position", |shown| format!("{:020}", shown.position)),
        ("at", |shown| by_instant(shown.at)),
    ],
    usual: "-position",
};

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

/// Ops that do not count until they are settled or understood.
#[utoipa::path(
    get,
    path = "/companies/{company}/quarantine",
    tag = "time",
    params(CompanyPath, QuarantineQuery),
    responses((status = 200, body = Page<Quarantined>))
)]
pub(crate) async fn quarantine(
    member: Member,
    Asked(asked): Asked<QuarantineQuery>,
) -> Result<Json<Page<Quarantined>>, Refused> {
    let read = member.read(move |member, view| {
        // What an op says may be about anyone, so this takes the sight of all.
        if member.sight(view, Permission::ViewTime)? != Sight::All {
            return Err(Refused::not_permitted());
        }
        let names = Names::new(view);
        let mut found = Vec::new();
        for (position, row) in query::quarantine(view, QUARANTINE_MAX)? {
            let shown = Quarantined {
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
            };
            if matches(asked.q.as_deref(), &[&shown.kind, &shown.actor]) {
                found.push(shown);
            }
        }
        QUARANTINE.page(asked.list(), found)
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
        Some(QuarantineReason::EmployeeArchived) => "employee_archived",
    }
}
