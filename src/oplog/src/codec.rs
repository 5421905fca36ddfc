//! The one place that names bincode: canonical, bounded encoding of our versioned types.

use bincode::enc::write::Writer;
use bincode::error::EncodeError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why bytes are not a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Not of the form, cut short, or claiming more than the limit.
    #[error("the bytes are malformed or claim more than the limit")]
    Malformed,
    /// More bytes than the value takes.
    #[error("bytes follow the value")]
    Trailing,
    /// The value, encoded again, gives other bytes.
    #[error("the bytes are not the canonical encoding of their value")]
    NotCanonical,
}

/// The most memory that reading one op, row or record may claim. One limit for all of them: what
/// reads ids, instants and breaks would else come anew for each, and phones download it.
pub const VALUE_LIMIT: usize = 256 * 1024;

/// Room for most values: growing byte by byte takes longer than encoding.
const ENCODED_BYTES: usize = 256;

/// Bytes that are written one after another.
struct Bytes(Vec<u8>);

impl Writer for Bytes {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// The canonical bytes of a value.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Bytes(Vec::with_capacity(ENCODED_BYTES));
    bincode::serde::encode_into_writer(value, &mut bytes, bincode::config::standard())
        .expect("invariant: our types encode, they hold no maps of unknown length");
    bytes.0.shrink_to_fit();
    bytes.0
}

/// The value of canonical bytes; decoding claims at most `LIMIT` bytes of memory.
///
/// # Errors
/// When the bytes are malformed, over the limit, trailing or not canonical.
pub fn decode<T: Serialize + DeserializeOwned, const LIMIT: usize>(
    bytes: &[u8],
) -> Result<T, CodecError> {
    let value = decode_own::<T, LIMIT>(bytes)?;
    if encode(&value) != bytes {
        return Err(CodecError::NotCanonical);
    }
    Ok(value)
}

/// As [`decode`], for bytes of whose origin we are sure, because they were sealed or checked
/// before: they are canonical.
///
/// # Errors
/// When the bytes are malformed, over the limit or trailing.
pub fn decode_own<T: DeserializeOwned, const LIMIT: usize>(bytes: &[u8]) -> Result<T, CodecError> {
    let config = bincode::config::standard().with_limit::<LIMIT>();
    let (value, used) = bincode::serde::decode_from_slice::<T, _>(bytes, config)
        .map_err(|_| CodecError::Malformed)?;
    if used != bytes.len() {
        return Err(CodecError::Trailing);
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_of_a_huge_string_is_refused_without_allocating() {
        let mut bytes = vec![253];
        bytes.extend_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(decode::<String, 1024>(&bytes), Err(CodecError::Malformed));
    }

    #[test]
    fn trailing_and_non_canonical_bytes_are_refused() {
        assert_eq!(decode::<u64, 64>(&[7, 0]), Err(CodecError::Trailing));
        // 251 announces two bytes, which 7 does not need.
        assert_eq!(
            decode::<u64, 64>(&[251, 7, 0]),
            Err(CodecError::NotCanonical)
        );
    }
}
