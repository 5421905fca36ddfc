//! Files that were uploaded and never imported: they go after a day.

use std::collections::BTreeSet;
use std::time::SystemTime;

use domain::CompanyId;
use engine::query;
use jiff::{SignedDuration, Timestamp};
use store::{BlobId, Store};

use super::ImportError;

/// How long an uploaded file waits for its import: 1 day.
const UNUSED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Removes what nothing refers to; gives how many files.
///
/// # Errors
/// When the store or its folder cannot be read.
pub(crate) fn remove_unused(store: &Store, now: Timestamp) -> Result<usize, ImportError> {
    let before = now.checked_sub(UNUSED_FOR).unwrap_or(Timestamp::MIN);
    let mut removed = 0;
    for (company, _) in store.system()?.companies()? {
        let used = used(store, company)?;
        let blobs = store.blobs();
        removed += blobs.remove_unreferenced(company, &used, SystemTime::from(before))?;
    }
    Ok(removed)
}

fn used(store: &Store, company: CompanyId) -> Result<BTreeSet<BlobId>, ImportError> {
    let kept = query::kept_files(&store.snapshot(company)?)?;
    Ok(kept.into_iter().map(BlobId::from_bytes).collect())
}

#[cfg(test)]
mod tests {
    use domain::time::Zone;
    use store::OpenOptions;

    use super::*;
    use crate::imports::{Brought, Imports, Reading, Table};
    use crate::state::testing::HandClock;

    #[test]
    fn a_file_that_nobody_imports_goes_after_a_day_and_the_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), OpenOptions::default()).unwrap();
        // Files have the time of this machine.
        let now = Timestamp::try_from(SystemTime::now()).unwrap();
        let imports = Imports::new(store.clone(), std::sync::Arc::new(HandClock::at(now)));
        let brought = Brought {
            company: "Reyes Framing".into(),
            file_name: "hours.csv".into(),
            zone: None,
            machine_zone: Zone::utc(),
            dry_run: false,
        };
        let file = b"employee,date,hours\nAna,2025-03-10,4\nBen,2025-13-10,4\n";
        let reading = Reading::Guess {
            preset: None,
            dates: None,
        };
        let table = Table::read(file, reading).unwrap();
        imports.bring(&brought, table, file, &mut |_| {}).unwrap();
        let (company, _) = store.system().unwrap().companies().unwrap()[0];
        let unused = store.blobs().put(company, &mut &b"x"[..]).unwrap();
        assert_eq!(remove_unused(&store, now).unwrap(), 0);
        let later = now.checked_add(UNUSED_FOR).unwrap();
        let later = later.checked_add(SignedDuration::from_mins(1)).unwrap();
        assert_eq!(remove_unused(&store, later).unwrap(), 1);
        assert!(store.blobs().get(company, unused).is_err());
        for blob in used(&store, company).unwrap() {
            assert!(store.blobs().get(company, blob).is_ok());
        }
        assert_eq!(
            used(&store, company).unwrap().len(),
            2,
            "the file and its report"
        );
    }
}
