//! A server that a command starts, waits for and ends.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

const START_SECONDS_MAX: u64 = 30;

/// A running server, ended when it goes out of scope.
pub struct Server(Child);

impl Server {
    /// Starts it by a `serve` command on a free port of this machine; returns it with the time from
    /// the start to its first ready answer.
    ///
    /// # Errors
    /// When it ends or does not get ready.
    pub fn start(mut command: Command) -> Result<(Self, Duration)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let start = Instant::now();
        let child = command
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

    /// The memory it holds.
    ///
    /// # Errors
    /// Where there is no /proc.
    pub fn resident_bytes(&self) -> Result<u64> {
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
