//! How dates and numbers are written, by the browser's `Intl` in the locale in force.
//!
//! Making a formatter takes a browser about as long as a hundred uses of it, so that they are
//! kept until the locale changes.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::locale;

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

impl Pattern {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Pattern::Date => &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
            Pattern::DateShort => &[("month", "short"), ("day", "numeric")],
            Pattern::DateWithWeekday => {
                &[("weekday", "short"), ("month", "short"), ("day", "numeric")]
            }
            Pattern::DateLong => &[("weekday", "long"), ("month", "long"), ("day", "numeric")],
            Pattern::DateTime => &[
                ("month", "short"),
                ("day", "numeric"),
                ("hour", "numeric"),
                ("minute", "2-digit"),
            ],
            Pattern::Month => &[("year", "numeric"), ("month", "long")],
            Pattern::Time => &[("hour", "numeric"), ("minute", "2-digit")],
            Pattern::Weekday => &[("weekday", "long")],
            Pattern::WeekdayShort => &[("weekday", "short")],
        }
    }
}

#[derive(Default)]
struct Formatters {
    tag: String,
    dates: HashMap<Pattern, Function>,
    number: Option<Function>,
    currencies: HashMap<(String, u8, u8), Function>,
    decimal_point: Option<String>,
}

thread_local! {
    static FORMATTERS: RefCell<Formatters> = RefCell::default();
}

/// Writes a civil date and time. It is given to `Intl` as if it were UTC, so that the zone's
/// rules are ours alone.
pub(super) fn write(pattern: Pattern, at: DateTime) -> String {
    let milliseconds = Offset::UTC
        .to_timestamp(at)
        .map_or(0, |at| at.as_millisecond()) as f64;
    with_formatters(|formatters, locales| {
        let format = formatters.dates.entry(pattern).or_insert_with(|| {
            let options = Object::new();
            set(&options, "timeZone", "UTC");
            for (name, value) in pattern.options() {
                set(&options, name, value);
            }
            Intl::DateTimeFormat::new(locales, &options).format()
        });
        call(format, &JsValue::from_f64(milliseconds))
    })
}

pub(super) fn number(value: i64) -> String {
    with_formatters(|formatters, locales| {
        let format = formatters
            .number
            .get_or_insert_with(|| Intl::NumberFormat::new(locales, &Object::new()).format());
        call(format, &JsValue::from_f64(value as f64))
    })
}

/// An amount in plain digits, which `Intl` takes as they are, with so many digits behind the mark.
pub(super) fn currency(amount: &str, code: &str, least: u8, most: u8) -> String {
    with_formatters(|formatters, locales| {
        let key = (code.to_owned(), least, most);
        let format = formatters.currencies.entry(key).or_insert_with(|| {
            let options = Object::new();
            set(&options, "style", "currency");
            set(&options, "currency", code);
            set_digits(&options, "minimumFractionDigits", least);
            set_digits(&options, "maximumFractionDigits", most);
            Intl::NumberFormat::new(locales, &options).format()
        });
        call(format, &JsValue::from_str(amount))
    })
}

pub(super) fn decimal_point() -> String {
    with_formatters(|formatters, locales| {
        formatters
            .decimal_point
            .get_or_insert_with(|| {
                let options = Object::new();
                set_digits(&options, "minimumFractionDigits", 1);
                let written = call(
                    &Intl::NumberFormat::new(locales, &options).format(),
                    &0.into(),
                );
                written.trim_matches(|c: char| c.is_numeric()).to_owned()
            })
            .clone()
    })
}

fn with_formatters<T>(f: impl FnOnce(&mut Formatters, &Array) -> T) -> T {
    let tag = locale().tag;
    FORMATTERS.with_borrow_mut(|formatters| {
        if formatters.tag != tag {
            *formatters = Formatters {
                tag: tag.clone(),
                ..Formatters::default()
            };
        }
        f(formatters, &Array::of1(&tag.into()))
    })
}

fn set(options: &Object, name: &str, value: &str) {
    Reflect::set(options, &name.into(), &value.into())
        .expect("invariant: a new object takes properties");
}

fn set_digits(options: &Object, name: &str, digits: u8) {
    Reflect::set(options, &name.into(), &digits.into())
        .expect("invariant: a new object takes properties");
}

fn call(format: &Function, value: &JsValue) -> String {
    let written = format.call1(&JsValue::UNDEFINED, value).ok();
    // Some browsers put a narrow no-break space before AM and PM, which not every font has.
    written
        .and_then(|text| text.as_string())
        .unwrap_or_default()
        .replace('\u{202f}', "\u{a0}")
}
