//! A file system of too little space: no receipt for what is not kept, a plain word about it, and
//! a restart after making room heals. `TMPDIR` is on that file system.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::ledger::Ledger;
use crate::load::{Load, http};
use crate::rounds::{address, prepared, wait};

/// What stands in the way, and is taken away to make room.
const BALLAST_BYTES: usize = 12 * 1024 * 1024;
/// How long the load may take to fill the disk.
const FILL_MAX: Duration = Duration::from_secs(180);

/// Fills the disk, looks, makes room, and looks again.
pub fn run(seed: u64) -> Result<String, String> {
    let ballast = std::env::temp_dir().join("ballast");
    fs::write(&ballast, vec![0x5a; BALLAST_BYTES]).map_err(|error| error.to_string())?;
    let (mut server, firm, mut callers) = prepared(seed);
    let address = address(&server);
    let mut ledger = Ledger::default();
    // One phone has nothing to send: for it, reads must go on.
    let mut reader = callers.pop().ok_or("there are phones")?;
    if reader.syncs(address) != Ok(true) {
        return Err("a phone does not sync while there is room".to_owned());
    }

    let load = Load::start(callers, address);
    let began = Instant::now();
    let said = loop {
        thread::sleep(Duration::from_millis(100));
        match http(address, "192.0.2.1", "GET /readyz", &[]) {
            Some((200, _)) | None if began.elapsed() < FILL_MAX => {}
            Some((200, _)) | None => return Err("the disk does not fill".to_owned()),
            Some((status, body)) => break format!("{status} {}", String::from_utf8_lossy(&body)),
        }
    };
    if !said.contains("read_only") {
        return Err(format!("/readyz does not say that it is read-only: {said}"));
    }
    // The phones go on asking, and get no receipt for what is not kept.
    thread::sleep(Duration::from_millis(500));
    let mut callers = load.end()?;
    for caller in &callers {
        ledger.note(&caller.replica)?;
    }
    let waiting: u64 = callers.iter().map(|caller| caller.replica.unsent()).sum();
    if waiting == 0 {
        return Err("every op was receipted, though the disk is full".to_owned());
    }
    let logged = server.output();
    let word = logged.lines().find(|line| line.contains("read-only"));
    let word = word
        .ok_or("the log says nothing of being read-only")?
        .to_owned();
    if reader.syncs(address) != Ok(true) {
        return Err("a phone with nothing to send cannot read on a full disk".to_owned());
    }
    server.kill();
    ledger
        .check(server.data(), firm.company)
        .or_else(|fault| match fault.as_str() {
            // Opening may itself need room; the check comes again below.
            fault if fault.contains("No space") => Ok(()),
            fault => Err(format!("on the full disk: {fault}")),
        })?;

    fs::remove_file(&ballast).map_err(|error| error.to_string())?;
    wait(server.start_again());
    for caller in &mut callers {
        let log = caller.replica.phone.log;
        let synced = caller
            .syncs(address)
            .map_err(|fault| format!("log {log}: {fault}"))?;
        if !synced || caller.replica.unsent() > 0 {
            return Err(format!("log {log} does not sync after room was made"));
        }
        ledger.note(&caller.replica)?;
    }
    server.stop();
    ledger.check(server.data(), firm.company)?;
    Ok(format!(
        "a full disk: /readyz said {said}; the log said: {}; {waiting} ops waited without a receipt, \
         and after room was made and a restart all {} ops are in the journal once",
        word.trim(),
        ledger.len()
    ))
}
