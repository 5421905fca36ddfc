//! When a row's work was: from its date and time cells, its duration and its break. This is where
//! midnights, changing clocks and contradictions are settled.
//!
//! Start and end stand over a duration that says otherwise: they are what was clocked. The
//! duration only chooses between two readings of the same cells, when it fits one of them.

use domain::time::{Zone, elapsed_seconds};
use domain::timesheet::HistoricalTime;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::{Cells, Facts, Field, Reason, quoted};
use crate::import::DateReading;
use crate::import::duration;
use crate::import::mapping::Unit;
use crate::import::moment::{Unreadable, Written, WrittenTime, written};

const DAY_SECONDS: i64 = 86_400;
const SPAN_DAYS_MAX: i64 = 7;
/// A duration fits a start and an end that differ from it by no more: many programs round.
const FIT_SECONDS: u64 = 60;

pub(super) fn time(
    cells: &Cells<'_>,
    facts: &Facts,
    zone: &Zone,
) -> Result<HistoricalTime, Reason> {
    let duration = seconds(cells, Field::Duration, facts.duration_unit, facts)?;
    let pause = seconds(cells, Field::Break, facts.break_unit, facts)?.unwrap_or(0);
    let date = date_of(cells, Field::Date, facts)?;
    let start = side(
        cells,
        facts,
        [Field::Start, Field::StartDate, Field::StartTime],
    )?;
    let end = side(cells, facts, [Field::End, Field::EndDate, Field::EndTime])?;
    let Some(first) = start.date.or(date) else {
        return Err(Reason::NoDate);
    };
    let Some(start) = start.time else {
        return match duration {
            Some(seconds) if seconds <= DAY_SECONDS => Ok(HistoricalTime::Hours {
                date: first,
                seconds,
            }),
            Some(_) => Err(Reason::TooManyHours),
            None => Err(Reason::NoTime),
        };
    };
    let start = Wall::new(first, start);
    let (start, end) = match end.time {
        Some(time) => {
            let given = Wall::new(end.date.unwrap_or(first), time);
            let total = duration.map(|worked| worked.saturating_add(pause));
            between(start, given, end.date.is_some(), total, zone)?
        }
        None => {
            let worked = duration.ok_or(Reason::StillRunning)?;
            let start = start.instants(zone).0.ok_or(Reason::NoDate)?;
            let total = SignedDuration::from_secs(worked.saturating_add(pause));
            (
                start,
                start.checked_add(total).map_err(|_| Reason::TooLong)?,
            )
        }
    };
    let length = elapsed_seconds(start, end);
    if length > SPAN_DAYS_MAX * DAY_SECONDS {
        return Err(Reason::TooLong);
    }
    if pause > length {
        return Err(Reason::BreakTooLong);
    }
    Ok(HistoricalTime::Span {
        start,
        end,
        break_seconds: pause,
    })
}

fn seconds(
    cells: &Cells<'_>,
    field: Field,
    unit: Unit,
    facts: &Facts,
) -> Result<Option<i64>, Reason> {
    let cell = cells.get(field);
    if cell.is_empty() {
        return Ok(None);
    }
    let seconds = duration::seconds(cell, unit, facts.mark());
    seconds
        .map(Some)
        .ok_or_else(|| Reason::NotADuration { text: quoted(cell) })
}

/// What a row says of its start or its end.
#[derive(Default)]
struct Side {
    date: Option<Date>,
    time: Option<WrittenTime>,
}

/// Reads the cell with both, that of the date and that of the time; each may hold more than its
/// name says, and the last to say a thing has it.
fn side(cells: &Cells<'_>, facts: &Facts, fields: [Field; 3]) -> Result<Side, Reason> {
    let [both, day, clock] = fields;
    let mut side = Side::default();
    for field in [both, clock] {
        let cell = cells.get(field);
        if let Some(written) = read(cell)? {
            side.date = dated(cell, &written, facts)?.or(side.date);
            side.time = written.time.or(side.time);
        }
    }
    // A column of dates may write midnight behind each.
    side.date = date_of(cells, day, facts)?.or(side.date);
    Ok(side)
}

fn date_of(cells: &Cells<'_>, field: Field, facts: &Facts) -> Result<Option<Date>, Reason> {
    let cell = cells.get(field);
    match read(cell)? {
        None => Ok(None),
        Some(written) => match dated(cell, &written, facts)? {
            Some(date) => Ok(Some(date)),
            None => Err(Reason::NotADate {
                text: quoted(cell),
                order: None,
            }),
        },
    }
}

fn read(cell: &str) -> Result<Option<Written>, Reason> {
    // A dash stands for nothing in printed tables.
    if cell.is_empty() || cell == "-" || cell == "--" || cell == "—" {
        return Ok(None);
    }
    match written(cell) {
        Ok(written) => Ok(Some(written)),
        Err(Unreadable::Date) => Err(Reason::NotADate {
            text: quoted(cell),
            order: None,
        }),
        Err(Unreadable::Time) => Err(Reason::NotATime { text: quoted(cell) }),
    }
}

fn dated(cell: &str, written: &Written, facts: &Facts) -> Result<Option<Date>, Reason> {
    let order = facts.dates.order();
    let Some(date) = written.date else {
        return Ok(None);
    };
    date.read(order).map(Some).ok_or_else(|| Reason::NotADate {
        text: quoted(cell),
        order: match facts.dates {
            DateReading::Plain => None,
            DateReading::Chosen(_) | DateReading::Settled(_) | DateReading::Undecidable(_) => {
                Some(order)
            }
        },
    })
}

/// A date and time on a wall, perhaps with the offset that was in force.
#[derive(Clone, Copy)]
struct Wall {
    local: DateTime,
    offset: Option<i32>,
}

impl Wall {
    fn new(date: Date, time: WrittenTime) -> Self {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let since = SignedDuration::from_secs(time.second.into());
        Self {
            local: midnight.saturating_add(since),
            offset: time.offset,
        }
    }

    fn tomorrow(self) -> Self {
        Self {
            local: self.local.saturating_add(SignedDuration::from_hours(24)),
            offset: self.offset,
        }
    }

    /// The instant, and the other one of a time that occurs twice or not at all.
    fn instants(self, zone: &Zone) -> (Option<Timestamp>, Option<Timestamp>) {
        match self.offset {
            Some(offset) => {
                let offset = jiff::tz::Offset::from_seconds(offset).ok();
                (offset.and_then(|o| o.to_timestamp(self.local).ok()), None)
            }
            None => (zone.instant(self.local), other_instant(self.local, zone)),
        }
    }
}

/// The other instant that a local time may mean: the second of one that occurs twice; for one that
/// does not exist, as if the clocks had moved already.
fn other_instant(local: DateTime, zone: &Zone) -> Option<Timestamp> {
    let plain = zone.instant(local)?;
    let exists = zone.local(plain) == local;
    [-24, 24].into_iter().find_map(|hours| {
        let near = plain.checked_add(SignedDuration::from_hours(hours)).ok()?;
        let offset = jiff::tz::Offset::from_seconds(zone.offset_seconds(near)).ok()?;
        let other = offset.to_timestamp(local).ok()?;
        let reads_back = zone.local(other) == local;
        (other != plain && (reads_back || !exists)).then_some(other)
    })
}

/// The instants of a start and an end: as they stand, or else as the duration fits them, or else
/// the next that do not end before they start.
fn between(
    start: Wall,
    end: Wall,
    end_is_dated: bool,
    total: Option<i64>,
    zone: &Zone,
) -> Result<(Timestamp, Timestamp), Reason> {
    let length = |pair: &(Timestamp, Timestamp)| elapsed_seconds(pair.0, pair.1);
    let readings = |end: Wall| {
        let mut readings = pairs(start, end, zone);
        readings.retain(|pair| length(pair) >= 0);
        readings
    };
    let same_day = readings(end);
    let next_day = if end_is_dated {
        Vec::new()
    } else {
        readings(end.tomorrow())
    };
    if let Some(total) = total {
        let misfit = |pair: &&(Timestamp, Timestamp)| length(pair).abs_diff(total);
        let best = same_day.iter().chain(&next_day).min_by_key(misfit);
        if let Some(best) = best.filter(|best| misfit(best) <= FIT_SECONDS) {
            return Ok(*best);
        }
    }
    let plain = same_day.first().or(next_day.first());
    plain.copied().ok_or(Reason::EndBeforeStart)
}

/// The readings of a start and an end, the plain one first.
fn pairs(start: Wall, end: Wall, zone: &Zone) -> Vec<(Timestamp, Timestamp)> {
    let (start, end) = (start.instants(zone), end.instants(zone));
    let pair = |start: Option<Timestamp>, end: Option<Timestamp>| start.zip(end);
    [
        pair(start.0, end.0),
        pair(start.0, end.1),
        pair(start.1, end.0),
        pair(start.1, end.1),
    ]
    .into_iter()
    .flatten()
    .collect()
}
