//! A clock that a test holds in its hand, and short ways to write an instant.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Zone;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// A clock that stands still until it is moved. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct FakeClock(Arc<AtomicI64>);

impl FakeClock {
    /// A clock that stands at an instant, to the millisecond.
    pub fn starting(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst))
            .expect("the clock left the calendar")
    }

    /// Sets it, forward or back.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves it forward.
    pub fn advance(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).expect("a duration of milliseconds");
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

/// The instant of `2026-03-09T08:00:00Z`.
#[track_caller]
pub fn at(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text} is not an instant: {error}"))
}

/// The instant of a local `2026-03-09T08:00` in a zone.
#[track_caller]
pub fn local(text: &str, zone: &Zone) -> Timestamp {
    let civil: DateTime = text
        .parse()
        .unwrap_or_else(|error| panic!("{text} is not a local time: {error}"));
    zone.instant(civil)
        .expect("a local time inside the calendar")
}
