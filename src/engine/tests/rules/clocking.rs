//! Commands about time: clocking, and writing or correcting entries by hand. Each row still has
//! the faults of the rows below it.

use domain::timesheet::{BREAKS_MAX, Break, Exception};
use domain::{CostCodeId, JobId};
use engine::Command;
use engine::command::{AddEntry, Booking, EditEntry};
use engine::query;
use engine::rows::{EntryRow, Origin, Row};

use super::site::{Site, edit, nothing};

fn booking(job: Option<JobId>, cost_code: Option<CostCodeId>, note: &str) -> Booking {
    Booking {
        job,
        cost_code,
        note: note.to_owned(),
    }
}

#[test]
fn clocking_in_needs_to_be_off_the_clock_and_a_job_that_takes_hours() {
    let mut site = Site::new();
    let worker = site.worker.member;
    let (job, closed, code, closed_code) = (site.job, site.closed_job, site.code, site.closed_code);
    let other_jobs = site.other_jobs_code;
    let clock_in = |job, code, note: &str| Command::ClockIn(booking(job, code, note));
    let long = "n".repeat(1001);
    site.check(
        nothing(),
        &clock_in(Some(nothing()), Some(nothing()), &long),
        "not_permitted",
    );
    site.check(
        worker,
        &clock_in(Some(nothing()), Some(nothing()), &long),
        "job_not_found",
    );
    site.check(
        worker,
        &clock_in(Some(closed), Some(nothing()), &long),
        "job_archived",
    );
    site.check(
        worker,
        &clock_in(Some(job), Some(nothing()), &long),
        "cost_code_not_found",
    );
    site.check(
        worker,
        &clock_in(Some(job), Some(closed_code), &long),
        "cost_code_archived",
    );
    site.check(
        worker,
        &clock_in(Some(job), Some(other_jobs), &long),
        "cost_code_of_other_job",
    );
    site.check(
        worker,
        &clock_in(None, Some(other_jobs), &long),
        "cost_code_of_other_job",
    );
    site.check(
        worker,
        &clock_in(Some(job), Some(code), &long),
        "text_too_long",
    );
    let now = site.s.clock.now();
    let entry = site.check(
        worker,
        &clock_in(Some(job), Some(code), " north wall "),
        "ok",
    )[0]
    .subject();
    let row = site.s.entry(entry);
    assert_eq!(
        (row.values.start, row.values.end, row.origin),
        (now, None, Origin::Clock)
    );
    assert_eq!(
        (
            row.values.job,
            row.values.cost_code,
            row.values.note.as_str()
        ),
        (Some(job), Some(code), "north wall")
    );
    site.check(
        worker,
        &clock_in(Some(nothing()), None, &long),
        "on_the_clock",
    );
}

#[test]
fn a_day_with_a_break_and_a_job_switch() {
    let mut site = Site::new();
    let (worker, job) = (site.worker.member, site.job);
    for off in [
        Command::ClockOut,
        Command::StartBreak { paid: false },
        Command::EndBreak,
    ] {
        site.check(worker, &off, "off_the_clock");
        site.check(nothing(), &off, "not_permitted");
    }
    site.check(
        worker,
        &Command::SwitchJob(booking(Some(nothing()), None, "")),
        "off_the_clock",
    );
    let begun = site.s.clock.now();
    let first = site.check(worker, &Command::ClockIn(Booking::default()), "ok")[0].subject();
    site.check(worker, &Command::EndBreak, "not_on_break");
    site.s.later(60);
    site.check(worker, &Command::StartBreak { paid: false }, "ok");
    site.check(worker, &Command::StartBreak { paid: true }, "on_break");
    site.s.later(30);
    site.check(worker, &Command::EndBreak, "ok");
    site.s.later(30);

    site.check(
        worker,
        &Command::SwitchJob(booking(None, None, "")),
        "nothing_changed",
    );
    site.check(
        worker,
        &Command::SwitchJob(booking(Some(nothing()), None, "")),
        "job_not_found",
    );
    site.check(
        worker,
        &Command::SwitchJob(booking(Some(site.closed_job), None, "")),
        "job_archived",
    );
    let second = site.check(
        worker,
        &Command::SwitchJob(booking(Some(job), None, "")),
        "ok",
    )[0]
    .subject();
    let switched = site.s.clock.now();
    site.s.later(60);
    site.check(worker, &Command::ClockOut, "ok");
    let ended = site.s.clock.now();

    let (a, b): (EntryRow, EntryRow) = (site.s.entry(first), site.s.entry(second));
    assert_eq!(
        (a.values.start, a.values.end, a.values.breaks.len()),
        (begun, Some(switched), 1)
    );
    assert_eq!(
        (b.values.start, b.values.end, b.values.job),
        (switched, Some(ended), Some(job))
    );
    let worked: Vec<i64> = [(first, a), (second, b)]
        .iter()
        .map(|(id, row)| domain::timesheet::worked_seconds(&row.entry(*id), ended))
        .collect();
    assert_eq!(
        worked,
        [90 * 60, 60 * 60],
        "two hours less half an hour, then one"
    );
    assert!(
        query::open_entries(&site.s.view, site.worker.employee)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_break_that_is_open_ends_with_the_entry() {
    let mut site = Site::new();
    let worker = site.worker.member;
    let entry = site.check(worker, &Command::ClockIn(Booking::default()), "ok")[0].subject();
    site.s.later(60);
    site.check(worker, &Command::StartBreak { paid: false }, "ok");
    site.s.later(20);
    site.check(worker, &Command::ClockOut, "ok");
    let row = site.s.entry(entry);
    assert_eq!(row.values.breaks[0].end, row.values.end);
    assert_eq!(
        domain::timesheet::worked_seconds(&row.entry(entry), site.s.clock.now()),
        3600
    );
}

#[test]
fn an_entry_takes_24_breaks_and_no_more() {
    let mut site = Site::new();
    let worker = site.worker.member;
    site.check(worker, &Command::ClockIn(Booking::default()), "ok");
    for _ in 0..BREAKS_MAX {
        site.s.later(1);
        site.check(worker, &Command::StartBreak { paid: true }, "ok");
        site.check(worker, &Command::EndBreak, "ok");
    }
    site.check(
        worker,
        &Command::StartBreak { paid: true },
        "entry_break_invalid",
    );
    site.check(worker, &Command::ClockOut, "ok");
}

#[test]
fn an_entry_written_by_hand_is_checked() {
    let mut site = Site::new();
    let (manager, worker, other) = (site.manager.member, site.worker.clone(), site.other.member);
    let good = site.add(&worker);
    let add = |change: &dyn Fn(&mut AddEntry)| {
        let mut add = good.clone();
        add.booking = booking(Some(nothing()), None, "");
        add.reason = " ".to_owned();
        change(&mut add);
        Command::AddEntry(add)
    };
    let zone = site.s.zone.clone();
    let local = |text: &str| testkit::local(text, &zone);
    let (seven, noon, four) = (
        local("2026-03-09T07:00"),
        local("2026-03-09T12:00"),
        local("2026-03-09T16:00"),
    );
    let last_year = local("2025-03-09T07:00");
    let job = site.job;
    site.check(
        nothing(),
        &add(&|add| add.employee = nothing()),
        "not_permitted",
    );
    site.check(
        manager,
        &add(&|add| add.employee = nothing()),
        "employee_not_found",
    );
    site.check(
        manager,
        &add(&|add| add.end = seven),
        "entry_ends_before_start",
    );
    site.check(
        manager,
        &add(&|add| add.start = last_year),
        "entry_too_long",
    );
    site.check(
        manager,
        &add(&|add| add.end = local("2026-03-09T18:01")),
        "entry_in_future",
    );
    let pause = Break {
        start: noon,
        end: Some(four),
        paid: false,
    };
    site.check(
        manager,
        &add(&|add| add.breaks = vec![pause]),
        "entry_break_invalid",
    );
    site.check(manager, &add(&|_| ()), "job_not_found");
    site.check(
        manager,
        &add(&|add| add.booking.job = Some(job)),
        "text_empty",
    );
    let mine = Command::AddEntry(good.clone());
    site.check(other, &mine, "not_permitted");
    let entry = site.check(worker.member, &mine, "ok")[0].subject();
    let row = site.s.entry(entry);
    assert_eq!(
        (row.origin, row.employee, row.values.start),
        (Origin::Hand, worker.employee, seven)
    );
    // Breaks are put in order, whatever order they were typed in.
    let typed = [(noon, 30), (seven, 15)].map(|(start, minutes)| Break {
        start,
        end: Some(start + jiff::SignedDuration::from_mins(minutes)),
        paid: false,
    });
    let entry = site.check(
        manager,
        &Command::AddEntry(AddEntry {
            breaks: typed.to_vec(),
            ..good
        }),
        "ok",
    )[0]
    .subject();
    let starts: Vec<_> = site
        .s
        .entry(entry)
        .values
        .breaks
        .iter()
        .map(|pause| pause.start)
        .collect();
    assert_eq!(starts, [seven, noon]);
}

#[test]
fn times_closer_than_a_millisecond_are_no_entry() {
    let mut site = Site::new();
    let worker = site.worker.clone();
    let mut add = site.add(&worker);
    add.end = add.start + jiff::SignedDuration::from_micros(300);
    site.check(
        worker.member,
        &Command::AddEntry(add),
        "entry_ends_before_start",
    );
}

#[test]
fn an_edit_is_checked_and_states_only_what_changes() {
    let mut site = Site::new();
    let (manager, worker, other) = (site.manager.member, site.worker.clone(), site.other.member);
    let entry = site.entry_of(&worker);
    let hash = site.s.entry(entry).hash();
    let zone = site.s.zone.clone();
    let local = |text: &str| testkit::local(text, &zone);
    let (six, nine) = (local("2026-03-09T06:00"), local("2026-03-09T21:00"));
    let (start, end) = (local("2026-03-09T07:00"), local("2026-03-09T15:30"));
    let bad = EditEntry {
        expected: Some([0; 16]),
        end: Some(nine),
        job: Some(Some(nothing())),
        reason: String::new(),
        ..edit(entry)
    };
    let edit_by = |change: &dyn Fn(&mut EditEntry)| {
        let mut edit = bad.clone();
        change(&mut edit);
        Command::EditEntry(edit)
    };
    site.check(
        nothing(),
        &edit_by(&|edit| edit.entry = nothing()),
        "not_permitted",
    );
    site.check(
        manager,
        &edit_by(&|edit| edit.entry = nothing()),
        "time_entry_not_found",
    );
    site.check(manager, &edit_by(&|_| ()), "changed_meanwhile");
    site.check(
        manager,
        &edit_by(&|edit| edit.expected = Some(hash)),
        "text_empty",
    );
    let reasoned = |edit: &mut EditEntry| {
        edit.expected = Some(hash);
        edit.reason = "as told".to_owned();
    };
    site.check(manager, &edit_by(&reasoned), "entry_in_future");
    let booked = |edit: &mut EditEntry| {
        reasoned(edit);
        edit.end = None;
    };
    site.check(manager, &edit_by(&booked), "job_not_found");
    let same = EditEntry {
        start: Some(start),
        end: Some(end),
        breaks: Some(Vec::new()),
        job: Some(None),
        cost_code: Some(None),
        note: Some(String::new()),
        reason: String::new(),
        ..edit(entry)
    };
    site.check(
        manager,
        &Command::EditEntry(same.clone()),
        "nothing_changed",
    );
    site.check(
        other,
        &Command::EditEntry(EditEntry {
            start: Some(six),
            ..edit(entry)
        }),
        "not_permitted",
    );
    // A note needs no reason, even when the form sends the other fields as they are.
    site.check(
        worker.member,
        &Command::EditEntry(EditEntry {
            note: Some("rain".into()),
            ..same
        }),
        "ok",
    );
    let ops = site.check(
        manager,
        &Command::EditEntry(EditEntry {
            start: Some(six),
            end: Some(end),
            ..edit(entry)
        }),
        "ok",
    );
    let oplog::Payload::EntryEdited(stated) = &ops[0].payload else {
        panic!("not an edit")
    };
    assert_eq!(
        (stated.start, stated.end, stated.note.as_ref()),
        (Some(six), None, None)
    );
    let row = site.s.entry(entry);
    assert_eq!(
        (row.values.start, row.values.end, row.values.note.as_str()),
        (six, Some(end), "rain")
    );
}

#[test]
fn a_break_left_outside_by_an_edit_is_refused() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.clone());
    let date = jiff::civil::date(2026, 3, 9);
    let entry = site.s.worked(&worker, date, "07:00", "15:30");
    let end = Some(site.s.local("2026-03-09T12:15"));
    site.check(
        manager,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
        "entry_break_invalid",
    );
    site.check(
        manager,
        &Command::EditEntry(EditEntry {
            end,
            breaks: Some(Vec::new()),
            ..edit(entry)
        }),
        "ok",
    );
}

#[test]
fn ending_an_open_entry_by_hand_ends_its_break() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.member);
    let entry = site.check(worker, &Command::ClockIn(Booking::default()), "ok")[0].subject();
    site.s.later(60);
    site.check(worker, &Command::StartBreak { paid: false }, "ok");
    site.s.later(60);
    let end = Some(site.s.clock.now());
    site.check(
        manager,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
        "ok",
    );
    let row = site.s.entry(entry);
    assert_eq!((row.values.end, row.values.breaks[0].end), (end, end));
    site.check(worker, &Command::ClockOut, "off_the_clock");
    site.check(worker, &Command::ClockIn(Booking::default()), "ok");
}

#[test]
fn an_entry_is_voided_and_restored_with_a_reason() {
    let mut site = Site::new();
    let (manager, worker, other) = (site.manager.member, site.worker.clone(), site.other.member);
    let entry = site.entry_of(&worker);
    let void = |entry, reason: &str| Command::VoidEntry(entry, reason.to_owned());
    let restore = |entry, reason: &str| Command::RestoreEntry(entry, reason.to_owned());
    site.check(nothing(), &void(nothing(), ""), "not_permitted");
    site.check(worker.member, &void(nothing(), ""), "time_entry_not_found");
    site.check(
        worker.member,
        &restore(nothing(), ""),
        "time_entry_not_found",
    );
    site.check(worker.member, &restore(entry, ""), "entry_not_voided");
    site.check(worker.member, &void(entry, " "), "text_empty");
    site.check(other, &void(entry, "mine"), "not_permitted");
    site.check(worker.member, &void(entry, "twice"), "ok");
    site.check(worker.member, &void(entry, ""), "entry_voided");
    site.check(
        worker.member,
        &Command::EditEntry(EditEntry {
            note: Some("x".into()),
            ..edit(entry)
        }),
        "entry_voided",
    );
    site.check(other, &restore(entry, ""), "not_permitted");
    site.check(worker.member, &restore(entry, ""), "ok");
    site.check(manager, &void(entry, "not on site"), "ok");
    site.check(
        worker.member,
        &restore(entry, "was too"),
        "entry_voided_by_manager",
    );
    site.check(manager, &restore(entry, "was too"), "ok");
    assert!(!site.s.entry(entry).voided);
}

#[test]
fn exceptions_that_are_there_are_settled_by_a_manager() {
    let mut site = Site::new();
    let (manager, worker) = (site.manager.member, site.worker.clone());
    let mut long_day = site.add(&worker);
    long_day.start = site.s.local("2026-03-08T20:00");
    long_day.end = site.s.local("2026-03-09T14:00");
    let entry = site.check(worker.member, &Command::AddEntry(long_day), "ok")[0].subject();
    let settle = |entry, kinds: &[Exception]| {
        Command::SettleExceptions(entry, kinds.to_vec(), "checked".into())
    };
    let both = [Exception::TooLong, Exception::TooLong, Exception::Overlap];
    site.check(worker.member, &settle(nothing(), &both), "not_permitted");
    site.check(manager, &settle(nothing(), &both), "time_entry_not_found");
    site.check(manager, &settle(entry, &[]), "nothing_changed");
    site.check(
        manager,
        &settle(entry, &[Exception::Overlap]),
        "nothing_changed",
    );
    site.check(manager, &settle(entry, &both), "ok");
    assert_eq!(
        site.s.entry(entry).settled,
        ["too_long"],
        "the overlap is not there, so it cannot be settled"
    );
    site.check(manager, &settle(entry, &both), "nothing_changed");

    // Once the times change, someone must look again.
    let end = Some(site.s.local("2026-03-09T15:00"));
    site.check(
        worker.member,
        &Command::EditEntry(EditEntry {
            note: Some("late".into()),
            ..edit(entry)
        }),
        "ok",
    );
    assert_eq!(site.s.entry(entry).settled, ["too_long"]);
    site.check(
        worker.member,
        &Command::EditEntry(EditEntry { end, ..edit(entry) }),
        "ok",
    );
    assert!(site.s.entry(entry).settled.is_empty());
}
