//! The mail that invites someone: who invites, to which company, the link, the code, until when,
//! and that opening it changes nothing.

use domain::time::Zone;
use jiff::Timestamp;
use lettre::message::{Mailbox, Message};
use minijinja::context;
use oplog::v1::payload::InvitationPurpose;

use super::date::moment;
use super::language::Language;
use super::letter::{ComposeError, Letter, render};
use crate::config::PublicUrl;

const TEMPLATES: [(&str, &str); 4] = [
    (
        "invitation.en.txt",
        include_str!("../../../../assets/mail/invitation.en.txt"),
    ),
    (
        "invitation.es.txt",
        include_str!("../../../../assets/mail/invitation.es.txt"),
    ),
    (
        "invitation.en.html",
        include_str!("../../../../assets/mail/invitation.en.html"),
    ),
    (
        "invitation.es.html",
        include_str!("../../../../assets/mail/invitation.es.html"),
    ),
];

/// Everything that the mail says.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// The company's language.
    pub language: Language,
    /// The company's name.
    pub company: String,
    /// Who invites.
    pub inviter: String,
    /// The invited person's name.
    pub person: String,
    /// Where the mail goes.
    pub email: String,
    /// For a phone or for an account.
    pub purpose: InvitationPurpose,
    /// `XXXX-XXXX-XXXX`.
    pub code: String,
    /// The last instant it can be used.
    pub expires_at: Timestamp,
    /// The company's zone.
    pub zone: Zone,
}

impl InvitationMail {
    /// The message. `identity` makes its Message-ID, the same for every try to deliver it.
    ///
    /// # Errors
    /// When the address is not one, or the message cannot be built.
    pub fn compose(
        &self,
        from: &Mailbox,
        public_url: &PublicUrl,
        identity: &str,
        now: Timestamp,
    ) -> Result<Message, ComposeError> {
        let subject = self.subject();
        let text = self.render("txt", &subject, public_url)?;
        let html = self.render("html", &subject, public_url)?;
        let letter = Letter {
            person: &self.person,
            email: &self.email,
            language: self.language,
            subject,
            text,
            html,
        };
        letter.message(from, public_url, identity, now)
    }

    fn subject(&self) -> String {
        let (inviter, company) = (&self.inviter, &self.company);
        match self.language {
            Language::English => format!("{inviter} invites you to {company} on TimeTrakr"),
            Language::Spanish => format!("{inviter} te invita a {company} en TimeTrakr"),
        }
    }

    fn render(
        &self,
        form: &str,
        subject: &str,
        public_url: &PublicUrl,
    ) -> Result<String, minijinja::Error> {
        let phone = self.purpose == InvitationPurpose::Device;
        let path = if phone { "/app/" } else { "/" };
        let name = format!("invitation.{}.{form}", self.language.code());
        let values = context! {
            phone,
            subject,
            company => &self.company,
            inviter => &self.inviter,
            person => &self.person,
            code => &self.code,
            link => format!("{public_url}{path}#join/{}", self.code),
            app => format!("{public_url}/app/"),
            until => moment(self.expires_at, &self.zone, self.language),
        };
        render(TEMPLATES, &name, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(language: Language, purpose: InvitationPurpose) -> InvitationMail {
        InvitationMail {
            language,
            company: "Reed & Sons <Framing>".to_owned(),
            inviter: "Olivia Reed".to_owned(),
            person: "Ana Muñoz".to_owned(),
            email: "ana@example.com".to_owned(),
            purpose,
            code: "ABCD-EFGH-JKMN".to_owned(),
            expires_at: "2026-11-28T01:30:00Z".parse().unwrap(),
            zone: Zone::named("America/New_York").unwrap(),
        }
    }

    fn url() -> PublicUrl {
        PublicUrl::parse("https://time.example.com").unwrap()
    }

    #[test]
    fn the_text_says_who_invites_where_how_and_until_when() {
        for (language, purpose, expect) in [
            (
                Language::English,
                InvitationPurpose::Device,
                [
                    "Olivia Reed invites you",
                    "/app/#join/ABCD-EFGH-JKMN",
                    "changes nothing",
                    "Friday 27 November 2026",
                ],
            ),
            (
                Language::Spanish,
                InvitationPurpose::Device,
                [
                    "Olivia Reed te invita",
                    "/app/#join/ABCD-EFGH-JKMN",
                    "no cambia nada",
                    "viernes 27 de noviembre",
                ],
            ),
            (
                Language::English,
                InvitationPurpose::Account,
                [
                    "choose a password",
                    "example.com/#join/ABCD-EFGH-JKMN",
                    "changes nothing",
                    "20:30",
                ],
            ),
            (
                Language::Spanish,
                InvitationPurpose::Account,
                [
                    "elige una contraseña",
                    "example.com/#join/ABCD-EFGH-JKMN",
                    "no cambia nada",
                    "20:30",
                ],
            ),
        ] {
            let text = mail(language, purpose).render("txt", "s", &url()).unwrap();
            for part in expect {
                assert!(text.contains(part), "{part} is missing in\n{text}");
            }
            assert!(text.contains("Reed & Sons <Framing>"), "{text}");
        }
    }

    #[test]
    fn names_are_escaped_in_html_and_cannot_become_markup() {
        for language in [Language::English, Language::Spanish] {
            let html = mail(language, InvitationPurpose::Device)
                .render("html", "s", &url())
                .unwrap();
            assert!(
                html.contains("Reed &amp; Sons &lt;Framing&gt;") && !html.contains("<Framing>"),
                "{html}"
            );
        }
    }

    #[test]
    fn a_name_cannot_add_a_header() {
        let mut mail = mail(Language::English, InvitationPurpose::Device);
        mail.company = "Reed\r\nBcc: everyone@example.com".to_owned();
        let from: Mailbox = "TimeTrakr <time@example.com>".parse().unwrap();
        let message = mail
            .compose(&from, &url(), "1", Timestamp::UNIX_EPOCH)
            .unwrap();
        let bytes = String::from_utf8(message.formatted()).unwrap();
        let (headers, _) = bytes.split_once("\r\n\r\n").unwrap();
        assert!(
            !headers.lines().any(|line| line.starts_with("Bcc:")),
            "{headers}"
        );
        assert!(
            headers.contains("Message-ID: <1@time.example.com>"),
            "{headers}"
        );
    }
}
