//! How dates and numbers are written where there is no browser (native tests): English, by jiff.

use jiff::civil::DateTime;

/// Which parts of a date and time are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    Date,
    DateShort,
    DateWithWeekday,
    DateLong,
    DateTime,
    Month,
    Time,
    Weekday,
    WeekdayShort,
}

pub(super) fn write(pattern: Pattern, at: DateTime) -> String {
    let format = match pattern {
        Pattern::Date => "%b %-d, %Y",
        Pattern::DateShort => "%b %-d",
        Pattern::DateWithWeekday => "%a, %b %-d",
        Pattern::DateLong => "%A, %B %-d",
        Pattern::DateTime => "%b %-d, %-I:%M %p",
        Pattern::Month => "%B %Y",
        Pattern::Time => "%-I:%M %p",
        Pattern::Weekday => "%A",
        Pattern::WeekdayShort => "%a",
    };
    at.strftime(format).to_string()
}

pub(super) fn number(value: i64) -> String {
    value.to_string()
}

pub(super) fn decimal_point() -> String {
    ".".to_owned()
}
