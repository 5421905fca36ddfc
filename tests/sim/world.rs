//! One run: a server on a disk, phones whose clocks are wrong, and everything that happens to
//! them. What each may do is in a part of its own.

mod faults;
mod network;
mod office;
mod phones;
mod sheets;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{OpId, TimeEntryId};
use jiff::{SignedDuration, Timestamp};
use server::Clock as _;
use store::{CompanySnapshot, Health, Store};
use testkit::{Crash, Dice, Disk};

use crate::firm::Firm;
use crate::plan::{PHONES, Step};
use crate::server::{Running, SimClock};
use faults::Backup;
pub use faults::restored;
pub use phones::Handset;

/// How far the phones' clocks are ahead, in minutes: right, behind, and years off.
const SKEWS: [i64; PHONES] = [0, -7, 60 * 24 * 800];

/// What happened, so that a run in which nothing did is noticed, and so that two runs can be held
/// against each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    pub ops: usize,
    pub receipts: usize,
    pub restarts: usize,
    pub commands: usize,
    pub copies: usize,
    pub restores: usize,
    /// Ops that phones forgot.
    pub pruned: u64,
    /// How many phones were lost for good with what they had.
    pub lost: usize,
    /// What the disk was asked for.
    pub disk_operations: u64,
}

/// Everything.
pub struct World {
    pub firm: Firm,
    pub phones: Vec<Handset>,
    /// Ops of commands that were answered: they are kept, too.
    pub answered: BTreeSet<OpId>,
    /// Entries that someone besides their phone had a hand in.
    pub touched: BTreeSet<TimeEntryId>,
    clock: Arc<SimClock>,
    disk: Disk,
    running: Option<Running>,
    armed: (Crash, Option<u64>),
    dice: Dice,
    /// Requests and their answers, for the network to mix up.
    requests: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
    backup: Option<Backup>,
    seen: Seen,
}

impl World {
    /// A founded company with its phones enrolled.
    pub fn new(seed: u64) -> Self {
        let now: Timestamp = "2026-03-09T12:00:00Z".parse().unwrap();
        let clock = Arc::new(SimClock::starting(now));
        let mut dice = Dice::seeded(!seed);
        let disk = Disk::default();
        let running = Running::start(&disk, &clock, dice.number()).expect("a new disk");
        let firm = Firm::found(&running.store, 1, now);
        // One at a time: how many commands share a commit is not for the machine to say.
        let numbers = (seed % 1_000_000..).take(PHONES);
        let phones = numbers.flat_map(|number| firm.phones(&running.store, 1, number, now));
        let phones = phones
            .zip(SKEWS)
            .map(|(replica, minutes)| Handset::new(replica, SignedDuration::from_mins(minutes)))
            .collect();
        Self {
            firm,
            phones,
            answered: BTreeSet::new(),
            touched: BTreeSet::new(),
            clock,
            disk,
            running: Some(running),
            armed: (Crash::Nothing, None),
            dice,
            requests: Vec::new(),
            answers: Vec::new(),
            backup: None,
            seen: Seen::default(),
        }
    }

    /// The store, once all steps are done and the server runs.
    pub fn store(&self) -> &Store {
        &self.running.as_ref().expect("the server runs").store
    }

    /// The company as it is, if the server runs and its disk can be read.
    pub fn snapshot(&self) -> Option<CompanySnapshot> {
        let running = self.running.as_ref()?;
        running.store.snapshot(self.firm.company).ok()
    }

    /// What happened so far.
    pub fn seen(&self) -> Seen {
        let receipts = self.phones.iter().map(|phone| phone.replica.receipts.len());
        Seen {
            ops: self.phones.iter().map(|phone| phone.said.len()).sum(),
            receipts: receipts.sum(),
            commands: self.answered.len(),
            pruned: self.phones.iter().map(|phone| phone.replica.pruned).sum(),
            disk_operations: self.disk.operations(),
            ..self.seen
        }
    }

    /// What a right clock shows.
    pub fn now(&self) -> Timestamp {
        self.clock.right()
    }

    /// What the server's clock shows.
    pub fn server_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, time: SignedDuration) {
        self.clock.pass(time);
    }

    /// From now on the disk says that it synced, and did not.
    pub fn disk_lies(&self) {
        self.disk.lie_about_syncs();
    }

    pub fn clock(&self) -> &Arc<SimClock> {
        &self.clock
    }

    /// A number below `end`, of this run's dice.
    pub fn chance(&mut self, end: usize) -> usize {
        self.dice.place(end)
    }

    /// Does one step.
    pub fn step(&mut self, step: Step) -> Result<(), String> {
        self.pass(SignedDuration::from_secs(20));
        match step {
            Step::Phone(phone, act) => self.phone_does(phone % self.phones.len(), act)?,
            Step::TabHears { which, fate } => {
                if let Some((phone, tab)) = self.waiting_tab(which) {
                    self.tab_hears(phone, tab, fate)?;
                }
            }
            Step::Office(act) => self.office_does(act),
            Step::Fault(fault) => self.suffers(fault)?,
            Step::Pass { minutes } => self.pass(SignedDuration::from_mins(minutes)),
        }
        if self.disk.is_stopped() {
            let (crash, again) = self.armed;
            self.restart(crash, again)?;
        }
        Ok(())
    }

    /// Everything is well again, and every phone syncs to its end.
    pub fn heals(&mut self) -> Result<(), String> {
        self.clock.set_ahead(SignedDuration::ZERO);
        self.restart(Crash::Everything, None)?;
        if self.store().health() != Health::Ok {
            return Err("the store is not well after a restart".to_owned());
        }
        for phone in 0..self.phones.len() {
            self.phones[phone].tabs = [None, None];
            self.syncs_to_its_end(phone)?;
        }
        self.recovery_ends()?;
        self.judge_again();
        // What the others said reaches everyone.
        for phone in 0..self.phones.len() {
            self.syncs_to_its_end(phone)?;
            self.has_everything(phone)?;
        }
        Ok(())
    }
}
