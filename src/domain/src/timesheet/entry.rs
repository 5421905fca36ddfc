//! One stretch of work by one employee, with its breaks, and what makes it acceptable when a
//! person types it in.

use jiff::Timestamp;

use crate::id::{CostCodeId, EmployeeId, JobId, TimeEntryId};
use crate::time::elapsed_seconds;

/// An entry longer than this stands out as an exception: 16 hours.
pub const ENTRY_SECONDS_LONG: i64 = 16 * 3600;
/// An entry typed by hand may not be longer than this: 7 days.
pub const ENTRY_SECONDS_MAX: i64 = 7 * 24 * 3600;
/// The most breaks one entry can have.
pub const BREAKS_MAX: usize = 24;

/// A break inside an entry; open while it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// When it began.
    pub start: Timestamp,
    /// When it ended, if it has.
    pub end: Option<Timestamp>,
    /// Paid breaks count as worked time.
    pub paid: bool,
}

/// A time entry, open while the employee is on the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeEntry {
    /// Its id: that of the op that began it.
    pub id: TimeEntryId,
    /// Whose time it is.
    pub employee: EmployeeId,
    /// When work began.
    pub start: Timestamp,
    /// When it ended, if it has.
    pub end: Option<Timestamp>,
    /// Breaks in order of their start.
    pub breaks: Vec<Break>,
    /// The job it is costed to.
    pub job: Option<JobId>,
    /// The kind of work.
    pub cost_code: Option<CostCodeId>,
    /// Voided entries stay visible and count for nothing.
    pub voided: bool,
}

/// What is wrong with a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreakError {
    /// It ends before it starts.
    #[error("a break ends before it starts")]
    EndsBeforeStart,
    /// It is not inside its entry.
    #[error("a break is outside its time entry")]
    OutsideEntry,
    /// Two breaks share time.
    #[error("two breaks overlap")]
    Overlap,
    /// A break without an end on an entry that has ended.
    #[error("a break has no end")]
    Open,
    /// More than [`BREAKS_MAX`].
    #[error("a time entry has at most 24 breaks")]
    TooMany,
}

/// What is wrong with an entry that a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// It ends before it starts, or at the same second.
    #[error("the end must be after the start")]
    EndsBeforeStart,
    /// Longer than [`ENTRY_SECONDS_MAX`].
    #[error("a time entry is at most 7 days long")]
    TooLong,
    /// It ends later than now.
    #[error("a time entry cannot end in the future")]
    InFuture,
    /// A break is wrong.
    #[error(transparent)]
    Break(#[from] BreakError),
}

/// Checks times that a person typed, at `now`. Facts from a clock are never refused this way.
///
/// # Errors
/// The first thing that is wrong, in the order of [`EntryError`].
pub fn check_entry(
    start: Timestamp,
    end: Option<Timestamp>,
    breaks: &[Break],
    now: Timestamp,
) -> Result<(), EntryError> {
    let limit = end.unwrap_or(now);
    if limit <= start {
        return Err(EntryError::EndsBeforeStart);
    }
    if end.is_some() && elapsed_seconds(start, limit) > ENTRY_SECONDS_MAX {
        return Err(EntryError::TooLong);
    }
    if limit > now {
        return Err(EntryError::InFuture);
    }
    check_breaks(start, end, limit, breaks).map_err(EntryError::Break)
}

fn check_breaks(
    start: Timestamp,
    end: Option<Timestamp>,
    limit: Timestamp,
    breaks: &[Break],
) -> Result<(), BreakError> {
    if breaks.len() > BREAKS_MAX {
        return Err(BreakError::TooMany);
    }
    let mut previous_end = start;
    for (index, pause) in breaks.iter().enumerate() {
        let stop = match pause.end {
            Some(stop) => stop,
            None if end.is_some() => return Err(BreakError::Open),
            None => limit,
        };
        if stop < pause.start {
            return Err(BreakError::EndsBeforeStart);
        }
        if pause.start < start || stop > limit {
            return Err(BreakError::OutsideEntry);
        }
        if index > 0 && pause.start < previous_end {
            return Err(BreakError::Overlap);
        }
        previous_end = stop;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + hour * 3600).unwrap()
    }

    fn pause(start: i64, end: i64) -> Break {
        Break {
            start: at(start),
            end: Some(at(end)),
            paid: false,
        }
    }

    #[track_caller]
    fn check(end: i64, breaks: &[Break], expect: Result<(), EntryError>) {
        assert_eq!(check_entry(at(0), Some(at(end)), breaks, at(300)), expect);
    }

    #[test]
    fn typed_times_are_checked_in_order_of_precedence() {
        check(0, &[], Err(EntryError::EndsBeforeStart));
        check(24 * 7 + 1, &[], Err(EntryError::TooLong));
        check(24 * 7, &[], Ok(()));
        assert_eq!(
            check_entry(at(0), Some(at(9)), &[], at(8)),
            Err(EntryError::InFuture)
        );
        check(9, &[pause(4, 3)], Err(BreakError::EndsBeforeStart.into()));
        check(9, &[pause(8, 10)], Err(BreakError::OutsideEntry.into()));
        check(
            9,
            &[pause(2, 4), pause(3, 5)],
            Err(BreakError::Overlap.into()),
        );
        check(
            9,
            &[Break {
                end: None,
                ..pause(2, 4)
            }],
            Err(BreakError::Open.into()),
        );
        check(9, &[pause(2, 4), pause(4, 5)], Ok(()));
        check(
            9,
            &vec![pause(1, 1); BREAKS_MAX + 1],
            Err(BreakError::TooMany.into()),
        );
    }
}
