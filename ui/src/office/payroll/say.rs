//! What payroll calls things: states, laws, earnings, and figures with their signs.

use api::pay::run::PayRunState;
use jiff::civil::Date;
use sycamore::prelude::*;
use ui::components::{Badge, Choice, Glyph, Tone};
use ui::i18n::{money, text_in};
use ui::t;

use crate::forms::Form;

/// What stands where there is no figure.
pub const NO_FIGURE: &str = "\u{2013}";

/// The laws to choose from: those with rules of their own first, then the states that have none
/// beside the federal ones.
const LAWS: [&str; 6] = ["us-flsa", "us-ca", "us-ak", "us-nv", "us-co", "none"];
/// Every other place of the United States.
const STATES: [&str; 49] = [
    "us-al", "us-az", "us-ar", "us-ct", "us-de", "us-dc", "us-fl", "us-ga", "us-hi", "us-id",
    "us-il", "us-in", "us-ia", "us-ks", "us-ky", "us-la", "us-me", "us-md", "us-ma", "us-mi",
    "us-mn", "us-ms", "us-mo", "us-mt", "us-ne", "us-nh", "us-nj", "us-nm", "us-ny", "us-nc",
    "us-nd", "us-oh", "us-ok", "us-or", "us-pa", "us-pr", "us-ri", "us-sc", "us-sd", "us-tn",
    "us-tx", "us-vi", "us-ut", "us-vt", "us-va", "us-wa", "us-wv", "us-wi", "us-wy",
];

/// A state of a run, with its icon.
pub fn state_badge(state: PayRunState) -> View {
    let (name, tone, icon) = match state {
        PayRunState::Draft => ("draft", Tone::Neutral, Glyph::Pencil),
        PayRunState::Reviewed => ("reviewed", Tone::Good, Glyph::Check),
        PayRunState::ChangedSinceReviewed => ("changed", Tone::Warn, Glyph::Alert),
        PayRunState::Final => ("final", Tone::Good, Glyph::Lock),
        PayRunState::Discarded => ("discarded", Tone::Neutral, Glyph::Archive),
    };
    view! { Badge(label=text_in("payroll-state", name), tone=tone, icon=icon) }
}

/// A law or the firm's own policy.
pub fn law(name: &str) -> String {
    text_in("payroll-law", name)
}

/// The laws to choose from.
pub fn law_choices() -> Vec<Choice> {
    let names = LAWS.into_iter().chain(STATES);
    names.map(|name| Choice::new(name, law(name))).collect()
}

/// What an earnings line pays.
pub fn line_kind(kind: &str) -> String {
    text_in("payroll-line", kind)
}

/// What a provider's code is for.
pub fn earning(kind: &str) -> String {
    text_in("payroll-earning", kind)
}

/// A difference with its sign: `+$12.00`.
pub fn difference(minor: i64, currency: &str) -> String {
    let sign = match minor {
        1.. => "+",
        0 => "",
        _ => "\u{2212}",
    };
    let amount = i64::try_from(minor.unsigned_abs()).unwrap_or(i64::MAX);
    format!("{sign}{}", money(amount, currency))
}

/// The typed date of a field, or what is wrong with it.
pub fn read_date(
    typed: Signal<String>,
    field: &'static str,
) -> Result<Date, Vec<(&'static str, String)>> {
    typed
        .with(|typed| typed.parse())
        .map_err(|_| vec![(field, t!("payroll-date-missing"))])
}

/// The typed text of a field without blanks around it.
pub fn text(typed: Signal<String>) -> String {
    typed.with(|typed| typed.trim().to_owned())
}

/// Shows what is wrong with the form, or hands on what is right.
pub fn checked<T>(form: Form, read: Result<T, Vec<(&'static str, String)>>) -> Option<T> {
    match read {
        Ok(value) => {
            form.check(Vec::new());
            Some(value)
        }
        Err(refused) => {
            form.check(refused);
            None
        }
    }
}
