//! Fixed values: one payload of every kind, a log to write them in, receipts of every verdict.

use domain::id::Id;
use domain::{CompanyId, LogId};
use jiff::Timestamp;
use oplog::receipt::{Outcome, QuarantineReason, Verdict};
use oplog::sign::head_message;
use oplog::v1::Envelope;
use oplog::v1::payload::{self as p, BreakTimes, InvitationPurpose, RoleTag};
use oplog::{LogHead, LogSecret, Op, Payload, PublicKey, Segment, SigningKey};

/// An id whose bytes are all the same.
pub fn id<I: Id>(byte: u8) -> I {
    I::from_id_bytes([byte; 16])
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub fn company() -> CompanyId {
    id(0xc0)
}

pub fn log() -> LogId {
    id(0x10)
}

pub fn secret() -> LogSecret {
    LogSecret::from_bytes([0x5e; 32])
}

pub fn key() -> SigningKey {
    SigningKey::from_seed([0x2a; 32])
}

/// The envelope that every golden op has; `Op::new` sets kind and payload.
pub fn envelope() -> Envelope {
    Envelope {
        kind: 0,
        op_id: id(0x01),
        actor: id(0x02),
        subject: [0x03; 16],
        at: at("2026-03-09T11:02:03.456Z"),
        zone: "America/New_York".into(),
        utc_offset_seconds: -14_400,
        boot_id: 0x0123_4567_89ab_cdef,
        monotonic_ms: 86_400_000,
        seen: 300,
        base: Some([0x04; 16]),
        payload: Vec::new(),
    }
}

/// A log of these ops from an empty start, as one segment.
pub fn segment_of(ops: &[Op]) -> Segment {
    segment_after(LogHead::EMPTY, ops)
}

/// These ops after `before`, as one signed segment.
pub fn segment_after(before: LogHead, ops: &[Op]) -> Segment {
    let after = ops.iter().fold(before, |head, op| {
        head.then(log(), secret().digest(head.next_seq, op.bytes()))
    });
    Segment {
        company: company(),
        log: log(),
        before,
        after,
        signature: key().sign(&head_message(company(), log(), after)),
        ops: ops.iter().map(|op| op.bytes().to_vec()).collect(),
    }
}

/// Receipt lines of every verdict there is, in files as they came to be.
pub fn every_verdict() -> [(&'static str, Vec<Outcome>); 4] {
    use QuarantineReason as Why;
    let first = [
        Verdict::Applied,
        Verdict::Superseded,
        Verdict::Parked,
        Verdict::Quarantined(Why::NotPermitted),
        Verdict::Quarantined(Why::WrongActor),
        Verdict::Quarantined(Why::DeviceRevoked),
        Verdict::Quarantined(Why::UnknownSubject),
        Verdict::Quarantined(Why::IdReused),
        Verdict::Quarantined(Why::Unreadable),
        Verdict::Quarantined(Why::BreaksRule),
    ];
    let second = [Verdict::Quarantined(Why::EmployeeArchived)];
    let third = [Verdict::Quarantined(Why::SetAside)];
    let fourth = [Verdict::Quarantined(Why::PeriodLocked)];
    [
        ("receipt-outcomes", lines(&first)),
        ("receipt-outcomes-2", lines(&second)),
        ("receipt-outcomes-3", lines(&third)),
        ("receipt-outcomes-4", lines(&fourth)),
    ]
}

fn lines(verdicts: &[Verdict]) -> Vec<Outcome> {
    verdicts
        .iter()
        .zip(0..)
        .map(|(verdict, seq)| Outcome {
            seq,
            position: 1_000 + seq,
            verdict: *verdict,
        })
        .collect()
}

/// The next verdict after one: exhaustive, so that a new one is noticed here and gets its bytes.
pub fn verdict_number(verdict: Verdict) -> u8 {
    use QuarantineReason as Why;
    match verdict {
        Verdict::Applied => 0,
        Verdict::Superseded => 1,
        Verdict::Parked => 2,
        Verdict::Quarantined(Why::NotPermitted) => 3,
        Verdict::Quarantined(Why::WrongActor) => 4,
        Verdict::Quarantined(Why::DeviceRevoked) => 5,
        Verdict::Quarantined(Why::UnknownSubject) => 6,
        Verdict::Quarantined(Why::IdReused) => 7,
        Verdict::Quarantined(Why::Unreadable) => 8,
        Verdict::Quarantined(Why::BreaksRule) => 9,
        Verdict::Quarantined(Why::EmployeeArchived) => 10,
        Verdict::Quarantined(Why::SetAside) => 11,
        Verdict::Quarantined(Why::PeriodLocked) => 12,
    }
}

fn breaks() -> Vec<BreakTimes> {
    vec![
        BreakTimes {
            start: at("2026-03-09T12:00:00Z"),
            end: Some(at("2026-03-09T12:30:00Z")),
            paid: false,
        },
        BreakTimes {
            start: at("2026-03-09T14:00:00Z"),
            end: None,
            paid: true,
        },
    ]
}

/// A payload of a kind with every field set, or `None` for a kind that has no sample yet.
pub fn payload(kind: u16) -> Option<Payload> {
    company_and_people(kind)
        .or_else(|| devices(kind))
        .or_else(|| work(kind))
        .or_else(|| time(kind))
        .or_else(|| import(kind))
        .or_else(|| super::sheets::timesheets(kind))
        .or_else(|| super::pay::pay(kind))
}

fn import(kind: u16) -> Option<Payload> {
    Some(match kind {
        3 => Payload::from(p::CompanyOpened {
            name: "Reed Framing".into(),
            zone: "America/New_York".into(),
            workweek_starts: 1,
            language: "en".into(),
        }),
        4 => p::OwnerAppointed {
            employee: id(0x21),
            account: id(0x22),
            name: "Olivia Reed".into(),
            email: "olivia@example.com".into(),
        }
        .into(),
        80 => p::ImportNames {
            employees: vec![p::ImportedEmployee {
                employee: id(0x21),
                member: id(0x20),
                name: "Gloria Peña".into(),
                email: "gloria@example.com".into(),
            }],
            jobs: vec![p::ImportedJob {
                job: id(0x30),
                code: "1042".into(),
                name: "Miller house".into(),
                customer: "Miller".into(),
            }],
            cost_codes: vec![p::ImportedCostCode {
                cost_code: id(0x31),
                code: String::new(),
                name: "Framing".into(),
            }],
        }
        .into(),
        81 => p::ImportEntries {
            entries: vec![
                p::ImportedEntry {
                    employee: id(0x21),
                    start: at("2024-03-09T11:00:00Z"),
                    end: at("2024-03-09T19:30:00Z"),
                    break_seconds: 1_800,
                    job: Some(id(0x30)),
                    cost_code: Some(id(0x31)),
                    note: "línea 1\nline 2 🔨".into(),
                    hours_only: false,
                    content: [0x66; 16],
                },
                p::ImportedEntry {
                    employee: id(0x21),
                    start: at("2024-03-10T13:00:00Z"),
                    end: at("2024-03-10T20:00:00Z"),
                    break_seconds: 0,
                    job: None,
                    cost_code: None,
                    note: String::new(),
                    hours_only: true,
                    content: [0x67; 16],
                },
            ],
        }
        .into(),
        82 => p::ImportCommitted {
            parts: 2,
            file: [0x71; 32],
            report: Some([0x72; 32]),
            file_name: "hours.csv".into(),
            source: "toggl".into(),
            mapping: "{}".into(),
            headers: [0x73; 16],
            zone: "America/New_York".into(),
            rows: 300,
            entries: 2,
            duplicates: 297,
            rejected: 1,
            employees: 1,
            jobs: 1,
            cost_codes: 1,
            seconds: 50_400,
        }
        .into(),
        83 => p::ImportUndone {
            reason: "the wrong file".into(),
        }
        .into(),
        _other => return None,
    })
}

fn company_and_people(kind: u16) -> Option<Payload> {
    Some(match kind {
        1 => Payload::from(p::CompanyFounded {
            name: "Reed Framing".into(),
            zone: "America/New_York".into(),
            workweek_starts: 1,
            language: "en".into(),
            owner: id(0x20),
            employee: id(0x21),
            account: id(0x22),
            owner_name: "Olivia Reed".into(),
            owner_email: "olivia@example.com".into(),
        }),
        2 => p::CompanyChanged {
            name: Some("Reed & Sons".into()),
            zone: Some("Europe/Madrid".into()),
            workweek_starts: Some(7),
            language: Some("es".into()),
        }
        .into(),
        5 => p::ServerRestored {
            backup_made_at: at("2026-03-09T02:00:00Z"),
            epoch: 1_773_100_800_000,
        }
        .into(),
        6 => p::Rejudged {
            position: 1_000,
            verdict: Verdict::Quarantined(QuarantineReason::SetAside),
            reason: "stated twice".into(),
        }
        .into(),
        7 => p::RecoveryEnded {
            since: at("2026-03-09T08:00:00Z"),
            end: p::RecoveryEnd::Confirmed,
            missing: 3,
        }
        .into(),
        8 => p::LogForked {
            log: id(0x61),
            from: id(0x60),
            next_seq: 300,
            hash: [0x62; 32],
        }
        .into(),
        10 => p::EmployeeAdded {
            name: "Gloria Peña".into(),
            email: "gloria@example.com".into(),
            number: "17".into(),
        }
        .into(),
        11 => p::EmployeeChanged {
            name: Some("Gloria P.".into()),
            email: None,
            number: Some(String::new()),
        }
        .into(),
        12 => p::EmployeeArchived {}.into(),
        13 => p::EmployeeRestored {}.into(),
        20 => p::MemberAdded {
            employee: id(0x21),
            role: RoleTag::Worker,
            account: Some(id(0x22)),
        }
        .into(),
        21 => p::MemberRoleChanged {
            role: RoleTag::Manager,
        }
        .into(),
        22 => p::MemberAccountLinked {
            account: id(0x22),
            invitation: Some(id(0x23)),
        }
        .into(),
        _other => return None,
    })
}

fn devices(kind: u16) -> Option<Payload> {
    Some(match kind {
        30 => Payload::from(p::InvitationIssued {
            member: id(0x20),
            purpose: InvitationPurpose::Device,
            expires_at: at("2026-03-16T11:02:03.456Z"),
        }),
        31 => p::InvitationRevoked {}.into(),
        32 => p::DeviceEnrolled {
            member: id(0x20),
            log: id(0x24),
            public_key: PublicKey([0x25; 32]),
            name: "Chrome on Android".into(),
            invitation: Some(id(0x23)),
        }
        .into(),
        33 => p::DeviceRevoked {
            reason: "lost on site".into(),
        }
        .into(),
        34 => p::InvitationMailed {
            problem: "550 no such mailbox".into(),
        }
        .into(),
        _other => return None,
    })
}

fn work(kind: u16) -> Option<Payload> {
    Some(match kind {
        40 => Payload::from(p::JobAdded {
            code: "1042".into(),
            name: "Miller house".into(),
            customer: "Miller".into(),
        }),
        41 => p::JobChanged {
            code: None,
            name: Some("Miller barn".into()),
            customer: Some(String::new()),
        }
        .into(),
        42 => p::JobArchived {}.into(),
        43 => p::JobRestored {}.into(),
        50 => p::CostCodeAdded {
            code: "FRAME".into(),
            name: "Framing".into(),
            job: Some(id(0x30)),
        }
        .into(),
        51 => p::CostCodeChanged {
            code: None,
            name: Some("Frames".into()),
            job: Some(None),
        }
        .into(),
        52 => p::CostCodeArchived {}.into(),
        53 => p::CostCodeRestored {}.into(),
        _other => return None,
    })
}

fn time(kind: u16) -> Option<Payload> {
    let (job, cost_code) = (Some(id(0x30)), Some(id(0x31)));
    Some(match kind {
        60 => Payload::from(p::ClockedIn {
            employee: id(0x21),
            job,
            cost_code,
            note: "north wall".into(),
        }),
        61 => p::ClockedOut {}.into(),
        62 => p::BreakStarted { paid: true }.into(),
        63 => p::BreakEnded {}.into(),
        64 => p::JobSwitched {
            from: id(0x32),
            employee: id(0x21),
            job,
            cost_code: None,
            note: String::new(),
        }
        .into(),
        65 => p::EntryAdded {
            employee: id(0x21),
            start: at("2026-03-09T11:00:00Z"),
            end: at("2026-03-09T19:30:00Z"),
            breaks: breaks(),
            job,
            cost_code,
            note: "rain".into(),
            reason: "phone was flat".into(),
        }
        .into(),
        66 => p::EntryEdited {
            start: Some(at("1969-12-31T23:59:59.999Z")),
            end: None,
            breaks: Some(breaks()),
            job: Some(None),
            cost_code: Some(cost_code),
            note: Some("línea 1\nline 2".into()),
            reason: "as told by phone".into(),
        }
        .into(),
        67 => p::EntryVoided {
            reason: "twice".into(),
        }
        .into(),
        68 => p::EntryRestored {
            reason: "not twice".into(),
        }
        .into(),
        69 => p::ExceptionsSettled {
            exceptions: vec!["overlap".into(), "late".into()],
            note: "seen".into(),
        }
        .into(),
        _other => return None,
    })
}
