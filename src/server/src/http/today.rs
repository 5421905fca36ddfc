//! Who is on the clock now.

use api::entry::EntryException;
use api::today::{DoneToday, OnClock, Today};
use axum::Json;
use domain::company::Permission;
use domain::time::day_span;
use engine::query::{self, Presence};
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;
use store::CompanySnapshot;

use super::company::CompanyPath;
use super::entry_shape::zone;
use super::exceptions::DAYS_BACK;
use super::problem::Refused;
use super::shape::{self, Names};
use crate::auth::member::{Member, Sight};

/// The most held ops that are counted.
const HELD_COUNT_MAX: usize = 1_000;

/// The company at this moment. A worker sees only the own line.
#[utoipa::path(
    get,
    path = "/companies/{company}/today",
    tag = "time",
    params(CompanyPath),
    responses((status = 200, body = Today))
)]
pub(crate) async fn show(member: Member) -> Result<Json<Today>, Refused> {
    let read = member.read(|member, view| {
        let sight = member.sight(view, Permission::ViewTime)?;
        let now = member.state().now();
        let mut today = query::today(view, now)?;
        today
            .people
            .retain(|person| sight.includes(person.employee));
        let names = Names::new(view);
        let (mut on_clock, mut done, mut absent) = (Vec::new(), Vec::new(), 0);
        for person in &today.people {
            match (on_clock_line(&names, person)?, done_line(person)) {
                (Some(line), _) => on_clock.push(line),
                (None, Some(line)) => done.push(line),
                (None, None) => absent += 1,
            }
        }
        on_clock.sort_by_key(|line| line.since);
        let quarantined = match sight {
            Sight::All => query::held_count(view, HELD_COUNT_MAX)?,
            Sight::Own(_) => 0,
        };
        Ok(Today {
            now,
            date: today.date,
            position: view.position(),
            on_clock,
            done,
            absent,
            unsettled: unsettled(view, sight, today.date, now)?,
            quarantined: u32::try_from(quarantined).unwrap_or(u32::MAX),
        })
    });
    read.await.map(Json)
}

fn on_clock_line(names: &Names<'_>, person: &Presence) -> Result<Option<OnClock>, Refused> {
    let Some((id, row)) = &person.running else {
        return Ok(None);
    };
    let exceptions = person
        .exceptions
        .iter()
        .filter(|found| found.entry == *id)
        .map(|found| EntryException {
            kind: found.kind.into(),
            settled: found.settled,
        });
    Ok(Some(OnClock {
        employee: shape::employee_brief(person.employee, &person.record),
        entry: (*id).into(),
        since: row.values.start,
        job: names.job(row.values.job)?,
        cost_code: names.cost_code(row.values.cost_code)?,
        note: row.values.note.clone(),
        break_since: row
            .values
            .breaks
            .iter()
            .find(|pause| pause.end.is_none())
            .map(|p| p.start),
        worked_seconds: person.worked_seconds,
        exceptions: exceptions.collect(),
    }))
}

fn done_line(person: &Presence) -> Option<DoneToday> {
    Some(DoneToday {
        employee: shape::employee_brief(person.employee, &person.record),
        first_start: person.first_start?,
        last_end: person.last_end?,
        worked_seconds: person.worked_seconds,
    })
}

/// How many entries of the last days have an exception that no one has settled.
fn unsettled(
    view: &CompanySnapshot,
    sight: Sight,
    today: jiff::civil::Date,
    now: Timestamp,
) -> Result<u32, Refused> {
    let first = today.checked_sub(DAYS_BACK.days()).unwrap_or(today);
    let Some(from) = day_span(first, &zone(view)?) else {
        return Ok(0);
    };
    let found = query::exceptions(view, from.start(), now, now)?;
    let entries: BTreeSet<_> = found
        .iter()
        .filter(|(employee, _, _)| sight.includes(*employee))
        .map(|(_, _, found)| found.entry)
        .collect();
    Ok(u32::try_from(entries.len()).unwrap_or(u32::MAX))
}
