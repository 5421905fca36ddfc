//! Jobs and cost codes.

use serde::{Deserialize, Serialize};

use crate::{change, id};

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    /// The job.
    pub id: id::JobId,
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The customer's name, or empty.
    pub customer: String,
    /// Archived jobs take no more hours.
    pub archived: bool,
    /// The state, to name in `expected` of a change.
    pub hash: String,
}

/// A job in a few words, inside other answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobBrief {
    /// The job.
    pub id: id::JobId,
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A new job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewJob {
    /// The firm's code, or empty.
    #[serde(default)]
    pub code: String,
    /// Its name.
    pub name: String,
    /// The customer's name, or empty.
    #[serde(default)]
    pub customer: String,
}

/// A change of a job; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JobPatch {
    /// The firm's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The `hash` of the state that was seen; another one by now is `changed_meanwhile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// A cost code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostCode {
    /// The cost code.
    pub id: id::CostCodeId,
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The one job it is for; none for every job.
    pub job: Option<id::JobId>,
    /// Archived cost codes take no more hours.
    pub archived: bool,
    /// The state, to name in `expected` of a change.
    pub hash: String,
}

/// A cost code in a few words, inside other answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostCodeBrief {
    /// The cost code.
    pub id: id::CostCodeId,
    /// The firm's code, or empty.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Which cost codes to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CostCodesQuery {
    /// Only what has this text in its name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `true`: the archived ones; otherwise those in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// Only those that can be booked on this job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<id::JobId>,
    /// From the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many at most; 100 when left out, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// A new cost code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCostCode {
    /// The firm's code, or empty.
    #[serde(default)]
    pub code: String,
    /// Its name.
    pub name: String,
    /// The one job it is for; none for every job.
    #[serde(default)]
    pub job: Option<id::JobId>,
}

/// A change of a cost code; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CostCodePatch {
    /// The firm's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The one job it is for; `null` for every job.
    #[serde(
        default,
        deserialize_with = "change::clearable",
        skip_serializing_if = "Option::is_none"
    )]
    pub job: Option<Option<id::JobId>>,
    /// The `hash` of the state that was seen; another one by now is `changed_meanwhile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}
