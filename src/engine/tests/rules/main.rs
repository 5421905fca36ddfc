//! The company's rules: commands, permissions, merging, hostile ops, what a phone sees, queries.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod clocking;
mod commands;
mod hostile;
mod journal;
mod merge;
mod permissions;
mod phones;
mod queries;
mod site;
