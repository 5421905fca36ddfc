//! Why a row is no time entry: a code and values for programs, a sentence for people.

use std::fmt;

use domain::text::{CODE_CHARS_MAX, EMAIL_CHARS_MAX, NAME_CHARS_MAX};

use super::mapping::Field;
use super::moment::DateOrder;

/// The most of a cell that a reason repeats.
const QUOTED_CHARS_MAX: usize = 60;

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The line of the file that the row begins on, from 1.
    pub line: u32,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It names nobody.
    NoEmployee,
    /// It has no date.
    NoDate,
    /// It has a date and neither times nor a duration.
    NoTime,
    /// It began and has neither an end nor a duration.
    StillRunning,
    /// It looks like a sum of the rows above.
    Total,
    /// The program that exported says that it is not work.
    NotWork {
        /// What it is.
        kind: String,
    },
    /// A cell is no date.
    NotADate {
        /// The cell.
        text: String,
        /// The order of the file's dates, where the cell has figures in the other one.
        order: Option<DateOrder>,
    },
    /// A cell is no time of day.
    NotATime {
        /// The cell.
        text: String,
    },
    /// A cell is no duration.
    NotADuration {
        /// The cell.
        text: String,
    },
    /// It ends before it starts.
    EndBeforeStart,
    /// The break is longer than the work.
    BreakTooLong,
    /// It goes on for more than seven days.
    TooLong,
    /// More than a day's hours on one date.
    TooManyHours,
    /// A name or code is longer than one may be.
    TextTooLong {
        /// Which.
        field: Field,
    },
    /// The row names a zone that does not exist.
    UnknownZone {
        /// The cell.
        text: String,
    },
}

/// The most characters of the text of a field.
pub(super) const fn chars_max(field: Field) -> usize {
    match field {
        Field::Email => EMAIL_CHARS_MAX,
        Field::JobCode => CODE_CHARS_MAX,
        _ => NAME_CHARS_MAX,
    }
}

/// A cell as a reason repeats it.
pub(super) fn quoted(cell: &str) -> String {
    let mut chars = cell.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut text: String = chars.by_ref().take(QUOTED_CHARS_MAX).collect();
    if chars.next().is_some() {
        text.push('…');
    }
    text
}

impl Reason {
    /// A stable code for programs, and for wording it in another language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoEmployee => "no_employee",
            Self::NoDate => "no_date",
            Self::NoTime => "no_time",
            Self::StillRunning => "still_running",
            Self::Total => "total",
            Self::NotWork { .. } => "not_work",
            Self::NotADate { order: None, .. } => "not_a_date",
            Self::NotADate {
                order: Some(DateOrder::MonthFirst),
                ..
            } => "not_a_month_first_date",
            Self::NotADate {
                order: Some(DateOrder::DayFirst),
                ..
            } => "not_a_day_first_date",
            Self::NotATime { .. } => "not_a_time",
            Self::NotADuration { .. } => "not_a_duration",
            Self::EndBeforeStart => "end_before_start",
            Self::BreakTooLong => "break_too_long",
            Self::TooLong => "too_long",
            Self::TooManyHours => "too_many_hours",
            Self::TextTooLong { .. } => "text_too_long",
            Self::UnknownZone { .. } => "unknown_zone",
        }
    }

    /// What the words of the code are filled with: names and values.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoEmployee
            | Self::NoDate
            | Self::NoTime
            | Self::StillRunning
            | Self::Total
            | Self::EndBeforeStart
            | Self::BreakTooLong
            | Self::TooLong
            | Self::TooManyHours => Vec::new(),
            Self::NotWork { kind } => vec![("kind", kind.clone())],
            Self::NotADate { text, .. }
            | Self::NotATime { text }
            | Self::NotADuration { text }
            | Self::UnknownZone { text } => vec![("text", text.clone())],
            Self::TextTooLong { field } => vec![
                ("field", field.name().into()),
                ("max", chars_max(*field).to_string()),
            ],
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEmployee => f.write_str("it does not say who worked"),
            Self::NoDate => f.write_str("it has no date"),
            Self::NoTime => f.write_str("it has neither times nor a duration"),
            Self::StillRunning => f.write_str("it has no end and no duration; it was running"),
            Self::Total => f.write_str("it has no date and nobody's name; it looks like a total"),
            Self::NotWork { kind } => write!(f, "it is marked {kind}, which is not work"),
            Self::NotADate { text, order: None } => write!(f, "{text} is not a date"),
            Self::NotADate {
                text,
                order: Some(DateOrder::MonthFirst),
            } => write!(f, "{text} is not a date; the file's dates are month first"),
            Self::NotADate {
                text,
                order: Some(DateOrder::DayFirst),
            } => write!(f, "{text} is not a date; the file's dates are day first"),
            Self::NotATime { text } => write!(f, "{text} is not a time of day"),
            Self::NotADuration { text } => write!(f, "{text} is not a duration"),
            Self::EndBeforeStart => f.write_str("it ends before it starts"),
            Self::BreakTooLong => f.write_str("its break is longer than its time"),
            Self::TooLong => f.write_str("it is longer than 7 days"),
            Self::TooManyHours => f.write_str("it has more than 24 hours on one date"),
            Self::TextTooLong { field } => {
                let name = field.name().replace('_', " ");
                write!(
                    f,
                    "the {name} has more than {} characters",
                    chars_max(*field)
                )
            }
            Self::UnknownZone { text } => write!(f, "{text} is not a time zone"),
        }
    }
}
