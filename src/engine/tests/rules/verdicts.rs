//! Ops that do not count, or not again: lost permissions, unknown kinds, repeats, revoked devices.

use domain::company::Permission;
use domain::{OpId, TimeEntryId};
use engine::rows::{EntryRow, Writer};
use engine::{Command, Table, query, rows};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use super::crew::Crew;
use super::site::{edited, nothing};

#[test]
fn a_permission_lost_meanwhile_quarantines_what_was_stated_with_it() {
    let (mut crew, entry) = Crew::with_entry();
    let end = Some(crew.local("16:00"));
    let change = crew.managers.state(
        entry,
        crew.local("17:00"),
        p::EntryEdited { end, ..edited() },
    );
    let (owner, manager) = (crew.site.owner.member, crew.site.manager.clone());
    crew.site.s.does(
        owner,
        &Command::ChangeRole(manager.employee, domain::company::Role::Worker),
    );
    crew.takes(&change, Verdict::Quarantined(Why::NotPermitted));
    assert_ne!(crew.site.s.entry(entry).values.end, end);
    let (_, listed) = query::quarantine(&crew.site.s.view, 1, |_| true)
        .unwrap()
        .remove(0);
    assert_eq!(
        (listed.op_id, listed.verdict),
        (
            change.envelope.op_id,
            Verdict::Quarantined(Why::NotPermitted)
        )
    );
    // One's own time needs no permission that could be lost.
    let own = crew.managers.clock_in(crew.local("17:30"));
    let op = crew.managers.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(own).employee, manager.employee);
}

#[test]
fn a_kind_of_a_later_version_is_parked() {
    let mut crew = Crew::new();
    let unknown = Payload::Unknown {
        kind: 9_999,
        bytes: vec![1, 2, 3],
    };
    let op = crew
        .phone
        .state(nothing::<TimeEntryId>(), crew.local("17:00"), unknown);
    crew.takes(&op, Verdict::Parked);
    let (_, listed) = query::quarantine(&crew.site.s.view, 1, |_| true)
        .unwrap()
        .remove(0);
    assert_eq!((listed.kind, listed.verdict), (9_999, Verdict::Parked));
}

#[test]
fn a_known_kind_that_cannot_be_read_is_quarantined() {
    let mut crew = Crew::new();
    let payload = Payload::Unreadable {
        kind: 60,
        bytes: vec![1],
    };
    let op = crew
        .phone
        .state(nothing::<TimeEntryId>(), crew.local("17:00"), payload);
    let op = Op::decode(op.bytes()).unwrap();
    crew.takes(&op, Verdict::Quarantined(Why::Unreadable));
}

#[test]
fn the_same_op_again_changes_nothing() {
    let (mut crew, entry) = Crew::with_entry();
    let end = Some(crew.local("16:00"));
    let op = crew.phone.state(
        entry,
        crew.local("17:00"),
        p::EntryEdited { end, ..edited() },
    );
    crew.takes(&op, Verdict::Applied);
    let (row, lines) = (crew.site.s.entry(entry), crew.history(entry).len());
    crew.takes(&op, Verdict::Superseded);
    assert_eq!(crew.site.s.entry(entry), row);
    assert_eq!(crew.history(entry).len(), lines);
}

#[test]
fn an_op_id_used_for_something_else_is_quarantined() {
    let (mut crew, entry) = Crew::with_entry();
    let at = crew.local("17:00");
    let first = crew.phone.state(
        entry,
        at,
        p::EntryEdited {
            note: Some("a".into()),
            ..edited()
        },
    );
    crew.takes(&first, Verdict::Applied);
    let other = p::EntryEdited {
        note: Some("b".into()),
        ..edited()
    };
    let second = Op::new(first.envelope.clone(), other.into());
    crew.takes(&second, Verdict::Quarantined(Why::IdReused));
    assert_eq!(crew.site.s.entry(entry).values.note, "a");
}

#[test]
fn a_revoked_devices_ops_wait() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("17:00"));
    let segment = crew.phone.segment();
    let (manager, device) = (crew.site.manager.member, crew.phone.device.unwrap());
    crew.site
        .s
        .does(manager, &Command::RevokeDevice(device, "lost".into()));
    assert_eq!(
        crew.site.s.takes(&crew.phone, &segment),
        [Verdict::Quarantined(Why::DeviceRevoked)]
    );
    assert!(
        rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes())
            .unwrap()
            .is_none()
    );
    assert_eq!(
        query::quarantine(&crew.site.s.view, 9, |_| true)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_phone_speaks_for_its_own_member_alone() {
    let mut crew = Crew::new();
    let other = crew.site.other.member;
    let op = crew.phone.state(
        nothing::<TimeEntryId>(),
        crew.local("17:00"),
        p::ClockedOut {},
    );
    let forged = Op::new(
        Envelope {
            actor: other,
            op_id: OpId::from_bytes([3; 16]),
            ..op.envelope
        },
        op.payload,
    );
    assert_eq!(
        crew.site.s.receives(crew.phone.log, &forged, 0),
        Verdict::Quarantined(Why::WrongActor)
    );
    // A log that nobody registered speaks for nobody.
    assert_eq!(
        crew.site.s.receives(nothing(), &forged, 0),
        Verdict::Superseded,
        "said before"
    );
    let op = crew.phone.state(
        nothing::<TimeEntryId>(),
        crew.local("17:00"),
        p::ClockedOut {},
    );
    assert_eq!(
        crew.site.s.receives(nothing(), &op, 0),
        Verdict::Quarantined(Why::WrongActor)
    );
}

#[test]
fn the_first_log_is_the_servers() {
    let crew = Crew::new();
    let log = crew.site.s.journal[0].1.log;
    let row: rows::LogRow = crew.site.row(log);
    assert_eq!(row.writer, Writer::Server);
    assert!(matches!(
        crew.site.row::<rows::LogRow>(crew.phone.log).writer,
        Writer::Device(_)
    ));
    assert_eq!(Table::from_tag(Table::Log.tag()), Some(Table::Log));
}

#[test]
fn a_manager_who_left_keeps_a_say_in_ones_own_time_alone() {
    let (mut crew, entry) = Crew::with_entry();
    let (owner, manager, worker) = (
        crew.site.owner.member,
        crew.site.manager.clone(),
        crew.site.worker.clone(),
    );
    let at = crew.local("17:00");
    let end = Some(crew.local("16:00"));
    let change = crew
        .managers
        .state(entry, at, p::EntryEdited { end, ..edited() });
    let own = crew.managers.clock_in(at);
    let begun = crew.managers.written.last().cloned().unwrap();
    crew.site
        .s
        .does(owner, &Command::ArchiveEmployee(manager.employee));
    crew.takes(&change, Verdict::Quarantined(Why::NotPermitted));
    crew.takes(&begun, Verdict::Applied);
    assert_eq!(crew.site.s.entry(own).employee, manager.employee);

    // What they may read follows the same table.
    let may = |member, permission, employee| {
        engine::access::may(&crew.site.s.view, member, permission, employee).unwrap()
    };
    for permission in Permission::ALL {
        assert!(may(owner, permission, None) && may(owner, permission, Some(worker.employee)));
        assert!(!may(manager.member, permission, None), "{permission:?}");
        assert!(
            !may(manager.member, permission, Some(worker.employee)),
            "{permission:?}"
        );
        assert!(
            !may(nothing(), permission, Some(worker.employee)),
            "{permission:?}"
        );
    }
    let own_time = [
        Permission::ClockTime,
        Permission::EditTime,
        Permission::ViewTime,
    ];
    for member in [&manager, &worker] {
        assert!(
            own_time
                .iter()
                .all(|p| may(member.member, *p, Some(member.employee)))
        );
    }
}
