//! What decide, judge, apply and queries share about timesheets: an employee's calendar, the
//! entries of a period and their hash, which time is locked, and rules that always hold.
//!
//! A timesheet is one employee's time of one *pay period*: what a pay run pays and a lock closes.
//! Workweeks are shown inside it, and are no second thing to submit: where a firm pays twice a
//! month they lie in two periods. An entry belongs to every period that it shares time with.

mod calendar;
mod entries;
mod lock;
pub(crate) mod rule;

pub use calendar::{calendar, company_calendar, settings};
pub use entries::{SheetEntries, entries_hash, sheet_entries};
pub(crate) use lock::{Gate, gate, gate_time, import_days, is_late_statement};
pub use lock::{is_locked, lock_over, locks, standing_or_pending};

/// The version of the words that a submission agrees to; a change of the words is a new one.
pub const STATEMENT_VERSION: u16 = 1;
/// The most timesheets that are approved at once.
pub const TIMESHEETS_MAX: usize = 500;
/// The most changes of one setting that are kept.
pub const SETTINGS_MAX: usize = 200;
/// The most answers about breaks of one entry.
pub const ANSWERS_MAX: usize = 8;
