//! What is left outside the database of a phone that was in use: when it is there and the database
//! is empty, the browser has removed what was kept, and that is said plainly.
//!
//! The note in local storage says the most, and goes where a browser removes all that scripts
//! wrote, as Safari does after a week without use. The server's cookie stays there, and says when
//! it last answered this phone. A person who clears everything clears both, and knows.

use jiff::Timestamp;
use js_sys::Reflect;
use sycamore::prelude::*;
use ui::dom;
use ui::replica::Book;

use crate::browser::property;

const KEY: &str = "tt-enrolled";
/// Between the parts; it cannot be typed into a name.
const BETWEEN: char = '\u{1f}';
/// The server's cookie, `api::device::PHONE_COOKIE`: the seconds of its last answer.
const COOKIE: &str = api::device::PHONE_COOKIE;

/// What tells that this was somebody's phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trace {
    /// The note of what was kept.
    Note(Marker),
    /// The server's cookie alone: when it last answered.
    Answered(Timestamp),
}

impl Trace {
    /// What is left, if anything.
    pub(crate) fn find() -> Option<Trace> {
        let note = dom::stored(KEY).and_then(|text| Marker::parse(&text));
        note.map(Trace::Note)
            .or_else(|| answered().map(Trace::Answered))
    }
}

/// Whose phone this is, and how much of it was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The company's name.
    pub(crate) company: String,
    /// The person's name.
    pub(crate) person: String,
    /// How many ops waited when it was written.
    pub(crate) unsent: usize,
    /// When the server last answered: at least when it enrolled this phone.
    pub(crate) answered: Timestamp,
}

impl Marker {
    /// The note for a book.
    pub(crate) fn of(book: &Book) -> Marker {
        Marker {
            company: book.company().name,
            person: book.person(),
            unsent: book.outbox().unsent,
            answered: book
                .contact()
                .map_or(book.identity().enrolled_at, |contact| contact.at),
        }
    }

    /// Writes it down.
    pub(crate) fn keep(&self) {
        let text = self.text();
        if dom::stored(KEY).as_deref() != Some(text.as_str()) {
            dom::store(KEY, Some(&text));
        }
    }

    /// Removes every trace.
    pub(crate) fn forget() {
        dom::store(KEY, None);
        let ended = format!("{COOKIE}=; Path=/app/; Max-Age=0");
        if Reflect::set(&document(), &"cookie".into(), &ended.into()).is_err() {
            console_log!("the cookie was not removed");
        }
    }

    fn text(&self) -> String {
        format!(
            "{}{BETWEEN}{}{BETWEEN}{}{BETWEEN}{}",
            self.company,
            self.person,
            self.unsent,
            self.answered.as_second()
        )
    }

    fn parse(text: &str) -> Option<Marker> {
        let mut parts = text.split(BETWEEN);
        let (company, person) = (parts.next()?, parts.next()?);
        let unsent = parts.next()?.parse().ok()?;
        Some(Marker {
            company: company.to_owned(),
            person: person.to_owned(),
            unsent,
            answered: instant(parts.next()?)?,
        })
    }
}

/// When the server last answered this phone, as its cookie says.
fn answered() -> Option<Timestamp> {
    let cookies = property(&document(), "cookie")?.as_string()?;
    let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| *name == COOKIE);
    instant(found.next()?.1)
}

fn instant(seconds: &str) -> Option<Timestamp> {
    Timestamp::from_second(seconds.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_back_and_a_damaged_one_is_none() {
        let marker = Marker {
            company: "Miller & Sons".into(),
            person: "Ana Ruiz".into(),
            unsent: 3,
            answered: Timestamp::from_second(1_772_000_000).unwrap(),
        };
        assert_eq!(Marker::parse(&marker.text()), Some(marker));
        assert_eq!(Marker::parse("Miller & Sons"), None);
    }
}
