//! What the first screen says, from the book. Pure.

use domain::time::{Zone, work_date, workweek_dates, workweek_start};
use domain::timesheet::Break;
use domain::{CostCodeId, JobId, TimeEntryId};
use engine::query;
use engine::rows::EntryRow;
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp};
use ui::replica::Book;

/// Whether the person is on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mode {
    /// Not at work.
    #[default]
    Off,
    /// At work.
    On,
    /// On a break.
    Break {
        /// Whether it counts as worked.
        paid: bool,
    },
}

impl Mode {
    /// The word for tests and styles.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::On => "on",
            Mode::Break { .. } => "break",
        }
    }
}

/// The state of the clock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Glance {
    /// On, off, or on a break.
    pub(crate) mode: Mode,
    /// The entry that runs.
    pub(crate) entry: Option<TimeEntryId>,
    /// When it began.
    pub(crate) start: Option<Timestamp>,
    /// When the break began.
    pub(crate) break_start: Option<Timestamp>,
    /// Its breaks.
    pub(crate) breaks: Vec<Break>,
    /// Its job.
    pub(crate) job: Option<JobId>,
    /// Its cost code.
    pub(crate) cost_code: Option<CostCodeId>,
    /// Its note.
    pub(crate) note: String,
    /// When the last entry ended, while none runs.
    pub(crate) last_end: Option<Timestamp>,
}

impl Glance {
    /// The state that a book shows. Rows that cannot be read show as being off the clock.
    pub(crate) fn of(book: &Book, now: Timestamp) -> Glance {
        let employee = book.identity().employee;
        let open = query::open_entries(book.view(), employee).unwrap_or_default();
        let running = open
            .into_iter()
            .filter(|(_, row)| !row.voided)
            .max_by_key(|(id, row)| (row.values.start, *id));
        if let Some((id, row)) = running {
            return Glance::running(id, row);
        }
        let from = now
            .checked_sub(SignedDuration::from_hours(48))
            .unwrap_or(Timestamp::MIN);
        let recent = query::entries_of(book.view(), employee, from, now).unwrap_or_default();
        let last_end = recent
            .iter()
            .filter(|(_, row)| !row.voided)
            .filter_map(|(_, row)| row.values.end)
            .max();
        Glance {
            last_end,
            ..Glance::default()
        }
    }

    fn running(id: TimeEntryId, row: EntryRow) -> Glance {
        let breaks: Vec<Break> = row
            .values
            .breaks
            .iter()
            .map(|pause| (*pause).into())
            .collect();
        let pause = breaks.iter().rfind(|pause| pause.end.is_none()).copied();
        Glance {
            mode: pause.map_or(Mode::On, |pause| Mode::Break { paid: pause.paid }),
            entry: Some(id),
            start: Some(row.values.start),
            break_start: pause.map(|pause| pause.start),
            breaks,
            job: row.values.job,
            cost_code: row.values.cost_code,
            note: row.values.note,
            last_end: None,
        }
    }

    /// Since when what is shown has lasted: the break, else the entry.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.break_start.or(self.start)
    }
}

/// The entries that today's and this week's totals are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeekSoFar {
    entries: Vec<(TimeEntryId, EntryRow)>,
    zone: Zone,
    starts: Weekday,
}

/// Worked seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    /// Today.
    pub(crate) today: i64,
    /// This workweek.
    pub(crate) week: i64,
}

impl WeekSoFar {
    /// The entries of the workweek that `now` is in.
    pub(crate) fn of(book: &Book, now: Timestamp) -> WeekSoFar {
        let (zone, starts) = (book.zone(), book.workweek_starts());
        let first = workweek_start(work_date(now, &zone), starts);
        let from = zone
            .instant(first.to_datetime(jiff::civil::Time::midnight()))
            .unwrap_or(now);
        let to = now
            .checked_add(SignedDuration::from_hours(24))
            .unwrap_or(now);
        let entries =
            query::entries_of(book.view(), book.identity().employee, from, to).unwrap_or_default();
        WeekSoFar {
            entries,
            zone,
            starts,
        }
    }

    /// The totals at `now`.
    pub(crate) fn totals(&self, now: Timestamp) -> Totals {
        let today = work_date(now, &self.zone);
        let week = workweek_dates(workweek_start(today, self.starts));
        let days = query::day_totals_of(&self.entries, &self.zone, now);
        let sum = |of: &dyn Fn(&jiff::civil::Date) -> bool| {
            days.iter()
                .filter(|day| of(&day.date))
                .map(|day| day.worked_seconds)
                .sum()
        };
        Totals {
            today: sum(&|date| *date == today),
            week: sum(&|date| week.contains(date)),
        }
    }
}
