//! Phones and what they send, signed before anything is measured.

use domain::{OpId, TimeEntryId};
use jiff::{SignedDuration, Timestamp};
use oplog::v1::Envelope;
use oplog::v1::payload::{ClockedIn, ClockedOut};
use oplog::{Op, Payload};
use store::Store;
use testkit::{Dice, Replica, TestPhone};

use crate::firm::Firm;
use crate::{BATCH_OPS, COMPANY, now};

/// A batch of a phone, and how many ops it has.
pub type Batch = (Vec<u8>, usize);

/// A company with enrolled phones.
pub fn enrolled(store: &Store, count: usize) -> Vec<Replica> {
    let firm = Firm::found(store, 1, now());
    firm.phones(store, count, 1, now())
}

/// A phone presses its button so many times, a few hours apart. Ids are made as in the app.
fn presses(phone: &mut TestPhone, count: usize, dice: &mut Dice) {
    let booted: Timestamp = "2025-11-03T13:00:00Z".parse().expect("an instant");
    let mut at = booted;
    let mut open: Option<TimeEntryId> = None;
    for _ in 0..count {
        let late = i64::try_from(dice.below(20 * 60_000)).unwrap_or(0);
        at += SignedDuration::from_hours(4) + SignedDuration::from_millis(late);
        let mut entropy = [0; 32];
        entropy[..8].copy_from_slice(&dice.number().to_be_bytes());
        let op_id: OpId = engine::fresh_id(phone.member, &entropy, 0);
        let payload: Payload = match open {
            Some(_) => ClockedOut {}.into(),
            None => ClockedIn {
                employee: phone.employee,
                job: None,
                cost_code: None,
                note: String::new(),
            }
            .into(),
        };
        let subject = open.take().unwrap_or_else(|| {
            let began = TimeEntryId::from_bytes(op_id.to_bytes());
            open = Some(began);
            began
        });
        let envelope = Envelope {
            kind: 0,
            op_id,
            actor: phone.member,
            subject: subject.to_bytes(),
            at,
            zone: "America/New_York".to_owned(),
            utc_offset_seconds: -18_000,
            boot_id: 1,
            monotonic_ms: u64::try_from(at.duration_since(booted).as_millis()).unwrap_or(0),
            seen: 0,
            base: None,
            payload: Vec::new(),
        };
        phone.append(Op::new(envelope, payload));
    }
}

/// One batch of each phone.
pub fn batches(phones: &mut [Replica]) -> Vec<Batch> {
    let mut dice = Dice::seeded(1);
    let batch = |replica: &mut Replica| {
        presses(&mut replica.phone, BATCH_OPS, &mut dice);
        let batch = (replica.phone.segment(), BATCH_OPS);
        replica.phone.written.clear();
        batch
    };
    phones.iter_mut().map(batch).collect()
}

/// For each phone, segments of one op.
pub fn single(phones: &mut [Replica], count: usize) -> Vec<Vec<Batch>> {
    let mut dice = Dice::seeded(2);
    let pushes = |replica: &mut Replica| {
        presses(&mut replica.phone, count, &mut dice);
        (0..count)
            .map(|at| (replica.phone.segment_of(at, at + 1), 1))
            .collect()
    };
    phones.iter_mut().map(pushes).collect()
}

/// A phone presses its button until its ops are so many bytes; gives how many they are.
pub fn presses_of_bytes(phone: &mut TestPhone, bytes: usize) -> usize {
    presses(phone, 2, &mut Dice::seeded(4));
    let of_two: usize = phone.written.iter().map(|op| op.bytes().len()).sum();
    let count = bytes / (of_two / 2);
    presses(phone, count - 2, &mut Dice::seeded(5));
    phone.written.len()
}

/// Bytes of a segment of 100 clock-ins with their clock-outs, for each pair.
pub fn bytes_of_a_pair() -> usize {
    let member = domain::MemberId::from_bytes([2; 16]);
    let employee = domain::EmployeeId::from_bytes([3; 16]);
    let mut phone = TestPhone::new(COMPANY, member, employee, 1);
    presses(&mut phone, 200, &mut Dice::seeded(3));
    phone.segment().len().div_ceil(100)
}
