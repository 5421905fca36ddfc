//! Access tokens: how a member's programs use the API.
//!
//! A member makes a token in the office and gives its secret to a program. The program exchanges
//! the secret for a short-lived bearer token and shows that with each request.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id;
use crate::page::list_query;

/// What the secret of an access token begins with.
pub const SECRET_PREFIX: &str = "ttk_";

/// An access token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// The access token.
    pub id: id::AccessTokenId,
    /// What its owner calls it.
    pub name: String,
    /// Whether it only reads.
    pub read_only: bool,
    /// Since when.
    pub made_at: Timestamp,
    /// The last instant that it is good for.
    pub expires_at: Timestamp,
    /// When it was last exchanged, if it has been.
    pub last_used_at: Option<Timestamp>,
}

list_query! {
    /// Which access tokens to list.
    AccessTokensQuery {
        /// Only those with this text in their name.
        q,
        /// The order: `-made_at` when left out, `name` or `expires_at`; with `-` before it the other way round.
        sort,
    }
}

/// How long an access token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenLife {
    /// 30 days.
    #[serde(rename = "30d")]
    Month,
    /// 90 days.
    #[serde(rename = "90d")]
    Quarter,
    /// 365 days.
    #[serde(rename = "365d")]
    Year,
}

impl TokenLife {
    /// In days.
    pub const fn days(self) -> u16 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

/// A new access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccessToken {
    /// What its owner calls it.
    pub name: String,
    /// How long it is good for.
    pub good_for: TokenLife,
    /// Whether it only reads.
    #[serde(default)]
    pub read_only: bool,
}

/// An access token that was just made. The secret cannot be read again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeAccessToken {
    /// The access token.
    pub token: AccessToken,
    /// The secret, `ttk_` and what nobody guesses.
    pub secret: String,
}

impl std::fmt::Debug for MadeAccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MadeAccessToken(..)")
    }
}

/// What a program shows with each request, in `Authorization`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BearerToken {
    /// The token: a JWT that is signed with a key of `jwks.json`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// For how many seconds it is good.
    pub expires_in: u32,
    /// The company that it is for: what paths name.
    pub company: id::CompanyId,
}

impl std::fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BearerToken(..)")
    }
}

/// The keys that verify bearer tokens, as a JSON Web Key Set (RFC 7517).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeySet {
    /// The keys, the newest first.
    pub keys: Vec<PublicKey>,
}

/// A public Ed25519 key (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicKey {
    /// The key's name, as a token's header has it.
    pub kid: String,
    /// `OKP`.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// The key, in base64url.
    pub x: String,
}
