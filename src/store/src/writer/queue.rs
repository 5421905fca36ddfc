//! What waits for the writer: one lane for each company and one for system data, served in turns
//! by the number of ops and by the time that they took (deficit round robin), so that a company
//! that floods, or whose work is slow, starves no other.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::CompanyId;

use super::work::Work;
use crate::error::WriteError;

/// The most units of work that wait.
const QUEUE_MAX: usize = 4_096;
/// The most units of work that wait for one company.
const QUEUE_PER_COMPANY_MAX: usize = 512;
/// How many ops a lane may write each time its turn comes.
const QUANTUM_OPS: u64 = 64;
/// For how many ops a millisecond of the writer counts: what takes longer is owed by its lane.
const OPS_PER_MILLISECOND: u64 = 8;
/// The most that a lane owes, in ops: so much is about a second.
const OWED_OPS_MAX: u64 = 8_192;

#[derive(Default)]
struct Lane {
    waiting: VecDeque<Box<dyn Work>>,
    /// How many ops it may still write in this turn.
    deficit: u64,
}

#[derive(Default)]
struct Lanes {
    by_company: HashMap<Option<CompanyId>, Lane>,
    /// Lanes that have work, the next one first.
    turns: VecDeque<Option<CompanyId>>,
    /// What lanes have had above what they were counted for, in ops. It outlives a lane that runs
    /// empty: work that comes piece by piece is no cheaper.
    owed: HashMap<Option<CompanyId>, u64>,
    count: usize,
    closed: bool,
    /// Whether a batch is being committed.
    committing: bool,
}

/// The queue of the writer thread.
#[derive(Default)]
pub(crate) struct Queue {
    lanes: Mutex<Lanes>,
    /// Something arrived, a commit ended, or the queue was closed.
    changed: Condvar,
}

impl Queue {
    /// Queues work, or answers it as refused when too much waits.
    pub(crate) fn push(&self, work: Box<dyn Work>) {
        let refused = {
            let mut lanes = self.lock();
            if lanes.closed {
                Some((
                    work,
                    WriteError::ReadOnly {
                        reason: "the store is closed".to_owned(),
                    },
                ))
            } else {
                lanes.add(work).err().map(|work| (work, WriteError::Busy))
            }
        };
        match refused {
            Some((work, error)) => work.fail(error),
            None => self.changed.notify_one(),
        }
    }

    /// The next work, waiting for it; `None` when the queue is closed and empty.
    pub(crate) fn wait(&self) -> Option<Box<dyn Work>> {
        let mut lanes = self.lock();
        loop {
            if let Some(work) = lanes.next() {
                return Some(work);
            }
            if lanes.closed {
                return None;
            }
            lanes = self.changed(lanes);
        }
    }

    /// The next work for a batch, waiting for it while another batch is being committed; `None`
    /// when the batch may as well be committed itself.
    pub(crate) fn next_or_commit(&self) -> Option<Box<dyn Work>> {
        let mut lanes = self.lock();
        loop {
            let next = lanes.next();
            if next.is_some() || !lanes.committing {
                return next;
            }
            lanes = self.changed(lanes);
        }
    }

    /// Waits until nothing is being committed, and says that something is.
    pub(crate) fn begin_commit(&self) {
        let mut lanes = self.lock();
        while lanes.committing {
            lanes = self.changed(lanes);
        }
        lanes.committing = true;
    }

    /// Says that nothing is being committed any more.
    pub(crate) fn end_commit(&self) {
        self.lock().committing = false;
        self.changed.notify_all();
    }

    /// Says how long a unit of work took that was counted for `cost` ops.
    pub(crate) fn took(&self, lane: Option<CompanyId>, cost: u64, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let above = milliseconds
            .saturating_mul(OPS_PER_MILLISECOND)
            .saturating_sub(cost);
        if above == 0 {
            return;
        }
        let mut lanes = self.lock();
        let owed = lanes.owed.entry(lane).or_default();
        *owed = owed.saturating_add(above).min(OWED_OPS_MAX);
    }

    /// How many units of work wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().count
    }

    /// Takes no more work; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn changed<'a>(&self, lanes: MutexGuard<'a, Lanes>) -> MutexGuard<'a, Lanes> {
        let lanes = self.changed.wait(lanes);
        lanes.unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    fn add(&mut self, work: Box<dyn Work>) -> Result<(), Box<dyn Work>> {
        let company = work.company();
        let waiting = self
            .by_company
            .get(&company)
            .map_or(0, |lane| lane.waiting.len());
        if self.count >= QUEUE_MAX || waiting >= QUEUE_PER_COMPANY_MAX {
            return Err(work);
        }
        if waiting == 0 {
            self.turns.push_back(company);
        }
        self.by_company
            .entry(company)
            .or_default()
            .waiting
            .push_back(work);
        self.count = self.count.saturating_add(1);
        Ok(())
    }

    fn next(&mut self) -> Option<Box<dyn Work>> {
        loop {
            let Some(turn) = self.turns.front().copied() else {
                // Nobody waited for anybody: nothing is owed.
                self.owed.clear();
                return None;
            };
            let owed = self.owed.get(&turn).copied().unwrap_or_default();
            let lane = self.by_company.entry(turn).or_default();
            let Some(cost) = lane.waiting.front().map(|work| work.cost()) else {
                self.turns.pop_front();
                self.by_company.remove(&turn);
                continue;
            };
            if lane.deficit < cost.saturating_add(owed) {
                lane.deficit = lane.deficit.saturating_add(QUANTUM_OPS);
                self.turns.rotate_left(1);
                continue;
            }
            lane.deficit = lane.deficit.saturating_sub(cost.saturating_add(owed));
            self.owed.remove(&turn);
            let work = lane.waiting.pop_front();
            if lane.waiting.is_empty() {
                // A lane without work keeps no credit.
                self.turns.pop_front();
                self.by_company.remove(&turn);
            }
            self.count = self.count.saturating_sub(1);
            return work;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::work::Ran;
    use super::*;
    use crate::unit::Unit;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Fake {
        company: u8,
        cost: u64,
        refused: Arc<AtomicUsize>,
    }

    impl Work for Fake {
        fn company(&self) -> Option<CompanyId> {
            Some(CompanyId::from_bytes([self.company; 16]))
        }
        fn cost(&self) -> u64 {
            self.cost
        }
        fn run(&mut self, _: &mut Unit<'_, '_>) -> Ran {
            Ran::Done
        }
        fn answer(self: Box<Self>) {}
        fn fail(self: Box<Self>, _: WriteError) {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn push(queue: &Queue, company: u8, cost: u64, refused: &Arc<AtomicUsize>) {
        queue.push(Box::new(Fake {
            company,
            cost,
            refused: Arc::clone(refused),
        }));
    }

    #[test]
    fn a_company_that_floods_does_not_starve_another() {
        let (queue, refused) = (Queue::default(), Arc::default());
        for _ in 0..QUEUE_PER_COMPANY_MAX {
            push(&queue, 1, 256, &refused);
        }
        for _ in 0..8 {
            push(&queue, 2, 1, &refused);
        }
        let order: Vec<u8> = std::iter::from_fn(|| queue.next_or_commit())
            .map(|work| work.company().unwrap().to_bytes()[0])
            .collect();
        let last = order.iter().rposition(|company| *company == 2).unwrap();
        assert!(
            last < 10,
            "the last of the small company's work came at {last}"
        );
        assert_eq!(order.len(), QUEUE_PER_COMPANY_MAX + 8);
    }

    #[test]
    fn a_company_whose_work_is_slow_waits_for_the_others_by_the_time_it_took() {
        let (queue, refused) = (Queue::default(), Arc::default());
        for _ in 0..40 {
            push(&queue, 1, 1, &refused);
            push(&queue, 2, 1, &refused);
        }
        let mut order = Vec::new();
        while let Some(work) = queue.next_or_commit() {
            let company = work.company().unwrap().to_bytes()[0];
            let time = if company == 1 { 50 } else { 0 };
            queue.took(work.company(), work.cost(), Duration::from_millis(time));
            order.push(company);
        }
        assert_eq!(order.len(), 80);
        let fast = order.iter().rposition(|company| *company == 2).unwrap();
        let slow = order[..fast].iter().filter(|company| **company == 1);
        // 40 ops of the other company are done in the time that one of these is owed.
        assert!(slow.count() <= 2, "{order:?}");
    }

    #[test]
    fn what_is_owed_is_owed_by_a_lane_that_ran_empty_too_and_forgotten_when_nobody_waits() {
        let (queue, refused) = (Queue::default(), Arc::default());
        push(&queue, 1, 1, &refused);
        push(&queue, 2, 1, &refused);
        let slow = queue.next_or_commit().unwrap();
        queue.took(slow.company(), 1, Duration::from_millis(100));
        push(&queue, 1, 1, &refused);
        for _ in 0..20 {
            push(&queue, 2, 1, &refused);
        }
        let next = |queue: &Queue| {
            queue
                .next_or_commit()
                .unwrap()
                .company()
                .unwrap()
                .to_bytes()[0]
        };
        assert!((0..21).all(|_| next(&queue) == 2));
        assert_eq!(next(&queue), 1);
        queue.took(slow.company(), 1, Duration::from_secs(3600));
        assert!(queue.next_or_commit().is_none());
        push(&queue, 1, 1, &refused);
        push(&queue, 2, 1, &refused);
        assert_eq!(next(&queue), 1);
    }

    #[test]
    fn a_full_queue_refuses_rather_than_grows() {
        let (queue, refused) = (Queue::default(), Arc::default());
        for _ in 0..QUEUE_PER_COMPANY_MAX + 3 {
            push(&queue, 1, 1, &refused);
        }
        assert_eq!(refused.load(Ordering::Relaxed), 3);
        push(&queue, 2, 1, &refused);
        assert_eq!(refused.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn a_closed_queue_gives_what_waits_and_then_ends() {
        let (queue, refused) = (Queue::default(), Arc::default());
        push(&queue, 1, 1, &refused);
        queue.close();
        push(&queue, 1, 1, &refused);
        assert!(queue.wait().is_some());
        assert!(queue.wait().is_none());
        assert_eq!(refused.load(Ordering::Relaxed), 1);
    }
}
