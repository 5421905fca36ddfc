//! A database that the browser has emptied under a running app is filled again from memory.

use super::super::book::Loaded;
use super::super::idb::{Access, DbError};
use super::super::key::DeviceKey;
use super::super::records::{HeadRecord, MarkRecord, encode};
use super::{
    ALL, BASE, Database, HEAD, IDENTITY, LEFT, MARK, OPS, OUTCOMES, RECEIPTS, SETTINGS, number,
    row_key,
};

impl Database {
    /// Writes down again what the book holds; `false` when the phone was given up, or is somebody's
    /// by now, and nothing was written.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn refill(&self, held: Loaded, key: &DeviceKey) -> Result<bool, DbError> {
        let transaction = self.0.begin(ALL, Access::WriteStrict).await?;
        let identity = transaction.store(IDENTITY)?;
        let settings = transaction.store(SETTINGS)?;
        let taken = identity.get(&"identity".into()).await?;
        let left = settings.get(&LEFT.into()).await?;
        if taken.is_some() || left.is_some() {
            transaction.abort();
            return Ok(false);
        }
        let log = held.identity.log;
        identity.put_bytes(&"identity".into(), &encode(&held.identity))?;
        identity.put(&"key".into(), &key.to_stored())?;
        let head = HeadRecord::of(log, held.head);
        transaction
            .store(HEAD)?
            .put_bytes(&"head".into(), &encode(&head))?;
        let ops = transaction.store(OPS)?;
        for (seq, record) in &held.ops {
            ops.put_bytes(&number(*seq), &encode(record))?;
        }
        let base = transaction.store(BASE)?;
        for row in &held.base {
            if let Some(value) = &row.value {
                base.put_bytes(&row_key(row.table.tag(), &row.key), value)?;
            }
        }
        let mark = MarkRecord {
            log,
            mark: held.mark,
        };
        transaction
            .store(MARK)?
            .put_bytes(&"mark".into(), &encode(&mark))?;
        if let Some(receipt) = &held.receipt {
            transaction
                .store(RECEIPTS)?
                .put_bytes(&"durable".into(), &encode(receipt))?;
        }
        let outcomes = transaction.store(OUTCOMES)?;
        for outcome in &held.outcomes {
            outcomes.put_bytes(&number(outcome.seq), &encode(outcome))?;
        }
        if let Some(contact) = &held.contact {
            settings.put_bytes(&"contact".into(), &encode(contact))?;
        }
        transaction.complete().await?;
        Ok(true)
    }
}
