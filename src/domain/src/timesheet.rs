//! Time entries and what a timesheet says about them: worked time, totals by work date, and the
//! exceptions a person must look at.

mod entry;
mod exception;
mod historical;
mod totals;

pub use entry::{
    BREAKS_MAX, Break, BreakError, ENTRY_SECONDS_LONG, ENTRY_SECONDS_MAX, EntryError, TimeEntry,
    check_entry,
};
pub use exception::{EntryFlags, Exception, exceptions};
pub use historical::{HistoricalEntry, HistoricalTime};
pub use totals::{BreakSeconds, DayTotal, break_seconds, day_totals, worked_seconds};
