//! Payroll: what a pay run is calculated from, what it comes to, and what is kept of it.
//!
//! Gathers entries, terms, rates and items from the views for `domain::payroll`, which knows the
//! laws. Corrections of earlier runs come out of the same calculation: a workweek that was paid and
//! whose basis is another now is calculated again, and the difference is paid in this run. Reads
//! no clock. Must not know where files go.

mod gather;
mod money;
pub(crate) mod rule;
mod run;
mod stored;
mod terms;
mod warning;

pub use gather::{Gathered, Person, WorkedTime};
pub use money::{hundredths_exact, minor_exact, rate_exact};
pub use run::{Calculated, Correction, PaidPerson, basis, calculate};
pub use stored::{STORED_RUN_BYTES_MAX, decode_run, encode_run};
pub use terms::law_of;
pub use warning::{Warning, WarningKind};
