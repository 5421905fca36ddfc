//! The book against the rules it keeps: what counts at once, what the server's word changes.

use super::*;
use domain::{CompanyId, DeviceId, EmployeeId, LogId, MemberId};
use engine::command::Booking;
use engine::query;
use jiff::Timestamp;
use oplog::receipt::QuarantineReason;
use oplog::{PublicKey, SigningKey};

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

/// What an exchange brings where the server holds everything and a backup has ops below a
/// sequence.
fn answered(book: &Book, appending: &Appending, backed_up: u64, second: i64) -> sync::Received {
    sync::Received {
        receipt: Some(receipt_of(appending)),
        rotate: None,
        outcomes: Vec::new(),
        base: book.mark(),
        delta: sync::Delta {
            from: book.mark(),
            snapshot: false,
            mark: book.mark(),
            rows: Vec::new(),
        },
        challenge: [0; 32],
        server_time: at(second),
        skew_ms: 0,
        backed_up,
        problems: Vec::new(),
    }
}

const DAY: i64 = 24 * 3600;

/// A phone with so many days of work that the server has judged and the base shows.
fn days_of_work(days: u8) -> (Book, Appending, Loaded) {
    let mut book = Book::new(loaded()).unwrap();
    let (mut ops, mut last) = (Vec::new(), None);
    for day in 0..i64::from(days) {
        for (command, second) in [(clock_in(), 10), (Command::ClockOut, 3_610)] {
            let appending = state(&mut book, &command, day * DAY + second).unwrap();
            ops.extend(appending.records.clone());
            last = Some(appending);
        }
    }
    let last = last.unwrap();
    let judged = ops.iter().map(|(seq, _)| Outcome {
        seq: *seq,
        position: seq + 10,
        verdict: Verdict::Applied,
    });
    let all = Loaded {
        mark: BaseMark {
            epoch: 1,
            position: 1_000,
            view_version: 1,
        },
        head: last.after,
        outcomes: judged.collect(),
        ops,
        receipt: Some(receipt_of(&last)),
        ..loaded()
    };
    let again = Loaded {
        ops: all.ops.clone(),
        outcomes: all.outcomes.clone(),
        receipt: all.receipt.clone(),
        identity: all.identity.clone(),
        base: all.base.clone(),
        ..all
    };
    (Book::new(all).unwrap(), last, again)
}

#[test]
fn a_phone_lets_go_only_of_old_work_that_the_server_and_a_backup_hold() {
    let (book, last, _) = days_of_work(5);
    let days = |n: i64| n * DAY;
    let may_go = |backed_up, second| book.prunable(&answered(&book, &last, backed_up, second));
    // Two whole days are 90 days old: four ops, of which the last stays for its hash.
    let now = days(91) + 7_200;
    assert_eq!(may_go(10, now), Some(3));
    assert_eq!(may_go(10, days(90)), None, "not old enough");
    assert_eq!(may_go(3, now), Some(2), "only what a backup has");
    assert_eq!(may_go(0, now), None, "no backup");
    assert_eq!(may_go(10, days(400)), Some(9), "the last op always stays");

    let mut restored = answered(&book, &last, 10, now);
    restored.delta.mark.epoch += 1;
    assert_eq!(book.prunable(&restored), None, "a restored server speaks");
    let mut behind = answered(&book, &last, 10, now);
    behind.receipt.as_mut().unwrap().statement.next_seq = 2;
    assert_eq!(
        book.prunable(&behind),
        Some(1),
        "what the server does not hold stays"
    );
    let (_, _, mut unjudged) = days_of_work(5);
    unjudged.outcomes.remove(1);
    let unjudged = Book::new(unjudged).unwrap();
    let received = answered(&unjudged, &last, 10, now);
    assert_eq!(
        unjudged.prunable(&received),
        None,
        "its outcome is not known"
    );
    let (_, _, mut unseen) = days_of_work(5);
    unseen.mark.position = 11;
    let unseen = Book::new(unseen).unwrap();
    let received = answered(&unseen, &last, 10, now);
    assert_eq!(
        unseen.prunable(&received),
        Some(1),
        "what the base does not show yet is needed for what is shown"
    );
}

#[test]
fn a_log_without_its_beginning_goes_on_as_before() {
    let (whole, _, mut pruned) = days_of_work(5);
    pruned.ops.retain(|(seq, _)| *seq >= 3);
    pruned.outcomes.retain(|outcome| outcome.seq >= 3);
    let mut book = Book::new(pruned).unwrap();
    assert_eq!(book.view(), whole.view());
    assert_eq!(book.head(), whole.head());
    assert_eq!(book.outbox().unsent, 0);
    let state_of = book.phone_state(None, Vec::new());
    assert_eq!(
        (state_of.receipted, state_of.outcomes_from),
        (whole.head(), 10)
    );
    // What is read for segments begins where it began.
    assert_eq!(book.ops_from(4, 99), whole.ops_from(4, 99));
    assert_eq!(book.ops_from(10, 99).0, whole.head());
    let (before, none) = book.ops_from(2, 99);
    assert_eq!(
        (before.next_seq, none.len()),
        (3, 0),
        "that is not here any more"
    );
    // New work continues the chain, and is all that an export of unsent work holds.
    let appending = state(&mut book, &clock_in(), 100 * DAY).unwrap();
    assert_eq!(appending.before, whole.head());
    assert_eq!(book.outbox().unsent, 1);
    let (before, unsent) = book.ops_from(book.receipted().next_seq, 99);
    assert_eq!((before, unsent.len()), (whole.head(), 1));
}
