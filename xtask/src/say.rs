//! What the commands print: headings with the seconds each step took, and plain lines.
//!
//! Knows nothing of what is being done.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use anyhow::Result;

/// Prints one line to standard output. A closed pipe is no reason to stop.
pub fn line(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref());
}

/// Runs `work` under a heading and says how long it took.
///
/// # Errors
/// Those of `work`.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    line(format!("\n== {name}"));
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    line(format!("== {name}: {word} in {}", seconds(start.elapsed())));
    result
}

/// `12.3 s`.
#[must_use]
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// A size in kilobytes or megabytes of a thousand, as the goals are worded.
#[must_use]
pub fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
    } else {
        format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}
