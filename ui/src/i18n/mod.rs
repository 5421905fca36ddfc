//! Languages: which one is in force, its words (Fluent, from `assets/locales`), and how it writes
//! numbers, times and durations.
//!
//! A bin calls [`start`] once with the sources it carries, so that the phone does not carry the
//! office's words, and renders its pages inside [`Localized`]. Pages say [`t!`](crate::t).

mod catalog;
mod format;
#[cfg_attr(target_arch = "wasm32", path = "intl_browser.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "intl_native.rs")]
mod intl;
mod localized;
mod message;
mod money;

pub use self::catalog::{Language, Locale, Source};
pub use self::catalog::{choose_language, locale, start, text, text_in, text_in_with};
pub use self::format::*;
pub use self::localized::Localized;
pub use self::message::{Args, Messages, Value};
pub use self::money::*;

/// Words that components and both apps use.
pub const COMMON: Source = Source {
    en: include_str!("../../../assets/locales/en/common.ftl"),
    es: include_str!("../../../assets/locales/es/common.ftl"),
};

/// Words of the phone's pages.
pub const PHONE: Source = Source {
    en: include_str!("../../../assets/locales/en/phone.ftl"),
    es: include_str!("../../../assets/locales/es/phone.ftl"),
};

/// Words of the office's pages.
pub const OFFICE: Source = Source {
    en: include_str!("../../../assets/locales/en/office.ftl"),
    es: include_str!("../../../assets/locales/es/office.ftl"),
};

/// A message in the language in force, as a `String`.
///
/// `t!("save")`, or with the message's variables: `t!("rows-selected", count = 3)`. A variable
/// takes text or a number; a number chooses the plural.
#[macro_export]
macro_rules! t {
    ($key:literal) => {
        $crate::i18n::text($key, None)
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = $crate::i18n::Args::new();
        $(args.set(stringify!($name), $value);)+
        $crate::i18n::text($key, Some(&args))
    }};
}
