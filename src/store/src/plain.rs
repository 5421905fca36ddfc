//! Reading rows as plaintext, wherever they are: in a read transaction, or under the changes of
//! a unit of work.

use oplog::codec;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ReadError;
use crate::room::Room;

/// The most memory that decoding one of the store's own rows may claim.
const ROW_LIMIT: usize = 4 * 1024 * 1024;

/// Key and value of a row.
pub(crate) type Pair = (Vec<u8>, Vec<u8>);

/// Rows as plaintext. An empty `to` means the end of the table.
pub(crate) trait Plain {
    fn get(&self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError>;

    /// Rows with `from <= key < to` in order, at most `limit`.
    fn range(
        &self,
        room: Room,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, ReadError>;

    /// The last row with `from <= key < to`.
    fn last(&self, room: Room, from: &[u8], to: &[u8]) -> Result<Option<Pair>, ReadError>;

    /// The row of a key in its form.
    fn row<T: Serialize + DeserializeOwned>(
        &self,
        room: Room,
        key: &[u8],
    ) -> Result<Option<T>, ReadError> {
        self.get(room, key)?
            .map(|bytes| decode(room, &bytes))
            .transpose()
    }

    /// A row that must be there.
    fn needed<T: Serialize + DeserializeOwned>(
        &self,
        room: Room,
        key: &[u8],
    ) -> Result<T, ReadError> {
        self.row(room, key)?
            .ok_or(ReadError::Corrupt { table: room.name() })
    }

    /// Every row whose key begins with `prefix`, at most `limit`.
    fn rows_under<T: Serialize + DeserializeOwned>(
        &self,
        room: Room,
        prefix: &[u8],
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, T)>, ReadError> {
        self.range(room, prefix, &engine::rows::after(prefix), limit)?
            .into_iter()
            .map(|(key, bytes)| Ok((key, decode(room, &bytes)?)))
            .collect()
    }
}

/// The form of stored bytes.
pub(crate) fn decode<T: Serialize + DeserializeOwned>(
    room: Room,
    bytes: &[u8],
) -> Result<T, ReadError> {
    codec::decode_own::<T, ROW_LIMIT>(bytes).map_err(|_| ReadError::Corrupt { table: room.name() })
}

/// Calls `each` for every row of a range, reading a page at a time.
pub(crate) fn scan(
    rows: &impl Plain,
    room: Room,
    prefix: &[u8],
    mut each: impl FnMut(&[u8], &[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    const PAGE_ROWS: usize = 512;
    let to = engine::rows::after(prefix);
    let mut from = prefix.to_vec();
    loop {
        let page = rows.range(room, &from, &to, PAGE_ROWS)?;
        for (key, value) in &page {
            each(key, value)?;
        }
        match page.last() {
            // The smallest key after the last one.
            Some((key, _)) if page.len() == PAGE_ROWS => from = [key.as_slice(), &[0]].concat(),
            Some(_) | None => return Ok(()),
        }
    }
}
