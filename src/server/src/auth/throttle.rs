//! Limits on attempts, by key, in a map of bounded size: the generic cell rate algorithm, which
//! keeps one instant for each key.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// The most keys that are remembered. Those that are due longest give way.
const KEYS_MAX: usize = 50_000;

/// What is counted: a hash, so that no address or e-mail address lies in memory for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of a name space and a text.
    pub fn of(space: &str, text: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(space.as_bytes())
            .update(&[0])
            .update(text.as_bytes());
        let mut key = [0; 16];
        key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(key)
    }

    /// The key of a client: its address, or the /64 network of an IPv6 one.
    pub fn of_client(space: &str, address: IpAddr) -> Self {
        Self::of(space, &network(address))
    }
}

/// What stands for a client: whoever has one IPv6 address has the whole /64.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64;
            format!("{network:016x}::/64")
        }
    }
}

/// How many attempts at once, and how soon one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Attempts that may come at once.
    pub burst: u32,
    /// After how long one more is allowed.
    pub refill: SignedDuration,
}

/// Attempts by key.
#[derive(Debug)]
pub struct Throttle {
    allowance: Allowance,
    /// When each key would be as good as new.
    clear_at: Mutex<HashMap<Key, Timestamp>>,
}

impl Throttle {
    /// A throttle that remembers nothing yet.
    pub fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            clear_at: Mutex::new(HashMap::new()),
        }
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// The seconds to wait, when there were too many; the attempt is not counted then.
    pub fn take(&self, key: Key, now: Timestamp) -> Result<(), u64> {
        let one = self.allowance.refill;
        let room = one
            * self
                .allowance
                .burst
                .saturating_sub(1)
                .try_into()
                .unwrap_or(i32::MAX);
        let mut keys = self.clear_at.lock().unwrap_or_else(PoisonError::into_inner);
        let clear_at = keys.get(&key).copied().unwrap_or(now).max(now);
        let ahead = clear_at.duration_since(now);
        if ahead > room {
            let wait = (ahead - room).as_secs().max(0);
            return Err(u64::try_from(wait).unwrap_or(0) + 1);
        }
        if keys.len() >= KEYS_MAX && !keys.contains_key(&key) {
            make_room(&mut keys, now);
        }
        keys.insert(key, clear_at + one);
        Ok(())
    }

    /// Forgets a key, once an attempt was right.
    pub fn forgive(&self, key: Key) {
        self.clear_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
    }
}

fn make_room(keys: &mut HashMap<Key, Timestamp>, now: Timestamp) {
    keys.retain(|_, clear_at| *clear_at > now);
    if keys.len() < KEYS_MAX {
        return;
    }
    // All are still counting: the least counted half gives way.
    let mut instants: Vec<Timestamp> = keys.values().copied().collect();
    let (_, middle, _) = instants.select_nth_unstable(KEYS_MAX / 2);
    let middle = *middle;
    keys.retain(|_, clear_at| *clear_at > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + second).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_one_for_each_refill() {
        let throttle = Throttle::new(Allowance {
            burst: 3,
            refill: SignedDuration::from_secs(10),
        });
        let key = Key::of("test", "ana@example.com");
        for _ in 0..3 {
            assert_eq!(throttle.take(key, at(0)), Ok(()));
        }
        assert_eq!(throttle.take(key, at(0)), Err(11));
        assert_eq!(throttle.take(key, at(9)), Err(2));
        assert_eq!(
            throttle.take(Key::of("test", "bob@example.com"), at(9)),
            Ok(())
        );
        assert_eq!(throttle.take(key, at(10)), Ok(()));
        assert!(throttle.take(key, at(10)).is_err());
        throttle.forgive(key);
        assert_eq!(throttle.take(key, at(10)), Ok(()));
    }

    #[test]
    fn the_memory_is_bounded_and_the_worst_are_kept() {
        let throttle = Throttle::new(Allowance {
            burst: 2,
            refill: SignedDuration::from_secs(60),
        });
        let worst = Key::of("test", "worst");
        throttle.take(worst, at(0)).unwrap();
        throttle.take(worst, at(0)).unwrap();
        for n in 0..KEYS_MAX + 10 {
            throttle
                .take(Key::of("test", &n.to_string()), at(0))
                .unwrap();
        }
        assert!(throttle.clear_at.lock().unwrap().len() <= KEYS_MAX);
        assert!(throttle.take(worst, at(0)).is_err());
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        let one = Key::of_client("a", "2001:db8::1".parse().unwrap());
        assert_eq!(one, Key::of_client("a", "2001:db8::ffff".parse().unwrap()));
        assert_ne!(one, Key::of_client("a", "2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(
            Key::of_client("a", "::ffff:192.0.2.1".parse().unwrap()),
            Key::of_client("a", "192.0.2.1".parse().unwrap())
        );
    }
}
