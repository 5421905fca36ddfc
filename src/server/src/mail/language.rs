//! The languages that mail is written in.

/// A language of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a company's setting; English for what is not known.
    pub fn of(code: &str) -> Self {
        if code == "es" {
            Self::Spanish
        } else {
            Self::English
        }
    }

    /// Its code, as in `Content-Language`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }
}
