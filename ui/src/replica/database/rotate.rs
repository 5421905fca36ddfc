//! The own log goes on under another name: its storage was copied, and the copy had been at the
//! server first.

use oplog::LogHead;
use sync::Rotation;

use super::super::idb::{DbError, Transaction};
use super::super::records::{HeadRecord, Identity, OpRecord, encode};
use super::{BASE, HEAD, IDENTITY, OPS, number, read, read_ops, row_key};
use crate::replica::book::own_log;

/// Gives the log its new name from what is receipted on. Every op stays with its bytes and its
/// sequence; those that no receipt covers are chained anew, in the new name.
pub(super) async fn rotate(
    transaction: &Transaction,
    rotation: &Rotation,
    receipted: LogHead,
) -> Result<(), DbError> {
    let identity_store = transaction.store(IDENTITY)?;
    let identity = read::<Identity>(&identity_store, IDENTITY, "identity").await?;
    let mut identity = identity.ok_or(DbError::Unreadable { store: IDENTITY })?;
    identity.log = rotation.log;
    identity.log_secret = rotation.secret;
    let ops = read_ops(transaction, receipted.next_seq).await?;
    let secret = identity.secret();
    let mut end = receipted;
    let op_store = transaction.store(OPS)?;
    for (seq, OpRecord { bytes, hash_after }) in ops {
        if seq != end.next_seq {
            // What came before was pruned: the first that is left stands as it is.
            end = LogHead {
                next_seq: seq.saturating_add(1),
                hash: oplog::ChainHash(hash_after),
            };
            continue;
        }
        end = end.then(identity.log, secret.digest(seq, &bytes));
        let hash_after = end.hash.0;
        op_store.put_bytes(&number(seq), &encode(&OpRecord { bytes, hash_after }))?;
    }
    identity_store.put_bytes(&"identity".into(), &encode(&identity))?;
    transaction
        .store(HEAD)?
        .put_bytes(&"head".into(), &encode(&HeadRecord::of(identity.log, end)))?;
    // The base brings its row; until then own ops are judged by this one.
    let row = own_log(&identity);
    let (base, key) = (transaction.store(BASE)?, row_key(row.table.tag(), &row.key));
    if base.get(&key).await?.is_none()
        && let Some(value) = &row.value
    {
        base.put_bytes(&key, value)?;
    }
    Ok(())
}
