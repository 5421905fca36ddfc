//! Journeys: a person's way through the product, in real Chromium against the real binary.

mod first_start;
mod office;
mod offline_start;
