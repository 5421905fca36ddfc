//! Time entries and what a timesheet says about them: worked time, totals by work date, and the
//! exceptions a person must look at.

mod entry;
mod exception;
mod totals;

pub use entry::{
    BREAKS_MAX, Break, BreakError, ENTRY_SECONDS_LONG, ENTRY_SECONDS_MAX, EntryError, TimeEntry,
    check_entry,
};
pub use exception::{EntryFlags, Exception, exceptions};
pub use totals::{DayTotal, day_totals, worked_seconds};
