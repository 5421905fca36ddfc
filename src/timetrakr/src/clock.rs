//! The real clock, and the zone that this machine is in.

use jiff::Timestamp;

/// What this machine's clock says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl server::Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The IANA name of this machine's zone; universal time where it has none.
pub(crate) fn zone_name() -> String {
    let zone = jiff::tz::TimeZone::system();
    zone.iana_name().unwrap_or("UTC").to_owned()
}
