//! What the machine says: its disk's fsync, and the processor's time.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

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

/// Processor time by who spent it; zero where there is no /proc.
#[derive(Debug, Clone, Copy)]
pub struct Cpu {
    all: Duration,
    deciding: Duration,
    committing: Duration,
    /// How long deciding stood still because something else had the processor.
    kept_waiting: Duration,
}

impl Cpu {
    /// What this process has spent so far.
    pub fn now() -> Self {
        let mut now = Self {
            all: spent(Path::new("/proc/self/stat")).1,
            deciding: Duration::ZERO,
            committing: Duration::ZERO,
            kept_waiting: Duration::ZERO,
        };
        for thread in fs::read_dir("/proc/self/task").into_iter().flatten() {
            let Ok(path) = thread.map(|one| one.path()) else {
                continue;
            };
            let (name, time) = spent(&path.join("stat"));
            match name.as_str() {
                "store-writer" => {
                    now.deciding += time;
                    now.kept_waiting += kept_waiting(&path);
                }
                "store-commit" => now.committing += time,
                _other => {}
            }
        }
        now
    }

    /// What was spent since an earlier moment.
    pub fn since(self, earlier: Self) -> Self {
        Self {
            all: self.all.saturating_sub(earlier.all),
            deciding: self.deciding.saturating_sub(earlier.deciding),
            committing: self.committing.saturating_sub(earlier.committing),
            kept_waiting: self.kept_waiting.saturating_sub(earlier.kept_waiting),
        }
    }

    /// In words. The load's own threads check signatures for the store, and do nothing else: what
    /// they send was signed before.
    pub fn told(self, ops: usize) -> String {
        let micros = |time: Duration| time.as_secs_f64() * 1e6 / ops.max(1) as f64;
        let load = self.all.saturating_sub(self.deciding + self.committing);
        format!(
            "{:.1} s; for each op {:.0} µs deciding, {:.0} µs committing, {:.0} µs in the load's threads, which check signatures; deciding waited {:.1} s for a processor",
            self.all.as_secs_f64(),
            micros(self.deciding),
            micros(self.committing),
            micros(load),
            self.kept_waiting.as_secs_f64(),
        )
    }
}

/// How long a thread was ready to run and did not.
fn kept_waiting(thread: &Path) -> Duration {
    let schedule = fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
    let waited = schedule.split_whitespace().nth(1);
    Duration::from_nanos(waited.and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// The name and the processor time of a process or a thread.
fn spent(stat: &Path) -> (String, Duration) {
    let stat = fs::read_to_string(stat).unwrap_or_default();
    let Some((name, fields)) = stat.rsplit_once(')') else {
        return (String::new(), Duration::ZERO);
    };
    let name = name.split_once('(').map_or("", |(_, name)| name);
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u32>().ok());
    let ticks = ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0);
    (name.to_owned(), TICK * ticks)
}
