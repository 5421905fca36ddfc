//! The company and its roles.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id;

/// A member's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Clocks own time.
    Worker,
    /// Sees and corrects everyone's time, keeps jobs and people.
    Manager,
    /// Everything.
    Owner,
}

impl From<domain::company::Role> for Role {
    fn from(role: domain::company::Role) -> Self {
        match role {
            domain::company::Role::Worker => Self::Worker,
            domain::company::Role::Manager => Self::Manager,
            domain::company::Role::Owner => Self::Owner,
        }
    }
}

impl From<Role> for domain::company::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Worker => Self::Worker,
            Role::Manager => Self::Manager,
            Role::Owner => Self::Owner,
        }
    }
}

/// A language that TimeTrakr speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// The tag, `en` or `es`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language of a tag; English for one that is not known.
    pub fn from_tag(tag: &str) -> Self {
        match tag {
            "es" => Self::Es,
            _ => Self::En,
        }
    }
}

/// A company's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
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
    /// When it began.
    pub founded_at: Timestamp,
    /// How far its journal has come: changes whenever anything of the company does.
    pub position: u64,
    /// Whether invitations can be mailed.
    pub mail_configured: bool,
    /// Whether `public_url` lets phones be enrolled (https, or http on loopback).
    pub secure: bool,
}

/// A change of settings; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompanyPatch {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its IANA zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The first day of its workweek, Monday 1 to Sunday 7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workweek_starts: Option<u8>,
    /// The language of its mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// The data of the server-sent event `position`: how far the journal has come. Whoever shows
/// something of the company reads it again when this changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PositionEvent {
    /// The position.
    pub position: u64,
}
