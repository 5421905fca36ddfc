//! What a typed cell of a workbook says, as text without a doubt in it: dates as `2026-03-15`,
//! times as `09:00:00`, durations as `36:00:00`, numbers with a decimal point.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use quick_xml::events::Event;

use super::ReadError;
use super::package::Xml;
use super::workbook::{attribute, name_is};

const FORMATS_MAX: usize = 65_536;
/// Serial numbers below are a time or a duration, whatever their format says: they would be dates
/// of 1900.
const DATES_FROM_SERIAL: i64 = 366;
const DAY_SECONDS: i64 = 86_400;

/// What a cell's number format makes of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    #[default]
    Number,
    /// A date, whatever time stands behind it unless that is midnight.
    Date,
    /// A time of day, perhaps with its date.
    Moment,
    /// Hours that go on past 24.
    Elapsed,
}

/// The number format of each cell style.
pub(super) fn formats(mut xml: Xml<'_>) -> Result<Vec<Format>, ReadError> {
    let mut own: Vec<(u32, Format)> = Vec::new();
    let mut formats = Vec::new();
    let mut in_styles = false;
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if name_is(&tag, "numFmt") => {
                if let Some(id) = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok())
                    && let Some(code) = attribute(&tag, "formatCode")
                {
                    own.push((id, format_of(&code)));
                }
            }
            Event::Start(tag) if name_is(&tag, "cellXfs") => in_styles = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_styles = false,
            Event::Start(tag) | Event::Empty(tag) if in_styles && name_is(&tag, "xf") => {
                let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                let id = id.unwrap_or(0);
                let custom = own.iter().find(|(own, _)| *own == id);
                formats.push(custom.map_or_else(|| built_in(id), |(_, format)| *format));
            }
            Event::Eof => return Ok(formats),
            _ => {}
        }
        // Few styles are looked up in few formats; what has more is no timesheet.
        if formats.len().max(own.len() * 16) > FORMATS_MAX {
            return Err(ReadError::DamagedWorkbook);
        }
    }
}

/// The formats that files name by number alone (ECMA-376, part 1, 18.8.30).
const fn built_in(id: u32) -> Format {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Format::Date,
        18..=22 | 32..=35 | 45 | 47 | 55 | 56 => Format::Moment,
        46 => Format::Elapsed,
        _ => Format::Number,
    }
}

/// A format code names a date or time when a letter of one stands outside quotes and brackets. An
/// `m` is of minutes only beside hours or seconds.
fn format_of(code: &str) -> Format {
    let mut chars = code.chars();
    let mut format = Format::Number;
    while let Some(c) = chars.next() {
        match c {
            // The first section is for positive numbers.
            ';' => return format,
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let unit = inside.chars().all(|c| "hmsHMS".contains(c));
                if unit && !inside.is_empty() {
                    return Format::Elapsed;
                }
            }
            'h' | 'H' | 's' | 'S' => return Format::Moment,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' => format = Format::Date,
            _ => {}
        }
    }
    format
}

/// A number of a cell, as its format means it.
pub(super) fn number(raw: &str, format: Format, from_1904: bool) -> String {
    let Ok(value) = raw.trim().parse::<f64>() else {
        return raw.into();
    };
    let sane = value.is_finite() && value.abs() < 10_000_000.0;
    match format {
        Format::Number => plain(raw.trim(), value),
        Format::Date | Format::Moment | Format::Elapsed if !sane || value < 0.0 => {
            plain(raw.trim(), value)
        }
        Format::Date => moment(value, from_1904, false),
        Format::Moment => moment(value, from_1904, true),
        Format::Elapsed => clock(seconds(value)),
    }
}

/// A number with as many digits as tell it from others, never the three behind the point that
/// might be thousands.
fn plain(raw: &str, value: f64) -> String {
    if !value.is_finite() || value.abs() > 1e15 {
        return raw.into();
    }
    let text = value.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        Some(_) | None => text,
    }
}

fn seconds(days: f64) -> i64 {
    (days * DAY_SECONDS as f64).round() as i64
}

/// A date and its time; midnight is only said where the format has a time.
fn moment(serial: f64, from_1904: bool, timed: bool) -> String {
    let total = seconds(serial);
    let (days, second) = (total.div_euclid(DAY_SECONDS), total.rem_euclid(DAY_SECONDS));
    if days < DATES_FROM_SERIAL {
        return clock(total);
    }
    let epoch: Date = if from_1904 {
        date(1904, 1, 1)
    } else {
        // The calendar of spreadsheets has a 29 February 1900.
        date(1899, 12, 30)
    };
    let day = jiff::Span::new()
        .try_days(days)
        .and_then(|span| epoch.checked_add(span));
    match day {
        Ok(day) if second == 0 && !timed => day.to_string(),
        Ok(day) => format!("{day} {}", clock(second)),
        Err(_) => serial.to_string(),
    }
}

fn clock(total: i64) -> String {
    let (hours, rest) = (total / 3600, total % 3600);
    format!("{hours:02}:{:02}:{:02}", rest / 60, rest % 60)
}

/// Control characters are written as `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x00") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x00") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 4..at + 7)
            .and_then(|code| code.strip_suffix('_'));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x00");
                rest = &rest[at + 4..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_written_as_its_format_means_it() {
        for (raw, format, text) in [
            ("45366", Format::Date, "2024-03-15"),
            ("45366.375", Format::Date, "2024-03-15 09:00:00"),
            ("45366", Format::Moment, "2024-03-15 00:00:00"),
            ("45366.375", Format::Moment, "2024-03-15 09:00:00"),
            ("0.375", Format::Moment, "09:00:00"),
            ("1.5", Format::Moment, "36:00:00"),
            ("1.5", Format::Elapsed, "36:00:00"),
            ("7.5", Format::Number, "7.5"),
            ("7.125", Format::Number, "7.1250"),
            ("8", Format::Number, "8"),
            ("1E300", Format::Moment, "1E300"),
            ("-1", Format::Moment, "-1"),
            ("NaN", Format::Number, "NaN"),
        ] {
            assert_eq!(number(raw, format, false), text, "{raw} {format:?}");
        }
        assert_eq!(number("43904", Format::Date, true), "2024-03-15");
    }

    #[test]
    fn a_format_code_is_a_date_only_by_letters_outside_quotes() {
        for (code, format) in [
            ("yyyy-mm-dd", Format::Date),
            ("yyyy-mm-dd hh:mm", Format::Moment),
            ("d/m/yy;@", Format::Date),
            ("mm:ss", Format::Moment),
            ("[$-409]h:mm AM/PM;@", Format::Moment),
            ("[h]:mm:ss", Format::Elapsed),
            ("[Red]0.00", Format::Number),
            ("0.00\" h\"", Format::Number),
            ("0.00\\h", Format::Number),
            ("0;\"d\"", Format::Number),
            ("#,##0", Format::Number),
        ] {
            assert_eq!(format_of(code), format, "{code}");
        }
    }

    #[test]
    fn escaped_control_characters_are_what_they_stand_for() {
        assert_eq!(unescaped("a_x000D_\nb_x00é"), "a\r\nb_x00é");
        assert_eq!(unescaped("_x00ZZ_ plain"), "_x00ZZ_ plain");
    }
}
