//! The body of `tests/fuzz/bodies.rs` under cargo-fuzz.
#![no_main]

#[path = "../../tests/fuzz/bodies.rs"]
#[allow(dead_code)]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::unsent_file(bytes));
