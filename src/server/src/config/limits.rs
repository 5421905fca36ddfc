//! Time and size limits that an operator may move. Sizes that belong to a format are constants
//! of that format and are not here.

use std::time::Duration;

use super::reader::Reader;

/// See the settings `limits.*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitsConfig {
    /// How long one request may take.
    pub request: Duration,
    /// How long requests under way may go on after the server was told to stop.
    pub shutdown: Duration,
    /// How many live pages may be open at once.
    pub live_pages: usize,
}

pub(super) fn read(reader: &mut Reader) -> LimitsConfig {
    let request = reader.one("limits.request_seconds", |text| number(text, 1, 600));
    let shutdown = reader.one("limits.shutdown_seconds", |text| number(text, 0, 600));
    let live_pages = reader.one("limits.live_pages", |text| number(text, 1, 100_000));
    LimitsConfig {
        request: Duration::from_secs(request.unwrap_or_default()),
        shutdown: Duration::from_secs(shutdown.unwrap_or_default()),
        live_pages: live_pages
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or_default(),
    }
}

/// See the setting `reserve_mb`.
pub(super) fn reserve_bytes(reader: &mut Reader) -> u64 {
    let megabytes = reader.one("reserve_mb", |text| number(text, 0, 65_536));
    megabytes.unwrap_or_default().saturating_mul(1024 * 1024)
}

/// A whole number inside its bounds.
pub(super) fn number(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let number: u64 = text
        .trim()
        .parse()
        .map_err(|_| "it is not a whole number".to_owned())?;
    if number < least {
        Err(format!("it is less than {least}"))
    } else if number > most {
        Err(format!("it is more than {most}"))
    } else {
        Ok(number)
    }
}
