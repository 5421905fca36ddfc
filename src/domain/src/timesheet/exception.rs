//! Exceptions: what a person should look at before hours are approved. They follow from the
//! entries and never change a figure.

use crate::order::put_in_order;
use jiff::Timestamp;

use super::entry::{ENTRY_SECONDS_LONG, TimeEntry};
use crate::id::TimeEntryId;
use crate::time::{Span, elapsed_seconds};

/// A reason to look at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exception {
    /// Shares time with another entry of the same employee.
    Overlap,
    /// Open for longer than 16 hours: the clock-out was probably forgotten.
    MissingClockOut,
    /// Ended, and longer than 16 hours.
    TooLong,
    /// Ends before it starts.
    EndsBeforeStart,
    /// The phone's clock was off or was set back while it was written.
    ClockSuspect,
    /// Reached the server more than a day after it happened.
    Late,
    /// Booked on a job or cost code that was already archived.
    ArchivedJob,
    /// Stated after the employee was archived.
    FormerEmployee,
}

impl Exception {
    /// Every kind, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Overlap,
        Self::MissingClockOut,
        Self::TooLong,
        Self::EndsBeforeStart,
        Self::ClockSuspect,
        Self::Late,
        Self::ArchivedJob,
        Self::FormerEmployee,
    ];

    /// The stable name used in formats and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::MissingClockOut => "missing_clock_out",
            Self::TooLong => "too_long",
            Self::EndsBeforeStart => "ends_before_start",
            Self::ClockSuspect => "clock_suspect",
            Self::Late => "late",
            Self::ArchivedJob => "archived_job",
            Self::FormerEmployee => "former_employee",
        }
    }

    /// The kind of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the journal noted about an entry when it judged its ops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryFlags {
    /// The phone's clock was doubtful.
    pub clock_suspect: bool,
    /// An op of it reached the server more than a day after it happened.
    pub late: bool,
    /// Its job or cost code was archived when it was booked.
    pub archived_job: bool,
    /// Its employee was archived when it was stated.
    pub former_employee: bool,
    /// Only its length and its work date are known: when on that day it was is not.
    pub hours_only: bool,
}

/// The exceptions of one employee's entries at `now`, sorted by entry start and kind. Voided
/// entries have none.
pub fn exceptions(
    entries: &[(TimeEntry, EntryFlags)],
    now: Timestamp,
) -> Vec<(TimeEntryId, Exception)> {
    let mut live: Vec<&(TimeEntry, EntryFlags)> =
        entries.iter().filter(|(entry, _)| !entry.voided).collect();
    put_in_order(&mut live, |(entry, _)| (entry.start, entry.id));
    let overlapping = overlapping(&live, now);
    let mut found = Vec::new();
    for ((entry, flags), overlaps) in live.into_iter().zip(overlapping) {
        let mut add = |applies: bool, kind: Exception| {
            if applies {
                found.push((entry.id, kind));
            }
        };
        let until = entry.end.unwrap_or(now);
        let long = elapsed_seconds(entry.start, until) > ENTRY_SECONDS_LONG;
        add(overlaps, Exception::Overlap);
        add(entry.end.is_none() && long, Exception::MissingClockOut);
        add(entry.end.is_some() && long, Exception::TooLong);
        add(
            entry.end.is_some_and(|end| end < entry.start),
            Exception::EndsBeforeStart,
        );
        add(flags.clock_suspect, Exception::ClockSuspect);
        add(flags.late, Exception::Late);
        add(flags.archived_job, Exception::ArchivedJob);
        add(flags.former_employee, Exception::FormerEmployee);
    }
    found
}

/// Which entries share time with another; `sorted` is in order of start, so one sweep that keeps
/// the entry reaching furthest finds every pair's members.
fn overlapping(sorted: &[&(TimeEntry, EntryFlags)], now: Timestamp) -> Vec<bool> {
    let mut found = vec![false; sorted.len()];
    let mut mark = |at: usize| found.iter_mut().skip(at).take(1).for_each(|it| *it = true);
    let mut furthest: Option<(Span, usize)> = None;
    let timed = sorted.iter().enumerate();
    for (at, (entry, _)) in timed.filter(|(_, (_, flags))| !flags.hours_only) {
        let Some(span) = Span::new(entry.start, entry.end.unwrap_or(now.max(entry.start))) else {
            continue;
        };
        if let Some((reach, other)) = furthest
            && reach.overlap(&span).is_some()
        {
            mark(other);
            mark(at);
        }
        if furthest.is_none_or(|(reach, _)| span.end() > reach.end()) {
            furthest = Some((span, at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EmployeeId;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + hour * 3600).unwrap()
    }

    fn entry(id: u8, start: i64, end: Option<i64>) -> (TimeEntry, EntryFlags) {
        let entry = TimeEntry {
            id: TimeEntryId::from_bytes([id; 16]),
            employee: EmployeeId::from_bytes([0; 16]),
            start: at(start),
            end: end.map(at),
            breaks: Vec::new(),
            job: None,
            cost_code: None,
            voided: false,
        };
        (entry, EntryFlags::default())
    }

    #[track_caller]
    fn check(entries: &[(TimeEntry, EntryFlags)], expect: &[(u8, Exception)]) {
        let found = exceptions(entries, at(100));
        let expect: Vec<_> = expect
            .iter()
            .map(|(id, kind)| (TimeEntryId::from_bytes([*id; 16]), *kind))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn entries_that_touch_do_not_overlap() {
        check(&[entry(1, 0, Some(4)), entry(2, 4, Some(8))], &[]);
        check(
            &[entry(1, 0, Some(5)), entry(2, 4, Some(8))],
            &[(1, Exception::Overlap), (2, Exception::Overlap)],
        );
    }

    #[test]
    fn a_long_entry_overlaps_all_it_covers() {
        check(
            &[
                entry(1, 0, Some(10)),
                entry(2, 1, Some(2)),
                entry(3, 8, Some(9)),
                entry(4, 10, Some(11)),
            ],
            &[
                (1, Exception::Overlap),
                (2, Exception::Overlap),
                (3, Exception::Overlap),
            ],
        );
    }

    #[test]
    fn a_forgotten_clock_out_and_a_long_day_are_told_apart_at_16_hours() {
        check(&[entry(1, 84, None)], &[]);
        check(&[entry(1, 83, None)], &[(1, Exception::MissingClockOut)]);
        check(&[entry(1, 0, Some(16))], &[]);
        check(&[entry(1, 0, Some(17))], &[(1, Exception::TooLong)]);
    }

    #[test]
    fn a_voided_entry_has_no_exceptions_and_causes_none() {
        let mut void = entry(1, 0, Some(20));
        void.0.voided = true;
        check(&[void, entry(2, 1, Some(2))], &[]);
    }

    #[test]
    fn hours_without_times_overlap_nothing() {
        let mut hours = entry(1, 0, Some(8));
        hours.1.hours_only = true;
        check(&[hours, entry(2, 1, Some(2))], &[]);
    }

    #[test]
    fn a_kind_reads_back_its_name() {
        for kind in Exception::ALL {
            assert_eq!(Exception::from_name(kind.name()), Some(kind));
        }
    }
}
