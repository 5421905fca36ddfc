//! The server's side: challenges that need no memory, and the shape of an answer.

use domain::DeviceId;
use jiff::Timestamp;
use oplog::receipt::{Durable, Outcomes, Signed};

use crate::message::{Answer, Delta, Done, Request, Rotation, SegmentProblem};

/// For how long a challenge is made anew: 10 minutes. One of the last period still holds.
const PERIOD_SECONDS: i64 = 600;

/// Makes and checks challenges: a keyed hash of device and time, so that the server keeps none.
pub struct Challenges {
    secret: [u8; 32],
}

impl Challenges {
    /// Challenges of a secret that changes with each start of the server, or is kept.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// The challenge for a device now.
    pub fn make(&self, device: DeviceId, now: Timestamp) -> [u8; 32] {
        self.of_period(device, period(now))
    }

    /// Whether a challenge was made for this device lately.
    pub fn holds(&self, challenge: Option<[u8; 32]>, device: DeviceId, now: Timestamp) -> bool {
        let period = period(now);
        challenge.is_some_and(|challenge| {
            [period, period.saturating_sub(1)]
                .into_iter()
                .any(|period| {
                    blake3::Hash::from(self.of_period(device, period))
                        == blake3::Hash::from(challenge)
                })
        })
    }

    fn of_period(&self, device: DeviceId, period: i64) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.secret);
        hasher
            .update(&device.to_bytes())
            .update(&period.to_be_bytes());
        *hasher.finalize().as_bytes()
    }
}

fn period(now: Timestamp) -> i64 {
    now.as_second().div_euclid(PERIOD_SECONDS)
}

/// How far the phone's clock is ahead of the server's, in milliseconds.
pub fn skew_ms(request: &Request, now: Timestamp) -> i64 {
    request
        .sent_at
        .as_millisecond()
        .saturating_sub(now.as_millisecond())
}

/// The parts of an answer, as the store gives them.
#[derive(Debug)]
pub struct Parts {
    /// See [`Done::receipts`].
    pub receipts: Vec<Signed<Durable>>,
    /// See [`Done::outcomes`].
    pub outcomes: Option<Signed<Outcomes>>,
    /// See [`Done::delta`].
    pub delta: Delta,
    /// See [`Done::problems`].
    pub problems: Vec<SegmentProblem>,
    /// See [`Done::more`].
    pub more: bool,
    /// See [`Done::backed_up`].
    pub backed_up: u64,
    /// See [`Done::rotate`].
    pub rotate: Option<Rotation>,
}

/// The answer to a request that was taken.
pub fn done(parts: Parts, challenge: [u8; 32], now: Timestamp) -> Answer {
    Answer::Done(Box::new(Done {
        challenge,
        server_time: now,
        receipts: parts.receipts,
        outcomes: parts.outcomes,
        delta: parts.delta,
        problems: parts.problems,
        more: parts.more,
        backed_up: parts.backed_up,
        rotate: parts.rotate,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_holds_for_its_device_and_at_most_two_periods() {
        let challenges = Challenges::new([3; 32]);
        let (device, other) = (DeviceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        let at = |second| Timestamp::from_second(second).unwrap();
        let challenge = Some(challenges.make(device, at(599)));
        assert!(challenges.holds(challenge, device, at(599)));
        assert!(challenges.holds(challenge, device, at(1199)));
        assert!(!challenges.holds(challenge, device, at(1200)));
        assert!(!challenges.holds(challenge, other, at(599)));
        assert!(!challenges.holds(None, device, at(599)));
    }
}
