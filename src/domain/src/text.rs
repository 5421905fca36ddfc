//! Text that people type: trimmed, bounded and free of control characters, parsed once at the
//! edge so that everything inside can rely on it.

/// The longest name of a person, a job, a customer or a company, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The longest job or cost code, in characters.
pub const CODE_CHARS_MAX: usize = 32;
/// The longest note or reason, in characters.
pub const NOTE_CHARS_MAX: usize = 1_000;
/// The longest e-mail address, in characters (RFC 5321).
pub const EMAIL_CHARS_MAX: usize = 254;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More characters than the field takes.
    #[error("must have at most {max} characters")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// A control character other than a line break in a note.
    #[error("must not contain control characters")]
    Control,
    /// Not of the form `name@host`.
    #[error("must be an e-mail address such as ana@example.com")]
    NotEmail,
}

/// The text in lower case, for an order in which capitals do not matter.
pub fn caseless(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A name, trimmed.
///
/// # Errors
/// When it is empty, too long or has control characters.
pub fn name(text: &str) -> Result<String, TextError> {
    line(text, NAME_CHARS_MAX).and_then(non_empty)
}

/// A short code such as `1042` or `FRAME`, trimmed; may be empty where the caller allows it.
///
/// # Errors
/// When it is too long or has control characters.
pub fn code(text: &str) -> Result<String, TextError> {
    line(text, CODE_CHARS_MAX)
}

/// A note or reason, trimmed; may be empty, may have line breaks.
///
/// # Errors
/// When it is too long or has control characters.
pub fn note(text: &str) -> Result<String, TextError> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(TextError::Control);
    }
    bounded(text, NOTE_CHARS_MAX)
}

/// A reason that must be given.
///
/// # Errors
/// As [`note`], and when it is empty.
pub fn reason(text: &str) -> Result<String, TextError> {
    note(text).and_then(non_empty)
}

/// An e-mail address in lower case, trimmed; may be empty where the caller allows it.
///
/// # Errors
/// When it is too long or not of the form `name@host`.
pub fn email(text: &str) -> Result<String, TextError> {
    let text = line(text, EMAIL_CHARS_MAX)?.to_lowercase();
    if text.is_empty() {
        return Ok(text);
    }
    let (local, host) = text.split_once('@').ok_or(TextError::NotEmail)?;
    let plain = !text.contains(char::is_whitespace) && !host.contains('@');
    let dotted = !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    if local.is_empty() || host.is_empty() || !plain || !dotted {
        return Err(TextError::NotEmail);
    }
    Ok(text)
}

fn line(text: &str, max: usize) -> Result<String, TextError> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(TextError::Control);
    }
    bounded(text.to_owned(), max)
}

fn bounded(text: String, max: usize) -> Result<String, TextError> {
    if text.chars().count() > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(text)
    }
}

fn non_empty(text: String) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_never_empty() {
        assert_eq!(name("  Miller House "), Ok("Miller House".into()));
        assert_eq!(name(" \t"), Err(TextError::Empty));
        assert_eq!(name("a\u{0}b"), Err(TextError::Control));
        assert_eq!(
            name(&"é".repeat(NAME_CHARS_MAX)).map(|n| n.chars().count()),
            Ok(NAME_CHARS_MAX)
        );
        assert!(name(&"é".repeat(NAME_CHARS_MAX + 1)).is_err());
    }

    #[test]
    fn an_email_needs_a_name_and_a_host() {
        assert_eq!(email(" Ana@Example.com "), Ok("ana@example.com".into()));
        for wrong in [
            "ana",
            "@example.com",
            "ana@",
            "a b@example.com",
            "a@b@c",
            "a@b..c",
        ] {
            assert_eq!(email(wrong), Err(TextError::NotEmail), "{wrong}");
        }
    }
}
