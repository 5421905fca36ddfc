//! What the log costs, beside what the disk and raw redb cost in the same run. Started by
//! `cargo xtask bench`. Prints a table, and judges nothing.
#![expect(clippy::print_stdout, reason = "printing the table is what it is for")]

#[path = "../firm.rs"]
mod firm;
mod ingest;
mod machine;
mod phones;
mod raw;
mod refold;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use store::{OpenOptions, Store};

/// How many ops a phone sends in one batch.
pub const BATCH_OPS: usize = 200;
/// How many phones push at once.
const PUSHING: usize = 64;
/// How many one-op pushes each of them makes.
const PUSHES: usize = 100;

fn main() {
    let mut words = std::env::args().skip(1);
    let first = words.next().unwrap_or_default();
    if first == "--hold" {
        machine::hold(Path::new(&words.next().unwrap_or_default()));
        return;
    }
    let phones: usize = first.parse().unwrap_or(1_000);
    let folder = tempfile::tempdir().expect("a folder");
    println!("| what | measured | baseline of this run | ratio |\n|---|---|---|---|");
    let fsync = machine::fsync(folder.path());
    println!(
        "| fsync of 4 KiB: median, p99 | {}, {} | | |",
        millis(fsync.median),
        millis(fsync.p99)
    );
    println!(
        "| bytes on the wire for a clock-in and clock-out, in a segment of 100 pairs | {} | | |",
        phones::bytes_of_a_pair()
    );
    batches(folder.path(), phones);
    pushes(fsync.median);
}

/// Phones that come back with a batch each, from cold.
fn batches(folder: &Path, count: usize) {
    let data = folder.join("batches");
    let store = Store::open(&data, OpenOptions::default()).expect("a store");
    let mut phones = phones::enrolled(&store, count);
    let segments = phones::batches(&mut phones);
    drop(phones);
    let before = store.figures();
    let load = ingest::all(&store, segments);
    let commits = store.figures().commits - before.commits;
    let commit_time = store.figures().commit_time - before.commit_time;
    let seconds = load.time.as_secs_f64();
    let rate = load.ops as f64 / seconds;

    let fold = refold::run(&store);
    let verify_began = std::time::Instant::now();
    let sound = store.verify().is_ok_and(|report| report.is_sound());
    let verify = verify_began.elapsed().as_secs_f64();
    drop(store);

    let rows = raw::rows_of(&data);
    let file = raw::file_bytes(&data);
    let live = rows.live_bytes();
    let raw = raw::replay(&folder.join("raw.redb"), &rows, commits);
    let raw_rate = load.ops as f64 / raw.as_secs_f64();
    println!(
        "| ingest to receipt, {count} phones with {BATCH_OPS} ops each | {rate:.0} ops/s | raw redb, the same rows in {commits} commits: {raw_rate:.0} ops/s | {:.2} |",
        rate / raw_rate
    );
    println!(
        "| the same from cold to all counted | {seconds:.1} s, of it {:.1} s in commits | {:.1} s | {:.2} |",
        commit_time.as_secs_f64(),
        raw.as_secs_f64(),
        seconds / raw.as_secs_f64()
    );
    println!(
        "| time in the load's own threads, checking signatures included | {:.1} s of CPU of the whole process | | |",
        load.cpu.as_secs_f64()
    );
    println!(
        "| folding the journal again | {:.0} ops/s of {} ops | | |",
        fold.rate(),
        fold.ops
    );
    println!(
        "| verify | {verify:.1} s, {} | | |",
        if sound { "sound" } else { "NOT sound" }
    );
    println!(
        "| file size over live bytes | {:.2} ({} MB over {} MB) | | |",
        file as f64 / live as f64,
        file / 1_000_000,
        live / 1_000_000
    );
    machine::held(&data);
}

/// Phones that push one op at a time, all at once.
fn pushes(fsync: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), OpenOptions::default()).expect("a store");
    let mut phones = phones::enrolled(&store, PUSHING);
    let segments = phones::single(&mut phones, PUSHES);
    let before = store.figures();
    let load = ingest::one_by_one(&store, segments);
    let commits = store.figures().commits - before.commits;
    let rate = load.ops as f64 / load.time.as_secs_f64();
    println!(
        "| one op a push, a receipt each, {PUSHING} phones at once | {rate:.0}/s in {commits} commits | one fsync a push would give {:.0}/s | {:.1} |",
        1.0 / fsync.as_secs_f64(),
        rate * fsync.as_secs_f64()
    );
    println!(
        "| push to receipt, {PUSHING} phones: median, p99 | {}, {} | 4 fsyncs + 10 ms: {} | {:.2} |",
        millis(load.median),
        millis(load.p99),
        millis(fsync * 4 + Duration::from_millis(10)),
        load.p99.as_secs_f64() / (fsync * 4 + Duration::from_millis(10)).as_secs_f64()
    );
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// The time of the load: everything is signed beforehand.
pub fn now() -> Timestamp {
    "2026-03-20T18:00:00Z".parse().expect("an instant")
}
