//! The formats: frozen bytes, round trips, hostile bytes, tampering and limits.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod golden;
mod ops;
mod pay;
mod samples;
mod segments;
mod sheets;
