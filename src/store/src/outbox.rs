//! Effects that wait to be delivered, at least once each. Its key is the idempotency key abroad.

pub(crate) mod held;

use std::collections::BTreeMap;

use domain::{CompanyId, OpId};
use engine::Effect;
use jiff::Timestamp;
use oplog::wire;
use serde::{Deserialize, Serialize};

use crate::error::ReadError;
use crate::open::Store;
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::system::change::{SystemChange, SystemError};
use crate::unit::Unit;
use crate::writer::reply::Reply;

/// Which effect: of which op, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxKey {
    /// The company.
    pub company: CompanyId,
    /// The op.
    pub op_id: OpId,
    /// The effect's number among the op's.
    pub n: u32,
}

impl OutboxKey {
    /// The 36 bytes of the key.
    pub fn bytes(&self) -> [u8; 36] {
        let mut bytes = [0; 36];
        bytes[..16].copy_from_slice(&self.company.to_bytes());
        bytes[16..32].copy_from_slice(&self.op_id.to_bytes());
        bytes[32..].copy_from_slice(&self.n.to_be_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (company, rest) = bytes.split_first_chunk::<16>()?;
        let (op_id, n) = rest.split_first_chunk::<16>()?;
        Some(Self {
            company: CompanyId::from_bytes(*company),
            op_id: OpId::from_bytes(*op_id),
            n: u32::from_be_bytes(n.try_into().ok()?),
        })
    }
}

/// An effect that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// Which one.
    pub key: OutboxKey,
    /// What is to be done.
    pub effect: Effect,
    /// How often it was tried.
    pub attempts: u32,
    /// When to try next.
    pub next_at: Timestamp,
    /// What went wrong the last time, or empty.
    pub last_error: String,
}

/// How delivering went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxResult {
    /// It is delivered, or given up for good.
    Done,
    /// Try again later.
    Retry {
        /// When.
        next_at: Timestamp,
        /// What went wrong.
        error: String,
    },
}

/// The stored shape. Key: company, op, number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OutboxRow {
    effect: Effect,
    attempts: u32,
    #[serde(with = "wire::instant")]
    next_at: Timestamp,
    last_error: String,
}

impl Store {
    /// Effects whose time has come, each company's longest waiting first. What became of them is stated in
    /// the journal, so those of a company whose journal waits are left.
    ///
    /// # Errors
    /// When the database fails.
    pub fn outbox_due(&self, now: Timestamp, limit: usize) -> Result<Vec<OutboxItem>, ReadError> {
        let mut due = items(&self.read()?, Room::Outbox)?;
        let waiting = self.recovering()?;
        due.retain(|item| item.next_at <= now && !waiting.contains(&item.key.company));
        // Companies take turns, so that one with much to deliver holds up no other.
        let mut turns: BTreeMap<CompanyId, u32> = BTreeMap::new();
        let mut due: Vec<_> = due
            .into_iter()
            .map(|item| {
                let turn = turns.entry(item.key.company).or_default();
                *turn = turn.saturating_add(1);
                (*turn, item)
            })
            .collect();
        due.sort_by_key(|(turn, _)| *turn);
        due.truncate(limit);
        Ok(due.into_iter().map(|(_, item)| item).collect())
    }

    /// Says how delivering an effect went.
    pub fn outbox_settled(&self, key: OutboxKey, result: OutboxResult) -> Reply<(), SystemError> {
        self.change_system(vec![SystemChange::SettleOutbox { key, result }])
    }
}

/// The effects of a table, the longest waiting first.
fn items(rows: &impl Plain, room: Room) -> Result<Vec<OutboxItem>, ReadError> {
    let mut items = Vec::new();
    plain::scan(rows, room, &[], |key, value| {
        let OutboxRow {
            effect,
            attempts,
            next_at,
            last_error,
        } = plain::decode(room, value)?;
        let key = OutboxKey::from_bytes(key).ok_or(ReadError::Corrupt { table: room.name() })?;
        items.push(OutboxItem {
            key,
            effect,
            attempts,
            next_at,
            last_error,
        });
        Ok(())
    })?;
    items.sort_by_key(|item| (item.next_at, item.key));
    Ok(items)
}

/// Keeps an effect with the op that caused it.
pub(crate) fn keep(unit: &mut Unit<'_, '_>, key: OutboxKey, effect: Effect, at: Timestamp) {
    let row = OutboxRow {
        effect,
        attempts: 0,
        next_at: at,
        last_error: String::new(),
    };
    unit.put_row(Room::Outbox, &key.bytes(), &row);
}

/// Notes how delivering went; nothing when the effect is gone.
pub(crate) fn settle(
    unit: &mut Unit<'_, '_>,
    key: OutboxKey,
    result: OutboxResult,
) -> Result<(), ReadError> {
    let Some(row) = unit.row::<OutboxRow>(Room::Outbox, &key.bytes())? else {
        return Ok(());
    };
    match result {
        OutboxResult::Done => unit.remove(Room::Outbox, &key.bytes()),
        OutboxResult::Retry { next_at, error } => {
            let attempts = row.attempts.saturating_add(1);
            let row = OutboxRow {
                attempts,
                next_at,
                last_error: error,
                ..row
            };
            unit.put_row(Room::Outbox, &key.bytes(), &row);
        }
    }
    Ok(())
}
