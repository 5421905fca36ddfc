//! What is logged and how.

use super::reader::Reader;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// See the settings `log.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// Levels, by part where there are several: `info,store=debug`.
    pub filter: String,
    /// How lines look.
    pub format: LogFormat,
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

pub(super) fn read(reader: &mut Reader) -> LogConfig {
    let filter = reader.one("log.filter", |text| {
        check_filter(text).map(|()| text.to_owned())
    });
    let format = reader.one("log.format", |text| match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("it is not a format".to_owned()),
    });
    LogConfig {
        filter: filter.unwrap_or_default(),
        format: format.unwrap_or_default(),
    }
}

fn check_filter(text: &str) -> Result<(), String> {
    for directive in text.split(',') {
        let (part, level) = match directive.trim().split_once('=') {
            Some((part, level)) => (part, level),
            None => ("all", directive.trim()),
        };
        let named = part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':');
        if part.is_empty() || !named {
            return Err(format!("{part:?} is not the name of a part"));
        }
        if !LEVELS.contains(&level.to_ascii_lowercase().as_str()) {
            return Err(format!("{level:?} is not a level"));
        }
    }
    Ok(())
}
