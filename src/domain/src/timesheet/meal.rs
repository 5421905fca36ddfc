//! Meal and rest periods: what is taken off by rule where nobody recorded a meal, what workers
//! say about theirs, and which premiums are owed for those that were not provided.

use crate::order::put_in_order;
use jiff::Timestamp;
use jiff::civil::Date;

use super::entry::TimeEntry;
use super::period::Calendar;
use super::totals::worked_seconds;
use crate::id::TimeEntryId;
use crate::time::elapsed_seconds;

/// A firm's rule: after so many hours worked on a workday so many minutes are taken off, unless a
/// meal of that length was recorded or the worker says that the meal was worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MealRule {
    /// A workday with no more than this has no meal taken off.
    pub after_minutes: u16,
    /// How much is taken off.
    pub deduct_minutes: u16,
}

/// The longest meal that can be taken off.
pub const MEAL_MINUTES_MAX: u16 = 120;

impl MealRule {
    /// Whether a day that it applies to is longer than what it takes off.
    pub const fn is_sound(self) -> bool {
        self.deduct_minutes >= 1
            && self.deduct_minutes <= MEAL_MINUTES_MAX
            && self.after_minutes >= self.deduct_minutes
            && self.after_minutes <= 24 * 60
    }
}

/// What is taken off one workday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MealDeduction {
    /// The workday.
    pub date: Date,
    /// The longest entry of the day, which it is taken off.
    pub entry: TimeEntryId,
    /// How much; when it was nobody says.
    pub seconds: i64,
}

/// A period that a firm asks about at the end of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakQuestion {
    /// Meal periods.
    Meal,
    /// Rest periods.
    Rest,
}

/// What a worker says about a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakAnswer {
    /// It was taken.
    Taken,
    /// It was offered, and not taken by the worker's own choice.
    Waived,
    /// It was not provided, or cut short by work: a premium may be owed.
    Missed,
}

/// A period that was not provided on a workday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MissedBreak {
    /// The workday.
    pub date: Date,
    /// Which kind: one premium a day and kind.
    pub question: BreakQuestion,
}

/// One entry with what the worker said about its breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttestedEntry {
    /// The entry.
    pub entry: TimeEntry,
    /// The worker says that the meal was worked.
    pub meal_worked: bool,
    /// Answers at the end of work.
    pub answers: Vec<(BreakQuestion, BreakAnswer)>,
}

/// What is taken off by the rule that is in force on each day. An entry counts to the workday that
/// it begins on; open entries have nothing taken off until they end.
pub fn meal_deductions(
    entries: &[AttestedEntry],
    calendar: &Calendar,
    rule: impl Fn(Date) -> Option<MealRule>,
) -> Vec<MealDeduction> {
    let counted = entries.iter().filter(|attested| !attested.entry.voided);
    let mut counted: Vec<&AttestedEntry> = counted.collect();
    let date = |attested: &AttestedEntry| calendar.date_of(attested.entry.start);
    put_in_order(&mut counted, |attested| {
        (date(attested), attested.entry.start, attested.entry.id)
    });
    let days = counted.chunk_by(|one, next| date(one) == date(next));
    let deduct = |day: &[&AttestedEntry]| {
        let date = date(day.first()?);
        deduction(date, day, rule(date)?)
    };
    days.filter_map(deduct).collect()
}

/// The deduction of one day's entries, in order of their start.
fn deduction(date: Date, day: &[&AttestedEntry], rule: MealRule) -> Option<MealDeduction> {
    let seconds = |minutes: u16| i64::from(minutes).saturating_mul(60);
    let length = seconds(rule.deduct_minutes);
    let ended = |attested: &&&AttestedEntry| attested.entry.end.is_some();
    if day.iter().filter(ended).count() < day.len()
        || day.iter().any(|attested| attested.meal_worked)
    {
        return None;
    }
    let worked = |attested: &&AttestedEntry| worked_seconds(&attested.entry, attested.entry.start);
    let total = day.iter().map(worked).fold(0_i64, i64::saturating_add);
    if total <= seconds(rule.after_minutes) || meal_taken(day, length) {
        return None;
    }
    let longest = day.iter().max_by_key(|attested| {
        let id = std::cmp::Reverse(attested.entry.id);
        (worked(attested), id)
    })?;
    Some(MealDeduction {
        date,
        entry: longest.entry.id,
        seconds: length.min(worked(longest)),
    })
}

/// Whether an unpaid break, or the time between two entries, was as long as the meal.
fn meal_taken(day: &[&AttestedEntry], length: i64) -> bool {
    let pauses = |attested: &&AttestedEntry| {
        let end = attested.entry.end.unwrap_or(attested.entry.start);
        attested.entry.breaks.iter().any(|pause| {
            !pause.paid && elapsed_seconds(pause.start, pause.end.unwrap_or(end)) >= length
        })
    };
    let mut until: Option<Timestamp> = None;
    for attested in day {
        if until.is_some_and(|until| elapsed_seconds(until, attested.entry.start) >= length) {
            return true;
        }
        until = until.max(attested.entry.end);
    }
    day.iter().any(pauses)
}

/// The periods that workers say were not provided, once a day and kind, in order.
pub fn missed_breaks(entries: &[AttestedEntry], calendar: &Calendar) -> Vec<MissedBreak> {
    let counted = entries.iter().filter(|attested| !attested.entry.voided);
    let missed = counted.flat_map(|attested| {
        let date = calendar.date_of(attested.entry.start);
        let missed = attested.answers.iter();
        missed
            .filter(|(_, answer)| *answer == BreakAnswer::Missed)
            .map(move |(question, _)| MissedBreak {
                date,
                question: *question,
            })
    });
    let mut missed: Vec<MissedBreak> = missed.collect();
    put_in_order(&mut missed, |missed| *missed);
    missed.dedup();
    missed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EmployeeId;
    use crate::payroll::{Dated, Workweek};
    use crate::time::Zone;
    use crate::timesheet::{Break, PeriodRule};
    use jiff::civil::{Time, Weekday, date};

    const RULE: MealRule = MealRule {
        after_minutes: 360,
        deduct_minutes: 30,
    };

    fn at(minute: i64) -> Timestamp {
        let midnight: Timestamp = "2026-03-10T00:00:00Z".parse().unwrap();
        Timestamp::from_second(midnight.as_second() + minute * 60).unwrap()
    }

    fn entry(id: u8, from: i64, to: i64, breaks: &[(i64, i64, bool)]) -> AttestedEntry {
        let pause = |(start, end, paid): &(i64, i64, bool)| Break {
            start: at(*start),
            end: Some(at(*end)),
            paid: *paid,
        };
        AttestedEntry {
            entry: TimeEntry {
                id: TimeEntryId::from_bytes([id; 16]),
                employee: EmployeeId::from_bytes([9; 16]),
                start: at(from),
                end: Some(at(to)),
                breaks: breaks.iter().map(pause).collect(),
                job: None,
                cost_code: None,
                voided: false,
            },
            meal_worked: false,
            answers: Vec::new(),
        }
    }

    fn calendar() -> Calendar {
        Calendar {
            zones: Dated::always(Zone::utc()),
            workweeks: Dated::always(Workweek {
                starts: Weekday::Monday,
                starts_at: Time::midnight(),
            }),
            periods: Dated::always(PeriodRule::Workweek),
        }
    }

    #[track_caller]
    fn check(entries: &[AttestedEntry], expect: Option<(u8, i64)>) {
        let found = meal_deductions(entries, &calendar(), |_| Some(RULE));
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.entry, one.seconds / 60))
            .collect();
        let expect = expect.map(|(id, minutes)| (TimeEntryId::from_bytes([id; 16]), minutes));
        assert_eq!(found, Vec::from_iter(expect));
    }

    #[test]
    fn a_long_day_without_a_meal_has_one_taken_off() {
        check(&[entry(1, 0, 480, &[])], Some((1, 30)));
        check(&[entry(1, 0, 360, &[])], None);
        check(&[entry(1, 0, 361, &[])], Some((1, 30)));
    }

    #[test]
    fn a_meal_that_was_recorded_is_not_taken_off_again() {
        check(&[entry(1, 0, 480, &[(240, 270, false)])], None);
        check(&[entry(1, 0, 480, &[(240, 269, false)])], Some((1, 30)));
        check(&[entry(1, 0, 480, &[(240, 270, true)])], Some((1, 30)));
        check(&[entry(1, 0, 240, &[]), entry(2, 270, 510, &[])], None);
    }

    #[test]
    fn a_change_of_job_is_no_meal_and_the_longest_entry_bears_the_deduction() {
        check(
            &[entry(1, 0, 240, &[]), entry(2, 240, 500, &[])],
            Some((2, 30)),
        );
    }

    #[test]
    fn a_meal_that_was_worked_is_paid() {
        let mut worked = entry(1, 0, 480, &[]);
        worked.meal_worked = true;
        check(&[worked], None);
    }

    #[test]
    fn an_open_day_has_nothing_taken_off_yet() {
        let mut open = entry(2, 480, 600, &[]);
        open.entry.end = None;
        check(&[entry(1, 0, 480, &[]), open], None);
    }

    #[test]
    fn a_missed_period_is_owed_once_a_day_and_kind() {
        let mut first = entry(1, 0, 240, &[]);
        first.answers = vec![(BreakQuestion::Meal, BreakAnswer::Missed)];
        let mut second = entry(2, 300, 500, &[]);
        second.answers = vec![
            (BreakQuestion::Meal, BreakAnswer::Missed),
            (BreakQuestion::Rest, BreakAnswer::Waived),
        ];
        let missed = MissedBreak {
            date: date(2026, 3, 10),
            question: BreakQuestion::Meal,
        };
        assert_eq!(missed_breaks(&[first, second], &calendar()), [missed]);
    }
}
