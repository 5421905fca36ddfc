//! The fields of a TOML table, each taken as one kind of value, with errors that name the line and
//! the field. Fields that nobody knows are errors too.

use std::fmt;

use domain::payroll::{Dates, Exact};
use jiff::civil::{Date, Time, Weekday};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// The line, from one.
    pub line: usize,
    /// The field, such as `work.rate`; empty where the file is no TOML.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "line {}: {}", self.line, self.reason),
            field => write!(f, "line {}: {field} {}", self.line, self.reason),
        }
    }
}

/// The most bytes of a file: a thousand times what a firm writes.
pub const BYTES_MAX: usize = 4 << 20;

/// A figure with how many decimals were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its value.
    pub value: Exact,
    /// Digits behind the point.
    pub decimals: u8,
}

/// A table of a file.
#[derive(Clone)]
pub struct Fields<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    path: String,
    line: usize,
}

/// Reads a file's text and hands its table over.
///
/// # Errors
/// When it is too large, is no TOML, or `read` finds a fault.
pub fn parse<T>(
    text: &str,
    read: impl FnOnce(&Fields<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let fault = |line, reason: String| Fault {
        line,
        field: String::new(),
        reason,
    };
    if text.len() > BYTES_MAX {
        return Err(fault(
            1,
            format!("the file is larger than {BYTES_MAX} bytes"),
        ));
    }
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault(line_of(text, at), error.message().to_owned())
    })?;
    read(&Fields {
        text,
        table: table.get_ref(),
        path: String::new(),
        line: 1,
    })
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}

impl<'a> Fields<'a> {
    /// A fault of a field.
    pub fn fault(&self, field: &str, reason: impl Into<String>) -> Fault {
        let value = self.table.get(field);
        Fault {
            line: value.map_or(self.line, |value| line_of(self.text, value.span().start)),
            field: self.named(field),
            reason: reason.into(),
        }
    }

    fn named(&self, field: &str) -> String {
        match self.path.as_str() {
            "" => field.to_owned(),
            path => format!("{path}.{field}"),
        }
    }

    /// The line that the table starts on.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Refuses fields of other names.
    ///
    /// # Errors
    /// Names the first that is not known.
    pub fn only(&self, known: &[&str]) -> Result<(), Fault> {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                return Err(Fault {
                    line: line_of(self.text, key.span().start),
                    field: self.named(name),
                    reason: format!("is not known here; known are {}", known.join(", ")),
                });
            }
        }
        Ok(())
    }

    /// Whether a field is there.
    pub fn has(&self, field: &str) -> bool {
        self.table.contains_key(field)
    }

    fn get(&self, field: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(field)
    }

    /// What is there, or an error that it is missing.
    ///
    /// # Errors
    /// When the field is not there.
    pub fn required<T>(&self, field: &str, value: Option<T>) -> Result<T, Fault> {
        value.ok_or_else(|| self.fault(field, "is missing"))
    }

    /// A text. Dates and times need no quotes.
    ///
    /// # Errors
    /// When it is something else.
    pub fn text(&self, field: &str) -> Result<Option<String>, Fault> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.to_string())),
            DeValue::Datetime(at) => Ok(Some(at.to_string())),
            _ => Err(self.fault(field, "must be text in quotes")),
        }
    }

    /// True or false.
    ///
    /// # Errors
    /// When it is something else.
    pub fn flag(&self, field: &str) -> Result<Option<bool>, Fault> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        match value.get_ref() {
            DeValue::Boolean(flag) => Ok(Some(*flag)),
            _ => Err(self.fault(field, "must be true or false")),
        }
    }

    /// A figure, with or without quotes.
    ///
    /// # Errors
    /// When it is none.
    pub fn figure(&self, field: &str) -> Result<Option<Figure>, Fault> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let plain = text.strip_prefix('+').unwrap_or(text).replace('_', "");
        let fault = || self.fault(field, "must be a figure such as \"12.50\"");
        let value = plain.parse().map_err(|_| fault())?;
        let decimals = plain.split_once('.').map_or(0, |(_, part)| part.len());
        Ok(Some(Figure {
            value,
            decimals: u8::try_from(decimals).map_err(|_| fault())?,
        }))
    }

    /// A figure that is not under zero.
    ///
    /// # Errors
    /// When it is none, or under zero.
    pub fn amount(&self, field: &str) -> Result<Option<Exact>, Fault> {
        match self.figure(field)? {
            Some(figure) if figure.value.is_negative() => {
                Err(self.fault(field, "must not be under zero"))
            }
            figure => Ok(figure.map(|figure| figure.value)),
        }
    }

    /// A date.
    ///
    /// # Errors
    /// When it is none.
    pub fn date(&self, field: &str) -> Result<Option<Date>, Fault> {
        let text = self.text(field)?;
        text.map(|text| self.read_date(field, &text)).transpose()
    }

    fn read_date(&self, field: &str, text: &str) -> Result<Date, Fault> {
        let date = text.trim().parse().ok();
        date.filter(|date: &Date| (1900..=2200).contains(&date.year()))
            .ok_or_else(|| self.fault(field, "must be a date such as \"2026-03-02\""))
    }

    /// One date, or a first and a last one as in `2026-03-02/2026-03-08`.
    ///
    /// # Errors
    /// When it is neither, or ends before it begins.
    pub fn dates(&self, field: &str) -> Result<Option<Dates>, Fault> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        let (first, last) = text.split_once('/').unwrap_or((&text, &text));
        let dates = Dates {
            first: self.read_date(field, first)?,
            last: self.read_date(field, last)?,
        };
        if dates.last < dates.first {
            return Err(self.fault(field, "ends before it begins"));
        }
        Ok(Some(dates))
    }

    /// A local clock time. `24:00` is a time where a span may end.
    ///
    /// # Errors
    /// When it is none.
    pub fn clock(&self, field: &str) -> Result<Option<ClockTime>, Fault> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        let fault = || self.fault(field, "must be a time such as \"07:30\"");
        let mut parts = text.trim().split(':').map(|part| {
            let digits =
                (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<i8>().ok()).flatten()
        });
        let hour = parts.next().flatten().ok_or_else(fault)?;
        let minute = parts.next().flatten().ok_or_else(fault)?;
        let second = parts.next().unwrap_or(Some(0)).ok_or_else(fault)?;
        if parts.next().is_some() {
            return Err(fault());
        }
        if (hour, minute, second) == (24, 0, 0) {
            return Ok(Some(ClockTime::EndOfDay));
        }
        let time = Time::new(hour, minute, second, 0).map_err(|_| fault())?;
        Ok(Some(ClockTime::At(time)))
    }

    /// A weekday by its English name.
    ///
    /// # Errors
    /// When it is none.
    pub fn weekday(&self, field: &str) -> Result<Option<Weekday>, Fault> {
        let text = self.text(field)?;
        text.map(|text| {
            weekday(&text).ok_or_else(|| self.fault(field, "must be a weekday such as \"monday\""))
        })
        .transpose()
    }

    /// A table.
    ///
    /// # Errors
    /// When it is something else.
    pub fn table(&self, field: &str) -> Result<Option<Self>, Fault> {
        let value = self.get(field);
        let own = value.map(|value| self.inner(field, value));
        own.transpose()
    }

    /// Tables in a list; none when the field is not there.
    ///
    /// # Errors
    /// When it is something else.
    pub fn tables(&self, field: &str) -> Result<Vec<Self>, Fault> {
        match self.get(field).map(Spanned::get_ref) {
            None => Ok(Vec::new()),
            Some(DeValue::Array(list)) => {
                list.iter().map(|value| self.inner(field, value)).collect()
            }
            Some(_) => Err(self.fault(field, "must be a list of tables")),
        }
    }

    fn inner(&self, field: &str, value: &'a Spanned<DeValue<'a>>) -> Result<Self, Fault> {
        match value.get_ref() {
            DeValue::Table(table) => {
                let keys = table.keys().map(|key| key.span().start);
                let start = keys.min().unwrap_or(value.span().start);
                Ok(Self {
                    text: self.text,
                    table,
                    path: self.named(field),
                    line: line_of(self.text, start),
                })
            }
            _ => Err(self.fault(field, "must be a table such as { a = 1 }")),
        }
    }
}

/// A local clock time, or the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTime {
    /// A time of the day.
    At(Time),
    /// 24:00.
    EndOfDay,
}

/// The weekday of an English name.
pub fn weekday(name: &str) -> Option<Weekday> {
    let names = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let name = name.trim().to_lowercase();
    names
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, weekday)| weekday)
}
