//! Messages and export files: frozen bytes, limits, and bytes from anyone.

use std::io::Write;

use domain::{CompanyId, DeviceId, LogId};
use oplog::receipt::{Durable, Outcome, Outcomes, Signed, Verdict};
use oplog::{Signature, SigningKey};
use proptest::prelude::*;
use sync::export::{self, ExportError};
use sync::message::{MessageError, REQUEST_BYTES_MAX};
use sync::{
    Answer, BaseMark, Delta, DeltaRow, Done, Held, ProblemCode, RefusedCode, Request, Rotation,
    SegmentProblem, SignedRequest,
};

use super::parties::{company, noise, start};

fn request() -> Request {
    Request {
        company: company(),
        device: DeviceId::from_bytes([1; 16]),
        log: LogId::from_bytes([2; 16]),
        challenge: Some([3; 32]),
        sent_at: start(),
        base: BaseMark {
            epoch: 1,
            position: 300,
            view_version: 1,
        },
        outcomes_from: 70_000,
        held: vec![Held {
            seq: 69_000,
            position: 300,
        }],
        shown: Some(Signed::new(durable(), &SigningKey::from_seed([7; 32]))),
        segments: vec![vec![1, 2, 3], Vec::new(), vec![4; 300]],
    }
}

fn durable() -> Durable {
    Durable {
        company: company(),
        log: LogId::from_bytes([2; 16]),
        next_seq: 258,
        hash: [9; 32],
        epoch: 1,
    }
}

fn done() -> Answer {
    let key = SigningKey::from_seed([7; 32]);
    let log = LogId::from_bytes([2; 16]);
    let outcome = Outcome {
        seq: 257,
        position: 301,
        verdict: Verdict::Superseded,
    };
    let outcomes = Outcomes {
        company: company(),
        log,
        epoch: 1,
        outcomes: vec![outcome],
    };
    let codes = [
        ProblemCode::Malformed,
        ProblemCode::UnknownLog,
        ProblemCode::NotAuthentic,
        ProblemCode::Gap,
        ProblemCode::Fork,
    ];
    Answer::Done(Box::new(Done {
        challenge: [4; 32],
        server_time: start(),
        receipts: vec![Signed::new(durable(), &key)],
        outcomes: Some(Signed::new(outcomes, &key)),
        delta: Delta {
            from: BaseMark {
                epoch: 1,
                position: 300,
                view_version: 1,
            },
            snapshot: true,
            mark: BaseMark {
                epoch: 1,
                position: 301,
                view_version: 1,
            },
            rows: vec![
                DeltaRow {
                    table: 9,
                    key: vec![5; 16],
                    value: Some(vec![6; 20]),
                },
                DeltaRow {
                    table: 11,
                    key: vec![5; 32],
                    value: None,
                },
            ],
        },
        problems: codes
            .into_iter()
            .zip(0..)
            .map(|(code, index)| SegmentProblem { index, code })
            .collect(),
        more: true,
        backed_up: 128,
        rotate: Some(Rotation {
            log: LogId::from_bytes([8; 16]),
            secret: [9; 32],
        }),
    }))
}

/// Compares bytes with their golden file, which is made once with `GOLDEN=new` and never again.
#[track_caller]
fn check(name: &str, bytes: &[u8]) {
    let hex: String = bytes
        .chunks(32)
        .map(|line| {
            line.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
                + "\n"
        })
        .collect();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.hex"));
    if !path.exists() && std::env::var_os("GOLDEN").is_some_and(|value| value == "new") {
        let mut file = std::fs::File::create_new(&path).expect("a new golden file");
        file.write_all(hex.as_bytes())
            .expect("a written golden file");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!("{name} has no golden file; make it by one run with GOLDEN=new and commit it")
    });
    assert_eq!(
        golden, hex,
        "{name} is encoded differently: old phones and servers would not understand it"
    );
}

#[test]
fn messages_have_the_bytes_they_always_had() {
    let key = SigningKey::from_seed([7; 32]);
    let bytes = request().with_signature(key.sign(&request().to_sign()));
    check("request", &bytes);
    let (signed, read) = SignedRequest::decode(&bytes).unwrap();
    assert_eq!(read, request());
    assert!(signed.verify(&key.public()));

    check("answer-done", &done().encode());
    assert_eq!(Answer::decode(&done().encode()), Ok(done()));
    let codes = [
        RefusedCode::UnknownDevice,
        RefusedCode::DeviceRevoked,
        RefusedCode::Unavailable,
    ];
    let short = [Answer::Challenge { challenge: [4; 32] }]
        .into_iter()
        .chain(codes.map(Answer::Refused));
    let bytes: Vec<u8> = short.flat_map(|answer| answer.encode()).collect();
    check("answers-challenge-refused", &bytes);
    check(
        "export",
        &export::write(&[vec![1, 2, 3], Vec::new(), vec![4; 300]]),
    );
}

#[test]
fn a_request_is_at_most_a_mebibyte() {
    let of = |size: usize| {
        let request = Request {
            segments: vec![noise(1, size)],
            ..request()
        };
        let bytes = request.with_signature(Signature([0; 32], [0; 32]));
        (bytes.len(), SignedRequest::decode(&bytes).map(|_| ()))
    };
    let (frame, _) = of(1_000_000);
    let most = REQUEST_BYTES_MAX - (frame - 1_000_000);
    assert_eq!(of(most), (REQUEST_BYTES_MAX, Ok(())));
    assert_eq!(of(most + 1).1, Err(MessageError::TooLarge));
}

#[test]
fn a_request_of_many_empty_segments_claims_no_more_than_its_limit() {
    let request = Request {
        segments: vec![Vec::new(); 900_000],
        ..request()
    };
    let bytes = request.with_signature(Signature([0; 32], [0; 32]));
    assert!(bytes.len() < REQUEST_BYTES_MAX);
    assert!(matches!(
        SignedRequest::decode(&bytes),
        Err(MessageError::Codec(_))
    ));
}

#[test]
fn an_export_file_has_limits() {
    let most = vec![vec![7]; export::SEGMENTS_MAX];
    assert_eq!(export::read(&export::write(&most)), Ok(most.clone()));
    let over = [most, vec![vec![7]]].concat();
    assert_eq!(
        export::read(&export::write(&over)),
        Err(ExportError::TooLarge)
    );
    assert_eq!(
        export::read(&vec![0; export::FILE_BYTES_MAX + 1]),
        Err(ExportError::TooLarge)
    );
    assert_eq!(export::read(b"TTUN"), Err(ExportError::CutShort));
    assert_eq!(
        export::read(b"TTUN\x02"),
        Err(ExportError::UnknownVersion(2))
    );
    assert_eq!(export::read(b"TTUN\x01"), Ok(Vec::new()));
    assert_eq!(
        export::read(b"TTUN\x01\xff\xff\xff\xff"),
        Err(ExportError::CutShort)
    );
    assert_eq!(export::read(b""), Err(ExportError::NotAnExport));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let versioned = [&[1][..], &bytes].concat();
        for bytes in [&bytes, &versioned] {
            let _read = SignedRequest::decode(bytes);
            let _read = Answer::decode(bytes);
            let _read = export::read(bytes);
            let _read = export::read(&[&b"TTUN"[..], bytes].concat());
        }
    }

    #[test]
    fn damaged_messages_never_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let spoil = |mut bytes: Vec<u8>| {
            for (place, byte) in &damage {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            bytes
        };
        let sent = spoil(request().with_signature(Signature([0; 32], [0; 32])));
        let answered = spoil(done().encode());
        let _read = SignedRequest::decode(&sent);
        let _read = SignedRequest::decode(&sent[..cut.index(sent.len())]);
        let _read = Answer::decode(&answered);
        let _read = Answer::decode(&answered[..cut.index(answered.len())]);
        let file = spoil(export::write(&request().segments));
        let _read = export::read(&file);
        let _read = export::read(&file[..cut.index(file.len())]);
    }

    #[test]
    fn a_request_reads_back_as_it_was_written(
        ids in any::<[[u8; 16]; 3]>(), challenge in prop::option::of(any::<[u8; 32]>()),
        marks in any::<(u64, u64, u32, u64)>(), segments in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..5),
    ) {
        let (epoch, position, view_version, outcomes_from) = marks;
        let request = Request {
            company: CompanyId::from_bytes(ids[0]),
            device: DeviceId::from_bytes(ids[1]),
            log: LogId::from_bytes(ids[2]),
            challenge,
            sent_at: start(),
            base: BaseMark { epoch, position, view_version },
            outcomes_from,
            held: Vec::new(),
            shown: None,
            segments: segments.clone(),
        };
        let key = SigningKey::from_seed([7; 32]);
        let (signed, read) = SignedRequest::decode(&request.with_signature(key.sign(&request.to_sign()))).unwrap();
        prop_assert!(signed.verify(&key.public()));
        prop_assert_eq!(read, request);
        prop_assert_eq!(export::read(&export::write(&segments)), Ok(segments));
    }
}
