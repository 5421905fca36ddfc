//! A log that branched off: its device's, for the same member, with the same rules.

use domain::LogId;
use engine::access::SYSTEM;
use engine::rows::{self, DeviceRow, LogRow, Writer};
use engine::scope::Scope;
use engine::{Command, Table};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload::LogForked;
use testkit::TestPhone;

use super::site::Site;

const BRANCH: LogId = LogId::from_bytes([0xb1; 16]);

fn forked(phone: &TestPhone) -> Command {
    let forked = LogForked {
        log: BRANCH,
        from: phone.log,
        next_seq: 0,
        hash: [0; 32],
    };
    Command::NoteLogForked(phone.device.unwrap(), forked)
}

/// A worker's phone whose log branched off.
fn branched() -> (Site, TestPhone) {
    let mut site = Site::new();
    let worker = site.worker.clone();
    let phone = site.s.enrol(&worker);
    site.check(SYSTEM, &forked(&phone), "ok");
    (site, phone)
}

#[test]
fn the_branch_is_the_devices_and_the_device_remembers_it() {
    let (site, phone) = branched();
    let device = phone.device.unwrap();
    let log: LogRow = rows::get(&site.s.view, &BRANCH.to_bytes())
        .unwrap()
        .unwrap();
    assert_eq!(log.writer, Writer::Device(device));
    let row: DeviceRow = rows::get(&site.s.view, &device.to_bytes())
        .unwrap()
        .unwrap();
    assert_eq!(row.logs().collect::<Vec<_>>(), [phone.log, BRANCH]);
    let scope = Scope::of_device(&site.s.view, device).unwrap().unwrap();
    let seen = scope.snapshot(&site.s.view).unwrap();
    let logs = seen.iter().filter(|row| row.table == Table::Log).count();
    assert_eq!(logs, 2, "its own two and no other");
    assert_eq!(site.s.refolded(), site.s.view);
}

#[test]
fn what_is_stated_in_the_branch_counts_once_and_only_for_its_member() {
    let (mut site, mut phone) = branched();
    let now = site.s.clock.now();
    phone.clock_in(now);
    let op = phone.written[0].clone();
    assert_eq!(site.s.receives(BRANCH, &op, 0), Verdict::Applied);
    assert_eq!(site.s.receives(phone.log, &op, 0), Verdict::Superseded);
    let other = site.other.clone();
    let mut theirs = site.s.enrol(&other);
    theirs.clock_in(now);
    let foreign = theirs.written[0].clone();
    let wrong = Verdict::Quarantined(Why::WrongActor);
    assert_eq!(site.s.receives(BRANCH, &foreign, 0), wrong);
    let owner = site.owner.member;
    let revoke = Command::RevokeDevice(phone.device.unwrap(), "lost".into());
    site.s.does(owner, &revoke);
    phone.clock_in(now);
    let late = phone.written[1].clone();
    let revoked = Verdict::Quarantined(Why::DeviceRevoked);
    assert_eq!(site.s.receives(BRANCH, &late, 0), revoked);
}
