//! Text of cells as the domain takes it: names on one line and not too long, notes cut.

use domain::text::NOTE_CHARS_MAX;

use super::{Field, Reason, chars_max};

/// A name or code: white space collapsed, control characters left out.
pub(super) fn line_text(text: &str, field: Field) -> Result<String, Reason> {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    if line.len() > chars_max(field) && line.chars().count() > chars_max(field) {
        Err(Reason::TextTooLong { field })
    } else {
        Ok(line)
    }
}

/// A note: its lines kept, other control characters left out, cut where it is too long.
pub(super) fn note_text(text: &str) -> String {
    let mut note = String::new();
    let mut chars = text.trim().chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        let kept = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\n' => '\n',
            '\t' => ' ',
            c if c.is_control() => continue,
            c => c,
        };
        if count == NOTE_CHARS_MAX {
            break;
        }
        note.push(kept);
        count += 1;
    }
    note.truncate(note.trim_end().len());
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_on_one_line_and_is_never_cut() {
        assert_eq!(
            line_text(" Ana\t \u{a0}María\u{0}\nRuiz ", Field::Employee),
            Ok("Ana María Ruiz".into())
        );
        let name = "é".repeat(chars_max(Field::Job));
        assert_eq!(line_text(&name, Field::Job), Ok(name.clone()));
        assert_eq!(
            line_text(&(name + "é"), Field::Job),
            Err(Reason::TextTooLong { field: Field::Job })
        );
    }

    #[test]
    fn a_note_keeps_its_lines_and_is_cut_to_what_the_domain_takes() {
        assert_eq!(note_text(" a\r\nb\rc\t\u{7}d \n"), "a\nb\nc d");
        for long in ["é".repeat(5_000), "a ".repeat(5_000), "\u{1}".repeat(9)] {
            let note = note_text(&long);
            assert_eq!(domain::text::note(&note), Ok(note));
        }
    }
}
