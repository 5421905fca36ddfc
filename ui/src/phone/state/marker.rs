//! The note outside the database that says whose phone this is: when it is there and the database
//! is empty, the browser has removed what was kept, and that is said plainly.

use ui::dom;
use ui::replica::Book;

const KEY: &str = "tt-enrolled";
/// Between the parts; it cannot be typed into a name.
const BETWEEN: char = '\u{1f}';

/// Whose phone this is, and how much of it was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The company's name.
    pub(crate) company: String,
    /// The person's name.
    pub(crate) person: String,
    /// How many ops waited when it was written.
    pub(crate) unsent: usize,
}

impl Marker {
    /// The note for a book.
    pub(crate) fn of(book: &Book) -> Marker {
        Marker {
            company: book.company().name,
            person: book.person(),
            unsent: book.outbox().unsent,
        }
    }

    /// The note that is there.
    pub(crate) fn read() -> Option<Marker> {
        Marker::parse(&dom::stored(KEY)?)
    }

    /// Writes it down.
    pub(crate) fn keep(&self) {
        let text = self.text();
        if dom::stored(KEY).as_deref() != Some(text.as_str()) {
            dom::store(KEY, Some(&text));
        }
    }

    /// Removes it.
    pub(crate) fn forget() {
        dom::store(KEY, None);
    }

    fn text(&self) -> String {
        format!(
            "{}{BETWEEN}{}{BETWEEN}{}",
            self.company, self.person, self.unsent
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
        })
    }
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
        };
        assert_eq!(Marker::parse(&marker.text()), Some(marker));
        assert_eq!(Marker::parse("Miller & Sons"), None);
    }
}
