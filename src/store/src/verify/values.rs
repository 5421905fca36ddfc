//! Every value of every table is unsealed once.

use std::collections::BTreeSet;

use domain::CompanyId;
use redb::{ReadableDatabase, ReadableTable, TableError};

use super::VerifyReport;
use crate::error::ReadError;
use crate::keys::company_of;
use crate::open::Shared;
use crate::room::{Owner, Room};
use crate::tables::storage;

/// Unseals everything; gives the companies that values are of.
pub(super) fn check(
    shared: &Shared,
    report: &mut VerifyReport,
) -> Result<BTreeSet<CompanyId>, ReadError> {
    let mut kept = BTreeSet::new();
    let transaction = shared
        .readable()
        .begin_read()
        .map_err(|error| storage(&error))?;
    for room in Room::all() {
        let table = match transaction.open_table(room.definition()) {
            Ok(table) => table,
            Err(TableError::TableDoesNotExist(_)) => continue,
            Err(error) => return Err(storage(&error)),
        };
        for found in table.iter().map_err(|error| storage(&error))? {
            let (key, sealed) = found.map_err(|error| storage(&error))?;
            let (key, sealed) = (key.value(), sealed.value());
            let company = (room.owner() == Owner::Company)
                .then(|| company_of(key))
                .flatten();
            kept.extend(company);
            match shared.keys.unseal(room, key, sealed) {
                Ok(_) => report.values = report.values.saturating_add(1),
                Err(error) => report.problem(company, room.name(), error.to_string()),
            }
        }
    }
    Ok(kept)
}
