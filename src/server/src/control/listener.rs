//! The server's side of the control socket.

use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use store::Store;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::{JoinHandle, JoinSet};

use super::message::{ControlAnswer, ControlRequest, VerifySummary};
use super::{CALLERS_MAX, REQUEST_BYTES_MAX, SOCKET_NAME};

/// How long a caller may take to say what it wants.
const REQUEST_TIME: Duration = Duration::from_secs(10);
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
    pub fn bind(folder: &Path, store: Store) -> Result<Self, BindError> {
        let path = folder.join(SOCKET_NAME);
        let listener = listen(folder, &path).map_err(|source| BindError {
            path: path.clone(),
            source,
        })?;
        let serving = tokio::spawn(serve(listener, store));
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

async fn serve(listener: UnixListener, store: Store) {
    // Callers end with this task.
    let mut callers = JoinSet::new();
    loop {
        while callers.len() >= CALLERS_MAX {
            callers.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                let store = store.clone();
                callers.spawn(async move {
                    if let Err(error) = answer(stream, store).await {
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

async fn answer(stream: UnixStream, store: Store) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    let mut reader = BufReader::new(reader.take(REQUEST_BYTES_MAX));
    tokio::time::timeout(REQUEST_TIME, reader.read_line(&mut line)).await??;
    match serde_json::from_str::<ControlRequest>(&line) {
        Ok(ControlRequest::Verify) => verify(&mut writer, store).await,
        Err(error) => {
            let reason = format!("the request cannot be read: {error}");
            write(&mut writer, &ControlAnswer::Refused { reason }).await
        }
    }
}

async fn verify(writer: &mut (impl AsyncWriteExt + Unpin), store: Store) -> io::Result<()> {
    let began = Instant::now();
    let mut work = tokio::task::spawn_blocking(move || store.verify());
    loop {
        write(
            writer,
            &ControlAnswer::Progress {
                seconds: began.elapsed().as_secs(),
            },
        )
        .await?;
        let done = tokio::select! {
            done = &mut work => done,
            () = tokio::time::sleep(PROGRESS_EVERY) => continue,
        };
        let last = match done {
            Ok(Ok(report)) => ControlAnswer::Verified(VerifySummary::from(report)),
            Ok(Err(error)) => ControlAnswer::Refused {
                reason: error.to_string(),
            },
            Err(error) => ControlAnswer::Refused {
                reason: error.to_string(),
            },
        };
        return write(writer, &last).await;
    }
}

async fn write(
    writer: &mut (impl AsyncWriteExt + Unpin),
    answer: &ControlAnswer,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer).map_err(io::Error::other)?;
    line.push(b'\n');
    writer.write_all(&line).await
}
