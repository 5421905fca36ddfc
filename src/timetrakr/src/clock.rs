//! The real clock.

use jiff::Timestamp;

/// What this machine's clock says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl server::Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
