//! Where settings come from on this machine: the file, the environment, the flags.

use anyhow::{Context, Result};
use server::config::{ConfigFile, Sources};

use crate::cli::ConfigOption;

/// The largest configuration file that is read.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// The sources, with the file read if one is named.
pub(crate) fn gather(config: &ConfigOption, flags: &[(String, String)]) -> Result<Sources> {
    let file = match &config.path {
        None => None,
        Some(path) => {
            let unreadable = || format!("the configuration file {} cannot be read", path.display());
            let size = std::fs::metadata(path).with_context(unreadable)?.len();
            anyhow::ensure!(
                size <= FILE_BYTES_MAX,
                "{} is too large to be a configuration file",
                path.display()
            );
            let text = std::fs::read_to_string(path).with_context(unreadable)?;
            Some(ConfigFile {
                path: path.clone(),
                text,
            })
        }
    };
    // A variable that is not Unicode cannot be one of ours.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    Ok(Sources {
        file,
        variables,
        flags: flags.to_vec(),
    })
}
