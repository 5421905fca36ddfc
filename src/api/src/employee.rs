//! Employees: the people who are paid.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::company::Role;
use crate::id;
use crate::page::list_query;

/// An employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Employee {
    /// The employee.
    pub id: id::EmployeeId,
    /// The name.
    pub name: String,
    /// The e-mail address, or empty.
    pub email: String,
    /// The firm's number for the person, or empty.
    pub number: String,
    /// The place in the company.
    pub member: Option<id::MemberId>,
    /// The role.
    pub role: Option<Role>,
    /// Whether an account signs in to the office as this employee.
    pub has_account: bool,
    /// How many devices may write for this employee.
    pub devices: u32,
    /// How many invitations are open.
    pub open_invitations: u32,
    /// Since when the person has left.
    pub archived_at: Option<Timestamp>,
    /// The state, to name in `expected` of a change: 32 hexadecimal digits.
    pub hash: String,
}

list_query! {
    /// Which employees to list.
    EmployeesQuery {
        /// Only those with this text in name, number or e-mail address.
        q,
        /// The order: `name` when left out, or `number`; with `-` before it the other way round.
        sort,
        /// `true`: the archived ones; otherwise those in use.
        archived: Option<bool>,
    }
}

/// An employee in a few words, inside other answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmployeeBrief {
    /// The employee.
    pub id: id::EmployeeId,
    /// The name.
    pub name: String,
    /// The firm's number for the person, or empty.
    pub number: String,
}

/// A new employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEmployee {
    /// The name.
    pub name: String,
    /// The e-mail address, or empty.
    #[serde(default)]
    pub email: String,
    /// The firm's number for the person, or empty.
    #[serde(default)]
    pub number: String,
    /// The role; a role above worker needs the permission to assign it.
    pub role: Role,
}

/// A change of an employee's record; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmployeePatch {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The firm's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The `hash` of the state that was seen; another one by now is `changed_meanwhile`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// Another role for an employee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// The role.
    pub role: Role,
}
