//! What became of an uploaded file of unsent segments.

use serde::{Deserialize, Serialize};

/// The result of `POST unsent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnsentResult {
    /// How many segments the file had.
    pub segments: u32,
    /// How many ops of these logs are on the server now, those it already had included.
    pub ops: u64,
    /// How many receipts were made: one for each log.
    pub receipts: u32,
    /// Segments that could not be taken; the phone still has them.
    pub problems: Vec<UnsentProblem>,
}

/// Why a segment could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnsentProblem {
    /// Which, counted from 0.
    pub index: u32,
    /// The stable code.
    pub code: String,
}
