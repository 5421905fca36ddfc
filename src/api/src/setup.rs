//! The first start: making the company and its owner.

use serde::{Deserialize, Serialize};

use crate::company::Language;

/// Whether the server still waits for its company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupState {
    /// Whether `POST setup` is open.
    pub needed: bool,
    /// Whether `public_url` lets phones be enrolled (https, or http on loopback).
    pub secure: bool,
    /// The company that waits for its owner: hours were imported before anyone set the server up.
    /// It keeps them; what `POST setup` says of the company changes its settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<SetupCompany>,
}

/// A company that waits for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupCompany {
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail.
    pub language: Language,
}

/// The company and its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The one-time code that the server printed when it started.
    pub code: String,
    /// The company's name.
    pub company_name: String,
    /// Its IANA zone.
    pub zone: String,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    pub workweek_starts: u8,
    /// The language of its mail.
    pub language: Language,
    /// The owner's name.
    pub owner_name: String,
    /// The owner's e-mail address, to sign in with.
    pub email: String,
    /// The owner's password, 12 characters or more.
    pub password: String,
}

/// The zones that the server knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Zones {
    /// IANA names, sorted.
    pub zones: Vec<String>,
}
