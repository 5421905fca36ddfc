//! Valid input to bend: what phones, servers and other programs really write.

use std::fs;

use domain::{DeviceId, EmployeeId, MemberId};
use oplog::receipt::{Durable, Outcome, Outcomes, Signed, Verdict};
use sync::server::{Parts, done};
use sync::{Answer, BaseMark, Delta, DeltaRow, Held, RefusedCode, Request, Rotation};
use testkit::{TestPhone, at};

use crate::workbook;

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

/// Ops of every kind.
pub fn ops() -> Vec<Vec<u8>> {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/oplog/tests/golden");
    let files = fs::read_dir(golden).expect("the golden files");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let of_ops = files.iter().filter(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with("op-"))
    });
    of_ops
        .map(|path| {
            let hex = fs::read_to_string(path).expect("a golden file");
            let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
            let pairs = digits
                .chunks(2)
                .map(|pair| str::from_utf8(pair).expect("digits"));
            pairs
                .map(|pair| u8::from_str_radix(pair, 16).expect("a byte"))
                .collect()
        })
        .collect()
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
            held: vec![Held {
                seq: seed / 2,
                position: seed,
            }],
            shown: (seed > 1).then(|| Signed::new(durable(&phone), &phone.key)),
            segments: vec![phone.segment()],
        };
        request.with_signature(phone.key.sign(&request.to_sign()))
    };
    (0..3).map(request).collect()
}

fn durable(phone: &TestPhone) -> Durable {
    Durable {
        company: phone.company,
        log: phone.log,
        next_seq: 4,
        hash: [5; 32],
        epoch: 1,
    }
}

pub fn answers() -> Vec<Vec<u8>> {
    let phone = phone(1);
    let company = phone.company;
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
        receipts: vec![Signed::new(durable(&phone), &phone.key)],
        outcomes: Some(Signed::new(outcomes, &phone.key)),
        delta: Delta {
            from: BaseMark::NONE,
            snapshot: true,
            mark: BaseMark::NONE,
            rows: vec![row],
        },
        problems: Vec::new(),
        more: false,
        backed_up: 2,
        rotate: Some(Rotation {
            log: phone.log,
            secret: [6; 32],
        }),
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
    let [cells, shared, styles] = workbook_parts();
    files.push(workbook::workbook(&cells, &shared, &styles));
    files
}

/// The sheet, the shared strings and the styles of a workbook.
pub fn workbook_parts() -> [Vec<u8>; 3] {
    const CELLS: &[u8] = br#"<worksheet><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Hours</t></is></c></row>
        <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45361</v></c><c r="C2"><v>7.5</v></c></row>
        <row r="3"><c r="A3" t="str"><v>Ana</v></c><c r="B3" s="1"><v>45362.25</v></c><c r="C3" t="b"><v>1</v></c></row>
        </sheetData></worksheet>"#;
    const SHARED: &[u8] = b"<sst><si><t>User</t></si><si><t>Date</t></si><si><r><t>An</t></r><r><t>a</t></r></si></sst>";
    const STYLES: &[u8] =
        br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    [CELLS.to_vec(), SHARED.to_vec(), STYLES.to_vec()]
}
