//! Sealing: every stored value is encrypted and authenticated, bound to its table and key, so
//! that neither a flipped bit nor a value moved elsewhere comes back as a figure.
//!
//! Form: version byte 1 · key id (u32, big-endian) · nonce (12) · ciphertext and tag. AES-256 in
//! GCM-SIV mode: a nonce that repeats by chance betrays only that two values are equal.

use std::cell::RefCell;
use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroize;

use crate::error::ReadError;
use crate::room::Room;

const VERSION: u8 = 1;
const HEADER_BYTES: usize = 1 + 4;
/// How many bytes a sealed value is longer than its plaintext.
pub(crate) const OVERHEAD_BYTES: usize = HEADER_BYTES + NONCE_LEN + 16;

/// The number of a data key; 0 is the master key.
pub(crate) type KeyId = u32;
/// The master key's number.
pub(crate) const MASTER: KeyId = 0;

/// The key above all keys: 32 random bytes, kept outside the database.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// The key of 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key of 64 hexadecimal digits, or `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text.trim())
            .ok()
            .map(|hash| Self(*hash.as_bytes()))
    }

    /// The 32 bytes, for a backup.
    pub(crate) const fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The 64 hexadecimal digits, for the key file.
    pub(crate) fn to_hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    pub(crate) fn sealing(&self) -> SealingKey {
        SealingKey::new(MASTER, &self.0)
    }
}

impl Drop for MasterKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// A key that seals values.
pub(crate) struct SealingKey {
    id: KeyId,
    key: LessSafeKey,
}

impl SealingKey {
    pub(crate) fn new(id: KeyId, bytes: &[u8; 32]) -> Self {
        let key =
            UnboundKey::new(&AES_256_GCM_SIV, bytes).expect("invariant: the key has 32 bytes");
        Self {
            id,
            key: LessSafeKey::new(key),
        }
    }

    pub(crate) const fn id(&self) -> KeyId {
        self.id
    }

    /// The sealed form of a value for its place in a table.
    pub(crate) fn seal(&self, room: Room, key: &[u8], value: &[u8]) -> Vec<u8> {
        self.seal_at(&place(room, key), value)
    }

    /// The sealed form of a value for a place that a table cannot be.
    pub(crate) fn seal_at(&self, place: &[u8], value: &[u8]) -> Vec<u8> {
        let nonce = nonce();
        let mut sealed = Vec::with_capacity(OVERHEAD_BYTES + value.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(value);
        let (_, body) = sealed.split_at_mut(HEADER_BYTES + NONCE_LEN);
        let tag = self
            .key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), body)
            .expect("invariant: a stored value is shorter than the cipher's limit");
        sealed.extend_from_slice(tag.as_ref());
        sealed
    }

    /// The value that was sealed for this place under this key.
    ///
    /// # Errors
    /// When anything about it is not as it was sealed.
    pub(crate) fn unseal(
        &self,
        room: Room,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, ReadError> {
        self.unseal_at(&place(room, key), sealed)
            .ok_or(ReadError::Unsealed { table: room.name() })
    }

    /// The value that was sealed for a place, or `None` when anything is not as it was sealed.
    pub(crate) fn unseal_at(&self, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (header, rest) = sealed.split_at_checked(HEADER_BYTES)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>()?;
        if header[0] != VERSION || key_id(sealed) != Some(self.id) {
            return None;
        }
        let mut body = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = self
            .key
            .open_in_place(nonce, Aad::from(place), &mut body)
            .ok()?
            .len();
        body.truncate(length);
        Some(body)
    }
}

/// The number of the key that a sealed value names.
pub(crate) fn key_id(sealed: &[u8]) -> Option<KeyId> {
    sealed
        .get(1..HEADER_BYTES)
        .and_then(|id| id.try_into().ok())
        .map(KeyId::from_be_bytes)
}

/// What a value is bound to: its table and its key.
fn place(room: Room, key: &[u8]) -> Vec<u8> {
    [room.name().as_bytes(), &[0], key].concat()
}

/// Random nonces: the system is asked for many at a time, because asking takes as long as sealing.
struct Nonces {
    drawn: [u8; NONCE_LEN * 256],
    used: usize,
}

thread_local! {
    static NONCES: RefCell<Nonces> = const {
        RefCell::new(Nonces {
            drawn: [0; NONCE_LEN * 256],
            used: NONCE_LEN * 256,
        })
    };
}

fn nonce() -> [u8; NONCE_LEN] {
    NONCES.with_borrow_mut(|nonces| {
        if nonces.used == nonces.drawn.len() {
            nonces.drawn = random();
            nonces.used = 0;
        }
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&nonces.drawn[nonces.used..][..NONCE_LEN]);
        nonces.used += NONCE_LEN;
        nonce
    })
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

/// The same for bytes that are there.
pub(crate) fn fill_random(bytes: &mut [u8]) {
    aws_lc_rs::rand::fill(bytes).expect("invariant: the operating system gives random bytes");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_unsealed_in_its_place_only() {
        let key = SealingKey::new(7, &[1; 32]);
        let sealed = key.seal(Room::RawOp, b"place", b"42 hours");
        assert_eq!(
            key.unseal(Room::RawOp, b"place", &sealed).unwrap(),
            b"42 hours"
        );
        assert!(key.unseal(Room::RawOp, b"elsewhere", &sealed).is_err());
        assert!(key.unseal(Room::Journal, b"place", &sealed).is_err());
        assert!(
            SealingKey::new(7, &[2; 32])
                .unseal(Room::RawOp, b"place", &sealed)
                .is_err()
        );
        assert!(
            SealingKey::new(8, &[1; 32])
                .unseal(Room::RawOp, b"place", &sealed)
                .is_err()
        );
    }

    #[test]
    fn any_flipped_bit_is_noticed() {
        let key = SealingKey::new(7, &[1; 32]);
        let sealed = key.seal(Room::RawOp, b"place", b"42 hours");
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(
                key.unseal(Room::RawOp, b"place", &flipped).is_err(),
                "bit {bit}"
            );
        }
        assert!(key.unseal(Room::RawOp, b"place", &sealed[..16]).is_err());
    }

    #[test]
    fn a_master_key_reads_back_its_digits() {
        let key = MasterKey::from_bytes([0xab; 32]);
        assert_eq!(
            MasterKey::from_hex(&format!("{}\n", key.to_hex()))
                .unwrap()
                .0,
            key.0
        );
        assert!(MasterKey::from_hex("abc").is_none());
        assert_eq!(format!("{key:?}"), "MasterKey(..)");
    }
}
