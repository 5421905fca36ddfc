//! The certificate that the server shows, by what it wrote of it.

use jiff::Timestamp;

use super::{Finding, in_words};
use crate::config::Config;
use crate::tls::{Mode, Standing};

const PART: &str = "certificate";
/// With less time left than this, whoever renews it is late.
const LEFT_SECONDS_LEAST: i64 = 7 * 24 * 3600;

pub(super) fn look(config: &Config, now: Timestamp) -> Option<Finding> {
    config.tls.as_ref()?;
    let standing = match Standing::read(&config.data) {
        Ok(Some(standing)) => standing,
        Ok(None) => {
            let advice = "Start the server: it writes how it stands with the certificate.";
            return Some(Finding::note(PART, "the server has not run yet", advice));
        }
        Err(error) => {
            return Some(Finding::wrong(
                PART,
                error.to_string(),
                renewing(Mode::Files),
            ));
        }
    };
    Some(judge(&standing, config.network.public_url.host(), now))
}

pub(super) fn judge(standing: &Standing, host: &str, now: Timestamp) -> Finding {
    let advice = renewing(standing.mode);
    let trouble = standing.last_error.as_deref().unwrap_or_default();
    let Some(end) = standing.not_after else {
        return Finding::wrong(PART, format!("there is none: {trouble}"), advice);
    };
    let left = end.as_second().saturating_sub(now.as_second());
    if left <= 0 {
        return Finding::wrong(PART, format!("it ended at {end}. {trouble}"), advice);
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if !standing.names.iter().any(|name| covers(name, bare)) {
        let found = format!(
            "it is for {}, but public_url is {host}",
            standing.names.join(", ")
        );
        return Finding::wrong(PART, found, advice);
    }
    let found = format!("good for {} more", in_words(left));
    if !trouble.is_empty() {
        let found = format!("{found}; getting a newer one failed: {trouble}");
        return Finding::wrong(PART, found, advice);
    }
    if left < LEFT_SECONDS_LEAST {
        return Finding::wrong(PART, found, advice);
    }
    Finding::fine(PART, found)
}

/// Whether a name of a certificate covers a host; a star stands for one label.
fn covers(name: &str, host: &str) -> bool {
    let (name, host) = (name.to_ascii_lowercase(), host.to_ascii_lowercase());
    match name.strip_prefix("*.") {
        Some(rest) => host
            .split_once('.')
            .is_some_and(|(label, parent)| !label.is_empty() && parent == rest),
        None => name == host,
    }
}

fn renewing(mode: Mode) -> &'static str {
    match mode {
        Mode::Files => {
            "Put a new certificate and key where `tls.certificate` and `tls.key` say; the server \
             takes them without a restart."
        }
        Mode::LocalCa => "Restart the server: it makes a new certificate then. See its log.",
        Mode::Acme => {
            "See the server's log for what the ACME server said, and docs/operate/tls.md."
        }
    }
}
