//! The command line's side of the control socket. Blocking: a command line has nothing else to
//! do meanwhile.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::SOCKET_NAME;
use super::message::{ControlAnswer, ControlRequest, VerifySummary};

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
    let mut request = serde_json::to_vec(&ControlRequest::Verify)?;
    request.push(b'\n');
    stream.write_all(&request).map_err(unreachable)?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line.map_err(unreachable)?)? {
            ControlAnswer::Progress { seconds } => on_progress(seconds),
            ControlAnswer::Verified(summary) => return Ok(Some(summary)),
            ControlAnswer::Refused { reason } => return Err(ControlError::Refused(reason)),
        }
    }
    Err(ControlError::Ended)
}
