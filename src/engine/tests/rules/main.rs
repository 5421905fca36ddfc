//! The company's rules: commands, permissions, merging, hostile ops, what a phone sees, queries.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod again;
mod attack;
mod chaos;
mod clocking;
mod commands;
mod crew;
mod doubts;
mod excess;
mod expected;
mod hostile;
mod import_rows;
mod imports;
mod invitations;
mod journal;
mod merge;
mod payroll;
mod people;
mod permissions;
mod phones;
mod queries;
mod sheets;
mod site;
mod verdicts;
mod work;
