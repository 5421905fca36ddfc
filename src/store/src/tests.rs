//! Tests of the store as its callers see it, and of what it survives.

mod durability;
mod faults;
mod ingest;
mod isolation;
mod kit;
mod random;
mod system;
mod units;
mod verify;
