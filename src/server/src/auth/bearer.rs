//! What programs show: an access token of a member, which is exchanged for a bearer token, a JWT
//! that is good for minutes. Both end at once when the access token is revoked or its member is
//! no longer one; what the member may do is asked of `engine` each time.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AccessTokenId, CompanyId, MemberId};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use store::{AccessToken, AccessTokenPlace, SystemChange, TokenHash, TokenKey};

use crate::http::problem::Refused;
use crate::state::AppState;

/// How long a bearer token is good for.
pub const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// How long a key signs.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);
/// The longest bearer token that is looked at.
const BYTES_MAX: usize = 2048;

/// What a bearer token says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    /// The member.
    sub: String,
    company: String,
    /// The access token that it was exchanged for.
    token: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

/// What a request shows in `Authorization`, if it does.
///
/// # Errors
/// When it shows something else than a bearer token.
pub fn shown(headers: &HeaderMap) -> Result<Option<&str>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().map_err(|_| Refused::bad_token())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(Refused::bad_token)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.len() > BYTES_MAX {
        return Err(Refused::bad_token());
    }
    Ok(Some(token.trim()))
}

/// A new secret of an access token, and its keyed hash.
pub fn new_secret(state: &AppState) -> (String, TokenHash) {
    let random = URL_SAFE_NO_PAD.encode(state.store().random::<32>());
    let secret = format!("{}{random}", api::token::SECRET_PREFIX);
    let hash = state.store().token_hash(secret.as_bytes());
    (secret, hash)
}

/// The access token of a secret, unless it is over.
///
/// # Errors
/// When it is none.
pub fn of_secret(
    state: &AppState,
    secret: &str,
) -> Result<(AccessTokenPlace, AccessToken), Refused> {
    let hash = state.store().token_hash(secret.as_bytes());
    let found = state.store().system()?.access_token_of(hash)?;
    found
        .filter(|(_, row)| state.now() < row.expires_at)
        .ok_or_else(Refused::bad_token)
}

/// The access token at a place, unless it is over or revoked.
///
/// # Errors
/// When the store cannot be read.
pub fn live(state: &AppState, place: AccessTokenPlace) -> Result<Option<AccessToken>, Refused> {
    let row = state.store().system()?.access_token(place)?;
    Ok(row.filter(|row| state.now() < row.expires_at))
}

/// A bearer token for an access token.
///
/// # Errors
/// When the key cannot be read or made.
pub async fn issue(
    state: &AppState,
    place: AccessTokenPlace,
    row: &AccessToken,
) -> Result<(String, SignedDuration), Refused> {
    let key = signing_key(state).await?;
    let now = state.now();
    let life = LIFE.min(row.expires_at.duration_since(now));
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(name(&key));
    let claims = Claims {
        iss: issuer(state),
        aud: audience(state),
        sub: place.member.to_string(),
        company: place.company.to_string(),
        token: place.token.to_string(),
        iat: now.as_second(),
        nbf: now.as_second(),
        exp: now.as_second().saturating_add(life.as_secs()),
        jti: URL_SAFE_NO_PAD.encode(state.store().random::<16>()),
    };
    let pair = pair(&key)?;
    let pkcs8 = pair.to_pkcs8().map_err(|_| broken())?;
    let signer = EncodingKey::from_ed_der(pkcs8.as_ref());
    let token = jsonwebtoken::encode(&header, &claims, &signer).map_err(|_| broken())?;
    Ok((token, life))
}

/// The access token that a bearer token was exchanged for, if that is still good.
///
/// # Errors
/// When the bearer token is not one of this server for this API, or it or the access token is
/// over.
pub fn verify(state: &AppState, token: &str) -> Result<(AccessTokenPlace, AccessToken), Refused> {
    let refused = |_| Refused::bad_token();
    let header = jsonwebtoken::decode_header(token).map_err(refused)?;
    let kid = header.kid.as_deref().unwrap_or_default();
    if header.alg != Algorithm::EdDSA || header.crit.is_some() {
        return Err(Refused::bad_token());
    }
    let keys = state.store().system()?.token_keys()?;
    let key = keys.iter().find(|key| name(key) == kid);
    let key = pair(key.ok_or_else(Refused::bad_token)?)?;
    let verifier = DecodingKey::from_ed_der(key.public_key().as_ref());
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    rules.set_issuer(&[issuer(state)]);
    rules.set_audience(&[audience(state)]);
    // Time is this server's clock, which tests set: it is looked at below.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let said: Claims = jsonwebtoken::decode(token, &verifier, &rules)
        .map_err(refused)?
        .claims;
    let now = state.now().as_second();
    if now < said.nbf || said.exp <= now {
        return Err(Refused::bad_token());
    }
    let place = place(&said).ok_or_else(Refused::bad_token)?;
    let row = live(state, place)?.ok_or_else(Refused::bad_token)?;
    Ok((place, row))
}

fn place(said: &Claims) -> Option<AccessTokenPlace> {
    Some(AccessTokenPlace {
        company: said.company.parse::<CompanyId>().ok()?,
        member: said.sub.parse::<MemberId>().ok()?,
        token: said.token.parse::<AccessTokenId>().ok()?,
    })
}

/// The keys that verify bearer tokens.
///
/// # Errors
/// When they cannot be read.
pub fn key_set(state: &AppState) -> Result<api::token::KeySet, Refused> {
    let keys = state.store().system()?.token_keys()?;
    let keys = keys.iter().map(|key| {
        Ok(api::token::PublicKey {
            kid: name(key),
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            alg: "EdDSA".to_owned(),
            usage: "sig".to_owned(),
            x: URL_SAFE_NO_PAD.encode(pair(key)?.public_key().as_ref()),
        })
    });
    Ok(api::token::KeySet {
        keys: keys.collect::<Result<_, Refused>>()?,
    })
}

/// The key that signs now; a new one when the one so far has signed long enough.
async fn signing_key(state: &AppState) -> Result<TokenKey, Refused> {
    let now = state.now();
    let due = now.checked_sub(KEY_LIFE).unwrap_or(Timestamp::MIN);
    let newest = || -> Result<Option<TokenKey>, Refused> {
        Ok(state.store().system()?.token_keys()?.into_iter().next())
    };
    if let Some(key) = newest()?.filter(|key| key.made_at > due) {
        return Ok(key);
    }
    let key = TokenKey {
        id: state.store().random(),
        seed: state.store().random(),
        made_at: now,
    };
    let over = now.checked_sub(LIFE).unwrap_or(Timestamp::MIN);
    let rotate = SystemChange::RotateTokenKey { key, due, over };
    state.store().change_system(vec![rotate]).await?;
    newest()?.ok_or_else(broken)
}

fn pair(key: &TokenKey) -> Result<Ed25519KeyPair, Refused> {
    Ed25519KeyPair::from_seed_unchecked(&key.seed).map_err(|_| broken())
}

fn name(key: &TokenKey) -> String {
    URL_SAFE_NO_PAD.encode(key.id)
}

fn issuer(state: &AppState) -> String {
    state.settings().network.public_url.to_string()
}

fn audience(state: &AppState) -> String {
    format!("{}{}", issuer(state), api::PREFIX)
}

fn broken() -> Refused {
    Refused::internal(&"a key for bearer tokens is broken")
}
