//! Hours that were written down elsewhere: what a file's rows become, and what counts of it.
//!
//! An import is parts, each an op, that count together once one op says that all of them are
//! there ([`standing`] is the one place that knows it), and that one op takes back. [`plan`]
//! turns rows into parts, over a snapshot, before anything is written. Knows no file format.

mod parts;
mod place;
pub mod plan;
mod resolve;
pub(crate) mod rule;
pub mod standing;
pub(crate) mod usage;

pub use parts::parts;
pub use plan::{Counts, NewNames, Plan, Planner, Rejected, Sample};
pub use resolve::RejectReason;
