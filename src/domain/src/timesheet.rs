//! Time entries and what a timesheet says about them: worked time, totals by work date, and the
//! exceptions a person must look at.

mod entry;
mod exception;
mod totals;

pub use entry::{Break, BREAKS_MAX, BreakError, ENTRY_SECONDS_LONG, ENTRY_SECONDS_MAX, TimeEntry, check_entry, EntryError};
pub use exception::{EntryFlags, Exception, exceptions};
pub use totals::{DayTotal, day_totals, worked_seconds};
