//! The book against the rules it keeps: what counts at once, what the server's word changes.

use super::*;
use domain::{CompanyId, DeviceId, EmployeeId, LogId, MemberId};
use engine::command::Booking;
use engine::query;
use jiff::Timestamp;
use oplog::{PublicKey, SigningKey};
use oplog::receipt::QuarantineReason;

fn identity() -> Identity {
    Identity {
        company: CompanyId::from_bytes([1; 16]),
        company_name: "Miller & Sons".into(),
        zone: "America/New_York".into(),
        workweek_starts: 7,
        language: "en".into(),
        device: DeviceId::from_bytes([2; 16]),
        device_name: "Chrome on Android".into(),
        log: LogId::from_bytes([3; 16]),
        log_secret: [4; 32],
        member: MemberId::from_bytes([5; 16]),
        employee: EmployeeId::from_bytes([6; 16]),
        employee_name: "Ana Ruiz".into(),
        public_key: PublicKey([7; 32]),
        server_key: PublicKey([8; 32]),
        enrolled_at: at(0),
    }
}

/// The server's word on everything that was appended.
fn receipt_of(appending: &Appending) -> Signed<Durable> {
    let durable = Durable {
        company: identity().company,
        log: appending.log,
        next_seq: appending.after.next_seq,
        hash: appending.after.hash.0,
        epoch: 1,
    };
    Signed::new(durable, &SigningKey::from_seed([8; 32]))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + second).unwrap()
}

fn loaded() -> Loaded {
    let identity = identity();
    Loaded {
        base: rows_at_enrolment(&identity),
        identity,
        mark: BaseMark::NONE,
        head: LogHead::EMPTY,
        ops: Vec::new(),
        receipt: None,
        outcomes: Vec::new(),
        contact: None,
    }
}

fn state(book: &mut Book, command: &Command, second: i64) -> Result<Appending, DecideError> {
    let zone = book.zone();
    let ctx = Ctx {
        now: at(second),
        actor: book.identity().member,
        zone: &zone,
        boot_id: 1,
        monotonic_ms: 0,
        seen: book.seen(),
        entropy: [u8::try_from(second % 251).unwrap(); 32],
    };
    let appending = book.draft(&book.decide(command, &ctx)?);
    book.appended(appending.clone()).unwrap();
    Ok(appending)
}

fn clock_in() -> Command {
    Command::ClockIn(Booking::default())
}

fn open(book: &Book) -> usize {
    query::open_entries(book.view(), book.identity().employee)
        .unwrap()
        .len()
}

#[test]
fn a_phone_clocks_in_and_out_before_it_ever_synced() {
    let mut book = Book::new(loaded()).unwrap();
    state(&mut book, &clock_in(), 10).unwrap();
    assert_eq!(open(&book), 1);
    assert!(matches!(
        state(&mut book, &clock_in(), 11),
        Err(DecideError::OnTheClock)
    ));
    state(&mut book, &Command::ClockOut, 70).unwrap();
    assert_eq!(open(&book), 0);
    assert_eq!(
        book.outbox(),
        Outbox {
            unsent: 2,
            oldest_unsent: Some(at(10)),
            ..Outbox::default()
        }
    );
}

#[test]
fn what_is_loaded_again_is_what_was_there() {
    let mut book = Book::new(loaded()).unwrap();
    let first = state(&mut book, &clock_in(), 10).unwrap();
    let second = state(&mut book, &Command::ClockOut, 70).unwrap();
    assert_eq!(first.after, second.before);
    let mut again = loaded();
    again.head = second.after;
    again.ops = first.records.into_iter().chain(second.records).collect();
    let again = Book::new(again).unwrap();
    assert_eq!(again.view(), book.view());
    assert_eq!(again.head(), book.head());
    assert_eq!(again.ops_from(1, 9).0, first.after);
}

#[test]
fn an_op_that_the_base_covers_is_not_applied_again() {
    let mut book = Book::new(loaded()).unwrap();
    let appending = state(&mut book, &clock_in(), 10).unwrap();
    let mut after_sync = loaded();
    // The server judged it at position 5; the base it sent does not show it: a manager's doing.
    after_sync.mark = BaseMark {
        epoch: 1,
        position: 5,
        view_version: 1,
    };
    after_sync.head = appending.after;
    after_sync.receipt = Some(receipt_of(&appending));
    after_sync.outcomes = vec![Outcome {
        seq: 0,
        position: 5,
        verdict: Verdict::Applied,
    }];
    after_sync.ops = appending.records;
    let book = Book::new(after_sync).unwrap();
    assert_eq!(open(&book), 0);
    assert_eq!(
        book.outbox(),
        Outbox {
            judged: 1,
            ..Outbox::default()
        }
    );
}

#[test]
fn an_op_that_the_server_holds_but_has_not_judged_still_shows() {
    let mut book = Book::new(loaded()).unwrap();
    let appending = state(&mut book, &clock_in(), 10).unwrap();
    let mut after_sync = loaded();
    after_sync.head = appending.after;
    after_sync.receipt = Some(receipt_of(&appending));
    after_sync.ops = appending.records;
    let book = Book::new(after_sync).unwrap();
    assert_eq!(open(&book), 1);
    assert_eq!(book.outbox().received, 1);
    assert_eq!(book.phone_state(None, Vec::new()).outcomes_from, 0);
}

#[test]
fn an_op_that_does_not_count_is_listed_with_its_reason() {
    let mut book = Book::new(loaded()).unwrap();
    let appending = state(&mut book, &clock_in(), 10).unwrap();
    let mut after_sync = loaded();
    let verdict = Verdict::Quarantined(QuarantineReason::DeviceRevoked);
    after_sync.mark = BaseMark {
        epoch: 1,
        position: 4,
        view_version: 1,
    };
    after_sync.head = appending.after;
    after_sync.receipt = Some(receipt_of(&appending));
    after_sync.outcomes = vec![Outcome {
        seq: 0,
        position: 5,
        verdict,
    }];
    after_sync.ops = appending.records;
    let book = Book::new(after_sync).unwrap();
    assert_eq!(open(&book), 0);
    let listed = book.not_counted();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        listed[0].standing,
        Standing::Quarantined(QuarantineReason::DeviceRevoked)
    );
}
