//! Valid input to bend: what phones, servers and other programs really write.

use domain::{DeviceId, EmployeeId, MemberId};
use oplog::Segment;
use oplog::receipt::{Durable, Outcome, Outcomes, Signed, Verdict};
use sync::server::{Parts, done};
use sync::{Answer, BaseMark, Delta, DeltaRow, RefusedCode, Request};
use testkit::{TestPhone, at};

/// A phone that has worked for some days.
fn phone(seed: u64) -> TestPhone {
    let (member, employee) = (
        MemberId::from_bytes([2; 16]),
        EmployeeId::from_bytes([3; 16]),
    );
    let company = domain::CompanyId::from_bytes([1; 16]);
    let mut phone = TestPhone::new(company, member, employee, seed);
    for day in 1..=(3 + seed) {
        let entry = phone.clock_in(at(&format!("2026-03-{day:02}T08:00:00Z")));
        phone.start_break(entry, at(&format!("2026-03-{day:02}T12:00:00Z")));
        phone.end_break(entry, at(&format!("2026-03-{day:02}T12:30:00Z")));
        phone.clock_out(entry, at(&format!("2026-03-{day:02}T16:00:00Z")));
    }
    phone
}

pub fn segments() -> Vec<Vec<u8>> {
    (0..4).map(|seed| phone(seed).segment()).collect()
}

pub fn segment(seed: u64) -> Segment {
    let bytes = phone(seed).segment();
    Segment::decode(&bytes).expect("a valid segment").0
}

pub fn unsent_files() -> Vec<Vec<u8>> {
    let all = segments();
    vec![
        sync::export::write(&all),
        sync::export::write(&all[..1]),
        sync::export::write(&[]),
    ]
}

pub fn requests() -> Vec<Vec<u8>> {
    let request = |seed: u64| {
        let phone = phone(seed);
        let request = Request {
            company: phone.company,
            device: DeviceId::from_bytes([4; 16]),
            log: phone.log,
            challenge: (seed > 0).then_some([7; 32]),
            sent_at: at("2026-03-20T08:00:00Z"),
            base: BaseMark::NONE,
            outcomes_from: seed,
            segments: vec![phone.segment()],
        };
        request.with_signature(phone.key.sign(&request.to_sign()))
    };
    (0..3).map(request).collect()
}

pub fn answers() -> Vec<Vec<u8>> {
    let phone = phone(1);
    let company = phone.company;
    let durable = Durable {
        company,
        log: phone.log,
        next_seq: 4,
        hash: [5; 32],
        epoch: 1,
    };
    let outcome = |seq| Outcome {
        seq,
        position: seq + 9,
        verdict: Verdict::Applied,
    };
    let outcomes = Outcomes {
        company,
        log: phone.log,
        epoch: 1,
        outcomes: (0..4).map(outcome).collect(),
    };
    let row = DeltaRow {
        table: 3,
        key: vec![1; 16],
        value: Some(vec![9; 40]),
    };
    let parts = Parts {
        receipts: vec![Signed::new(durable, &phone.key)],
        outcomes: Some(Signed::new(outcomes, &phone.key)),
        delta: Delta {
            snapshot: true,
            mark: BaseMark::NONE,
            rows: vec![row],
        },
        problems: Vec::new(),
        more: false,
    };
    vec![
        done(parts, [8; 32], at("2026-03-20T08:00:00Z")).encode(),
        Answer::Challenge { challenge: [8; 32] }.encode(),
        Answer::Refused(RefusedCode::Unavailable).encode(),
    ]
}

pub fn tables() -> Vec<Vec<u8>> {
    let texts = [
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n\
         Ana,ana@example.com,Miller,House,,Framing,No,2024-03-15,08:00:00,2024-03-15,16:30:00,08:30:00,\n",
        "Empleado;Fecha;Horas;Nota\r\nNúria Peña;15/03/2024;7,5;\"año \"\"nuevo\"\"\"\r\n",
        "Date\tName\tHours\tNote\n03/15/2024\tBen\t8:15\t=1+1\n03/16/2024\tBen\t-1\t\n",
    ];
    let mut files: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    files.push(texts[1].encode_utf16().flat_map(u16::to_le_bytes).collect());
    files
}
