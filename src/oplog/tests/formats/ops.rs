//! Ops: whatever is written reads back, and whatever is read never panics.

use domain::id::Id;
use jiff::Timestamp;
use oplog::op::{DecodeOpError, OP_BYTES_MAX};
use oplog::v1::payload::{self as p, BreakTimes, InvitationPurpose, RoleTag};
use oplog::v1::{Envelope, PAYLOAD_BYTES_MAX};
use oplog::{Op, Payload, PublicKey};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::samples;

fn id<I: Id + std::fmt::Debug>() -> impl Strategy<Value = I> {
    any::<[u8; 16]>().prop_map(I::from_id_bytes)
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let ends = Timestamp::MIN.as_millisecond()..=Timestamp::MAX.as_second() * 1_000;
    prop_oneof![ends, 1_700_000_000_000..1_900_000_000_000_i64]
        .prop_map(|ms| Timestamp::from_millisecond(ms).expect("inside the calendar"))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "\\PC{0,40}"]
}

fn breaks() -> impl Strategy<Value = Vec<BreakTimes>> {
    vec(
        (instant(), of(instant()), any::<bool>()).prop_map(|(start, end, paid)| BreakTimes {
            start,
            end,
            paid,
        }),
        0..30,
    )
}

fn role() -> impl Strategy<Value = RoleTag> {
    prop_oneof![
        Just(RoleTag::Worker),
        Just(RoleTag::Manager),
        Just(RoleTag::Owner)
    ]
}

fn people_payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        (
            text(),
            text(),
            any::<u8>(),
            text(),
            (id(), id(), id()),
            text(),
            text()
        )
            .prop_map(
                |(
                    name,
                    zone,
                    workweek_starts,
                    language,
                    (owner, employee, account),
                    owner_name,
                    owner_email,
                )| {
                    p::CompanyFounded {
                        name,
                        zone,
                        workweek_starts,
                        language,
                        owner,
                        employee,
                        account,
                        owner_name,
                        owner_email,
                    }
                    .into()
                }
            ),
        (of(text()), of(text()), of(any::<u8>()), of(text())).prop_map(
            |(name, zone, workweek_starts, language)| {
                p::CompanyChanged {
                    name,
                    zone,
                    workweek_starts,
                    language,
                }
                .into()
            }
        ),
        (text(), text(), text()).prop_map(|(name, email, number)| p::EmployeeAdded {
            name,
            email,
            number
        }
        .into()),
        (id(), role(), of(id())).prop_map(|(employee, role, account)| p::MemberAdded {
            employee,
            role,
            account
        }
        .into()),
        (id(), of(id())).prop_map(|(account, invitation)| p::MemberAccountLinked {
            account,
            invitation
        }
        .into()),
        (id(), any::<bool>(), instant()).prop_map(|(member, device, expires_at)| {
            let purpose = if device {
                InvitationPurpose::Device
            } else {
                InvitationPurpose::Account
            };
            p::InvitationIssued {
                member,
                purpose,
                expires_at,
            }
            .into()
        }),
        (id(), id(), any::<[u8; 32]>(), text(), of(id())).prop_map(
            |(member, log, key, name, invitation)| {
                p::DeviceEnrolled {
                    member,
                    log,
                    public_key: PublicKey(key),
                    name,
                    invitation,
                }
                .into()
            }
        ),
    ]
}

fn time_payload() -> impl Strategy<Value = Payload> {
    let times = (instant(), instant(), breaks());
    let edits = (of(instant()), of(instant()), of(breaks()));
    prop_oneof![
        (id(), of(id()), of(id()), text()).prop_map(|(employee, job, cost_code, note)| {
            p::ClockedIn {
                employee,
                job,
                cost_code,
                note,
            }
            .into()
        }),
        Just(p::ClockedOut {}.into()),
        any::<bool>().prop_map(|paid| p::BreakStarted { paid }.into()),
        (id(), id(), of(id()), of(id()), text()).prop_map(
            |(from, employee, job, cost_code, note)| {
                p::JobSwitched {
                    from,
                    employee,
                    job,
                    cost_code,
                    note,
                }
                .into()
            }
        ),
        (id(), times, of(id()), of(id()), text(), text()).prop_map(
            |(employee, (start, end, breaks), job, cost_code, note, reason)| {
                p::EntryAdded {
                    employee,
                    start,
                    end,
                    breaks,
                    job,
                    cost_code,
                    note,
                    reason,
                }
                .into()
            }
        ),
        (edits, of(of(id())), of(of(id())), of(text()), text()).prop_map(
            |((start, end, breaks), job, cost_code, note, reason)| {
                p::EntryEdited {
                    start,
                    end,
                    breaks,
                    job,
                    cost_code,
                    note,
                    reason,
                }
                .into()
            }
        ),
        (vec(text(), 0..9), text()).prop_map(|(exceptions, note)| p::ExceptionsSettled {
            exceptions,
            note
        }
        .into()),
        // A kind of a later version keeps its bytes, whatever they are.
        (10_000_u16.., vec(any::<u8>(), 0..300))
            .prop_map(|(kind, bytes)| Payload::Unknown { kind, bytes }),
    ]
}

fn import_payload() -> impl Strategy<Value = Payload> {
    let booking = (id(), of(id()), of(id()));
    let times = (instant(), instant(), any::<u32>(), any::<bool>());
    let entry = (booking, times, text(), any::<[u8; 16]>()).prop_map(
        |((employee, job, cost_code), (start, end, break_seconds, hours_only), note, content)| {
            p::ImportedEntry {
                employee,
                start,
                end,
                break_seconds,
                job,
                cost_code,
                note,
                hours_only,
                content,
            }
        },
    );
    let employee = (id(), id(), text(), text()).prop_map(|(employee, member, name, email)| {
        p::ImportedEmployee {
            employee,
            member,
            name,
            email,
        }
    });
    let job =
        (id(), text(), text(), text()).prop_map(|(job, code, name, customer)| p::ImportedJob {
            job,
            code,
            name,
            customer,
        });
    prop_oneof![
        vec(entry, 0..9).prop_map(|entries| p::ImportEntries { entries }.into()),
        (vec(employee, 0..4), vec(job, 0..4)).prop_map(|(employees, jobs)| {
            p::ImportNames {
                employees,
                jobs,
                cost_codes: Vec::new(),
            }
            .into()
        }),
        text().prop_map(|reason| p::ImportUndone { reason }.into()),
    ]
}

fn any_op() -> impl Strategy<Value = Op> {
    let who = (id(), id(), any::<[u8; 16]>());
    let clock = (
        instant(),
        "[A-Za-z/_]{0,40}",
        any::<i32>(),
        any::<u64>(),
        any::<u64>(),
    );
    let saw = (any::<u64>(), of(any::<[u8; 16]>()));
    (
        who,
        clock,
        saw,
        prop_oneof![people_payload(), time_payload(), import_payload()],
    )
        .prop_map(
            |(
                (op_id, actor, subject),
                (at, zone, utc_offset_seconds, boot_id, monotonic_ms),
                (seen, base),
                payload,
            )| {
                let envelope = Envelope {
                    kind: 0,
                    op_id,
                    actor,
                    subject,
                    at,
                    zone,
                    utc_offset_seconds,
                    boot_id,
                    monotonic_ms,
                    seen,
                    base,
                    payload: Vec::new(),
                };
                Op::new(envelope, payload)
            },
        )
}

proptest! {
    #[test]
    fn an_op_reads_back_as_it_was_written(op in any_op()) {
        prop_assert_eq!(Op::decode(op.bytes()), Ok(op));
    }

    #[test]
    fn bytes_that_are_read_as_an_op_are_the_bytes_of_that_op(
        op in any_op(), place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = op.bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(read) = Op::decode(&bytes) {
            // Canonical: no two byte strings are one op.
            prop_assert_eq!(read.bytes(), bytes.as_slice());
            prop_assert_eq!(bytes == op.bytes(), read == op);
        }
    }

    #[test]
    fn a_cut_or_extended_op_is_refused(op in any_op(), cut in any::<prop::sample::Index>()) {
        let bytes = op.bytes();
        prop_assert!(Op::decode(&bytes[..cut.index(bytes.len())]).is_err());
        let longer = [bytes, &[0]].concat();
        prop_assert!(Op::decode(&longer).is_err());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..400)) {
        let _read = Op::decode(&bytes);
        let _read = Op::decode(&[&[1][..], &bytes].concat());
    }

    #[test]
    fn an_arbitrary_payload_of_a_known_kind_is_still_an_op(
        kind in prop::sample::select(Payload::KINDS), bytes in vec(any::<u8>(), 0..200),
    ) {
        let op = Op::new(samples::envelope(), Payload::Unreadable { kind: kind.0, bytes: bytes.clone() });
        let read = Op::decode(op.bytes()).expect("an op, whatever its payload");
        prop_assert_eq!(read.envelope.payload, bytes);
        prop_assert_eq!(read.payload.kind(), kind.0);
    }
}

#[test]
fn a_payload_of_16_kib_is_the_largest() {
    let of = |size: usize| {
        let op = Op::new(
            samples::envelope(),
            Payload::Unknown {
                kind: 9_999,
                bytes: vec![7; size],
            },
        );
        Op::decode(op.bytes()).map(|op| op.envelope.payload.len())
    };
    assert_eq!(of(PAYLOAD_BYTES_MAX), Ok(16 * 1024));
    assert_eq!(of(PAYLOAD_BYTES_MAX + 1), Err(DecodeOpError::TooLarge));
    assert_eq!(of(OP_BYTES_MAX), Err(DecodeOpError::TooLarge));
}

#[test]
fn the_ends_of_the_calendar_can_be_written_and_read() {
    for at in [Timestamp::MIN, Timestamp::MAX] {
        let payload = p::EntryEdited {
            start: Some(at),
            end: Some(at),
            breaks: Some(vec![BreakTimes {
                start: at,
                end: Some(at),
                paid: true,
            }]),
            job: None,
            cost_code: None,
            note: None,
            reason: String::new(),
        };
        let op = Op::new(
            Envelope {
                at,
                ..samples::envelope()
            },
            payload.into(),
        );
        let read = Op::decode(op.bytes()).expect("an op at the end of the calendar");
        assert_eq!(read.envelope.at.as_second(), at.as_second());
        assert!(
            matches!(read.payload, Payload::EntryEdited(_)),
            "{:?}",
            read.payload
        );
    }
}

#[test]
fn a_phone_reads_what_it_may_state_and_keeps_the_rest_as_it_is() {
    for (kind, name) in Payload::KINDS {
        let payload = samples::payload(*kind).expect("a sample of each kind");
        let op = Op::new(samples::envelope(), payload);
        let read = Op::decode_time(op.bytes()).expect("an op");
        assert_eq!(read.bytes(), op.bytes(), "{name}");
        if (60..70).contains(kind) || [93, 94, 102, 103].contains(kind) {
            assert_eq!(read, op, "{name} is about time");
        } else {
            let bytes = op.envelope.payload.clone();
            assert_eq!(read.payload, Payload::Unknown { kind: *kind, bytes });
        }
    }
}

#[test]
fn an_op_of_another_version_says_which() {
    let op = Op::new(samples::envelope(), p::ClockedOut {}.into());
    let mut bytes = op.bytes().to_vec();
    bytes[0] = 2;
    assert_eq!(Op::decode(&bytes), Err(DecodeOpError::UnknownVersion(2)));
    assert!(Op::decode(&[]).is_err());
}

/// Eleven bytes that claim a string of 2^63 bytes must cost nothing (see `codec`).
#[test]
fn a_payload_that_claims_more_than_it_has_is_unreadable_and_cheap() {
    for claim in [u64::MAX, 1 << 40, 1 << 20] {
        let mut bytes = vec![253];
        bytes.extend_from_slice(&claim.to_le_bytes());
        let op = Op::new(samples::envelope(), Payload::Unreadable { kind: 10, bytes });
        let read = Op::decode(op.bytes()).expect("still an op");
        assert!(matches!(read.payload, Payload::Unreadable { kind: 10, .. }));
    }
}
