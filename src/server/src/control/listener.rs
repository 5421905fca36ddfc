//! The server's side of the control socket.

use std::fmt::Display;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use store::{BackupOptions, Store};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::{JoinHandle, JoinSet};

use super::message::{ControlAnswer, ControlRequest, VerifySummary};
use super::{CALLERS_MAX, REQUEST_BYTES_MAX, SOCKET_NAME};
use super::{backup, import, recover};
use crate::auth::reset::{self, ResetLink};
use crate::config::PublicUrl;
use crate::export::{self, NamedExport};
use crate::imports::Imports;
use crate::state::Clock;

/// How long a caller may take to say what it wants.
const REQUEST_TIME: Duration = Duration::from_secs(10);
/// How long a caller may take to take a line.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How much of a file goes into one line.
const PART_BYTES: usize = 48 * 1024;
/// How often a caller hears that the work goes on.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);

/// The socket, removed when this is closed or dropped.
#[derive(Debug)]
pub struct ControlSocket {
    path: PathBuf,
    serving: JoinHandle<()>,
}

/// The socket cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the control socket {} cannot be made: {source}", path.display())]
pub struct BindError {
    path: PathBuf,
    source: io::Error,
}

impl ControlSocket {
    /// Listens in the data folder. Whoever calls has the store open and so owns the folder: a
    /// socket that is there already was left behind by a server that did not end cleanly.
    ///
    /// # Errors
    /// When the socket cannot be made, such as when the folder's path is too long for one.
    pub fn bind(folder: &Path, desk: Desk) -> Result<Self, BindError> {
        let path = folder.join(SOCKET_NAME);
        let listener = listen(folder, &path).map_err(|source| BindError {
            path: path.clone(),
            source,
        })?;
        let serving = tokio::spawn(serve(listener, desk));
        Ok(Self { path, serving })
    }
}

impl ControlSocket {
    /// Removes the socket and lets go of the store: when this returns, callers are gone too.
    pub async fn close(mut self) {
        self.serving.abort();
        // It was cancelled, which is what was asked for.
        let _cancelled = (&mut self.serving).await;
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        self.serving.abort();
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "the control socket could not be removed");
        }
    }
}

/// Binds in a folder that nobody else can enter, narrows the socket's mode and moves it to its
/// place, so that it can at no moment be used by others.
fn listen(folder: &Path, path: &Path) -> io::Result<UnixListener> {
    let nest = folder.join(".control");
    remove_if_there(&nest.join("s"))?;
    match std::fs::DirBuilder::new().mode(0o700).create(&nest) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => other?,
    }
    let fresh = nest.join("s");
    let listener = UnixListener::bind(&fresh)?;
    std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(0o600))?;
    std::fs::rename(&fresh, path)?;
    std::fs::remove_dir(&nest)?;
    Ok(listener)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// What callers are answered from.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What brings files of hours.
    pub imports: Imports,
    /// The address that links are made from.
    pub public_url: PublicUrl,
}

async fn serve(listener: UnixListener, desk: Desk) {
    // Callers end with this task.
    let mut callers = JoinSet::new();
    loop {
        while callers.len() >= CALLERS_MAX {
            callers.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                let desk = desk.clone();
                callers.spawn(async move {
                    if let Err(error) = answer(stream, desk).await {
                        tracing::debug!(%error, "a caller of the control socket left");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the control socket could not accept a caller");
                tokio::time::sleep(PROGRESS_EVERY).await;
            }
        }
    }
}

async fn answer(stream: UnixStream, desk: Desk) -> io::Result<()> {
    let Desk {
        store,
        clock,
        imports,
        public_url,
    } = desk;
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    let mut reader = BufReader::new(reader.take(REQUEST_BYTES_MAX));
    tokio::time::timeout(REQUEST_TIME, reader.read_line(&mut line)).await??;
    match serde_json::from_str::<ControlRequest>(&line) {
        Ok(ControlRequest::Verify) => verify(&mut writer, store).await,
        Ok(ControlRequest::Backup {
            with_key,
            point_bytes,
        }) => {
            let now = clock.now();
            let options = BackupOptions { with_key, now };
            // Read as far as the point and what is said at the end go.
            let limit = REQUEST_BYTES_MAX.saturating_add(point_bytes as u64);
            reader.get_mut().set_limit(limit);
            let point = backup::point(&mut reader, point_bytes).await?;
            backup::give(&mut reader, writer, store, options, point).await
        }
        Ok(ControlRequest::OutboxHeld) => write(&mut writer, &held(&store)).await,
        Ok(ControlRequest::OutboxRelease) => {
            let released = store.release_outbox().await;
            let released = released.map(|count| ControlAnswer::OutboxReleased { count });
            write(
                &mut writer,
                &released.unwrap_or_else(|error| refused(&error)),
            )
            .await
        }
        Ok(ControlRequest::RecoveryShow) => {
            let waiting = recover::waiting_companies(&store);
            let waiting = waiting.map(|companies| ControlAnswer::Recovering { companies });
            write(
                &mut writer,
                &waiting.unwrap_or_else(|error| refused(&error)),
            )
            .await
        }
        Ok(ControlRequest::RecoveryEnd { company }) => {
            let now = clock.now();
            let end = move || recover::go_on(&store, company.as_deref(), now);
            let last = match worked(&mut writer, end).await? {
                Ok(companies) => ControlAnswer::WentOn { companies },
                Err(reason) => ControlAnswer::Refused { reason },
            };
            write(&mut writer, &last).await
        }
        Ok(ControlRequest::ResetOwner { company, email }) => {
            reset_owner(&mut writer, store, clock.now(), public_url, company, email).await
        }
        Ok(ControlRequest::Import(request)) => {
            // Read as far as the file goes; what was read already counts.
            reader.get_mut().set_limit(request.size as u64);
            import::take(&mut reader, &mut writer, imports, request).await
        }
        Ok(ControlRequest::Export(asked)) => export(&mut writer, store, asked).await,
        Err(error) => {
            let reason = format!("the request cannot be read: {error}");
            write(&mut writer, &ControlAnswer::Refused { reason }).await
        }
    }
}

async fn reset_owner(
    writer: &mut (impl AsyncWriteExt + Unpin),
    store: Store,
    now: Timestamp,
    public_url: PublicUrl,
    company: String,
    email: Option<String>,
) -> io::Result<()> {
    let make = move || reset::reset_owner(&store, &public_url, &company, email.as_deref(), now);
    let last = match worked(writer, make).await? {
        Ok(ResetLink { email, link }) => ControlAnswer::OwnerReset { email, link },
        Err(reason) => ControlAnswer::Refused { reason },
    };
    write(writer, &last).await
}

fn held(store: &Store) -> ControlAnswer {
    let held = store
        .outbox_held()
        .map(|items| items.into_iter().map(Into::into).collect());
    match held {
        Ok(held) => ControlAnswer::OutboxHeld { held },
        Err(error) => refused(&error),
    }
}

fn refused(error: &impl Display) -> ControlAnswer {
    ControlAnswer::Refused {
        reason: error.to_string(),
    }
}

async fn verify(writer: &mut (impl AsyncWriteExt + Unpin), store: Store) -> io::Result<()> {
    let last = match worked(writer, move || store.verify()).await? {
        Ok(report) => ControlAnswer::Verified(VerifySummary::from(report)),
        Err(reason) => ControlAnswer::Refused { reason },
    };
    write(writer, &last).await
}

async fn export(
    writer: &mut (impl AsyncWriteExt + Unpin),
    store: Store,
    asked: NamedExport,
) -> io::Result<()> {
    let made = match worked(writer, move || export::run(&store, &asked)).await? {
        Ok(made) => made,
        Err(reason) => return write(writer, &ControlAnswer::Refused { reason }).await,
    };
    for part in made.bytes.chunks(PART_BYTES) {
        let base64 = STANDARD.encode(part);
        write(writer, &ControlAnswer::Part { base64 }).await?;
    }
    let lines = u64::try_from(made.lines).unwrap_or(u64::MAX);
    let name = made.name;
    write(writer, &ControlAnswer::Exported { name, lines }).await
}

/// Works off the async threads, and says every second that the work goes on.
async fn worked<T: Send + 'static, E: Display + Send + 'static>(
    writer: &mut (impl AsyncWriteExt + Unpin),
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> io::Result<Result<T, String>> {
    let began = Instant::now();
    let mut work = tokio::task::spawn_blocking(work);
    loop {
        let seconds = began.elapsed().as_secs();
        write(writer, &ControlAnswer::Progress { seconds }).await?;
        let done = tokio::select! {
            done = &mut work => done,
            () = tokio::time::sleep(PROGRESS_EVERY) => continue,
        };
        return Ok(match done {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(error.to_string()),
            Err(error) => Err(error.to_string()),
        });
    }
}

pub(super) async fn write(
    writer: &mut (impl AsyncWriteExt + Unpin),
    answer: &ControlAnswer,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer).map_err(io::Error::other)?;
    line.push(b'\n');
    // A caller that takes nothing has gone, and gives its place back.
    tokio::time::timeout(SILENCE_MAX, writer.write_all(&line)).await?
}
