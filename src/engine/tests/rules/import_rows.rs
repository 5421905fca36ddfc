//! What rows of a file become: whom and what they mean, and what cannot be taken.

use domain::timesheet::{HistoricalEntry, HistoricalTime};
use engine::Command;
use engine::import::{RejectReason, parts};
use jiff::civil::date;
use oplog::Op;

use super::imports::{at, hours, import, plan, worked};
use super::site::Site;

#[track_caller]
fn check(site: &Site, rows: &[HistoricalEntry], new: &[&str], expect: &[Option<RejectReason>]) {
    let planned = plan(&site.s, rows, 9);
    let people = planned
        .names
        .employees
        .iter()
        .map(|added| added.name.as_str());
    let jobs = planned.names.jobs.iter().map(|added| added.name.as_str());
    let codes = planned
        .names
        .cost_codes
        .iter()
        .map(|added| added.name.as_str());
    let names: Vec<&str> = people.chain(jobs).chain(codes).collect();
    assert_eq!(names, new);
    let rejected: Vec<_> = planned
        .rejected
        .iter()
        .map(|rejected| rejected.reason)
        .collect();
    let expect: Vec<_> = expect.iter().copied().flatten().collect();
    assert_eq!(rejected, expect);
    assert_eq!(
        planned.counts.rows,
        planned.counts.entries + planned.counts.duplicates + planned.counts.rejected
    );
}

#[test]
fn people_are_found_by_address_and_then_by_name() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let with = |name: &str, email: &str, day| HistoricalEntry {
        email: email.into(),
        ..worked(name, "", day, 8, 9)
    };
    // Whoever left is found like the others.
    site.s
        .does(owner, &Command::ArchiveEmployee(site.other.employee));
    let rows = [
        with("O. Reed", "Olivia@Example.com", 1),
        with("ana torres", "", 2),
        with("Ben Walsh", "", 3),
        with("Ana Torres", "ana@example.com", 4),
        with("", "ana@example.com", 5),
        with("Ana Torres", "other.ana@example.com", 6),
        with("Zoe@example.com", "zoe@example.com", 7),
        with("Zed", "n/a", 8),
    ];
    check(&site, &rows, &["Ana Torres", "zoe", "Zed"], &[]);
    let nameless = [with(" ", "n/a", 1)];
    check(&site, &nameless, &[], &[Some(RejectReason::NoEmployee)]);
    let _second_ana = site.s.hire("Ana Torres", domain::company::Role::Worker);
    let two = [with("Ana Torres", "", 1)];
    check(&site, &two, &[], &[Some(RejectReason::AmbiguousEmployee)]);
}

#[test]
fn jobs_are_found_by_customer_and_name_or_by_code() {
    let site = Site::new();
    let on = |customer: &str, job: &str, code: &str, day| HistoricalEntry {
        customer: customer.into(),
        job_code: code.into(),
        ..worked("Ana Torres", job, day, 8, 9)
    };
    let rows = [
        on("", "MILLER  house", "", 1),
        on("", "Old barn", "", 2),
        on("Miller", "Miller house", "", 3),
        on("miller", "miller house", "M1", 4),
        on("", "", "m7", 5),
        on("", "M7", "M7", 6),
        on("", "Porch", "M7", 7),
        on("", "Porch", "M7", 8),
    ];
    check(&site, &rows, &["Miller house", "m7", "Porch"], &[]);
    let mut s = site.s.clone();
    import(&mut s, &rows, 1);
    assert_eq!(plan(&s, &rows, 2).counts.duplicates, 8);
    let coded = |code: &str, day| HistoricalEntry {
        cost_code: code.into(),
        ..worked("Ana Torres", "", day, 8, 9)
    };
    let rows = [coded("framing", 1), coded("Roofing", 2), coded("Paint", 3)];
    check(&site, &rows, &["Paint"], &[]);
}

#[test]
fn what_cannot_be_is_rejected_and_stops_nothing() {
    let site = Site::new();
    let long = "x".repeat(domain::text::NAME_CHARS_MAX + 1);
    let span = |start: &str, end: &str| HistoricalEntry {
        time: HistoricalTime::Span {
            start: at(start),
            end: at(end),
            break_seconds: 0,
        },
        ..worked("Ana Torres", "", 1, 8, 9)
    };
    let noted = HistoricalEntry {
        note: "é".repeat(2_000),
        ..worked("Ana Torres", "", 1, 8, 9)
    };
    let rows = [
        span("2026-03-09T21:59:00Z", "2026-03-09T22:00:01Z"),
        span("2025-03-01T00:00:00Z", "2025-03-08T00:00:01Z"),
        worked("Ana Torres", &long, 1, 8, 9),
        hours("Ana Torres", 1, 4),
        noted,
        span("2025-04-01T08:00:00Z", "2025-04-01T08:00:00Z"),
        HistoricalEntry {
            time: HistoricalTime::Hours {
                date: date(2026, 3, 10),
                seconds: 60,
            },
            ..hours("Ana Torres", 1, 4)
        },
    ];
    let planned = plan(&site.s, &rows, 1);
    let too_long = RejectReason::Text {
        field: "job",
        error: domain::text::TextError::TooLong {
            max: domain::text::NAME_CHARS_MAX,
        },
    };
    let reasons: Vec<_> = planned
        .rejected
        .iter()
        .map(|rejected| rejected.reason)
        .collect();
    assert_eq!(
        reasons,
        [
            RejectReason::InFuture,
            RejectReason::TooLong,
            too_long,
            RejectReason::InFuture
        ]
    );
    assert_eq!(planned.counts.entries, 3);
    let notes: Vec<usize> = planned
        .entries
        .iter()
        .map(|e| e.note.chars().count())
        .collect();
    assert_eq!(notes, [0, domain::text::NOTE_CHARS_MAX, 0]);
}

#[test]
fn every_part_fits_into_an_op_and_reads_back() {
    let mut site = Site::new();
    let owner = site.owner.member;
    let noted = |day: i8, hour: i8, note: &str| HistoricalEntry {
        note: note.repeat(domain::text::NOTE_CHARS_MAX),
        cost_code: "ñ".repeat(domain::text::NAME_CHARS_MAX),
        ..worked(
            &format!("Person {day} {hour}"),
            &format!("Job {day}"),
            day,
            hour,
            hour + 1,
        )
    };
    let mut rows = Vec::new();
    for day in 1..=20 {
        rows.extend((0..8).map(|hour| noted(day, hour, if hour % 2 == 0 { "🔨" } else { "" })));
    }
    let planned = plan(&site.s, &rows, 1);
    assert_eq!(planned.entries.len(), rows.len());
    let import = domain::ImportId::from_bytes([1; 16]);
    let mut seen = 0;
    for command in parts(import, planned.names, planned.entries) {
        for op in site.s.does(owner, &command) {
            assert!(op.envelope.payload.len() <= oplog::v1::PAYLOAD_BYTES_MAX);
            assert_eq!(Op::decode(op.bytes()), Ok(op.clone()));
            if let oplog::Payload::ImportEntries(part) = &op.payload {
                seen += part.entries.len();
            }
        }
    }
    assert_eq!(seen, rows.len());
}
