//! What waits for the writer: one lane for each company and one for system data, served in turns
//! by the number of ops (deficit round robin), so that a company that floods starves no other.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use domain::CompanyId;

use super::work::Work;
use crate::error::WriteError;

/// The most units of work that wait.
const QUEUE_MAX: usize = 4_096;
/// The most units of work that wait for one company.
const QUEUE_PER_COMPANY_MAX: usize = 512;
/// How many ops a lane may write each time its turn comes.
const QUANTUM_OPS: u64 = 64;

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
    count: usize,
    closed: bool,
}

/// The queue of the writer thread.
#[derive(Default)]
pub(crate) struct Queue {
    lanes: Mutex<Lanes>,
    arrived: Condvar,
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
            None => self.arrived.notify_one(),
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
            lanes = self
                .arrived
                .wait(lanes)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next work, if there is any.
    pub(crate) fn try_next(&self) -> Option<Box<dyn Work>> {
        self.lock().next()
    }

    /// How many units of work wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().count
    }

    /// Takes no more work; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
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
            let turn = *self.turns.front()?;
            let lane = self.by_company.entry(turn).or_default();
            let Some(cost) = lane.waiting.front().map(|work| work.cost()) else {
                self.turns.pop_front();
                self.by_company.remove(&turn);
                continue;
            };
            if lane.deficit < cost {
                lane.deficit = lane.deficit.saturating_add(QUANTUM_OPS);
                self.turns.rotate_left(1);
                continue;
            }
            lane.deficit = lane.deficit.saturating_sub(cost);
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
        let order: Vec<u8> = std::iter::from_fn(|| queue.try_next())
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
