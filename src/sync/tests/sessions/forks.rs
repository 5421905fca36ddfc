//! Copied phones and phones that were set back: each branch of a log is kept and receipted, and
//! each phone goes on in a log of its own.

use oplog::receipt::Signed;
use oplog::{LogHead, SigningKey};
use proptest::prelude::*;
use sync::{Answer, Done, SyncFault};

use super::parties::{End, Phone, Server};

fn syncs(phone: &mut Phone, server: &mut Server) -> End {
    phone.syncs(|request| Some(server.answers(request)))
}

/// A phone with so many ops on the server, and its copy.
fn copied(held: u64) -> (Server, Phone, Phone) {
    let mut server = Server::new();
    let mut phone = Phone::new(1, &mut server);
    phone.write(held, 20, 0);
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    let copy = phone.clone();
    (server, phone, copy)
}

/// Everything of these phones is held, and they know it.
#[track_caller]
fn check(server: &Server, phones: &[&Phone]) {
    for phone in phones {
        assert!(server.holds_all_of(phone), "{} holds other ops", phone.log);
        assert_eq!(phone.receipted, phone.head());
        assert_eq!(phone.outcomes_from, phone.head().next_seq);
    }
}

#[test]
fn both_branches_are_held_and_each_phone_goes_on_in_a_log_of_its_own() {
    for (theirs, ours) in [
        (5, 5),
        (5, 8),
        (8, 8),
        (5, 12),
        (1, 300),
        (300, 300),
        (700, 2),
    ] {
        let (mut server, mut phone, mut copy) = copied(2);
        copy.write(theirs, 20, 1);
        phone.write(ours, 20, 2);
        let log = phone.log;
        for _again in 0..2 {
            assert_eq!(syncs(&mut copy, &mut server), End::Done);
            assert_eq!(syncs(&mut phone, &mut server), End::Done);
        }
        check(&server, &[&phone, &copy]);
        assert_eq!(copy.log, log, "who came first stays where it was");
        assert_ne!(phone.log, log);
        copy.write(3, 20, 3);
        phone.write(3, 20, 4);
        assert_eq!(syncs(&mut phone, &mut server), End::Done);
        assert_eq!(syncs(&mut copy, &mut server), End::Done);
        check(&server, &[&phone, &copy]);
        assert_eq!(server.logs.len(), 2, "one fork, one new log");
        let all = 2 + theirs + ours + 6;
        assert_eq!(server.ops() as u64, all, "{theirs} theirs, {ours} ours");
    }
}

#[test]
fn a_lost_answer_is_given_again_with_the_same_log() {
    let (mut server, mut phone, mut copy) = copied(2);
    copy.write(4, 20, 1);
    phone.write(4, 20, 2);
    assert_eq!(syncs(&mut copy, &mut server), End::Done);
    for more in 0..3 {
        let end = phone.syncs(|request| {
            server.answers(request);
            None
        });
        assert_eq!(end, End::Dropped);
        phone.write(more, 20, 2);
    }
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    assert_eq!(server.logs.len(), 2);
    check(&server, &[&phone, &copy]);
}

#[test]
fn copies_of_a_copy_part_as_soon_as_they_differ() {
    let (mut server, mut phone, mut first) = copied(2);
    phone.write(4, 20, 1);
    first.write(4, 20, 2);
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    // One copy is made before its answer comes, one after it.
    let mut second = first.clone();
    assert_eq!(syncs(&mut first, &mut server), End::Done);
    let mut third = first.clone();
    assert_eq!(syncs(&mut second, &mut server), End::Done);
    assert_eq!(
        first.log, second.log,
        "they hold the same, and nobody can tell them apart"
    );
    for (phone, salt) in [&mut phone, &mut first, &mut second, &mut third]
        .into_iter()
        .zip(3..)
    {
        phone.write(2, 20, salt);
        assert_eq!(syncs(phone, &mut server), End::Done);
    }
    check(&server, &[&phone, &first, &second, &third]);
    assert_eq!(server.logs.len(), 4);
}

#[test]
fn a_phone_that_was_set_back_learns_what_is_held_of_what_it_has_and_goes_on() {
    let (mut server, mut phone, early) = copied(4);
    phone.write(6, 20, 0);
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    let mut restored = early.clone();
    assert_eq!(syncs(&mut restored, &mut server), End::Done);
    assert_eq!(restored.receipted, restored.head(), "nothing of it waits");
    assert_eq!(
        restored.outcomes_from, 4,
        "what became of ops that it does not have is not its"
    );
    assert!(
        restored.base.position > early.base.position,
        "it learns what the other did"
    );
    restored.write(1, 20, 5);
    assert_eq!(syncs(&mut restored, &mut server), End::Done);
    check(&server, &[&phone, &restored]);
}

#[test]
fn a_copys_file_that_a_colleague_brought_is_held_and_the_copy_learns_it() {
    let (mut server, mut phone, mut copy) = copied(3);
    let mut colleague = Phone::new(2, &mut server);
    phone.write(2, 20, 1);
    copy.write(5, 20, 2);
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    // Brought by a colleague, and by the very phone that the copy was made of.
    colleague.foreign = copy.exported();
    assert_eq!(syncs(&mut colleague, &mut server), End::Done);
    let log = phone.log;
    phone.foreign = copy.exported();
    assert_eq!(syncs(&mut phone, &mut server), End::Done);
    assert_eq!(phone.log, log, "a file that it brings is not what it wrote");
    assert_eq!(syncs(&mut copy, &mut server), End::Done);
    check(&server, &[&phone, &copy]);
    assert_eq!(server.logs.len(), 3);
}

#[test]
fn a_server_set_back_to_before_the_fork_gets_both_branches_again() {
    for kept in [0, 1, 3, 5, 8] {
        let (mut server, mut phone, mut copy) = copied(3);
        copy.write(4, 20, 1);
        phone.write(4, 20, 2);
        assert_eq!(syncs(&mut copy, &mut server), End::Done);
        assert_eq!(syncs(&mut phone, &mut server), End::Done);
        phone.write(4, 20, 2);
        assert_eq!(syncs(&mut phone, &mut server), End::Done);
        server.restored_to(kept);
        // Whoever comes first.
        for phone in [&mut phone, &mut copy] {
            assert_eq!(syncs(phone, &mut server), End::Done, "{kept} kept");
        }
        check(&server, &[&phone, &copy]);
        assert_eq!(server.ops(), 3 + 4 + 8, "{kept} kept");
    }
}

/// Everything was receipted; then the server came back from a backup, and the copy was there first.
#[test]
fn a_copy_that_took_the_place_of_receipted_ops_loses_nobody_anything() {
    for theirs in [3, 5, 9] {
        for unsent in [0, 2] {
            let (mut server, mut phone, mut copy) = copied(2);
            phone.write(5, 20, 0);
            assert_eq!(syncs(&mut phone, &mut server), End::Done);
            server.restored_to(2);
            copy.write(theirs, 20, 1);
            assert_eq!(syncs(&mut copy, &mut server), End::Done);
            phone.write(unsent, 20, 0);
            assert_eq!(syncs(&mut phone, &mut server), End::Done);
            check(&server, &[&phone, &copy]);
        }
    }
}

/// Everything of a log was written before it had the name that it has; then the server came back
/// from a backup, and a copy took its place under the older name.
#[test]
fn a_copy_that_took_the_place_of_a_renamed_log_loses_nobody_anything() {
    for kept in 1..6 {
        let (mut server, mut phone, mut first) = copied(0);
        phone.write(1, 20, 1);
        first.write(5, 20, 2);
        let mut second = first.clone();
        first.write(3, 20, 2);
        second.write(1, 20, 3);
        assert_eq!(syncs(&mut phone, &mut server), End::Done);
        assert_eq!(syncs(&mut first, &mut server), End::Done);
        server.restored_to(kept);
        for phone in [&mut second, &mut first, &mut phone] {
            assert_eq!(syncs(phone, &mut server), End::Done, "{kept} kept");
        }
        check(&server, &[&phone, &first, &second]);
        assert_eq!(server.ops(), 1 + 8 + 1, "{kept} kept");
    }
}

/// Lets the second of two copies sync with answers that are changed on the way.
#[track_caller]
fn check_answer(change: impl Fn(&mut Done, &Server, &Phone), expect: End) {
    let (mut server, mut phone, mut copy) = copied(2);
    copy.write(4, 20, 1);
    phone.write(4, 20, 2);
    syncs(&mut copy, &mut server);
    let (log, receipted) = (phone.log, phone.receipted);
    let end = phone.syncs(|request| {
        let Ok(Answer::Done(mut done)) = Answer::decode(&server.answers(request)) else {
            panic!("not done")
        };
        change(&mut done, &server, &copy);
        Some(Answer::Done(done).encode())
    });
    assert_eq!((end, phone.log, phone.receipted), (expect, log, receipted));
}

#[test]
fn a_receipt_of_the_others_ops_is_never_taken_for_ones_own() {
    let fork = || End::Failed(SyncFault::Problem(sync::ProblemCode::Fork));
    // The other's log under the name of the new one.
    check_answer(
        |done, server, copy| {
            let rotate = done.rotate.clone().expect("a log to write on in");
            done.receipts
                .retain(|receipt| receipt.statement.log != rotate.log);
            let mut theirs = server.receipt(copy.log).statement;
            theirs.log = rotate.log;
            done.receipts.push(Signed::new(theirs, &server.key));
        },
        fork(),
    );
    // No new log, and the other's receipt.
    check_answer(
        |done, server, copy| {
            (done.rotate, done.outcomes) = (None, None);
            done.receipts = vec![server.receipt(copy.log)];
        },
        fork(),
    );
    // A receipt of the new log that the server did not sign.
    check_answer(
        |done, _, _| {
            let statement = done.receipts[0].statement.clone();
            let other = SigningKey::from_seed([0x66; 32]);
            done.receipts = vec![Signed::new(statement, &other)];
        },
        End::Failed(SyncFault::NotOurServer),
    );
}

/// What happens to a crowd of copies.
#[derive(Debug, Clone)]
enum Event {
    Writes(usize, u64),
    Copies(usize),
    Syncs(usize),
    /// The answer to its first sending is lost.
    AnswerLost(usize),
    RequestAgain(prop::sample::Index),
    Exports(usize, usize),
    ServerSetBack(usize),
}

const COPIES_MAX: usize = 5;

fn event() -> impl Strategy<Value = Event> {
    let one = || 0..COPIES_MAX;
    prop_oneof![
        5 => (one(), 1_u64..5).prop_map(|(phone, ops)| Event::Writes(phone, ops)),
        2 => one().prop_map(Event::Copies),
        4 => one().prop_map(Event::Syncs),
        2 => one().prop_map(Event::AnswerLost),
        1 => any::<prop::sample::Index>().prop_map(Event::RequestAgain),
        1 => (one(), one()).prop_map(|(from, by)| Event::Exports(from, by)),
        1 => (0_usize..12).prop_map(Event::ServerSetBack),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn however_phones_are_copied_every_op_is_held_in_the_end(events in prop::collection::vec(event(), 1..40)) {
        let mut server = Server::new();
        let mut phones = vec![Phone::new(1, &mut server)];
        let (mut requests, mut salt) = (Vec::new(), 0);
        for event in events {
            let at = |phone: usize, phones: &Vec<Phone>| phone % phones.len();
            match event {
                Event::Writes(phone, ops) => {
                    let phone = at(phone, &phones);
                    salt += 1;
                    phones[phone].write(ops, 10, salt);
                }
                Event::Copies(phone) if phones.len() < COPIES_MAX => {
                    phones.push(phones[at(phone, &phones)].clone());
                }
                Event::Copies(_) => {}
                Event::Syncs(phone) => {
                    let phone = at(phone, &phones);
                    let end = phones[phone].syncs(|request| {
                        requests.push(request.to_vec());
                        Some(server.answers(request))
                    });
                    prop_assert_eq!(end, End::Done);
                }
                Event::AnswerLost(phone) => {
                    let phone = at(phone, &phones);
                    let mut sent = 0;
                    phones[phone].syncs(|request| {
                        sent += 1;
                        Some(server.answers(request)).filter(|_| sent < 2)
                    });
                }
                Event::RequestAgain(which) if !requests.is_empty() => {
                    let request: &Vec<u8> = which.get(&requests);
                    server.answers(request);
                }
                Event::RequestAgain(_) => {}
                Event::Exports(from, by) => {
                    let (from, by) = (at(from, &phones), at(by, &phones));
                    phones[by].foreign = phones[from].unsent();
                    let end = phones[by].syncs(|request| Some(server.answers(request)));
                    prop_assert_eq!(end, End::Done);
                }
                Event::ServerSetBack(kept) => server.restored_to(kept),
            }
        }
        for phone in &mut phones {
            prop_assert_eq!(syncs(phone, &mut server), End::Done);
        }
        let mut all = std::collections::BTreeSet::new();
        for phone in &mut phones {
            prop_assert_eq!(syncs(phone, &mut server), End::Done);
            let known = phone.head();
            prop_assert_eq!(phone.receipted, known);
            prop_assert!(known == LogHead::EMPTY || server.leads_through(phone.log, known));
            all.extend(phone.ops.iter().map(|op| op.bytes().to_vec()));
        }
        prop_assert!(all.iter().all(|op| server.holds(op)));
    }
}
