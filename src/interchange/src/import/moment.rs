//! When, as people and programs write it: dates in figures or with the month's name, times with
//! 12 or 24 hours, both in one cell, with an offset or without. It knows no zone, and of a date in
//! figures only what the figures say; which of them is the month is for the whole file to say.

use jiff::civil::Date;

/// Which figure of `3/4/2026` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 4 March.
    MonthFirst,
    /// 3 April.
    DayFirst,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenDate {
    /// It says which is the month.
    Plain(Date),
    /// Two figures and a year.
    Figures {
        first: i8,
        second: i8,
        year: i16,
        dots: bool,
    },
}

impl WrittenDate {
    pub(super) fn read(self, order: DateOrder) -> Option<Date> {
        match self {
            Self::Plain(date) => Some(date),
            Self::Figures {
                first,
                second,
                year,
                ..
            } => match order {
                DateOrder::MonthFirst => Date::new(year, first, second).ok(),
                DateOrder::DayFirst => Date::new(year, second, first).ok(),
            },
        }
    }
}

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenTime {
    /// Seconds since midnight, 0 to 86,400: a day may end at `24:00`.
    pub(super) second: i32,
    /// Seconds east of universal time, where the text says so.
    pub(super) offset: Option<i32>,
    pub(super) twelve_hour: bool,
}

/// What a cell says: a date, a time, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) date: Option<WrittenDate>,
    pub(super) time: Option<WrittenTime>,
}

/// Which half of a cell cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    Date,
    Time,
}

/// Reads a cell that is not empty.
pub(super) fn written(text: &str) -> Result<Written, Unreadable> {
    let text = text.trim();
    let (date, time) = halves(text);
    let date = date.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    Ok(Written {
        date: match date {
            "" => None,
            date => Some(written_date(date).ok_or(Unreadable::Date)?),
        },
        time: match time {
            "" => None,
            time => Some(written_time(time).ok_or(Unreadable::Time)?),
        },
    })
}

/// Cuts a cell before the figures of its hours: those before the first colon, or before `am`.
fn halves(text: &str) -> (&str, &str) {
    let hours_end = text.find(':').or_else(|| half_day_at(text));
    let Some(hours_end) = hours_end else {
        return (text, "");
    };
    let before = text[..hours_end].trim_end();
    let digits = before
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .take(2)
        .count();
    let (date, _) = before.split_at(before.len() - digits);
    // The T of ISO 8601, not the last letter of a month.
    let is_t = |rest: &&str| rest.ends_with(|c: char| c.is_ascii_digit());
    let plain = date.strip_suffix(['T', 't']).filter(is_t).unwrap_or(date);
    (plain, &text[date.len()..])
}

/// Where `am` or `pm` begins in a text that ends in one.
fn half_day_at(text: &str) -> Option<usize> {
    let half = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    half_day(&text[half.len()..])?;
    Some(half.len())
}

/// Whether a text says afternoon: `PM`, `p.m.`, `p. m.`; `None` when it says neither half.
fn half_day(text: &str) -> Option<bool> {
    let mut letters = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .map(|c| c.to_ascii_lowercase());
    let afternoon = match letters.next()? {
        'a' => false,
        'p' => true,
        _ => return None,
    };
    let ends = letters.next() == Some('m') && letters.next().is_none();
    ends.then_some(afternoon)
}

fn written_time(text: &str) -> Option<WrittenTime> {
    let clock_ends = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','))
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(clock_ends);
    let rest = rest.trim();
    let afternoon = half_day(rest);
    let offset = match (rest, afternoon) {
        ("", _) | (_, Some(_)) => None,
        (rest, None) => Some(offset(rest)?),
    };
    let mut parts = clock.split(':');
    let hour = figure(parts.next()?)?;
    let minute = match (parts.next(), afternoon) {
        (Some(minute), _) => figure(minute)?,
        (None, Some(_)) => 0,
        (None, None) => return None,
    };
    let second = match parts.next() {
        None => 0,
        Some(text) => {
            let (second, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
            if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            figure(second)?
        }
    };
    if parts.next().is_some() || minute > 59 || second > 59 {
        return None;
    }
    let hour = match afternoon {
        // Some programs write 13:05 PM.
        Some(true) if (13..24).contains(&hour) => hour,
        Some(_) if hour > 12 => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    let total = hour * 3600 + minute * 60 + second;
    (total <= 86_400).then_some(WrittenTime {
        second: total,
        offset,
        twelve_hour: afternoon.is_some(),
    })
}

/// One or two digits.
fn figure(text: &str) -> Option<i32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && matches!(text.len(), 1 | 2) {
        text.parse().ok()
    } else {
        None
    }
}

/// `Z`, `UTC`, `+02:00`, `+0200`, `+02`.
fn offset(text: &str) -> Option<i32> {
    if ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(0);
    }
    let (sign, text) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match text.split_once(':') {
        Some(halves) => halves,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "0"),
    };
    let (hours, minutes) = (figure(hours)?, figure(minutes)?);
    (hours <= 15 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

fn written_date(text: &str) -> Option<WrittenDate> {
    let mut figures: [Option<&str>; 3] = [None; 3];
    let mut count = 0;
    let mut month = None;
    for word in words(text) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            *figures.get_mut(count)? = Some(word);
            count += 1;
        } else {
            // Martes is March to those who read three letters: the later of two is the month.
            month = month_named(word).or(month);
            if month_named(word).is_none() && !is_filler(word) {
                return None;
            }
        }
    }
    match (figures, month) {
        ([Some(first), Some(second), None], Some(month)) => {
            let (day, year) = if first.len() == 4 {
                (second, first)
            } else {
                (first, second)
            };
            Date::new(year_of(year)?, month, short(day)?)
                .ok()
                .map(WrittenDate::Plain)
        }
        ([Some(year), Some(month), Some(day)], None) if year.len() == 4 => {
            Date::new(year_of(year)?, short(month)?, short(day)?)
                .ok()
                .map(WrittenDate::Plain)
        }
        ([Some(first), Some(second), Some(year)], None) => Some(WrittenDate::Figures {
            first: short(first)?,
            second: short(second)?,
            year: year_of(year)?,
            dots: text.contains('.'),
        }),
        ([Some(packed), None, None], None) if packed.len() == 8 => {
            let (year, rest) = packed.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            Date::new(year_of(year)?, short(month)?, short(day)?)
                .ok()
                .map(WrittenDate::Plain)
        }
        _ => None,
    }
}

/// Runs of digits and runs of letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let ends = rest
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(ends);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

fn short(text: &str) -> Option<i8> {
    figure(text)?.try_into().ok()
}

/// A year of four figures, or of two in this century.
fn year_of(text: &str) -> Option<i16> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 if (1900..2200).contains(&year) => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// The month of a name in English, Spanish or German, whole or abbreviated.
fn month_named(word: &str) -> Option<i8> {
    let start: String = super::header::folded(word).chars().take(3).collect();
    Some(match start.as_str() {
        "jan" | "ene" => 1,
        "feb" => 2,
        "mar" | "mrz" => 3,
        "apr" | "abr" => 4,
        "may" | "mai" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" | "ago" => 8,
        "sep" | "set" => 9,
        "oct" | "okt" => 10,
        "nov" => 11,
        "dec" | "dic" | "dez" => 12,
        _ => return None,
    })
}

/// Weekdays and the small words of a written date.
fn is_filler(word: &str) -> bool {
    const WEEKDAYS: [&str; 21] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mie", "jue", "vie", "sab",
        "dom", "die", "mit", "don", "fre", "sam", "son", "mo",
    ];
    const SMALL: [&str; 9] = ["de", "del", "of", "st", "nd", "rd", "th", "den", "der"];
    let word = super::header::folded(word);
    SMALL.contains(&word.as_str()) || WEEKDAYS.iter().any(|day| word.starts_with(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, order: DateOrder, expect: (Option<Date>, Option<i32>, Option<i32>)) {
        let read = written(text).unwrap_or_else(|_| panic!("{text}"));
        let day = read.date.map(|day| day.read(order).expect(text));
        assert_eq!(
            (
                day,
                read.time.map(|time| time.second),
                read.time.and_then(|time| time.offset)
            ),
            expect,
            "{text}"
        );
    }

    #[test]
    fn a_date_is_read_in_each_form() {
        let day = Some(date(2024, 3, 5));
        for text in [
            "2024-03-05",
            "2024/3/5",
            "20240305",
            "5 Mar 2024",
            "5-Mar-24",
            "March 5, 2024",
            "Tue, 5 March 2024",
            "martes, 5 de marzo de 2024",
            "mar 5 mar 2024",
            "5. März 2024",
            "2024 Mar 5",
            "5th of March 2024",
        ] {
            check(text, DateOrder::MonthFirst, (day, None, None));
            check(text, DateOrder::DayFirst, (day, None, None));
        }
        for text in ["3/5/2024", "03-05-24", "3.5.2024", "03/05/2024"] {
            check(text, DateOrder::MonthFirst, (day, None, None));
            check(
                text,
                DateOrder::DayFirst,
                (Some(date(2024, 5, 3)), None, None),
            );
        }
    }

    #[test]
    fn a_time_is_read_in_each_form() {
        for (text, second) in [
            ("9:00", 32_400),
            ("09:00:30", 32_430),
            ("9:00 AM", 32_400),
            ("12:05 am", 300),
            ("12:00 p. m.", 43_200),
            ("9:00:05\u{202f}PM", 75_605),
            ("9 pm", 75_600),
            ("13:05 PM", 47_100),
            ("24:00", 86_400),
            ("09:00:30.123", 32_430),
        ] {
            check(text, DateOrder::DayFirst, (None, Some(second), None));
        }
    }

    #[test]
    fn one_cell_may_have_both_and_an_offset() {
        let day = Some(date(2024, 3, 15));
        let nine = Some(32_400);
        for (text, offset) in [
            ("2024-03-15T09:00:00Z", Some(0)),
            ("2024-03-15 09:00:00 UTC", Some(0)),
            ("2024-03-15T09:00:00.000000+02:00", Some(7_200)),
            ("2024-03-15T09:00-0530", Some(-19_800)),
            ("3/15/2024, 9:00:00 AM", None),
            ("15 Sept 2024", None),
        ] {
            if text.contains("Sept") {
                check(
                    text,
                    DateOrder::MonthFirst,
                    (Some(date(2024, 9, 15)), None, None),
                );
            } else {
                check(text, DateOrder::MonthFirst, (day, nine, offset));
            }
        }
    }

    #[test]
    fn what_is_neither_is_unreadable() {
        for (text, half) in [
            ("soon", Unreadable::Date),
            ("2024-13-01", Unreadable::Date),
            ("2024-02-30", Unreadable::Date),
            ("1/2", Unreadable::Date),
            ("1/2/3/4", Unreadable::Date),
            ("3/15/0024", Unreadable::Date),
            ("15 foo 2024", Unreadable::Date),
            ("25:00", Unreadable::Time),
            ("9:60", Unreadable::Time),
            ("9:00:60", Unreadable::Time),
            ("9:00 xm", Unreadable::Time),
            (":", Unreadable::Time),
            ("٩:٠٠", Unreadable::Date),
        ] {
            assert_eq!(written(text), Err(half), "{text}");
        }
        assert_eq!(
            written("13/15/2024").map(|read| read.date.and_then(|d| d.read(DateOrder::MonthFirst))),
            Ok(None)
        );
    }
}
