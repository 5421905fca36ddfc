//! What happens when statements meet: the table of the design's section on journal and conflicts,
//! a test for each row, and what the journal notes about doubtful ops.

use domain::TimeEntryId;
use domain::timesheet::Exception;
use engine::command::EditEntry;
use engine::rows::{EntryRow, Field};
use engine::{Command, query, rows};
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::payload as p;

use super::crew::Crew;
use super::site::{edit, edited, nothing};

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
    assert_eq!(
        crew.site.s.takes(&crew.phone, &segment),
        [Verdict::Applied; 2]
    );
    assert_eq!(crew.site.s.entry(entry).values.end, Some(out));
    crew.exceptions(
        entry,
        &[Exception::EndsBeforeStart, Exception::ClockSuspect],
    );
}

#[test]
fn a_clock_out_without_a_clock_in_is_kept_and_visible() {
    let mut crew = Crew::new();
    let out = crew.phone.state(
        nothing::<TimeEntryId>(),
        crew.local("15:00"),
        p::ClockedOut {},
    );
    crew.takes(&out, Verdict::Quarantined(Why::UnknownSubject));
    let listed = query::quarantine(&crew.site.s.view, 10, |_| true).unwrap();
    assert_eq!(listed[0].1.op_id, out.envelope.op_id);
}

#[test]
fn an_edit_on_the_state_it_saw_is_applied() {
    let (mut crew, entry) = Crew::with_entry();
    let manager = crew.site.manager.member;
    let end = Some(crew.local("16:00"));
    crew.site.s.does(
        manager,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
    );
    // The worker has seen the manager's change, and changes the same field.
    crew.phone.seen = crew.site.s.position();
    let end = Some(crew.local("15:45"));
    let op = crew.phone.state(
        entry,
        crew.local("18:00"),
        p::EntryEdited { end, ..edited() },
    );
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.end, end);
}

#[test]
fn two_edits_of_different_fields_merge() {
    let (mut crew, entry) = Crew::with_entry();
    let (start, end) = (Some(crew.local("06:30")), Some(crew.local("16:00")));
    let at = crew.local("18:00");
    let managers = crew
        .managers
        .state(entry, at, p::EntryEdited { start, ..edited() });
    let workers = crew.phone.state(
        entry,
        at,
        p::EntryEdited {
            end,
            note: Some("rain".into()),
            ..edited()
        },
    );
    crew.takes(&managers, Verdict::Applied);
    crew.takes(&workers, Verdict::Applied);
    let values = crew.site.s.entry(entry).values;
    assert_eq!(
        (Some(values.start), values.end, values.note.as_str()),
        (start, end, "rain")
    );
    assert!(crew.history(entry).iter().all(|(_, lost)| lost.is_empty()));
}

#[test]
fn a_managers_edit_of_a_field_stands_over_a_workers_in_either_order() {
    for manager_first in [true, false] {
        let (mut crew, entry) = Crew::with_entry();
        let (theirs, mine) = (Some(crew.local("16:00")), Some(crew.local("17:00")));
        let at = crew.local("18:00");
        let managers = crew.managers.state(
            entry,
            at,
            p::EntryEdited {
                end: theirs,
                ..edited()
            },
        );
        let workers = crew.phone.state(
            entry,
            at,
            p::EntryEdited {
                end: mine,
                note: Some("rain".into()),
                ..edited()
            },
        );
        if manager_first {
            crew.takes(&managers, Verdict::Applied);
            // The note merges, the end is lost; the lost field stays visible.
            crew.takes(&workers, Verdict::Applied);
            assert_eq!(
                crew.history(entry).last(),
                Some(&(Verdict::Applied, vec![Field::End]))
            );
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
    let managers = crew.managers.state(
        entry,
        at,
        p::EntryEdited {
            end: theirs,
            ..edited()
        },
    );
    let workers = crew.phone.state(
        entry,
        at,
        p::EntryEdited {
            end: mine,
            ..edited()
        },
    );
    crew.takes(&managers, Verdict::Applied);
    crew.takes(&workers, Verdict::Superseded);
    assert_eq!(crew.site.s.entry(entry).values.end, theirs);
    assert_eq!(
        crew.history(entry).last(),
        Some(&(Verdict::Superseded, vec![Field::End]))
    );
}

#[test]
fn among_equals_the_journals_order_decides() {
    let (mut crew, entry) = Crew::with_entry();
    let worker = crew.site.worker.clone();
    let mut second = crew.site.s.enrol(&worker);
    second.seen = crew.phone.seen;
    let at = crew.local("18:00");
    let a = crew.phone.state(
        entry,
        at,
        p::EntryEdited {
            note: Some("first".into()),
            ..edited()
        },
    );
    let b = second.state(
        entry,
        at,
        p::EntryEdited {
            note: Some("second".into()),
            ..edited()
        },
    );
    crew.takes(&b, Verdict::Applied);
    assert_eq!(
        crew.site.s.receives(crew.phone.log, &a, 0),
        Verdict::Applied
    );
    assert_eq!(
        crew.site.s.entry(entry).values.note,
        "first",
        "it came later into the journal"
    );
    // Between managers too.
    let owner = crew.site.owner.member;
    let end = Some(crew.local("16:00"));
    crew.site
        .s
        .does(owner, &Command::EditEntry(EditEntry { end, ..edit(entry) }));
    let end = Some(crew.local("16:30"));
    let op = crew
        .managers
        .state(entry, at, p::EntryEdited { end, ..edited() });
    crew.takes(&op, Verdict::Applied);
    assert_eq!(crew.site.s.entry(entry).values.end, end);
}

#[test]
fn ones_own_later_edit_is_not_in_conflict_with_ones_earlier_one() {
    let (mut crew, entry) = Crew::with_entry();
    let at = crew.local("18:00");
    for note in ["a", "b"] {
        let op = crew.managers.state(
            entry,
            at,
            p::EntryEdited {
                note: Some(note.into()),
                ..edited()
            },
        );
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
    crew.site.s.does(
        manager,
        &Command::EditEntry(EditEntry {
            end: closed,
            ..edit(entry)
        }),
    );
    let out = crew
        .phone
        .state(entry, crew.local("15:31"), p::ClockedOut {});
    crew.takes(&out, Verdict::Superseded);
    assert_eq!(crew.site.s.entry(entry).values.end, closed);
    assert_eq!(
        crew.history(entry).last(),
        Some(&(Verdict::Superseded, vec![Field::End]))
    );
    let pause = crew
        .phone
        .state(entry, crew.local("14:00"), p::BreakStarted { paid: false });
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
    assert_eq!(
        crew.site.s.entry(next).values.end,
        Some(crew.local("10:00"))
    );
    assert_eq!(crew.site.s.entry(after).values.end, None);
}

#[test]
fn a_job_switch_never_ends_a_colleagues_entry() {
    let mut crew = Crew::new();
    let other = crew.site.other.clone();
    let colleagues = crew
        .site
        .s
        .does(other.member, &Command::ClockIn(Default::default()))[0]
        .subject();
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
        let void = crew.phone.state(
            entry,
            at,
            p::EntryVoided {
                reason: "twice".into(),
            },
        );
        let end = Some(crew.local("16:00"));
        let change = crew
            .managers
            .state(entry, at, p::EntryEdited { end, ..edited() });
        let (first, second) = if void_first {
            (&void, &change)
        } else {
            (&change, &void)
        };
        crew.takes(first, Verdict::Applied);
        crew.takes(second, Verdict::Applied);
        let row = crew.site.s.entry(entry);
        assert!(row.voided, "void first: {void_first}");
        assert_eq!(row.values.end, end);
        assert_eq!(domain::timesheet::worked_seconds(&row.entry(entry), at), 0);
        assert!(
            rows::get::<EntryRow>(&crew.site.s.view, &entry.to_bytes())
                .unwrap()
                .is_some(),
            "never deleted"
        );
        assert_eq!(crew.history(entry).len(), 3);
    }
}

#[test]
fn what_a_manager_voided_a_workers_phone_does_not_restore() {
    let (mut crew, entry) = Crew::with_entry();
    let manager = crew.site.manager.member;
    crew.site
        .s
        .does(manager, &Command::VoidEntry(entry, "not on site".into()));
    let unseen = crew.phone.state(
        entry,
        crew.local("18:00"),
        p::EntryRestored {
            reason: "was too".into(),
        },
    );
    crew.takes(&unseen, Verdict::Superseded);
    crew.phone.seen = crew.site.s.position();
    let seen = crew.phone.state(
        entry,
        crew.local("18:00"),
        p::EntryRestored {
            reason: "was too".into(),
        },
    );
    crew.takes(&seen, Verdict::Quarantined(Why::NotPermitted));
    assert!(crew.site.s.entry(entry).voided);
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
    second
        .start_break(entry, crew.local("12:00"))
        .end_break(entry, crew.local("12:30"));
    let (ten, quarter_past) = (crew.local("10:00"), crew.local("10:15"));
    crew.phone
        .start_break(entry, ten)
        .end_break(entry, quarter_past);
    let segment = second.segment();
    assert_eq!(crew.site.s.takes(&second, &segment), [Verdict::Applied; 2]);
    let written = crew.phone.written.clone();
    for op in &written[1..] {
        crew.takes(op, Verdict::Applied);
    }
    let starts: Vec<_> = crew
        .site
        .s
        .entry(entry)
        .values
        .breaks
        .iter()
        .map(|pause| pause.start)
        .collect();
    assert_eq!(starts, [crew.local("10:00"), crew.local("12:00")]);
    // So the manager can mend the end without touching them.
    let (manager, end) = (crew.site.manager.member, Some(crew.local("15:00")));
    crew.site.check(
        manager,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
        "ok",
    );
}
