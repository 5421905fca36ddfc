//! Time zones: the bundled database, and local times in one of them.
//!
//! The database is a file that `cargo xtask zones` takes from the IANA one. It is of the source,
//! and changes only in a commit, because a phone and its server must agree on every local day.
//! Must not ask the machine for its own zones.

use std::fmt;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// One line for each set of rules: `NAMES|LAST|OFFSET LASTED|OFFSET LASTED|…`. The names have a
/// space between two; the last rules, in POSIX's way of writing them, hold from the end of the
/// history on; that is a list of offsets since [`BEGIN_SECOND`] and for how long each stood, in
/// minutes.
const DATABASE: &str = include_str!("zones.txt");

/// 2000-01-01T00:00:00Z.
const BEGIN_SECOND: i64 = 946_684_800;

/// A time zone that the bundled database knows, by its IANA name. Local times are right from the
/// year 2000 on, which no time entry is older than.
#[derive(Clone)]
pub struct Zone {
    name: &'static str,
    history: Arc<[Past]>,
    last: TimeZone,
}

/// An offset, and the second at which the next one took its place.
#[derive(Clone, Copy)]
struct Past {
    offset: Offset,
    until_second: i64,
}

/// The name is not one of the bundled time-zone database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("time zone {name:?} is unknown; use an IANA name such as America/New_York")]
pub struct UnknownZone {
    name: String,
}

impl Zone {
    /// The zone of an IANA name, in whatever case.
    ///
    /// # Errors
    /// When the bundled database does not know the name.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let known = |(names, rules): (&'static str, &str)| {
            let name = names
                .split(' ')
                .find(|known| known.eq_ignore_ascii_case(name))?;
            Self::read(name, rules)
        };
        database().find_map(known).ok_or_else(|| UnknownZone {
            name: name.chars().take(64).collect(),
        })
    }

    /// A zone from its rules in the database.
    fn read(name: &'static str, rules: &str) -> Option<Self> {
        let mut parts = rules.split('|');
        let last = TimeZone::posix(parts.next()?).ok()?;
        let mut until_second = BEGIN_SECOND;
        let history = parts
            .map(|past| {
                let (offset, lasted) = past.split_once(' ')?;
                let seconds = |minutes: &str| Some(minutes.parse::<i32>().ok()?.saturating_mul(60));
                until_second = until_second.saturating_add(seconds(lasted)?.into());
                Some(Past {
                    offset: Offset::from_seconds(seconds(offset)?).ok()?,
                    until_second,
                })
            })
            .collect::<Option<_>>()?;
        Some(Self {
            name,
            history,
            last,
        })
    }

    /// Universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC",
            history: Arc::default(),
            last: TimeZone::UTC,
        }
    }

    /// The IANA name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The offset from universal time at an instant, in seconds, east positive.
    pub fn offset_seconds(&self, at: Timestamp) -> i32 {
        self.offset(at).seconds()
    }

    /// The instant of a local date and time. A time that occurs twice is the first; one that
    /// does not exist moves forward by the gap. `None` only at the ends of the calendar.
    pub fn instant(&self, local: DateTime) -> Option<Timestamp> {
        let near = Offset::UTC.to_timestamp(local).ok()?;
        let day = SignedDuration::from_hours(24);
        let before = self.offset(near.checked_sub(day).unwrap_or(near));
        let after = self.offset(near.checked_add(day).unwrap_or(near));
        let with = |offset: Offset| offset.to_timestamp(local).ok();
        let stands = |offset: &Offset| with(*offset).is_some_and(|at| self.offset(at) == *offset);
        with([before, after].into_iter().find(stands).unwrap_or(before))
    }

    /// The local date and time of an instant.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.offset(at).to_datetime(at)
    }

    /// All names the bundled database knows, sorted.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = database()
            .flat_map(|(names, _)| names.split(' ').map(str::to_owned))
            .collect();
        names.sort_unstable();
        names
    }

    fn offset(&self, at: Timestamp) -> Offset {
        self.history
            .iter()
            .find(|past| at.as_second() < past.until_second)
            .map_or_else(|| self.last.to_offset(at), |past| past.offset)
    }
}

/// Each set of rules after the names of the zones that follow it.
fn database() -> impl Iterator<Item = (&'static str, &'static str)> {
    DATABASE.lines().filter_map(|line| line.split_once('|'))
}

/// A name stands for its rules.
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn new_york() -> Zone {
        Zone::named("America/New_York").unwrap()
    }

    #[test]
    fn a_local_time_that_does_not_exist_moves_forward_by_the_gap() {
        let missing = date(2026, 3, 8).at(2, 30, 0, 0);
        let at = new_york().instant(missing).unwrap();
        assert_eq!(new_york().local(at), date(2026, 3, 8).at(3, 30, 0, 0));
    }

    #[test]
    fn a_local_time_that_occurs_twice_is_the_first() {
        let twice = date(2026, 11, 1).at(1, 30, 0, 0);
        let at = new_york().instant(twice).unwrap();
        assert_eq!(at.to_string(), "2026-11-01T05:30:00Z");
    }

    #[test]
    fn rules_that_have_changed_hold_for_their_own_years() {
        let offset = |at: &str| new_york().offset_seconds(at.parse().unwrap()) / 3600;
        assert_eq!(offset("2006-03-20T12:00:00Z"), -5);
        assert_eq!(offset("2007-03-20T12:00:00Z"), -4);
    }

    #[test]
    fn every_name_of_the_database_is_a_zone() {
        let names = Zone::names();
        assert!(names.len() > 500, "{}", names.len());
        for name in names {
            assert_eq!(
                Zone::named(&name).map(|zone| zone.name.to_owned()),
                Ok(name)
            );
        }
    }

    #[test]
    fn a_name_in_other_letters_is_the_same_zone() {
        assert_eq!(Zone::named("america/NEW_york"), Ok(new_york()));
        assert_eq!(Zone::named("utc"), Ok(Zone::utc()));
    }

    #[test]
    fn an_unknown_zone_is_named_in_the_error() {
        for unknown in ["Mars/Olympus", "", "Europe/Madrid Europe/Paris"] {
            let error = Zone::named(unknown).unwrap_err();
            assert!(error.to_string().contains(unknown), "{error}");
        }
    }
}
