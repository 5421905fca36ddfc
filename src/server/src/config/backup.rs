//! Where backups go, how often, and how many are kept.

use std::path::PathBuf;

use domain::time::Zone;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::limits::number;
use super::reader::Reader;
use super::tls::path;

/// How long a firm without a schedule may be without a backup.
const WITHOUT_SCHEDULE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// See the settings `backup.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupConfig {
    /// The folder that backups go to.
    pub folder: PathBuf,
    /// When they are made.
    pub schedule: BackupSchedule,
    /// How many are kept.
    pub keep: usize,
    /// Whether the master key is in them.
    pub with_key: bool,
}

/// When backups are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupSchedule {
    /// So long after the last one.
    Every(SignedDuration),
    /// Each day at this time.
    At(Time),
}

impl BackupSchedule {
    /// Whether one is to be made now, when the last one was begun then.
    pub fn is_due(self, last: Option<Timestamp>, now: Timestamp, zone: &Zone) -> bool {
        let Some(last) = last else {
            return true;
        };
        match self {
            Self::Every(time) => now.duration_since(last) >= time,
            Self::At(time) => most_recent(time, now, zone).is_some_and(|due| last < due),
        }
    }

    /// How long after the last backup something must be wrong: twice the time between two.
    pub fn overdue_after(schedule: Option<Self>) -> SignedDuration {
        match schedule {
            Some(Self::Every(time)) => time.saturating_mul(2),
            Some(Self::At(_)) => DAY.saturating_mul(2),
            None => WITHOUT_SCHEDULE_MAX,
        }
    }
}

/// When it was last this time of day.
fn most_recent(time: Time, now: Timestamp, zone: &Zone) -> Option<Timestamp> {
    let today = zone.local(now).date();
    let at = |date: Date| zone.instant(date.to_datetime(time));
    at(today)
        .filter(|due| *due <= now)
        .or_else(|| at(today.yesterday().ok()?))
}

pub(super) fn read(reader: &mut Reader) -> Option<BackupConfig> {
    let folder = reader.one("backup.folder", path);
    let every = reader.one("backup.every", interval);
    let at = reader.one("backup.at", time_of_day);
    let keep = reader.one("backup.keep", |text| number(text, 1, 10_000));
    let with_key = reader.one("backup.with_key", super::network::truth);
    for name in [
        "backup.every",
        "backup.at",
        "backup.keep",
        "backup.with_key",
    ] {
        if reader.is_given(name) && !reader.is_given("backup.folder") {
            reader.refuse(name, "it is for backup.folder, which is not set");
        }
    }
    if reader.is_given("backup.every") && reader.is_given("backup.at") {
        reader.refuse("backup.at", "set either this or backup.every");
    }
    let schedule = match (at, every) {
        (Some(time), _) => BackupSchedule::At(time),
        (None, Some(time)) => BackupSchedule::Every(time),
        (None, None) => BackupSchedule::Every(DAY),
    };
    Some(BackupConfig {
        folder: folder?,
        schedule,
        keep: keep.and_then(|keep| usize::try_from(keep).ok())?,
        with_key: with_key?,
    })
}

fn interval(text: &str) -> Result<SignedDuration, String> {
    let text = text.trim();
    let unit = text.chars().last();
    let hours = match unit {
        Some('h') => 1,
        Some('d') => 24,
        _ => return Err("it does not end with h or d".to_owned()),
    };
    let count = number(text.trim_end_matches(['h', 'd']), 1, 24 * 365)?;
    let hours = i64::try_from(count)
        .unwrap_or(i64::MAX)
        .saturating_mul(hours);
    if hours > 24 * 365 {
        return Err("it is more than a year".to_owned());
    }
    Ok(SignedDuration::from_hours(hours))
}

fn time_of_day(text: &str) -> Result<Time, String> {
    let wrong = || "it is not a time of day".to_owned();
    let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<i8>().map_err(|_| wrong());
    Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(schedule: BackupSchedule, last: Option<&str>, due: &str) {
        let zone = Zone::named("America/New_York").unwrap();
        let due = at(due);
        let minute = SignedDuration::from_mins(1);
        assert!(schedule.is_due(last.map(at), due, &zone), "due at {due}");
        let before = due - minute;
        assert_eq!(schedule.is_due(last.map(at), before, &zone), last.is_none());
    }

    #[test]
    fn a_backup_is_due_at_its_time_of_day_on_the_companys_clock() {
        let schedule = BackupSchedule::At(time_of_day("02:00").unwrap());
        check(schedule, None, "2026-03-05T12:00:00Z");
        check(
            schedule,
            Some("2026-03-05T12:00:00Z"),
            "2026-03-06T07:00:00Z",
        );
        // That night the clocks go forward over two o'clock.
        check(
            schedule,
            Some("2026-03-07T07:00:00Z"),
            "2026-03-08T07:00:00Z",
        );
        check(
            schedule,
            Some("2026-03-08T07:00:01Z"),
            "2026-03-09T06:00:00Z",
        );
    }

    #[test]
    fn a_backup_is_due_so_long_after_the_last_one() {
        let schedule = BackupSchedule::Every(interval("12h").unwrap());
        check(
            schedule,
            Some("2026-03-05T12:00:00Z"),
            "2026-03-06T00:00:00Z",
        );
        assert_eq!(interval("1d"), Ok(DAY));
        for wrong in ["", "1", "0d", "366d", "day", "1w", "-1d", "1dd2h"] {
            assert!(interval(wrong).is_err(), "{wrong}");
        }
        for wrong in ["2", "24:00", "02:60", "2:00pm", ""] {
            assert!(time_of_day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn something_is_wrong_after_twice_the_schedule_or_a_week() {
        let after = |schedule| BackupSchedule::overdue_after(schedule).as_hours();
        assert_eq!(after(None), 168);
        assert_eq!(after(Some(BackupSchedule::At(Time::midnight()))), 48);
        assert_eq!(
            after(Some(BackupSchedule::Every(SignedDuration::from_hours(6)))),
            12
        );
    }
}
