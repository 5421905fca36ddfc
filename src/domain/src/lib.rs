//! Values and rules of the trade, the same on phone, browser and server.
//!
//! Owns: ids, money, instants and zones, work dates and workweeks, time entries with their
//! breaks, and the exceptions that a person must look at. Knows nothing of storage, formats,
//! networks, clocks or who asks: time and entropy come in as parameters, and these types are
//! never serialised as they are (see `oplog` and `api` for the shapes that leave a machine).
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

pub mod company;
pub mod id;
pub mod money;
pub mod order;
pub mod payroll;
pub mod text;
pub mod time;
pub mod timesheet;

pub use id::{
    AccessTokenId, AccountId, CompanyId, CostCodeId, DeviceId, DifferentialId, EmployeeId,
    ImportId, InvitationId, JobId, LogId, MemberId, OpId, PayItemId, PayRunId, TimeEntryId,
};
