//! The command line's side of the control socket. Blocking: a command line has nothing else to
//! do meanwhile.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use store::ResumePoint;

use super::SOCKET_NAME;
use super::import::ImportRequest;
use super::message::{BackupKept, ControlAnswer, ControlRequest, HeldEffect, VerifySummary};
use super::recover::{WaitingCompany, WentOn};
use crate::auth::reset::ResetLink;
use crate::export::NamedExport;
use crate::imports::{Outcome, Progress};

/// A server that says nothing for so long has gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// The server could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The socket is there but cannot be used.
    #[error("the running server cannot be reached through {socket}: {source}")]
    Unreachable {
        /// The socket.
        socket: String,
        /// Why.
        source: io::Error,
    },
    /// The server said something that is not an answer.
    #[error("the running server's answer cannot be read: {0}")]
    Answer(#[from] serde_json::Error),
    /// The server answered something else.
    #[error("the running server is of another version; restart it")]
    Unexpected,
    /// The connection ended before the result.
    #[error("the running server ended before it had a result")]
    Ended,
    /// The server would not.
    #[error("the running server could not do it: {0}")]
    Refused(String),
}

/// Asks the server that owns the folder to verify it; `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives no result.
pub fn verify_running(
    folder: &Path,
    mut on_progress: impl FnMut(u64),
) -> Result<Option<VerifySummary>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::Verify)? else {
        return Ok(None);
    };
    loop {
        match call.answer()? {
            ControlAnswer::Progress { seconds } => on_progress(seconds),
            ControlAnswer::Verified(summary) => return Ok(Some(summary)),
            _other => return Err(ControlError::Unexpected),
        }
    }
}

/// A file that a running server made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// What to call it.
    pub name: String,
    /// How many lines it has.
    pub lines: u64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Asks the server that owns the folder for a file of timesheets; `None` when no server runs
/// there.
///
/// # Errors
/// When a server is there and gives no file.
pub fn export_running(
    folder: &Path,
    asked: NamedExport,
    mut on_progress: impl FnMut(u64),
) -> Result<Option<ExportedFile>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::Export(asked))? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    loop {
        match call.answer()? {
            ControlAnswer::Progress { seconds } => on_progress(seconds),
            ControlAnswer::Part { base64 } => STANDARD
                .decode_vec(base64, &mut bytes)
                .map_err(|_| ControlError::Unexpected)?,
            ControlAnswer::Exported { name, lines } => {
                return Ok(Some(ExportedFile { name, lines, bytes }));
            }
            _other => return Err(ControlError::Unexpected),
        }
    }
}

/// Has the server that owns the folder bring a file of hours; `None` when no server runs there.
///
/// # Errors
/// When a server is there and would not.
pub fn import_running(
    folder: &Path,
    request: ImportRequest,
    bytes: &[u8],
    mut on_progress: impl FnMut(Progress),
) -> Result<Option<Outcome>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::Import(request))? else {
        return Ok(None);
    };
    let given = call.stream.get_mut().write_all(bytes);
    given.map_err(|source| call.unreachable(source))?;
    loop {
        match call.answer()? {
            ControlAnswer::Importing(progress) => on_progress(progress),
            ControlAnswer::Imported(outcome) => return Ok(Some(outcome)),
            _other => return Err(ControlError::Unexpected),
        }
    }
}

/// Tells what a restore holds back; `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives no result.
pub fn held_by_running(folder: &Path) -> Result<Option<Vec<HeldEffect>>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::OutboxHeld)? else {
        return Ok(None);
    };
    match call.answer()? {
        ControlAnswer::OutboxHeld { held } => Ok(Some(held)),
        _other => Err(ControlError::Unexpected),
    }
}

/// Lets what a restore holds back be delivered; `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives no result.
pub fn release_by_running(folder: &Path) -> Result<Option<usize>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::OutboxRelease)? else {
        return Ok(None);
    };
    match call.answer()? {
        ControlAnswer::OutboxReleased { count } => Ok(Some(count)),
        _other => Err(ControlError::Unexpected),
    }
}

/// Tells which companies wait for their phones; `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives no result.
pub fn waiting_by_running(folder: &Path) -> Result<Option<Vec<WaitingCompany>>, ControlError> {
    let Some(mut call) = Call::begin(folder, &ControlRequest::RecoveryShow)? else {
        return Ok(None);
    };
    match call.answer()? {
        ControlAnswer::Recovering { companies } => Ok(Some(companies)),
        _other => Err(ControlError::Unexpected),
    }
}

/// Has companies go on without what is missing; `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives no result.
pub fn go_on_by_running(
    folder: &Path,
    company: Option<String>,
) -> Result<Option<Vec<WentOn>>, ControlError> {
    let request = ControlRequest::RecoveryEnd { company };
    let Some(mut call) = Call::begin(folder, &request)? else {
        return Ok(None);
    };
    loop {
        match call.answer()? {
            ControlAnswer::Progress { .. } => {}
            ControlAnswer::WentOn { companies } => return Ok(Some(companies)),
            _other => return Err(ControlError::Unexpected),
        }
    }
}

/// Has the server make a link by which an owner chooses a new password; `None` when no server
/// runs there.
///
/// # Errors
/// When a server is there and gives none.
pub fn reset_owner_by_running(
    folder: &Path,
    company: String,
    email: Option<String>,
) -> Result<Option<ResetLink>, ControlError> {
    let request = ControlRequest::ResetOwner { company, email };
    let Some(mut call) = Call::begin(folder, &request)? else {
        return Ok(None);
    };
    loop {
        match call.answer()? {
            ControlAnswer::Progress { .. } => {}
            ControlAnswer::OwnerReset { email, link } => {
                return Ok(Some(ResetLink { email, link }));
            }
            _other => return Err(ControlError::Unexpected),
        }
    }
}

/// A backup that a running server is giving.
#[derive(Debug)]
pub struct RunningBackup {
    call: Call,
    /// What a file of it is best called.
    pub name: String,
    /// Whether it goes on from the point that was given.
    pub resumed: bool,
}

/// Asks the server that owns the folder for a backup, which goes on from a point where it can;
/// `None` when no server runs there.
///
/// # Errors
/// When a server is there and gives none.
pub fn backup_running(
    folder: &Path,
    with_key: bool,
    point: Option<&ResumePoint>,
) -> Result<Option<RunningBackup>, ControlError> {
    let point = point.map(ResumePoint::to_bytes).unwrap_or_default();
    let request = ControlRequest::Backup {
        with_key,
        point_bytes: point.len(),
    };
    let Some(mut call) = Call::begin(folder, &request)? else {
        return Ok(None);
    };
    let given = call.stream.get_mut().write_all(&point);
    given.map_err(|source| call.unreachable(source))?;
    match call.answer()? {
        ControlAnswer::Backup { name, resumed } => Ok(Some(RunningBackup {
            call,
            name,
            resumed,
        })),
        _other => Err(ControlError::Unexpected),
    }
}

impl RunningBackup {
    /// Tells the server that the backup is whole in a file, so that it remembers it.
    ///
    /// # Errors
    /// When the server has gone meanwhile.
    pub fn kept(mut self, file: &Path) -> Result<(), ControlError> {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let mut line = serde_json::to_vec(&BackupKept { file })?;
        line.push(b'\n');
        let stream = self.call.stream.get_mut();
        let said = stream.write_all(&line);
        said.map_err(|source| self.call.unreachable(source))
    }
}

impl Read for RunningBackup {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.call.stream.read(out)
    }
}

/// A connection on which something was asked.
#[derive(Debug)]
struct Call {
    socket: PathBuf,
    stream: BufReader<UnixStream>,
}

impl Call {
    /// `None` when nobody listens.
    fn begin(folder: &Path, request: &ControlRequest) -> Result<Option<Self>, ControlError> {
        let socket = folder.join(SOCKET_NAME);
        let unreachable = |source| ControlError::Unreachable {
            socket: socket.display().to_string(),
            source,
        };
        let mut stream = match UnixStream::connect(&socket) {
            Ok(stream) => stream,
            // No socket, or one that was left behind: nobody listens.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(unreachable(error)),
        };
        stream
            .set_read_timeout(Some(SILENCE_MAX))
            .map_err(unreachable)?;
        let mut request = serde_json::to_vec(request)?;
        request.push(b'\n');
        stream.write_all(&request).map_err(unreachable)?;
        let stream = BufReader::new(stream);
        Ok(Some(Self { socket, stream }))
    }

    /// The next line, unless it is a refusal.
    fn answer(&mut self) -> Result<ControlAnswer, ControlError> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line);
        if read.map_err(|source| self.unreachable(source))? == 0 {
            return Err(ControlError::Ended);
        }
        match serde_json::from_str(&line)? {
            ControlAnswer::Refused { reason } => Err(ControlError::Refused(reason)),
            answer => Ok(answer),
        }
    }

    fn unreachable(&self, source: io::Error) -> ControlError {
        ControlError::Unreachable {
            socket: self.socket.display().to_string(),
            source,
        }
    }
}
