//! The data folder, the database in it and the disk under it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use store::{OpenError, OpenOptions, Store, free_bytes, has_reserve};

use super::Finding;
use crate::control;
use crate::space::{LEAST_BYTES, SPARE_BYTES};

const PART: &str = "data folder";
const DISK: &str = "disk";
const DATABASE: &str = "database";
const RESERVE: &str = "disk reserve";
const PROBE: &str = ".doctor";

pub(super) fn look(data: &Path) -> Vec<Finding> {
    if !data.exists() {
        let found = format!("{} does not exist", data.display());
        let advice = "The first start makes it. If there should be data, the path is wrong: see \
                      the setting `data`.";
        return vec![Finding::note(PART, found, advice)];
    }
    let mut findings = vec![access(data)];
    findings.extend(space(data));
    findings.push(database(data));
    findings
}

fn access(data: &Path) -> Finding {
    let folder = data.display();
    let mode = match fs::metadata(data) {
        Ok(metadata) if metadata.is_dir() => metadata.permissions().mode(),
        Ok(_) => return Finding::wrong(PART, format!("{folder} is not a folder"), MOVE_AWAY),
        Err(error) => return Finding::wrong(PART, format!("{folder}: {error}"), RUN_AS_OWNER),
    };
    let probe = data.join(PROBE);
    let written = fs::write(&probe, b"can this be written?").and_then(|()| fs::remove_file(&probe));
    if let Err(error) = written {
        let found = format!("{folder} cannot be written to: {error}");
        return Finding::wrong(PART, found, RUN_AS_OWNER);
    }
    if mode & 0o077 != 0 {
        let found = format!("others on this machine can enter {folder}");
        return Finding::note(PART, found, format!("chmod 700 {folder}"));
    }
    Finding::fine(
        PART,
        format!("{folder} can be written to, by its owner alone"),
    )
}

const MOVE_AWAY: &str = "Move the file away, or name another folder in the setting `data`.";
const RUN_AS_OWNER: &str =
    "Run this as the user that the server runs as, such as with `sudo -u timetrakr`.";

/// What the system does not tell is left out.
fn space(data: &Path) -> Option<Finding> {
    let free = free_bytes(data).ok()?;
    let found = format!("{} MB are free", free / (1024 * 1024));
    Some(if free < LEAST_BYTES {
        let advice = "Make room now: when the disk is full, nothing new is kept. `timetrakr \
                      recover-space` gives up the reserve.";
        Finding::wrong(DISK, found, advice)
    } else if free < SPARE_BYTES {
        Finding::note(DISK, found, "Make room soon.")
    } else {
        Finding::fine(DISK, found)
    })
}

/// Whether the reserve is there that the settings ask for.
pub(super) fn reserve(data: &Path, bytes: u64) -> Option<Finding> {
    if bytes == 0 || !data.exists() {
        return None;
    }
    Some(if has_reserve(data) {
        let found = format!("{} MB are kept for when the disk is full", bytes >> 20);
        Finding::fine(RESERVE, found)
    } else {
        let advice = "A running server makes it when there is room for it twice; see the setting \
                      `reserve_mb`.";
        Finding::note(RESERVE, "it is not there", advice)
    })
}

fn database(data: &Path) -> Finding {
    if !Store::exists(data) {
        let advice = "Start the server and open its address to set up the company.";
        return Finding::note(DATABASE, "there is none yet", advice);
    }
    match Store::open(data, OpenOptions::default()) {
        Ok(_) => {
            let advice = "Start it: `timetrakr serve`, or `systemctl start timetrakr`.";
            Finding::note(DATABASE, "it opens; no server runs on it", advice)
        }
        Err(OpenError::InUse) if data.join(control::SOCKET_NAME).exists() => {
            Finding::fine(DATABASE, "a server runs on it")
        }
        Err(OpenError::InUse) => {
            let advice = "Stop that program. A server that runs leaves a control.sock there.";
            Finding::wrong(DATABASE, "another program has it open", advice)
        }
        Err(error) => {
            let advice = "Restore a backup if this does not say how to mend it: see `timetrakr \
                          restore --help`.";
            Finding::wrong(DATABASE, error.to_string(), advice)
        }
    }
}
