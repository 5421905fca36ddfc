//! The store in a process of its own: what it takes in memory, and how soon it starts after it
//! was killed in the middle of its commits.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use engine::{Snapshot, Table};
use redb::{Database, TableDefinition};
use store::{OpenOptions, Store, SystemChange};

use crate::raw::FILE;
use crate::{COMPANY, now};

/// The word for [`open`].
pub const OPEN: &str = "--open";
/// The word for [`write`].
pub const WRITE: &str = "--write";

/// A table that makes the file large; the store does not know it.
const FILLING: TableDefinition<u64, &[u8]> = TableDefinition::new("filling");
const FILLING_BYTES: usize = 256 * 1024;
/// For how long it writes before it is killed.
const WRITES_FOR: Duration = Duration::from_millis(500);
/// How many entries are read at once.
const PAGE: usize = 1_000;

/// The start after a crash, with a file that is made so large.
pub fn measure(data: &Path, file_mib: usize) {
    fill(data, file_mib);
    let mut writing = itself(WRITE, data).spawn().expect("a process");
    let said = writing.stdout.take().expect("its output");
    let mut opened = String::new();
    let _ = BufReader::new(said).read_line(&mut opened);
    thread::sleep(WRITES_FOR);
    writing.kill().expect("it runs");
    let _ = writing.wait();
    let size = std::fs::metadata(data.join(FILE)).map_or(0, |file| file.len());
    let (took, _) = opened_again(data);
    println!(
        "| start after a kill in the middle of commits, file of {} MiB | {took} | started after an orderly end: {} | | 1 s |",
        size / (1024 * 1024),
        opened.trim()
    );
}

/// What it takes in memory, read by another process.
pub fn memory(data: &Path) -> String {
    opened_again(data).1
}

/// In the other process: opens, reads everything once, and says its time and memory.
pub fn open(data: &Path) {
    let began = Instant::now();
    let store = Store::open(data, OpenOptions::default()).expect("the store opens");
    println!("{}", crate::millis(began.elapsed()));
    let mut memory = String::new();
    let _ = write!(memory, "{} MB", status("VmRSS:"));
    let snapshot = store.snapshot(COMPANY).expect("the company");
    let mut after = 0;
    while let Some(last) = snapshot.journal(after, PAGE).expect("entries").last() {
        after = last.position;
    }
    for table in Table::ALL {
        let rows = snapshot.range(*table, &[], &[], PAGE).expect("rows");
        assert!(rows.len() <= PAGE);
    }
    let (now, highest) = (status("VmRSS:"), status("VmHWM:"));
    println!("{memory}, {now} MB, {highest} MB");
}

/// In the other process: opens, says how long that took, and writes until it is killed.
pub fn write(data: &Path) {
    let began = Instant::now();
    let store = Store::open(data, OpenOptions::default()).expect("the store opens");
    println!("{}", crate::millis(began.elapsed()));
    loop {
        let change = SystemChange::EndExpired { now: now() };
        let note = SystemChange::PutSetup {
            code: store.token_hash(b"bench"),
        };
        let done = store.change_system(vec![change, note]).wait();
        done.expect("the disk works");
    }
}

fn opened_again(data: &Path) -> (String, String) {
    let said = itself(OPEN, data).output().expect("a process");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let mut lines = said.lines().map(str::to_owned);
    let mut next = || {
        lines
            .next()
            .unwrap_or_else(|| "it did not start".to_owned())
    };
    (next(), next())
}

fn itself(word: &str, data: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg(word).arg(data).stdout(Stdio::piped());
    command
}

/// Makes the file of a closed store so large.
fn fill(data: &Path, file_mib: usize) {
    let database = Database::open(data.join(FILE)).expect("the store is closed");
    let wanted = file_mib as u64 * 1024 * 1024;
    let bytes = vec![7; FILLING_BYTES];
    let mut number = 0;
    while std::fs::metadata(data.join(FILE)).map_or(wanted, |file| file.len()) < wanted {
        let transaction = database.begin_write().expect("a transaction");
        let mut table = transaction.open_table(FILLING).expect("a table");
        for _ in 0..128 {
            table.insert(number, bytes.as_slice()).expect("a put");
            number += 1;
        }
        drop(table);
        transaction.commit().expect("a commit");
    }
}

/// A line of what the system says about this process, in MB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1000
}
