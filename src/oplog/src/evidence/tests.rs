//! A pack made by hand, and what happens when something in it is changed.

use domain::MemberId;
use domain::OpId;

use super::*;
use crate::chain::LogSecret;
use crate::v1::Envelope;
use crate::v1::payload as p;

const COMPANY: CompanyId = CompanyId::from_bytes([1; 16]);
const LOG: LogId = LogId::from_bytes([2; 16]);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_773_000_000 + second).unwrap()
}

fn op(number: u8, payload: impl Into<crate::Payload>) -> Op {
    let envelope = Envelope {
        kind: 0,
        op_id: OpId::from_bytes([number; 16]),
        actor: MemberId::from_bytes([3; 16]),
        subject: [4; 16],
        at: at(number.into()),
        zone: "America/New_York".to_owned(),
        utc_offset_seconds: -18_000,
        boot_id: 1,
        monotonic_ms: 0,
        seen: 0,
        base: None,
        payload: Vec::new(),
    };
    Op::new(envelope, payload.into())
}

fn keys() -> (SigningKey, SigningKey) {
    (
        SigningKey::from_seed([7; 32]),
        SigningKey::from_seed([8; 32]),
    )
}

/// A log of three ops of which the first and the last are about the employee.
fn evidence() -> Evidence {
    let (server, phone) = keys();
    let secret = LogSecret::from_bytes([9; 32]);
    let clocked = p::ClockedIn {
        employee: EmployeeId::from_bytes([5; 16]),
        job: None,
        cost_code: None,
        note: "north wall".to_owned(),
    };
    let ops = [
        op(1, clocked),
        op(2, p::BreakStarted { paid: false }),
        op(3, p::ClockedOut {}),
    ];
    let (mut head, mut hash) = (LogHead::EMPTY, [0; 32]);
    let (mut kept, mut links) = (Vec::new(), Vec::new());
    for (seq, op) in (0_u64..).zip(&ops) {
        let digest = secret.digest(seq, op.bytes());
        let salt = secret.salt(seq);
        kept.push((
            Named(LOG),
            match seq {
                1 => Kept::Digest(digest.0),
                _about_the_employee => Kept::Shown {
                    salt,
                    bytes: op.bytes().to_vec(),
                },
            },
        ));
        let link = JournalLink {
            arrival: seq + 1,
            log: LOG,
            seq,
            digest: digest.0,
            verdict: Verdict::Applied,
            engine: 1,
            received_at: at(100),
        };
        hash = link.hash(hash, COMPANY, seq + 1);
        links.push(link);
        head = head.then(LOG, digest);
    }
    let durable = Durable {
        company: COMPANY,
        log: LOG,
        next_seq: head.next_seq,
        hash: head.hash.0,
        epoch: 1,
    };
    Evidence {
        company: COMPANY,
        company_name: "Reyes Framing".to_owned(),
        employee: EmployeeId::from_bytes([5; 16]),
        employee_name: "Ana".to_owned(),
        first: Date::constant(2026, 3, 2),
        last: Date::constant(2026, 3, 8),
        zone: "America/New_York".to_owned(),
        made_at: at(200),
        server: server.public(),
        journal: JournalPart {
            positions_before: 0,
            hash_before: [0; 32],
            links,
            signature: server.sign(&journal_message(COMPANY, 3, ChainHash(hash))),
        },
        logs: vec![LogPart {
            log: LOG,
            writer: "Ana's phone".to_owned(),
            holder: "Ana".to_owned(),
            key: phone.public(),
            ops_before: 0,
            hash_before: [0; 32],
            ops: kept,
            signature: phone.sign(&head_message(COMPANY, LOG, head)),
            receipt: Signed::new(durable, &server),
        }],
        names: Vec::new(),
    }
}

#[test]
fn a_sound_pack_tells_what_was_stated_and_how_it_was_judged() {
    let (server, _) = keys();
    let (opened, is_signed) = Evidence::open(&evidence().seal(&server)).unwrap();
    assert!(is_signed);
    assert_eq!(opened, evidence());
    let checked = opened.check();
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!(
        (checked.digests, checked.links, checked.signatures),
        (1, 3, 3)
    );
    let stated: Vec<_> = checked
        .stated
        .iter()
        .map(|stated| (stated.position, stated.op.payload.name()))
        .collect();
    assert_eq!(stated, [(Some(1), "ClockedIn"), (Some(3), "ClockedOut")]);
}

#[test]
fn whatever_is_changed_is_noticed() {
    type Change = fn(&mut Evidence);
    let changes: [(&str, Change); 7] = [
        ("a time", |pack| {
            if let Some((_, Kept::Shown { bytes, .. })) = pack.logs[0].ops.first_mut() {
                let end = bytes.len() - 1;
                bytes[end] ^= 1;
            }
        }),
        ("an op left out at the end", |pack| {
            pack.logs[0].ops.pop();
        }),
        ("a digest", |pack| {
            pack.logs[0].ops[1].1 = Kept::Digest([0; 32]);
        }),
        ("a verdict", |pack| {
            pack.journal.links[0].verdict = Verdict::Superseded;
        }),
        ("when it came", |pack| {
            pack.journal.links[2].received_at = at(101);
        }),
        ("the key", |pack| {
            pack.logs[0].key = SigningKey::from_seed([6; 32]).public();
        }),
        ("the receipt", |pack| {
            pack.logs[0].receipt.statement.next_seq = 2;
        }),
    ];
    for (what, change) in changes {
        let mut pack = evidence();
        change(&mut pack);
        assert!(!pack.check().problems.is_empty(), "{what} was changed");
    }
}

#[test]
fn a_name_that_is_changed_breaks_the_signature_over_the_file() {
    let (server, stranger) = keys();
    let mut pack = evidence();
    pack.employee_name = "Ben".to_owned();
    let (_, is_signed) = Evidence::open(&pack.seal(&stranger)).unwrap();
    assert!(!is_signed);
    let (_, is_signed) = Evidence::open(&pack.seal(&server)).unwrap();
    assert!(is_signed, "the server may say so");
}

#[test]
fn what_is_no_pack_is_refused() {
    let (server, _) = keys();
    let file = evidence().seal(&server);
    assert_eq!(Evidence::open(b"PK"), Err(EvidenceError::NotEvidence));
    for length in [9, 70, file.len() / 2, file.len() - 1] {
        assert_eq!(
            Evidence::open(&file[..length]),
            Err(EvidenceError::Damaged),
            "cut at {length}"
        );
    }
}

/// The form is frozen: a file of this version is read for ever.
#[test]
fn the_golden_pack_reads_as_it_was_written() {
    let file = include_bytes!("../../tests/golden/evidence-1.ttevidence");
    assert_eq!(Evidence::open(file), Ok((evidence(), true)));
}
