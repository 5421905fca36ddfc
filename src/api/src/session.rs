//! Signing in to the office.
//!
//! The session is an HttpOnly cookie. Requests that change something must come from a page of
//! this server (the browser says so in `Origin` or `Sec-Fetch-Site`) and carry JSON where they
//! have a body; there is no token to copy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::company::{Language, Role};
use crate::id;

/// Who wants to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The account.
    pub account: Account,
    /// The companies it is a member of, by name.
    pub companies: Vec<SessionCompany>,
    /// The session's last instant, if it stays in use until then.
    pub expires_at: Timestamp,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The account.
    pub id: id::AccountId,
    /// Its address.
    pub email: String,
}

/// A company from the point of view of one of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionCompany {
    /// The company.
    pub id: id::CompanyId,
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail.
    pub language: Language,
    /// One's role.
    pub role: Role,
    /// One's place in it.
    pub member: id::MemberId,
    /// One's employee record.
    pub employee: id::EmployeeId,
    /// One's name there.
    pub employee_name: String,
}

/// Whose password a code resets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetLook {
    /// The address that the account signs in with.
    pub email: String,
}

/// A new password by a code. Every session of the account ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    /// The code.
    pub code: String,
    /// The new password, 12 characters or more.
    pub password: String,
}

/// A new password for the account that is signed in. Every other session of it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password so far.
    pub current: String,
    /// The new one, 12 characters or more.
    pub new: String,
}
