//! Many at once while the power goes: what one thread has decided on and another is just writing.
//! How work falls into commits is the machine's here, so that a seed does not give the same run
//! again; what must hold is the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::OpId;
use engine::Command;
use engine::command::JobText;
use jiff::{SignedDuration, Timestamp};
use store::{Execute, Ingest, Store};
use testkit::{Crash, Dice, Disk, Replica};

use crate::firm::Firm;
use crate::server::{Running, SimClock};

/// How often the power goes in one run.
const LIVES: usize = 6;
/// How many requests are under way at once.
const AT_ONCE: usize = 40;
const PHONES: usize = 6;

struct Run {
    firm: Firm,
    phones: Vec<Replica>,
    clock: Arc<SimClock>,
    disk: Disk,
    dice: Dice,
    /// How many ops of each phone were receipted.
    receipted: Vec<u64>,
    answered: BTreeSet<OpId>,
}

/// One run; what went wrong, if something did.
pub fn run(seed: u64) -> Result<(), String> {
    let now: Timestamp = "2026-03-09T12:00:00Z".parse().unwrap();
    let clock = Arc::new(SimClock::starting(now));
    let mut dice = Dice::seeded(seed);
    let disk = Disk::default();
    let running = Running::start(&disk, &clock, dice.number()).map_err(|e| e.to_string())?;
    let firm = Firm::found(&running.store, 1, now);
    let phones = firm.phones(&running.store, PHONES, seed % 1_000_000, now);
    drop(running);
    let mut run = Run {
        firm,
        phones,
        clock,
        disk,
        dice,
        receipted: vec![0; PHONES],
        answered: BTreeSet::new(),
    };
    for _ in 0..LIVES {
        run.life()?;
    }
    run.ends()
}

impl Run {
    fn starts(&mut self) -> Result<Running, String> {
        let running = Running::start(&self.disk, &self.clock, self.dice.number());
        running.map_err(|error| error.to_string())
    }

    /// The server starts, much comes at once, and the power goes.
    fn life(&mut self) -> Result<(), String> {
        let running = self.starts()?;
        self.holds(&running.store)?;
        if self.dice.happens(50) {
            self.disk.stop_after(10 + self.dice.below(250));
        }
        let (mut taking, mut stating) = (Vec::new(), Vec::new());
        for _ in 0..AT_ONCE {
            let phone = self.dice.place(PHONES);
            if self.dice.happens(30) {
                stating.push(running.store.execute(self.adds_a_job()));
                continue;
            }
            self.works(phone);
            let ingest = self.everything_of(phone);
            let upto = self.phones[phone].phone.head.next_seq;
            taking.push((phone, upto, running.store.ingest(ingest)));
        }
        for (phone, upto, reply) in taking {
            let Ok(taken) = reply.wait() else { continue };
            if let Some(problem) = taken.problems.first() {
                return Err(format!("phone {phone}'s segment: {problem:?}"));
            }
            self.receipted[phone] = self.receipted[phone].max(upto);
        }
        for reply in stating {
            let done = reply.wait().map(|done| done.ops).unwrap_or_default();
            self.answered
                .extend(done.iter().map(|op| op.envelope.op_id));
        }
        drop(running);
        let crash = Crash::ALL[self.dice.place(Crash::ALL.len())];
        self.disk = self.disk.crash(crash, &mut self.dice);
        Ok(())
    }

    /// Someone clocks in and out.
    fn works(&mut self, phone: usize) {
        let at = self.clock.right();
        let writer = &mut self.phones[phone].phone;
        for _ in 0..=self.dice.below(3) {
            let entry = writer.clock_in(at);
            writer.clock_out(entry, at + SignedDuration::from_mins(1));
        }
        self.clock.pass(SignedDuration::from_mins(2));
    }

    /// What a phone sends that has heard nothing in this life.
    fn everything_of(&self, phone: usize) -> Ingest {
        let writer = &self.phones[phone].phone;
        Ingest {
            company: self.firm.company,
            segments: writer.segments(),
            received_at: self.clock.right(),
            skew_ms: 0,
        }
    }

    fn adds_a_job(&mut self) -> Execute {
        let job = JobText {
            name: format!("Job {}", self.dice.number()),
            ..JobText::default()
        };
        let now = self.clock.right();
        Execute::new(
            self.firm.company,
            self.firm.owner,
            Command::AddJob(job),
            now,
        )
    }

    /// Whatever was answered is there.
    fn holds(&self, store: &Store) -> Result<(), String> {
        let snapshot = store
            .snapshot(self.firm.company)
            .map_err(|error| error.to_string())?;
        for (number, phone) in self.phones.iter().enumerate() {
            let log = snapshot.log(phone.phone.log);
            let held = log
                .map_err(|error| error.to_string())?
                .ok_or("no log")?
                .head;
            if held.next_seq < self.receipted[number] {
                return Err(format!(
                    "LOST: {} ops of phone {number} were receipted, {} are held",
                    self.receipted[number], held.next_seq
                ));
            }
            if held != phone.phone.head_at(held.next_seq) {
                return Err(format!("phone {number}'s log holds other ops"));
            }
        }
        let journal = snapshot.journal(0, usize::MAX);
        let journal = journal.map_err(|error| error.to_string())?;
        let mut there = BTreeSet::new();
        for entry in journal {
            if !there.insert(entry.op.envelope.op_id) {
                return Err(format!("op {} is there twice", entry.op.envelope.op_id));
            }
        }
        match self.answered.iter().find(|op| !there.contains(op)) {
            Some(op) => Err(format!("LOST: op {op} of a command that was answered")),
            None => Ok(()),
        }
    }

    /// Everything is well again, and the phones send all they have.
    fn ends(&mut self) -> Result<(), String> {
        let running = self.starts()?;
        for phone in 0..PHONES {
            let taken = running.store.ingest(self.everything_of(phone)).wait();
            taken.map_err(|error| error.to_string())?;
            self.receipted[phone] = self.phones[phone].phone.head.next_seq;
        }
        self.holds(&running.store)?;
        let report = running.store.verify().map_err(|error| error.to_string())?;
        if report.is_sound() {
            Ok(())
        } else {
            Err(format!("verify found {:?}", report.problems))
        }
    }
}
