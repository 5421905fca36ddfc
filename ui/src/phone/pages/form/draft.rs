//! Times as they are typed, in the company's zone, and the instants they mean. Pure.

use domain::time::Zone;
use domain::timesheet::Break;
use engine::rows::EntryValues;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

/// A break as it is typed; its day follows from the entry's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct BreakDraft {
    /// The time it began.
    pub(crate) start: String,
    /// The time it ended; empty while it is open.
    pub(crate) end: String,
    /// Whether it counts as worked.
    pub(crate) paid: bool,
}

/// An entry's times as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TimesDraft {
    /// The day it began: `2026-03-04`.
    pub(crate) start_date: String,
    /// The time it began: `07:45`.
    pub(crate) start_time: String,
    /// The day it ended.
    pub(crate) end_date: String,
    /// The time it ended; empty while it is open.
    pub(crate) end_time: String,
    /// Its breaks in order.
    pub(crate) breaks: Vec<BreakDraft>,
}

/// What typed times mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Times {
    /// When work began.
    pub(crate) start: Timestamp,
    /// When it ended.
    pub(crate) end: Option<Timestamp>,
    /// Its breaks.
    pub(crate) breaks: Vec<Break>,
}

/// What is missing or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftFault {
    /// The start.
    Start,
    /// The end.
    End,
    /// A break.
    Break,
}

impl TimesDraft {
    /// An empty draft for a day.
    pub(crate) fn on(date: Date) -> TimesDraft {
        TimesDraft {
            start_date: typed_date(date),
            end_date: typed_date(date),
            ..TimesDraft::default()
        }
    }

    /// The draft that shows an entry.
    pub(crate) fn of(values: &EntryValues, zone: &Zone) -> TimesDraft {
        let start = zone.local(values.start);
        let end = values.end.map(|end| zone.local(end));
        let time = |at: Timestamp| typed(zone.local(at).time());
        TimesDraft {
            start_date: typed_date(start.date()),
            start_time: typed(start.time()),
            end_date: typed_date(end.unwrap_or(start).date()),
            end_time: end.map(|end| typed(end.time())).unwrap_or_default(),
            breaks: values
                .breaks
                .iter()
                .map(|pause| BreakDraft {
                    start: time(pause.start),
                    end: pause.end.map(time).unwrap_or_default(),
                    paid: pause.paid,
                })
                .collect(),
        }
    }

    /// The instants that are meant. What was not touched keeps the seconds that `original` has.
    pub(crate) fn times(
        &self,
        zone: &Zone,
        original: Option<&EntryValues>,
    ) -> Result<Times, DraftFault> {
        let shown = original.map(|values| (values, TimesDraft::of(values, zone)));
        let untouched = |same: &dyn Fn(&TimesDraft) -> bool| {
            shown
                .as_ref()
                .filter(|(_, shown)| same(shown))
                .map(|(values, _)| *values)
        };
        let start = match untouched(&|shown| {
            shown.start_date == self.start_date && shown.start_time == self.start_time
        }) {
            Some(values) => values.start,
            None => instant(&self.start_date, &self.start_time, zone).ok_or(DraftFault::Start)?,
        };
        let end = match untouched(&|shown| {
            shown.end_date == self.end_date && shown.end_time == self.end_time
        }) {
            Some(values) => values.end,
            None if self.end_time.is_empty() => None,
            None => Some(instant(&self.end_date, &self.end_time, zone).ok_or(DraftFault::End)?),
        };
        let breaks = match untouched(&|shown| shown.breaks == self.breaks) {
            Some(values) => values.breaks.iter().map(|pause| (*pause).into()).collect(),
            None => self
                .breaks(start, zone, shown.as_ref())
                .ok_or(DraftFault::Break)?,
        };
        Ok(Times { start, end, breaks })
    }

    fn breaks(
        &self,
        start: Timestamp,
        zone: &Zone,
        shown: Option<&(&EntryValues, TimesDraft)>,
    ) -> Option<Vec<Break>> {
        let kept = |draft: &BreakDraft| {
            let (values, shown) = shown?;
            let at = shown.breaks.iter().position(|shown| shown == draft)?;
            values.breaks.get(at).map(|pause| (*pause).into())
        };
        self.breaks
            .iter()
            .map(|draft| {
                if let Some(pause) = kept(draft) {
                    return Some(pause);
                }
                let began = after(start, &draft.start, zone)?;
                let end = if draft.end.is_empty() {
                    None
                } else {
                    Some(after(began, &draft.end, zone)?)
                };
                Some(Break {
                    start: began,
                    end,
                    paid: draft.paid,
                })
            })
            .collect()
    }
}

/// The first instant from `from` on at which clocks show this time.
fn after(from: Timestamp, time: &str, zone: &Zone) -> Option<Timestamp> {
    let time = read_time(time)?;
    let date = zone.local(from).date();
    let same_day = zone.instant(date.to_datetime(time))?;
    // Typed times have no seconds: the minute of the start is not before it.
    if same_day.as_second() / 60 >= from.as_second() / 60 {
        return Some(same_day.max(from));
    }
    zone.instant(date.tomorrow().ok()?.to_datetime(time))
}

fn instant(date: &str, time: &str, zone: &Zone) -> Option<Timestamp> {
    zone.instant(DateTime::from_parts(read_date(date)?, read_time(time)?))
}

/// The day of `2026-03-04`, as date fields give it.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The time of `07:45`, as time fields give it; seconds are left out.
fn read_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// A day as date fields take it: `2026-03-04`.
pub(crate) fn typed_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

fn typed(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oplog::v1::payload::BreakTimes;

    fn zone() -> Zone {
        Zone::named("America/New_York").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn values() -> EntryValues {
        EntryValues {
            start: at("2026-03-10T11:02:41Z"),
            end: Some(at("2026-03-10T19:30:09Z")),
            breaks: vec![BreakTimes {
                start: at("2026-03-10T16:00:20Z"),
                end: Some(at("2026-03-10T16:30:50Z")),
                paid: false,
            }],
            job: None,
            cost_code: None,
            note: String::new(),
        }
    }

    #[test]
    fn what_is_not_touched_keeps_its_seconds() {
        let values = values();
        let mut draft = TimesDraft::of(&values, &zone());
        assert_eq!(draft.start_time, "07:02");
        draft.end_time = "15:45".into();
        let times = draft.times(&zone(), Some(&values)).unwrap();
        assert_eq!(times.start, values.start);
        assert_eq!(times.end, Some(at("2026-03-10T19:45:00Z")));
        assert_eq!(times.breaks, [values.breaks[0].into()]);
    }

    #[test]
    fn a_break_after_midnight_belongs_to_the_night_that_began_before() {
        let draft = TimesDraft {
            start_date: "2026-03-10".into(),
            start_time: "22:00".into(),
            end_date: "2026-03-11".into(),
            end_time: "06:00".into(),
            breaks: vec![BreakDraft {
                start: "23:50".into(),
                end: "00:20".into(),
                paid: true,
            }],
        };
        let times = draft.times(&zone(), None).unwrap();
        assert_eq!(times.breaks[0].start, at("2026-03-11T03:50:00Z"));
        assert_eq!(times.breaks[0].end, Some(at("2026-03-11T04:20:00Z")));
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut draft = TimesDraft::on(jiff::civil::date(2026, 3, 10));
        assert_eq!(draft.times(&zone(), None), Err(DraftFault::Start));
        draft.start_time = "07:00".into();
        assert_eq!(draft.times(&zone(), None).map(|times| times.end), Ok(None));
        draft.end_date = String::new();
        draft.end_time = "08:00".into();
        assert_eq!(draft.times(&zone(), None), Err(DraftFault::End));
        draft.end_time = String::new();
        draft.breaks.push(BreakDraft::default());
        assert_eq!(draft.times(&zone(), None), Err(DraftFault::Break));
    }
}
