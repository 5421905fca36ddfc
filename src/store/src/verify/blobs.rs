//! Every blob is read to its end, where its name is held against what it holds; and what the
//! journal refers to must be there.

use std::collections::BTreeSet;

use domain::CompanyId;
use engine::query;

use super::VerifyReport;
use crate::blob::{BlobId, Blobs, FOLDER_NAME};
use crate::error::ReadError;
use crate::open::Store;
use crate::tables::storage;

pub(super) fn check(store: &Store, report: &mut VerifyReport) -> Result<(), ReadError> {
    let shared = store.shared();
    let Some(folder) = &shared.blobs else {
        return Ok(());
    };
    let blobs = Blobs::new(folder, &shared.keys);
    let listed = folder.list().map_err(|error| storage(&error))?;
    // What cannot be read of the rows is in the report already.
    let referenced = store.referenced_blobs().unwrap_or_default();
    for (company, blob) in referenced {
        if listed.binary_search(&(company, blob)).is_err() {
            let what = format!("the file {blob} is gone");
            report.problem(Some(company), FOLDER_NAME, what);
        }
    }
    for (company, blob) in listed {
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

impl Store {
    /// Every file that the journals refer to.
    pub(crate) fn referenced_blobs(&self) -> Result<BTreeSet<(CompanyId, BlobId)>, ReadError> {
        let mut all = BTreeSet::new();
        for (company, _) in self.system()?.companies()? {
            let files = query::kept_files(&self.snapshot(company)?)?;
            all.extend(
                files
                    .into_iter()
                    .map(|id| (company, BlobId::from_bytes(id))),
            );
        }
        Ok(all)
    }
}
