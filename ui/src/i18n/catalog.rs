//! The language in force and its messages.
//!
//! One language is read at a time. A key that is missing shows itself, which the test `locales`
//! makes impossible for keys written in the sources.

use std::cell::RefCell;

use sycamore::prelude::*;

use super::localized::announce;
use super::message::{Args, Messages};
use crate::dom;

const KEY: &str = "tt-language";

/// One Fluent file in every language. The contents are embedded.
#[derive(Debug)]
pub struct Source {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

impl Source {
    fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Spanish => self.es,
        }
    }
}

/// A language that TimeTrakr speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language, in the order in which a person is offered them.
    pub const ALL: [Language; 2] = [Language::English, Language::Spanish];

    /// The language's code (`es`), as stored, as sent to the server, and as the value of a choice.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Spanish => "es",
        }
    }

    /// The language's name in itself, for the choice of language.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Spanish => "Español",
        }
    }

    /// The language of a tag such as `es-MX`, if we speak it.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}

/// A language with the region whose way of writing dates and numbers is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The language of the words.
    pub language: Language,
    /// The tag for `Intl`: `es-US` writes 7.75 where `es-ES` writes 7,75.
    pub tag: String,
}

impl Locale {
    /// The locale of a person who prefers these tags, best first, and who may have chosen a
    /// language in the app. The region comes from the first tag of that language.
    pub fn choose(chosen: Option<Language>, preferred: &[String]) -> Locale {
        let language = chosen
            .or_else(|| preferred.iter().find_map(|tag| Language::of_tag(tag)))
            .unwrap_or(Language::English);
        let tag = preferred
            .iter()
            .filter(|tag| Language::of_tag(tag) == Some(language))
            .find_map(|tag| plain_tag(tag));
        Locale {
            language,
            tag: tag.unwrap_or(language.code()).to_owned(),
        }
    }
}

/// The part of a browser's tag that `Intl` takes: some systems report `en-US@posix`, at which it
/// throws.
fn plain_tag(tag: &str) -> Option<&str> {
    let plain = tag
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .next()?;
    (!plain.is_empty()).then_some(plain)
}

struct Catalog {
    sources: &'static [&'static Source],
    locale: Locale,
    messages: Messages,
}

thread_local! {
    static CATALOG: RefCell<Option<Catalog>> = const { RefCell::new(None) };
}

/// Picks the language (stored choice, else the browser's list) and parses these sources.
/// Call it once, before the first render.
pub fn start(sources: &'static [&'static Source]) {
    let chosen = dom::stored(KEY).and_then(|code| Language::of_tag(&code));
    load(sources, Locale::choose(chosen, &preferred_tags()));
}

/// Switches to a language, keeps the choice, and renders every [`super::Localized`] again.
pub fn choose_language(language: Language) {
    dom::store(KEY, Some(language.code()));
    let sources = CATALOG.with_borrow(|catalog| catalog.as_ref().map_or(&[][..], |c| c.sources));
    load(sources, Locale::choose(Some(language), &preferred_tags()));
    announce();
}

/// The locale in force: English before [`start`].
pub fn locale() -> Locale {
    CATALOG.with_borrow(|catalog| match catalog {
        Some(catalog) => catalog.locale.clone(),
        None => Locale::choose(None, &[]),
    })
}

/// The message `key` with `args`. Pages use [`t!`](crate::t) instead.
pub fn text(key: &str, args: Option<&Args>) -> String {
    find(key, args).unwrap_or_else(|| {
        if is_not_ssr!() {
            console_log!("no message {key}");
        }
        key.to_owned()
    })
}

/// A message chosen by data: `text_in("error", "timesheet_locked")` is the message
/// `error-timesheet-locked`, else `error-other`. Every family has an `-other` message.
pub fn text_in(family: &str, member: &str) -> String {
    let key = format!("{family}-{}", member.replace('_', "-"));
    find(&key, None).unwrap_or_else(|| text(&format!("{family}-other"), None))
}

/// The same with the message's variables.
pub fn text_in_with(family: &str, member: &str, args: &Args) -> String {
    let key = format!("{family}-{}", member.replace('_', "-"));
    find(&key, Some(args)).unwrap_or_else(|| text(&format!("{family}-other"), Some(args)))
}

fn find(key: &str, args: Option<&Args>) -> Option<String> {
    CATALOG.with_borrow(|catalog| {
        let messages = &catalog.as_ref()?.messages;
        match args {
            Some(args) => messages.format(key, args),
            None => messages.format(key, &Args::new()),
        }
    })
}

fn load(sources: &'static [&'static Source], locale: Locale) {
    let mut messages = Messages::default();
    for source in sources {
        messages.add(source.in_language(locale.language));
    }
    dom::set_root_attribute("lang", Some(locale.language.code()));
    CATALOG.replace(Some(Catalog {
        sources,
        locale,
        messages,
    }));
}

fn preferred_tags() -> Vec<String> {
    if is_ssr!() {
        return Vec::new();
    }
    window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[track_caller]
    fn check(chosen: Option<Language>, preferred: &[&str], expect: (Language, &str)) {
        let locale = Locale::choose(chosen, &tags(preferred));
        assert_eq!((locale.language, locale.tag.as_str()), expect);
    }

    #[test]
    fn the_first_language_we_speak_is_chosen_with_its_region() {
        check(None, &["es-MX", "en-US"], (Language::Spanish, "es-MX"));
        check(
            None,
            &["fr-CA", "en-GB", "es"],
            (Language::English, "en-GB"),
        );
        check(None, &["fr"], (Language::English, "en"));
        check(None, &[], (Language::English, "en"));
        check(None, &["en-US@posix"], (Language::English, "en-US"));
    }

    #[test]
    fn a_choice_in_the_app_goes_before_the_browsers_list() {
        check(
            Some(Language::Spanish),
            &["en-US", "es-US"],
            (Language::Spanish, "es-US"),
        );
        check(
            Some(Language::Spanish),
            &["en-US"],
            (Language::Spanish, "es"),
        );
    }

    #[test]
    fn a_number_chooses_the_plural_in_each_language() {
        start(&[&super::super::COMMON]);
        assert_eq!(crate::t!("age-minutes", count = 1), "1 min ago");
        choose_language(Language::Spanish);
        assert_eq!(crate::t!("age-days", count = 1), "hace 1 día");
        assert_eq!(crate::t!("age-days", count = 3), "hace 3 días");
    }

    #[test]
    fn an_unknown_member_of_a_family_has_words_too() {
        start(&[&super::super::COMMON]);
        assert_eq!(text_in("error", "no_such_code"), crate::t!("error-other"));
        assert_eq!(text_in("error", "offline"), crate::t!("error-offline"));
    }
}
