//! Tests of the store as its callers see it, and of what it survives.

mod again;
mod backup;
mod blob;
mod durability;
mod faults;
mod feed;
mod fork;
mod ingest;
mod isolation;
mod kit;
mod migrate;
mod random;
mod recovery;
mod repair;
mod resume;
mod system;
mod tokens;
mod units;
mod verify;
