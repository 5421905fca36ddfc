//! The mail server: reached, greeted and signed in to, without sending anything.

use super::Finding;
use crate::config::SmtpConfig;
use crate::mail::Mailer;

const PART: &str = "mail";

pub(super) async fn look(config: Option<SmtpConfig>) -> Finding {
    let Some(config) = config else {
        let advice = "Invitations are shared by link and QR code. For mail, see the settings \
                      `smtp.*`.";
        return Finding::note(PART, "no mail server is set", advice);
    };
    let server = format!("{}:{}", config.host, config.port);
    let mailer = match Mailer::new(config) {
        Ok(mailer) => mailer,
        Err(error) => return Finding::wrong(PART, error.to_string(), CHECK),
    };
    match mailer.greet().await {
        Ok(()) => Finding::fine(PART, format!("{server} takes our mail")),
        Err(fault) => Finding::wrong(PART, format!("{server}: {}", fault.what), CHECK),
    }
}

const CHECK: &str = "Check the settings `smtp.*`: host, port, security, user name and password.";
