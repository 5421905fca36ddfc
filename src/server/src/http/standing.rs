//! Whether the server keeps what it is told: what happened, since when, and how much space is left.

use api::standing::{ReadOnly, ReadOnlyCause, ServerStanding};
use axum::Json;
use domain::company::Permission;
use jiff::{SignedDuration, Timestamp};
use store::{CompanySnapshot, FailureCause, Health};

use super::company::CompanyPath;
use super::problem::Refused;
use crate::auth::member::Member;
use crate::space::SPARE_BYTES;

/// How it stands with the server.
#[utoipa::path(
    get,
    path = "/companies/{company}/server",
    tag = "backup",
    params(CompanyPath),
    responses((status = 200, body = ServerStanding))
)]
pub(crate) async fn show(member: Member) -> Result<Json<ServerStanding>, Refused> {
    member.read(standing).await.map(Json)
}

fn standing(member: &Member, view: &CompanySnapshot) -> Result<ServerStanding, Refused> {
    let (state, owner) = (
        member.state(),
        member.must(view, Permission::ManageCompany, None).is_ok(),
    );
    let read_only = match state.store().health() {
        Health::Failed { cause, ago, .. } => Some(ReadOnly {
            cause: match cause {
                FailureCause::DiskFull => ReadOnlyCause::DiskFull,
                FailureCause::DiskFailed => ReadOnlyCause::DiskFailed,
            },
            since: since(state.now(), ago),
        }),
        Health::Ok => stopped(member)?,
    };
    Ok(ServerStanding {
        read_only,
        space_left: state
            .store()
            .free_bytes()
            .filter(|left| owner && few(*left)),
    })
}

fn stopped(member: &Member) -> Result<Option<ReadOnly>, Refused> {
    let entry = member.state().store().system()?.company(member.company)?;
    let stopped = entry.is_some_and(|entry| entry.stopped.is_some());
    Ok(stopped.then_some(ReadOnly {
        cause: ReadOnlyCause::CompanyStopped,
        since: None,
    }))
}

fn since(now: Timestamp, ago: std::time::Duration) -> Option<Timestamp> {
    let ago = SignedDuration::try_from(ago).ok()?;
    now.checked_sub(ago).ok()
}

const fn few(left: u64) -> bool {
    left < SPARE_BYTES
}

/// What a person should know who is refused because of it.
pub(super) const fn words(cause: FailureCause) -> &'static str {
    match cause {
        FailureCause::DiskFull => {
            "The server's disk is full. Whoever runs it: make room, or run `timetrakr \
             recover-space`, then restart it."
        }
        FailureCause::DiskFailed => {
            "The server's disk failed. Whoever runs it: look at the log and the disk, then restart \
             it."
        }
    }
}
