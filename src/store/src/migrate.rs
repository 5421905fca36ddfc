//! The format of the database, and the steps from one format to the next.
//!
//! A new step is a line at the end of [`STEPS`]. Each runs in one transaction that also writes
//! the new format, so that a crash leaves either format and never something between. Views that
//! an older engine made are not a format: they are folded again (see `verify::refold`).

use redb::{Database, WriteTransaction};

use crate::error::ReadError;
use crate::keys::Keyring;
use crate::room::META;
use crate::tables::storage;

/// One step: from the format before it to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// What it does, for the log.
    pub(crate) what: &'static str,
    pub(crate) run: fn(&WriteTransaction, &Keyring) -> Result<(), ReadError>,
}

/// Every step; the first one leads from format 1 to 2.
pub(crate) const STEPS: &[Step] = &[];

/// Where the format is kept in the table of plain values.
pub(crate) const FORMAT_KEY: &[u8] = b"format";

/// The format that the steps lead to.
pub(crate) fn format_of(steps: &[Step]) -> u32 {
    u32::try_from(steps.len())
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

/// Takes a database from a format to the one that the steps lead to.
pub(crate) fn run(
    database: &Database,
    keys: &Keyring,
    from: u32,
    steps: &[Step],
) -> Result<(), ReadError> {
    let done = usize::try_from(from)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    for (format, step) in (from.saturating_add(1)..).zip(steps.iter().skip(done)) {
        tracing::info!(format, what = step.what, "the database is migrated");
        let mut transaction = database.begin_write().map_err(|error| storage(&error))?;
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        (step.run)(&transaction, keys)?;
        write_format(&transaction, format)?;
        transaction.commit().map_err(|error| storage(&error))?;
    }
    Ok(())
}

/// Writes which format the rest is in.
pub(crate) fn write_format(transaction: &WriteTransaction, format: u32) -> Result<(), ReadError> {
    let mut meta = transaction
        .open_table(META)
        .map_err(|error| storage(&error))?;
    meta.insert(FORMAT_KEY, format.to_be_bytes().as_slice())
        .map_err(|error| storage(&error))?;
    Ok(())
}
