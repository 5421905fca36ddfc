//! Access tokens of members, for their programs, and the keys that sign what programs carry.

use domain::{AccessTokenId, AccountId, CompanyId, MemberId};
use jiff::Timestamp;
use oplog::wire;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::change::SystemConflict;
use super::read::SystemSnapshot;
use super::rows::TokenHash;
use crate::error::{Failure, ReadError};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::unit::Unit;

/// How many access tokens one member may have.
pub const ACCESS_TOKENS_MAX: usize = 20;

/// Which access token of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenPlace {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// The member.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// The token.
    #[serde(with = "wire::id")]
    pub token: AccessTokenId,
}

impl AccessTokenPlace {
    fn key(&self) -> Vec<u8> {
        [
            of_member(self.company, self.member),
            self.token.to_bytes().to_vec(),
        ]
        .concat()
    }
}

/// What stands for a program of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// The keyed hash of its secret.
    pub hash: TokenHash,
    /// The account that made it: the token ends with its membership.
    #[serde(with = "wire::id")]
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// Whether it only reads.
    pub read_only: bool,
    /// Since when.
    #[serde(with = "wire::instant")]
    pub made_at: Timestamp,
    /// The last instant that it is good for.
    #[serde(with = "wire::instant")]
    pub expires_at: Timestamp,
    /// When it was last exchanged.
    #[serde(with = "wire::instant_option")]
    pub last_used_at: Option<Timestamp>,
}

/// What signs and verifies the tokens that programs carry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenKey {
    /// Its public name.
    pub id: [u8; 8],
    /// The seed of the Ed25519 key.
    pub seed: [u8; 32],
    /// Since when.
    #[serde(with = "wire::instant")]
    pub made_at: Timestamp,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey(..)")
    }
}

impl Drop for TokenKey {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

type Made = Result<(), Failure<SystemConflict>>;

fn of_member(company: CompanyId, member: MemberId) -> Vec<u8> {
    [company.to_bytes(), member.to_bytes()].concat()
}

/// Makes a token.
pub(super) fn put(unit: &mut Unit<'_, '_>, place: AccessTokenPlace, row: &AccessToken) -> Made {
    let own = of_member(place.company, place.member);
    let held = unit.rows_under::<AccessToken>(Room::AccessToken, &own, ACCESS_TOKENS_MAX)?;
    if held.len() >= ACCESS_TOKENS_MAX {
        return Err(Failure::Refused(SystemConflict::TooManyAccessTokens));
    }
    unit.put_row(Room::AccessToken, &place.key(), row);
    unit.put_row(Room::AccessTokenByHash, &row.hash.0, &place);
    Ok(())
}

/// Notes that a token was used.
pub(super) fn touch(unit: &mut Unit<'_, '_>, place: AccessTokenPlace, at: Timestamp) -> Made {
    let key = place.key();
    if let Some(row) = unit.row::<AccessToken>(Room::AccessToken, &key)? {
        let last_used_at = Some(at);
        unit.put_row(
            Room::AccessToken,
            &key,
            &AccessToken {
                last_used_at,
                ..row
            },
        );
    }
    Ok(())
}

/// Revokes a token.
pub(super) fn remove(unit: &mut Unit<'_, '_>, place: AccessTokenPlace) -> Made {
    let key = place.key();
    if let Some(row) = unit.row::<AccessToken>(Room::AccessToken, &key)? {
        unit.remove(Room::AccessToken, &key);
        unit.remove(Room::AccessTokenByHash, &row.hash.0);
    }
    Ok(())
}

/// Forgets tokens that are over.
pub(super) fn end_expired(unit: &mut Unit<'_, '_>, now: Timestamp) -> Made {
    let mut over = Vec::new();
    plain::scan(unit, Room::AccessToken, &[], |key, value| {
        let row: AccessToken = plain::decode(Room::AccessToken, value)?;
        over.extend((row.expires_at < now).then(|| (key.to_vec(), row.hash)));
        Ok(())
    })?;
    for (key, hash) in over {
        unit.remove(Room::AccessToken, &key);
        unit.remove(Room::AccessTokenByHash, &hash.0);
    }
    Ok(())
}

/// Takes a new key into use, unless the one in use was made after `due`.
pub(super) fn rotate(
    unit: &mut Unit<'_, '_>,
    key: &TokenKey,
    due: Timestamp,
    over: Timestamp,
) -> Made {
    let mut held = keys(unit)?;
    if held.first().is_none_or(|newest| newest.made_at <= due) {
        unit.put_row(Room::TokenKey, &key.id, key);
        held.insert(0, key.clone());
    }
    for pair in held.windows(2) {
        if let [successor, old] = pair
            && successor.made_at < over
        {
            unit.remove(Room::TokenKey, &old.id);
        }
    }
    Ok(())
}

/// Every key, the newest first.
fn keys(rows: &impl Plain) -> Result<Vec<TokenKey>, ReadError> {
    let held = rows.rows_under::<TokenKey>(Room::TokenKey, &[], usize::MAX)?;
    let mut keys: Vec<TokenKey> = held.into_iter().map(|(_, key)| key).collect();
    keys.sort_by_key(|key| std::cmp::Reverse((key.made_at, key.id)));
    Ok(keys)
}

impl SystemSnapshot {
    /// An access token. Whether it is over is for the caller to say.
    ///
    /// # Errors
    /// When the database fails.
    pub fn access_token(&self, place: AccessTokenPlace) -> Result<Option<AccessToken>, ReadError> {
        self.rows.row(Room::AccessToken, &place.key())
    }

    /// The access token of a secret.
    ///
    /// # Errors
    /// When the database fails.
    pub fn access_token_of(
        &self,
        secret: TokenHash,
    ) -> Result<Option<(AccessTokenPlace, AccessToken)>, ReadError> {
        let place: Option<AccessTokenPlace> = self.rows.row(Room::AccessTokenByHash, &secret.0)?;
        let Some(place) = place else { return Ok(None) };
        Ok(self.access_token(place)?.map(|row| (place, row)))
    }

    /// The access tokens of a member, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn access_tokens(
        &self,
        company: CompanyId,
        member: MemberId,
    ) -> Result<Vec<(AccessTokenId, AccessToken)>, ReadError> {
        let own = of_member(company, member);
        let rows = self.rows.rows_under(Room::AccessToken, &own, usize::MAX)?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, row)| Some((AccessTokenId::from_bytes(*key.last_chunk()?), row)))
            .collect())
    }

    /// The keys of what programs carry, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn token_keys(&self) -> Result<Vec<TokenKey>, ReadError> {
        keys(&self.rows)
    }
}
