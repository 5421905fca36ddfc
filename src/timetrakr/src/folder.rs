//! The data folder of a command that does its work itself, because no server runs on it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use store::{OpenOptions, Store};

/// Opens what is there, and makes nothing where nothing is.
pub(crate) fn open(folder: &Path) -> Result<Store> {
    ensure!(
        Store::exists(folder),
        "there is no database in {}",
        folder.display()
    );
    Store::open(folder, OpenOptions::default())
        .with_context(|| format!("the data folder {} cannot be opened", folder.display()))
}
