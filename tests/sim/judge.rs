//! What must hold after every run.

use std::collections::{BTreeMap, BTreeSet};

use domain::time::Zone;
use domain::{OpId, TimeEntryId};
use engine::query::day_totals_of;
use engine::rows::{self, EntryRow};
use engine::{Snapshot, Table};
use jiff::Timestamp;
use oplog::{Op, Payload};
use store::{CompanySnapshot, JournalEntry};

use crate::world::{Handset, World};

/// Holds a run that has healed against its own lists.
pub fn judge(world: &World) -> Result<(), String> {
    let store = world.store();
    let snapshot = store
        .snapshot(world.firm.company)
        .map_err(|error| error.to_string())?;
    let entries = snapshot
        .journal(0, usize::MAX)
        .map_err(|error| error.to_string())?;
    every_op_once(world, &entries)?;
    for phone in &world.phones {
        totals(world, phone, &snapshot)?;
    }
    // The journal is folded again here, twice: what comes out equals the stored views each time.
    for _ in 0..2 {
        let report = store.verify().map_err(|error| error.to_string())?;
        if !report.is_sound() {
            return Err(format!("verify found {:?}", report.problems));
        }
    }
    Ok(())
}

/// Every op that a phone wrote, or that an answered command stated, is in the journal once.
fn every_op_once(world: &World, entries: &[JournalEntry]) -> Result<(), String> {
    let mut times: BTreeMap<OpId, u32> = BTreeMap::new();
    for entry in entries {
        *times.entry(entry.op.envelope.op_id).or_default() += 1;
    }
    if let Some((op, times)) = times.iter().find(|(_, times)| **times > 1) {
        return Err(format!("op {op} is in the journal {times} times"));
    }
    if let Some(op) = world.answered.iter().find(|op| !times.contains_key(op)) {
        return Err(format!("LOST: op {op} of a command that was answered"));
    }
    for phone in &world.phones {
        let writer = &phone.replica.phone;
        let held: Vec<&[u8]> = entries
            .iter()
            .filter(|entry| entry.log == writer.log)
            .map(|entry| entry.op.bytes())
            .collect();
        let written: Vec<&[u8]> = writer.written.iter().map(Op::bytes).collect();
        if held != written {
            return Err(format!(
                "the journal has {} ops of log {}, the phone wrote {}, or in another order",
                held.len(),
                writer.log,
                written.len()
            ));
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
    for op in &phone.replica.phone.written {
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

/// A worker's total is the sum of what the phone stated, each entry once; what a manager touched
/// counts as its row says, once.
fn totals(world: &World, phone: &Handset, snapshot: &CompanySnapshot) -> Result<(), String> {
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
    let stated = stated(phone);
    let untouched: Vec<_> = own
        .iter()
        .filter(|(id, row)| {
            stated.contains_key(id) && !world.touched.contains(id) && row.values.end.is_some()
        })
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
    let missing = stated
        .keys()
        .find(|id| !ids.contains(id) && !world.touched.contains(id));
    if let Some(entry) = missing {
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
