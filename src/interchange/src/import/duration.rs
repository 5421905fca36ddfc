//! How long, as people and programs write it: `7:30`, `7:30:00`, `7,5`, `7.5`, `27000`, `7h 30m`.
//! Numbers are read digit by digit, never as floats.

use super::mapping::Unit;

/// Nine digits behind the point are exact; what is beyond them is below a microsecond.
const DECIMALS_MAX: usize = 9;
const SCALE: i64 = 1_000_000_000;
const DIGITS_MAX: usize = 9;

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalMark {
    Point,
    Comma,
}

/// Seconds of a duration; `None` when it is none.
pub(super) fn seconds(text: &str, unit: Unit, mark: DecimalMark) -> Option<i64> {
    let text = text.trim();
    if text.contains(':') {
        return clock(text);
    }
    if text.contains(|c: char| c.is_alphabetic()) {
        return in_words(text, mark);
    }
    let value = number(text, mark)?;
    rounded(value.checked_mul(unit.seconds())?)
}

/// A number without a unit, in billionths, if the text is one.
pub(super) fn number(text: &str, mark: DecimalMark) -> Option<i64> {
    let mark = mark_of(text).unwrap_or(mark);
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, decimals) = text.trim().split_once(point).unwrap_or((text.trim(), ""));
    let whole = ungrouped(whole, group)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !digits(&whole) || !digits(decimals) {
        return None;
    }
    if whole.len() > DIGITS_MAX {
        return None;
    }
    let mut value: i64 = 0;
    let kept = decimals.bytes().chain(std::iter::repeat(b'0'));
    for digit in whole.bytes().chain(kept.take(DECIMALS_MAX)) {
        value = value * 10 + i64::from(digit - b'0');
    }
    Some(value)
}

/// What a number says by itself about its decimal mark: one mark with three digits behind it says
/// nothing, unless a zero stands before it.
pub(super) fn mark_of(text: &str) -> Option<DecimalMark> {
    let text = text.trim();
    let numeric = |c: char| c.is_ascii_digit() || is_group(c) || matches!(c, '.' | ',');
    if text.is_empty() || !text.chars().all(numeric) {
        return None;
    }
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        (0, 0) => None,
        (0, 1) => lone(text, ',').then_some(DecimalMark::Comma),
        (1, 0) => lone(text, '.').then_some(DecimalMark::Point),
        (0, _) => Some(DecimalMark::Point),
        (_, 0) => Some(DecimalMark::Comma),
        (_, _) if text.rfind(',') > text.rfind('.') => Some(DecimalMark::Comma),
        (_, _) => Some(DecimalMark::Point),
    }
}

fn lone(text: &str, mark: char) -> bool {
    text.split_once(mark)
        .is_some_and(|(whole, decimals)| decimals.len() != 3 || whole.is_empty() || whole == "0")
}

fn is_group(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')
}

/// A whole number without what stands between its thousands.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let grouped = |c: char| c == group || is_group(c);
    let mut groups = whole.split(grouped);
    let first = groups.next()?.to_owned();
    groups.try_fold(first, |number, group| {
        (group.len() == 3 && !number.is_empty()).then(|| number + group)
    })
}

fn rounded(billionths: i64) -> Option<i64> {
    Some(billionths.checked_add(SCALE / 2)? / SCALE)
}

/// `h:mm`, `h:mm:ss`, with decimals behind the seconds.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(str::trim);
    let hours = whole(parts.next()?, 6)?;
    let minutes = sixtieth(parts.next()?)?;
    let seconds = match parts.next() {
        None => 0,
        Some(part) => {
            let (seconds, decimals) = part.split_once(['.', ',']).unwrap_or((part, "0"));
            whole(decimals, 9)?;
            sixtieth(seconds)?
        }
    };
    parts
        .next()
        .is_none()
        .then_some(hours * 3600 + minutes * 60 + seconds)
}

fn sixtieth(text: &str) -> Option<i64> {
    whole(text, 2).filter(|value| *value < 60)
}

fn whole(text: &str, digits_max: usize) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() <= digits_max {
        text.parse().ok()
    } else {
        None
    }
}

/// `7h 30m`, `1.5 hours`, `90 min`, `PT7H30M`; a bare number after hours is minutes.
fn in_words(text: &str, mark: DecimalMark) -> Option<i64> {
    let text = text.to_lowercase();
    let mut rest = text.strip_prefix("pt").unwrap_or(&text).trim();
    let mut total: i64 = 0;
    let mut before: Option<Unit> = None;
    while !rest.is_empty() {
        let value_ends = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        let (value, after) = rest.split_at(value_ends);
        let unit_ends = after
            .find(|c: char| !c.is_alphabetic() && c != '.')
            .unwrap_or(after.len());
        let (word, after) = after.split_at(unit_ends);
        let unit = match (word.trim_matches('.'), before) {
            ("h" | "hr" | "hrs" | "hour" | "hours" | "hora" | "horas" | "std", None) => Unit::Hours,
            ("m" | "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" | "minuten", _)
            | ("", Some(Unit::Hours)) => Unit::Minutes,
            (
                "s" | "sec" | "secs" | "second" | "seconds" | "segundo" | "segundos" | "sekunden",
                _,
            ) => Unit::Seconds,
            _ => return None,
        };
        let value = number(value, mark)?.checked_mul(unit.seconds())?;
        total = total.checked_add(value)?;
        before = Some(unit);
        rest = after.trim();
    }
    rounded(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Option<i64> {
        seconds(text, Unit::Hours, DecimalMark::Point)
    }

    #[test]
    fn a_duration_is_read_in_each_form() {
        for (text, expect) in [
            ("7:30", 27_000),
            ("07:30:15", 27_015),
            ("130:00:00", 468_000),
            ("7:30:15.5", 27_015),
            ("7.5", 27_000),
            ("7,5", 27_000),
            ("20,0", 72_000),
            ("2.000,0", 7_200_000),
            ("2,000.5", 7_201_800),
            ("1 000", 3_600_000),
            (".25", 900),
            ("0", 0),
            ("0,125", 450),
            ("0.3333", 1_200),
            ("7h 30m", 27_000),
            ("7h30", 27_000),
            ("1,5 hours", 5_400),
            ("90 min.", 5_400),
            ("PT7H30M5S", 27_005),
        ] {
            assert_eq!(hours(text), Some(expect), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in [
            "",
            "-1",
            "-1:00",
            "1:60",
            "7:30:60",
            "1:2:3:4",
            "abc",
            "7 apples",
            "1.2.3,4,5",
            "1,00,0",
            ":30",
            "9999999999999",
            "1e5",
            "7h 30h",
            "٣",
        ] {
            assert_eq!(hours(text), None, "{text}");
        }
    }

    #[test]
    fn three_digits_behind_a_mark_are_what_the_file_says() {
        assert_eq!(
            seconds("2.500", Unit::Minutes, DecimalMark::Point),
            Some(150)
        );
        assert_eq!(
            seconds("2.500", Unit::Minutes, DecimalMark::Comma),
            Some(150_000)
        );
        assert_eq!(
            seconds("27000", Unit::Seconds, DecimalMark::Point),
            Some(27_000)
        );
    }
}
