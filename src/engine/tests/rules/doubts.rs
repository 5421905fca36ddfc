//! What the journal notes about hours that count: late, by a doubtful clock, for an archived job,
//! of someone who has left. Each is flagged and none is refused.

use domain::TimeEntryId;
use domain::timesheet::Exception;
use engine::Command;
use engine::command::{Booking, EditEntry};
use engine::query;
use jiff::SignedDuration;
use oplog::Op;
use oplog::receipt::{QuarantineReason as Why, Verdict};
use oplog::v1::Envelope;
use oplog::v1::payload as p;

use super::crew::Crew;
use super::site::edit;

#[test]
fn the_true_hours_of_someone_who_left_count_and_are_flagged() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.local("14:00"));
    crew.phone.clock_out(entry, crew.local("17:00"));
    let segment = crew.phone.segment();
    let (owner, worker) = (crew.site.owner.member, crew.site.worker.clone());
    crew.site
        .s
        .does(owner, &Command::ArchiveEmployee(worker.employee));
    assert_eq!(
        crew.site.s.takes(&crew.phone, &segment),
        [Verdict::Applied; 2]
    );
    crew.exceptions(entry, &[Exception::FormerEmployee]);
    let row = crew.site.s.entry(entry);
    assert_eq!(
        domain::timesheet::worked_seconds(&row.entry(entry), crew.local("18:00")),
        3 * 3600
    );
}

#[test]
fn what_someone_states_after_leaving_waits_in_quarantine() {
    let mut crew = Crew::new();
    let (owner, worker) = (crew.site.owner.member, crew.site.worker.clone());
    let entry = crew.phone.clock_in(crew.local("17:00"));
    crew.phone.clock_out(entry, crew.local("18:00"));
    let after = crew.phone.clock_in(crew.local("18:00:00.001"));
    crew.phone.clock_out(after, crew.local("19:00"));
    let by_hand = p::EntryAdded {
        employee: worker.employee,
        start: crew.local("06:00"),
        end: crew.local("06:30"),
        breaks: Vec::new(),
        job: None,
        cost_code: None,
        note: String::new(),
        reason: "forgot".into(),
    };
    let at = crew.local("19:30");
    crew.phone
        .state(TimeEntryId::from_bytes([7; 16]), at, by_hand);
    let segment = crew.phone.segment();
    assert_eq!(crew.site.s.clock.now(), crew.local("18:00"));
    crew.site
        .s
        .does(owner, &Command::ArchiveEmployee(worker.employee));
    crew.site.s.later(120);
    let gone = Verdict::Quarantined(Why::EmployeeArchived);
    // By the author's clock: the very instant of leaving still counts, and when the hours were
    // is not asked of those who write them down afterwards.
    assert_eq!(
        crew.site.s.takes(&crew.phone, &segment),
        [
            Verdict::Applied,
            Verdict::Applied,
            gone,
            Verdict::Quarantined(Why::UnknownSubject),
            gone
        ]
    );
    crew.exceptions(entry, &[Exception::FormerEmployee]);
    let waiting = query::quarantine(&crew.site.s.view, 10, |_| true).unwrap();
    let reasons: Vec<_> = waiting.iter().map(|(_, row)| row.verdict).collect();
    assert_eq!(
        reasons,
        [gone, Verdict::Quarantined(Why::UnknownSubject), gone]
    );
    crew.site.check(
        worker.member,
        &Command::ClockIn(Booking::default()),
        "employee_archived",
    );
    // Whoever is back states hours again, and those of the time between count too.
    crew.site
        .s
        .does(owner, &Command::RestoreEmployee(worker.employee));
    let back = crew.phone.clock_in(crew.local("19:40"));
    let op = crew.phone.written.last().cloned().unwrap();
    crew.takes(&op, Verdict::Applied);
    crew.exceptions(back, &[]);
}

#[test]
fn hours_on_a_job_that_was_archived_meanwhile_count_and_are_flagged() {
    let mut crew = Crew::new();
    let (job, code, owner) = (crew.site.job, crew.site.code, crew.site.owner.member);
    let on_job = crew.phone.clock_in_on(crew.local("16:00"), Some(job), None);
    crew.phone.clock_out(on_job, crew.local("17:00"));
    let on_code = crew
        .phone
        .clock_in_on(crew.local("17:00"), None, Some(code));
    let segment = crew.phone.segment();
    crew.site.s.does(owner, &Command::ArchiveJob(job));
    crew.site.s.does(owner, &Command::ArchiveCostCode(code));
    assert_eq!(
        crew.site.s.takes(&crew.phone, &segment),
        [Verdict::Applied; 3]
    );
    crew.exceptions(on_job, &[Exception::ArchivedJob]);
    crew.exceptions(on_code, &[Exception::ArchivedJob]);
    // Booked elsewhere, there is nothing left to look at.
    crew.site.s.does(
        owner,
        &Command::EditEntry(EditEntry {
            job: Some(None),
            ..edit(on_job)
        }),
    );
    crew.exceptions(on_job, &[]);
    // What was booked while the job was open is not flagged when the job is archived later, by
    // whatever is stated of the entry then: not by a clock-out, not by a switch away from it.
    let other_job = crew.site.s.job("Shed");
    let fine = crew
        .phone
        .clock_in_on(crew.local("17:10"), Some(other_job), None);
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
        crew.site
            .s
            .clock
            .set(crew.local("18:00") + SignedDuration::from_hours(hours - 1));
        let segment = crew.phone.segment();
        crew.site.s.takes(&crew.phone, &segment);
        assert_eq!(
            crew.site.s.entry(entry).flags.late,
            late,
            "{hours} hours after the clock-in"
        );
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
        assert_eq!(
            crew.site.s.receives(crew.phone.log, &op, skew_ms),
            Verdict::Applied
        );
        assert_eq!(
            crew.site.s.entry(entry).flags.clock_suspect,
            suspect,
            "{at}, {skew_ms} ms"
        );
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
        let out = crew.phone.state(
            entry,
            begun + SignedDuration::from_mins(minutes_of_wall),
            p::ClockedOut {},
        );
        let envelope = Envelope {
            monotonic_ms: minutes_of_boot * 60_000,
            ..out.envelope.clone()
        };
        let out = Op::new(envelope, out.payload);
        crew.takes(&out, Verdict::Applied);
        let flags = crew.site.s.entry(entry).flags;
        assert_eq!(
            flags.clock_suspect, suspect,
            "{minutes_of_wall} by the wall, {minutes_of_boot} since boot"
        );
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
fn settling_is_done_again_after_the_times_changed() {
    let mut crew = Crew::new();
    let entry = crew.phone.clock_in(crew.site.s.local("2026-03-08T20:00"));
    let op = crew.phone.written[0].clone();
    crew.takes(&op, Verdict::Applied);
    let manager = crew.site.manager.member;
    let settle = Command::SettleExceptions(
        entry,
        vec![Exception::MissingClockOut],
        "at the doctor".into(),
    );
    crew.site.check(manager, &settle, "ok");
    let out = crew
        .phone
        .state(entry, crew.local("17:00"), p::ClockedOut {});
    crew.takes(&out, Verdict::Applied);
    crew.exceptions(entry, &[Exception::TooLong]);
    assert!(crew.site.s.entry(entry).settled.is_empty());
}
