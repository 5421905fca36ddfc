//! The load itself: phones that wait for their receipts.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use store::{Ingest, Store};

use crate::machine::Cpu;
use crate::phones::Batch;
use crate::{COMPANY, now};

/// How many batches are under way at once.
const AT_ONCE: usize = 64;

/// What a load took.
pub struct Load {
    pub ops: usize,
    pub time: Duration,
    pub cpu: Cpu,
    pub median: Duration,
    pub p99: Duration,
}

/// Every batch once, some at a time.
pub fn all(store: &Store, batches: Vec<Batch>) -> Load {
    let waiting = Mutex::new(batches.into_iter());
    measured(AT_ONCE, |_| {
        let next = || waiting.lock().expect("nobody panics").next();
        let mut taken = Vec::new();
        while let Some(batch) = next() {
            taken.push(push(store, batch));
        }
        taken
    })
}

/// Each phone its batches, one after another, all phones at once.
pub fn one_by_one(store: &Store, phones: Vec<Vec<Batch>>) -> Load {
    let count = phones.len();
    let phones: Vec<Mutex<Vec<Batch>>> = phones.into_iter().map(Mutex::new).collect();
    measured(count, |phone| {
        let batches = std::mem::take(&mut *phones[phone].lock().expect("nobody panics"));
        batches
            .into_iter()
            .map(|batch| push(store, batch))
            .collect()
    })
}

fn measured(threads: usize, work: impl Fn(usize) -> Vec<(usize, Duration)> + Sync) -> Load {
    let (began, cpu) = (Instant::now(), Cpu::now());
    let mut taken: Vec<(usize, Duration)> = thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..threads).map(|n| scope.spawn(move || work(n))).collect();
        let done = running
            .into_iter()
            .flat_map(|one| one.join().expect("nobody panics"));
        done.collect()
    });
    let (time, cpu) = (began.elapsed(), Cpu::now().since(cpu));
    taken.sort_by_key(|(_, time)| *time);
    let at = |percent: usize| taken[(taken.len() - 1) * percent / 100].1;
    Load {
        ops: taken.iter().map(|(ops, _)| ops).sum(),
        time,
        cpu,
        median: at(50),
        p99: at(99),
    }
}

fn push(store: &Store, (segment, ops): Batch) -> (usize, Duration) {
    let began = Instant::now();
    let ingest = Ingest {
        company: COMPANY,
        segments: vec![segment],
        received_at: now(),
        skew_ms: 0,
    };
    let done = store.ingest(ingest).wait().expect("the disk works");
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    assert_eq!(done.receipts.len(), 1);
    (ops, began.elapsed())
}
