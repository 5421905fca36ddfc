//! Jobs and cost codes.

use serde::{Deserialize, Serialize};

use crate::page::list_query;
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

list_query! {
    /// Which jobs to list.
    JobsQuery {
        /// Only those with this text in name, code or customer.
        q,
        /// The order: `name` when left out, `code` or `customer`; with `-` before it the other way round.
        sort,
        /// `true`: the archived ones; otherwise those in use.
        archived: Option<bool>,
    }
}

list_query! {
    /// Which cost codes to list.
    CostCodesQuery {
        /// Only those with this text in name or code.
        q,
        /// The order: `code` when left out, or `name`; with `-` before it the other way round.
        sort,
        /// `true`: the archived ones; otherwise those in use.
        archived: Option<bool>,
        /// Only those that can be booked on this job.
        job: Option<id::JobId>,
    }
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
