//! Phones on threads of their own that clock in and out and sync over HTTP, until they are told
//! to stop.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sync::{RefusedCode, SyncFault};
use testkit::{Dice, End, Replica};

/// How long a phone waits for an answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How long a phone waits before it tries again after no answer.
const PAUSE: Duration = Duration::from_millis(5);

/// A phone of the load.
pub struct Caller {
    pub replica: Replica,
    pub dice: Dice,
    /// When it last stated something; its own clock.
    pub now: Timestamp,
    open: Option<domain::TimeEntryId>,
}

impl Caller {
    pub fn new(replica: Replica, seed: u64, now: Timestamp) -> Self {
        Self {
            replica,
            dice: Dice::seeded(seed),
            now,
            open: None,
        }
    }

    /// Clocks in and out a number of times: mostly once, sometimes as after a week offline.
    fn works(&mut self) {
        let presses = if self.dice.happens(15) {
            2 + self.dice.below(200)
        } else {
            1
        };
        for _ in 0..presses {
            self.now += SignedDuration::from_secs(1);
            match self.open.take() {
                Some(entry) => drop(self.replica.phone.clock_out(entry, self.now)),
                None => self.open = Some(self.replica.phone.clock_in(self.now)),
            }
        }
    }

    /// An address of its own, as phones have: many from one address are held up.
    fn address(&self) -> String {
        let [_, _, _, _, _, _, a, b, ..] = self.replica.phone.log.to_bytes();
        format!("192.0.{a}.{b}")
    }

    /// One sync. No answer, or one that asks for patience, is no fault.
    pub fn syncs(&mut self, server: SocketAddr) -> Result<bool, SyncFault> {
        let from = self.address();
        match self
            .replica
            .syncs(Timestamp::now(), |request| post(server, &from, &request))
        {
            End::Done => Ok(true),
            End::Dropped | End::Failed(SyncFault::Refused(RefusedCode::Unavailable)) => Ok(false),
            End::Failed(fault) => Err(fault),
        }
    }
}

/// What became of a phone: it, or why it cannot go on.
type Ended = (Caller, Result<(), SyncFault>);

/// Phones at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    phones: Vec<JoinHandle<Ended>>,
}

impl Load {
    /// Sets phones to work.
    pub fn start(callers: Vec<Caller>, server: SocketAddr) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let work = |mut caller: Caller| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    caller.works();
                    match caller.syncs(server) {
                        Ok(true) => {}
                        Ok(false) => thread::sleep(PAUSE),
                        Err(fault) => return (caller, Err(fault)),
                    }
                }
                (caller, Ok(()))
            })
        };
        let phones = callers.into_iter().map(work).collect();
        Self { stop, phones }
    }

    /// Lets them finish what they are at.
    pub fn end(self) -> Result<Vec<Caller>, String> {
        self.stop.store(true, Ordering::Relaxed);
        let mut callers = Vec::new();
        for phone in self.phones {
            let (caller, ended) = phone.join().map_err(|_| "a phone panicked".to_owned())?;
            let log = caller.replica.phone.log;
            ended.map_err(|fault| format!("the phone of log {log} cannot go on: {fault}"))?;
            callers.push(caller);
        }
        Ok(callers)
    }
}

/// One exchange over a connection of its own; nothing when there is no whole answer of status 200.
pub fn post(server: SocketAddr, from: &str, body: &[u8]) -> Option<Vec<u8>> {
    let (status, body) = http(server, from, "POST /api/v1/sync", body)?;
    (status == 200).then_some(body)
}

/// The status and body of a request.
pub fn http(server: SocketAddr, from: &str, line: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(server).ok()?;
    stream.set_read_timeout(Some(ANSWER_MAX)).ok()?;
    stream.set_nodelay(true).ok()?;
    let mut request = format!(
        "{line} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nX-Forwarded-For: {from}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
        server.port(),
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    stream.write_all(&request).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(answer.get(..end)?).to_ascii_lowercase();
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let body = answer.get(end + 4..)?.to_vec();
    // Cut short by a kill: whoever sent it knows nothing.
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length?.trim().parse().ok()?;
    (body.len() == length).then_some((status, body))
}
