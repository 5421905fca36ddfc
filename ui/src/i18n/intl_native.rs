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

/// An amount in plain digits with its currency.
pub(super) fn currency(amount: &str, code: &str, least: u8, most: u8) -> String {
    let spare = amount.len() - amount.trim_end_matches('0').len();
    let spare = spare.min(usize::from(most - least));
    let amount = amount[..amount.len() - spare].trim_end_matches('.');
    format!("{code} {amount}")
}
