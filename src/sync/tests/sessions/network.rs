//! Any network: whatever it does, in the end every op is held once and the session ends.

use proptest::prelude::*;

use super::parties::{End, Phone, Server};

/// What becomes of one request.
#[derive(Debug, Clone)]
enum Fate {
    Delivered,
    RequestLost,
    AnswerLost,
    DeliveredTwice,
    AnswerCut(prop::sample::Index),
    /// An earlier request comes again, before this one.
    EarlierReplayed(prop::sample::Index),
    /// The answer to an earlier request comes in place of this one's.
    EarlierAnswer(prop::sample::Index),
    ServerRestarted,
    ServerRestored(prop::sample::Index),
    TimePassed,
}

fn fate() -> impl Strategy<Value = Fate> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => Just(Fate::Delivered),
        2 => Just(Fate::RequestLost),
        2 => Just(Fate::AnswerLost),
        1 => Just(Fate::DeliveredTwice),
        1 => index().prop_map(Fate::AnswerCut),
        1 => index().prop_map(Fate::EarlierReplayed),
        1 => index().prop_map(Fate::EarlierAnswer),
        1 => Just(Fate::ServerRestarted),
        1 => index().prop_map(Fate::ServerRestored),
        1 => Just(Fate::TimePassed),
    ]
}

#[derive(Default)]
struct Wire {
    requests: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

impl Wire {
    fn carries(&mut self, request: &[u8], server: &mut Server, fate: &Fate) -> Option<Vec<u8>> {
        match fate {
            Fate::RequestLost => return None,
            Fate::EarlierReplayed(which) if !self.requests.is_empty() => {
                let earlier: &Vec<u8> = which.get(self.requests.as_slice());
                let _nobody_waits_for_it = server.answers(earlier);
            }
            Fate::ServerRestarted => server.restarted(),
            Fate::TimePassed => server.later(30),
            Fate::ServerRestored(kept) => {
                let most = server
                    .logs
                    .values()
                    .map(|log| log.ops.len())
                    .max()
                    .unwrap_or(0);
                server.restored_to(kept.index(most + 1));
            }
            Fate::DeliveredTwice => drop(server.answers(request)),
            Fate::Delivered | Fate::AnswerLost | Fate::AnswerCut(_) => {}
            Fate::EarlierReplayed(_) | Fate::EarlierAnswer(_) => {}
        }
        let answer = server.answers(request);
        self.requests.push(request.to_vec());
        self.answers.push(answer.clone());
        match fate {
            Fate::AnswerLost => None,
            Fate::AnswerCut(at) => Some(answer[..at.index(answer.len())].to_vec()),
            Fate::EarlierAnswer(which) => Some(which.get(self.answers.as_slice()).clone()),
            _delivered => Some(answer),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn in_the_end_every_op_is_held_once(
        sessions in prop::collection::vec((0_u64..60, prop_oneof![4 => Just(5_usize), 1 => Just(2_000)], prop::collection::vec(fate(), 1..5)), 1..6),
        colleagues in 0_u64..50,
    ) {
        let mut server = Server::new();
        let mut phone = Phone::new(1, &mut server);
        let mut colleague = Phone::new(2, &mut server);
        colleague.write(colleagues, 30, 0);
        let mut wire = Wire::default();
        for (written, size, fates) in &sessions {
            phone.write(*written, *size, 0);
            phone.foreign = colleague.exported();
            let mut fates = fates.iter();
            let end = phone.syncs(|request| {
                let fate = fates.next().unwrap_or(&Fate::Delivered);
                wire.carries(request, &mut server, fate)
            });
            // However it ended, what was receipted then was held then, and the phone has it all.
            prop_assert!(phone.receipted.next_seq <= phone.head().next_seq, "{end:?}");
        }
        // The network is well again: one session is enough for everything.
        phone.foreign = colleague.exported();
        let end = phone.syncs(|request| Some(server.answers(request)));
        prop_assert_eq!(end, End::Done);
        prop_assert!(server.holds_all_of(&phone));
        prop_assert!(server.holds_all_of(&colleague));
        prop_assert_eq!(phone.receipted, phone.head());
        // And a further one has nothing to send.
        server.requests.clear();
        let end = phone.syncs(|request| Some(server.answers(request)));
        prop_assert_eq!(end, End::Done);
        prop_assert_eq!(server.requests.len(), 1);
        prop_assert!(server.requests[0] < 400);
    }
}
