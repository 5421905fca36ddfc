//! Effects that a restore holds back: they may have been delivered after the backup was made, so
//! an operator releases them.

use crate::error::{Failure, ReadError, WriteError};
use crate::open::Store;
use crate::outbox::{OutboxItem, items};
use crate::plain::{self, Plain};
use crate::room::Room;
use crate::unit::Unit;
use crate::writer::reply::Reply;

impl Store {
    /// Effects that are held back, the longest waiting first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn outbox_held(&self) -> Result<Vec<OutboxItem>, ReadError> {
        items(&self.read()?, Room::OutboxHeld)
    }

    /// Lets everything that is held back be delivered; gives how many effects.
    pub fn release_outbox(&self) -> Reply<usize, WriteError> {
        self.submit(None, 1, |unit| {
            take_all(unit, Room::OutboxHeld, Room::Outbox).map_err(Failure::from)
        })
    }
}

/// Holds back everything that waits.
pub(crate) fn hold_all(unit: &mut Unit<'_, '_>) -> Result<usize, ReadError> {
    take_all(unit, Room::Outbox, Room::OutboxHeld)
}

fn take_all(unit: &mut Unit<'_, '_>, from: Room, to: Room) -> Result<usize, ReadError> {
    let mut rows = Vec::new();
    plain::scan(unit, from, &[], |key, value| {
        rows.push((key.to_vec(), value.to_vec()));
        Ok(())
    })?;
    let count = rows.len();
    for (key, value) in rows {
        // What was restored twice may wait already.
        if unit.get(to, &key)?.is_none() {
            unit.put(to, &key, value);
        }
        unit.remove(from, &key);
    }
    Ok(count)
}
