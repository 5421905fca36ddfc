//! The replica on the disk: one IndexedDB database for the origin.
//!
//! | store | key → value |
//! |---|---|
//! | `identity` | `identity`, `key`; `pending`, `pending-key` while enrolling |
//! | `ops` | sequence → op bytes and the chain hash after it |
//! | `head` | `head` → log, next sequence, hash: what appending compares and sets |
//! | `base` | table number and row key → row |
//! | `mark` | `mark` → log and position of the base |
//! | `receipts` | `durable` → the server's signed word on what it holds |
//! | `outcomes` | sequence → how the journal judged the op |
//! | `settings` | `contact` → the last answer; `left` when the phone was given up |
//!
//! What belongs together is written in one strict transaction, in which nothing but its own
//! requests is awaited.

mod refill;
mod rotate;

use domain::LogId;
use engine::{RowChange, Table, ViewError};
use oplog::LogHead;
use oplog::receipt::{Durable, Outcome, Signed};
use sync::{BaseMark, DeltaRow, Received};
use wasm_bindgen::JsValue;

use super::book::{Appending, Book, Loaded, rows_at_enrolment};
use super::idb::{Access, Connection, DbError, Schema, Store, Transaction};
use super::key::DeviceKey;
use super::records::{
    Contact, HeadRecord, Identity, MarkRecord, OpRecord, Pending, decode, encode,
};

const IDENTITY: &str = "identity";
const OPS: &str = "ops";
const HEAD: &str = "head";
const BASE: &str = "base";
const MARK: &str = "mark";
const RECEIPTS: &str = "receipts";
const OUTCOMES: &str = "outcomes";
const SETTINGS: &str = "settings";
/// Says that it is empty because the person gave the phone up.
const LEFT: &str = "left";
const ALL: &[&str] = &[
    IDENTITY, OPS, HEAD, BASE, MARK, RECEIPTS, OUTCOMES, SETTINGS,
];
const SCHEMA: Schema = Schema {
    name: "timetrakr",
    version: 1,
    stores: ALL,
};

/// Appending did not happen; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Another tab appended first: catch up and decide again.
    #[error("another tab of this phone was quicker")]
    Moved,
    /// This phone was enrolled again or given up in another tab.
    #[error("this phone was enrolled again in another tab")]
    Gone,
    /// The storage failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Enrolling or leaving did not happen; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrolError {
    /// Ops of the enrolment before are not on the server yet.
    #[error("there is work on this phone that was not sent yet")]
    Unsent,
    /// The storage failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The open database.
#[derive(Clone)]
pub struct Database(Connection);

impl Database {
    /// Opens it, making it where there is none; `closed` is called whenever the browser closes it,
    /// which may be because everything in it was removed.
    ///
    /// # Errors
    /// When the browser does not let anything be kept.
    pub async fn open(closed: impl Fn() + 'static) -> Result<Database, DbError> {
        Ok(Database(Connection::open(SCHEMA, closed).await?))
    }

    /// What it holds; `None` while this phone is not enrolled.
    ///
    /// # Errors
    /// When the storage fails or cannot be read.
    pub async fn load(&self) -> Result<Option<(Loaded, DeviceKey)>, DbError> {
        let transaction = self.0.begin(ALL, Access::Read).await?;
        let identity_store = transaction.store(IDENTITY)?;
        let Some(identity) = read::<Identity>(&identity_store, IDENTITY, "identity").await? else {
            return Ok(None);
        };
        let key = identity_store.get(&"key".into()).await?;
        let key = key
            .and_then(|key| DeviceKey::from_stored(&key))
            .ok_or(DbError::Unreadable { store: IDENTITY })?;
        let head = read::<HeadRecord>(&transaction.store(HEAD)?, HEAD, "head").await?;
        let head = head.ok_or(DbError::Unreadable { store: HEAD })?;
        let mark = read::<MarkRecord>(&transaction.store(MARK)?, MARK, "mark").await?;
        let receipts = transaction.store(RECEIPTS)?;
        let durable = read::<Signed<Durable>>(&receipts, RECEIPTS, "durable").await?;
        let ops = read_ops(&transaction, 0).await?;
        let outcome_store = transaction.store(OUTCOMES)?;
        let outcomes = outcome_store.all(None).await?;
        let outcomes = outcomes
            .iter()
            .map(|(_, value)| parse::<Outcome>(&outcome_store, OUTCOMES, value));
        let outcomes = outcomes.collect::<Result<Vec<_>, DbError>>()?;
        let base = read_base(&transaction).await?;
        let settings = transaction.store(SETTINGS)?;
        let contact = read::<Contact>(&settings, SETTINGS, "contact").await?;
        let server_key = identity.server_key;
        let receipt = durable.filter(|durable| durable.verified(&server_key).is_some());
        let loaded = Loaded {
            identity,
            base,
            mark: mark.map_or(BaseMark::NONE, |mark| mark.mark),
            head: head.head(),
            ops,
            receipt,
            outcomes,
            contact,
        };
        Ok(Some((loaded, key)))
    }

    /// What other tabs appended to a log from `from` on. `None` when this phone is another one by
    /// now, so that the book must be read anew.
    ///
    /// # Errors
    /// When the storage fails or cannot be read.
    pub async fn tail(&self, log: LogId, from: u64) -> Result<Option<Tail>, DbError> {
        let transaction = self.0.begin(&[OPS, HEAD], Access::Read).await?;
        let head = read::<HeadRecord>(&transaction.store(HEAD)?, HEAD, "head").await?;
        let Some(head) = head.filter(|head| head.log == log && head.next_seq >= from) else {
            return Ok(None);
        };
        let ops = read_ops(&transaction, from).await?;
        Ok(Some(Tail {
            ops,
            head: head.head(),
        }))
    }

    /// Appends ops if the log still ends where they begin. When this returns they are on the disk.
    ///
    /// # Errors
    /// When another tab was quicker, or the storage failed.
    pub async fn append(&self, appending: &Appending) -> Result<(), AppendError> {
        let transaction = self.0.begin(&[OPS, HEAD], Access::WriteStrict).await?;
        let head_store = transaction.store(HEAD)?;
        let current = read::<HeadRecord>(&head_store, HEAD, "head").await?;
        let wanted = HeadRecord::of(appending.log, appending.before);
        if current != Some(wanted) {
            transaction.abort();
            let same_log = current.is_some_and(|current| current.log == appending.log);
            return Err(if same_log {
                AppendError::Moved
            } else {
                AppendError::Gone
            });
        }
        let ops = transaction.store(OPS)?;
        for (seq, record) in &appending.records {
            ops.put_bytes(&number(*seq), &encode(record))?;
        }
        head_store.put_bytes(
            &"head".into(),
            &encode(&HeadRecord::of(appending.log, appending.after)),
        )?;
        Ok(transaction.complete().await?)
    }

    /// Stores what an exchange brought, all or nothing. The rows are left out when another session
    /// moved the base since this one asked; the next session brings them. Own ops below
    /// `prunable`, which are safe elsewhere, go in the same transaction.
    ///
    /// # Errors
    /// When this phone is another one by now, or the storage failed.
    pub async fn store(
        &self,
        log: LogId,
        received: &Received,
        contact: Contact,
        prunable: Option<u64>,
    ) -> Result<(), AppendError> {
        let transaction = self.0.begin(ALL, Access::WriteStrict).await?;
        let head = read::<HeadRecord>(&transaction.store(HEAD)?, HEAD, "head").await?;
        if head.is_none_or(|head| head.log != log) {
            transaction.abort();
            return Err(AppendError::Gone);
        }
        let mark_store = transaction.store(MARK)?;
        let current = read::<MarkRecord>(&mark_store, MARK, "mark").await?;
        let current = current.map_or(BaseMark::NONE, |current| current.mark);
        let mut log = log;
        if let Some(receipt) = &received.receipt {
            let receipts = transaction.store(RECEIPTS)?;
            let known = read::<Signed<Durable>>(&receipts, RECEIPTS, "durable").await?;
            let newer = known.is_none_or(|known| is_newer(&receipt.statement, &known.statement));
            if newer {
                receipts.put_bytes(&"durable".into(), &encode(receipt))?;
            }
            if let Some(rotation) = &received.rotate {
                rotate::rotate(&transaction, rotation, receipt.statement.head()).await?;
                log = rotation.log;
            }
        }
        let outcomes = transaction.store(OUTCOMES)?;
        if current.epoch != 0 && current.epoch != received.delta.mark.epoch {
            // Positions of an earlier life of the journal mean nothing in this one.
            outcomes.clear()?;
        }
        for outcome in &received.outcomes {
            outcomes.put_bytes(&number(outcome.seq), &encode(outcome))?;
        }
        // Another tab may have heard of a restored server meanwhile.
        let same_life = current.epoch == received.delta.mark.epoch;
        if let Some(below) = prunable.filter(|_| same_life) {
            transaction.store(OPS)?.delete_below(&number(below))?;
            outcomes.delete_below(&number(below))?;
        }
        if current == received.base {
            put_rows(
                &transaction.store(BASE)?,
                received.delta.snapshot,
                &received.delta.rows,
            )?;
            let mark = MarkRecord {
                log,
                mark: received.delta.mark,
            };
            mark_store.put_bytes(&"mark".into(), &encode(&mark))?;
        }
        transaction
            .store(SETTINGS)?
            .put_bytes(&"contact".into(), &encode(&contact))?;
        Ok(transaction.complete().await?)
    }

    /// The enrolment under way, with its key.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn pending(&self) -> Result<Option<(Pending, DeviceKey)>, DbError> {
        let transaction = self.0.begin(&[IDENTITY], Access::Read).await?;
        let store = transaction.store(IDENTITY)?;
        let pending = read::<Pending>(&store, IDENTITY, "pending").await?;
        let key = store.get(&"pending-key".into()).await?;
        Ok(pending.zip(key.and_then(|key| DeviceKey::from_stored(&key))))
    }

    /// Keeps an enrolment before its request is sent.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn keep_pending(&self, pending: &Pending, key: &DeviceKey) -> Result<(), DbError> {
        let transaction = self.0.begin(&[IDENTITY], Access::WriteStrict).await?;
        let store = transaction.store(IDENTITY)?;
        store.put_bytes(&"pending".into(), &encode(pending))?;
        store.put(&"pending-key".into(), &key.to_stored())?;
        transaction.complete().await
    }

    /// Becomes this identity. What an enrolment before left behind is removed, if all of it was
    /// sent.
    ///
    /// # Errors
    /// When something was not sent, or the storage fails.
    pub async fn enrol(&self, identity: &Identity, key: &DeviceKey) -> Result<(), EnrolError> {
        let transaction = self.begin_if_all_sent().await?;
        clear_all(&transaction)?;
        let store = transaction.store(IDENTITY)?;
        store.put_bytes(&"identity".into(), &encode(identity))?;
        store.put(&"key".into(), &key.to_stored())?;
        let head = HeadRecord::of(identity.log, LogHead::EMPTY);
        transaction
            .store(HEAD)?
            .put_bytes(&"head".into(), &encode(&head))?;
        let base = transaction.store(BASE)?;
        for row in rows_at_enrolment(identity) {
            if let Some(value) = &row.value {
                base.put_bytes(&row_key(row.table.tag(), &row.key), value)?;
            }
        }
        Ok(transaction.complete().await?)
    }

    /// Forgets everything, if all of it was sent.
    ///
    /// # Errors
    /// When something was not sent, or the storage fails.
    pub async fn leave(&self) -> Result<(), EnrolError> {
        let transaction = self.begin_if_all_sent().await?;
        clear_all(&transaction)?;
        transaction.store(SETTINGS)?.put_bytes(&LEFT.into(), &[1])?;
        Ok(transaction.complete().await?)
    }

    async fn begin_if_all_sent(&self) -> Result<Transaction, EnrolError> {
        let transaction = self.0.begin(ALL, Access::WriteStrict).await?;
        let head = read::<HeadRecord>(&transaction.store(HEAD)?, HEAD, "head").await?;
        let durable =
            read::<Signed<Durable>>(&transaction.store(RECEIPTS)?, RECEIPTS, "durable").await?;
        let sent = durable.map_or(0, |durable| durable.statement.next_seq);
        if head.is_some_and(|head| head.next_seq > sent) {
            transaction.abort();
            return Err(EnrolError::Unsent);
        }
        Ok(transaction)
    }
}

/// Whether a receipt takes the place of another: of two tabs the slower may bring the older one.
fn is_newer(receipt: &Durable, known: &Durable) -> bool {
    (receipt.log, receipt.epoch) != (known.log, known.epoch) || receipt.next_seq >= known.next_seq
}

/// Ops that other tabs appended.
pub struct Tail {
    ops: Vec<(u64, OpRecord)>,
    head: LogHead,
}

impl Tail {
    /// Brings a book up to them.
    ///
    /// # Errors
    /// When they cannot be read or applied.
    pub fn read_into(self, book: &mut Book) -> Result<(), ViewError> {
        book.extend(self.ops, self.head)
    }
}

fn clear_all(transaction: &Transaction) -> Result<(), DbError> {
    ALL.iter()
        .try_for_each(|store| transaction.store(store)?.clear())
}

fn put_rows(store: &Store, snapshot: bool, rows: &[DeltaRow]) -> Result<(), DbError> {
    if snapshot {
        store.clear()?;
    }
    for row in rows {
        let key = row_key(row.table, &row.key);
        match &row.value {
            Some(value) => store.put_bytes(&key, value)?,
            None => store.delete(&key)?,
        }
    }
    Ok(())
}

async fn read_base(transaction: &Transaction) -> Result<Vec<RowChange>, DbError> {
    let store = transaction.store(BASE)?;
    let mut rows = Vec::new();
    for (key, value) in store.all(None).await? {
        let key = store.as_bytes(&key)?;
        // A table of a later version is kept for that version.
        let Some((table, key)) = key.split_first() else {
            continue;
        };
        let Some(table) = Table::from_tag(*table) else {
            continue;
        };
        rows.push(RowChange {
            table,
            key: key.to_vec(),
            value: Some(store.as_bytes(&value)?),
        });
    }
    Ok(rows)
}

async fn read_ops(transaction: &Transaction, from: u64) -> Result<Vec<(u64, OpRecord)>, DbError> {
    let store = transaction.store(OPS)?;
    let mut ops = Vec::new();
    for (key, value) in store.all(Some(&number(from))).await? {
        let seq = key
            .as_f64()
            .and_then(sequence)
            .ok_or(DbError::Unreadable { store: OPS })?;
        ops.push((seq, parse::<OpRecord>(&store, OPS, &value)?));
    }
    Ok(ops)
}

async fn read<T>(store: &Store, name: &'static str, key: &str) -> Result<Option<T>, DbError>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let bytes = store.bytes(&key.into()).await?;
    bytes
        .map(|bytes| decode(&bytes).ok_or(DbError::Unreadable { store: name }))
        .transpose()
}

fn parse<T>(store: &Store, name: &'static str, value: &JsValue) -> Result<T, DbError>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let bytes = store.as_bytes(value)?;
    decode(&bytes).ok_or(DbError::Unreadable { store: name })
}

/// The key of a row: the table's number and the row's own key.
fn row_key(table: u8, key: &[u8]) -> JsValue {
    let mut bytes = vec![table];
    bytes.extend_from_slice(key);
    js_sys::Uint8Array::from(bytes.as_slice()).into()
}

/// A sequence as a key; a phone never comes near the largest whole number of a double.
fn number(seq: u64) -> JsValue {
    JsValue::from_f64(seq as f64)
}

fn sequence(key: f64) -> Option<u64> {
    (key >= 0.0).then_some(key as u64)
}
