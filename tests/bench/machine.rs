//! What the machine says: its disk's fsync, the processor's time, and a process's memory.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use store::{OpenOptions, Store};

/// How many syncs are measured.
const SYNCS: usize = 200;
/// What /proc counts processor time in.
const TICK: Duration = Duration::from_millis(10);

/// How long a sync takes.
pub struct Fsync {
    pub median: Duration,
    pub p99: Duration,
}

/// Writes 4 KiB and syncs, again and again.
pub fn fsync(folder: &Path) -> Fsync {
    let mut file = File::create(folder.join("fsync")).expect("a file");
    let mut times: Vec<Duration> = (0..SYNCS)
        .map(|_| {
            let began = Instant::now();
            file.seek(SeekFrom::Start(0)).expect("a seek");
            file.write_all(&[7; 4096]).expect("a write");
            file.sync_data().expect("a sync");
            began.elapsed()
        })
        .collect();
    times.sort();
    Fsync {
        median: times[SYNCS / 2],
        p99: times[SYNCS * 99 / 100],
    }
}

/// The processor time of this process so far; zero where there is no /proc.
pub fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u32>().ok());
    TICK * (ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0))
}

/// Opens the store in a process of its own, as after a kill, and prints what that took.
pub fn held(data: &Path) {
    let this = std::env::current_exe().expect("this program");
    let said = Command::new(this)
        .arg("--hold")
        .arg(data)
        .output()
        .expect("a process");
    print!("{}", String::from_utf8_lossy(&said.stdout));
}

/// In that process: opens, reads, and says its time and memory.
pub fn hold(data: &Path) {
    let began = Instant::now();
    let store = Store::open(data, OpenOptions::default()).expect("the store opens");
    let opened = began.elapsed();
    println!(
        "| opening it again | {:.1} ms | | |",
        opened.as_secs_f64() * 1000.0
    );
    let fold = crate::refold::run(&store);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
    };
    println!(
        "| memory after folding {} ops into memory beside it: now, highest | {} MB, {} MB | | |",
        fold.ops,
        line("VmRSS:").unwrap_or(0) / 1000,
        line("VmHWM:").unwrap_or(0) / 1000
    );
}
