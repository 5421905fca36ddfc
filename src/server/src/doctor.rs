//! `timetrakr doctor`: looks at everything around a server that can be wrong, and says what to do.
//!
//! Each part looks at one thing and reports findings. Nothing here changes anything, but for a
//! file that is written to the data folder to see whether that can be, and taken away again.

mod backups;
mod certificate;
mod clock;
mod folder;
mod mail;
mod outside;

use jiff::Timestamp;
use serde::Serialize;

use crate::config::Config;

/// How it stands with one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As it should be.
    Fine,
    /// It works, and something about it should be known.
    Note,
    /// It does not work, or soon will not.
    Wrong,
}

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How it stands.
    pub level: Level,
    /// What was looked at.
    pub part: &'static str,
    /// What was found.
    pub found: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
}

impl Finding {
    fn fine(part: &'static str, found: impl Into<String>) -> Self {
        Self {
            level: Level::Fine,
            part,
            found: found.into(),
            advice: String::new(),
        }
    }

    fn note(part: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: Level::Note,
            part,
            found: found.into(),
            advice: advice.into(),
        }
    }

    fn wrong(part: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: Level::Wrong,
            part,
            found: found.into(),
            advice: advice.into(),
        }
    }
}

/// Looks at everything that a server with this configuration needs, at `now`.
pub async fn examine(config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut findings = folder::look(&config.data);
    findings.extend(folder::reserve(&config.data, config.reserve_bytes));
    findings.extend(clock::look(&config.data, now));
    findings.push(backups::look(config.backup.as_ref(), now));
    findings.extend(certificate::look(config, now));
    findings.push(mail::look(config.smtp.clone()).await);
    findings.extend(outside::look(config).await);
    findings
}

/// A length of time as people say it: days where there are several, else hours or minutes.
fn in_words(seconds: i64) -> String {
    let (count, unit) = match seconds.max(0) {
        seconds if seconds >= 2 * 86_400 => (seconds / 86_400, "days"),
        seconds if seconds >= 2 * 3_600 => (seconds / 3_600, "hours"),
        seconds => (seconds / 60, "minutes"),
    };
    format!("{count} {unit}")
}

#[cfg(test)]
mod tests;
