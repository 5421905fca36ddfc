//! Evidence packs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which days an evidence pack is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct EvidenceQuery {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}
