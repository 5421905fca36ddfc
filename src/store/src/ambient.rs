//! What the store takes from the machine besides a disk: chance, and how long the process has
//! run. It is given, so that a simulation has both from a seed. The time of day is not here: who
//! calls says it.

use std::time::Instant;

use crate::seal;

/// Chance and uptime.
pub trait Ambient: Send + Sync {
    /// Fills bytes by chance.
    fn fill(&self, bytes: &mut [u8]);
    /// For how many milliseconds the store has been open.
    fn uptime_ms(&self) -> u64;
}

/// The machine that this runs on.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    opened: Instant,
}

impl Machine {
    /// The machine, from now on.
    pub fn from_now() -> Self {
        Self {
            opened: Instant::now(),
        }
    }
}

impl Ambient for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        seal::fill_random(bytes);
    }

    fn uptime_ms(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
