//! What the page says: to which phone, and in which language.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::TrustPage;
use crate::config::PublicUrl;
use crate::mail::Language;

const ENGLISH: &str = include_str!("../../../../../assets/trust/page.en.html");
const SPANISH: &str = include_str!("../../../../../assets/trust/page.es.html");

/// What kind of device asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phone {
    Android,
    /// An iPhone or an iPad.
    Apple,
    /// A computer, or a tablet that says it is one: both ways are shown, and the QR code.
    Other,
}

impl Phone {
    /// The device of a `User-Agent`.
    pub(super) fn of(agent: &str) -> Self {
        let says = |word| agent.contains(word);
        if says("Android") {
            Self::Android
        } else if says("iPhone") || says("iPad") || says("iPod") {
            Self::Apple
        } else {
            Self::Other
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Apple => "iphone",
            Self::Other => "other",
        }
    }
}

/// For whom the page is.
pub(super) struct Choice {
    pub(super) phone: Phone,
    pub(super) language: Language,
}

/// The language asked for, or else the first of the browser's that there is.
pub(super) fn language(asked: Option<&str>, accepted: &str) -> Language {
    let code = |tag: &str| tag.trim().get(..2).map(str::to_ascii_lowercase);
    let mut wanted = asked
        .into_iter()
        .chain(accepted.split(','))
        .filter_map(code);
    let known = wanted.find(|code| code == "en" || code == "es");
    Language::of(known.as_deref().unwrap_or_default())
}

/// The page.
///
/// # Errors
/// When a template is broken.
pub(super) fn render(
    page: &TrustPage,
    public_url: &PublicUrl,
    choice: &Choice,
) -> Result<String, minijinja::Error> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let template = match choice.language {
        Language::English => ENGLISH,
        Language::Spanish => SPANISH,
    };
    templates.render_str(
        template,
        context! {
            phone => choice.phone.name(),
            host => public_url.host(),
            check => format!("{public_url}/healthz"),
            app => format!("{public_url}/app/"),
            page => &page.url,
            name => &page.name,
            // Lines may break between any two of them.
            signs => page.fingerprint.split_inclusive(':').map(str::to_owned).collect::<Vec<_>>(),
        },
    )
}
