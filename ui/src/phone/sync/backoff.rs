//! When to sync again. Pure: the randomness comes in.

/// How soon after an op, in milliseconds: taps that follow one another go together.
const AFTER_OP_MS: u32 = 600;
/// The first wait after a failure, in milliseconds.
const FIRST_WAIT_MS: u32 = 4_000;
/// The longest wait after failures, in milliseconds: 10 minutes.
const WAIT_MS_MAX: u32 = 600_000;
/// How often to look for news when nothing waits, in milliseconds: 2 minutes.
const IDLE_MS: u32 = 120_000;
/// How long another tab is left to do it, in milliseconds.
const OTHER_TAB_MS: u32 = 15_000;

/// What the next sync waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Something was just stated.
    AfterOp,
    /// So many attempts have failed in a row.
    AfterFailure {
        /// How many, 1 for the first.
        failures: u32,
    },
    /// Everything is sent.
    Idle,
    /// Another tab is at it.
    OtherTab,
    /// The server said when.
    Told {
        /// After so many seconds.
        seconds: u64,
        /// How many attempts have failed in a row, 1 for the first.
        failures: u32,
    },
}

impl Wait {
    /// The milliseconds to wait; `chance` is any random number. Waits after failures are spread by
    /// half, so that a whole crew does not come back in the same second.
    pub(crate) fn milliseconds(self, chance: u32) -> u32 {
        match self {
            Wait::AfterOp => AFTER_OP_MS,
            Wait::AfterFailure { failures } => spread(doubled(failures), chance),
            Wait::Idle => spread(IDLE_MS, chance),
            Wait::OtherTab => OTHER_TAB_MS,
            // A server that says the same again has more to do than it knew.
            Wait::Told { seconds, failures } => {
                let told = u32::try_from(seconds.saturating_mul(1_000)).unwrap_or(WAIT_MS_MAX);
                spread(told.clamp(doubled(failures), WAIT_MS_MAX), chance)
            }
        }
    }
}

/// Twice as long after each failure, up to the longest wait.
fn doubled(failures: u32) -> u32 {
    FIRST_WAIT_MS
        .saturating_mul(1 << failures.saturating_sub(1).min(16))
        .min(WAIT_MS_MAX)
}

/// Between the wait and one and a half of it.
fn spread(wait: u32, chance: u32) -> u32 {
    wait.saturating_add(chance % (wait / 2).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_after_failures_double_up_to_ten_minutes_and_are_spread_by_half() {
        let wait = |failures| Wait::AfterFailure { failures }.milliseconds(0);
        assert_eq!(
            [wait(1), wait(2), wait(3), wait(9), wait(40)],
            [4_000, 8_000, 16_000, 600_000, 600_000]
        );
        let spread = Wait::AfterFailure { failures: 1 }.milliseconds(u32::MAX);
        assert!((4_000..6_000).contains(&spread));
    }

    #[test]
    fn what_the_server_says_is_kept_within_reason() {
        let wait = |seconds, failures| Wait::Told { seconds, failures }.milliseconds(0);
        assert_eq!(
            [wait(30, 1), wait(0, 1), wait(u64::MAX, 1)],
            [30_000, 4_000, 600_000]
        );
        // Told the same again and again, a phone comes less and less often all the same.
        assert_eq!(
            [wait(1, 2), wait(1, 3), wait(30, 9)],
            [8_000, 16_000, 600_000]
        );
    }
}
