//! The rows of the views, as they are stored and sent to phones: versioned shapes, encoded
//! canonically. A changed row is a new table version.

mod import;
mod pay;
mod people;
mod time;
mod timesheet;
mod work;

use oplog::codec;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use import::{
    ImportCommit, ImportDetailRow, ImportKeyRow, ImportNameRow, ImportRow, ImportState, ImportUndo,
};
pub use pay::{
    DifferentialRow, PaidWeekRow, PayIdsRow, PayItemRow, PayMappingRow, PayRatesRow, PayRunFile,
    PayRunRow, PayRunState, PaySettings, PaySettingsRow, PayTermsRow, PublicWorksRow, Signed,
};
pub use people::{
    CompanyRow, DeviceRow, EmployeeRow, Fork, InvitationRow, InvitationState, LogRow, MemberRow,
    Revocation, Writer,
};
pub use time::{
    Attested, EntryFlagsRow, EntryRow, EntryValues, Field, FieldStamp, HistoryRow, JudgedAgain,
    OpRow, Origin, QuarantineRow, Stamps,
};
pub use timesheet::{
    Decided, Decision, EmployeeZoneRow, EntriesHash, ImportDaysRow, LateCorrectionRow,
    LateDecision, LateEntryRow, LateState, Objection, PeriodLockRow, SheetSettingsRow, Since,
    Submission, TimesheetEventRow, TimesheetRow, Unlock, date_key, date_of_key, set_since,
};
pub use work::{CostCodeRow, JobRow};

use crate::table::Table;
use crate::view::{Snapshot, View, ViewError};

/// The hash of a row's bytes, as an edit names the state it saw.
pub type RowHash = [u8; 16];

/// A shape that lives in one table.
pub trait Row: Serialize + DeserializeOwned {
    /// The table.
    const TABLE: Table;

    /// The canonical bytes.
    fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// The row of stored bytes.
    ///
    /// # Errors
    /// When they are not of this form.
    fn decode(bytes: &[u8]) -> Result<Self, ViewError> {
        codec::decode_own::<Self, { codec::VALUE_LIMIT }>(bytes)
            .map_err(|_| ViewError::Corrupt { table: Self::TABLE })
    }

    /// The first 128 bits of the BLAKE3 hash of the canonical bytes.
    fn hash(&self) -> RowHash {
        first_half(&blake3::hash(&self.encode()))
    }
}

/// The first 128 bits of a hash: enough to tell rows, ops and ids apart.
pub(crate) fn first_half(hash: &blake3::Hash) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut()
        .zip(hash.as_bytes())
        .for_each(|(to, from)| *to = *from);
    half
}

/// The row of a key, if there is one.
///
/// # Errors
/// When the storage fails or the row cannot be read.
pub fn get<R: Row>(view: &(impl Snapshot + ?Sized), key: &[u8]) -> Result<Option<R>, ViewError> {
    view.get(R::TABLE, key)?
        .map(|bytes| R::decode(&bytes))
        .transpose()
}

/// Sets a row.
pub fn put<R: Row>(view: &mut impl View, key: &[u8], row: &R) {
    view.put(R::TABLE, key, row.encode());
}

/// Every row whose key begins with `prefix`, at most `limit`, with its key.
///
/// # Errors
/// When the storage fails or a row cannot be read.
pub fn all<R: Row>(
    view: &(impl Snapshot + ?Sized),
    prefix: &[u8],
    limit: usize,
) -> Result<Vec<(Vec<u8>, R)>, ViewError> {
    view.range(R::TABLE, prefix, &after(prefix), limit)?
        .into_iter()
        .map(|(key, bytes)| Ok((key, R::decode(&bytes)?)))
        .collect()
}

/// The first key after all that begin with `prefix`; empty when there is none.
pub fn after(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return end;
        }
    }
    end
}

/// A key of several parts.
pub fn key(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_after_every_key_that_begins_with_it() {
        assert_eq!(after(&[1, 2]), [1, 3]);
        assert_eq!(after(&[1, 255]), [2]);
        assert!(after(&[255, 255]).is_empty());
        assert!(after(&[]).is_empty());
    }
}
