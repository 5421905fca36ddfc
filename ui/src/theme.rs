//! Light, dark, or as the system says: read at start, kept in local storage, and written to
//! `data-theme` on `<html>`, where `00-tokens.css` looks.

use crate::dom;

const KEY: &str = "tt-theme";

/// Which colours the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Theme {
    /// The word under which the choice is stored, and the value of a choice in a form.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads [`Theme::as_str`] back; anything else is [`Theme::System`].
    pub fn from_word(word: &str) -> Theme {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// The stored choice.
pub fn current() -> Theme {
    dom::stored(KEY).map_or(Theme::System, |word| Theme::from_word(&word))
}

/// Applies the stored choice; call it once before the first render.
pub fn start() {
    apply(current());
}

/// Applies a choice and keeps it.
pub fn choose(theme: Theme) {
    dom::store(KEY, (theme != Theme::System).then(|| theme.as_str()));
    apply(theme);
}

fn apply(theme: Theme) {
    dom::set_root_attribute(
        "data-theme",
        (theme != Theme::System).then(|| theme.as_str()),
    );
}
