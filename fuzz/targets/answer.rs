//! The body of `tests/fuzz/bodies.rs` under cargo-fuzz.
#![no_main]

use fuzz::bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::answer(bytes));
