//! The mail server.

use std::net::IpAddr;

use lettre::message::Mailbox;

use super::limits::number;
use super::reader::Reader;
use super::secret::Secret;
use super::tls::path;

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmtpSecurity {
    /// Plain at first, then TLS or nothing.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// No encryption.
    None,
}

/// See the settings `smtp.*`.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: SmtpSecurity,
    /// User name and password, if the mail server wants them.
    pub credentials: Option<(String, Secret)>,
    /// Who mail is from.
    pub from: Mailbox,
}

const NAMES: [&str; 6] = [
    "smtp.port",
    "smtp.username",
    "smtp.password",
    "smtp.password_file",
    "smtp.from",
    "smtp.security",
];

pub(super) fn read(reader: &mut Reader) -> Option<SmtpConfig> {
    let host = reader.one("smtp.host", host);
    let port = reader.one("smtp.port", |text| number(text, 1, 65_535));
    let security = reader.one("smtp.security", security).unwrap_or_default();
    let from = reader.one("smtp.from", |text| {
        text.parse::<Mailbox>()
            .map_err(|_| "it is not a mail address".to_owned())
    });
    let credentials = credentials(reader);
    let Some(host) = host else {
        if let Some(name) = NAMES.into_iter().find(|name| reader.is_given(name))
            && !reader.is_given("smtp.host")
        {
            reader.refuse("smtp.host", format!("it must be set when {name} is"));
        }
        return None;
    };
    if !reader.is_given("smtp.from") {
        reader.refuse("smtp.from", "it must be set when smtp.host is");
    }
    if security == SmtpSecurity::None && credentials.is_some() && !is_this_machine(&host) {
        reader.refuse(
            "smtp.security",
            "a password would cross the network without encryption",
        );
    }
    let implied = match security {
        SmtpSecurity::StartTls => 587,
        SmtpSecurity::Tls => 465,
        SmtpSecurity::None => 25,
    };
    let port = port
        .and_then(|port| u16::try_from(port).ok())
        .unwrap_or(implied);
    Some(SmtpConfig {
        host,
        port,
        security,
        credentials,
        from: from?,
    })
}

fn credentials(reader: &mut Reader) -> Option<(String, Secret)> {
    let username = reader.one("smtp.username", |text| Ok(text.to_owned()));
    let written = reader.one("smtp.password", |text| Ok(Secret::new(text.to_owned())));
    let read = reader.one("smtp.password_file", |text| {
        let path = path(text)?;
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    });
    if reader.is_given("smtp.password") && reader.is_given("smtp.password_file") {
        reader.refuse(
            "smtp.password_file",
            "smtp.password is set as well; use one of them",
        );
    }
    let password_given = reader.is_given("smtp.password") || reader.is_given("smtp.password_file");
    match (username, written.or(read)) {
        (Some(username), Some(password)) => Some((username, password)),
        (Some(_), None) if !password_given => {
            reader.refuse("smtp.password", "it must be set when smtp.username is");
            None
        }
        (None, Some(_)) => {
            reader.refuse("smtp.username", "it must be set when a password is");
            None
        }
        (Some(_) | None, None) => None,
    }
}

fn security(text: &str) -> Result<SmtpSecurity, String> {
    match text {
        "starttls" => Ok(SmtpSecurity::StartTls),
        "tls" => Ok(SmtpSecurity::Tls),
        "none" => Ok(SmtpSecurity::None),
        _ => Err("it is none of them".to_owned()),
    }
}

fn host(text: &str) -> Result<String, String> {
    let text = text.trim();
    let letters = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
    if text.is_empty() || !letters {
        return Err("it is not a host".to_owned());
    }
    Ok(text.to_owned())
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
