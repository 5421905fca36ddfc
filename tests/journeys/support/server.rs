//! The real `timetrakr` binary on a free port, with a data folder of its own.

use std::{
    env,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{process::Process, until};

/// What phones of the firm's own network call it.
pub const LAN_NAME: &str = "timetrakr.local";
/// What it says once it answers.
const READY: &str = "TimeTrakr is at";

/// A server that can be stopped, killed and started again on the same data and the same address.
pub struct Server {
    data: TempDir,
    port: u16,
    origin: String,
    settings: Vec<(String, String)>,
    process: Option<Process>,
    said_before: String,
}

impl Server {
    /// Starts a server on an empty data folder and waits until it is ready.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with settings, as environment variables: `("TIMETRAKR_SMTP_HOST", "localhost")`.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let port = free_port();
        Self::start_at(port, format!("http://localhost:{port}"), settings).await
    }

    /// The same as phones of the firm's own network meet it: under [`LAN_NAME`], with a
    /// certificate of its local CA, and with the page that helps a phone trust it.
    pub async fn start_on_lan() -> Self {
        let (port, page_port) = (free_port(), free_port());
        let origin = format!("https://{LAN_NAME}:{port}");
        let page = format!("127.0.0.1:{page_port}");
        let settings = [
            ("TIMETRAKR_PUBLIC_URL", origin.as_str()),
            ("TIMETRAKR_TLS_MODE", "local-ca"),
            ("TIMETRAKR_TLS_HTTP_LISTEN", page.as_str()),
        ];
        Self::start_at(port, origin.clone(), &settings).await
    }

    async fn start_at(port: u16, origin: String, settings: &[(&str, &str)]) -> Self {
        let settings = settings
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let mut server = Self {
            data: TempDir::with_prefix("timetrakr-data-").expect("a data folder can be made"),
            port,
            origin,
            settings,
            process: None,
            said_before: String::new(),
        };
        server.start_again().await;
        server
    }

    /// Starts it and ends it at once after a while, ready or not: a power cut while it recovers.
    pub async fn start_and_kill(&mut self, after: Duration) {
        let mut process = Process::start(&mut self.serve_command());
        tokio::time::sleep(after).await;
        process.kill();
    }

    /// Starts it again after [`Server::stop`] or [`Server::kill`].
    pub async fn start_again(&mut self) {
        assert!(self.process.is_none(), "the server runs already");
        let mut process = Process::start(&mut self.serve_command());
        let port = self.port;
        let is_plain = self.origin.starts_with("http://");
        let mut ended = None;
        let ready = until(|| {
            ended = ended.or_else(|| process.ended());
            let says_so = process.output().contains(READY);
            async move {
                match ended {
                    Some(_) => Some(false),
                    None if is_plain => {
                        (get_status(port, "/readyz").await == Some(200)).then_some(true)
                    }
                    None => says_so.then_some(true),
                }
            }
        })
        .await;
        assert!(
            ready == Some(true),
            "the server is not ready ({ended:?}); it said:\n{}",
            process.output()
        );
        self.process = Some(process);
    }

    fn serve_command(&self) -> Command {
        let mut command = binary_command();
        command
            .arg("serve")
            .arg("--data")
            .arg(self.data.path())
            .arg("--listen")
            .arg(format!("127.0.0.1:{}", self.port))
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Stops it as an operator does, and checks that it went in order.
    pub fn stop(&mut self) {
        let mut process = self.process.take().expect("the server runs");
        let status = process.stop();
        self.said_before.push_str(&process.output());
        assert!(
            status.success(),
            "the server ended with {status}; it said:\n{}",
            self.output()
        );
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(&mut self) {
        let mut process = self.process.take().expect("the server runs");
        process.kill();
        self.said_before.push_str(&process.output());
    }

    /// The address of a page, as people use it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// What it said after these words, to the end of the line: `TimeTrakr is at`.
    #[must_use]
    pub fn said_after(&self, words: &str) -> Option<String> {
        let output = self.output();
        let mut lines = output.lines().filter_map(|line| line.strip_prefix(words));
        lines.next_back().map(|rest| rest.trim().to_owned())
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Everything that it has printed, over all its starts.
    #[must_use]
    pub fn output(&self) -> String {
        let now = self
            .process
            .as_ref()
            .map(Process::output)
            .unwrap_or_default();
        format!("{}{now}", self.said_before)
    }

    /// The one-time code for the first set-up, from what the server printed last.
    pub async fn set_up_code(&self) -> String {
        until(|| async { code_in(&self.output()) })
            .await
            .unwrap_or_else(|| {
                panic!(
                    "the server printed no set-up code; it said:\n{}",
                    self.output()
                )
            })
    }

    /// Runs another command of the binary on this data, such as `verify`; returns what it printed.
    /// It must succeed.
    #[must_use]
    pub fn command(&self, name: &str, arguments: &[&str]) -> String {
        let output = binary_command()
            .arg(name)
            .arg("--data")
            .arg(self.data.path())
            .args(arguments)
            .output()
            .expect("the binary can be started");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "timetrakr {name} failed:\n{said}{errors}"
        );
        said
    }
}

/// The binary, free of settings that happen to be in our environment.
///
/// # Panics
/// When it was not built.
#[must_use]
pub fn binary_command() -> Command {
    let binary = binary();
    assert!(
        binary.is_file(),
        "{} is missing; run: cargo xtask test",
        binary.display()
    );
    let mut command = Command::new(binary);
    for (name, _) in env::vars_os().filter(|(name, _)| is_ours(name)) {
        command.env_remove(name);
    }
    command
}

fn is_ours(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with("TIMETRAKR_")
}

/// What `cargo xtask test` built, or else what stands beside this test in cargo's target folder.
fn binary() -> PathBuf {
    if let Some(path) = env::var_os("TIMETRAKR_BIN") {
        return path.into();
    }
    let this = env::current_exe().expect("a test knows its own path");
    let folder = this
        .ancestors()
        .nth(2)
        .expect("a test stands in target/PROFILE/deps");
    folder.join("timetrakr")
}

/// A port that was free a moment ago.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener
        .local_addr()
        .expect("a listener has an address")
        .port()
}

/// The status of a plain GET, or nothing when nobody answers.
async fn get_status(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.take(64).read_to_string(&mut answer).await.ok()?;
    answer.split_whitespace().nth(1)?.parse().ok()
}

/// The last word of the form `XXXX-XXXX-XXXX`.
fn code_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .rfind(|word| is_code(word))
        .map(str::to_owned)
}

fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let of_code = |part: &&str| {
        part.len() == 4
            && part
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    parts.len() == 3 && parts.iter().all(of_code)
}

#[cfg(test)]
mod tests {
    use super::code_in;

    #[test]
    fn the_last_code_that_was_printed_counts() {
        let text = "2026-11-21 start\nSet-up code: 7K2M-0ABC-99XY\nset-up code 8K2M-0ABC-99XZ.\n";
        assert_eq!(code_in(text).as_deref(), Some("8K2M-0ABC-99XZ"));
        assert_eq!(code_in("2026-11-21"), None);
    }
}
