//! Time entries and what a timesheet says about them: worked time, totals by work date, and the
//! exceptions a person must look at.

mod entry;
mod exception;
mod historical;
mod meal;
pub mod period;
mod status;
mod totals;

pub use entry::{
    BREAKS_MAX, Break, BreakError, ENTRY_SECONDS_LONG, ENTRY_SECONDS_MAX, EntryError, TimeEntry,
    check_entry,
};
pub use exception::{EntryFlags, Exception, exceptions};
pub use historical::{HistoricalEntry, HistoricalTime};
pub use meal::{
    AttestedEntry, BreakAnswer, BreakQuestion, MEAL_MINUTES_MAX, MealDeduction, MealRule,
    MissedBreak, meal_deductions, missed_breaks,
};
pub use period::{Calendar, PERIOD_DAY_MAX, PERIOD_DAYS_MAX, PeriodRule, dates_in};
pub use status::{Said, SheetStatus, Statements};
pub use totals::{
    BreakSeconds, DayTotal, break_seconds, day_totals, worked_seconds, worked_within,
};
