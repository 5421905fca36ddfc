//! How far a long command is: one line on a terminal that is written over, nothing anywhere else.

use std::io::{IsTerminal, Write};

/// The line. It is taken away when this is dropped.
pub(crate) struct Progress {
    what: &'static str,
    shown: Option<String>,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            what,
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Shows how much of how much is done.
    pub(crate) fn part(&mut self, done: u64, all: u64) {
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100);
        self.show(format!("{percent} %"));
    }

    /// Shows how many bytes are done, of a number that is not known.
    pub(crate) fn bytes(&mut self, done: u64) {
        self.show(size(done));
    }

    /// Says what is being done.
    pub(crate) fn say(&mut self, what: &str) {
        self.show(what.to_owned());
    }

    fn show(&mut self, text: String) {
        if self.terminal && self.shown.as_ref() != Some(&text) {
            // Whoever does not read it misses nothing.
            let _unheard = write!(std::io::stderr(), "\r{}: {text}   ", self.what);
            self.shown = Some(text);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _unheard = write!(std::io::stderr(), "\r{:60}\r", "");
        }
    }
}

/// A number of bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let (mut tenths, mut unit) = (bytes.saturating_mul(10) / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_the_largest_unit_that_fits() {
        let told = [0, 1023, 1024, 1536, 1024 * 1024, 5 * 1024 * 1024 * 1024].map(size);
        assert_eq!(
            told,
            [
                "0 bytes",
                "1023 bytes",
                "1.0 KiB",
                "1.5 KiB",
                "1.0 MiB",
                "5.0 GiB"
            ]
        );
    }
}
