//! The machine's clock: hours are counted by the phones', but sessions, invitations, receipts and
//! certificates by this one.

use std::path::Path;
use std::process::Command;

use jiff::Timestamp;

use super::{Finding, in_words};

const PART: &str = "clock";
/// A file from further in the future shows that the clock went back.
const BACK_SECONDS_MAX: i64 = 120;

pub(super) fn look(data: &Path, now: Timestamp) -> Option<Finding> {
    let advice = "Set the clock, and turn on its synchronisation: `timedatectl set-ntp true`.";
    if let Some(seconds) = newest_ahead(data, now).filter(|seconds| *seconds > BACK_SECONDS_MAX) {
        let found = format!(
            "it is {now}, yet the data was last written {} later: the clock went back",
            in_words(seconds)
        );
        return Some(Finding::wrong(PART, found, advice));
    }
    match synchronised()? {
        true => Some(Finding::fine(PART, format!("it is {now}, synchronised"))),
        false => {
            let found = format!("it is {now}, and nothing keeps it right");
            Some(Finding::note(PART, found, advice))
        }
    }
}

/// How far ahead of the clock the newest file of the data folder is, in seconds.
fn newest_ahead(data: &Path, now: Timestamp) -> Option<i64> {
    let files = std::fs::read_dir(data).ok()?.flatten();
    let written = files.filter_map(|file| {
        let modified = file.metadata().ok()?.modified().ok()?;
        Timestamp::try_from(modified).ok()
    });
    Some(written.max()?.as_second().saturating_sub(now.as_second()))
}

/// Whether the system keeps the clock right; nothing where it cannot be asked.
fn synchronised() -> Option<bool> {
    let asked = Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .output()
        .ok()?;
    match String::from_utf8_lossy(&asked.stdout).trim() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
