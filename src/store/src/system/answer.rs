//! Answers that are kept for a day, so that a request with an idempotency key can be repeated.

use domain::{CompanyId, MemberId};
use jiff::{SignedDuration, Timestamp};
use oplog::wire;
use serde::{Deserialize, Serialize};

use super::change::SystemConflict;
use super::read::{SystemSnapshot, companies};
use crate::error::{Failure, ReadError};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::unit::Unit;

/// How long an answer is kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How many old answers of one company are forgotten at a time.
const FORGOTTEN_MAX: usize = 10_000;

/// What a request with an idempotency key was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The company.
    #[serde(with = "wire::id")]
    pub company: CompanyId,
    /// Who asked.
    #[serde(with = "wire::id")]
    pub member: MemberId,
    /// A keyed hash of the idempotency key.
    pub key: [u8; 32],
    /// A keyed hash of the whole request.
    pub request: [u8; 32],
    /// When it was answered.
    #[serde(with = "wire::instant")]
    pub at: Timestamp,
    /// The HTTP status.
    pub status: u16,
    /// The entity tag, or empty.
    pub tag: String,
    /// The body, JSON.
    pub body: Vec<u8>,
}

impl KeptAnswer {
    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) > KEPT_FOR
    }
}

fn place(company: CompanyId, member: MemberId, key: &[u8; 32]) -> Vec<u8> {
    [company.to_bytes().as_slice(), &member.to_bytes(), key].concat()
}

/// Keeps an answer.
pub(super) fn put(unit: &mut Unit<'_, '_>, kept: &KeptAnswer) {
    let place = place(kept.company, kept.member, &kept.key);
    unit.put_row(Room::KeptAnswer, &place, kept);
}

/// Forgets answers that were kept long enough.
pub(super) fn end_expired(
    unit: &mut Unit<'_, '_>,
    now: Timestamp,
) -> Result<(), Failure<SystemConflict>> {
    for (company, _) in companies(unit)? {
        let mut over = Vec::new();
        plain::scan(unit, Room::KeptAnswer, &company.to_bytes(), |key, value| {
            let kept: KeptAnswer = plain::decode(Room::KeptAnswer, value)?;
            let forget = over.len() < FORGOTTEN_MAX && kept.is_over(now);
            over.extend(forget.then(|| key.to_vec()));
            Ok(())
        })?;
        for key in over {
            unit.remove(Room::KeptAnswer, &key);
        }
    }
    Ok(())
}

impl SystemSnapshot {
    /// What a member's request with an idempotency key was answered within the last day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn kept_answer(
        &self,
        company: CompanyId,
        member: MemberId,
        key: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<KeptAnswer>, ReadError> {
        let place = place(company, member, key);
        let kept: Option<KeptAnswer> = self.rows.row(Room::KeptAnswer, &place)?;
        Ok(kept.filter(|kept| !kept.is_over(now)))
    }
}
