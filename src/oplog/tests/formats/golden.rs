//! Golden files: the bytes of version 1, for ever. A file is made once, with `GOLDEN=new`, when a
//! kind is added; one that is there is never written again. A failure here means that stored logs
//! and phones in the field would no longer be understood: add a version, do not edit the file.

use std::io::Write;
use std::path::PathBuf;

use oplog::codec;
use oplog::receipt::{Durable, Outcomes, Signed};
use oplog::sign::{head_message, journal_message};
use oplog::{ChainHash, LogHead, Op, Payload, Segment};

use super::samples::{self, company, every_verdict, key, log, secret, verdict_number};

/// Compares bytes with their golden file.
#[track_caller]
fn check(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.hex"));
    if !path.exists() && std::env::var_os("GOLDEN").is_some_and(|value| value == "new") {
        let mut file = std::fs::File::create_new(&path).expect("a new golden file");
        file.write_all(to_hex(bytes).as_bytes())
            .expect("a written golden file");
    }
    let Ok(text) = std::fs::read_to_string(&path) else {
        panic!(
            "{name} has no golden file; make tests/golden/{name}.hex by one run with GOLDEN=new and commit it"
        );
    };
    let golden = from_hex(&text);
    assert!(
        golden == bytes,
        "{name} is encoded differently from its golden file; formats are never edited, add a version\n\
         golden: {}\nnow:    {}",
        to_hex(&golden),
        to_hex(bytes)
    );
    golden
}

fn to_hex(bytes: &[u8]) -> String {
    let line = |chunk: &[u8]| {
        chunk
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            + "\n"
    };
    bytes.chunks(32).map(line).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).expect("hex"))
        .collect();
    assert!(
        digits.len().is_multiple_of(2),
        "an odd number of hexadecimal digits"
    );
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("a byte"))
        .collect()
}

#[test]
fn an_op_of_every_kind_has_the_bytes_it_always_had() {
    for (kind, name) in Payload::KINDS {
        let Some(payload) = samples::payload(*kind) else {
            panic!("kind {kind} ({name}) has no sample; add it to samples.rs, then its golden file")
        };
        assert_eq!(
            payload.name(),
            *name,
            "the sample of kind {kind} is of another kind"
        );
        let op = Op::new(samples::envelope(), payload);
        let golden = check(&format!("op-{kind:03}-{name}"), op.bytes());
        assert_eq!(Op::decode(&golden), Ok(op), "{name}");
    }
}

#[test]
fn an_op_that_saw_no_row_and_has_an_unknown_kind_has_its_bytes() {
    let envelope = oplog::v1::Envelope {
        base: None,
        utc_offset_seconds: 0,
        ..samples::envelope()
    };
    let op = Op::new(
        envelope,
        Payload::Unknown {
            kind: 60_000,
            bytes: vec![1, 2, 3],
        },
    );
    let golden = check("op-unknown", op.bytes());
    assert_eq!(Op::decode(&golden), Ok(op));
}

#[test]
fn every_golden_op_is_of_a_kind_that_is_known() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for file in std::fs::read_dir(folder).expect("the golden files") {
        let name = file
            .expect("a file")
            .file_name()
            .into_string()
            .expect("a name");
        let Some(rest) = name
            .strip_prefix("op-")
            .filter(|rest| *rest != "unknown.hex")
        else {
            continue;
        };
        let known = Payload::KINDS
            .iter()
            .any(|(kind, kind_name)| rest == format!("{kind:03}-{kind_name}.hex"));
        assert!(
            known,
            "{name} is of no kind: kinds are never removed or renumbered"
        );
    }
}

#[test]
fn a_segment_has_the_bytes_it_always_had() {
    let ops: Vec<Op> = [60, 62, 63, 61]
        .into_iter()
        .map(|kind| {
            Op::new(
                samples::envelope(),
                samples::payload(kind).expect("a sample"),
            )
        })
        .collect();
    let segment = samples::segment_of(&ops);
    let golden = check(
        "segment",
        &segment.encode().expect("a segment within its limits"),
    );
    let (read, rest) = Segment::decode(&golden).expect("the golden segment");
    assert!(rest.is_empty());
    assert_eq!(read, segment);
    let verified = read
        .verify(&secret(), &key().public())
        .expect("an authentic segment");
    assert_eq!(
        verified.into_iter().map(|(op, _)| op).collect::<Vec<_>>(),
        ops
    );
}

#[test]
fn a_signed_head_has_the_bytes_it_always_had() {
    let head = LogHead {
        next_seq: 258,
        hash: ChainHash([0x77; 32]),
    };
    let message = head_message(company(), log(), head);
    let signature = key().sign(&message);
    check(
        "signed-head",
        &[message.as_slice(), &signature.to_bytes()].concat(),
    );
    assert!(key().public().verifies(&message, signature));
    let message = journal_message(company(), 258, ChainHash([0x77; 32]));
    let signature = key().sign(&message);
    check(
        "signed-journal-head",
        &[message.as_slice(), &signature.to_bytes()].concat(),
    );
}

#[test]
fn receipts_have_the_bytes_they_always_had() {
    let durable = Durable {
        company: company(),
        log: log(),
        next_seq: 258,
        hash: [0x77; 32],
        epoch: 3,
    };
    let signed = Signed::new(durable, &key());
    let golden = check("receipt-durable", &codec::encode(&signed));
    let read: Signed<Durable> = codec::decode::<_, 1024>(&golden).expect("the golden receipt");
    assert_eq!(read.verified(&key().public()), Some(&signed.statement));

    let mut numbers = Vec::new();
    for (name, outcomes) in every_verdict() {
        let outcomes = Outcomes {
            company: company(),
            log: log(),
            epoch: 3,
            outcomes,
        };
        let signed = Signed::new(outcomes, &key());
        let golden = check(name, &codec::encode(&signed));
        let read: Signed<Outcomes> = codec::decode::<_, 4096>(&golden).expect("the golden receipt");
        assert_eq!(read.verified(&key().public()), Some(&signed.statement));
        let verdicts = read.statement.outcomes.iter();
        numbers.extend(verdicts.map(|outcome| verdict_number(outcome.verdict)));
    }
    assert_eq!(
        numbers,
        (0..13).collect::<Vec<u8>>(),
        "every verdict is in the files, in order"
    );
}
