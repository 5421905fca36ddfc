//! Statements that did not count when they arrived: listed with what they say and what became of
//! them, and settled. Who may settle what is the engine's.

mod shape;

use api::Page;
use api::held::{self as shown, Held, HeldQuery, HeldSettled, HeldState, SettleHeld};
use axum::Json;
use domain::DeviceId;
use domain::company::Permission;
use engine::again::{self, SETTLED_MAX};
use engine::command::HeldAct;
use engine::rows::QuarantineRow;
use engine::{Command, command, query};
use serde::Deserialize;
use store::CompanySnapshot;

use self::shape::{HeldShape, code_of, state_of};
use super::company::CompanyPath;
use super::extract::{Asked, At, Body};
use super::page::{Listing, by_instant, matches, shaped};
use super::problem::Refused;
use super::tag::Tagged;
use crate::auth::member::{Member, Sight};

/// The most statements that are listed; older ones are in the journal.
const HELD_MAX: usize = 10_000;

/// Which statement.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct HeldPath {
    /// The statement's place in the journal.
    position: u64,
}

type Row = (u64, QuarantineRow);

const HELD: Listing<Row> = Listing {
    id: |(position, _)| format!("{position:020}"),
    orders: &[
        ("position", |(position, _)| format!("{position:020}")),
        ("at", |(_, row)| by_instant(row.at)),
        ("received_at", |(_, row)| by_instant(row.received_at)),
    ],
    usual: "-position",
};

/// Statements that do not count, or did not when they arrived.
#[utoipa::path(
    get,
    path = "/companies/{company}/held",
    tag = "time",
    params(CompanyPath, HeldQuery),
    responses((status = 200, body = Page<Held>))
)]
pub(crate) async fn list(
    member: Member,
    Asked(asked): Asked<HeldQuery>,
) -> Result<Json<Page<Held>>, Refused> {
    let read = member.read(move |member, view| {
        must_see(member, view)?;
        let shape = HeldShape::new(member, view);
        let state = asked.state.unwrap_or(HeldState::Held);
        let mut found = query::quarantine(view, HELD_MAX, |row| {
            let reason = asked.reason.as_deref();
            state_of(row) == state && reason.is_none_or(|wanted| wanted == code_of(row))
        })?;
        let mut kept = Vec::with_capacity(found.len());
        for row in found.drain(..) {
            let author = shape.author(&row.1)?;
            let wanted = asked
                .device
                .is_none_or(|device| author.device == Some(device.0))
                && asked
                    .employee
                    .is_none_or(|id| author.employee == Some(id.0));
            let kind = shape::kind(&row.1);
            let name = author.device_name.as_deref().unwrap_or_default();
            if wanted && matches(asked.q.as_deref(), &[kind, &author.name, name]) {
                kept.push(row);
            }
        }
        let page = HELD.page(asked.list(), kept)?;
        shaped(page, |(position, row)| shape.held(position, &row))
    });
    read.await.map(Json)
}

/// One statement that did not count when it arrived.
#[utoipa::path(
    get,
    path = "/companies/{company}/held/{position}",
    tag = "time",
    params(CompanyPath, HeldPath),
    responses((status = 200, body = Held))
)]
pub(crate) async fn show(member: Member, At(path): At<HeldPath>) -> Result<Tagged<Held>, Refused> {
    let read = member.read(move |member, view| {
        must_see(member, view)?;
        let row = again::held(view, path.position)?;
        let row = row.ok_or_else(|| Refused::not_found("held statement"))?;
        Ok(Tagged {
            state: engine::rows::Row::hash(&row),
            body: HeldShape::new(member, view).held(path.position, &row)?,
        })
    });
    read.await
}

/// Settles held statements: lets them count, sets them aside, or takes that back. What cannot be
/// settled so is left as it is; nothing is done where nothing can be.
#[utoipa::path(
    post,
    path = "/companies/{company}/held/settle",
    tag = "time",
    params(CompanyPath),
    request_body = SettleHeld,
    responses((status = 200, body = HeldSettled))
)]
pub(crate) async fn settle(
    member: Member,
    Body(asked): Body<SettleHeld>,
) -> Result<Json<HeldSettled>, Refused> {
    let named = asked.positions.len();
    if named > SETTLED_MAX || (named == 0) == asked.device.is_none() {
        let detail = format!("Name from 1 to {SETTLED_MAX} positions, or a device.");
        return Err(Refused::bad_value("positions", detail));
    }
    let (positions, more) = match asked.device {
        Some(device) => {
            let read = member.read(move |member, view| {
                must_see(member, view)?;
                of_device(member, view, device.0)
            });
            let mut all = read.await?;
            let more = all.len() > SETTLED_MAX;
            all.truncate(SETTLED_MAX);
            (all, more)
        }
        None => {
            let mut positions = asked.positions;
            positions.sort_unstable();
            positions.dedup();
            (positions, false)
        }
    };
    let tried = positions.len();
    let wanted = command::SettleHeld {
        positions,
        act: act(asked.act),
        reason: asked.reason,
    };
    let done = member.run(Command::SettleHeld(wanted)).await?;
    let settled = done.ops.len();
    Ok(Json(HeldSettled {
        settled: count(settled),
        left: count(tried.saturating_sub(settled)),
        more,
    }))
}

/// What a statement says may be about anyone, so seeing any takes the sight of all.
fn must_see(member: &Member, view: &CompanySnapshot) -> Result<(), Refused> {
    match member.sight(view, Permission::ViewTime)? {
        Sight::All => Ok(()),
        Sight::Own(_) => Err(Refused::not_permitted()),
    }
}

/// Where what is held of a device was first judged, in order.
fn of_device(
    member: &Member,
    view: &CompanySnapshot,
    device: DeviceId,
) -> Result<Vec<u64>, Refused> {
    let shape = HeldShape::new(member, view);
    let mut own = Vec::new();
    for (position, row) in query::quarantine(view, HELD_MAX, QuarantineRow::is_held)? {
        if shape.author(&row)?.device == Some(device) {
            own.push(position);
        }
    }
    own.reverse();
    if own.is_empty() {
        return Err(Refused::not_found("held statement"));
    }
    Ok(own)
}

const fn act(act: shown::HeldAct) -> HeldAct {
    match act {
        shown::HeldAct::Release => HeldAct::Release,
        shown::HeldAct::SetAside => HeldAct::SetAside,
        shown::HeldAct::TakeBack => HeldAct::TakeBack,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
