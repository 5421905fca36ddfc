//! Every blob is read to its end, where its name is held against what it holds.

use super::VerifyReport;
use crate::blob::{Blobs, FOLDER_NAME};
use crate::error::ReadError;
use crate::open::Store;
use crate::tables::storage;

pub(super) fn check(store: &Store, report: &mut VerifyReport) -> Result<(), ReadError> {
    let shared = store.shared();
    let Some(folder) = &shared.blobs else {
        return Ok(());
    };
    let blobs = Blobs::new(folder, &shared.keys);
    for (company, blob) in folder.list().map_err(|error| storage(&error))? {
        match blobs.check(company, blob) {
            Ok(Some(true)) => report.blobs = report.blobs.saturating_add(1),
            // Removed since it was listed, as nothing refers to it.
            Ok(None) => {}
            Ok(Some(false)) => {
                let what = format!("the file {blob} is damaged");
                report.problem(Some(company), FOLDER_NAME, what);
            }
            Err(error) => {
                let what = format!("the file {blob} cannot be read: {error}");
                report.problem(Some(company), FOLDER_NAME, what);
            }
        }
    }
    Ok(())
}
