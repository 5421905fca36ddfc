//! The bodies of `tests/fuzz/bodies.rs`, for the targets of cargo-fuzz.

#[path = "../../tests/fuzz/bodies.rs"]
pub mod bodies;
#[path = "../../src/interchange/tests/support/mod.rs"]
pub mod workbook;
