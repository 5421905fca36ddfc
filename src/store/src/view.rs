//! One company's rows as the engine sees them: without the company in their keys.

use domain::CompanyId;
use engine::{Snapshot, Table, ViewError};

use crate::plain::Plain;
use crate::room::Room;

/// A company's view rows over any plaintext rows.
pub(crate) struct CompanyRows<'a, P> {
    pub(crate) rows: &'a P,
    pub(crate) company: CompanyId,
}

/// A key in a table that is keyed by company first.
pub(crate) fn keyed(company: CompanyId, key: &[u8]) -> Vec<u8> {
    [company.to_bytes().as_slice(), key].concat()
}

/// A key of company and a number, in order of the number.
pub(crate) fn numbered(company: CompanyId, number: u64) -> Vec<u8> {
    keyed(company, &number.to_be_bytes())
}

/// The number at the end of such a key.
pub(crate) fn number_of(key: &[u8]) -> u64 {
    key.last_chunk::<8>().copied().map_or(0, u64::from_be_bytes)
}

impl<P: Plain> Snapshot for CompanyRows<'_, P> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        Ok(self
            .rows
            .get(Room::View(table), &keyed(self.company, key))?)
    }

    fn range(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, ViewError> {
        let end = if to.is_empty() {
            engine::rows::after(&self.company.to_bytes())
        } else {
            keyed(self.company, to)
        };
        let found = self
            .rows
            .range(Room::View(table), &keyed(self.company, from), &end, limit)?;
        let bare =
            |(key, value): (Vec<u8>, Vec<u8>)| (key.get(16..).unwrap_or_default().to_vec(), value);
        Ok(found.into_iter().map(bare).collect())
    }
}
