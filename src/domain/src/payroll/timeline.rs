//! Worked time in order, cut at workdays and workweeks, with unpaid breaks taken out. Knows no
//! rule: the marks on it are the rules'.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::exact::Exact;
use super::exception::PayExceptionKind;
use super::input::{Break, Dated, Employee, Work, Workweek};
use crate::id::{JobId, TimeEntryId};
use crate::time::{Zone, workweek_start};

/// A break of so many seconds or less is paid time (29 CFR 785.18).
pub const PAID_BREAK_SECONDS_MAX: i64 = 20 * 60;
/// The longest time between two entries that is taken for a meal period.
pub const MEAL_SECONDS_MAX: i64 = 3600;
/// The longest entry that is paid.
const ENTRY_SECONDS_MAX: i64 = 7 * 24 * 3600;
/// The most workweeks that are calculated at once: more than two years.
pub const WEEKS_MAX: usize = 120;

/// The workdays that are counted together: seven, or fewer where the workweek's start changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// The first workday.
    pub first: Date,
    /// The last workday.
    pub last: Date,
}

/// Worked time of one entry, workday and workweek, without a break in it.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The entry.
    pub entry: TimeEntryId,
    /// Its place among the employee's entries.
    pub work: usize,
    /// When it starts, in seconds.
    pub start: i64,
    /// When it ends, in seconds.
    pub end: i64,
    /// The workday.
    pub day: Date,
    /// The place of its workweek.
    pub week: usize,
    /// An hour's pay, where the work has one of its own.
    pub rate: Option<Exact>,
    /// What an hour is paid before premiums: its rate, or what salary or piece pay come to.
    pub base: Exact,
    /// The job.
    pub job: Option<JobId>,
}

impl Piece {
    /// Elapsed seconds.
    pub const fn seconds(&self) -> i64 {
        self.end.saturating_sub(self.start)
    }
}

/// Where breaks that nobody has placed are taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// In the middle of their entry.
    Middle,
    /// At its start.
    Early,
    /// At its end.
    Late,
}

/// An entry with what is to be said of it.
pub type EntryNote = (TimeEntryId, PayExceptionKind);

/// A clock that knows the workdays of one employee, and remembers the last one asked for.
pub struct Workdays<'a> {
    zone: &'a Zone,
    workweek: &'a Dated<Workweek>,
    last: Option<(Date, i64, i64)>,
}

impl<'a> Workdays<'a> {
    /// The workdays of an employee.
    pub const fn of(employee: &'a Employee) -> Self {
        Self {
            zone: &employee.zone,
            workweek: &employee.workweek,
            last: None,
        }
    }

    /// When the workday of a date starts.
    pub fn start(&self, date: Date) -> Option<i64> {
        let starts_at = self.workweek.on(date).starts_at;
        let start = self.zone.instant(date.to_datetime(starts_at))?;
        Some(start.as_second())
    }

    /// The workday of an instant: its date, and when it starts and ends.
    pub fn at(&mut self, second: i64) -> Option<(Date, i64, i64)> {
        if let Some(last) = self.last
            && last.1 <= second
            && second < last.2
        {
            return Some(last);
        }
        let at = Timestamp::from_second(second).ok()?;
        let near = self.zone.local(at).date();
        for date in [near.yesterday().ok()?, near, near.tomorrow().ok()?] {
            let (start, end) = (self.start(date)?, self.start(date.tomorrow().ok()?)?);
            if start <= second && second < end {
                self.last = Some((date, start, end));
                return self.last;
            }
        }
        None
    }
}

/// Entries as spans of seconds that are worked, in order, before any cut.
#[derive(Debug, Clone)]
pub struct Stretch {
    work: usize,
    start: i64,
    end: i64,
}

/// Takes the unpaid breaks out of an employee's entries.
pub fn stretches(
    employee: &Employee,
    round: Option<i64>,
    placed: Placed,
    notes: &mut Vec<EntryNote>,
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let edges = Edges::of(employee);
    for (place, work) in employee.work.iter().enumerate() {
        let mut start = work.span.start().as_second();
        let mut end = work.span.end().as_second();
        if end.saturating_sub(start) > ENTRY_SECONDS_MAX {
            notes.push((work.entry, PayExceptionKind::EntryTooLong));
            continue;
        }
        if work.rate.is_some_and(Exact::is_negative) {
            notes.push((work.entry, PayExceptionKind::Negative));
            continue;
        }
        if let Some(step) = round {
            if !edges.meal_before(start) {
                start = nearest(start, step, &employee.zone);
            }
            if !edges.meal_after(end) {
                end = nearest(end, step, &employee.zone);
            }
        }
        let mut own = vec![(start, end)];
        for unpaid in unpaid_breaks(work, placed, notes) {
            own = own
                .into_iter()
                .flat_map(|part| without(part, unpaid))
                .collect();
        }
        let worked = own.into_iter().filter(|(start, end)| start < end);
        stretches.extend(worked.map(|(start, end)| Stretch {
            work: place,
            start,
            end,
        }));
    }
    stretches.sort_by_key(|stretch| {
        let work = employee.work.get(stretch.work);
        (stretch.start, stretch.end, work.map(|work| work.entry))
    });
    stretches
}

/// When entries start and end, to tell a meal's clock-out and clock-in, which are never rounded.
struct Edges {
    starts: Vec<i64>,
    ends: Vec<i64>,
}

impl Edges {
    fn of(employee: &Employee) -> Self {
        let sorted = |edge: fn(&Work) -> i64| {
            let mut edges: Vec<i64> = employee.work.iter().map(edge).collect();
            edges.sort_unstable();
            edges
        };
        Self {
            starts: sorted(|work| work.span.start().as_second()),
            ends: sorted(|work| work.span.end().as_second()),
        }
    }

    /// Whether an entry ended a meal's time or less before.
    fn meal_before(&self, start: i64) -> bool {
        let after = self.ends.partition_point(|end| *end <= start);
        let last = after.checked_sub(1).and_then(|place| self.ends.get(place));
        last.is_some_and(|end| start.saturating_sub(*end) <= MEAL_SECONDS_MAX)
    }

    /// Whether an entry starts a meal's time or less after.
    fn meal_after(&self, end: i64) -> bool {
        let next = self
            .starts
            .get(self.starts.partition_point(|start| *start < end));
        next.is_some_and(|start| start.saturating_sub(end) <= MEAL_SECONDS_MAX)
    }
}

/// The breaks that are not paid time, as spans of seconds.
fn unpaid_breaks(work: &Work, placed: Placed, notes: &mut Vec<EntryNote>) -> Vec<(i64, i64)> {
    let (start, end) = (work.span.start().as_second(), work.span.end().as_second());
    let mut somewhere: i64 = 0;
    let mut breaks = Vec::new();
    for unpaid in &work.breaks {
        let seconds = match unpaid {
            Break::At(span) => span.seconds(),
            Break::Somewhere { seconds } => *seconds,
        };
        match unpaid {
            _ if seconds < 0 => notes.push((work.entry, PayExceptionKind::Negative)),
            _ if seconds == 0 => {}
            _ if seconds <= PAID_BREAK_SECONDS_MAX => {
                notes.push((work.entry, PayExceptionKind::ShortBreakPaid));
            }
            Break::At(span) => breaks.push((span.start().as_second(), span.end().as_second())),
            Break::Somewhere { seconds } => somewhere = somewhere.saturating_add(*seconds),
        }
    }
    if somewhere > 0 {
        let room = end.saturating_sub(start).saturating_sub(somewhere).max(0);
        // A second of work stays before and after it: the entry starts and ends when it did.
        let edge = room.min(2) / 2;
        let from = match placed {
            Placed::Middle => start.saturating_add(room / 2),
            Placed::Early => start.saturating_add(edge),
            Placed::Late => end.saturating_sub(edge).saturating_sub(somewhere),
        };
        breaks.push((from.max(start), from.max(start).saturating_add(somewhere)));
    }
    breaks
}

fn without((start, end): (i64, i64), unpaid: (i64, i64)) -> [(i64, i64); 2] {
    [(start, end.min(unpaid.0)), (start.max(unpaid.1), end)]
}

/// The nearest step of the local clock, half a step going up.
fn nearest(second: i64, step: i64, zone: &Zone) -> i64 {
    let Ok(at) = Timestamp::from_second(second) else {
        return second;
    };
    let offset = i64::from(zone.offset_seconds(at));
    let local = second.saturating_add(offset);
    let rounded = local
        .saturating_add(step / 2)
        .checked_div_euclid(step)
        .map_or(local, |steps| steps.saturating_mul(step));
    rounded.saturating_sub(offset)
}

/// Cuts stretches at workdays and gives each its workweek. What is in no workweek is left out.
pub fn pieces(employee: &Employee, stretches: &[Stretch], weeks: &[Week]) -> Vec<Piece> {
    let mut days = Workdays::of(employee);
    let mut pieces = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        let Some(work) = employee.work.get(stretch.work) else {
            continue;
        };
        let mut start = stretch.start;
        while start < stretch.end {
            let Some((day, _, day_end)) = days.at(start) else {
                break;
            };
            let end = stretch.end.min(day_end);
            let week = weeks.partition_point(|week| week.last < day);
            if weeks.get(week).is_some_and(|week| week.first <= day) {
                pieces.push(Piece {
                    entry: work.entry,
                    work: stretch.work,
                    start,
                    end,
                    day,
                    week,
                    rate: work.rate,
                    base: work.rate.unwrap_or(Exact::ZERO),
                    job: work.job,
                });
            }
            start = end;
        }
    }
    pieces.sort_by_key(|piece| (piece.start, piece.end, piece.entry));
    pieces
}

/// The workdays that stretches touch, first and last.
pub fn days_touched(employee: &Employee, stretches: &[Stretch]) -> Option<(Date, Date)> {
    let mut days = Workdays::of(employee);
    let first = stretches.iter().map(|stretch| stretch.start).min()?;
    let last = stretches.iter().map(|stretch| stretch.end).max()?;
    Some((days.at(first)?.0, days.at(last.saturating_sub(1))?.0))
}

/// Whether a break that nobody has placed could fall on either side of a workday's boundary.
pub fn break_may_cross(employee: &Employee) -> bool {
    let mut days = Workdays::of(employee);
    employee.work.iter().any(|work| {
        let end = work.span.end().as_second();
        let unplaced = work
            .breaks
            .iter()
            .any(|unpaid| matches!(unpaid, Break::Somewhere { .. }));
        let crosses = |(_, _, day_end): (Date, i64, i64)| day_end < end;
        unplaced && days.at(work.span.start().as_second()).is_none_or(crosses)
    })
}

/// Gaps of 20 minutes or less and shared time between entries that follow each other.
pub fn neighbours(employee: &Employee, stretches: &[Stretch], notes: &mut Vec<EntryNote>) {
    let mut before: Option<&Stretch> = None;
    for stretch in stretches {
        let entry = employee.work.get(stretch.work).map(|work| work.entry);
        if let (Some(before), Some(entry)) = (before, entry)
            && before.work != stretch.work
        {
            let gap = stretch.start.saturating_sub(before.end);
            if gap < 0 {
                notes.push((entry, PayExceptionKind::Overlap));
            } else if gap > 0 && gap <= PAID_BREAK_SECONDS_MAX {
                notes.push((entry, PayExceptionKind::ShortGap));
            }
        }
        if before.is_none_or(|before| before.end <= stretch.end) {
            before = Some(stretch);
        }
    }
}

/// One way to lay workweeks over dates, and whether a change of their start makes a choice.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    /// The ways; more than one where a workweek's start changes.
    pub ways: Vec<Vec<Week>>,
    /// How many changes make overlaps.
    pub overlaps: usize,
}

/// The most changes of a workweek's start that are weighed against each other.
pub const CHANGES_MAX: usize = 3;

/// The workweeks from one date to another. Where the start changes and an old workweek overlaps a
/// new one, the shared days count once in the old and once in the new (29 CFR 778.302), so that
/// there are two ways. `None` when there are too many workweeks.
pub fn plans(workweek: &Dated<Workweek>, first: Date, last: Date) -> Option<Plans> {
    let mut week_first = workweek_start(first, workweek.on(first).starts);
    let mut plans = Plans {
        ways: vec![Vec::new()],
        overlaps: 0,
    };
    while week_first <= last {
        if plans
            .ways
            .first()
            .is_some_and(|weeks| weeks.len() >= WEEKS_MAX)
        {
            return None;
        }
        let week_last = plus_days(week_first, 6)?;
        // The first later day of this week that begins a workweek by what is then in force.
        let new_first = (1..=6)
            .filter_map(|days| plus_days(week_first, days))
            .find(|day| workweek.on(*day).starts == day.weekday());
        let Some(new_first) = new_first else {
            let whole = Week {
                first: week_first,
                last: week_last,
            };
            plans.ways.iter_mut().for_each(|weeks| weeks.push(whole));
            week_first = week_last.tomorrow().ok()?;
            continue;
        };
        plans.overlaps = plans.overlaps.saturating_add(1);
        if plans.overlaps > CHANGES_MAX {
            return Some(plans);
        }
        let new_last = plus_days(new_first, 6)?;
        let in_old = [
            (week_first, week_last),
            (week_last.tomorrow().ok()?, new_last),
        ];
        let in_new = [
            (week_first, new_first.yesterday().ok()?),
            (new_first, new_last),
        ];
        let with = |weeks: &Vec<Week>, more: [(Date, Date); 2]| {
            let more = more.into_iter().map(|(first, last)| Week { first, last });
            weeks.iter().copied().chain(more).collect::<Vec<_>>()
        };
        let ways = plans.ways.iter();
        plans.ways = ways
            .flat_map(|weeks| [with(weeks, in_old), with(weeks, in_new)])
            .collect();
        week_first = new_last.tomorrow().ok()?;
    }
    Some(plans)
}

fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(SignedDuration::from_hours(days.saturating_mul(24)))
        .ok()
}
