//! Own entries by workweek and day, the newest first. Pure.

use domain::TimeEntryId;
use domain::time::{Zone, work_date, workweek_dates, workweek_start};
use domain::timesheet::Exception;
use engine::query;
use engine::rows::EntryRow;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

/// A workweek with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeekLines {
    /// Its first day.
    pub(crate) first: Date,
    /// Its last day.
    pub(crate) last: Date,
    /// Worked seconds.
    pub(crate) worked_seconds: i64,
    /// Its days that have something in them, the newest first.
    pub(crate) days: Vec<DayLines>,
}

/// A day with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayLines {
    /// The day.
    pub(crate) date: Date,
    /// Worked seconds on it; a night's work is split at midnight.
    pub(crate) worked_seconds: i64,
    /// The entries that began on it, in order.
    pub(crate) entries: Vec<Line>,
    /// Whether work that began the day before goes on into it.
    pub(crate) continues: bool,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its id.
    pub(crate) id: TimeEntryId,
    /// Its row.
    pub(crate) row: EntryRow,
    /// What someone should look at in it.
    pub(crate) exceptions: Vec<Exception>,
}

/// The weeks of entries at `now`.
pub(crate) fn weeks(
    entries: &[(TimeEntryId, EntryRow)],
    zone: &Zone,
    starts: Weekday,
    now: Timestamp,
) -> Vec<WeekLines> {
    let totals = query::day_totals_of(entries, zone, now);
    let exceptions = query::exceptions_of(entries, now);
    let mut dates: Vec<Date> = totals.iter().map(|day| day.date).collect();
    dates.extend(
        entries
            .iter()
            .map(|(_, row)| work_date(row.values.start, zone)),
    );
    dates.sort_unstable();
    dates.dedup();
    let mut weeks: Vec<WeekLines> = Vec::new();
    for date in dates.into_iter().rev() {
        let worked_seconds = totals
            .iter()
            .find(|day| day.date == date)
            .map_or(0, |day| day.worked_seconds);
        let began = entries
            .iter()
            .filter(|(_, row)| work_date(row.values.start, zone) == date);
        let day = DayLines {
            date,
            worked_seconds,
            entries: began
                .map(|(id, row)| Line {
                    id: *id,
                    row: row.clone(),
                    exceptions: exceptions
                        .iter()
                        .filter(|found| found.entry == *id && !found.settled)
                        .map(|found| found.kind)
                        .collect(),
                })
                .collect(),
            continues: entries
                .iter()
                .any(|(_, row)| reaches_into(row, date, zone, now)),
        };
        let first = workweek_start(date, starts);
        match weeks.last_mut().filter(|week| week.first == first) {
            Some(week) => {
                week.worked_seconds += worked_seconds;
                week.days.push(day);
            }
            None => weeks.push(WeekLines {
                first,
                last: workweek_dates(first).last().copied().unwrap_or(first),
                worked_seconds,
                days: vec![day],
            }),
        }
    }
    weeks
}

fn reaches_into(row: &EntryRow, date: Date, zone: &Zone, now: Timestamp) -> bool {
    let end = row.values.end.unwrap_or(now);
    let midnight = zone.instant(date.to_datetime(jiff::civil::Time::midnight()));
    !row.voided
        && work_date(row.values.start, zone) < date
        && midnight.is_some_and(|midnight| end > midnight)
}

/// Seconds of an entry's breaks at `now`: paid, then unpaid.
pub(crate) fn break_seconds(row: &EntryRow, now: Timestamp) -> (i64, i64) {
    let until = row.values.end.unwrap_or(now);
    let sum = |paid: bool| {
        let breaks = row.values.breaks.iter().filter(|pause| pause.paid == paid);
        breaks
            .map(|pause| {
                domain::time::elapsed_seconds(pause.start, pause.end.unwrap_or(until)).max(0)
            })
            .sum()
    };
    (sum(true), sum(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{EmployeeId, LogId};
    use engine::rows::{Attested, EntryFlagsRow, EntryValues, FieldStamp, Origin, Stamps};
    use jiff::civil::date;
    use oplog::v1::payload::RoleTag;

    fn entry(id: u8, start: &str, end: Option<&str>) -> (TimeEntryId, EntryRow) {
        let stamp = FieldStamp {
            position: 1,
            log: LogId::from_bytes([1; 16]),
            role: RoleTag::Worker,
        };
        let values = EntryValues {
            start: start.parse().unwrap(),
            end: end.map(|end| end.parse().unwrap()),
            breaks: Vec::new(),
            job: None,
            cost_code: None,
            note: String::new(),
        };
        let row = EntryRow {
            employee: EmployeeId::from_bytes([2; 16]),
            values,
            voided: false,
            origin: Origin::Clock,
            attested: Attested::default(),
            flags: EntryFlagsRow::default(),
            settled: Vec::new(),
            stamps: Stamps::all(stamp),
        };
        (TimeEntryId::from_bytes([id; 16]), row)
    }

    #[test]
    fn a_nights_work_stands_on_the_day_it_began_and_counts_on_both() {
        let zone = Zone::named("America/New_York").unwrap();
        let now = "2026-03-12T12:00:00Z".parse().unwrap();
        // Saturday 22:00 to Sunday 06:00, which is the first day of the next workweek.
        let night = entry(1, "2026-03-15T02:00:00Z", Some("2026-03-15T10:00:00Z"));
        let weeks = weeks(&[night], &zone, Weekday::Sunday, now);
        let found: Vec<_> = weeks
            .iter()
            .flat_map(|week| {
                week.days.iter().map(|day| {
                    (
                        week.first,
                        day.date,
                        day.worked_seconds / 3600,
                        day.entries.len(),
                        day.continues,
                    )
                })
            })
            .collect();
        assert_eq!(
            found,
            [
                (date(2026, 3, 15), date(2026, 3, 15), 6, 0, true),
                (date(2026, 3, 8), date(2026, 3, 14), 2, 1, false),
            ]
        );
    }

    #[test]
    fn a_voided_entry_stays_in_the_list_and_counts_for_nothing() {
        let zone = Zone::utc();
        let mut void = entry(1, "2026-03-10T08:00:00Z", Some("2026-03-10T16:00:00Z"));
        void.1.voided = true;
        let weeks = weeks(
            &[void],
            &zone,
            Weekday::Monday,
            "2026-03-12T12:00:00Z".parse().unwrap(),
        );
        assert_eq!(weeks[0].worked_seconds, 0);
        assert_eq!(weeks[0].days[0].entries.len(), 1);
    }
}
