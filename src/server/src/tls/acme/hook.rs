//! The operator's command that puts a record into DNS and takes it away. It is started as it is,
//! without a shell, and ended when it takes too long.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::Command;

/// How long it may take: it waits until the record can be seen.
const TIME_MAX: Duration = Duration::from_secs(300);
/// So much of what it printed last is shown.
const SAID_CHARS_MAX: usize = 2_000;

/// Why the record was not set.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// It cannot be started.
    #[error("tls.acme_dns_hook: {} cannot be started: {source}", path.display())]
    Start {
        /// The command.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It said that it failed.
    #[error("tls.acme_dns_hook: {} {action} ended with {status}; it said: {said}", path.display())]
    Failed {
        /// The command.
        path: PathBuf,
        /// What it was asked to do.
        action: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// What it printed.
        said: String,
    },
    /// It did not end.
    #[error("tls.acme_dns_hook: {} {action} did not end within {} seconds", path.display(), TIME_MAX.as_secs())]
    TooLong {
        /// The command.
        path: PathBuf,
        /// What it was asked to do.
        action: &'static str,
    },
}

/// Runs it: `PATH ACTION NAME VALUE`.
///
/// # Errors
/// When it cannot be started, fails or does not end in time; it is ended then.
pub(super) async fn run(
    path: &Path,
    action: &'static str,
    name: &str,
    value: &str,
) -> Result<(), HookError> {
    let mut command = Command::new(path);
    command
        .args([action, name, value])
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let Ok(ended) = tokio::time::timeout(TIME_MAX, command.output()).await else {
        let path = path.to_owned();
        return Err(HookError::TooLong { path, action });
    };
    let output = ended.map_err(|source| HookError::Start {
        path: path.to_owned(),
        source,
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(HookError::Failed {
        path: path.to_owned(),
        action,
        status: output.status,
        said: said(&output.stdout, &output.stderr),
    })
}

/// The end of what it printed, in one line.
fn said(out: &[u8], errors: &[u8]) -> String {
    let all = [out, b" ", errors].concat();
    let text = String::from_utf8_lossy(&all);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let skipped = text.chars().count().saturating_sub(SAID_CHARS_MAX);
    text.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn hook(folder: &Path, script: &str) -> PathBuf {
        let path = folder.join("hook");
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        path
    }

    #[tokio::test]
    async fn it_is_called_with_the_action_the_name_and_the_value() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("told");
        let script = format!("#!/bin/sh\necho \"$@\" >> {}\n", told.display());
        let path = hook(folder.path(), &script);
        run(&path, "present", "_acme-challenge.a.example", "x; rm")
            .await
            .unwrap();
        let told = std::fs::read_to_string(told).unwrap();
        assert_eq!(told, "present _acme-challenge.a.example x; rm\n");
    }

    #[tokio::test]
    async fn a_failure_is_told_with_what_it_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = hook(folder.path(), "#!/bin/sh\necho no such zone >&2\nexit 3\n");
        let said = run(&path, "present", "n", "v")
            .await
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("exit status: 3") && said.contains("no such zone"),
            "{said}"
        );
        let missing = folder.path().join("missing");
        let said = run(&missing, "present", "n", "v").await.unwrap_err();
        assert!(matches!(said, HookError::Start { .. }));
    }
}
