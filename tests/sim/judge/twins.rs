//! Two servers that begin with the same disk and take in the same segments in the same order, each
//! with faults of its own, end with the same rows; and so does a server that is restored elsewhere.

use std::collections::BTreeMap;

use domain::CompanyId;
use engine::scope::Scope;
use engine::{Snapshot, Table};
use jiff::Timestamp;
use oplog::receipt::Verdict;
use store::{BackupOptions, CompanySnapshot, Ingest, Store};
use testkit::{Crash, Dice, Disk};

use super::verified;
use crate::server::Running;
use crate::world::World;

/// How many segments both take in.
const SEGMENTS: usize = 4;
/// The most times that a segment is sent again.
const TRIES_MAX: usize = 20;

type Rows = BTreeMap<(Table, Vec<u8>), Vec<u8>>;
type Entry = (u64, Vec<u8>, Verdict, Timestamp);

/// One of the two.
struct Twin {
    disk: Disk,
    running: Option<Running>,
    dice: Dice,
}

pub fn agree(world: &mut World) -> Result<(), String> {
    restored_elsewhere(world)?;
    let company = world.firm.company;
    let mut twins = [1, 2].map(|number| Twin {
        disk: world.disk_copied(),
        running: None,
        dice: Dice::seeded(number),
    });
    for _ in 0..SEGMENTS {
        let Some(ingest) = next(world) else { continue };
        for twin in &mut twins {
            twin.takes(world, &ingest)?;
        }
    }
    let mut found = Vec::new();
    for twin in &mut twins {
        twin.disk = twin.disk.crash(Crash::Nothing, &mut twin.dice);
        let running = twin.starts(world)?;
        verified(&running.store)?;
        let snapshot = snapshot(&running.store, company)?;
        found.push((rows(&snapshot)?, journal(&snapshot)?));
    }
    let [(ours, our_journal), (theirs, their_journal)] = &found[..] else {
        return Err("there are two".to_owned());
    };
    let mut entries = our_journal.iter().zip(their_journal);
    if let Some((one, other)) = entries.find(|(one, other)| one != other) {
        return Err(format!(
            "two servers with the same segments have {one:?} and {other:?}"
        ));
    }
    if our_journal.len() != their_journal.len() {
        return Err("of two servers with the same segments one has more".to_owned());
    }
    let mut keys = ours.keys().chain(theirs.keys());
    match keys.find(|key| ours.get(*key) != theirs.get(*key)) {
        None => Ok(()),
        Some(key) => Err(format!(
            "two servers with the same segments differ at {key:?}: {:?}, {:?}",
            ours.get(key),
            theirs.get(key)
        )),
    }
}

/// Some phone's worker goes on; what is to be sent of it.
fn next(world: &mut World) -> Option<Ingest> {
    let phone = world.chance(world.phones.len());
    let own = &world.phones[phone];
    let log = own.replica.phone.log;
    let writers = world
        .phones
        .iter()
        .filter(|one| one.replica.phone.log == log);
    // Where a copy writes the same log on, each server names the branch by its own chance.
    if own.lost.is_some() || writers.count() > 1 {
        return None;
    }
    let writer = &world.phones[phone].replica.phone;
    let from = writer.written.len();
    for _ in 0..=world.chance(5) {
        world.press(phone);
    }
    let writer = &world.phones[phone].replica.phone;
    Some(Ingest {
        company: world.firm.company,
        segments: vec![writer.segment_of(from, writer.written.len())],
        received_at: world.now(),
        skew_ms: 0,
    })
}

impl Twin {
    fn starts(&mut self, world: &World) -> Result<&Running, String> {
        let seed = self.dice.number();
        let running = Running::start(&self.disk, world.clock(), seed);
        self.running = None;
        Ok(self
            .running
            .insert(running.map_err(|error| error.to_string())?))
    }

    /// Takes a segment in, however often the power goes meanwhile.
    fn takes(&mut self, world: &World, ingest: &Ingest) -> Result<(), String> {
        for _ in 0..TRIES_MAX {
            if self.running.is_none() {
                self.starts(world)?;
            }
            if self.dice.happens(50) {
                self.disk.stop_after(1 + self.dice.below(40));
            }
            let store = self.running.as_ref().map(|running| &running.store);
            let taken = store.map(|store| store.ingest(ingest.clone()).wait());
            match taken {
                Some(Ok(done)) if done.problems.is_empty() => return Ok(()),
                Some(Ok(done)) => return Err(format!("not taken: {:?}", done.problems)),
                Some(Err(_)) | None => {}
            }
            self.running = None;
            let crash = Crash::ALL[self.dice.place(Crash::ALL.len())];
            self.disk = self.disk.crash(crash, &mut self.dice);
        }
        Err("a segment is never taken".to_owned())
    }
}

/// A backup of the server, restored on another, shows every phone the same.
fn restored_elsewhere(world: &mut World) -> Result<(), String> {
    // It takes as long as the run itself.
    if world.chance(8) > 0 {
        return Ok(());
    }
    let options = BackupOptions {
        with_key: true,
        now: world.now(),
    };
    let mut bytes = Vec::new();
    let backup = world.store().backup(options, &mut bytes);
    backup.map_err(|error| error.to_string())?;
    let disk = crate::world::restored(&bytes, world.now())?;
    let other = Running::start(&disk, world.clock(), 3).map_err(|error| error.to_string())?;
    let (ours, theirs) = (
        snapshot(world.store(), world.firm.company)?,
        snapshot(&other.store, world.firm.company)?,
    );
    for (number, phone) in world.phones.iter().enumerate() {
        let device = phone.replica.phone.device.ok_or("an enrolled phone")?;
        let sees = |view: &CompanySnapshot| {
            let scope = Scope::of_device(view, device).ok()??;
            scope.snapshot(view).ok()
        };
        if sees(&ours).is_none() || sees(&ours) != sees(&theirs) {
            return Err(format!("a restored server shows phone {number} other rows"));
        }
    }
    Ok(())
}

fn snapshot(store: &Store, company: CompanyId) -> Result<CompanySnapshot, String> {
    store.snapshot(company).map_err(|error| error.to_string())
}

fn rows(view: &CompanySnapshot) -> Result<Rows, String> {
    let mut all = Rows::new();
    for table in Table::ALL {
        let found = view.range(*table, &[], &[], usize::MAX);
        for (key, value) in found.map_err(|error| error.to_string())? {
            all.insert((*table, key), value);
        }
    }
    Ok(all)
}

fn journal(view: &CompanySnapshot) -> Result<Vec<Entry>, String> {
    let entries = view.journal(0, usize::MAX);
    let entries = entries.map_err(|error| error.to_string())?;
    let entry = |entry: store::JournalEntry| {
        let bytes = entry.op.bytes().to_vec();
        (entry.position, bytes, entry.verdict, entry.received_at)
    };
    Ok(entries.into_iter().map(entry).collect())
}
