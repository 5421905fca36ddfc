//! `cargo xtask measure`: the figures of the README's table, from the release build.

use std::{
    env, fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{dist, say, workspace::Workspace};

const START_SECONDS_MAX: u64 = 30;
const COLD_STARTS: usize = 5;
const REST: Duration = Duration::from_secs(5);

/// Builds what is released, measures it and prints the table.
///
/// # Errors
/// When it does not build or does not start.
pub fn measure(workspace: &Workspace) -> Result<()> {
    let binary = dist::dist(workspace)?;
    let sizes: serde_json::Value =
        serde_json::from_slice(&fs::read(workspace.root.join("ui/dist/sizes.json"))?)?;
    let download = |app: &str| -> Result<String> {
        let bytes = sizes["totals"][app]["brotli"].as_u64();
        Ok(say::size(bytes.with_context(|| {
            format!("sizes.json has no total of {app}")
        })?))
    };
    let mut starts = Vec::new();
    let mut rest_bytes = 0;
    for turn in 0..COLD_STARTS {
        let data = DataFolder::new(turn)?;
        let (server, ready) = Server::start(&binary, &data.0)?;
        starts.push(ready);
        if turn + 1 == COLD_STARTS {
            thread::sleep(REST);
            rest_bytes = server.resident_bytes()?;
        }
    }
    starts.sort();
    let median = starts
        .get(COLD_STARTS / 2)
        .context("invariant: it was started")?;
    let size = say::size(fs::metadata(&binary)?.len());
    say::line(format!(
        "\n| what | measured | goal |\n|---|---|---|\n\
         | binary, web app included | {size} | |\n\
         | phone app, as served (brotli) | {} | at most 400 KB |\n\
         | office app, as served (brotli) | {} | at most 800 KB |\n\
         | cold start to `/readyz`, median of {COLD_STARTS} | {} ms | |\n\
         | memory at rest (resident) | {} | under 50 MB |",
        download("phone")?,
        download("office")?,
        median.as_millis(),
        say::size(rest_bytes),
    ));
    Ok(())
}

/// A data folder that goes when it is no longer needed.
struct DataFolder(PathBuf);

impl DataFolder {
    fn new(turn: usize) -> Result<Self> {
        let name = format!("timetrakr-measure-{}-{turn}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A running server, ended when it goes out of scope.
struct Server(Child);

impl Server {
    /// Starts it; returns it with the time from the start to its first ready answer.
    fn start(binary: &Path, data: &Path) -> Result<(Self, Duration)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let start = Instant::now();
        let child = Command::new(binary)
            .arg("serve")
            .arg("--data")
            .arg(data)
            .arg("--listen")
            .arg(address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut server = Self(child);
        while !is_ready(address) {
            if let Some(status) = server.0.try_wait()? {
                bail!("the server ended early ({status})");
            }
            if start.elapsed().as_secs() > START_SECONDS_MAX {
                bail!("the server was not ready within {START_SECONDS_MAX} s");
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok((server, start.elapsed()))
    }

    fn resident_bytes(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))
            .context("memory is read from /proc, so on Linux alone")?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("no VmRSS in /proc")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks `/readyz` without a client library: the first line of the answer is all that counts.
fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}
