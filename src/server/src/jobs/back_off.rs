//! How long to wait before something abroad is tried again.

use jiff::SignedDuration;
use store::OutboxKey;

/// The wait after the first failure.
const FIRST_SECONDS: i64 = 60;
/// The longest wait.
const LONGEST_SECONDS: i64 = 6 * 3600;
/// How many doublings are ever asked for; more than it takes to reach the longest wait.
const DOUBLINGS_MAX: u32 = 16;

/// The wait after `attempts` failures: doubled each time, moved by up to a quarter either way, so
/// that mail that failed together does not come back together. The move follows from the key, so
/// that it needs no randomness.
pub(super) fn wait(key: &OutboxKey, attempts: u32) -> SignedDuration {
    let seconds = FIRST_SECONDS << attempts.min(DOUBLINGS_MAX);
    let seconds = seconds.min(LONGEST_SECONDS);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&key.bytes()).update(&attempts.to_be_bytes());
    let draw = i64::from(hasher.finalize().as_bytes()[0]);
    // From 192 to 319 parts of 256.
    SignedDuration::from_secs(seconds * (192 + draw / 2) / 256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{CompanyId, OpId};

    #[test]
    fn the_wait_doubles_up_to_six_hours_and_differs_by_message() {
        let key = |n| OutboxKey {
            company: CompanyId::from_bytes([1; 16]),
            op_id: OpId::from_bytes([n; 16]),
            n: 0,
        };
        for attempts in 0..40 {
            let nominal = (60_i64 << attempts.min(16)).min(6 * 3600);
            let wait = wait(&key(1), attempts).as_secs();
            assert!(
                wait >= nominal * 3 / 4 && wait <= nominal * 5 / 4,
                "{attempts}: {wait}"
            );
        }
        let waits: std::collections::BTreeSet<_> =
            (0..20).map(|n| wait(&key(n), 0).as_secs()).collect();
        assert!(waits.len() > 5, "{waits:?}");
    }
}
