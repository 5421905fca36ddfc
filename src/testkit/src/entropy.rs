//! Entropy that counts: the same seed gives the same ids in every run.

use domain::id::Id;

/// A source of distinct bytes.
#[derive(Debug, Clone)]
pub struct Entropy {
    seed: u64,
    count: u64,
}

impl Entropy {
    /// The source of a seed. Different seeds never give the same bytes.
    pub const fn seeded(seed: u64) -> Self {
        Self { seed, count: 0 }
    }

    /// The next 32 bytes.
    pub fn bytes(&mut self) -> [u8; 32] {
        self.count += 1;
        let mut bytes = [0x5a; 32];
        bytes[..8].copy_from_slice(&self.seed.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.count.to_be_bytes());
        bytes
    }

    /// The next id.
    pub fn id<I: Id>(&mut self) -> I {
        let bytes = self.bytes();
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[..16]);
        I::from_id_bytes(id)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.count += 1;
        self.seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(self.count)
    }
}
