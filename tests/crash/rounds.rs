//! Rounds of work, kill and restart on one data folder, a new folder now and then.

use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use store::{OpenOptions, Store};
use support::Server;
use testkit::Dice;

use crate::firm::Firm;
use crate::ledger::Ledger;
use crate::load::{Caller, Load};

/// After so many rounds comes an empty folder: what is checked stays quick to check.
const ROUNDS_PER_FOLDER: u32 = 20;
/// How many phones there are.
const PHONES: usize = 8;
/// How long a round of work lasts at most, in milliseconds.
const WORK_MILLISECONDS_MAX: u64 = 600;

/// Runs rounds, and says what they came to.
pub fn run(rounds: u32, seed: u64) -> Result<String, String> {
    let mut dice = Dice::seeded(seed);
    let (mut done, mut receipted, mut twice) = (0, 0, 0);
    while done < rounds {
        let mut folder = Folder::start(dice.number());
        for _ in 0..ROUNDS_PER_FOLDER.min(rounds - done) {
            folder
                .round(&mut dice)
                .map_err(|fault| format!("round {}: {fault}", done + 1))?;
            done += 1;
        }
        folder.server.kill();
        folder
            .ledger
            .check(folder.server.data(), folder.firm.company)?;
        receipted += folder.ledger.len();
        twice += folder.killed_while_starting;
        println!("{done} rounds, {receipted} ops receipted, none missing");
    }
    Ok(format!(
        "{done} rounds of SIGKILL ({twice} of them again while starting): \
         {receipted} ops were receipted, all are in the journal once, and verify passes"
    ))
}

/// One data folder through its rounds.
struct Folder {
    server: Server,
    firm: Firm,
    callers: Vec<Caller>,
    ledger: Ledger,
    killed_while_starting: u32,
}

/// A server on a folder with a company and its phones.
pub fn prepared(seed: u64) -> (Server, Firm, Vec<Caller>) {
    let mut server = wait(Server::start_with(&[(
        "TIMETRAKR_TRUSTED_PROXIES",
        "127.0.0.1/32",
    )]));
    server.stop();
    let store = Store::open(server.data(), OpenOptions::default()).expect("the store opens");
    let now = Timestamp::now();
    let firm = Firm::found(&store, 1, now);
    let phones = firm.phones(&store, PHONES, seed % 1_000_000, now);
    drop(store);
    let callers = (0..)
        .zip(phones)
        .map(|(n, replica)| Caller::new(replica, seed.wrapping_add(n), now))
        .collect();
    wait(server.start_again());
    (server, firm, callers)
}

/// Waits for the server; everything else here blocks, and so stands outside of a runtime.
pub fn wait<T>(done: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    runtime.block_on(done)
}

/// Where a server listens.
pub fn address(server: &Server) -> SocketAddr {
    let url = server.url("");
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
    SocketAddr::from(([127, 0, 0, 1], port.expect("an address with a port")))
}

impl Folder {
    fn start(seed: u64) -> Self {
        let (server, firm, callers) = prepared(seed);
        Self {
            server,
            firm,
            callers,
            ledger: Ledger::default(),
            killed_while_starting: 0,
        }
    }

    /// Work until the kill, a restart, and what the server then says it holds.
    fn round(&mut self, dice: &mut Dice) -> Result<(), String> {
        let address = address(&self.server);
        let load = Load::start(std::mem::take(&mut self.callers), address);
        thread::sleep(Duration::from_millis(dice.below(WORK_MILLISECONDS_MAX)));
        self.server.kill();
        self.callers = load.end()?;
        for caller in &self.callers {
            self.ledger.note(&caller.replica)?;
        }
        if dice.happens(10) {
            // What a kill left is also found by another process, not only by the server.
            self.ledger.check(self.server.data(), self.firm.company)?;
        }
        if dice.happens(20) {
            let after = Duration::from_millis(dice.below(120));
            wait(self.server.start_and_kill(after));
            self.killed_while_starting += 1;
        }
        wait(self.server.start_again());
        self.verify()?;
        self.ask(address)
    }

    /// `timetrakr verify --json`, by the running server.
    fn verify(&self) -> Result<(), String> {
        let said = self.server.command("verify", &["--json"]);
        let summary: Value = serde_json::from_str(&said).map_err(|error| error.to_string())?;
        let problems = summary["problems"].as_array().map_or(0, Vec::len);
        let entries = summary["journal_entries"].as_u64().unwrap_or_default();
        let known = u64::try_from(self.ledger.len()).unwrap_or(u64::MAX);
        if problems > 0 || entries < known {
            return Err(format!("verify says {said}, {known} ops were receipted"));
        }
        Ok(())
    }

    /// Each phone syncs: the first receipt after the restart covers at least what was receipted.
    fn ask(&mut self, address: SocketAddr) -> Result<(), String> {
        for caller in &mut self.callers {
            let log = caller.replica.phone.log;
            let known = caller.replica.receipts.len();
            let synced = caller
                .syncs(address)
                .map_err(|fault| format!("log {log}: {fault}"))?;
            let first = caller.replica.receipts.get(known);
            let held = first.map_or(0, |receipt| receipt.next_seq);
            if !synced || held < self.ledger.covered(log) {
                return Err(format!(
                    "LOST: the server holds {held} ops of log {log}, {} were receipted",
                    self.ledger.covered(log)
                ));
            }
            self.ledger.note(&caller.replica)?;
        }
        Ok(())
    }
}
