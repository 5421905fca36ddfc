//! Signatures: Ed25519, each over a message that begins with what it is about, so that one can
//! never pass for another.

use std::fmt;

use domain::{CompanyId, LogId};
use ed25519_dalek::{Signer, Verifier};
use serde::{Deserialize, Serialize};

use crate::chain::{ChainHash, LogHead};
use crate::wire;

/// A device's or server's public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey(#[serde(with = "wire::bytes")] pub [u8; 32]);

/// A signature, in its two halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature(
    #[serde(with = "wire::bytes")] pub [u8; 32],
    #[serde(with = "wire::bytes")] pub [u8; 32],
);

impl Signature {
    /// The signature of 64 bytes, or `None` for another number of them.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        let (r, s) = bytes.split_at_checked(32)?;
        Some(Self(r.try_into().ok()?, s.try_into().ok()?))
    }

    /// The 64 bytes.
    pub fn to_bytes(self) -> [u8; 64] {
        let mut bytes = [0; 64];
        let (r, s) = bytes.split_at_mut(32);
        r.copy_from_slice(&self.0);
        s.copy_from_slice(&self.1);
        bytes
    }
}

impl PublicKey {
    /// Whether the signature is this key's over the message; malleable forms are refused.
    pub fn verifies(&self, message: &[u8], signature: Signature) -> bool {
        let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(&self.0) else {
            return false;
        };
        !key.is_weak()
            && key
                .verify(
                    message,
                    &ed25519_dalek::Signature::from_bytes(&signature.to_bytes()),
                )
                .is_ok()
    }
}

/// A signing key in memory. Phones use WebCrypto's non-extractable key instead where they can.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of a random 32-byte seed.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Signature {
        let bytes = self.0.sign(message).to_bytes();
        Signature::from_slice(&bytes).expect("invariant: a signature has 64 bytes")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// The message of a log's signed head: it vouches for the whole prefix.
pub fn head_message(company: CompanyId, log: LogId, head: LogHead) -> Vec<u8> {
    let mut message = b"timetrakr head 1\0".to_vec();
    message.extend_from_slice(&company.to_bytes());
    message.extend_from_slice(&log.to_bytes());
    message.extend_from_slice(&head.next_seq.to_be_bytes());
    message.extend_from_slice(&head.hash.0);
    message
}

/// The message of the server's signed journal head.
pub fn journal_message(company: CompanyId, positions: u64, hash: ChainHash) -> Vec<u8> {
    let mut message = b"timetrakr journal 1\0".to_vec();
    message.extend_from_slice(&company.to_bytes());
    message.extend_from_slice(&positions.to_be_bytes());
    message.extend_from_slice(&hash.0);
    message
}

/// A message of another kind: its title and its bytes.
pub fn titled_message(title: &str, bytes: &[u8]) -> Vec<u8> {
    let mut message = format!("timetrakr {title}\0").into_bytes();
    message.extend_from_slice(bytes);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_good_for_its_key_and_message_only() {
        let key = SigningKey::from_seed([7; 32]);
        let signature = key.sign(b"hello");
        assert!(key.public().verifies(b"hello", signature));
        assert!(!key.public().verifies(b"hallo", signature));
        assert!(
            !SigningKey::from_seed([8; 32])
                .public()
                .verifies(b"hello", signature)
        );
        assert!(!PublicKey([0; 32]).verifies(b"hello", signature));
    }
}
