//! Text that a spreadsheet would run as a formula is written so that it stays text, and read back
//! as it was.
//!
//! The rule: where text begins with any number of apostrophes and then with one of [`LEADS`], one
//! more apostrophe is put in front; reading takes one away by the same test. So every text comes
//! back as it was, also one that began with an apostrophe itself.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, or skips on its way to one.
pub const LEADS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Text for a cell of a text file.
pub fn neutralised(text: &str) -> Cow<'_, str> {
    if is_dangerous(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that [`neutralised`] wrote.
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_dangerous(text) => text,
        Some(_) | None => cell,
    }
}

fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(LEADS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_gets_an_apostrophe_and_plain_text_does_not() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1",
        ] {
            assert_eq!(neutralised(text), format!("'{text}"));
        }
        for text in ["", "Framing", "1-2", "'quoted'", " =1", "a=b"] {
            assert_eq!(neutralised(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(text in "['=+@a\t\r\n -]{0,6}") {
            let cell = neutralised(&text);
            prop_assert_eq!(restored(&cell), &text);
            prop_assert!(!cell.starts_with(LEADS));
        }
    }
}
