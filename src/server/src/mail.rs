//! Mail: what an invitation and a reminder say, in the company's language, and handing it to a
//! mail server.
//!
//! Owns the templates in `assets/mail/` and the conversation with the mail server, and says of
//! each failure whether the message was sent, was not, or may have been. Knows nothing of the
//! store or the outbox: see [`crate::jobs`].

mod date;
mod invitation;
mod language;
mod letter;
mod mailer;
mod reminder;
#[cfg(test)]
pub(crate) mod sink;

pub use invitation::InvitationMail;
pub use language::Language;
pub use letter::ComposeError;
pub use mailer::{Delivery, MailFault, Mailer, MailerError};
pub use reminder::ReminderMail;
