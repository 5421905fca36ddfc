//! What the log costs, beside what the disk and raw redb cost in the same run. Started by
//! `cargo xtask bench`. Prints a table, and judges nothing.
#![expect(clippy::print_stdout, reason = "printing the table is what it is for")]

#[path = "../firm.rs"]
mod firm;
mod ingest;
mod machine;
mod phones;
mod raw;
mod restart;
mod rounds;

use std::path::Path;
use std::time::{Duration, Instant};

use domain::CompanyId;
use jiff::Timestamp;
use store::{Figures, OpenOptions, Store};

use ingest::Load;

/// How many ops a phone sends in one batch.
pub const BATCH_OPS: usize = 200;
/// How many phones push at once.
const PUSHING: usize = 64;
/// The company that everything is measured with.
pub const COMPANY: CompanyId = CompanyId::from_bytes([1; 16]);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [restart::OPEN, data] => restart::open(Path::new(data)),
        [restart::WRITE, data] => restart::write(Path::new(data)),
        [phones, pushes, file_mib] => {
            let number = |word: &str| word.parse().expect("a number");
            everything(number(phones), number(pushes), number(file_mib));
        }
        _other => panic!("phones, pushes of each of 64, MiB of a file: got {words:?}"),
    }
}

fn everything(phones: usize, pushes_each: usize, file_mib: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    println!("| what | measured | baseline of this run | ratio | goal |\n|---|---|---|---|---|");
    let fsync = machine::fsync(folder.path());
    println!(
        "| fsync of 4 KiB: median, p99 | {}, {} | | | |",
        millis(fsync.median),
        millis(fsync.p99)
    );
    batches(folder.path(), phones);
    pushes(fsync.median, pushes_each);
    println!(
        "| bytes on the wire for a clock-in and clock-out, in a segment of 100 pairs | {} | | | 130 |",
        phones::bytes_of_a_pair()
    );
    rounds::measure();
    restart::measure(&folder.path().join("batches"), file_mib);
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
    let after = store.figures();
    let fold = Instant::now();
    let snapshot = store.snapshot(COMPANY).expect("the company");
    let rows = snapshot.folded().expect("the journal folds").len();
    let fold = fold.elapsed().as_secs_f64();
    let entries = snapshot.position();
    drop(snapshot);
    let verify_began = Instant::now();
    let sound = store.verify().is_ok_and(|report| report.is_sound());
    let verify = verify_began.elapsed().as_secs_f64();
    drop(store);

    told(folder, &data, count, &load, &before, &after);
    println!(
        "| refold of {entries} ops into {rows} rows | {:.0} ops/s | | | 100,000 |",
        entries as f64 / fold
    );
    println!(
        "| verify of all of it | {verify:.1} s, {} | | | |",
        if sound { "sound" } else { "NOT sound" }
    );
    println!(
        "| memory at {entries} ops and {count} phones: once opened, after reading the journal, highest | {} | | | 300 MB |",
        restart::memory(&data)
    );
}

/// The lines about a load of batches, beside the same rows in raw redb.
fn told(folder: &Path, data: &Path, count: usize, load: &Load, before: &Figures, after: &Figures) {
    let seconds = load.time.as_secs_f64();
    let rate = load.ops as f64 / seconds;
    let commits = after.commits - before.commits;
    let rows = raw::rows_of(data);
    let (file, live) = (raw::file_bytes(data), rows.live_bytes());
    let raw = raw::replay(&folder.join("raw.redb"), &rows, commits);
    let raw_rate = load.ops as f64 / raw.as_secs_f64();
    println!(
        "| ingest to receipt, {count} phones with {BATCH_OPS} ops each | {rate:.0} ops/s | raw redb, the same rows in {commits} commits: {raw_rate:.0} ops/s | {:.2} | 0.5 |",
        rate / raw_rate
    );
    println!(
        "| the same from cold to all counted | {seconds:.1} s, of it {:.1} s in commits | {:.1} s | {:.2} | 60 s for 10,000 |",
        (after.commit_time - before.commit_time).as_secs_f64(),
        raw.as_secs_f64(),
        seconds / raw.as_secs_f64()
    );
    println!(
        "| processor time of it | {} | | | |",
        load.cpu.told(load.ops)
    );
    let [one, two, quick] = raw::commits(&folder.join("raw.redb")).map(millis);
    println!(
        "| a commit of 64 rows in raw redb: one phase, two, two with quick repair | {one}, {two}, {quick} | | | |"
    );
    println!(
        "| file size over live bytes | {:.2} ({} MB over {} MB) | | | 3 |",
        file as f64 / live as f64,
        file / 1_000_000,
        live / 1_000_000
    );
}

/// Phones that push one op at a time, all at once.
fn pushes(fsync: Duration, each: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), OpenOptions::default()).expect("a store");
    let mut phones = phones::enrolled(&store, PUSHING);
    let segments = phones::single(&mut phones, each);
    let before = store.figures();
    let load = ingest::one_by_one(&store, segments);
    let commits = store.figures().commits - before.commits;
    let rate = load.ops as f64 / load.time.as_secs_f64();
    let bound = fsync * 4 + Duration::from_millis(10);
    println!(
        "| one op a push, a receipt each, {PUSHING} phones at once | {rate:.0}/s in {commits} commits | one fsync a push would give {:.0}/s | {:.1} | 5,000/s where fsync takes 1 ms |",
        1.0 / fsync.as_secs_f64(),
        rate * fsync.as_secs_f64()
    );
    println!(
        "| push to receipt, {PUSHING} phones: median, p99 | {}, {} | 4 fsyncs + 10 ms: {} | {:.2} | 1 |",
        millis(load.median),
        millis(load.p99),
        millis(bound),
        load.p99.as_secs_f64() / bound.as_secs_f64()
    );
    println!(
        "| processor time of it | {} | | | |",
        load.cpu.told(load.ops)
    );
}

/// A time in milliseconds.
pub fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// The time of the load: everything is signed beforehand.
pub fn now() -> Timestamp {
    "2026-03-20T18:00:00Z".parse().expect("an instant")
}
