//! Delivery against a mail server of the tests' own.

use domain::time::Zone;
use jiff::Timestamp;
use oplog::v1::payload::InvitationPurpose;

use super::*;
use crate::config::PublicUrl;
use crate::mail::sink::{Manners, readable, sink};
use crate::mail::{InvitationMail, Language};

fn message(mailer: &Mailer, language: Language) -> Message {
    let mail = InvitationMail {
        language,
        company: "Reed Framing".to_owned(),
        inviter: "Olivia Reed".to_owned(),
        person: "Íñigo Muñoz".to_owned(),
        email: "inigo@example.com".to_owned(),
        purpose: InvitationPurpose::Device,
        code: "ABCD-EFGH-JKMN".to_owned(),
        expires_at: "2026-11-28T01:30:00Z".parse().unwrap(),
        zone: Zone::named("Europe/Madrid").unwrap(),
    };
    let url = PublicUrl::parse("https://time.example.com").unwrap();
    mail.compose(mailer.from(), &url, "0123abcd", Timestamp::UNIX_EPOCH)
        .unwrap()
}

#[tokio::test]
async fn a_mail_server_gets_the_invitation_in_both_languages() {
    for (language, says) in [
        (Language::English, "Opening the link changes nothing."),
        (
            Language::Spanish,
            "Abrir el enlace no cambia nada. Tu teléfono se añade",
        ),
    ] {
        let (mailer, served) = sink(Manners::Takes).await;
        mailer.deliver(&message(&mailer, language)).await.unwrap();
        let text = served.await.unwrap();
        assert!(text.is_ascii(), "{text}");
        assert!(
            text.contains("Message-ID: <0123abcd@time.example.com>"),
            "{text}"
        );
        assert!(
            text.contains(&format!("Content-Language: {}", language.code())),
            "{text}"
        );
        let readable = readable(&text);
        assert!(readable.contains(says), "{readable}");
        assert!(
            readable.contains("https://time.example.com/app/#join/ABCD-EFGH-JKMN"),
            "{readable}"
        );
        assert!(
            readable.contains("text/plain") && readable.contains("text/html"),
            "{readable}"
        );
    }
}

#[track_caller]
fn check(fault: Result<(), MailFault>, delivery: Delivery, says: &str) {
    let fault = fault.unwrap_err();
    assert_eq!(fault.delivery, delivery, "{fault}");
    assert!(fault.to_string().contains(says), "{fault}");
}

#[tokio::test]
async fn a_fault_says_whether_the_mail_left() {
    let (mailer, _served) = sink(Manners::Refuses).await;
    check(
        mailer.deliver(&message(&mailer, Language::English)).await,
        Delivery::Refused,
        "no such user",
    );
    let (mailer, _served) = sink(Manners::Busy).await;
    check(
        mailer.deliver(&message(&mailer, Language::English)).await,
        Delivery::NotSent,
        "was not sent",
    );
    let (mailer, _served) = sink(Manners::HangsUp).await;
    check(
        mailer.deliver(&message(&mailer, Language::English)).await,
        Delivery::MayBeSent,
        "may have been sent",
    );
    let (mailer, served) = sink(Manners::Takes).await;
    served.abort();
    let _gone = served.await;
    check(
        mailer.deliver(&message(&mailer, Language::English)).await,
        Delivery::NotSent,
        "was not sent",
    );
}
