//! What goes right: how many exchanges it takes, what is stored, colleagues' files.

use oplog::receipt::OUTCOMES_MAX;
use sync::message::{REQUEST_BYTES_MAX, SEGMENTS_BYTES_MAX, SEGMENTS_MAX};
use sync::{Answer, BaseMark, ProblemCode};

use super::parties::{End, Phone, Server, start};

fn both() -> (Server, Phone) {
    let mut server = Server::new();
    let phone = Phone::new(1, &mut server);
    (server, phone)
}

#[test]
fn the_first_exchange_fetches_a_challenge_and_the_second_sends() {
    let (mut server, mut phone) = both();
    phone.write(3, 10, 0);
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert_eq!(server.requests.len(), 2);
    assert!(
        server.requests[0] < 300,
        "nothing is sent before there is a challenge: {}",
        server.requests[0]
    );
    assert!(server.holds_all_of(&phone));
    assert_eq!((phone.receipted, phone.outcomes_from), (phone.head(), 3));
    assert_eq!(
        phone.base,
        BaseMark {
            epoch: 1,
            position: 3,
            view_version: 1
        }
    );
}

#[test]
fn with_a_challenge_one_exchange_is_enough_and_nothing_new_still_asks_for_news() {
    let (mut server, mut phone) = both();
    phone.syncs(|request| Some(server.answers(request)));
    for ops in [5, 0, 300] {
        server.requests.clear();
        phone.write(ops, 10, 0);
        assert_eq!(
            phone.syncs(|request| Some(server.answers(request))),
            End::Done
        );
        assert_eq!(server.requests.len(), 1, "{ops} ops");
        assert!(server.holds_all_of(&phone));
    }
}

#[test]
fn only_what_is_not_receipted_is_sent() {
    let (mut server, mut phone) = both();
    phone
        .write(200, 300, 0)
        .syncs(|request| Some(server.answers(request)));
    server.requests.clear();
    phone
        .write(1, 10, 0)
        .syncs(|request| Some(server.answers(request)));
    assert!(
        server.requests[0] < 700,
        "one op in {} bytes",
        server.requests[0]
    );
}

#[test]
fn a_stale_challenge_costs_one_more_exchange() {
    let (mut server, mut phone) = both();
    phone.syncs(|request| Some(server.answers(request)));
    for restart in [false, true] {
        server.requests.clear();
        phone.write(4, 10, 0);
        server.later(6 * 7 * 24 * 60);
        if restart {
            server.restarted();
        }
        assert_eq!(
            phone.syncs(|request| Some(server.answers(request))),
            End::Done
        );
        assert_eq!(server.requests.len(), 2);
        assert!(server.holds_all_of(&phone));
    }
}

#[test]
fn a_mebibyte_that_was_never_sent_takes_at_most_three_exchanges() {
    let (mut server, mut phone) = both();
    // Noise, so that compression does not help.
    phone.write(1_080, 900, 0);
    let unsent: usize = phone.ops.iter().map(|op| op.bytes().len()).sum();
    assert!((1024 * 1024..1_200_000).contains(&unsent), "{unsent}");
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert!(server.holds_all_of(&phone));
    assert!(server.requests.len() <= 3, "{:?}", server.requests);
    assert!(
        server
            .requests
            .iter()
            .all(|size| *size <= REQUEST_BYTES_MAX),
        "{:?}",
        server.requests
    );
}

#[test]
fn ops_of_every_size_fit_into_requests() {
    for size in [0, 15_000, 16 * 1024] {
        let (mut server, mut phone) = both();
        phone.write(70, size, 0);
        assert_eq!(
            phone.syncs(|request| Some(server.answers(request))),
            End::Done
        );
        assert!(server.holds_all_of(&phone), "{size}");
        assert!(
            server
                .requests
                .iter()
                .all(|request| *request <= REQUEST_BYTES_MAX)
        );
    }
}

#[test]
fn more_outcomes_than_one_receipt_carries_are_asked_for() {
    let (mut server, mut phone) = both();
    let count = 2 * OUTCOMES_MAX as u64 + 10;
    phone.write(count, 0, 0);
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert_eq!(phone.outcomes_from, count);
    let told: usize = phone
        .stored
        .iter()
        .map(|stored| stored.outcomes.len())
        .sum();
    assert_eq!(told as u64, count, "each outcome is told once");
}

#[test]
fn how_far_the_clock_is_off_is_told_to_both() {
    let (mut server, mut phone) = both();
    server.later(-5);
    phone.syncs(|request| {
        let (_, request_read) = sync::SignedRequest::decode(request).unwrap();
        assert_eq!(sync::server::skew_ms(&request_read, server.now), 300_000);
        Some(server.answers(request))
    });
    assert_eq!(phone.stored[0].skew_ms, 300_000, "five minutes ahead");
    assert_eq!(phone.stored[0].server_time, server.now);
    assert_eq!(
        start() - phone.stored[0].server_time,
        jiff::Span::new().seconds(300).fieldwise()
    );
}

#[test]
fn a_colleagues_file_is_uploaded_and_receipted() {
    let (mut server, mut phone) = both();
    let mut colleague = Phone::new(2, &mut server);
    colleague.write(300, 50, 0);
    phone.write(5, 10, 0);
    phone.foreign = colleague.exported();
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert!(server.holds_all_of(&phone) && server.holds_all_of(&colleague));
    // The colleague's own phone has nothing left to send, and learns it.
    server.requests.clear();
    assert_eq!(
        colleague.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert_eq!(colleague.receipted, colleague.head());
}

#[test]
fn a_file_larger_than_a_request_goes_in_several() {
    let (mut server, mut phone) = both();
    let mut colleague = Phone::new(2, &mut server);
    colleague.write(130, 15_000, 0);
    phone.write(200, 500, 0);
    phone.foreign = colleague.exported();
    phone.foreign.push(vec![1, 2, 3]);
    let damaged = phone.foreign.len() as u32 - 1;
    assert!(phone.foreign.iter().map(Vec::len).sum::<usize>() > 2 * SEGMENTS_BYTES_MAX);
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert!(server.holds_all_of(&phone) && server.holds_all_of(&colleague));
    assert!(
        server
            .requests
            .iter()
            .all(|size| *size <= REQUEST_BYTES_MAX),
        "{:?}",
        server.requests
    );
    assert!(server.requests.len() <= 5, "{:?}", server.requests);
    let problems = phone.stored.iter().flat_map(|stored| &stored.problems);
    let places: Vec<u32> = problems.map(|problem| problem.index).collect();
    assert_eq!(
        places,
        [damaged],
        "by its place in the file, not in the request"
    );
}

#[test]
fn a_file_of_many_small_segments_goes_in_several() {
    let (mut server, mut phone) = both();
    let mut colleague = Phone::new(2, &mut server);
    let mut pieces = Vec::new();
    for _ in 0..SEGMENTS_MAX + 10 {
        // Each piece is the whole log so far: what is held is sent again, and taken as held.
        if colleague.ops.len() < 3 {
            colleague.write(1, 0, 0);
        }
        pieces.extend(colleague.exported());
    }
    phone.foreign = pieces;
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    assert!(server.holds_all_of(&colleague));
    assert_eq!(server.requests.len(), 3, "a challenge, then two loads");
}

#[test]
fn a_foreign_segment_that_is_refused_does_not_stop_ones_own() {
    let (mut server, mut phone) = both();
    let mut stranger = Phone::new(3, &mut Server::new());
    let mut colleague = Phone::new(2, &mut server);
    stranger.write(1, 10, 0);
    colleague.write(2, 10, 0);
    phone.write(3, 10, 0);
    let damaged = vec![1, 2, 3];
    phone.foreign = [
        stranger.exported(),
        vec![damaged],
        colleague.exported(),
        vec![vec![0; REQUEST_BYTES_MAX]],
    ]
    .concat();
    assert_eq!(
        phone.syncs(|request| Some(server.answers(request))),
        End::Done
    );
    let codes: Vec<(u32, ProblemCode)> = phone.stored[0]
        .problems
        .iter()
        .map(|problem| (problem.index, problem.code))
        .collect();
    assert_eq!(
        codes,
        [
            (3, ProblemCode::Malformed),
            (0, ProblemCode::UnknownLog),
            (1, ProblemCode::Malformed)
        ]
    );
    assert!(server.holds_all_of(&phone) && server.holds_all_of(&colleague));
}

#[test]
fn a_server_restored_to_fewer_ops_gets_them_again() {
    for kept in [0, 1, 299, 300] {
        for unsent in [0, 7] {
            let (mut server, mut phone) = both();
            phone
                .write(300, 10, 0)
                .syncs(|request| Some(server.answers(request)));
            server.restored_to(kept);
            phone.write(unsent, 10, 0);
            assert_eq!(
                phone.syncs(|request| Some(server.answers(request))),
                End::Done,
                "{kept} kept"
            );
            assert!(server.holds_all_of(&phone), "{kept} kept, {unsent} unsent");
            assert_eq!(phone.base.epoch, 2);
            let told = phone.stored.iter();
            let anew = told.filter(|stored| stored.delta.mark.epoch == 2);
            // The first answer may bring some before the rest is asked for.
            let seqs: std::collections::BTreeSet<u64> = anew
                .flat_map(|stored| stored.outcomes.iter().map(|outcome| outcome.seq))
                .collect();
            assert_eq!(
                seqs,
                (0..300 + unsent).collect(),
                "{kept} kept; what an earlier life of the journal said is asked anew"
            );
            assert_eq!(
                phone.outcomes_from,
                300 + unsent,
                "they are judged anew, and told"
            );
        }
    }
}

#[test]
fn a_session_that_was_dropped_anywhere_is_done_again() {
    let (server, phone) = both();
    let mut written = phone.clone();
    written.write(600, 500, 0);
    // Dropped before or after the server answered, at each of its exchanges.
    for answered in [false, true] {
        for drop_at in 0..4 {
            let (mut server, mut phone, mut sent) = (server.clone(), written.clone(), 0);
            let end = phone.syncs(|request| {
                sent += 1;
                let answer = (answered || sent <= drop_at).then(|| server.answers(request));
                answer.filter(|_| sent <= drop_at)
            });
            assert!(end == End::Dropped || end == End::Done);
            assert_eq!(
                phone.syncs(|request| Some(server.answers(request))),
                End::Done
            );
            assert!(server.holds_all_of(&phone));
            assert_eq!(phone.receipted, phone.head());
        }
    }
}

#[test]
fn an_answer_says_done_challenge_or_refused() {
    let challenge = Answer::Challenge { challenge: [7; 32] };
    assert_eq!(Answer::decode(&challenge.encode()), Ok(challenge));
}
