//! Whether there is a recent backup where the schedule puts them.

use std::path::Path;

use jiff::Timestamp;

use super::{Finding, in_words};
use crate::config::BackupConfig;

const PART: &str = "backups";
/// An older one than this is no help.
const AGE_SECONDS_MAX: i64 = 7 * 24 * 3600;

pub(super) fn look(config: Option<&BackupConfig>, now: Timestamp) -> Finding {
    let Some(config) = config else {
        let advice = "Set `backup.folder`, best to a disk of another machine; see \
                      docs/operate/backup.md.";
        return Finding::note(PART, "none are scheduled", advice);
    };
    let folder = config.folder.display();
    match newest(&config.folder) {
        Err(error) => {
            let advice = "Make the folder, and let the server's user write to it.";
            Finding::wrong(PART, format!("{folder}: {error}"), advice)
        }
        Ok(None) => {
            let advice = "The server makes the first one soon after it starts. If it has run for \
                          long, see its log.";
            Finding::wrong(PART, format!("there is none in {folder}"), advice)
        }
        Ok(Some(at)) => {
            let age = now.as_second().saturating_sub(at.as_second());
            let found = format!("the newest in {folder} is {} old", in_words(age));
            if age > AGE_SECONDS_MAX {
                Finding::wrong(
                    PART,
                    found,
                    "See the server's log for why none was made since.",
                )
            } else {
                Finding::fine(PART, found)
            }
        }
    }
}

/// When the newest backup in a folder was written.
fn newest(folder: &Path) -> std::io::Result<Option<Timestamp>> {
    let mut newest = None;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        if store::is_backup(&file.file_name().to_string_lossy()) {
            let modified = Timestamp::try_from(file.metadata()?.modified()?).ok();
            newest = newest.max(modified);
        }
    }
    Ok(newest)
}
