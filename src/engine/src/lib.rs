//! The company's state machine, the same on phone, browser and server.
//!
//! `Command → decide → op → judge → apply → effects`: every change takes these steps. Owns what
//! commands are allowed, how ops are judged at their place in the journal, which view rows they
//! change, and what a device may see. Reads no clock and no entropy, and does not know where
//! rows are kept (see [`view`]), how bytes travel, or who signs in.
#![deny(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

pub mod access;
pub mod again;
pub mod apply;
pub mod command;
pub mod decide;
pub mod effects;
pub mod import;
pub mod judge;
pub mod merge;
pub mod payroll;
pub mod query;
pub mod rows;
pub mod scope;
pub mod table;
pub mod timesheet;
pub mod view;

pub use apply::{apply, apply_time};
pub use command::Command;
pub use decide::{Ctx, DecideError, decide, decide_expecting, decide_time, fresh_id};
pub use effects::{Effect, effects};
pub use judge::{Arrival, judge, judge_time};
pub use table::Table;
pub use view::{MemoryView, Overlay, RowChange, Snapshot, View, ViewError};

/// The version of the views: bumped when `apply` changes, so that they are rebuilt.
pub const VIEW_VERSION: u32 = 2;
