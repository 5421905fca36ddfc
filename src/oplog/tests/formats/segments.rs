//! Segments: tampering is seen, a log may be cut anywhere, limits hold to the byte.

use oplog::op::DecodeOpError;
use oplog::segment::{SEGMENT_BYTES_MAX, SEGMENT_OPS_MAX, SegmentError};
use oplog::v1::Envelope;
use oplog::v1::payload as p;
use oplog::{LogHead, LogSecret, Op, Payload, Segment, SigningKey};
use proptest::prelude::*;

use super::samples::{self, id, key, secret, segment_after, segment_of};

/// A working day: clocked in, a break, clocked out, as a phone states it.
fn op(number: u64, payload: Payload) -> Op {
    let mut op_id = [0; 16];
    let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    op_id[..8].copy_from_slice(&hash.to_be_bytes());
    op_id[8..].copy_from_slice(
        &hash
            .rotate_left(29)
            .wrapping_mul(0xd6e8_feb8_6659_fd93)
            .to_be_bytes(),
    );
    // About every four hours, at no round minute.
    let elapsed = number * 14_000_000 + hash % 3_000_000;
    let at = samples::at("2026-03-09T11:00:00Z").as_millisecond()
        + i64::try_from(elapsed).expect("small");
    let envelope = Envelope {
        op_id: domain::OpId::from_bytes(op_id),
        subject: op_id,
        at: jiff::Timestamp::from_millisecond(at).expect("inside the calendar"),
        monotonic_ms: elapsed,
        base: None,
        ..samples::envelope()
    };
    Op::new(envelope, payload)
}

fn clocked_in() -> Payload {
    p::ClockedIn {
        employee: id(0x21),
        job: Some(id(0x30)),
        cost_code: None,
        note: String::new(),
    }
    .into()
}

fn ops(count: u64) -> Vec<Op> {
    (0..count)
        .map(|n| {
            op(
                n,
                if n % 2 == 0 {
                    clocked_in()
                } else {
                    p::ClockedOut {}.into()
                },
            )
        })
        .collect()
}

fn sized(number: u64, size: usize) -> Op {
    // A payload that compresses badly, so that the limits are tried as they are on the wire.
    let noise = (0..size).scan(
        (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        |state, _| {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            state.to_le_bytes().first().copied()
        },
    );
    op(
        number,
        Payload::Unknown {
            kind: 9_999,
            bytes: noise.collect(),
        },
    )
}

fn verify(bytes: &[u8]) -> Result<Vec<(Op, LogHead)>, SegmentError> {
    let (segment, _) = Segment::decode(bytes)?;
    segment.verify(&secret(), &key().public())
}

/// Writes the checksum anew, as someone who tampers would.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let sum = crc32c_of(&bytes[..end]);
    bytes[end..].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// CRC32C by its definition.
fn crc32c_of(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0x82f6_3b78
            } else {
                sum >> 1
            }
        })
    })
}

#[test]
fn the_checksum_is_the_one_that_others_call_crc32c() {
    assert_eq!(crc32c_of(b"123456789"), 0xe306_9283, "the check value");
    let bytes = segment_of(&ops(6)).encode().unwrap();
    assert_eq!(with_checksum(bytes.clone()), bytes);
}

#[test]
fn any_changed_byte_of_a_segment_is_noticed() {
    let bytes = segment_of(&ops(6)).encode().unwrap();
    assert!(verify(&bytes).is_ok());
    for place in 0..bytes.len() {
        for flip in [1, 0x80] {
            let mut changed = bytes.clone();
            changed[place] ^= flip;
            assert!(
                verify(&changed).is_err(),
                "byte {place} was flipped by {flip} unnoticed"
            );
        }
    }
}

#[test]
fn a_changed_byte_with_a_new_checksum_is_still_noticed() {
    let bytes = segment_of(&ops(6)).encode().unwrap();
    assert_eq!(
        with_checksum(bytes.clone()),
        bytes,
        "the checksum is CRC32C of all before it"
    );
    for place in 0..bytes.len() - 4 {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        let changed = with_checksum(changed);
        assert!(
            verify(&changed).is_err(),
            "byte {place} was flipped unnoticed"
        );
    }
}

#[test]
fn a_changed_op_is_a_broken_chain_or_signature() {
    let segment = segment_of(&ops(4));
    for (index, op) in segment.ops.iter().enumerate() {
        for place in 0..op.len() {
            let mut changed = segment.clone();
            changed.ops[index][place] ^= 1;
            let error = verify(&changed.encode().unwrap()).unwrap_err();
            let seen = matches!(error, SegmentError::Chain | SegmentError::Op(_));
            assert!(seen, "op {index}, byte {place}: {error:?}");
        }
    }
}

#[test]
fn ops_cannot_be_dropped_swapped_added_or_moved() {
    let all = ops(4);
    let segment = segment_of(&all);
    let check = |change: &dyn Fn(&mut Segment), expect: SegmentError| {
        let mut changed = segment.clone();
        change(&mut changed);
        assert_eq!(verify(&changed.encode().unwrap()), Err(expect));
    };
    check(&|s| drop(s.ops.pop()), SegmentError::Chain);
    check(&|s| s.ops.swap(0, 1), SegmentError::Chain);
    check(
        &|s| s.ops.push(all[0].bytes().to_vec()),
        SegmentError::Chain,
    );
    check(&|s| s.before.next_seq = 1, SegmentError::Chain);
    check(&|s| s.log = id(0x11), SegmentError::Chain);
    check(&|s| s.company = id(0xc1), SegmentError::Signature);
    check(
        &|s| s.signature = SigningKey::from_seed([1; 32]).sign(b"another"),
        SegmentError::Signature,
    );
    // The chain is right for other ops, but nobody signed it.
    check(
        &|s| {
            let other = segment_of(&ops(3));
            s.ops = other.ops;
            s.after = other.after;
        },
        SegmentError::Signature,
    );
}

#[test]
fn another_key_or_another_secret_is_not_the_devices() {
    let segment = segment_of(&ops(2));
    let other_key = SigningKey::from_seed([1; 32]).public();
    assert_eq!(
        segment.verify(&secret(), &other_key),
        Err(SegmentError::Signature)
    );
    assert_eq!(
        segment.verify(&LogSecret::from_bytes([0; 32]), &key().public()),
        Err(SegmentError::Chain)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_log_cut_anywhere_gives_the_same_ops_and_heads(cuts in prop::collection::btree_set(1_usize..40, 0..8)) {
        let all = ops(40);
        let whole = verify(&segment_of(&all).encode().unwrap()).unwrap();
        let mut pieces = Vec::new();
        let mut head = LogHead::EMPTY;
        let mut from = 0;
        for to in cuts.into_iter().chain([40]) {
            let segment = segment_after(head, &all[from..to]);
            head = segment.after;
            pieces.extend(verify(&segment.encode().unwrap()).unwrap());
            from = to;
        }
        prop_assert_eq!(pieces, whole);
    }

    #[test]
    fn segments_follow_each_other_in_one_run_of_bytes(count in 1_u64..20, more in 1_u64..20) {
        let (first, second) = (segment_of(&ops(count)), segment_of(&ops(more)));
        let bytes = [first.encode().unwrap(), second.encode().unwrap()].concat();
        let (read, rest) = Segment::decode(&bytes).unwrap();
        prop_assert_eq!(read, first);
        let (read, rest) = Segment::decode(rest).unwrap();
        prop_assert_eq!(read, second);
        prop_assert!(rest.is_empty());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _read = Segment::decode(&bytes);
        let framed = [&b"TTSG\x01"[..], &bytes].concat();
        let _read = Segment::decode(&framed);
    }

    #[test]
    fn a_damaged_segment_with_a_new_checksum_never_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = segment_of(&ops(5)).encode().unwrap();
        let end = bytes.len() - 4;
        for (place, byte) in damage {
            bytes[place.index(end)] = byte;
        }
        let _read = verify(&with_checksum(bytes));
    }

    #[test]
    fn a_cut_segment_is_refused(cut in any::<prop::sample::Index>()) {
        let bytes = segment_of(&ops(5)).encode().unwrap();
        prop_assert!(Segment::decode(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

#[test]
fn a_segment_has_from_1_to_256_ops() {
    assert_eq!(segment_of(&[]).encode(), Err(SegmentError::Malformed));
    let most = ops(SEGMENT_OPS_MAX as u64);
    assert_eq!(
        verify(&segment_of(&most).encode().unwrap()).unwrap().len(),
        256
    );
    let over = ops(SEGMENT_OPS_MAX as u64 + 1);
    assert_eq!(segment_of(&over).encode(), Err(SegmentError::TooLarge));
    assert_eq!(Segment::fit(over.iter().map(Op::bytes)), SEGMENT_OPS_MAX);
    assert_eq!(Segment::fit([]), 0);
}

#[test]
fn a_segment_has_at_most_64_kib_of_ops_before_compression() {
    // Each op takes two bytes more for its length.
    let mut most: Vec<Op> = (0..4).map(|n| sized(n, 16_000)).collect();
    let size = |ops: &[Op]| ops.iter().map(|op| op.bytes().len() + 2).sum::<usize>();
    let spare = SEGMENT_BYTES_MAX - size(&most);
    let envelope = sized(4, 0).bytes().len() + 2;
    most.push(sized(4, spare - envelope - 2));
    assert_eq!(size(&most), SEGMENT_BYTES_MAX, "exactly 64 KiB");
    assert_eq!(Segment::fit(most.iter().map(Op::bytes)), 5);
    let bytes = segment_of(&most).encode().unwrap();
    assert!(bytes.len() > SEGMENT_BYTES_MAX, "noise does not shrink");
    assert_eq!(verify(&bytes).unwrap().len(), 5);

    most[4] = sized(4, spare - envelope - 1);
    assert_eq!(size(&most), SEGMENT_BYTES_MAX + 1);
    assert_eq!(segment_of(&most).encode(), Err(SegmentError::TooLarge));
    assert_eq!(Segment::fit(most.iter().map(Op::bytes)), 4);
}

#[test]
fn a_header_that_claims_too_much_is_refused_before_anything_is_unpacked() {
    let bytes = segment_of(&ops(2)).encode().unwrap();
    let claim = |place: usize, value: &[u8]| {
        let mut changed = bytes.clone();
        changed[place..place + value.len()].copy_from_slice(value);
        Segment::decode(&with_checksum(changed))
            .map(|_| ())
            .unwrap_err()
    };
    const COUNT: usize = 4 + 1 + 16 + 16 + 8;
    const RAW_LEN: usize = COUNT + 2 + 32;
    assert_eq!(claim(COUNT, &257_u16.to_be_bytes()), SegmentError::TooLarge);
    assert_eq!(claim(COUNT, &0_u16.to_be_bytes()), SegmentError::Malformed);
    assert_eq!(claim(COUNT, &3_u16.to_be_bytes()), SegmentError::Malformed);
    assert_eq!(
        claim(RAW_LEN, &(64 * 1024 + 1_u32).to_be_bytes()),
        SegmentError::TooLarge
    );
    assert_eq!(
        claim(RAW_LEN, &u32::MAX.to_be_bytes()),
        SegmentError::TooLarge
    );
    // Less than what is packed: a bomb is cut off at what the header says.
    assert_eq!(
        claim(RAW_LEN, &10_u32.to_be_bytes()),
        SegmentError::Malformed
    );
    assert_eq!(
        claim(RAW_LEN + 4, &u32::MAX.to_be_bytes()),
        SegmentError::TooLarge
    );
    assert_eq!(
        claim(COUNT - 8, &u64::MAX.to_be_bytes()),
        SegmentError::Malformed
    );
    assert_eq!(claim(4, &[2]), SegmentError::UnknownVersion(2));
    assert_eq!(claim(0, b"TTUN"), SegmentError::Malformed);
}

#[test]
fn an_op_too_large_inside_a_segment_is_named() {
    let mut segment = segment_of(&ops(1));
    segment.ops[0] = vec![1; oplog::op::OP_BYTES_MAX + 1];
    let bytes = segment.encode().unwrap();
    assert_eq!(
        Segment::decode(&bytes).map(|_| ()),
        Err(SegmentError::Op(DecodeOpError::TooLarge))
    );
}

/// What a day costs on the wire: goal, at most 200 bytes for a clock-in and its clock-out.
#[test]
fn a_clock_in_and_out_take_at_most_200_bytes_on_the_wire() {
    let mut all = Vec::new();
    for pair in 0..100 {
        let begun = op(2 * pair, clocked_in());
        let mut ended = op(2 * pair + 1, p::ClockedOut {}.into());
        ended = Op::new(
            Envelope {
                subject: begun.envelope.subject,
                ..ended.envelope.clone()
            },
            ended.payload.clone(),
        );
        all.extend([begun, ended]);
    }
    let bytes = segment_of(&all).encode().unwrap().len();
    let each = bytes.div_ceil(100);
    // The test's own output is the place to print to.
    #[expect(clippy::print_stdout)]
    {
        println!("{bytes} bytes for 100 pairs: {each} bytes for a clock-in and its clock-out");
    }
    assert!(each <= 200, "{each} bytes for a clock-in and its clock-out");
}
