//! What happens when statements meet: the table of the design's section on journal and conflicts,
//! a test for each row, and what the journal notes about doubtful ops.

use domain::timesheet::Exception;
use domain::{OpId, TimeEntryId};
use engine::command::EditEntry;
use engine::rows::{EntryRow, Field, Writer};
use engine::{Command, Table, query, rows};
use jiff::{SignedDuration, Timestamp};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::v1::payload as p;
use oplog::{Op, Payload};
use testkit::TestPhone;

use super::site::{Site, edit, edited, nothing};

/// The site with a phone of the worker and one of the manager, both offline since 18:00.
struct Crew {
    site: Site,
    phone: TestPhone,
    managers: TestPhone,
}

impl Crew {
    fn new() -> Self {
        let mut site = Site::new();
        let (worker, manager) = (site.worker.clone(), site.manager.clone());
        let (mut phone, mut managers) = (site.s.enrol(&worker), site.s.enrol(&manager));
        phone.seen = site.s.position();
        managers.seen = site.s.position();
        Self { site, phone, managers }
    }

    /// With an entry of today from 7:00 to 15:30 that both have seen.
    fn with_entry() -> (Self, TimeEntryId) {
        let mut crew = Self::new();
        let worker = crew.site.worker.clone();
        let entry = crew.site.entry_of(&worker);
        crew.phone.seen = crew.site.s.position();
        crew.managers.seen = crew.site.s.position();
        (crew, entry)
    }

    fn local(&self, text: &str) -> Timestamp {
        self.site.s.local(&format!("2026-03-09T{text}"))
    }

    #[track_caller]
    fn takes(&mut self, op: &Op, expect: Verdict) {
        let log = if op.envelope.actor == self.phone.member { self.phone.log } else { self.managers.log };
        assert_eq!(self.site.s.receives(log, op, 0), expect, "{:?}", op.payload);
    }

    fn history(&self, entry: TimeEntryId) -> Vec<(Verdict, Vec<Field>)> {
        let now = self.site.s.clock.now();
        let detail = query::entry(&self.site.s.view, entry, now).unwrap().unwrap();
        detail.history.into_iter().map(|(_, line)| (line.verdict, line.lost)).collect()
    }

    #[track_caller]
    fn exceptions(&self, entry: TimeEntryId, expect: &[Exception]) {
        let now = self.site.s.clock.now();
        let detail = query::entry(&self.site.s.view, entry, now).unwrap().unwrap();
        assert_eq!(detail.exceptions.iter().map(|found| found.kind).collect::<Vec<_>>(), expect);
    }
}

#[test]
fn clock_in_and_clock_out_are_kept_as_stated() {
    let mut crew = Crew::new();
    let begun = crew.local("06:59");
    let first = crew.phone.clock_in(begun);
    let out = crew.local("15:31");
    crew.phone.clock_out(first, out);
    // A second phone of the same worker: both stretches stand, and stand out.
    let worker = crew.site.worker.clone();
    let mut second_phone = crew.site.s.enrol(&worker);
    let second = second_phone.clock_in(crew.local("12:00"));
    second_phone.clock_out(second, crew.local("16:00"));
    let (a, b) = (crew.phone.segment(), second_phone.segment());
    assert_eq!(crew.site.s.takes(&crew.phone, &a), [Verdict::Applied; 2]);
    assert_eq!(crew.site.s.takes(&second_phone, &b), [Verdict::Applied; 2]);
    let row = crew.site.s.entry(first);
    assert_eq!((row.values.start, row.values.end), (begun, Some(out)));
    crew.exceptions(first, &[Exception::Overlap]);
    crew.exceptions(second, &[Exception::Overlap]);
}

#[test]
fn a_clock_out_before_its_clock_in_is_kept_and_stands_out() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("15:00"));
    let out = crew.local("14:00");
    crew.phone.clock_out(entry, out);
    let segment = crew.phone.segment();
    assert_eq!(crew.site.s.takes(&crew.phone, &segment), [Verdict::Applied; 2]);
    assert_eq!(crew.site.s.entry(entry).values.end, Some(out));
    crew.exceptions(entry, &[Exception::EndsBeforeStart, Exception::ClockSuspect]);
}

#[test]
fn a_clock_out_without_a_clock_in_is_kept_and_visible() {
    let mut crew = Crew::new();
    let out = crew.phone.state(nothing::<TimeEntryId>(), crew.local("15:00"), p::ClockedOut {});
    crew.takes(&out, Verdict::Quarantined(Why::UnknownSubject));
    let listed = query::quarantine(&crew.site.s.view, 10).unwrap();
    assert_eq!(listed[0].1.op_id, out.envelope.op_id);
}

#[test]
fn an_edit_on_the_state_it_saw_is_applied() {
    let (mut crew, entry) = Crew::with_entry();
    let manager = crew.site.manager.member;
    let end = Some(crew.local("16:00"));
    crew.site.s.does(manager, &Command::EditEntry(EditEntry { end, ..edit(entry) }));
    // The worker has seen the manager's change, and changes the same field.
    crew.phone.seen = crew.site.s.position();
    let end = Some(crew.local("15:45"));
    let op = crew.phone.state(entry, crew.local("18:00"), p::EntryEdited { end, ..edited() });
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.end, end);
}

#[test]
fn two_edits_of_different_fields_merge() {
    let (mut crew, entry) = Crew::with_entry();
    let (start, end) = (Some(crew.local("06:30")), Some(crew.local("16:00")));
    let at = crew.local("18:00");
    let managers = crew.managers.state(entry, at, p::EntryEdited { start, ..edited() });
    let workers = crew.phone.state(entry, at, p::EntryEdited { end, note: Some("rain".into()), ..edited() });
    crew.takes(&managers, Verdict::Applied);
    crew.takes(&workers, Verdict::Applied);
    let values = crew.site.s.entry(entry).values;
    assert_eq!((Some(values.start), values.end, values.note.as_str()), (start, end, "rain"));
    assert!(crew.history(entry).iter().all(|(_, lost)| lost.is_empty()));
}

#[test]
fn a_managers_edit_of_a_field_stands_over_a_workers_in_either_order() {
    for manager_first in [true, false] {
        let (mut crew, entry) = Crew::with_entry();
        let (theirs, mine) = (Some(crew.local("16:00")), Some(crew.local("17:00")));
        let at = crew.local("18:00");
        let managers = crew.managers.state(entry, at, p::EntryEdited { end: theirs, ..edited() });
        let workers =
            crew.phone.state(entry, at, p::EntryEdited { end: mine, note: Some("rain".into()), ..edited() });
        if manager_first {
            crew.takes(&managers, Verdict::Applied);
            // The note merges, the end is lost; the lost field stays visible.
            crew.takes(&workers, Verdict::Applied);
            assert_eq!(crew.history(entry).last(), Some(&(Verdict::Applied, vec![Field::End])));
        } else {
            crew.takes(&workers, Verdict::Applied);
            crew.takes(&managers, Verdict::Applied);
        }
        let values = crew.site.s.entry(entry).values;
        assert_eq!((values.end, values.note.as_str()), (theirs, "rain"));
    }
}

#[test]
fn a_workers_edit_that_loses_all_its_fields_is_superseded_and_stays_visible() {
    let (mut crew, entry) = Crew::with_entry();
    let (theirs, mine) = (Some(crew.local("16:00")), Some(crew.local("17:00")));
    let at = crew.local("18:00");
    let managers = crew.managers.state(entry, at, p::EntryEdited { end: theirs, ..edited() });
    let workers = crew.phone.state(entry, at, p::EntryEdited { end: mine, ..edited() });
    crew.takes(&managers, Verdict::Applied);
    crew.takes(&workers, Verdict::Superseded);
    assert_eq!(crew.site.s.entry(entry).values.end, theirs);
    assert_eq!(crew.history(entry).last(), Some(&(Verdict::Superseded, vec![Field::End])));
}

#[test]
fn among_equals_the_journals_order_decides() {
    let (mut crew, entry) = Crew::with_entry();
    let worker = crew.site.worker.clone();
    let mut second = crew.site.s.enrol(&worker);
    second.seen = crew.phone.seen;
    let at = crew.local("18:00");
    let a = crew.phone.state(entry, at, p::EntryEdited { note: Some("first".into()), ..edited() });
    let b = second.state(entry, at, p::EntryEdited { note: Some("second".into()), ..edited() });
    crew.takes(&b, Verdict::Applied);
    assert_eq!(crew.site.s.receives(crew.phone.log, &a, 0), Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.note, "first", "it came later into the journal");
    // Between managers too.
    let owner = crew.site.owner.member;
    let end = Some(crew.local("16:00"));
    crew.site.s.does(owner, &Command::EditEntry(EditEntry { end, ..edit(entry) }));
    let end = Some(crew.local("16:30"));
    let op = crew.managers.state(entry, at, p::EntryEdited { end, ..edited() });
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.end, end);
}

#[test]
fn ones_own_later_edit_is_not_in_conflict_with_ones_earlier_one() {
    let (mut crew, entry) = Crew::with_entry();
    let at = crew.local("18:00");
    for note in ["a", "b"] {
        let op = crew.managers.state(entry, at, p::EntryEdited { note: Some(note.into()), ..edited() });
        crew.takes(&op, Verdict::Applied);
        assert_eq!(crew.site.s.entry(entry).values.note, note);
    }
}

#[test]
fn a_clock_out_by_phone_after_a_manager_closed_the_entry_is_superseded() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("07:00"));
    let segment = crew.phone.segment();
    crew.site.s.takes(&crew.phone, &segment);
    let (closed, manager) = (Some(crew.local("15:00")), crew.site.manager.member);
    crew.site.s.does(manager, &Command::EditEntry(EditEntry { end: closed, ..edit(entry) }));
    let out = crew.phone.state(entry, crew.local("15:31"), p::ClockedOut {});
    crew.takes(&out, Verdict::Superseded);
    assert_eq!(crew.site.s.entry(entry).values.end, closed);
    assert_eq!(crew.history(entry).last(), Some(&(Verdict::Superseded, vec![Field::End])));
    let pause = crew.phone.state(entry, crew.local("14:00"), p::BreakStarted { paid: false });
    crew.takes(&pause, Verdict::Superseded);
    // The next job still begins, although what it was switched from had ended.
    let next = crew.phone.switch_job(entry, crew.local("16:00"), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.end, closed);
    assert_eq!(crew.site.s.entry(next).values.end, None);
}

#[test]
fn a_job_switch_ends_the_one_and_begins_the_other_even_from_an_entry_that_is_missing() {
    let mut crew = Crew::new();
    let lost: TimeEntryId = nothing();
    let next = crew.phone.switch_job(lost, crew.local("09:00"), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(next).values.start, crew.local("09:00"));
    let after = crew.phone.switch_job(next, crew.local("10:00"), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(next).values.end, Some(crew.local("10:00")));
    assert_eq!(crew.site.s.entry(after).values.end, None);
}

#[test]
fn a_job_switch_never_ends_a_colleagues_entry() {
    let mut crew = Crew::new();
    let other = crew.site.other.clone();
    let colleagues = crew.site.s.does(other.member, &Command::ClockIn(Default::default()))[0].subject();
    crew.phone.switch_job(colleagues, crew.local("18:00"), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(colleagues).values.end, None);
}

#[test]
fn void_wins_over_an_edit_in_either_order_and_the_edit_stays_visible() {
    for void_first in [true, false] {
        let (mut crew, entry) = Crew::with_entry();
        let at = crew.local("18:00");
        let void = crew.phone.state(entry, at, p::EntryVoided { reason: "twice".into() });
        let end = Some(crew.local("16:00"));
        let change = crew.managers.state(entry, at, p::EntryEdited { end, ..edited() });
        let (first, second) = if void_first { (&void, &change) } else { (&change, &void) };
        crew.takes(first, Verdict::Applied);
        crew.takes(second, Verdict::Applied);
        let row = crew.site.s.entry(entry);
        assert!(row.voided, "void first: {void_first}");
        assert_eq!(row.values.end, end);
        assert_eq!(domain::timesheet::worked_seconds(&row.entry(entry), at), 0);
        assert!(rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes()).unwrap().is_some(), "never deleted");
        assert_eq!(crew.history(entry).len(), 3);
    }
}

#[test]
fn what_a_manager_voided_a_workers_phone_does_not_restore() {
    let (mut crew, entry) = Crew::with_entry();
    let manager = crew.site.manager.member;
    crew.site.s.does(manager, &Command::VoidEntry(entry, "not on site".into()));
    let unseen = crew.phone.state(entry, crew.local("18:00"), p::EntryRestored { reason: "was too".into() });
    crew.takes(&unseen, Verdict::Superseded);
    crew.phone.seen = crew.site.s.position();
    let seen = crew.phone.state(entry, crew.local("18:00"), p::EntryRestored { reason: "was too".into() });
    crew.takes(&seen, Verdict::Quarantined(Why::NotPermitted));
    assert!(crew.site.s.entry(entry).voided);
}

#[test]
fn a_permission_lost_meanwhile_quarantines_what_was_stated_with_it() {
    let (mut crew, entry) = Crew::with_entry();
    let end = Some(crew.local("16:00"));
    let change = crew.managers.state(entry, crew.local("17:00"), p::EntryEdited { end, ..edited() });
    let (owner, manager) = (crew.site.owner.member, crew.site.manager.clone());
    crew.site.s.does(owner, &Command::ChangeRole(manager.employee, domain::company::Role::Worker));
    crew.takes(&change, Verdict::Quarantined(Why::NotPermitted));
    assert_ne!(crew.site.s.entry(entry).values.end, end);
    let (_, listed) = query::quarantine(&crew.site.s.view, 1).unwrap().remove(0);
    assert_eq!((listed.op_id, listed.reason), (change.envelope.op_id, Some(Why::NotPermitted)));
    // One's own time needs no permission that could be lost.
    let own = crew.managers.clock_in(crew.local("17:30"));
    let op = crew.managers.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(own).employee, manager.employee);
}

#[test]
fn a_kind_of_a_later_version_is_parked() {
    let mut crew = Crew::new();
    let unknown = Payload::Unknown { kind: 9_999, bytes: vec![1, 2, 3] };
    let op = crew.phone.state(nothing::<TimeEntryId>(), crew.local("17:00"), unknown);
    crew.takes(&op, Verdict::Parked);
    let (_, listed) = query::quarantine(&crew.site.s.view, 1).unwrap().remove(0);
    assert_eq!((listed.kind, listed.reason), (9_999, None));
}

#[test]
fn a_known_kind_that_cannot_be_read_is_quarantined() {
    let mut crew = Crew::new();
    let payload = Payload::Unreadable { kind: 60, bytes: vec![1] };
    let op = crew.phone.state(nothing::<TimeEntryId>(), crew.local("17:00"), payload);
    let op = Op::decode(op.bytes()).unwrap();
    crew.takes(&op, Verdict::Quarantined(Why::Unreadable));
}

#[test]
fn the_same_op_again_changes_nothing() {
    let (mut crew, entry) = Crew::with_entry();
    let end = Some(crew.local("16:00"));
    let op = crew.phone.state(entry, crew.local("17:00"), p::EntryEdited { end, ..edited() });
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
    let first = crew.phone.state(entry, at, p::EntryEdited { note: Some("a".into()), ..edited() });
    crew.takes(&first, Verdict::Applied);
    let other = p::EntryEdited { note: Some("b".into()), ..edited() };
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
    crew.site.s.does(manager, &Command::RevokeDevice(device, "lost".into()));
    assert_eq!(crew.site.s.takes(&crew.phone, &segment), [Verdict::Quarantined(Why::DeviceRevoked)]);
    assert!(rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes()).unwrap().is_none());
    assert_eq!(query::quarantine(&crew.site.s.view, 9).unwrap().len(), 1);
}

#[test]
fn a_phone_speaks_for_its_own_member_alone() {
    let mut crew = Crew::new();
    let other = crew.site.other.member;
    let op = crew.phone.state(nothing::<TimeEntryId>(), crew.local("17:00"), p::ClockedOut {});
    let forged = Op::new(Envelope { actor: other, op_id: OpId::from_bytes([3; 16]), ..op.envelope }, op.payload);
    assert_eq!(crew.site.s.receives(crew.phone.log, &forged, 0), Verdict::Quarantined(Why::WrongActor));
    // A log that nobody registered speaks for nobody.
    assert_eq!(crew.site.s.receives(nothing(), &forged, 0), Verdict::Quarantined(Why::IdReused));
    let op = crew.phone.state(nothing::<TimeEntryId>(), crew.local("17:00"), p::ClockedOut {});
    assert_eq!(crew.site.s.receives(nothing(), &op, 0), Verdict::Quarantined(Why::WrongActor));
}

#[test]
fn the_true_hours_of_someone_who_left_count_and_are_flagged() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("14:00"));
    crew.phone.clock_out(entry, crew.local("17:00"));
    let segment = crew.phone.segment();
    let (owner, worker) = (crew.site.owner.member, crew.site.worker.clone());
    crew.site.s.does(owner, &Command::ArchiveEmployee(worker.employee));
    assert_eq!(crew.site.s.takes(&crew.phone, &segment), [Verdict::Applied; 2]);
    crew.exceptions(entry, &[Exception::FormerEmployee]);
    let row = crew.site.s.entry(entry);
    assert_eq!(domain::timesheet::worked_seconds(&row.entry(entry), crew.local("18:00")), 3 * 3600);
}

#[test]
fn hours_on_a_job_that_was_archived_meanwhile_count_and_are_flagged() {
    let mut crew = Crew::new();
    let (job, code, owner) = (crew.site.job, crew.site.code, crew.site.owner.member);
    let on_job = crew.phone.clock_in_on(crew.local("16:00"), Some(job), None);
    crew.phone.clock_out(on_job, crew.local("17:00"));
    let on_code = crew.phone.clock_in_on(crew.local("17:00"), None, Some(code));
    let segment = crew.phone.segment();
    crew.site.s.does(owner, &Command::ArchiveJob(job));
    crew.site.s.does(owner, &Command::ArchiveCostCode(code));
    assert_eq!(crew.site.s.takes(&crew.phone, &segment), [Verdict::Applied; 3]);
    crew.exceptions(on_job, &[Exception::ArchivedJob]);
    crew.exceptions(on_code, &[Exception::ArchivedJob]);
    // Booked elsewhere, there is nothing left to look at.
    crew.site.s.does(owner, &Command::EditEntry(EditEntry { job: Some(None), ..edit(on_job) }));
    crew.exceptions(on_job, &[]);
    // What was booked while the job was open is not flagged when the job is archived later, by
    // whatever is stated of the entry then: not by a clock-out, not by a switch away from it.
    let other_job = crew.site.s.job("Shed");
    let fine = crew.phone.clock_in_on(crew.local("17:10"), Some(other_job), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    crew.site.s.does(owner, &Command::ArchiveJob(other_job));
    crew.phone.switch_job(fine, crew.local("17:20"), None);
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    assert!(!crew.site.s.entry(fine).flags.archived_job);
}

#[test]
fn what_arrives_more_than_a_day_late_is_flagged() {
    for (hours, late) in [(24, false), (25, true)] {
        let mut crew = Crew::new();
        let entry = crew.phone.clock_in(crew.local("17:00"));
        crew.phone.clock_out(entry, crew.local("18:00"));
        crew.site.s.clock.set(crew.local("18:00") + SignedDuration::from_hours(hours - 1));
        let segment = crew.phone.segment();
        crew.site.s.takes(&crew.phone, &segment);
        assert_eq!(crew.site.s.entry(entry).flags.late, late, "{hours} hours after the clock-in");
    }
    // An entry that was there in time, and switched from too late, is late.
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("17:00"));
    let op = crew.phone.written[0].clone();
    crew.takes(&op, Verdict::Applied);
    crew.phone.switch_job(entry, crew.local("17:30"), None);
    crew.site.s.later(2 * 24 * 60);
    let op = crew.phone.written[1].clone();
    crew.takes(&op, Verdict::Applied);
    assert!(crew.site.s.entry(entry).flags.late);
    // What the office writes is never late.
    let worker = crew.site.worker.clone();
    let by_hand = crew.site.entry_of(&worker);
    assert!(!crew.site.s.entry(by_hand).flags.late);
}

#[test]
fn a_doubtful_clock_is_flagged_and_never_refused() {
    let check = |at: &str, skew_ms: i64, suspect: bool| {
        let mut crew = Crew::new();
        let entry = crew.phone.clock_in(crew.local(at));
        let op = crew.phone.written[0].clone();
        assert_eq!(crew.site.s.receives(crew.phone.log, &op, skew_ms), Verdict::Applied);
        assert_eq!(crew.site.s.entry(entry).flags.clock_suspect, suspect, "{at}, {skew_ms} ms");
    };
    check("17:59", 0, false);
    check("18:02", 0, false);
    check("18:03", 0, true);
    check("17:00", 120_000, false);
    check("17:00", 120_001, true);
    check("17:00", -120_001, true);
    check("17:00", i64::MIN, true);
}

#[test]
fn a_wall_clock_set_back_within_one_boot_is_flagged() {
    let check = |minutes_of_wall: i64, minutes_of_boot: u64, restart: bool, suspect: bool| {
        let mut crew = Crew::new();
        let begun = crew.local("07:00");
        let entry = crew.phone.clock_in(begun);
        let first = crew.phone.written[0].clone();
        crew.takes(&first, Verdict::Applied);
        if restart {
            crew.phone.restart();
        }
        let out = crew.phone.state(entry, begun + SignedDuration::from_mins(minutes_of_wall), p::ClockedOut {});
        let envelope = Envelope { monotonic_ms: minutes_of_boot * 60_000, ..out.envelope.clone() };
        let out = Op::new(envelope, out.payload);
        crew.takes(&out, Verdict::Applied);
        let flags = crew.site.s.entry(entry).flags;
        assert_eq!(flags.clock_suspect, suspect, "{minutes_of_wall} by the wall, {minutes_of_boot} since boot");
    };
    check(480, 480, false, false);
    check(478, 480, false, false);
    check(477, 480, false, true);
    check(120, 480, false, true);
    check(-60, 1, false, true);
    // A clock set forward shows at once against the server's; another boot starts a new count.
    check(500, 480, false, false);
    check(120, 480, true, false);
}

#[test]
fn breaks_of_two_phones_are_kept_in_order() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("07:00"));
    let op = crew.phone.written[0].clone();
    crew.takes(&op, Verdict::Applied);
    let worker = crew.site.worker.clone();
    let mut second = crew.site.s.enrol(&worker);
    second.seen = crew.site.s.position();
    second.start_break(entry, crew.local("12:00")).end_break(entry, crew.local("12:30"));
    let (ten, quarter_past) = (crew.local("10:00"), crew.local("10:15"));
    crew.phone.start_break(entry, ten).end_break(entry, quarter_past);
    let segment = second.segment();
    assert_eq!(crew.site.s.takes(&second, &segment), [Verdict::Applied; 2]);
    for op in crew.phone.written[1..].to_vec() {
        crew.takes(&op, Verdict::Applied);
    }
    let starts: Vec<_> = crew.site.s.entry(entry).values.breaks.iter().map(|pause| pause.start).collect();
    assert_eq!(starts, [crew.local("10:00"), crew.local("12:00")]);
    // So the manager can mend the end without touching them.
    let (manager, end) = (crew.site.manager.member, Some(crew.local("15:00")));
    crew.site.check(manager, &Command::EditEntry(EditEntry { end, ..edit(entry) }), "ok");
}

#[test]
fn settling_is_done_again_after_the_times_changed() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.site.s.local("2026-03-08T20:00"));
    let op = crew.phone.written[0].clone();
    crew.takes(&op, Verdict::Applied);
    let manager = crew.site.manager.member;
    let settle = Command::SettleExceptions(entry, vec![Exception::MissingClockOut], "at the doctor".into());
    crew.site.check(manager, &settle, "ok");
    let out = crew.phone.state(entry, crew.local("17:00"), p::ClockedOut {});
    crew.takes(&out, Verdict::Applied);
    crew.exceptions(entry, &[Exception::TooLong]);
    assert!(crew.site.s.entry(entry).settled.is_empty());
}

#[test]
fn the_first_log_is_the_servers() {
    let crew = Crew::new();
    let log = crew.site.s.journal[0].1.log;
    let row: rows::LogRow = crew.site.row(log);
    assert_eq!(row.writer, Writer::Server);
    assert!(matches!(crew.site.row::<rows::LogRow>(crew.phone.log).writer, Writer::Device(_)));
    assert_eq!(Table::from_tag(Table::Log.tag()), Some(Table::Log));
}
