//! The sync session against a server in memory: order, faults, limits, hostile bytes.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod exchange;
mod faults;
mod forks;
mod holder;
mod messages;
mod network;
mod parties;
