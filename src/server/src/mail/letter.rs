//! What every mail has: the person it goes to, its language, and the same words as text and as HTML.

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use minijinja::{Environment, UndefinedBehavior, Value};

use super::language::Language;
use crate::config::PublicUrl;

/// Why a mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The address is not one that mail can go to.
    #[error("{0} is not an address that mail can go to")]
    Address(String),
    /// The message cannot be built.
    #[error("the message cannot be built: {0}")]
    Message(#[from] lettre::error::Error),
    /// A template is broken.
    #[error("a mail template is broken: {0}")]
    Template(#[from] minijinja::Error),
}

/// A mail whose words are written.
pub(super) struct Letter<'a> {
    /// Whom it goes to,
    pub(super) person: &'a str,
    /// and where.
    pub(super) email: &'a str,
    /// Its language.
    pub(super) language: Language,
    /// What it is about.
    pub(super) subject: String,
    /// Its words,
    pub(super) text: String,
    /// and the same as HTML.
    pub(super) html: String,
}

impl Letter<'_> {
    /// The message. `identity` makes its Message-ID, the same for every try to deliver it.
    ///
    /// # Errors
    /// When the address is not one, or the message cannot be built.
    pub(super) fn message(
        self,
        from: &Mailbox,
        public_url: &PublicUrl,
        identity: &str,
        now: Timestamp,
    ) -> Result<Message, ComposeError> {
        let to: Mailbox = format!("<{}>", self.email)
            .parse()
            .map(|to: Mailbox| Mailbox::new(Some(self.person.to_owned()), to.email))
            .map_err(|_| ComposeError::Address(self.email.to_owned()))?;
        let header = |name: &'static str, value: &str| {
            HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
        };
        let part = |kind, body| SinglePart::builder().header(kind).body(body);
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(self.subject)
            .date(now.into())
            .message_id(Some(format!("<{identity}@{}>", public_url.host())))
            .raw_header(header("Content-Language", self.language.code()))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, self.text))
                    .singlepart(part(ContentType::TEXT_HTML, self.html)),
            )?;
        Ok(message)
    }
}

/// One of some templates, filled in; a value that is not there is an error.
pub(super) fn render<const N: usize>(
    templates: [(&'static str, &'static str); N],
    name: &str,
    values: &Value,
) -> Result<String, minijinja::Error> {
    let mut all = Environment::new();
    all.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in templates {
        all.add_template(name, text)?;
    }
    all.get_template(name)?.render(values)
}
