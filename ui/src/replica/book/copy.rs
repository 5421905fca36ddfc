//! The book as the database holds it: what is written again when the browser has removed the
//! database under a running app.

use engine::RowChange;

use super::super::records::OpRecord;
use super::{Book, Loaded};

impl Book {
    /// What a database with this book in it would hold.
    pub fn copy(&self) -> Loaded {
        let base = self.base.rows().map(|(table, key, value)| RowChange {
            table,
            key: key.to_vec(),
            value: Some(value.to_vec()),
        });
        let ops = self.ops.iter().map(|(seq, kept)| {
            let record = OpRecord {
                bytes: kept.op.bytes().to_vec(),
                hash_after: kept.hash_after.0,
            };
            (*seq, record)
        });
        Loaded {
            identity: self.identity.clone(),
            base: base.collect(),
            mark: self.mark,
            head: self.head,
            ops: ops.collect(),
            receipt: self.receipt.clone(),
            outcomes: self.outcomes.values().copied().collect(),
            contact: self.contact,
        }
    }
}
