//! What must hold after every run.

mod twins;

use std::collections::{BTreeMap, BTreeSet};

use domain::time::Zone;
use domain::{OpId, TimeEntryId};
use engine::query::day_totals_of;
use engine::rows::{self, EntryRow};
use engine::{Snapshot, Table};
use jiff::Timestamp;
use oplog::Payload;
use oplog::receipt::Verdict;
use store::{CompanySnapshot, JournalEntry, Store};

use crate::world::{Handset, World};

/// Holds a run that has healed against its own lists.
pub fn judge(world: &mut World) -> Result<(), String> {
    let snapshot = world.snapshot().ok_or("the store cannot be read")?;
    let entries = snapshot
        .journal(0, usize::MAX)
        .map_err(|error| error.to_string())?;
    every_op_once(world, &entries)?;
    for phone in &world.phones {
        totals(world, phone, &snapshot, &entries)?;
    }
    drop(snapshot);
    verified(world.store())?;
    twins::agree(world)
}

/// What is stored equals what the journal, folded again, gives, and every chain holds.
fn verified(store: &Store) -> Result<(), String> {
    let report = store.verify().map_err(|error| error.to_string())?;
    if report.is_sound() {
        Ok(())
    } else {
        Err(format!("verify found {:?}", report.problems))
    }
}

/// Every op that a phone said, or that an answered command stated, is in the journal and counts
/// at most once; what one phone said is there in the order in which it was said.
fn every_op_once(world: &World, entries: &[JournalEntry]) -> Result<(), String> {
    let mut found: BTreeMap<OpId, Vec<&JournalEntry>> = BTreeMap::new();
    for entry in entries {
        found
            .entry(entry.op.envelope.op_id)
            .or_default()
            .push(entry);
    }
    for (op, entries) in &found {
        let counted = entries.iter().filter(|one| one.verdict == Verdict::Applied);
        if counted.count() > 1 {
            return Err(format!("op {op} counts more than once"));
        }
        let other = |one: &&&JournalEntry| one.verdict != Verdict::Superseded;
        if entries.iter().filter(other).count() > 1 {
            return Err(format!("op {op} is in the journal more than once"));
        }
    }
    if let Some(op) = world.answered.iter().find(|op| !found.contains_key(op)) {
        return Err(format!("LOST: op {op} of a command that was answered"));
    }
    for (number, phone) in world.phones.iter().enumerate() {
        let mut last = 0;
        for (place, op) in phone.said.iter().enumerate() {
            let same = |entry: &&&JournalEntry| entry.op.bytes() == op.bytes();
            let entry = found
                .get(&op.envelope.op_id)
                .and_then(|entries| entries.iter().find(same));
            match entry {
                Some(entry) if entry.position <= last => {
                    return Err(format!("phone {number}'s op {place} is out of order"));
                }
                Some(entry) => last = entry.position,
                None if phone.lost.is_some_and(|receipted| place >= receipted) => {}
                None => {
                    return Err(format!(
                        "LOST: op {place} of the {} that phone {number} said",
                        phone.said.len()
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Seconds of work by entry, as a phone's own ops say.
fn stated(phone: &Handset) -> BTreeMap<TimeEntryId, i64> {
    struct Open {
        entry: TimeEntryId,
        since: Timestamp,
        seconds: i64,
        pause: Option<Timestamp>,
    }
    let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs();
    let mut done = BTreeMap::new();
    let mut open: Option<Open> = None;
    for op in &phone.said {
        let (at, subject) = (op.envelope.at, TimeEntryId::from_bytes(op.envelope.subject));
        match (&op.payload, &mut open) {
            (Payload::BreakStarted(_), Some(work)) => work.pause = Some(at),
            (Payload::BreakEnded(_), Some(work)) => {
                if let Some(since) = work.pause.take() {
                    work.seconds -= seconds(since, at);
                }
            }
            (Payload::ClockedOut(_), Some(work)) => {
                let total = work.seconds + seconds(work.since, at);
                done.insert(work.entry, total);
                open = None;
            }
            (Payload::ClockedIn(_) | Payload::JobSwitched(_), work) => {
                if let Some(before) = work.take() {
                    let total = before.seconds + seconds(before.since, at);
                    done.insert(before.entry, total);
                }
                open = Some(Open {
                    entry: subject,
                    since: at,
                    seconds: 0,
                    pause: None,
                });
            }
            _other => {}
        }
    }
    done
}

/// Entries of which something was held back, or did not count when it came.
fn held_back(entries: &[JournalEntry]) -> BTreeSet<TimeEntryId> {
    let held = entries
        .iter()
        .filter(|entry| entry.verdict != Verdict::Applied);
    held.flat_map(|entry| {
        let switched_from = match &entry.op.payload {
            Payload::JobSwitched(switched) => Some(switched.from),
            _other => None,
        };
        let subject = TimeEntryId::from_bytes(entry.op.envelope.subject);
        [Some(subject), switched_from].into_iter().flatten()
    })
    .collect()
}

/// A worker's total is the sum of what the phone stated, each entry once; what a manager touched
/// counts as its row says, once.
fn totals(
    world: &World,
    phone: &Handset,
    snapshot: &CompanySnapshot,
    entries: &[JournalEntry],
) -> Result<(), String> {
    let held_back = held_back(entries);
    let employee = phone.replica.phone.employee;
    let all = snapshot.range(Table::TimeEntry, &[], &[], usize::MAX);
    let mut own = Vec::new();
    for (key, value) in all.map_err(|error| error.to_string())? {
        let row = <EntryRow as rows::Row>::decode(&value).map_err(|error| error.to_string())?;
        if row.employee == employee {
            let id = <[u8; 16]>::try_from(key).map_err(|_| "a key is no id")?;
            own.push((TimeEntryId::from_bytes(id), row));
        }
    }
    let (zone, now) = (Zone::utc(), world.now());
    let seconds = |entries: &[(TimeEntryId, EntryRow)]| -> i64 {
        let days = day_totals_of(entries, &zone, now);
        days.iter().map(|day| day.worked_seconds).sum()
    };
    let mut stated = stated(phone);
    stated.retain(|id, _| !world.touched.contains(id) && !held_back.contains(id));
    let untouched: Vec<_> = own
        .iter()
        .filter(|(id, row)| stated.contains_key(id) && row.values.end.is_some())
        .cloned()
        .collect();
    let ids: BTreeSet<_> = untouched.iter().map(|(id, _)| *id).collect();
    let expected: i64 = stated
        .iter()
        .filter(|(id, _)| ids.contains(id))
        .map(|(_, s)| *s)
        .sum();
    let counted = seconds(&untouched);
    if counted != expected {
        return Err(format!(
            "employee {employee} has {counted} s for what the phone stated as {expected} s"
        ));
    }
    // What a lost phone never sent is not missing.
    let missing = stated.keys().find(|id| !ids.contains(id));
    if let Some(entry) = missing.filter(|_| phone.lost.is_none()) {
        return Err(format!(
            "entry {entry} was stated whole and is not there whole"
        ));
    }
    let each: i64 = own
        .iter()
        .map(|one| seconds(std::slice::from_ref(one)))
        .sum();
    if seconds(&own) != each {
        return Err(format!(
            "employee {employee}'s total is not the sum of the entries"
        ));
    }
    Ok(())
}
