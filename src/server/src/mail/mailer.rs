//! The conversation with the mail server, in stages, so that a failure can be told by how far
//! the message got: before its text was handed over it was certainly not sent.

use std::time::Duration;

use lettre::Address;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use crate::config::{SmtpConfig, SmtpSecurity};

/// How long the mail server may take for one step.
const STEP: Duration = Duration::from_secs(30);

/// Hands messages to one mail server.
pub struct Mailer {
    config: SmtpConfig,
    tls: Option<TlsParameters>,
}

/// The mail server cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[error("TLS to the mail server {host} cannot be set up: {source}")]
pub struct MailerError {
    host: String,
    source: SmtpError,
}

/// Whether a message that failed has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It has not, and trying again may help.
    NotSent,
    /// It has not, and the mail server will not take it.
    Refused,
    /// It may have: the answer to its text was lost.
    MayBeSent,
}

/// A message was not taken, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", match delivery {
    Delivery::NotSent => "the mail was not sent",
    Delivery::Refused => "the mail server refused the mail; it was not sent",
    Delivery::MayBeSent => "the mail may have been sent",
})]
pub struct MailFault {
    /// Whether it has left.
    pub delivery: Delivery,
    /// What went wrong, for the office.
    pub what: String,
}

impl Mailer {
    /// A mailer for the configured mail server. Connects only when there is mail.
    ///
    /// # Errors
    /// When TLS cannot be set up on this side.
    pub fn new(config: SmtpConfig) -> Result<Self, MailerError> {
        let tls = match config.security {
            SmtpSecurity::None => None,
            SmtpSecurity::StartTls | SmtpSecurity::Tls => {
                let tls =
                    TlsParameters::new(config.host.clone()).map_err(|source| MailerError {
                        host: config.host.clone(),
                        source,
                    })?;
                Some(tls)
            }
        };
        Ok(Self { config, tls })
    }

    /// Who mail is from.
    pub const fn from(&self) -> &Mailbox {
        &self.config.from
    }

    /// Hands over one message; on success the mail server has taken it.
    ///
    /// # Errors
    /// When it was not taken; the fault says whether it may have left all the same.
    pub async fn deliver(&self, message: &Message) -> Result<(), MailFault> {
        let mut connection = self.connect().await?;
        self.announce(&mut connection, message).await?;
        let bytes = message.formatted();
        let answer = timeout(STEP, connection.message(&bytes)).await;
        let result = match answer {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.status().is_some() => Err(refused_or_not(&error)),
            Ok(Err(error)) => Err(fault(Delivery::MayBeSent, &error)),
            Err(_) => Err(MailFault {
                delivery: Delivery::MayBeSent,
                what: silence(),
            }),
        };
        // The message is settled either way; a failed farewell changes nothing.
        let _farewell = timeout(STEP, connection.quit()).await;
        result
    }

    /// Reaches the mail server and signs in, without any mail.
    ///
    /// # Errors
    /// When it cannot be reached or does not let us in.
    pub async fn greet(&self) -> Result<(), MailFault> {
        let mut connection = self.connect().await?;
        // It has let us in, which is all that was asked.
        let _farewell = timeout(STEP, connection.quit()).await;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, MailFault> {
        let config = &self.config;
        let wrapped = self
            .tls
            .clone()
            .filter(|_| config.security == SmtpSecurity::Tls);
        let hello = ClientId::default();
        let server = (config.host.as_str(), config.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(STEP), &hello, wrapped, None);
        let mut connection = step(connecting).await?;
        if let (SmtpSecurity::StartTls, Some(tls)) = (config.security, self.tls.clone()) {
            step(connection.starttls(tls, &hello)).await?;
        }
        if let Some((username, password)) = &config.credentials {
            let credentials = Credentials::new(username.clone(), password.expose().to_owned());
            step(connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(connection)
    }

    /// Sender, recipient, and leave to send the text.
    async fn announce(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
    ) -> Result<(), MailFault> {
        let envelope = message.envelope();
        let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.to().iter().chain(envelope.from()).all(plain) {
            let what = "the address has letters that mail servers do not all take".to_owned();
            return Err(MailFault {
                delivery: Delivery::Refused,
                what,
            });
        }
        step(connection.command(Mail::new(envelope.from().cloned(), Vec::new()))).await?;
        for to in envelope.to() {
            step(connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        }
        step(connection.command(Data)).await?;
        Ok(())
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// A step before the text: whatever goes wrong, the message has not left.
async fn step<T>(doing: impl Future<Output = Result<T, SmtpError>>) -> Result<T, MailFault> {
    match timeout(STEP, doing).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(refused_or_not(&error)),
        Err(_) => Err(MailFault {
            delivery: Delivery::NotSent,
            what: silence(),
        }),
    }
}

fn refused_or_not(error: &SmtpError) -> MailFault {
    fault(
        if error.is_permanent() {
            Delivery::Refused
        } else {
            Delivery::NotSent
        },
        error,
    )
}

/// The error with its causes, on one line.
fn fault(delivery: Delivery, error: &SmtpError) -> MailFault {
    let mut what = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !what.contains(&text) {
            what = format!("{what}: {text}");
        }
        cause = inner.source();
    }
    MailFault {
        delivery,
        what: what.replace(['\r', '\n'], " "),
    }
}

fn silence() -> String {
    format!(
        "the mail server did not answer within {} seconds",
        STEP.as_secs()
    )
}

#[cfg(test)]
mod tests;
