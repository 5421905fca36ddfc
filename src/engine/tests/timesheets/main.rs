//! The rules of timesheets: submitting and approving, locks and late corrections, breaks, and who
//! is reminded.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod approving;
mod breaks;
mod due;
mod hash;
mod kit;
mod late;
mod locks;
mod random;
mod settings;
