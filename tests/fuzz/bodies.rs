//! The bodies of the fuzz targets: any bytes at all come in, and what is taken for good must mean
//! the same when it is written again. Knows nothing of where the bytes come from.

use domain::time::Zone;
use interchange::import::mapping::guess;
use interchange::import::table::read;
use interchange::import::{Limits, rows};
use oplog::{LogSecret, Op, PublicKey, Segment};
use sync::{Answer, SignedRequest};

use crate::workbook;

/// What a fuzzed file may cost, so that a run gets through many.
const LIMITS: Limits = Limits {
    bytes_max: 256 * 1024,
    rows_max: 2_000,
    columns_max: 50,
    field_bytes_max: 4_096,
};

/// A segment, as it came and with its checksum made right, which chance alone never does.
pub fn segment(bytes: &[u8]) {
    decoded_segment(bytes);
    if let Some((covered, _)) = bytes.split_last_chunk::<4>() {
        let sum = crc32c(covered).to_be_bytes();
        decoded_segment(&[covered, &sum].concat());
    }
}

/// What decodes, encodes to what decodes to the same.
fn decoded_segment(bytes: &[u8]) {
    let Ok((segment, rest)) = Segment::decode(bytes) else {
        return;
    };
    assert!(rest.len() < bytes.len());
    let again = segment.encode().expect("what was read can be written");
    assert_eq!(Segment::decode(&again), Ok((segment.clone(), &[][..])));
    segment.ops.iter().for_each(|bytes| op(bytes));
    // Nobody has signed it with this key.
    let (secret, key) = (LogSecret::from_bytes([1; 32]), PublicKey([2; 32]));
    assert!(segment.verify(&secret, &key).is_err());
}

/// An op has one form, and a phone reads it as the server does or not at all.
pub fn op(bytes: &[u8]) {
    let (Ok(op), phone) = (Op::decode(bytes), Op::decode_time(bytes)) else {
        assert!(Op::decode_time(bytes).is_err());
        return;
    };
    assert_eq!(op.bytes(), bytes);
    let same = Op::new(op.envelope.clone(), op.payload.clone());
    assert_eq!(same.bytes(), bytes, "an op has one form");
    let phone = phone.expect("a phone can keep every op");
    assert_eq!((phone.bytes(), &phone.envelope), (bytes, &op.envelope));
}

/// The checksum of a segment.
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| (sum >> 1) ^ (0x82f6_3b78 & (sum & 1).wrapping_neg());
    !bytes
        .iter()
        .fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

/// A sync request, with the segments in it.
pub fn request(bytes: &[u8]) {
    let Ok((signed, request)) = SignedRequest::decode(bytes) else {
        return;
    };
    assert!(!signed.verify(&PublicKey([2; 32])));
    for one in &request.segments {
        segment(one);
    }
    let again = request.to_sign();
    let copy = request.clone();
    assert_eq!(copy.to_sign(), again);
}

/// A server's answer, as the phone reads it.
pub fn answer(bytes: &[u8]) {
    if let Ok(answer) = Answer::decode(bytes) {
        assert_eq!(Answer::decode(&answer.encode()), Ok(answer));
    }
}

/// A file of unsent hours: it is its segments, and nothing besides.
pub fn unsent_file(bytes: &[u8]) {
    if let Ok(segments) = sync::export::read(bytes) {
        assert_eq!(sync::export::write(&segments), bytes);
        segments.iter().for_each(|one| segment(one));
    }
}

/// A time sheet of any program: every row is an entry or a reason.
pub fn import(bytes: &[u8]) {
    let Ok(sheet) = read(bytes, &LIMITS) else {
        return;
    };
    assert!(sheet.row_count() <= LIMITS.rows_max);
    assert!(sheet.headers().len() <= LIMITS.columns_max);
    let mapping = guess(&sheet);
    let read = rows(&sheet, &mapping, &Zone::utc()).count();
    assert_eq!(read, sheet.row_count());
}

/// A workbook whose archive is whole: its sheet, shared strings and styles, with a NUL between.
pub fn workbook_parts(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    import(&workbook::workbook(part(), part(), part()));
}
