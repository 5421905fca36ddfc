//! What goes wrong: other servers, copied phones, servers that make no sense.

use oplog::receipt::{Durable, Outcomes, Signed};
use oplog::{LogHead, SigningKey};
use sync::message::MessageError;
use sync::phone::ROUNDS_MAX;
use sync::{
    Answer, Done, ProblemCode, RefusedCode, SegmentProblem, SignedRequest, Step, SyncFault,
};

use super::parties::{End, Phone, Server, company, start};

fn both() -> (Server, Phone) {
    let mut server = Server::new();
    let mut phone = Phone::new(1, &mut server);
    phone.syncs(|request| Some(server.answers(request)));
    phone.write(10, 20, 0);
    (server, phone)
}

/// Lets the phone sync with a server whose answers are changed on the way; nothing may be stored.
#[track_caller]
fn check(change: impl Fn(&mut Done, &Server), expect: SyncFault) {
    let (mut server, mut phone) = both();
    let (stored, receipted) = (phone.stored.len(), phone.receipted);
    let end = phone.syncs(|request| {
        let Ok(Answer::Done(mut done)) = Answer::decode(&server.answers(request)) else {
            panic!("not done")
        };
        change(&mut done, &server);
        Some(Answer::Done(done).encode())
    });
    assert_eq!(end, End::Failed(expect));
    assert_eq!(
        (phone.stored.len(), phone.receipted),
        (stored, receipted),
        "nothing is stored"
    );
}

#[test]
fn another_servers_word_is_not_taken() {
    let other = SigningKey::from_seed([0x66; 32]);
    check(
        |done, server| {
            done.receipts = vec![Signed::new(
                server.receipt(done.receipts[0].statement.log).statement,
                &other,
            )];
        },
        SyncFault::NotOurServer,
    );
    let other = SigningKey::from_seed([0x66; 32]);
    check(
        |done, _| {
            let statement = done.outcomes.take().unwrap().statement;
            done.outcomes = Some(Signed::new(statement, &other));
        },
        SyncFault::NotOurServer,
    );
    check(
        |done, _| done.receipts[0].statement.next_seq += 1,
        SyncFault::NotOurServer,
    );
}

#[test]
fn a_receipt_of_another_log_or_company_is_not_ones_own() {
    let with = |done: &mut Done, server: &Server, change: &dyn Fn(&mut Durable)| {
        let mut statement = done.receipts[0].statement.clone();
        change(&mut statement);
        done.receipts = vec![Signed::new(statement, &server.key)];
    };
    check(|done, _| done.receipts.clear(), SyncFault::BadAnswer);
    check(
        |done, server| {
            with(done, server, &|d| {
                d.log = domain::LogId::from_bytes([9; 16]);
            });
        },
        SyncFault::BadAnswer,
    );
    check(
        |done, server| {
            with(done, server, &|d| {
                d.company = domain::CompanyId::from_bytes([9; 16]);
            });
        },
        SyncFault::BadAnswer,
    );
}

#[test]
fn outcomes_of_another_log_are_not_ones_own() {
    let with = |done: &mut Done, server: &Server, change: &dyn Fn(&mut Outcomes)| {
        let mut statement = done.outcomes.clone().unwrap().statement;
        change(&mut statement);
        done.outcomes = Some(Signed::new(statement, &server.key));
    };
    check(
        |done, server| {
            with(done, server, &|o| {
                o.log = domain::LogId::from_bytes([9; 16]);
            });
        },
        SyncFault::BadAnswer,
    );
    check(
        |done, server| {
            with(done, server, &|o| {
                o.company = domain::CompanyId::from_bytes([9; 16]);
            });
        },
        SyncFault::BadAnswer,
    );
}

#[test]
fn the_answer_to_an_earlier_request_changes_no_base() {
    check(
        |done, _| done.delta.from.position += 1,
        SyncFault::BadAnswer,
    );
}

#[test]
fn a_refusal_ends_the_session() {
    for code in [
        RefusedCode::UnknownDevice,
        RefusedCode::DeviceRevoked,
        RefusedCode::Unavailable,
    ] {
        let (_, mut phone) = both();
        let end = phone.syncs(|_| Some(Answer::Refused(code).encode()));
        assert_eq!(end, End::Failed(SyncFault::Refused(code)));
    }
    // A phone of another server.
    let mut other = Server::new();
    let mut phone = both().1;
    other.logs.clear();
    let end = phone.syncs(|request| Some(other.answers(request)));
    assert_eq!(
        end,
        End::Failed(SyncFault::Refused(RefusedCode::UnknownDevice))
    );
}

#[test]
fn an_own_segment_that_is_not_taken_ends_the_session() {
    for code in [
        ProblemCode::Malformed,
        ProblemCode::UnknownLog,
        ProblemCode::NotAuthentic,
        ProblemCode::Fork,
    ] {
        check(
            |done, _| done.problems = vec![SegmentProblem { index: 0, code }],
            SyncFault::Problem(code),
        );
    }
}

#[test]
fn a_page_that_is_no_answer_is_said_to_be_one() {
    for page in [
        &b"<html>Sign in to this Wi-Fi</html>"[..],
        &[],
        &[1],
        &[2, 0, 0],
    ] {
        let (_, mut phone) = both();
        assert_eq!(
            phone.syncs(|_| Some(page.to_vec())),
            End::Failed(SyncFault::BadAnswer)
        );
    }
    assert_eq!(
        Answer::decode(&[2, 0]),
        Err(MessageError::UnknownVersion(2))
    );
}

#[test]
fn a_server_that_only_ever_challenges_is_given_up() {
    let (_, mut phone) = both();
    let mut rounds = 0;
    let end = phone.syncs(|_| {
        rounds += 1;
        Some(Answer::Challenge { challenge: [7; 32] }.encode())
    });
    assert_eq!(end, End::Failed(SyncFault::NoProgress));
    assert!(rounds <= ROUNDS_MAX + 1);
}

#[test]
fn a_server_that_always_has_more_is_asked_again_another_time() {
    let (mut server, mut phone) = both();
    let mut rounds = 0;
    let end = phone.syncs(|request| {
        rounds += 1;
        let Ok(Answer::Done(mut done)) = Answer::decode(&server.answers(request)) else {
            panic!("not done")
        };
        done.more = true;
        Some(Answer::Done(done).encode())
    });
    assert_eq!((end, rounds), (End::Done, ROUNDS_MAX));
}

#[test]
fn a_server_that_keeps_nothing_is_no_progress() {
    let (server, mut phone) = both();
    let end = phone.syncs(|request| Some(server.clone().answers(request)));
    assert_eq!(end, End::Done, "it took them, though it forgets");
    let (server, mut phone) = both();
    let end = phone.syncs(|request| {
        let empty = server.clone();
        let Ok(Answer::Done(mut done)) = Answer::decode(&server.clone().answers(request)) else {
            panic!("not done")
        };
        done.receipts = vec![empty.receipt(done.receipts[0].statement.log)];
        Some(Answer::Done(done).encode())
    });
    assert_eq!(end, End::Failed(SyncFault::NoProgress));
}

#[test]
fn a_log_shorter_than_its_head_is_no_progress() {
    let (_, phone) = both();
    let mut session = phone.session();
    assert!(matches!(
        session.step(start()),
        Step::ReadOps { from: 0, .. }
    ));
    session.ops(LogHead::EMPTY, Vec::new());
    assert_eq!(session.step(start()), Step::Failed(SyncFault::NoProgress));
}

#[test]
fn a_request_is_good_for_its_device_and_unchanged_only() {
    let (_, mut phone) = both();
    let mut sent = Vec::new();
    phone.syncs(|request| {
        sent = request.to_vec();
        None
    });
    let (signed, request) = SignedRequest::decode(&sent).unwrap();
    assert!(signed.verify(&phone.key.public()));
    assert!(!signed.verify(&SigningKey::from_seed([9; 32]).public()));
    assert_eq!(
        (request.company, request.device, request.segments.len()),
        (company(), phone.device, 1)
    );
    for place in 0..sent.len() {
        let mut changed = sent.clone();
        changed[place] ^= 1;
        let believed = SignedRequest::decode(&changed)
            .is_ok_and(|(signed, _)| signed.verify(&phone.key.public()));
        assert!(!believed, "byte {place} was changed unnoticed");
    }
}

#[test]
fn a_recorded_request_is_worthless_later() {
    let (mut server, mut phone) = both();
    let mut sent = Vec::new();
    phone.syncs(|request| {
        sent = request.to_vec();
        Some(server.answers(request))
    });
    server.later(21);
    assert!(matches!(
        Answer::decode(&server.answers(&sent)),
        Ok(Answer::Challenge { .. })
    ));
}

#[test]
fn what_was_never_receipted_though_the_phone_believes_it_is_sent_all_the_same() {
    let (mut server, mut phone) = both();
    phone.receipted = LogHead {
        next_seq: 3,
        hash: oplog::ChainHash([9; 32]),
    };
    let end = phone.syncs(|request| Some(server.answers(request)));
    assert_eq!(end, End::Done);
    assert!(server.holds_all_of(&phone));
}
