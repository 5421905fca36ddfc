//! Folding the journal again: recorded verdicts, `apply` alone.

use std::time::{Duration, Instant};

use domain::CompanyId;
use engine::{Arrival, MemoryView};
use store::Store;

/// How many entries are read at once.
const PAGE: usize = 10_000;

/// What it took.
pub struct Fold {
    pub ops: usize,
    time: Duration,
}

impl Fold {
    /// Ops a second.
    pub fn rate(&self) -> f64 {
        self.ops as f64 / self.time.as_secs_f64()
    }
}

/// Reads, unseals and decodes every entry, and applies it.
pub fn run(store: &Store) -> Fold {
    let began = Instant::now();
    let snapshot = store
        .snapshot(CompanyId::from_bytes([1; 16]))
        .expect("the company");
    let (mut view, mut after, mut ops) = (MemoryView::default(), 0, 0);
    loop {
        let page = snapshot.journal(after, PAGE).expect("entries");
        let Some(last) = page.last() else { break };
        after = last.position;
        ops += page.len();
        for entry in page {
            let arrival = Arrival {
                position: entry.position,
                log: entry.log,
                seq: entry.seq,
                received_at: entry.received_at,
                skew_ms: 0,
            };
            engine::apply(&mut view, &entry.op, &arrival, entry.verdict).expect("an op applies");
        }
    }
    Fold {
        ops,
        time: began.elapsed(),
    }
}
