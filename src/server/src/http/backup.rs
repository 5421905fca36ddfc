//! Backups, for the office of a firm that runs its own server: how old the last one is, making
//! one, and taking one away as a file.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use api::backup::{BackupFileRequest, BackupStatus, RestoredFrom};
use api::problem::code;
use axum::Json;
use axum::body::{Body as ResponseBody, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::company::Permission;
use engine::query;
use jiff::Timestamp;
use store::{BackupOptions, BackupRecord, CompanySnapshot, SecurityEventKind, Store, backup_name};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::company::CompanyPath;
use super::extract::Body;
use super::problem::Refused;
use super::session::check_password;
use crate::auth::audit::{self, Whom};
use crate::auth::member::Member;
use crate::auth::origin::Client;
use crate::config::BackupSchedule;

/// How many bytes go to the client at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// How many of them may wait for a slow client.
const PIECES_WAITING_MAX: usize = 16;
/// A client that takes nothing for so long has gone: the backup holds on to what was then.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// How things stand.
#[utoipa::path(
    get,
    path = "/companies/{company}/backup",
    tag = "backup",
    params(CompanyPath),
    responses((status = 200, body = BackupStatus))
)]
pub(crate) async fn show(member: Member) -> Result<Json<BackupStatus>, Refused> {
    member
        .read(|member, view| {
            member.must(view, Permission::ManagePeople, None)?;
            status(member, view)
        })
        .await
        .map(Json)
}

/// Begins a backup in the folder that the server's configuration names.
#[utoipa::path(
    post,
    path = "/companies/{company}/backup",
    tag = "backup",
    params(CompanyPath),
    responses((status = 202, body = BackupStatus))
)]
pub(crate) async fn make(member: Member) -> Result<(StatusCode, Json<BackupStatus>), Refused> {
    let before = member.read(taken_by).await?;
    let backups = Arc::clone(member.state().backups());
    if backups.config().is_none() {
        return Err(Refused::new(
            StatusCode::CONFLICT,
            code::BACKUP_FOLDER_MISSING,
            "The server has no folder for backups. Set backup.folder in its configuration.",
        ));
    }
    let now = member.state().now();
    if !before.making {
        // How it went is remembered, and told by the status.
        tokio::spawn(async move { backups.make(now).await });
    }
    let status = BackupStatus {
        making: true,
        ..before
    };
    Ok((StatusCode::ACCEPTED, Json(status)))
}

/// A backup of everything on this server, as a file. The owner's password is asked again.
#[utoipa::path(
    post,
    path = "/companies/{company}/backup/file",
    tag = "backup",
    params(CompanyPath),
    request_body = BackupFileRequest,
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn download(
    Client(client): Client,
    member: Member,
    Body(request): Body<BackupFileRequest>,
) -> Result<Response, Refused> {
    member.read(taken_by).await?;
    let state = member.state();
    check_password(state, member.account, request.password)
        .await
        .map_err(|refused| refused.about("password"))?;
    let permit = state.backups().downloads().clone().try_acquire_owned();
    let permit = permit.map_err(|_| Refused::of_status(StatusCode::SERVICE_UNAVAILABLE))?;
    let whom = Whom {
        account: Some(member.account),
        company: Some(member.company),
    };
    // Beside it: what the disk no longer takes is what a backup is needed for.
    audit::note(state, client, SecurityEventKind::BackupTaken, whom);
    let (store, now) = (state.store().clone(), state.now());
    let name = backup_name(store.server_id(), now);
    let (sender, receiver) = mpsc::channel(PIECES_WAITING_MAX);
    let pieces = Pieces {
        sender,
        runtime: Handle::current(),
        piece: Vec::with_capacity(PIECE_BYTES),
        bytes: 0,
    };
    tokio::task::spawn_blocking(move || send(&store, now, pieces, permit));
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(|e| Refused::internal(&e))?;
    let octets = HeaderValue::from_static("application/octet-stream");
    let headers = [
        (header::CONTENT_TYPE, octets),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let body = ResponseBody::from_stream(ReceiverStream::new(receiver));
    Ok((headers, body).into_response())
}

/// The status, for who may take a backup: an owner, where everything on the server is theirs.
fn taken_by(member: &Member, view: &CompanySnapshot) -> Result<BackupStatus, Refused> {
    member.must(view, Permission::ManageCompany, None)?;
    let status = status(member, view)?;
    if status.may_take {
        return Ok(status);
    }
    Err(Refused::new(
        StatusCode::CONFLICT,
        code::SERVER_SHARED,
        "Other companies are on this server too. Whoever runs it makes the backups.",
    ))
}

fn status(member: &Member, view: &CompanySnapshot) -> Result<BackupStatus, Refused> {
    let state = member.state();
    let backups = state.backups();
    let known = backups.state()?;
    let schedule = backups.config().map(|config| config.schedule);
    let company = query::company(view)?.ok_or_else(|| Refused::not_found("company"))?;
    let made_at = known.made.as_ref().map(|made| made.made_at);
    // A company without any backup is given as long as one between two.
    let since = made_at.unwrap_or(company.founded_at);
    let alone = state.store().system()?.companies()?.len() == 1;
    Ok(BackupStatus {
        scheduled: schedule.is_some(),
        making: backups.is_making(),
        made_at,
        bytes: known.made.map(|made| made.bytes),
        failed_at: known.failed.map(|failed| failed.at),
        overdue: is_overdue(since, made_at.is_some(), schedule, state.now()),
        restored: state.store().restored()?.map(|record| RestoredFrom {
            restored_at: record.restored_at,
            backup_made_at: record.backup_made_at,
        }),
        may_take: alone && member.must(view, Permission::ManageCompany, None).is_ok(),
    })
}

fn is_overdue(
    since: Timestamp,
    was_made: bool,
    schedule: Option<BackupSchedule>,
    now: Timestamp,
) -> bool {
    let after = BackupSchedule::overdue_after(schedule.filter(|_| was_made));
    now.duration_since(since) > after
}

fn send(store: &Store, now: Timestamp, mut pieces: Pieces, _permit: OwnedSemaphorePermit) {
    let options = BackupOptions {
        with_key: true,
        now,
    };
    let sent = store.backup(options, &mut pieces);
    match sent {
        Ok(info) => {
            let record = BackupRecord::sent(&info, pieces.bytes);
            if let Err(error) = store.backup_made(record).wait() {
                tracing::warn!(%error, "that a backup was downloaded could not be noted");
            }
        }
        Err(error) => {
            tracing::warn!(%error, "a download of a backup broke off");
            // Without this the client would take what it has for all of it.
            pieces.give(Err(io::Error::other("the backup is not whole")));
        }
    }
}

/// Gives what is written to a response, a piece at a time.
struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    runtime: Handle,
    piece: Vec<u8>,
    bytes: u64,
}

impl Pieces {
    fn give(&mut self, piece: io::Result<Bytes>) -> bool {
        let sending = tokio::time::timeout(SILENCE_MAX, self.sender.send(piece));
        matches!(self.runtime.block_on(sending), Ok(Ok(())))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if self.piece.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.piece);
        if piece.is_empty() || self.give(Ok(piece.into())) {
            Ok(())
        } else {
            Err(io::Error::new(
                io::ErrorKind::BrokenPipe,
                "whoever downloads it has gone",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_warning_comes_after_a_week_or_twice_the_schedule() {
        let since: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let day = SignedDuration::from_hours(24);
        let daily = Some(BackupSchedule::Every(day));
        let after = |was_made, schedule, days: i32| {
            is_overdue(since, was_made, schedule, since + day * days)
        };
        assert!(!after(true, daily, 2));
        assert!(after(true, daily, 3));
        assert!(!after(true, None, 7));
        assert!(after(true, None, 8));
        assert!(!after(false, daily, 7), "a new company is given a week");
        assert!(after(false, daily, 8));
    }
}
