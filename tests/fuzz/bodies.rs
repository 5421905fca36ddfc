//! The bodies of the fuzz targets: any bytes at all come in, and what is taken for good must mean
//! the same when it is written again. Knows nothing of where the bytes come from.

use domain::time::Zone;
use interchange::import::mapping::guess;
use interchange::import::table::read;
use interchange::import::{Limits, rows};
use oplog::{LogSecret, Op, PublicKey, Segment};
use sync::{Answer, SignedRequest};

/// What a fuzzed file may cost, so that a run gets through many.
const LIMITS: Limits = Limits {
    bytes_max: 256 * 1024,
    rows_max: 2_000,
    columns_max: 50,
    field_bytes_max: 4_096,
};

/// A segment: what decodes, encodes to what decodes to the same.
pub fn segment(bytes: &[u8]) {
    let Ok((segment, rest)) = Segment::decode(bytes) else {
        return;
    };
    assert!(rest.len() < bytes.len());
    let again = segment.encode().expect("what was read can be written");
    assert_eq!(Segment::decode(&again), Ok((segment.clone(), &[][..])));
    for bytes in &segment.ops {
        if let Ok(op) = Op::decode(bytes) {
            assert_eq!(op.bytes(), bytes.as_slice());
            let same = Op::new(op.envelope.clone(), op.payload.clone());
            assert_eq!(same.bytes(), bytes.as_slice(), "an op has one form");
        }
    }
    // Nobody has signed it with this key.
    let (secret, key) = (LogSecret::from_bytes([1; 32]), PublicKey([2; 32]));
    assert!(segment.verify(&secret, &key).is_err());
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
