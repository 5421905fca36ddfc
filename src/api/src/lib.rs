//! What travels over HTTP as JSON, and the codes of what can go wrong: shared by the server, which
//! answers, and the web app, which asks.
//!
//! Ids are strings of 32 hexadecimal digits, instants are RFC 3339 in universal time, dates are
//! `YYYY-MM-DD`, durations are whole seconds. Knows nothing of axum, of storage, or of how an
//! answer is computed. Request shapes refuse fields they do not know, so that a typing error in a
//! caller is an error and not a silent nothing.
#![deny(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

pub mod backup;
mod change;
pub mod company;
pub mod device;
pub mod employee;
pub mod entry;
pub mod evidence;
pub mod export;
pub mod held;
pub mod id;
pub mod import;
pub mod invitation;
pub mod job;
pub mod page;
pub mod pay;
pub mod problem;
pub mod recovery;
pub mod sent;
pub mod session;
pub mod setup;
pub mod standing;
pub mod timesheet;
pub mod today;
pub mod token;
pub mod trust;
pub mod week;

pub use id::Id;
pub use page::{ListAsked, PAGE_DEFAULT, PAGE_MAX, Page};
pub use problem::Problem;

/// Where the routes of this version begin.
pub const PREFIX: &str = "/api/v1";
/// The description of the API.
pub const OPENAPI_PATH: &str = "/api/openapi.json";
/// The same for people to read.
pub const DOCS_PATH: &str = "/api/docs";
